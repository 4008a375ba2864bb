"""The commands of visits, and of what is handed out at them."""

from __future__ import annotations

from typing import Any

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import pair
from npc_regimens.cli.options import format_option, output_options, planning_options
from npc_regimens.cli.visit_options import visit_options


@click.command
@planning_options
@visit_options
@format_option("text", "csv", "json")
@output_options[0]
@output_options[1]
@click.pass_context
def visits(
    ctx: click.Context,
    /,
    regimen: str | None,
    form: str,
    output: str | None,
    *,
    replace: bool,
    **options: Any,
) -> None:
    """Plan the visits of a regimen: windows, closed days, nominal and planned dates."""
    from npc_regimens.checks.visiting import visit_findings
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.output import check_output, deliver
    from npc_regimens.cli.visit_options import planned_visits, say_delays
    from npc_regimens.cli.work import planned, say
    from npc_regimens.render.cells import csv_text
    from npc_regimens.render.visits import COLUMNS, visit_rows, visits_to_json, visits_to_text

    check_output(output)
    made = planned(regimen, options)
    found = planned_visits(options, made)
    told = visit_findings(found)
    if form == "text":
        data = visits_to_text(found, made.calendar, told)
    elif form == "json":
        data = visits_to_json(found, made.calendar, told)
    else:
        data = csv_text(visit_rows(found), COLUMNS)
    deliver(data.encode(), output, replace=replace)
    if form == "csv":
        say(told)
    if made.followed is not None:
        say_delays(found, str(regimen))
    ctx.exit(FINDING if any(each.level == "warning" for each in told) else 0)


@click.command
@planning_options
@option(
    "--window",
    help='The window of each day 1, for example "-2 to +3 days"; continuous drugs are covered to'
    " its late edge; that day alone unless given.",
)
@option(
    "--spare-days",
    type=click.IntRange(0, 99),
    default=0,
    show_default=True,
    help="So many days more of continuous drugs.",
)
@pair(
    "--pack",
    kind="DRUG STRENGTH=UNITS",
    example='"apatinib 250 mg=10"',
    words="Hand out whole packs of so many tablets or capsules",
)
@format_option("text", "csv", "json")
@output_options[0]
@output_options[1]
@click.pass_context
def dispense(
    ctx: click.Context,
    /,
    regimen: str | None,
    form: str,
    output: str | None,
    *,
    replace: bool,
    **options: Any,
) -> None:
    """Count what to hand out at day 1 of each cycle, by drug and strength."""
    from npc_regimens.checks.dispensing import dispensing_findings
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.output import check_output, deliver
    from npc_regimens.cli.visit_options import days_1_of, packs_of
    from npc_regimens.cli.work import planned, say
    from npc_regimens.course.dispensing import dispensing
    from npc_regimens.render import dispensing as written
    from npc_regimens.render.cells import csv_text

    check_output(output)
    made = planned(regimen, options)
    found = dispensing(
        made.calendar,
        days_1_of(made, options["window"]),
        packs=packs_of(made.calendar, options["pack"]),
        spare_days=options["spare_days"],
    )
    told = dispensing_findings(found)
    if form == "text":
        data = written.dispensing_to_text(found, made.calendar, made.formulary, told)
    elif form == "json":
        data = written.dispensing_to_json(found, made.calendar, told)
    else:
        rows = written.dispensing_rows(found)
        data = csv_text(
            [{**row, "cut": "yes" if row["cut"] else "no"} for row in rows], written.COLUMNS
        )
    deliver(data.encode(), output, replace=replace)
    if form == "csv":
        say(told)
    ctx.exit(FINDING if any(each.level == "warning" for each in told) else 0)
