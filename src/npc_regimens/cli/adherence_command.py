"""The command that compares what was planned in a course with what was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import read_day
from npc_regimens.cli.options import format_option, output_options

if TYPE_CHECKING:
    import datetime as dt


@click.command
@click.argument("course")
@option(
    "--through",
    metavar="DATE",
    callback=read_day,
    help="Count through the end of this day; the day of the last entry unless given.",
)
@format_option("text", "csv", "json")
@output_options[0]
@output_options[1]
def adherence(
    course: str, through: dt.date | None, form: str, output: str | None, *, replace: bool
) -> None:
    """Compare what was intended, planned and taken in a course, through a day.

    Doses, cumulative dose, relative dose intensity, days with correct doses, missed and made up.
    """
    from npc_regimens.cli.output import check_output, deliver
    from npc_regimens.course.adherence import adherence as compared
    from npc_regimens.files.courses import load_course
    from npc_regimens.render.adherence import adherence_to_text
    from npc_regimens.render.adherence_rows import adherence_to_csv, adherence_to_json

    check_output(output)
    followed = load_course(course).follow()
    through = through or (followed.entries[-1].recorded if followed.entries else None)
    if through is None:
        raise click.UsageError(
            "the log has no entry from which a day could be taken; give --through"
        )
    found = compared(followed.intended, followed.calendar, followed.actuals, as_of=through)
    write = {"text": adherence_to_text, "csv": adherence_to_csv, "json": adherence_to_json}[form]
    deliver(write(found).encode(), output, replace=replace)
