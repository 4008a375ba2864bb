"""The parts behind a drug and its dose: how each is written, and what it means in a file.

A part is understood by one pattern or not at all. Abbreviations are read as protocols write them,
and never written back. What nobody should write is listed with the reason, which a refusal gives.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from npc_regimens.dates import Span
from npc_regimens.errors import RegimenError
from npc_regimens.products.written import parse_hours, parse_mass
from npc_regimens.regimen.days import parse_days
from npc_regimens.regimen.lengths import CycleLengthRange
from npc_regimens.regimen.timing import Cycles, SomeCycles, parse_cycle_length, parse_frequency

if TYPE_CHECKING:
    from collections.abc import Callable

_END: Final = r"(?![A-Za-z0-9])"  # the end of a word in Latin letters; Chinese has none
_NUMBER: Final = r"[0-9][0-9.,]*"
_DAY: Final = r"-?[0-9]+(?: (?:morning|noon|evening|bedtime))?"
_RUN: Final = rf"{_DAY}(?: ?(?:-|to) ?[dD]?{_DAY})?"
_SEVERAL: Final = rf"{_RUN}(?: ?, ?[dD]?{_RUN})*"
_LEVEL: Final = r"[0-9]+ (?:day|week)s? on,? [0-9]+ (?:day|week)s? off"
_CHINESE: Final = {"一": "1", "二": "2", "两": "2", "三": "3", "四": "4", "六": "6", "八": "8"}
_DIGIT: Final = f"[0-9{''.join(_CHINESE)}]+"


class Pattern(NamedTuple):
    """How one kind of part is written, and what it means in the words of a file."""

    kind: str
    regex: re.Pattern[str]
    read: Callable[[re.Match[str]], str]


def _is(kind: str, value: str, *written: str) -> Pattern:
    """Make a pattern of words that mean one value."""
    words = "|".join(written)
    return Pattern(kind, re.compile(rf"(?:{words}){_END}", re.IGNORECASE), lambda _: value)


def _reads(kind: str, regex: str, read: Callable[[re.Match[str]], str]) -> Pattern:
    return Pattern(kind, re.compile(rf"(?:{regex}){_END}", re.IGNORECASE), read)


def _plain(number: str) -> str:
    return "".join(_CHINESE.get(digit, digit) for digit in number)


def _days(found: re.Match[str]) -> str:
    listed = re.sub(r"[dD](?=-?[0-9])", "", found["days"])
    if "-" not in listed:
        listed = re.sub(r" ?to ?", "-", listed)
    filtered = found["only"] or ""
    return str(parse_days(f"{listed} {filtered}".strip().lower()))


def _length(found: re.Match[str]) -> str:
    least, most, unit = _plain(found["least"]), found["most"], found["unit"][0].lower()
    word = {"d": "day", "w": "week", "天": "day", "日": "day", "周": "week"}[unit]
    if most:
        return str(CycleLengthRange.parse(f"{least}-{most} {word}s"))
    days = parse_cycle_length(f"{least} {word}s")
    return f"{days} day{'' if days == 1 else 's'}"


def _count(found: re.Match[str]) -> str:
    return str(Cycles.parse(found["count"]))


def _at_most_cycles(found: re.Match[str]) -> str:
    return str(Cycles.parse(f"at most {found['count']}"))


def _doses(found: re.Match[str]) -> str:
    count = Cycles.parse(found["count"])
    return f"{count} dose{'' if count.most == 1 else 's'}"


def _infusion(found: re.Match[str]) -> str:
    number, unit = found["number"], found["unit"][0].lower()
    if unit == "d":
        return str(parse_hours(f"{Span.parse(f'{number} days').days * 24} h"))
    return str(parse_hours(f"{number} {'min' if unit == 'm' else 'h'}"))


def _until(found: re.Match[str]) -> str:
    """Take what ends a phase, but never a part of its own that stands behind it."""
    words: str = found["words"]
    for start in re.finditer(r"\b(?=\w)", words):
        part = next((part for part in _BEHIND if part.regex.match(words, start.start())), None)
        if part is not None:
            raise RegimenError(
                f"{words[start.start() :]!r} behind 'until' is a {part.kind} of its own; write"
                " until and what ends the treatment behind all other parts"
            )
    return " or ".join(each.strip() for each in words.split(" or "))


def _some_cycles(found: re.Match[str]) -> str:
    return str(SomeCycles.parse(re.sub(r" ?to ?", "-", found["cycles"].lower())))


def _after(found: re.Match[str]) -> str:
    interval = found["interval"]
    drug = "-".join(found["drug"].lower().split())
    return drug if interval is None else f"{parse_hours(interval)} after {drug}"


_HOW: Final = (
    _is("route", "oral", r"p\. ?o\.", "po", "orally", "oral", "by mouth", "口服"),
    _is(
        "route",
        "intravenous",
        r"i\. ?v\.",
        "iv infusion",
        "iv",
        "intravenously",
        "intravenous",
        "静脉滴注",
        "静滴",
        "静脉输注",
    ),
    _is("frequency", "once daily", r"q\.d\.", "qd", "once daily", "once a day", "daily"),
    _is("frequency", "once daily", "每[日天][一1]次", "[一1][日天][一1]次"),
    _is("frequency", "twice daily", r"b\.i\.d\.", "bid", "twice daily", "twice a day"),
    _is("frequency", "twice daily", "每[日天][两二2]次", "[一1][日天][两二2]次"),
    _is("frequency", "three times daily", r"t\.i\.d\.", "tid", "three times (?:daily|a day)"),
    _is("frequency", "three times daily", "每[日天][三3]次", "[一1][日天][三3]次"),
    _is("frequency", "four times daily", r"q\.i\.d\.", "qid", "four times (?:daily|a day)"),
    _is("frequency", "four times daily", "每[日天][四4]次", "[一1][日天][四4]次"),
    _reads(
        "frequency",
        rf"(?:q ?|every |每)(?P<hours>{_DIGIT}) ?(?:h|hours?|小时)",
        lambda found: str(parse_frequency(f"every {_plain(found['hours'])} hours")),
    ),
    _is("frequency", "not stated", "frequency not stated"),
    _is(
        "every other day", "2 days", "qod", r"q\.o\.d\.", "every other day", "隔日一次", "隔天一次"
    ),
)
_DAYS: Final = (
    _is("days", "continuous", "continuously", "continuous", "every day", "连续"),
    _is("days", "weekdays", "weekdays", "on weekdays"),
    _is("days", "not stated", "days not stated"),
    _reads(
        "days",
        rf"on every (?P<step>[0-9]+)(?:st|nd|rd|th) day(?: of d(?:ays?)? ?(?P<of>{_RUN}))?",
        lambda found: str(parse_days(f"{found['of'] or ''} every {found['step']} days".strip())),
    ),
    _is("days", "radiotherapy days", "on radiotherapy days", "radiotherapy days"),
    _reads("days", rf"(?P<days>{_LEVEL}(?:; ?{_LEVEL})*)(?P<only>)", _days),
    _reads(
        "days",
        rf"(?:days?|d|第) ?(?P<days>{_SEVERAL})(?: ?[天日])?(?: (?P<only>weekdays))?",
        _days,
    ),
    _reads("optional", rf"optional d(?:ays?)? ?(?P<days>{_SEVERAL})(?P<only>)", _days),
)
_COUNTS: Final = (
    _reads(
        "cycle",
        rf"(?:q ?|every |每)(?P<least>{_DIGIT})(?:-(?P<most>[0-9]+))? ?"
        r"(?P<unit>d|w|days?|weeks?|[天日周])",
        _length,
    ),
    _is("cycle", "not stated", "cycle not stated"),
    _is("cycle", "7 days", "weekly", "every week", "qw", "每周一次", "每周"),
    _reads("at_most", r"(?:at most|up to|max(?:imum)?) (?P<count>[0-9.]+) doses?", _doses),
    _reads("at_most", r"x ?(?P<count>[0-9.]+) doses?", _doses),
    _reads("count", r"(?:at most|up to|max(?:imum)?) (?P<count>[0-9.]+) cycles?", _at_most_cycles),
    _reads(
        "count",
        r"(?:x ?)?(?P<count>[0-9.]+(?: ?(?:-|to) ?[0-9]+)?) ?(?:cycles?|times|个?周期)",
        lambda found: str(Cycles.parse(re.sub(r" ?to ?", "-", found["count"]))),
    ),
    _reads("count", r"x ?(?P<count>[0-9.]+(?:-[0-9]+)?)", _count),
    _reads(
        "cycles",
        r"(?:only )?(?:in )?cycles? (?P<cycles>[0-9]+(?: ?(?:-|to|,) ?[0-9]+)*)(?: only)?",
        _some_cycles,
    ),
    _reads("cycles", r"(?:only )?(?:in )?(?P<cycles>odd|even) cycles(?: only)?", _some_cycles),
    _reads(
        "cycles",
        r"in every (?P<step>[0-9]+)(?:st|nd|rd|th)? cycles?(?: from (?P<from>[0-9]+))?",
        lambda found: str(SomeCycles.parse(f"every {found['step']} from {found['from'] or 1}")),
    ),
    _reads(
        "cycles",
        r"from cycle (?P<from>[0-9]+)(?: on)?",
        lambda found: str(SomeCycles.parse(f"from {found['from']}")),
    ),
    _reads(
        "sessions",
        r"(?:with )?(?P<count>[0-9]{1,3}) (?:radiotherapy )?sessions?",
        lambda found: found["count"],
    ),
    _reads(
        "span",
        r"(?:for |at most |up to |for at most )(?P<span>[0-9]+ (?:day|week|month|year)s?)",
        lambda found: str(Span.parse(found["span"].lower())),
    ),
)
_DOSES: Final = (
    _reads(
        "infusion",
        rf"over (?P<number>{_NUMBER}) ?(?P<unit>min|minutes?|h|hours?|hrs?|d|days?)",
        _infusion,
    ),
    _reads(
        "cap",
        rf"(?:max(?:imum)?|capped at|cap) (?P<cap>{_NUMBER} ?[A-Za-z]+)",
        lambda found: str(parse_mass(found["cap"])),
    ),
    _reads(
        "slot",
        r"in the (?P<slot>morning|evening)|at (?P<late>noon|bedtime)",
        lambda found: (found["slot"] or found["late"]).lower(),
    ),
    _is("basis", "not stated", "basis not stated"),
    _is("basis", "free base", "as free base"),
    _is("basis", "hydrochloride trihydrate", "as hydrochloride trihydrate"),
    _is("basis", "anhydrous hydrochloride", "as anhydrous hydrochloride"),
    _reads(
        "after",
        rf"(?:(?P<interval>{_NUMBER} ?(?:min|h)) )?after "
        r"(?P<drug>[A-Za-z][A-Za-z0-9-]*)",
        _after,
    ),
    _reads("until", r"until (?P<words>[A-Za-z][A-Za-z '-]*?)(?= *(?:[,;+)\n]|$))", _until),
)

PATTERNS: Final[tuple[Pattern, ...]] = (*_HOW, *_DAYS, *_COUNTS, *_DOSES)
_BEHIND: Final = tuple(part for part in PATTERNS if part.kind != "until")

# What must not be written, and why.
TRAPS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = tuple(
    (re.compile(rf"(?:{regex}){_END}", re.IGNORECASE), what, remedy)
    for regex, what, remedy in (
        (r"o\.d\.|od", "'OD' is also read as the right eye", "write QD or once daily"),
        ("biw|tiw", "it is read as twice or three times a day", "write the days, like d1,4"),
        ("hs|qhs", "'HS' is also read as half strength", "write at bedtime in words"),
        (r"iu|u|units?", "units of activity are not read", "write the mass, like 5 mg"),
        (
            r"sc|sq|subq|im|subcutaneous(?:ly)?|皮下注射",
            "this route is not known",
            "write PO or IV",
        ),
        (r"q ?[0-9]+", "it has no unit", "write days or weeks, like q21d or q3w"),
        (r"x ?0+", "no cycle at all is no treatment", "write at least x1"),
        (r"(?:days?|d) ?-?0", "there is no day 0", "days count from 1; the day before is d-1"),
        ("monthly|q ?[0-9]*m|every month", "a month has no fixed number of days", "write q28d"),
        (r"until\b.*", "it has figures or signs in it", "write what ends it in words"),
        ("loading", "a loading dose follows the dose", "write 6 mg/kg (8 mg/kg in cycle 1)"),
    )
)
