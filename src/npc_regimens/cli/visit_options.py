"""The options that say what visits keep to: windows, policies, anchors and closed days."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, Final, cast

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.option_texts import is_count, read_day
from npc_regimens.cli.site_days import closed_days_of, visits_by_the_file

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from npc_regimens.cli.work import Planned
    from npc_regimens.course.visiting import Visit, VisitRules
    from npc_regimens.planning import Calendar
    from npc_regimens.units import Amount

_KINDS: Final = {
    "day 1": "day_1",
    "dosing": "dosing",
    "assessment": "assessment",
    "review": "review",
}
_ALL: Final = ""
_ONE_DAY: Final = "0 to 0 days"


def _read_kinds(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """Read a text for all kinds of visits, or for one kind behind its name."""
    del ctx, param
    found: dict[str, str] = {}
    for value in values:
        kind, sign, text = (part.strip() for part in value.rpartition("="))
        if sign and kind not in _KINDS:
            raise click.BadParameter(
                f"{kind!r} is no kind of visit; there are {', '.join(map(repr, _KINDS))}"
            )
        name = _KINDS.get(kind, _ALL)
        if name in found:
            raise click.BadParameter(
                f"{f'{kind!r}' if kind else 'all kinds'} stands twice; keep the one that holds"
            )
        found[name] = text
    return found


def _read_closures(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[dt.date, str]:
    """Read dates, each with a name behind an equals sign or without one."""
    found: dict[dt.date, str] = {}
    for value in values:
        text, _, name = (part.strip() for part in value.partition("="))
        date = cast("dt.date", read_day(ctx, param, text))
        if date in found:
            raise click.BadParameter(f"{date} stands twice; keep the one that holds")
        found[date] = name or "closed"
    return found


def _read_working(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> frozenset[dt.date]:
    days = (read_day(ctx, param, value) for value in values)
    return frozenset(day for day in days if day is not None)


def _by_kind(name: str, example: str, words: str) -> Callable[[Any], Any]:
    """Make an option whose text is for all kinds of visits, or for one."""
    return option(
        name,
        metavar="[KIND=]TEXT",
        multiple=True,
        callback=_read_kinds,
        help=f'{words}, for all kinds or for one, for example "{example}".',
    )


_VISITS: Final[Sequence[Callable[[Any], Any]]] = (
    _by_kind("--window", "day 1=-3 to +2 days", "The window around the nominal date"),
    _by_kind("--policy", "next working day", "What to do on a closed day"),
    _by_kind("--anchor", "dosing=start of the course", "From where visits count"),
    option(
        "--closed-day",
        metavar="DATE[=NAME]",
        multiple=True,
        callback=_read_closures,
        help='A day on which the site is closed, for example "2026-12-25=Christmas Day".',
    ),
    option("--weekends", is_flag=True, help="The site is closed on weekends."),
    option(
        "--working-day",
        metavar="DATE",
        multiple=True,
        callback=_read_working,
        help="A weekend or public holiday on which the site works.",
    ),
    option(
        "--holidays",
        metavar="COUNTRY[-PART]",
        help="Closed on the public holidays of a country, for example CN or GB-ENG; needs the"
        " extra holidays.",
    ),
)


def visit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all that visits keep to."""
    return reduce(lambda given, add: add(given), reversed(_VISITS), command)


def planned_visits(options: Mapping[str, Any], made: Planned) -> tuple[Visit, ...]:
    """Plan the visits of a calendar by the options, or by its course file where that says how."""
    from npc_regimens.course.visiting import visits_of

    calendar, course = made.calendar, None if made.followed is None else made.followed.course
    if course is not None and course.visits is not None:
        _refuse_beside(options)
        return visits_by_the_file(calendar, course, course.visits)
    closed = {} if course is None else dict.fromkeys(course.closed, "closed")
    site = {**options, "closed_day": {**closed, **options["closed_day"]}}
    dates = [each.planned for each in visits_of(calendar)]
    return visits_of(calendar, rules_of(options), closed_days_of(site, dates))


def _refuse_beside(options: Mapping[str, Any]) -> None:
    """Refuse what a course file says itself."""
    for name in ("window", "policy", "anchor", "closed_day", "working_day", "weekends", "holidays"):
        if options[name]:
            raise click.UsageError(
                f"--{name.replace('_', '-')} stands beside a course file that says how its visits"
                " are planned; leave it out, or change the table 'visits' of the file"
            )


def rules_of(options: Mapping[str, Any]) -> VisitRules:
    """Put the rule of each kind together; what is said of one kind goes before what is for all."""
    from npc_regimens.course.visiting import VisitRules
    from npc_regimens.visits import VisitRule

    texts = {key: options[key] for key in ("window", "policy", "anchor")}
    rules = {}
    for kind in _KINDS.values():
        said = {key: found.get(kind, found.get(_ALL)) for key, found in texts.items()}
        if _counts_alone(kind, texts["anchor"]):
            said["anchor"] = None
        rules[kind] = VisitRule.parse(
            **{key: text for key, text in said.items() if text is not None}
        )
    return VisitRules(**rules)


def _counts_alone(kind: str, anchors: Mapping[str, str]) -> bool:
    """Whether a kind has an anchor of its own, and none was said of it by name."""
    return kind in {"assessment", "review"} and kind not in anchors


def days_1_of(made: Planned, window: str | None) -> tuple[Visit, ...]:
    """Find the visits at which drugs are handed out: day 1 of each cycle, with its window."""
    from npc_regimens.course.visiting import VisitRules, visits_of
    from npc_regimens.visits import VisitRule

    course = None if made.followed is None else made.followed.course
    if course is not None and course.visits is not None:
        if window is not None:
            _refuse_beside({"window": window})
        found = visits_by_the_file(made.calendar, course, course.visits)
    else:
        rules = VisitRules(day_1=VisitRule.parse(window=window or _ONE_DAY))
        found = visits_of(made.calendar, rules)
    return tuple(each for each in found if each.is_day_1)


def say_delays(found: Sequence[Visit], course: str) -> None:
    """Say how a moved day 1 moves its cycle: only an entry of the log does, made by a person."""
    first = next((each for each in found if each.is_day_1 and each.date.moved_by > 0), None)
    if first is not None:
        entry = f"delay --phase {first.phase} --cycle {first.cycle} --to {first.planned}"
        click.echo(
            f"note: day 1 of cycle {first.cycle} is planned on {first.planned}, and its doses are"
            f" still on {first.nominal}; to move the cycle too: npc-regimens record {course}"
            f" {entry} --reason {first.date.closed or 'closed'!r}",
            err=True,
        )


def packs_of(calendar: Calendar, texts: Mapping[str, str]) -> dict[tuple[str, Amount], int]:
    """Read the sizes of packs, and refuse those of a strength that nobody takes at home."""
    from npc_regimens.products import parse_mass

    known = {
        (each.drug, units.strength)
        for each in calendar.administrations
        if each.at_home
        for units in each.units
    }
    packs = {}
    for name, text in texts.items():
        drug, _, strength = name.partition(" ")
        key = drug, parse_mass(strength)
        if key not in known:
            there_are = ", ".join(sorted(f"{drug} {strength}" for drug, strength in known))
            raise click.BadParameter(
                f"{name!r} is not handed out; there are {there_are or 'none'}", param_hint="--pack"
            )
        if not (is_count(text, digits=4) and int(text)):
            raise click.BadParameter(
                f"{text!r} is not a number of units in a pack; write for example '{name}=10'",
                param_hint="--pack",
            )
        packs[key] = int(text)
    return packs
