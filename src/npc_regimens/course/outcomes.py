"""What became of each planned dose: taken as planned, late, made up, in part, or missed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.course.versions import DosePlace
from npc_regimens.errors import CourseError, UnitError
from npc_regimens.rounding import exact_decimal
from npc_regimens.units import Amount

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from npc_regimens.course.actual import Actual
    from npc_regimens.planning import Administration, Calendar


class Outcome(StrEnum):
    """What became of one planned dose."""

    AS_PLANNED = "as planned"
    LATE = "late"
    MADE_UP = "made up"
    IN_PART = "in part"
    MISSED = "missed"


WHOLE: Final = frozenset({Outcome.AS_PLANNED, Outcome.LATE, Outcome.MADE_UP})
ON_ITS_DAY: Final = frozenset({Outcome.AS_PLANNED, Outcome.LATE})


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of a planned dose, and how much of it was taken.

    Where ``afterwards`` is true, it was taken after the as-of day, and counts as missed.
    """

    outcome: Outcome
    amount: Amount
    afterwards: bool = False


def by_place(actuals: Iterable[Actual], calendar: Calendar) -> Mapping[DosePlace, Actual]:
    """Put what really happened under the places of the doses.

    Raises `CourseError` for a dose that the calendar does not have, or that is told of twice.
    """
    places = set(map(DosePlace.of, calendar.administrations))
    found: dict[DosePlace, Actual] = {}
    for each in actuals:
        if each.place not in places:
            raise CourseError(
                f"{_words(each)} is told of a dose that the calendar does not have; name a planned"
                " dose, or let the entry that dropped it take effect later"
            )
        if each.place in found:
            raise CourseError(
                f"{_words(each)} is told of a dose of which {found[each.place].what!r} is told"
                " too; keep the one that is true"
            )
        found[each.place] = each
    return found


def happened(given: Administration, actual: Actual | None, as_of: dt.date) -> Happened:
    """Say what became of a planned dose by the as-of day; with no record it is as planned.

    Taken whole on its own day, but not at its time, it is late; taken whole on a later day, it is
    made up.

    Raises `CourseError` for a record that contradicts itself or the day of the dose.
    """
    if actual is None:
        return Happened(Outcome.AS_PLANNED, given.ordered)
    _refuse_contradiction(given, actual)
    if actual.at is not None and actual.at.date() > as_of:
        return Happened(Outcome.MISSED, _nothing(given), afterwards=True)
    outcome = _outcome(given, actual)
    return Happened(outcome, _part_of(given, actual))


def _outcome(given: Administration, actual: Actual) -> Outcome:
    if actual.what == "missed":
        return Outcome.MISSED
    if actual.what == "part":
        return Outcome.IN_PART
    later = actual.at is not None and actual.at.date() > given.planned_date
    return Outcome.MADE_UP if later else Outcome.LATE


def _refuse_contradiction(given: Administration, actual: Actual) -> None:
    part, at = actual.part, actual.at
    sound = {"missed": part == 0, "late": part == 1, "part": 0 < part < 1}
    if not sound[actual.what]:
        raise CourseError(
            f"{_words(actual)} with a part of {part}; nothing is taken of a missed dose, all of a"
            " late one, and less than all of one in part"
        )
    if actual.what == "late" and at is None:
        raise CourseError(f"{_words(actual)} without a time; say when it was taken")
    if at is not None and actual.what == "missed":
        raise CourseError(f"{_words(actual)} with a time, {at}; a missed dose has none")
    if at is not None and at.date() < given.planned_date:
        raise CourseError(
            f"{_words(actual)} at {at}, before its day, {given.planned_date}; correct the time"
        )


def _part_of(given: Administration, actual: Actual) -> Amount:
    exact = Fraction(given.ordered.number) * actual.part
    try:
        return Amount(exact_decimal(exact), given.ordered.unit)
    except UnitError:
        raise CourseError(
            f"{_words(actual)}: {actual.part} of {given.ordered} has no exact value; say the"
            " amount that was taken"
        ) from None


def _nothing(given: Administration) -> Amount:
    return given.ordered * 0


def _words(actual: Actual) -> str:
    phase, component, cycle, cycle_day, slot = actual.place
    return f"{actual.what!r} of {component!r} at {phase} C{cycle}D{cycle_day} {slot}"
