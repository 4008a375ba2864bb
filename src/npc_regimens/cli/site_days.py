"""The closed days of a site, by options or by a course file, and the visits around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from npc_regimens.course.definition import Course
    from npc_regimens.course.site import SiteVisits
    from npc_regimens.course.visiting import Visit
    from npc_regimens.planning import Calendar
    from npc_regimens.visits import ClosedDays

_LATEST_YEAR: Final = 2100


def visits_by_the_file(calendar: Calendar, course: Course, said: SiteVisits) -> tuple[Visit, ...]:
    """Plan the visits of a course as its file says."""
    from npc_regimens.course.visiting import visits_of

    dates = [each.planned for each in visits_of(calendar)]
    return visits_of(calendar, said.rules, closed_days_of_course(course, dates))


def closed_days_of_course(course: Course, dates: Collection[dt.date]) -> ClosedDays:
    """Put the closed days together that a course file says."""
    said = course.visits
    site = {
        "closed": course.closed,
        "closed_day": {} if said is None else said.named,
        "weekends": said is not None and said.weekends,
        "working_day": () if said is None else said.working,
        "holidays": None if said is None else said.holidays,
    }
    return closed_days_of(site, dates)


def closed_days_of(options: Mapping[str, Any], dates: Collection[dt.date]) -> ClosedDays:
    """Put the closed days of a site together, in the years of some dates and in the next."""
    from npc_regimens.visits import closed_days, country_days

    country = None
    if options["holidays"] is not None:
        code, _, part = options["holidays"].partition("-")
        last = min(_LATEST_YEAR, max(dates).year + 1)
        years = range(min(dates).year, last + 1)
        country = country_days(code, years, subdivision=part or None)
    closures = {**dict.fromkeys(options["closed"], "closed"), **options["closed_day"]}
    return closed_days(
        closures, weekends=options["weekends"], working=options["working_day"], country=country
    )
