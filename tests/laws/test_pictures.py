"""Laws of what is seen at a glance: every dose is there once, and nothing else is."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from picture_reading import counts, days_of, doses_on, doses_told, drawn

from npc_regimens import strategies as ours
from npc_regimens.errors import PlanError
from npc_regimens.planning import plan
from npc_regimens.render.calendar_strip import calendar_svg
from npc_regimens.render.columns import columns
from npc_regimens.render.month import to_months

if TYPE_CHECKING:
    import datetime as dt

    from hypothesis.strategies import DrawFn

    from npc_regimens.planning import Calendar

EVERY = 10_000


@st.composite
def calendars(draw: DrawFn) -> Calendar:
    """Draw a calendar, perhaps one of whose later cycles is delayed."""
    case = draw(ours.cases())
    calendar = case.calendar()
    later = [span for span in calendar.cycles if span.cycle > 1 and span.delayed_days == 0]
    if not later or draw(st.booleans()):
        return calendar
    span = draw(st.sampled_from(later))
    delays = {(span.phase.name, span.cycle): draw(st.integers(1, 40))}
    try:
        return plan(
            case.regimen, case.patient, formulary=case.formulary, delays=delays, **case.given
        )
    except PlanError:  # a delayed phase meets the next, or ends behind the last planned day
        return calendar


@given(calendars())
def test_the_strip_has_every_dose_and_session_once(calendar: Calendar) -> None:
    """A bar for each administration, a box for each session, and no bar beside them."""
    seen = counts(calendar_svg(calendar, most_cycles=EVERY))

    assert seen["dose"] == len(calendar.administrations)
    assert seen["session"] == seen["mark"] == len(calendar.sessions)


@given(calendars(), st.integers(1, 5))
def test_what_a_short_strip_leaves_out_is_told(calendar: Calendar, most: int) -> None:
    """Doses drawn, doses of cycles like a drawn one and doses told add up; nothing runs out."""
    picture = calendar_svg(calendar, most_cycles=most)
    root, *parts = drawn(picture).iter()
    wide, high = (int(root.get(name, "")) for name in ("width", "height"))

    assert doses_told(picture) == len(calendar.administrations)
    for each in parts:
        x, y = int(each.get("x", "0")), int(each.get("y", "0"))
        assert 0 <= x <= x + int(each.get("width", "0")) <= wide
        assert 0 <= y <= y + int(each.get("height", "0")) <= high
    assert picture == calendar_svg(calendar, most_cycles=most)


@given(calendars())
def test_the_month_grid_has_every_dose_once_on_its_date(calendar: Calendar) -> None:
    """As many letters stand on a date as doses are given on it, and each planned day has a mark.

    A day of no plan has its number alone, and no line is wider than a terminal.
    """
    text = to_months(calendar)
    expected: dict[dt.date, Counter[str]] = defaultdict(Counter)
    letters = {order.component: chr(65 + n) for n, order in enumerate(calendar.regimen.orders)}
    for each in calendar.administrations:
        expected[each.planned_date][letters[each.component]] += 1
    found, pages = days_of(text), {day.date: day for day in calendar.days()}

    assert doses_on(text) == expected
    assert {date for date, marks in found.items() if marks} == pages.keys()
    for date, day in pages.items():
        assert ("rt" in found[date]) == (day.session is not None)
        assert not ("rest" in found[date] and (day.administrations or day.session))
    assert max(map(columns, text.splitlines())) <= 80
