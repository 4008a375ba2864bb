"""The command that compares two regimens."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import read_day
from npc_regimens.cli.options import complete_regimen, format_option

if TYPE_CHECKING:
    import datetime as dt


@click.command
@click.argument("before", metavar="A", shell_complete=complete_regimen)
@click.argument("after", metavar="[B]", required=False, shell_complete=complete_regimen)
@option(
    "--from",
    "since",
    metavar="DATE",
    callback=read_day,
    help="Of a course file: as it was recorded up to this day.",
)
@option(
    "--to",
    metavar="DATE",
    callback=read_day,
    help="Of a course file: as it was recorded up to this day; all of it unless given.",
)
@click.option("--sources", is_flag=True, help="Show and count sources, titles and notes too.")
@format_option("text", "json")
@click.pass_context
def diff(
    ctx: click.Context,
    /,
    before: str,
    after: str | None,
    *,
    since: dt.date | None,
    to: dt.date | None,
    form: str,
    sources: bool,
) -> None:
    """Compare two regimens, or two versions of one: each key that differs, and the totals.

    Of one course file with --from: what moved, what changed in dose, and why. Ends with 1 where the
    treatment differs.
    """
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.output import deliver
    from npc_regimens.comparing import compare
    from npc_regimens.files import find_regimen
    from npc_regimens.render.comparison import comparison_to_json, comparison_to_text

    if after is None:
        text, differs = _of_course(before, since, to, form)
        deliver(text.encode(), None, replace=False)
        ctx.exit(FINDING if differs else 0)
    if since is not None or to is not None:
        raise click.UsageError("--from and --to go with one course file; leave them or B out")
    (one, one_arm), (other, other_arm) = find_regimen(before), find_regimen(after)
    found = compare(one, other, before_arm=one_arm, after_arm=other_arm)
    if form == "json":
        text = comparison_to_json(found)
    else:
        text = comparison_to_text(found, names=(before, after), sources=sources)
    deliver(text.encode(), None, replace=False)
    differs = not found.is_same_treatment or (sources and bool(found.sources))
    ctx.exit(FINDING if differs else 0)


def _of_course(path: str, since: dt.date | None, to: dt.date | None, form: str) -> tuple[str, bool]:
    """Compare a course with itself, as it was recorded up to two days."""
    from npc_regimens.course.differing import differences
    from npc_regimens.files.courses import is_course, load_course
    from npc_regimens.render.course_changes import changes_to_json, changes_to_text

    if not is_course(Path(path)):
        raise click.UsageError(f"{path!r} is no course file; give a second regimen to compare")
    if since is None:
        raise click.MissingParameter(param_hint="'--from'", param_type="option")
    file = load_course(path)
    changes = differences(file.follow(since), file.follow(to))
    text = changes_to_json(changes) if form == "json" else changes_to_text(changes)
    return text, bool(changes)
