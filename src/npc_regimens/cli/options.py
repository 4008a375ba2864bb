"""The options that commands share, and how each one's text is read."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import pair, read_day
from npc_regimens.cli.phase_options import PHASES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem


def complete_regimen(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[str | CompletionItem]:
    """Complete the ids of regimens, and of arms where a trial has several."""
    del ctx, param
    from npc_regimens.cli.regimen_ids import regimen_ids

    return [name for name in regimen_ids() if name.startswith(incomplete.lower())]


_REGIMEN_OR_LINE: Final[Sequence[Callable[[Any], Any]]] = (
    click.argument("regimen", required=False, shell_complete=complete_regimen),
    option(
        "--notation",
        metavar="LINE",
        help='A regimen on one line in place of its name, for example "apatinib 250 mg PO QD'
        ' continuous".',
    ),
)

_SIZE: Final[Sequence[Callable[[Any], Any]]] = (
    option("--height", required=True, help='With its unit, for example "170 cm".'),
    option("--weight", required=True, help='With its unit, for example "65 kg".'),
)
_BODY: Final[Sequence[Callable[[Any], Any]]] = (
    option("--sex", help="female or male, where a formula needs it."),
    option("--age", help="In whole years at the measurement, where a formula needs it."),
    option(
        "--formula",
        "--bsa-formula",
        "formula",
        default="Mosteller",
        show_default=True,
        help='The body-surface formula, for example "Du Bois"; `bsa --all` lists them.',
    ),
    option(
        "--precision",
        default="0.01 m2",
        show_default=True,
        help="To what the body surface is rounded, half up.",
    ),
    option("--bsa-cap", help='Cap the body surface, for example "2 m2"; none by default.'),
)
_CLEARANCE: Final[Sequence[Callable[[Any], Any]]] = (
    option("--clearance", help='For target-exposure doses, for example "90 mL/min".'),
    option(
        "--creatinine",
        help='Serum creatinine, for example "80 umol/L"; with sex and age, the clearance is'
        " estimated by Cockcroft-Gault.",
    ),
    option(
        "--clearance-weight",
        default="actual",
        show_default=True,
        help='The weight of an estimate: actual, ideal, adjusted, "adjusted if overweight".',
    ),
    option(
        "--gfr-cap",
        default="guideline",
        show_default=True,
        help='Cap the clearance: an amount, "guideline" (estimates alone) or "none".',
    ),
    option(
        "--creatinine-floor",
        default="none",
        show_default=True,
        help='Take at least this creatinine: an amount, "guideline" or "none".',
    ),
)
_PLANNING: Final[Sequence[Callable[[Any], Any]]] = (
    *_REGIMEN_OR_LINE,
    # a course file says these three; without one they are asked for when planning begins
    option("--height", help='With its unit, for example "170 cm".'),
    option("--weight", help='With its unit, for example "65 kg".'),
    option("--start", metavar="DATE", callback=read_day, help="Day 1, 2026-12-07."),
    option(
        "--as-of",
        metavar="DATE",
        callback=read_day,
        help="Of a course file: follow it through what was recorded up to this day.",
    ),
    option(
        "--measured-on",
        metavar="DATE",
        callback=read_day,
        help="The day of the measurement; the start unless given.",
    ),
    option("--through", metavar="DATE", callback=read_day, help="The last day to plan, included."),
    pair("--cycles", kind="PHASE=N", example="combination=6", words="Settle a number of cycles"),
    pair(
        "--choose",
        kind="CHOICE=COMPONENT",
        example="chemotherapy=docetaxel",
        words="Settle a choice",
    ),
    option(
        "--accept-reference-doses",
        is_flag=True,
        help="Where the source states no dose, take the cited reference; it stays marked.",
    ),
    pair(
        "--dose",
        kind="COMPONENT=DOSE",
        example='camrelizumab="200 mg"',
        words="Give a dose that the source does not state, or choose one in its range",
    ),
    pair(
        "--level",
        kind="COMPONENT=LEVEL",
        example='capecitabine="75 %"',
        words="Plan at a lower dose level, a percentage or a level that the file lists",
    ),
    pair(
        "--basis",
        kind="COMPONENT=BASIS",
        example='irinotecan-liposome="free base"',
        words="State the salt or base of a dose",
    ),
    pair(
        "--optional",
        kind="COMPONENT=yes|no",
        example="gemcitabine=yes",
        words="Settle whether a component's optional days are given",
    ),
    pair(
        "--assess",
        kind="NAME=SPAN",
        example='response="6 weeks"',
        words="Settle an optional assessment",
    ),
    *PHASES,
    option(
        "--products", multiple=True, help="A folder of product files that a site has of its own."
    ),
    *_BODY,
    *_CLEARANCE,
    pair(
        "--clock",
        kind="SLOT=HH:MM",
        example="evening=20:00",
        words="Set a clock time; without it once and morning are 08:00, noon 12:00, evening 20:00"
        " and bedtime 22:00, and a clinic visit has a date only",
    ),
    option("--tz", help="The IANA time zone of the clock, for example Asia/Shanghai."),
)


def regimen_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command a regimen by its name or as a line."""
    return _with(_REGIMEN_OR_LINE, command)


def planning_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all that planning asks for."""
    return _with(_PLANNING, command)


def planning_names() -> set[str]:
    """Name the parameters that planning takes."""
    command = click.command(planning_options(lambda: None))
    return {str(each.name) for each in command.params}


def surface_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all that a body surface asks for."""
    return _with((*_SIZE, *_BODY), command)


def body_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all that a dose may ask of a body."""
    return _with((*_SIZE, *_BODY, *_CLEARANCE), command)


def _with(
    options: Sequence[Callable[[Any], Any]], command: Callable[..., Any]
) -> Callable[..., Any]:
    return reduce(lambda given, add: add(given), reversed(options), command)


output_options: Final = (
    option("-o", "--output", help="Write to a file, whole or not at all, for its owner only."),
    option("--replace", is_flag=True, help="Replace a file that has another content."),
)


def format_option(*formats: str) -> Callable[[Any], Any]:
    """Offer formats, the first of them by default."""
    return option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="The form of the data.",
    )
