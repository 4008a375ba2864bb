"""The command that compares counted tablets with those that were due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import is_count, pair, read_day
from npc_regimens.cli.options import format_option, planning_options

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from npc_regimens.course.dispensing import Supply
    from npc_regimens.planning import Calendar

_EXAMPLE = '"capecitabine 500 mg=84"'


@click.command
@planning_options
@option(
    "--handed-out",
    metavar="DATE",
    callback=read_day,
    required=True,
    help="The day on which the tablets were handed out.",
)
@option(
    "--counted",
    metavar="DATE",
    callback=read_day,
    required=True,
    help="The day of counting; its doses come from what is handed out then.",
)
@pair("--dispensed", kind="COMPONENT STRENGTH=N", example=_EXAMPLE, words="What was handed out")
@pair("--returned", kind="COMPONENT STRENGTH=N", example=_EXAMPLE, words="What came back")
@format_option("text", "json")
def balance(
    regimen: str | None, form: str, handed_out: dt.date, counted: dt.date, **options: Any
) -> None:
    """Compare the tablets that are gone with those that were due, after counting."""
    from npc_regimens.cli.output import deliver
    from npc_regimens.cli.work import planned
    from npc_regimens.course.balances import balances
    from npc_regimens.render.balances import balances_to_json, balances_to_text

    calendar = planned(regimen, options).calendar
    found = balances(
        calendar,
        handed_out_on=handed_out,
        counted_on=counted,
        dispensed=_counts(calendar, "dispensed", options["dispensed"]),
        returned=_counts(calendar, "returned", options["returned"]),
    )
    text = balances_to_json(found) if form == "json" else balances_to_text(found)
    deliver(text.encode(), None, replace=False)


def _counts(calendar: Calendar, what: str, texts: Mapping[str, str]) -> dict[Supply, int]:
    """Read counts by component and strength, of those that are taken at home."""
    from npc_regimens.course.dispensing import supplies

    known = {
        f"{supply.component} {supply.strength}": supply
        for supply in supplies([each for each in calendar.administrations if each.at_home])
    }
    counts = {}
    for name, text in texts.items():
        if name not in known:
            there_are = ", ".join(map(repr, known)) or "none"
            raise click.BadParameter(
                f"{name!r} is not taken at home; there are {there_are}", param_hint=f"--{what}"
            )
        if not is_count(text, digits=5):
            raise click.BadParameter(
                f"{text!r} is no count; write for example '{name}=84'", param_hint=f"--{what}"
            )
        counts[known[name]] = int(text)
    return counts
