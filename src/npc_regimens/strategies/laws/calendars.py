"""Laws of what a calendar says and of what is written of it: doses, totals and reminders."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from npc_regimens.dates import read_zone
from npc_regimens.render.ics import to_ics
from npc_regimens.render.reminders import Reminders
from npc_regimens.strategies.laws.searching import hold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from npc_regimens.planning import Calendar, PlannedDose, Total
    from npc_regimens.strategies.laws.subject import RegimenFile, Way
    from npc_regimens.units import Amount

_CLOCK: Final = {
    slot: dt.time(8 + 2 * rank)
    for rank, slot in enumerate(("once", "morning", "noon", "evening", "bedtime", "clinic"))
}
_WRITTEN: Final = dt.datetime(2027, 12, 1, tzinfo=dt.UTC)
_ZONE: Final = "Europe/London"
_FIRST_DAY: Final = re.compile(rb"\r\nDTSTART[^:]*:([0-9]{8})")
_IDENTITY: Final = re.compile(rb"\r\nUID:([^\r]+)")


def law_no_dose_is_over_its_cap(file: RegimenFile) -> None:
    """No ordered dose is over the cap of one dose, and its units make exactly the ordered dose."""

    def judge(way: Way) -> str:
        caps = {order.component: order.cap for order in way.regimen.orders}
        for dose in way.calendar.doses:
            words = _over(dose, caps[dose.order.component])
            if words:
                return f"{way}: {dose.order.component}: {words}"
        return ""

    hold("law_no_dose_is_over_its_cap", file, judge, file.ways)


def _over(dose: PlannedDose, cap: Amount | None) -> str:
    ordered, units = dose.result.amount, dose.result.units
    if cap is not None and cap < ordered:
        return f"{ordered} is ordered, over the cap of {cap}"
    held = sum(_milligrams(unit.strength) * unit.count for unit in units)
    if units and held != _milligrams(ordered):
        return f"{ordered} is ordered, and its units hold {held} mg"
    return ""


def law_totals_are_sums(file: RegimenFile) -> None:
    """Totals of the calendar and of its cycles are what adding up dose by dose gives."""

    def judge(way: Way) -> str:
        calendar = way.calendar
        expected = _added(calendar)
        cycles = [each.total for each in calendar.cycle_totals()]
        for what, totals in (("calendar", calendar.totals()), ("cycles together", cycles)):
            found = _summed(totals)
            for name in expected | found:
                if expected.get(name) != found.get(name):
                    sums = f"doses come to {_told(expected.get(name))}"
                    return f"{way}: {name}: {sums}, the {what} to {_told(found.get(name))}"
        return ""

    hold("law_totals_are_sums", file, judge, file.ways)


Sums = tuple[int, Fraction, Fraction]


def _added(calendar: Calendar) -> dict[str, Sums]:
    sums: dict[str, Sums] = {}
    for each in calendar.administrations:
        count, calculated, ordered = sums.get(each.component, (0, Fraction(0), Fraction(0)))
        more = calculated + _milligrams(each.calculated), ordered + _milligrams(each.ordered)
        sums[each.component] = (count + 1, *more)
    return sums


def _summed(totals: Iterable[Total]) -> dict[str, Sums]:
    sums: dict[str, Sums] = {}
    for each in totals:
        count, calculated, ordered = sums.get(each.component, (0, Fraction(0), Fraction(0)))
        more = calculated + _milligrams(each.calculated), ordered + _milligrams(each.ordered)
        sums[each.component] = (count + each.administrations, *more)
    return sums


def _told(sums: Sums | None) -> str:
    if sums is None:
        return "nothing"
    count, calculated, ordered = sums
    return f"{count} doses, {calculated} mg calculated, {ordered} mg ordered"


def law_one_event_for_each_administration(file: RegimenFile) -> None:
    """Each dose and each session has one event in a calendar file, on its date, of an identity."""

    def judge(way: Way) -> str:
        calendar = way.planned(clock=_CLOCK)
        reminders = Reminders(course="laws", stamp=_WRITTEN, zone=read_zone(_ZONE))
        events = to_ics(calendar, reminders, file.formulary).split(b"BEGIN:VEVENT")[1:]
        dates = Counter(f"{each.planned_date:%Y%m%d}" for each in calendar.administrations)
        dates.update(f"{each.date:%Y%m%d}" for each in calendar.sessions)
        found = Counter(_FIRST_DAY.findall(event)[0].decode() for event in events)
        if dates != found:
            date = min((dates - found) | (found - dates))
            given = f"{dates[date]} doses or sessions"
            return f"{way}: on {date} there are {given} and {found[date]} events"
        if len({_IDENTITY.findall(event)[0] for event in events}) != len(events):
            return f"{way}: two events have one identity"
        return ""

    hold("law_one_event_for_each_administration", file, judge, file.ways_of_one_body)


def _milligrams(amount: Amount) -> Fraction:
    return Fraction(amount.to("mg").number)
