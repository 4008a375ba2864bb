"""What a rule of dose modification says to do, and the levels of a dose that it names.

Each is text of a closed grammar, kept as the source has it: nothing here carries it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Final, Literal

from npc_regimens.errors import NpcRegimensError, ProductError
from npc_regimens.products.written import DOSE_KINDS
from npc_regimens.record import WrittenAs
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["percent", "stop", "hold", "delay", "start"]

_PERCENT: Final = re.compile(r"(100|[1-9][0-9]?) ?%")
_STOP_OR: Final = re.compile(r"stop, or (100|[1-9][0-9]?) ?% if judged useful")
_WORDS: Final[tuple[Kind, ...]] = ("stop", "hold", "delay", "start")
_GIVES: Final = {"start": Fraction(1)}
_LIKE: Final = "'75 %', 'stop', 'hold', 'delay', 'start' or 'stop, or 50 % if judged useful'"
_LONGEST: Final = 100  # a guard: what is longer is not shown whole
_DAYS: Final = re.compile(r"([1-9][0-9]?)(?:, ([1-9][0-9]?))*")


@dataclass(frozen=True, slots=True)
class Action:
    """A part of the dose in percent, or one of a few words; a stop may have an alternative.

    >>> Action.parse("stop, or 50 % if judged useful").otherwise
    50
    """

    kind: Kind
    percent: int | None = None
    otherwise: int | None = None

    @classmethod
    def parse(cls, text: str) -> Action:
        """Read ``75 %``, ``stop``, ``hold``, ``delay``, ``start``, or a stop with its alternative.

        >>> print(Action.parse("75%"))
        75 %
        """
        found = _PERCENT.fullmatch(text)
        if found is not None:
            return cls("percent", int(found[1]))
        found = _STOP_OR.fullmatch(text)
        if found is not None:
            return cls("stop", otherwise=int(found[1]))
        for word in _WORDS:
            if text == word:
                return cls(word)
        raise ProductError(f"{text[:_LONGEST]!r} is not what a rule says to do; write {_LIKE}")

    @property
    def part(self) -> Fraction:
        """The part of the dose that is given for certain: all, some, or nothing."""
        if self.percent is not None:
            return Fraction(self.percent, 100)
        return _GIVES.get(self.kind, Fraction(0))

    @property
    def most(self) -> Fraction:
        """The most that the rule allows: that of the alternative, where there is one."""
        return self.part if self.otherwise is None else Fraction(self.otherwise, 100)

    def __str__(self) -> str:
        if self.percent is not None:
            return f"{self.percent} %"
        beside = "" if self.otherwise is None else f", or {self.otherwise} % if judged useful"
        return f"{self.kind}{beside}"


@dataclass(frozen=True, slots=True)
class DoseStep:
    """One level of a dose that falls: a dose, on some days where these fall too, or the stop.

    >>> print(DoseStep.parse("800 mg/m2 on days 1, 8"))
    800 mg/m2 on days 1, 8
    """

    dose: Amount | None
    days: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> DoseStep:
        """Read ``10 mg``, ``60 mg/m2``, ``800 mg/m2 on day 1`` or ``stop``."""
        if text == "stop":
            return cls(None)
        dose, on, days = (part.strip() for part in text.partition(" on day"))
        try:
            amount = Amount.parse(dose, like="60 mg/m2")
        except NpcRegimensError as error:
            raise ProductError(f"level {text!r}: {error}") from error
        listed = days.removeprefix("s ").strip()
        if amount.kind not in DOSE_KINDS or (on and _DAYS.fullmatch(listed) is None):
            raise ProductError(
                f"{text!r} is not a level of a dose; write '60 mg/m2', '800 mg/m2 on days 1, 8' or"
                " 'stop'"
            )
        return cls(amount, tuple(listed.split(", ")) if on else ())

    def __str__(self) -> str:
        if self.dose is None:
            return "stop"
        days = ", ".join(self.days)
        on = f" on day{'' if len(self.days) == 1 else 's'} {days}" if days else ""
        return f"{self.dose}{on}"


def falls(steps: Sequence[DoseStep]) -> bool:
    """Whether each level is less than the one before, in its dose or in its days; a stop is last.

    >>> falls([DoseStep.parse(text) for text in ("12 mg", "10 mg", "stop")])
    True
    """
    return all(_is_less(later, earlier) for earlier, later in pairwise(steps))


def _is_less(later: DoseStep, earlier: DoseStep) -> bool:
    if later.dose is None or earlier.dose is None:
        return earlier.dose is not None
    if later.dose.kind != earlier.dose.kind or bool(later.days) != bool(earlier.days):
        return False
    if earlier.dose < later.dose:
        return False
    return later.dose < earlier.dose or set(later.days) < set(earlier.days)


ActionText = Annotated[Action, WrittenAs(Action.parse, "75 %", "What a rule says to do.")]
DoseStepText = Annotated[
    DoseStep, WrittenAs(DoseStep.parse, "60 mg/m2", "A level of a dose, or 'stop'.")
]
