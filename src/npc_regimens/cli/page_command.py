"""The command `page`: the calendar that a patient keeps, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import is_count
from npc_regimens.cli.options import output_options, planning_options

if TYPE_CHECKING:
    from npc_regimens.course.replaying import Followed
    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.render.page import PageFacts

_ENDINGS: Final = (".html", ".pdf")


@click.command
@planning_options
@option("--facts", metavar="FILE", help="What the page tells beside the calendar (TOML).")
@option("--language", type=click.Choice(["en", "zh"]), help="The language; en unless given.")
@click.option("--large", is_flag=True, help="Large print, two weeks on a sheet.")
@option("--cycle", metavar="PHASE=N", help='Only the sheet of this cycle: "combination=2".')
@option("--participant", metavar="CODE", help="The participant's code; never a name.")
@option("--study", metavar="CODE", help="The study.")
@option("--site", metavar="CODE", help="The site.")
@output_options[0]
@output_options[1]
@click.pass_context
def page(
    ctx: click.Context, /, regimen: str | None, output: str | None, *, replace: bool, **options: Any
) -> None:
    """Print a patient's calendar, one A4 sheet a cycle: .html, or .pdf with the extra `pdf`."""
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.output import check_output, deliver
    from npc_regimens.cli.page_file import facts_of
    from npc_regimens.cli.work import planned, say

    check_output(output)
    if output is not None and not output.lower().endswith(_ENDINGS):
        raise click.UsageError(f"--output {output!r} ends in neither .html nor .pdf; name one")
    facts, only = facts_of(options), read_cycle(options["cycle"])
    made = planned(regimen, options)
    if made.followed is not None:
        facts = _of_course(facts, made.followed)
    content = page_of(made.calendar, facts, made.formulary, only=only, output=output)
    deliver(content, output, replace=replace)
    say(made.findings)
    ctx.exit(FINDING if made.has_warning else 0)


def _of_course(facts: PageFacts, followed: Followed) -> PageFacts:
    """Add what a course file tells to what the options tell."""
    from npc_regimens.cli.site_days import closed_days_of_course
    from npc_regimens.render.page_course import facts_of_course

    days = (followed.calendar.first_day, followed.calendar.last_day)
    return facts_of_course(facts, followed, closed_days_of_course(followed.course, days))


def page_of(
    calendar: Calendar,
    facts: PageFacts,
    formulary: Formulary,
    *,
    only: tuple[str, int] | None,
    output: str | None,
) -> bytes:
    """Write the sheets of a calendar in the form that the name of the output asks for."""
    from npc_regimens.render.page import to_html
    from npc_regimens.render.page_pdf import to_pdf

    html = to_html(calendar, facts, formulary, only=only)
    is_pdf = output is not None and output.lower().endswith(".pdf")
    return to_pdf(html) if is_pdf else html.encode()


def read_cycle(text: str | None) -> tuple[str, int] | None:
    """Read the cycle of a phase, or refuse it."""
    if text is None:
        return None
    phase, _, number = text.rpartition("=")
    if not (phase and is_count(number)):
        raise click.UsageError(f"--cycle {text!r} is not PHASE=N; write for example combination=2")
    return phase, int(number)
