"""Reading a rounding policy from its rule in words: understood whole, or refused."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import ProductError, UnitError
from npc_regimens.rounding.bands import Bands
from npc_regimens.rounding.ladders import WholeUnits
from npc_regimens.rounding.policies import AsCalculated, ToStep, WholeVials
from npc_regimens.rounding.steps import Direction, Ties
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

RoundingPolicy = AsCalculated | ToStep | WholeUnits | WholeVials | Bands

LONGEST: Final = 2_000  # a guard: no table of bands is longer
EXAMPLES: Final = (
    "as calculated",
    "nearest 50 mg, ties up",
    "nearest 50 mg, ties down",
    "up to a whole 50 mg",
    "down to a whole 50 mg",
    "whole units of 500 mg and at most 2 x 150 mg, ties up",
    "whole units of 500 mg and 150 mg, ties up, from 150 mg to 2800 mg",
    "nearest whole vials of 100 mg",
    "whole vials of 100 mg, up",
    "bands of 180 mg, 200 mg and 220 mg, ties up, within 6 %",
    "bands of 180 mg and 198 mg at 6 mg/mL, ties up, within 6 %",
)

_ITEM: Final = re.compile(r"(?:at most ([1-9][0-9]{0,3}) [x\u00d7] )?([^, ].*)")
_PERCENT: Final = re.compile(r"(?:0|[1-9][0-9]?)(?:\.[0-9]{1,6})?")


def parse_rounding(text: str) -> RoundingPolicy:
    """Read a rounding policy from its rule in words.

    Raises `ProductError` when any part is not understood, and shows the rules that are.

    >>> print(parse_rounding("nearest 50 mg"))
    nearest 50 mg, ties up
    """
    if not isinstance(text, str):
        kind = type(text).__name__
        raise ProductError(
            f"a rounding rule is read from text, not from {kind}; write one like {EXAMPLES[1]!r}"
        )
    if len(text) > LONGEST:
        raise ProductError(
            f"a rounding rule of {len(text)} characters is not read; {LONGEST} are enough"
        )
    for form, make in _FORMS:
        found = form.fullmatch(text)
        if found is not None:
            return _made(text, found, make)
    known = ", ".join(map(repr, EXAMPLES))
    raise ProductError(f"rounding rule {text!r} is not understood; write it like one of {known}")


def _made(
    text: str, found: re.Match[str], make: Callable[[re.Match[str]], RoundingPolicy]
) -> RoundingPolicy:
    try:
        return make(found)
    except (ProductError, UnitError) as problem:
        raise ProductError(f"rounding rule {text!r}: {problem}") from None


def _as_calculated(_: re.Match[str]) -> RoundingPolicy:
    return AsCalculated()


def _nearest_step(found: re.Match[str]) -> RoundingPolicy:
    return ToStep(_mass(found["step"]), Direction.nearest(_ties(found)))


def _directed_step(found: re.Match[str]) -> RoundingPolicy:
    return ToStep(_mass(found["step"]), Direction(found["way"]))


def _nearest_vials(found: re.Match[str]) -> RoundingPolicy:
    return WholeVials(_masses(found["list"]), Direction.nearest(_ties(found)))


def _directed_vials(found: re.Match[str]) -> RoundingPolicy:
    return WholeVials(_masses(found["list"]), Direction(found["way"]))


def _whole_units(found: re.Match[str]) -> RoundingPolicy:
    items = [_limited(item) for item in _items(found["list"])]
    limits = tuple((strength, count) for strength, count in items if count)
    least, most = (_mass(rung) if rung else None for rung in found.group("least", "most"))
    return WholeUnits(tuple(strength for strength, _ in items), _ties(found), limits, least, most)


def _bands(found: re.Match[str]) -> RoundingPolicy:
    if _PERCENT.fullmatch(found["percent"]) is None:
        raise ProductError(f"{found['percent']!r} is no percentage; write for example '6 %'")
    strength = Amount.parse(found["at"], like="6 mg/mL") if found["at"] else None
    return Bands(_masses(found["list"]), _ties(found), Fraction(found["percent"]) / 100, strength)


def _ties(found: re.Match[str]) -> Ties:
    """Read where ties go: up, where nothing is said."""
    return Ties(found["ties"] or Ties.UP)


def _items(text: str) -> list[str]:
    """Take "a, b and c" apart."""
    first, joined, last = text.rpartition(" and ")
    return [*(first.split(", ") if joined else ()), last]


def _masses(text: str) -> tuple[Amount, ...]:
    return tuple(map(_mass, _items(text)))


def _mass(text: str) -> Amount:
    return Amount.parse(text, like="500 mg")


def _limited(item: str) -> tuple[Amount, int]:
    """Read a strength and its limit, 0 where it has none."""
    found = _ITEM.fullmatch(item)
    if found is None:
        raise ProductError(f"{item!r} is no strength; write '500 mg' or 'at most 2 x 500 mg'")
    return _mass(found[2]), int(found[1] or 0)


_TIES: Final = r", ties (?P<ties>up|down)"
_RUNGS: Final = r"(?:,(?= )(?: from (?P<least>.+?))?(?: to (?P<most>.+))?)?"
_FORMS: Final = tuple(
    (re.compile(form), make)
    for form, make in (
        (r"as calculated|none", _as_calculated),
        (r"(?P<way>up|down) to a whole (?P<step>.+)", _directed_step),
        (rf"nearest whole vials of (?P<list>.+?)(?:{_TIES})?", _nearest_vials),
        (r"whole vials of (?P<list>.+?), (?P<way>up|down)", _directed_vials),
        (
            rf"whole units of (?P<list>.+?){_TIES}{_RUNGS}",
            _whole_units,
        ),
        (rf"bands of (?P<list>.+?)(?: at (?P<at>.+?))?{_TIES}, within (?P<percent>.+?) ?%", _bands),
        (rf"nearest (?P<step>.+?)(?:{_TIES})?", _nearest_step),
    )
)
