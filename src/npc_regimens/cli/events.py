"""What `calendar` writes: options into the calendar file's own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.work import zone_of
from npc_regimens.course.versions import Versions
from npc_regimens.render.ics import (
    Audience,
    Language,
    Per,
    Reminders,
    Titles,
    to_cancellations,
    to_changes,
    to_ics,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.cli.work import Planned


_UPDATES: Final = (
    "note: this calendar updates an earlier one, which a second import often does not: Thunderbird"
    " and Nextcloud skip the events that they know, so the old dates stay; Outlook on the desktop"
    " and calcurse show them twice. Delete the calendar of the first import whole and import this"
    " file into a new one, or use --feed or `publish`. Call the patient about changes of the next"
    " two days"
)


def events(made: Planned, options: Mapping[str, Any]) -> bytes:
    """Write the events of a calendar, or those alone that changed or were dropped."""
    whole = made.calendar, reminders_of(made, options), made.formulary, versions_of(made)
    only, since, organizer = options["only"], options["since"], options["organizer"]
    if organizer is not None and only != "cancellations":
        raise click.UsageError("--organizer goes with --only cancellations; leave it out")
    if since is not None and only is None:
        raise click.UsageError("--since goes with --only; leave it out")
    first = since or dt.date.min
    if only == "changes":
        return to_changes(*whole, since=first)
    if only == "cancellations":
        if organizer is None:
            raise click.UsageError("--only cancellations needs --organizer ADDRESS, of the site")
        return to_cancellations(*whole, since=first, organizer=organizer)
    return to_ics(*whole)


def say_what_imports_do(made: Planned, options: Mapping[str, Any]) -> None:
    """Say of a file that updates an earlier one which programs do not follow it."""
    versions = versions_of(made)
    is_raised = options["revision"] or _edition(made)
    if not options["feed"] and (is_raised or versions.changed or versions.dropped):
        click.echo(_UPDATES, err=True)


def versions_of(made: Planned) -> Versions:
    """Say what changed in a course since it was first planned."""
    return Versions() if made.followed is None else made.followed.versions


def reminders_of(made: Planned, options: Mapping[str, Any]) -> Reminders:
    """Say as the options do how a calendar becomes reminders."""
    course = _identity(made, options["course"])
    if course is None:
        course = _course(made)
        click.echo(
            "note: no --course was given; the events are told apart by regimen and patient."
            " Give each patient a code of their own, and keep it: a corrected calendar has the"
            " same events only under the same code",
            err=True,
        )
    return Reminders(
        course=course,
        stamp=options["stamp"] or _first_midnight(made),
        zone=zone_of(made),
        titles=Titles(options["titles"]),
        labels=options["label"],
        name=options.get("name"),
        revision=options["revision"] + _edition(made),
        events=Per(options["events"]),
        audience=Audience(options["audience"]),
        language=Language(options["language"]),
        feed=options.get("feed", False),
    )


def _edition(made: Planned) -> int:
    """Return what the edition of a course file adds to every sequence."""
    return 0 if made.followed is None else made.followed.course.revision


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
