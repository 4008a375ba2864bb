"""The commands for one body surface and one dose, apart from any plan."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from npc_regimens.cli.once import option
from npc_regimens.cli.options import body_options, format_option, surface_options


@click.command
@surface_options
@option("--all", "every", is_flag=True, help="By every formula, one line each.")
@format_option("text", "json")
@click.pass_context
def bsa(ctx: click.Context, /, form: str, *, every: bool, **options: Any) -> None:
    """Compute a body surface and show the arithmetic."""
    if every and ctx.get_parameter_source("formula") is ParameterSource.COMMANDLINE:
        raise click.UsageError(
            f"--all is by every formula, and --formula {options['formula']!r} is one of them;"
            " leave one of the two out"
        )
    from npc_regimens.cli.output import deliver
    from npc_regimens.cli.surfaces import surfaces

    deliver(surfaces(options, form, every=every).encode(), None, replace=False)


@click.command
@click.argument("dose")
@body_options
@option("--drug", help="Round to what there is of a drug, for example capecitabine.")
@option("--products", multiple=True, help="A folder of product files that a site has of its own.")
@option(
    "--rounding",
    metavar="RULE",
    help='Round by a rule in words, for example "nearest 50 mg" or "none".',
)
@option(
    "--report-over", help='Warn over this difference, for example "6 %", where no drug has one.'
)
@option("--level", help='Take a part of the dose, for example "75 %".')
@option("--cap", help='The most of one dose, for example "2 mg".')
@option("--frequency", help='Also say the dose of a day, for example "twice daily".')
@option("--basis", help='The salt or base of the dose, for example "free base".')
@option("--to-basis", help="Also say the dose in this other basis.")
@option(
    "--factor",
    type=click.Choice(["label", "molar masses"]),
    help="What converts salt and base; there is no default.",
)
@option("--sharing", is_flag=True, help="Vials are shared, so nothing of them is wasted.")
@option(
    "--over",
    metavar="DAYS",
    help='Spread the tablets of one dose a day over days, for example "28 days".',
)
@option(
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
