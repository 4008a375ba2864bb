"""The commands for one body surface and one dose, apart from any plan."""

from __future__ import annotations

from typing import Any

import click

from npc_regimens.cli.options import body_options, format_option, surface_options


@click.command
@surface_options
@click.option("--all", "every", is_flag=True, help="By every formula, one line each.")
@format_option("text", "json")
def bsa(form: str, *, every: bool, **options: Any) -> None:
    """Compute a body surface and show the arithmetic."""
    from npc_regimens.cli.output import deliver
    from npc_regimens.cli.surfaces import surfaces

    deliver(surfaces(options, form, every=every).encode(), None, replace=False)


@click.command
@click.argument("dose")
@body_options
@click.option("--drug", help="Round to what there is of a drug, for example capecitabine.")
@click.option(
    "--products", multiple=True, help="A folder of product files that a site has of its own."
)
@click.option(
    "--rounding",
    metavar="RULE",
    help='Round by a rule in words, for example "nearest 50 mg" or "none".',
)
@click.option(
    "--report-over", help='Warn over this difference, for example "6 %", where no drug has one.'
)
@click.option("--level", help='Take a part of the dose, for example "75 %".')
@click.option("--cap", help='The most of one dose, for example "2 mg".')
@click.option("--frequency", help='Also say the dose of a day, for example "twice daily".')
@click.option("--basis", help='The salt or base of the dose, for example "free base".')
@click.option("--to-basis", help="Also say the dose in this other basis.")
@click.option(
    "--factor",
    type=click.Choice(["label", "molar masses"]),
    help="What converts salt and base; there is no default.",
)
@click.option("--sharing", is_flag=True, help="Vials are shared, so nothing of them is wasted.")
@click.option(
    "--over",
    metavar="DAYS",
    help='Spread the tablets of one dose a day over days, for example "28 days".',
)
@click.option(
    "--order",
    type=click.Choice(["front-loaded", "weekly", "alternating"]),
    help="Which of those days take the larger dose; weekly unless given.",
)
@format_option("text", "json")
@click.pass_context
def dose(ctx: click.Context, /, dose: str, form: str, **options: Any) -> None:
    """Compute one dose for a body, round it, and show each step as with a pencil."""
    from npc_regimens.cli.doses import worked_out
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.output import deliver

    made = worked_out(dose, options)
    text = made.as_json() if form == "json" else made.as_text()
    deliver(text.encode(), None, replace=False)
    ctx.exit(FINDING if made.warnings else 0)
