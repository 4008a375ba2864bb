"""The options that say when phases begin and end: lengths, waits, events, sessions, resuming."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import is_count, pair, read_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence


def _read_days(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> frozenset[dt.date]:
    days = (read_day(ctx, param, value) for value in values)
    return frozenset(day for day in days if day is not None)


def _read_resume(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[str, int] | None:
    del ctx, param
    if value is None:
        return None
    phase, _, number = value.partition("=")
    if not (phase and is_count(number)):
        raise click.BadParameter(f"{value!r} is not PHASE=N; write for example induction=3")
    return phase, int(number)


PHASES: Final[Sequence[Callable[[Any], Any]]] = (
    pair(
        "--length",
        kind="PHASE=SPAN",
        example='induction="24 days"',
        words="Settle the length of a cycle, where the regimen gives a range",
    ),
    pair(
        "--wait",
        kind="PHASE=SPAN",
        example='concurrent="24 days"',
        words="Settle how long after its anchor a phase starts, where the regimen gives a range",
    ),
    pair(
        "--event",
        kind="EVENT=DATE",
        example='"radiotherapy start=2027-03-01"',
        words="Give the date of an event from which a phase starts",
    ),
    option(
        "--closed",
        metavar="DATE",
        multiple=True,
        callback=_read_days,
        help="A day without radiotherapy beside Saturdays and Sundays; for each such day again.",
    ),
    option(
        "--resume",
        metavar="PHASE=N",
        callback=_read_resume,
        help="The start is day 1 of this cycle, and nothing before it is planned: induction=3.",
    ),
)


def events_of(options: Mapping[str, Any]) -> dict[str, dt.date]:
    """Read the dates of the events."""
    from npc_regimens.dates import read_date

    return {name: read_date(text) for name, text in options["event"].items()}
