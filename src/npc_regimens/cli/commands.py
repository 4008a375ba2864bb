"""The commands. Each imports the rooms that it needs when it runs, so that help is quick."""

from __future__ import annotations

import re
from typing import Any

import click

from npc_regimens.cli.calendar_options import event_options, file_options, per_option
from npc_regimens.cli.once import option
from npc_regimens.cli.options import (
    format_option,
    output_options,
    planning_options,
    regimen_options,
)

_PLACE = re.compile(r"C([1-9][0-9]{0,2})D(-?[1-9][0-9]{0,2})")


@click.command("list")
@option(
    "--drug",
    "drugs",
    metavar="NAME",
    multiple=True,
    help="Only regimens that give this drug; given again, all of the drugs.",
)
@option("--setting", metavar="WORDS", help='Only this setting, for example "induction".')
@option(
    "--source",
    metavar="TEXT",
    help="Only what cites a source record or has a registry number with this in it.",
)
@format_option("text", "csv", "json", "jsonl")
def list_(drugs: tuple[str, ...], setting: str | None, source: str | None, form: str) -> None:
    """List the regimens that come with the package, or those that you ask for."""
    from npc_regimens.cli.listing import Wanted, listing
    from npc_regimens.cli.output import deliver

    deliver(listing(form, Wanted(drugs, setting, source)).encode(), None, replace=False)


@click.command
@regimen_options
@format_option("text", "json")
@click.option(
    "--picture",
    is_flag=True,
    help="Draw one arm instead: which drug on which day of a cycle (SVG).",
)
@output_options[0]
@output_options[1]
def show(
    regimen: str | None,
    notation: str | None,
    form: str,
    output: str | None,
    *,
    picture: bool,
    replace: bool,
) -> None:
    """Show what a regimen says, where each part comes from, and what stays open."""
    from npc_regimens.cli.output import check_output, deliver
    from npc_regimens.cli.showing import drawn, shown

    if picture and form != "text":
        raise click.UsageError(f"--picture is an SVG and --format {form} is none; leave one out")
    check_output(output)
    data = drawn(regimen, notation) if picture else shown(regimen, notation, form)
    deliver(data.encode(), output, replace=replace)


@click.command
@planning_options
@format_option("text", "month", "csv", "json", "jsonl")
@click.option(
    "--picture",
    is_flag=True,
    help="Draw the calendar instead: which drug on which date, cycle by cycle (SVG).",
)
@output_options[0]
@output_options[1]
@click.pass_context
def plan(
    ctx: click.Context,
    /,
    regimen: str | None,
    form: str,
    output: str | None,
    *,
    picture: bool,
    replace: bool,
    **options: Any,
) -> None:
    """Plan a regimen for a patient and print its day-by-day calendar."""
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.forms import form_of, written
    from npc_regimens.cli.output import check_output, deliver
    from npc_regimens.cli.work import planned, say

    form = form_of(form, picture=picture)
    check_output(output)
    made = planned(regimen, options)
    deliver(written(made, form).encode(), output, replace=replace)
    if form != "text":
        say(made.findings)
    ctx.exit(FINDING if made.has_warning else 0)


@click.command
@planning_options
@event_options
@per_option("dose")
@file_options
@output_options[0]
@output_options[1]
@click.pass_context
def calendar(
    ctx: click.Context, /, regimen: str | None, output: str | None, *, replace: bool, **options: Any
) -> None:
    """Write a calendar file (.ics) of doses, visits and sessions of radiotherapy."""
    from npc_regimens.cli.events import events, say_what_imports_do
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.output import check_output, deliver
    from npc_regimens.cli.work import planned, say

    check_output(output)
    made = planned(regimen, options)
    deliver(events(made, options), output, replace=replace)
    say_what_imports_do(made, options)
    say(made.findings)
    ctx.exit(FINDING if made.has_warning else 0)


@click.command
@planning_options
@option("--at", required=True, help="The cycle and day, for example C2D8.")
@option("--component", help="The component, for example capecitabine, if there are several.")
@option("--phase", help="The phase, where the cycle stands in several.")
def explain(
    regimen: str | None, at: str, component: str | None, phase: str | None, **options: Any
) -> None:
    """Explain a dose: its place, rule, arithmetic and sources."""
    from npc_regimens.cli.output import deliver
    from npc_regimens.cli.work import planned
    from npc_regimens.planning import explain as explained
    from npc_regimens.planning import find

    place = _PLACE.fullmatch(at)
    if place is None:
        raise click.BadParameter(f"{at!r} is not a place, like C2D8", param_hint="--at")
    made = planned(regimen, options)
    found = find(made.calendar, component, int(place[1]), int(place[2]), phase=phase)
    there = dict.fromkeys(each.component for each in found)
    if len(there) > 1:
        raise click.UsageError(
            f"on {at} there are {', '.join(map(repr, there))}; name one with --component"
        )
    texts = ["\n".join(explained(each, made.formulary, made.reasons(each))) for each in found]
    deliver(("\n\n".join(texts) + "\n").encode(), None, replace=False)


@click.command
@click.argument("file")
@option("--seeds", multiple=True, help="A folder of source records of your own.")
@click.pass_context
def check(ctx: click.Context, /, file: str, seeds: tuple[str, ...]) -> None:
    """Check a regimen, product, source, formula or course file: all problems, with remedies."""
    from pathlib import Path

    from npc_regimens.cli.exits import FINDING
    from npc_regimens.files import check_file

    kind, differences = check_file(Path(file), *map(Path, seeds))
    for problem in differences:
        click.echo(f"{file}: {problem}", err=True)
    if differences:
        ctx.exit(FINDING)
    if kind == "course":
        _check_log(file)
        return
    click.echo(f"{file}: a sound {kind} file; its entries agree with their sources", err=True)


def _check_log(file: str) -> None:
    """Follow a course, which names every entry that contradicts what stands before it."""
    from npc_regimens.checks import course_findings
    from npc_regimens.cli.work import say
    from npc_regimens.files.courses import load_course

    read = load_course(file)
    followed = read.follow()
    count = len(followed.entries)
    entries = "1 entry" if count == 1 else f"{count} entries"
    click.echo(f"{file}: a sound course file; its log of {entries} is followed", err=True)
    say(course_findings(followed, read.formulary))


@click.command
@option(
    "--of",
    "kind",
    type=click.Choice(["regimen", "product", "source", "formula", "course"]),
    default="regimen",
    show_default=True,
    help="The kind of file.",
)
def schema(kind: str) -> None:
    """Print the JSON Schema of a kind of file, for completion in an editor."""
    import json

    from npc_regimens.cli.output import deliver
    from npc_regimens.files import json_schema

    text = json.dumps(json_schema(kind), ensure_ascii=False, indent=2)
    deliver(f"{text}\n".encode(), None, replace=False)
