"""The trial: all that one file in ``regimens/`` says."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, model_validator

from npc_regimens.errors import ConflictsError, RegimenError, UnknownRegimenError
from npc_regimens.record import FormatNumber, Record
from npc_regimens.regimen.conflicts import conflicts, near
from npc_regimens.regimen.definition import Arm, Choice, Component
from npc_regimens.showing import Shown
from npc_regimens.sources import Citations, Name, Words

# Where in the course of the disease a treatment stands; docs/file-format.md says what each means.
Setting = Literal[
    "induction",
    "concurrent",
    "adjuvant",
    "metronomic",
    "maintenance",
    "palliative",
    "recurrent or metastatic",
    "first line",
    "later line",
]


def settings() -> tuple[str, ...]:
    """Return the words of the closed list of settings.

    >>> settings()[:3]
    ('induction', 'concurrent', 'adjuvant')
    """
    return get_args(Setting)


def _each_once(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        if words.count(word) > 1:
            raise RegimenError(f"setting {word!r} stands twice; write each word once")
    return words


class Trial(Record, Shown):
    """One study: its components, choices and arms.

    Raises `ConflictsError` when parts that are sound alone contradict each other.
    """

    format: FormatNumber
    id: Name
    title: Words
    registry: Words | None = None
    acronym: Words | None = None
    condition: Words | None = None
    setting: Annotated[tuple[Setting, ...], Field(strict=False), AfterValidator(_each_once)] = ()
    note: Words | None = None
    component: Annotated[dict[Name, Component], Field(min_length=1)]
    choice: dict[Name, Choice] = Field(default_factory=dict)
    arm: Annotated[tuple[Arm, ...], Field(strict=False, min_length=1)]
    cite: Citations | None = None

    @model_validator(mode="after")
    def _nothing_contradicts(self) -> Trial:
        problems = conflicts(self.component, self.choice, self.arm)
        if problems:
            raise ConflictsError(problems)
        return self

    def find_arm(self, arm: str | None = None) -> Arm:
        """Return the arm of a name, or the only arm.

        Raises `UnknownRegimenError` when there is none, or more than one to choose from.
        """
        names = [each.id for each in self.arm]
        if arm is None and len(names) > 1:
            ids = ", ".join(f"'{self.id}/{name}'" for name in names)
            raise UnknownRegimenError(f"trial {self.id!r} has {len(names)} arms; name one: {ids}")
        for each in self.arm:
            if arm in {None, each.id}:
                return each
        raise UnknownRegimenError(f"trial {self.id!r} has no arm {arm!r}; {near(str(arm), names)}")
