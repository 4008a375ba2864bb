"""The forms in which `plan` prints a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from npc_regimens.render.calendar_strip import calendar_svg
from npc_regimens.render.month import to_months
from npc_regimens.render.rows import to_csv, to_json, to_jsonl
from npc_regimens.render.table import to_text

if TYPE_CHECKING:
    from npc_regimens.cli.work import Planned

PICTURE: Final = "picture"


def form_of(form: str, *, picture: bool) -> str:
    """Take a picture in place of a form; one of each is two wishes, and none is dropped."""
    if not picture:
        return form
    if form != "text":
        raise click.UsageError(f"--picture is an SVG and --format {form} is none; leave one out")
    return PICTURE


def written(made: Planned, form: str) -> str:
    """Write a calendar in a form."""
    match form:
        case "picture":
            return calendar_svg(made.calendar, title=made.title)
        case "month":
            return to_months(made.calendar, title=made.title)
        case "csv":
            return to_csv(made.calendar)
        case "json":
            return to_json(made.calendar, made.findings)
        case "jsonl":
            return to_jsonl(made.calendar)
        case _:
            whole = made.calendar, made.formulary, made.findings
            return to_text(*whole, title=made.title, zone=made.zone)
