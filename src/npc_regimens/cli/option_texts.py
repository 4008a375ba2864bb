"""How the text of an option is read: dates, instants, and names with their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from npc_regimens.cli.once import option

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable


def read_day(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.date | None:
    """Read a date, or refuse it as a slip in the command line."""
    del ctx, param
    from npc_regimens.dates import read_date
    from npc_regimens.errors import DateError

    try:
        return None if value is None else read_date(value)
    except DateError as error:
        raise click.BadParameter(str(error)) from error


def read_instant(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> dt.datetime | None:
    """Read a date and a time of day in UTC, such as 2026-11-21T08:00Z."""
    del ctx, param
    import datetime as dt

    from npc_regimens.dates import read_date, read_time
    from npc_regimens.errors import DateError

    if value is None:
        return None
    date, _, time = value.removesuffix("Z").partition("T")
    try:
        return dt.datetime.combine(read_date(date), read_time(time), dt.UTC)
    except DateError as error:
        raise click.BadParameter(f"{error}; together for example 2026-11-21T08:00Z") from error


def read_clock(ctx: click.Context, param: click.Parameter, value: str | None) -> dt.datetime | None:
    """Read a date and a time of day on the clock of the wall, such as 2027-01-05T22:30."""
    if value is not None and value.endswith("Z"):
        raise click.BadParameter(
            f"{value!r} is in UTC; give the time on the clock of the wall, like 2027-01-05T22:30"
        )
    read = read_instant(ctx, param, value)
    return None if read is None else read.replace(tzinfo=None)


def is_count(text: str, digits: int = 3) -> bool:
    """Whether a text is a whole number of so many plain digits at most."""
    return text.isascii() and text.isdigit() and len(text) <= digits


def read_pairs(kind: str, example: str, values: tuple[str, ...]) -> dict[str, str]:
    """Read names and values with an equals sign between them, each name once."""
    pairs: dict[str, str] = {}
    for value in values:
        name, _, text = (part.strip() for part in value.partition("="))
        if not (name and text):
            raise click.BadParameter(f"{value!r} is not {kind}; write for example {example}")
        if name in pairs:
            raise click.BadParameter(f"{name!r} stands twice; keep the one that holds")
        pairs[name] = text
    return pairs


def pair(name: str, *, kind: str, example: str, words: str) -> Callable[[Any], Any]:
    """Make an option that can be given several times, once for each name."""
    words = f"{words}, for example {example}."

    def read(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
        del ctx, param
        return read_pairs(kind, example, values)

    return option(name, metavar=kind, multiple=True, callback=read, help=words)
