"""The command that compares two regimens."""

from __future__ import annotations

import click

from npc_regimens.cli.options import complete_regimen, format_option


@click.command
@click.argument("before", metavar="A", shell_complete=complete_regimen)
@click.argument("after", metavar="B", shell_complete=complete_regimen)
@click.option("--sources", is_flag=True, help="Show and count sources, titles and notes too.")
@format_option("text", "json")
@click.pass_context
def diff(ctx: click.Context, /, before: str, after: str, form: str, *, sources: bool) -> None:
    """Compare two regimens, or two versions of one: each key that differs, and the totals.

    Ends with 1 where the treatment differs.
    """
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.output import deliver
    from npc_regimens.comparing import compare
    from npc_regimens.files import find_regimen
    from npc_regimens.render.comparison import comparison_to_json, comparison_to_text

    (one, one_arm), (other, other_arm) = find_regimen(before), find_regimen(after)
    found = compare(one, other, before_arm=one_arm, after_arm=other_arm)
    if form == "json":
        text = comparison_to_json(found)
    else:
        text = comparison_to_text(found, names=(before, after), sources=sources)
    deliver(text.encode(), None, replace=False)
    differs = not found.is_same_treatment or (sources and bool(found.sources))
    ctx.exit(FINDING if differs else 0)
