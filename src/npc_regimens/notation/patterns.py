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
from npc_regimens.regimen.timing import (
    Cycles,
    SomeCycles,
    parse_any_frequency,
    parse_cycle_length,
)

if TYPE_CHECKING:
    from collections.abc import Callable

# The end of a word in Latin letters; Chinese has none, and a count may stand close: q21dx6.
END: Final = r"(?:(?<=[\u4e00-\u9fff])|(?!(?!x ?[1-9])[A-Za-z0-9]))"
_NUMBER: Final = r"[0-9][0-9.,]*"
_DAY: Final = r"-?[0-9]+(?: (?:morning|noon|evening|bedtime))?"
_RUN: Final = rf"{_DAY}(?: ?(?:-|to|至) ?[dD]?{_DAY})?"
_AND: Final = r"(?: ?天)? ?(?:,|and|&|和) ?(?:[dD]|第)?"
_SEVERAL: Final = rf"{_RUN}(?:{_AND}{_RUN})*"
_LEVEL: Final = r"[0-9]+ (?:day|week)s? on,? [0-9]+ (?:day|week)s? off"
_WORDS: Final = dict(
    zip("一二两三四六八", "1223468", strict=True),
    two="2",
    three="3",
    four="4",
    six="6",
    eight="8",
)
_DIGIT: Final = f"(?:[0-9]+|{'|'.join(_WORDS)})"


class Pattern(NamedTuple):
    """How one kind of part is written, and what it means in the words of a file."""

    kind: str
    regex: re.Pattern[str]
    read: Callable[[re.Match[str]], str]


def _is(kind: str, value: str, *written: str) -> Pattern:
    """Make a pattern of words that mean one value."""
    words = "|".join(written)
    return Pattern(kind, re.compile(rf"(?:{words}){END}", re.IGNORECASE), lambda _: value)


def _reads(kind: str, regex: str, read: Callable[[re.Match[str]], str]) -> Pattern:
    return Pattern(kind, re.compile(rf"(?:{regex}){END}", re.IGNORECASE), read)


def _plain(number: str) -> str:
    return _WORDS.get(number.lower(), number)


def _days(found: re.Match[str]) -> str:
    listed = re.sub(r"[dD](?=-?[0-9])|第|天", "", found["days"])
    listed = re.sub(r" ?(?:and|&|和) ?", ", ", listed).replace("至", " to ")
    listed = re.sub(r" on,? ", " on, ", listed, flags=re.IGNORECASE)
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
    if not found["count"].strip("0."):
        raise RegimenError("no cycle at all is no treatment; write at least x1")
    return str(Cycles.parse(re.sub(r" ?(?:to|至) ?", "-", found["count"])))


def _at_most_cycles(found: re.Match[str]) -> str:
    return f"at most {_count(found)}"


def _doses(found: re.Match[str]) -> str:
    count = _count(found)
    return f"{count} dose{'' if count == '1' else 's'}"


def _infusion(found: re.Match[str]) -> str:
    number, unit = found["number"], found["unit"][0].lower()
    if unit == "d":
        return str(parse_hours(f"{Span.parse(f'{number} days').days * 24} h"))
    return str(parse_hours(f"{number} {'min' if unit in 'm分' else 'h'}"))


def _until(found: re.Match[str]) -> str:
    """Take what ends a phase, but nothing that stands behind it and says something else."""
    words: str = found["words"]
    part = part_in(words)
    if part is not None:
        raise RegimenError(f"{part!r} behind 'until' says something of its own; {_BEHIND_ALL}")
    word = _NO_END.search(words)
    if word is not None:
        raise RegimenError(f"{word[0]!r} behind 'until' is no end in plain words; {_BEHIND_ALL}")
    return " or ".join(each.strip() for each in words.split(" or "))


_BEHIND_ALL: Final = (
    "write what ends the treatment behind all other parts, like 'until progression'"
)
# What is swallowed by an end in words is dropped from a regimen: numbers, counts and conditions.
_NO_END: Final = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|cycles?|doses?|days?"
    r"|weeks?|months?|years?|only|except|first|at most|up to|max(?:imum)?|and|with|then|plus|after"
    r"|not)\b",
    re.IGNORECASE,
)


def part_in(words: str) -> str | None:
    """Find the first part of a line in words that should hold none: everything from it on."""
    for begin in re.finditer(r"\b(?=\w)", words):
        at = begin.start()
        others = (each for each in PATTERNS if each.kind not in {"until", "after"})
        if any(each.regex.match(words, at) for each in others):
            return words[at:]
    return None


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
        lambda found: str(parse_any_frequency(f"every {_plain(found['hours'])} hours")),
    ),
    _is("frequency", "not stated", "frequency not stated"),
    _is(
        "every other day", "2 days", "qod", r"q\.o\.d\.", "every other day", "隔日一次", "隔天一次"
    ),
)
_DAYS: Final = (
    _is(
        "days", "continuous", "continuously", "continuous", "every day", "连续服用", "连续", "持续"
    ),
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
        rf"(?:q ?|every |每)(?P<least>{_DIGIT})(?:(?:-| to |至)(?P<most>[0-9]+))? ?"
        r"(?P<unit>d|wks?|w|days?|weeks?|[天日周])(?:一次)?",
        _length,
    ),
    _is("cycle", "not stated", "cycle not stated"),
    _is("cycle", "7 days", "weekly", "every week", "qw", "每周一次", "每周"),
    _reads("at_most", r"(?:at most|up to|max(?:imum)?) (?P<count>[0-9.]+) doses?", _doses),
    _reads("at_most", r"x ?(?P<count>[0-9.]+) doses?", _doses),
    _reads("count", r"(?:at most|up to|max(?:imum)?) (?P<count>[0-9.]+) cycles?", _at_most_cycles),
    _reads(
        "count",
        r"(?:for |共)?(?P<count>[0-9.]+(?: ?(?:-|to|至) ?[0-9]+)?) ?(?:cycles?|times|个?周期)",
        _count,
    ),
    # x6 cycle 1 only: the cycle behind the count is of the next part
    _reads(
        "count",
        r"x ?(?P<count>[0-9.]+(?:-[0-9]+)?)(?: ?(?:cycles?(?! ?[0-9])|times|个?周期))?",
        _count,
    ),
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
    _reads("infusion", rf"(?:over )?(?P<number>{_NUMBER}) ?(?P<unit>分钟|小时)", _infusion),
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
    _reads(
        "until",
        r"(?:until |直至|直到)(?P<words>[A-Za-z\u4e00-\u9fff][A-Za-z\u4e00-\u9fff '-]*?)"
        r"(?= *(?:[,;+)\n]|$))",
        _until,
    ),
)

PATTERNS: Final[tuple[Pattern, ...]] = (*_HOW, *_DAYS, *_COUNTS, *_DOSES)
