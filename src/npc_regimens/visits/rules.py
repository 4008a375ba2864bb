"""The rule of a kind of visit: its window, what to do on a closed day, and from where it counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeVar, cast, get_args

from npc_regimens.errors import DateError
from npc_regimens.record import WrittenAs
from npc_regimens.visits.windows import Window

if TYPE_CHECKING:
    from collections.abc import Sequence

Policy = Literal["keep", "next working day", "nearest within the window", "flag"]
Anchor = Literal["start of the course", "day 1 of the cycle"]

POLICIES: Final[tuple[Policy, ...]] = get_args(Policy)
ANCHORS: Final[tuple[Anchor, ...]] = get_args(Anchor)

_Word = TypeVar("_Word", bound=str)


def parse_policy(text: str) -> Policy:
    """Read what to do with a visit that falls on a closed day.

    >>> parse_policy("next working day")
    'next working day'
    """
    return _one_of(text, POLICIES, "a policy for closed days")


def parse_anchor(text: str) -> Anchor:
    """Read from where the nominal date of a visit counts."""
    return _one_of(text, ANCHORS, "an anchor of visits")


def _one_of(text: str, known: Sequence[_Word], what: str) -> _Word:
    if type(text) is not str or text not in known:
        words = ", ".join(map(repr, known))
        raise DateError(f"{text!r} is not {what}; write one of {words}")
    return cast("_Word", text)


@dataclass(frozen=True, slots=True)
class VisitRule:
    """What holds for one kind of visit.

    Without an anchor it is that of the kind: day 1 of the cycle for doses, the start for the rest.

    >>> rule = VisitRule.parse(window="-3 to +2 days", policy="next working day")
    >>> rule.window.after, rule.policy, rule.anchor
    (2, 'next working day', None)
    """

    window: Window = field(default_factory=Window)
    policy: Policy = "flag"
    anchor: Anchor | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.window, Window):
            raise DateError(
                f"a window is a Window, not {self.window!r}; use Window.parse('-3 to +2 days')"
            )
        parse_policy(self.policy)
        if self.anchor is not None:
            parse_anchor(self.anchor)

    @classmethod
    def parse(
        cls,
        *,
        window: str = "0 to 0 days",
        policy: str = "flag",
        anchor: str | None = None,
    ) -> VisitRule:
        """Read a rule from its words."""
        counted = None if anchor is None else parse_anchor(anchor)
        return cls(Window.parse(window), parse_policy(policy), counted)


PolicyText = Annotated[
    Policy,
    WrittenAs(
        parse_policy,
        "next working day",
        "What to do with a visit on a closed day: 'keep', 'next working day', 'nearest within the"
        " window' or 'flag'.",
        only_text=True,
    ),
]
AnchorText = Annotated[
    Anchor,
    WrittenAs(
        parse_anchor,
        "day 1 of the cycle",
        "From where a visit counts: 'start of the course' or 'day 1 of the cycle'.",
        only_text=True,
    ),
]
