"""The head of a sheet: title, cycle and dates, and whose calendar it is, by code alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from npc_regimens.render.page_html import Html, element, together
from npc_regimens.render.page_lines import Line, line, lines, markup, total
from npc_regimens.render.page_measure import largest, millimetres, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.planning import CycleSpan
    from npc_regimens.render.page_sheets import Sheet
    from npc_regimens.render.page_telling import Telling

PERSON: Final = 9200
_LABEL: Final = (2100, 1500)
_VALUE: Final = (3100, 2500)
MOST_PILLS: Final = 12


def head(telling: Telling, sheet: Sheet, width: int, size: int) -> Line:
    """Write the head in two halves beside each other."""
    left = list(_titles(telling, sheet, width - PERSON - 300, size))
    person, height = _person(telling)
    height = max(total(left), height)
    titles = element("div", markup(left), class_="titles")
    html = element("div", titles, person, class_="header", style=f"height:{millimetres(height)}")
    return Line(html, height)


def _titles(telling: Telling, sheet: Sheet, most: int, size: int) -> Iterator[Line]:
    words, part = telling.words, sheet.part
    title = words.say("page.title_of_visits" if telling.is_of_visits else "page.title")
    if part.span is None:
        yield line(size, title, class_="title")
        text = words.say("date.month", month=words.month(part.first), year=part.first.year)
        yield from lines(text, size - 70, most, class_="cycle")
        return
    cycle = _cycle(telling, part.span)
    pills, used = _progress(part.span.cycle, part.span.phase.count)
    cycle_size = largest(cycle, (size - 70, 100, 90, 80), most)
    fits = [width(title, size) + used <= most, width(cycle, cycle_size) + used <= most]
    yield line(size, element("b", title), pills if fits == [True, False] else "")
    if fits[1]:
        yield line(cycle_size, element("b", cycle, class_="cycle"), pills)
    else:
        yield from lines(cycle, cycle_size, most, class_="cycle")
    dates = words.say("page.range", first=words.date(part.first), last=words.date(part.last))
    if sheet.pieces > 1:
        piece = words.say("page.weeks", part=sheet.piece, parts=sheet.pieces)
        dates = words.say("page.piece", dates=dates, piece=piece)
    smaller = largest(dates, (120, 110, 100, 90, 80), most)
    yield from lines(dates, smaller, most)
    if not any(fits):
        yield Line(element("div", pills, class_="progress"), 620)


def _cycle(telling: Telling, span: CycleSpan) -> str:
    words = telling.words
    has_phases = len(telling.calendar.regimen.phases) > 1
    key = ("phase" if has_phases else "cycle") + ("" if span.phase.count is None else "_of")
    named = words.called(span.phase.name)
    return words.say(f"page.{key}", cycle=span.cycle, count=span.phase.count, phase=named)


def _progress(cycle: int, count: int | None) -> tuple[Html, int]:
    """Show where the cycle lies among those of its phase, if they are few, and how wide that is."""
    if count is None or not 1 < count <= MOST_PILLS:
        return together(), 0
    pills = [
        element(
            "span", str(each), class_="now" if each == cycle else "past" if each < cycle else ""
        )
        for each in range(1, count + 1)
    ]
    return element("span", *pills, class_="pills"), 880 * count + 400


def _person(telling: Telling) -> tuple[str, int]:
    """Write study, participant code, version, arm, site and the date of issue; blanks stay."""
    words, facts = telling.words, telling.facts
    issued = "" if facts.issued is None else words.date(facts.issued, "plain")
    values = (
        (("study", facts.study), ("arm", facts.arm)),
        (("participant", facts.participant), ("site", facts.site)),
        (("protocol", facts.protocol), ("issued", issued)),
    )
    rows, height = [], 0
    for pair in values:
        cells, most = [], 0
        for (key, value), label, room in zip(pair, _LABEL, _VALUE, strict=True):
            said = lines(words.say(f"person.{key}"), 85, label - 160)
            size = largest(
                value, (100, 90, 80) if key == "participant" else (90, 85, 80), room - 240
            )
            told = lines(value, size, room - 240)
            most = max(most, total(said), total(told))
            class_ = "code" if key == "participant" else ""
            cells += [element("th", markup(said)), element("td", markup(told), class_=class_)]
        height += most + 160
        rows.append(element("tr", *cells, style=f"height:{millimetres(most + 160)}"))
    return element("table", *rows, class_="person"), height
