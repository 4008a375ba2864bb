"""The options of a calendar's events, which `calendar` and `publish` share."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import pair, read_day, read_instant

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EVENTS: Final[Sequence[Callable[[Any], Any]]] = (
    option("--course", help="The code that the events belong to; keep it, to correct them later."),
    option(
        "--stamp",
        metavar="DATETIME",
        callback=read_instant,
        help="When this calendar is made, in UTC; the first day at midnight unless given.",
    ),
    option("--revision", type=click.IntRange(0, 9999), default=0, help="Raise it to correct."),
    option(
        "--titles",
        type=click.Choice(["discreet", "full"]),
        default="discreet",
        show_default=True,
        help="Whether titles name the drug.",
    ),
    pair(
        "--label",
        kind="COMPONENT=WORDS",
        example='capecitabine="白片"',
        words="The patient's words",
    ),
    option(
        "--for",
        "audience",
        type=click.Choice(["patient", "clinic"]),
        default="patient",
        show_default=True,
        help="Doses at home and visits, or infusions with dose and volume.",
    ),
    option(
        "--language",
        type=click.Choice(["en", "zh"]),
        default="en",
        show_default=True,
        help="The language of the events.",
    ),
)
_FILE: Final[Sequence[Callable[[Any], Any]]] = (
    option("--name", help="The calendar's name; Reminders, or 提醒, unless given."),
    option(
        "--feed",
        is_flag=True,
        help="For an address that is subscribed to: what was dropped is left out.",
    ),
    option(
        "--only",
        type=click.Choice(["changes", "cancellations"]),
        help="Of a changed course: the changed events alone, or the cancelled ones.",
    ),
    option("--since", metavar="DATE", callback=read_day, help="With --only: recorded from then."),
    option(
        "--organizer",
        metavar="ADDRESS",
        help="With --only cancellations: an e-mail address of the site.",
    ),
)


def per_option(default: str) -> Callable[[Any], Any]:
    """Ask what has an event of its own."""
    return option(
        "--events",
        type=click.Choice(["dose", "day", "block"]),
        default=default,
        show_default=True,
        help="One event for each dose, each day, or each block of like days.",
    )


def event_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what it asks about events."""
    return reduce(lambda given, add: add(given), reversed(_EVENTS), command)


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what it asks about a calendar file."""
    return reduce(lambda given, add: add(given), reversed(_FILE), command)
