"""The command that appends an entry to the log of a course file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import pair, read_clock, read_day

if TYPE_CHECKING:
    import datetime as dt

KINDS: Final = (
    *("delay", "interrupt", "resume", "omit", "skip", "reduce", "raise", "discontinue", "end"),
    *("weight", "clock", "zone", "settle", "event", "review", "missed", "late", "part"),
)
# of the options whose name is not that of the key in the file
_KEYS: Final = {"since": "from", "clock": "times"}


@click.command
@click.argument("course")
@click.argument("what", type=click.Choice(KINDS))
@option("--reason", required=True, help='Why, in a few words, for example "ANC 0.9".')
@option(
    "--recorded",
    metavar="DATE",
    callback=read_day,
    help="The day on which it was decided or told; today unless given.",
)
@option("--component", help="The component of the regimen; of several kinds, all unless given.")
@option("--phase", help="The phase, where a cycle of that number stands in several.")
@option("--cycle", type=click.IntRange(1, 999), help="The cycle.")
@option("--day", type=click.IntRange(-99, 999), help="The day of the cycle.")
@option("--slot", help="once, morning, noon, evening or bedtime.")
@option("--to", metavar="DATE", callback=read_day, help="delay: the new day 1.")
@option(
    "--from", "since", metavar="DATE", callback=read_day, help="The first day on which it holds."
)
@option("--through", metavar="DATE", callback=read_day, help="The last day on which it holds.")
@option(
    "--on",
    metavar="DATE",
    callback=read_day,
    help="missed, late, part: the date of the dose; event: its own.",
)
@option("--at", metavar="DATETIME", callback=read_clock, help="late: 2027-01-05T22:30.")
@option("--level", help='reduce, raise: "75 %", a level of the regimen, or "full".')
@option("--weight", help='weight: for example "60 kg".')
@option("--measured", metavar="DATE", callback=read_day, help="weight: the day it was measured.")
@pair("--clock", kind="SLOT=HH:MM", example="evening=21:00", words="clock: Another time of day")
@option("--zone", help="zone: the IANA time zone of the place, for example Europe/London.")
@pair("--cycles", kind="PHASE=N", example="combination=5", words="settle: A number of cycles")
@option("--name", help="event, review: its name.")
@option("--decision", help="review: what was decided.")
@option("--taken", help='part: what was taken of the dose, for example "500 mg".')
@click.option("--dry-run", is_flag=True, help="Check it and say what it would do; write nothing.")
def record(
    course: str, what: str, recorded: dt.date | None, *, dry_run: bool, **options: Any
) -> None:
    """Append an entry to the log of a course file, after checking it by a replay.

    WHAT is one of: delay, interrupt, resume, omit, skip, reduce, raise, discontinue, end, weight,
    clock, zone, settle, event, review, missed, late, part.
    """
    from npc_regimens.cli.work import say
    from npc_regimens.course.differing import differences
    from npc_regimens.files.appending import append_entry
    from npc_regimens.render.course_changes import changes_to_text

    today = _today()
    if recorded is not None and recorded > today:
        click.echo(f"note: --recorded {recorded} is after today, {today}; check the date", err=True)
    entry = {"what": what, "recorded": recorded or today, **_given(options)}
    made = append_entry(course, entry, write=not dry_run)
    click.echo(changes_to_text(differences(made.before, made.after)), nl=False)
    did = "would be recorded" if dry_run else "recorded"
    click.echo(f"{did}: {made.after.entries[-1].words}: {course}", err=True)
    from npc_regimens.checks import course_findings

    known = course_findings(made.before, made.file.formulary)
    say(each for each in course_findings(made.after, made.file.formulary) if each not in known)


def _given(options: dict[str, Any]) -> dict[str, Any]:
    """Take what was given, under the keys of the file."""
    if options["cycles"]:
        from npc_regimens.cli.work import count_of

        options["cycles"] = {
            phase: count_of(phase, text) for phase, text in options["cycles"].items()
        }
    given = {name: value for name, value in options.items() if value not in (None, {})}
    return {_KEYS.get(name, name): value for name, value in given.items()}


def _today() -> dt.date:
    import datetime as dt

    return dt.date.today()  # noqa: DTZ011, TID251  the command line alone asks what day it is
