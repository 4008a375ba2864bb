"""A missed dose: whether the trial's rule and the label's rule allow taking it, and until when.

Hours to the next planned dose are real hours that pass, whatever the clock on the wall does. A rule
that forbids it below some hours allows it from these on by implication, which is told.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from npc_regimens.advising.clocks import PatientClock
from npc_regimens.errors import AdviceError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from npc_regimens.advising.answers import Whose
    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.products import Formulary, MissedDose
    from npc_regimens.sources import Citation

Verdict = Literal["allowed", "not allowed", "not said"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one rule says of one missed dose.

    ``until`` is the last moment at which the rule allows taking it, by the clock of the zone, and
    ``by_its_letter`` a later one that days without a dose leave open. What a rule with hours allows
    is implied, for it is written as what it forbids.
    """

    whose: Whose
    rule: MissedDose
    verdict: Verdict
    why: str
    until: dt.datetime | None
    by_its_letter: dt.datetime | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class MissedAnswer:
    """A missed dose, when it was due and noticed, what comes next, and what each rule says."""

    missed: Administration
    due: dt.datetime
    noticed: dt.datetime
    following: Administration | None
    following_due: dt.datetime | None
    trial: Reading | None
    label: Reading | None

    @property
    def in_force(self) -> Reading | None:
        """The trial's rule where it has one, else the label's, if there is one."""
        return self.trial or self.label


@dataclass(frozen=True, slots=True)
class _Times:
    """Instants in UTC; ``usual`` is when the next would be due were there no day without one."""

    noticed: dt.datetime
    following: dt.datetime | None
    usual: dt.datetime | None
    clock: PatientClock
    last_day: dt.date


def missed_dose(
    calendar: Calendar,
    missed: Administration,
    *,
    noticed: dt.datetime,
    zone: ZoneInfo | PatientClock,
    formulary: Formulary,
) -> MissedAnswer:
    """Say whether each rule allows taking a missed dose, until when, and which rule is in force.

    ``noticed`` is a moment with its time zone, and ``zone`` that of the patient, or a clock that
    changes zones on a journey. Nothing is recorded and nothing is changed.

    Raises `AdviceError` for a dose that is not in the calendar, is no patient's own to take, has no
    clock time, or was not yet due.
    """
    _refuse(calendar, missed, noticed)
    clock = PatientClock.of(zone)
    due = clock.due(missed)
    if noticed.astimezone(dt.UTC) < due.astimezone(dt.UTC):
        raise AdviceError(
            f"{_named(missed)} is due at {due:%Y-%m-%d %H:%M} and is not missed at"
            f" {clock.shown(noticed):%Y-%m-%d %H:%M}; ask again when it is"
        )
    following = _following(calendar, missed, due, clock)
    following_due = None if following is None else clock.due(following)
    times = _Times(
        noticed.astimezone(dt.UTC),
        None if following_due is None else following_due.astimezone(dt.UTC),
        _usual(calendar, missed, following, clock),
        clock,
        calendar.last_day,
    )
    return MissedAnswer(
        missed,
        due,
        clock.shown(noticed),
        following,
        following_due,
        *_readings(missed, formulary, times),
    )


def _refuse(calendar: Calendar, missed: Administration, noticed: dt.datetime) -> None:
    if missed not in calendar.administrations:
        raise AdviceError(f"{_named(missed)} is not in this calendar; take one of its doses")
    if not missed.at_home:
        raise AdviceError(
            f"{_named(missed)} is given at a visit; it is not the patient's to make up; ask the"
            " clinic for another date"
        )
    if missed.time is None:
        raise AdviceError(
            f"{_named(missed)} has a date and no time, so no hours can be counted; plan with a"
            f" clock time of {missed.slot!r}"
        )
    if noticed.tzinfo is None:
        raise AdviceError(f"{noticed} has no time zone; give the moment with its zone")


def _named(missed: Administration) -> str:
    slot = "" if missed.slot == "once" else f" {missed.slot}"
    return f"{missed.component} on {missed.place}{slot}"


def _following(
    calendar: Calendar, missed: Administration, due: dt.datetime, clock: PatientClock
) -> Administration | None:
    """Find the next dose of the drug, in whichever component or phase it is."""
    since = due.astimezone(dt.UTC)
    later = (
        each
        for each in calendar.administrations
        if each.drug == missed.drug and each.planned_date >= missed.planned_date
    )
    return next((each for each in later if clock.due(each).astimezone(dt.UTC) > since), None)


def _usual(
    calendar: Calendar,
    missed: Administration,
    following: Administration | None,
    clock: PatientClock,
) -> dt.datetime | None:
    """Say when the next is due, or would be on the next day where that is without a dose."""
    if following is None:
        return None
    tomorrow = missed.planned_date + dt.timedelta(days=1)
    if following.planned_date <= tomorrow:
        return clock.due(following).astimezone(dt.UTC)
    times = [each.time for each in calendar.administrations if each.component == missed.component]
    first = min(time for time in times if time is not None)
    return clock.at(tomorrow, first).astimezone(dt.UTC)


def _readings(
    missed: Administration, formulary: Formulary, times: _Times
) -> tuple[Reading | None, Reading | None]:
    """Read the trial's rule and the label's, each alone."""
    order, product = missed.dose.order, formulary.get(missed.drug)
    own, label = order.missed_dose, None if product is None else product.missed_dose
    return (
        None if own is None else _read("trial", own, own.cite or order.citation, times),
        None
        if product is None or label is None
        else _read("label", label, label.cite or product.cite, times),
    )


def _read(whose: Whose, rule: MissedDose, cite: tuple[Citation, ...], times: _Times) -> Reading:
    if rule.time_left is None:
        return Reading(whose, rule, "not allowed", "it forbids it at any time", None, None, cite)
    if times.following is None or times.usual is None:
        why = f"no later dose is planned through {times.last_day}, and it counts hours to the next"
        return Reading(whose, rule, "not said", why, None, None, cite)
    # whole seconds of a time that is written in hours or minutes
    left = dt.timedelta(seconds=int(Fraction(rule.time_left.to("min").number) * 60))
    sure, letter = times.usual - left, times.following - left
    verdict, why = _judged(times, sure, letter, str(rule.time_left))
    local = [times.clock.shown(each) for each in (sure, letter)]
    return Reading(whose, rule, verdict, why, local[0], None if sure == letter else local[1], cite)


def _judged(
    times: _Times, sure: dt.datetime, letter: dt.datetime, hours: str
) -> tuple[Verdict, str]:
    if times.following is not None and times.noticed >= times.following:
        return "not allowed", "the next dose was due by then"
    if times.noticed > letter:
        return "not allowed", f"fewer than {hours} remain to the next dose"
    if times.noticed > sure:
        return "not said", "days without a dose come before the next, and it is silent on them"
    return (
        "allowed",
        f"{hours} or more remain to the next dose; that this allows it is implied, not written",
    )
