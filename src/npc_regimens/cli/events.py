"""What `calendar` writes: options into the calendar file's own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from npc_regimens.cli.work import zone_of
from npc_regimens.render.ics import Reminders, Titles, to_ics

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.cli.work import Planned


def events(made: Planned, options: Mapping[str, Any]) -> bytes:
    """Write the events of a calendar."""
    course = _identity(made, options["course"])
    if course is None:
        course = _course(made)
        click.echo(
            "note: no --course was given; the events are told apart by regimen and patient."
            " Give each patient a code of their own, and keep it: a corrected calendar has the"
            " same events only under the same code",
            err=True,
        )
    reminders = Reminders(
        course=course,
        stamp=options["stamp"] or _first_midnight(made),
        zone=zone_of(made),
        titles=Titles(options["titles"]),
        labels=options["label"],
        name=options["name"],
        revision=options["revision"],
    )
    return to_ics(made.calendar, reminders, made.formulary)


def _identity(made: Planned, course: str | None) -> str | None:
    """Take the identity that a course file keeps."""
    if made.followed is None:
        return course
    if course is not None:
        raise click.UsageError("a course file has its own identity; leave --course out")
    return made.followed.course.identity


def _course(made: Planned) -> str:
    """Tell courses apart without a date, so that a moved start keeps the identities."""
    regimen, measured = made.calendar.regimen, made.calendar.body.measurement
    choices = [f"{choice}={option}" for choice, option in regimen.choices]
    return " ".join([regimen.id, *choices, str(measured.height), str(measured.weight)])


def _first_midnight(made: Planned) -> dt.datetime:
    """Stamp with the first day: the same options give the same bytes on every day."""
    return dt.datetime.combine(made.calendar.start, dt.time(), dt.UTC)
