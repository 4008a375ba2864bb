"""What the printed page tells of a course: its participant, delays, closed days and pauses.

The reasons of the log are the staff's words, and none of them is printed for the patient.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from npc_regimens.errors import PlanError
from npc_regimens.render.page_words import strings

if TYPE_CHECKING:
    from npc_regimens.course.replaying import Followed
    from npc_regimens.render.page_facts import PageFacts
    from npc_regimens.visits import ClosedDays


def facts_of_course(facts: PageFacts, followed: Followed, closed: ClosedDays) -> PageFacts:
    """Add to what the caller tells what the course tells; the caller's own goes first.

    Raises `PlanError` for facts of another participant than that of the course.
    """
    course, calendar = followed.course, followed.calendar
    if facts.participant not in {"", course.participant}:
        raise PlanError(
            f"participant: the page is for {facts.participant!r}, and the course is of"
            f" {course.participant!r}; take the course of that participant, or leave the code out"
        )
    first, last = calendar.first_day, calendar.last_day
    named = {day: name for day, name in closed.named.items() if first <= day <= last}
    due = {
        span.first: span.first - dt.timedelta(days=span.delayed_days)
        for span in calendar.cycles
        if span.delayed_days
    }
    closed_on = strings(facts.language)["left_out"]["closed"].format
    return replace(
        facts,
        participant=course.participant,
        closed={**named, **facts.closed},
        working=facts.working | {day for day in closed.working if first <= day <= last},
        delays={
            **{day: closed_on(named[was]) for day, was in due.items() if was in named},
            **facts.delays,
        },
        omitted={**_left_out(followed, facts.language), **facts.omitted},
        discontinued={**followed.discontinued, **facts.discontinued},
    )


def _left_out(followed: Followed, language: str) -> dict[tuple[dt.date, str], str]:
    """Say of each date and component that it is paused or left out."""
    words = strings(language)["left_out"]
    return {
        (given.planned_date, given.component): words[why.replace(" ", "_")]
        for given, why in followed.left_out
    }
