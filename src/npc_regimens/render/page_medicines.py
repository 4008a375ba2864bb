"""The medicines of a cycle: what is taken at each dose, what changed, and what the clinic gives."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from npc_regimens.render.page_boxes import GAP, Box, beside, inside, shared
from npc_regimens.render.page_html import element
from npc_regimens.render.page_icons import WARNING, plain_pill
from npc_regimens.render.page_lines import Line, line, lines, markup, space, total
from npc_regimens.render.page_measure import SIZES, TIMES, line_height, millimetres, width
from npc_regimens.render.page_sheets import ONE_DAY, planned_start
from npc_regimens.render.page_stopped import notices_of_stops, stopped_drugs

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from npc_regimens.planning import Administration, CycleSpan
    from npc_regimens.products import Units
    from npc_regimens.render.page_sheets import Part
    from npc_regimens.render.page_telling import Telling
    from npc_regimens.units import Amount

    Dose = tuple[tuple[Units, ...], Amount]

CLINIC: Final = 4600
MOST_BESIDE: Final = 3
MOST_PILLS: Final = 6
MOST_DATES: Final = 3
WIDE: Final = 9000  # from where a card has two columns
_KEYS: Final = {
    "once": "once",
    "once daily": "once_daily",
    "twice daily": "twice_daily",
    "three times daily": "three_times_daily",
    "four times daily": "four_times_daily",
}


@dataclass(frozen=True, slots=True)
class Medicines:
    """The cards of one part of a calendar, in letters of a size."""

    telling: Telling
    part: Part
    width: int
    size: int = 100

    def cards(self) -> Iterator[Line]:
        """Write a card for each medicine of home, and one for all of the clinic."""
        components = list(dict.fromkeys(each.component for each in self.part.at_home))
        is_alone = not components or self.telling.facts.large
        clinic = list(self._clinic(self.width if is_alone else CLINIC))
        aside = [Box(CLINIC, "clinic", tuple(clinic))] if clinic and not is_alone else []
        most = 2 if aside or self.telling.facts.large else MOST_BESIDE
        for index in range(0, len(components), most):
            row = components[index : index + most]
            room = self.width - (CLINIC + GAP if aside else 0)
            boxes = [
                Box(each, "card", tuple(self._card(name, inside(each))))
                for name, each in zip(row, shared(room, len(row)), strict=True)
            ]
            yield beside([*boxes, *aside])
            aside = []
        if clinic and is_alone:
            yield beside([Box(self.width, "clinic", tuple(clinic))])

    def _card(self, component: str, most: int) -> Iterator[Line]:
        given = [each for each in self.part.at_home if each.component == component]
        first, words = given[0], self.telling.words
        title = min(size for size in SIZES if size >= self.size + 15)
        badge = element("span", self.telling.letters[component], class_="badge")
        name = words.medicine(first.drug)
        head, *more = lines(name, title, most - 600, class_="name")
        yield Line(element("div", badge, head.html, class_="named"), head.height)
        yield from more
        yield from lines(self._schedule(given), self.size, most, class_="when")
        yield from self._changed(component, given, most)
        if most < WIDE:
            yield from self._doses(given, most)
            yield from self._told(given, most)
            return
        left = most * 45 // 100
        yield _in_halves(
            list(self._doses(given, left)), list(self._told(given, most - left - 300)), left + 300
        )

    def _doses(self, given: Sequence[Administration], most: int) -> Iterator[Line]:
        """Write each dose, and where it holds if there are several."""
        groups = self._groups(given)
        for dose, where in groups:
            if len(groups) > 1:
                text = self.telling.words.say("dose.steps", where=where)
                yield from lines(text, self.size, most, class_="when")
            yield from self._counts(given[0].drug, dose, most)

    def _told(self, given: Sequence[Administration], most: int) -> Iterator[Line]:
        """Say how it is taken, and in the first card what to do after each dose."""
        yield from self._how(given[0].drug, most)
        if given[0].component == self.part.at_home[0].component:
            yield from lines(self.telling.words.say("dose.tick"), self.size, most)

    def _schedule(self, given: Sequence[Administration]) -> str:
        """Say how often, on which days, and how many doses."""
        words, order = self.telling.words, given[0].dose.order
        often = words.say(f"frequency.{_KEYS[order.frequency.name]}")
        clocks = self._clocks(given)
        if clocks:
            often += words.say("frequency.at", times=words.say("frequency.then").join(clocks))
        count = words.say("days.dose" if len(given) == 1 else "days.doses", count=len(given))
        parts = [often, self._runs(given), count]
        return words.say("days.comma").join(parts)

    def _clocks(self, given: Sequence[Administration]) -> list[str]:
        """Say at what times, and from which date if they are not the same on all days."""
        words, slots = self.telling.words, given[0].dose.order.frequency.slots
        clocks = clocks_of(given)
        said = [
            words.together([f"{times[slot]:%H:%M}" for slot in slots if slot in times])
            for _, times in clocks
        ]
        if len(clocks) <= 1:
            return said
        return [
            words.say("frequency.since", date=words.date(since, "weekday"), times=times)
            for (since, _), times in zip(clocks, said, strict=True)
        ]

    def _runs(self, given: Sequence[Administration]) -> str:
        """Say on which days, with the half days at both ends where there are any."""
        words, days = self.telling.words, self._days(given)
        slots = given[0].dose.order.frequency.slots
        first, last = given[0].slot, given[-1].slot
        if (first, last) == (slots[0], slots[-1]) or len(slots) == 1:
            return words.runs(days)
        names = [words.say(f"cell.{slot}") for slot in (first, last)]
        return words.say(
            "days.half", first=days[0], last=days[-1], from_slot=names[0], to_slot=names[1]
        )

    def _days(self, given: Iterable[Administration]) -> list[int]:
        """Find the days of the cycle on whose pages doses stand."""
        wanted = set(map(id, given))
        return [
            day.cycle_day
            for day in self.part.days
            if day.cycle_day is not None and any(id(each) in wanted for each in day.administrations)
        ]

    def _groups(self, given: Sequence[Administration]) -> list[tuple[Dose, str]]:
        """Gather equal doses, each with its days, and its time of day where these differ."""
        found: dict[Dose, list[Administration]] = {}
        for each in given:
            found.setdefault((each.units, each.ordered), []).append(each)
        words = self.telling.words
        said = []
        for dose, some in found.items():
            slots = dict.fromkeys(each.slot for each in some)
            names = words.together([words.say(f"slot.{slot}") for slot in slots])
            where = [words.runs(self._days(some)), *([names] if names else [])]
            said.append((dose, words.say("days.comma").join(where)))
        return said

    def _counts(self, drug: str, dose: Dose, most: int) -> Iterator[Line]:
        """Write one strength on a line, the count first, with pictures of the tablets."""
        words, (units, amount) = self.telling.words, dose
        sum_words = words.say("unit.each", amount=words.amount(amount))
        if not units:
            yield from lines(sum_words, self.size + 10, most, class_="sum")
            return
        form = self.telling.form(drug)
        for each in units:
            pills = each.count if each.count <= MOST_PILLS else 0
            said = words.say(
                "unit.of",
                amount=words.amount(each.strength),
                form=words.form(drug, each.count),
            )
            if pills * 640 + width(f"{each.count} {TIMES} {said}", self.size + 10) > most:
                pills = 0
            drawn = [plain_pill(form, is_first=each is units[0])] * pills
            count = element("b", f"{each.count} {TIMES} ", class_="count")
            yield line(self.size + 10, count, *drawn, " ", said, class_="sum")
        yield from lines(sum_words, self.size + 10, most, class_="equals")

    def _how(self, drug: str, most: int) -> Iterator[Line]:
        """Say how it is taken, or leave a blank."""
        words = self.telling.words
        told = words.how_to_take(self.telling.product(drug))
        if told is not None:
            yield from lines(told, self.size, most)
            return
        yield line(self.size, words.say("dose.how"))
        yield space(540, "rule")

    def _changed(
        self, component: str, given: Sequence[Administration], most: int
    ) -> Iterator[Line]:
        """Say that a dose is another than in the last cycle that had one."""
        words, before = self.telling.words, self.part.before
        if before is None:
            return
        while before is not None and component not in {each.component for each in before.at_home}:
            before = before.before
        if before is None:
            yield _loud(self.size, words.say("dose.new"))
            return
        last = [each for each in before.at_home if each.component == component]
        was, now = ([(each.units, each.ordered) for each in some] for some in (last, given))
        # a dose that changed within the last cycle, and goes on as it was at its end, is no other
        if set(now) not in [set(was), set(was[-1:])]:
            yield _loud(self.size, words.say("dose.changed"))
            said = words.units(*was[-1])
            yield from lines(words.say("dose.was", dose=said), self.size, most)

    def _clinic(self, box: int) -> Iterator[Line]:
        """Say what the clinic gives, and when."""
        words, most = self.telling.words, inside(box)
        given = [each for each in self.part.given if not each.at_home]
        sessions = [day.session for day in self.part.days if day.session is not None]
        if not given and not sessions:
            return
        yield line(self.size + 5, words.say("clinic.heading"), class_="h")
        for component in dict.fromkeys(each.component for each in given):
            some = [each for each in given if each.component == component]
            amounts = dict.fromkeys(words.amount(each.ordered) for each in some)
            name = f"{words.titled(some[0].drug)} {words.together(amounts)}"
            yield from lines(name, self.size, most, class_="when")
            dates = list(dict.fromkeys(each.planned_date for each in some))
            route = words.called(some[0].route)
            if route == some[0].route:
                route = words.say(f"clinic.{route}")
            where = words.say("clinic.given", route=route, where=self._when(dates))
            yield from lines(where, self.size, most)
        if sessions:
            said = words.say("clinic.sessions", count=len(sessions))
            yield from lines(said, self.size, most, class_="when")

    def _when(self, dates: Sequence[dt.date]) -> str:
        words = self.telling.words
        if len(dates) > MOST_DATES:
            return words.say("days.marked", count=len(dates))
        return words.together([words.date(date, "weekday") for date in dates])

    def notices(self) -> Iterator[Line]:
        """Say what moved, what is left out, and what to do in between."""
        for text in self._notices():
            size = self.size + 5
            icon = line_height(size) + 60
            first, *more = lines(text, size, inside(self.width) - icon)
            yield Line(element("div", WARNING, first.html, class_="notice"), first.height)
            for each in more:
                yield Line(element("div", each.html, class_="notice"), each.height)

    def _notices(self) -> Iterator[str]:
        part, words, facts = self.part, self.telling.words, self.telling.facts
        yield from notices_of_stops(self.telling, part)
        for span in self._delayed_spans():
            said = [self._delayed(span.cycle, span.first, span.delayed_days)]
            said += [facts.delays[span.first]] if span.first in facts.delays else []
            said += self._until(span) if span is part.after else []
            yield words.say("moved.and").join(said)
        if part.before is not None:
            stopped = stopped_drugs(self.telling, part)
            for drug in part.before.home_drugs:
                if drug not in part.home_drugs and drug not in stopped:
                    yield words.say("dose.gone", drug=words.drug(drug))

    def _delayed_spans(self) -> list[CycleSpan]:
        """Find the delayed cycles to tell of: this and the next, or those that touch a month."""
        part = self.part
        if part.span is not None:
            return [span for span in (part.span, part.after) if span and span.delayed_days]
        return [
            span
            for span in self.telling.calendar.cycles
            if span.delayed_days and span.first >= part.first and planned_start(span) <= part.last
        ]

    def _delayed(self, cycle: int, date: dt.date, days: int) -> str:
        words = self.telling.words
        planned = date - days * ONE_DAY
        return words.say(
            "moved.delayed",
            cycle=cycle,
            planned=words.date(planned),
            date=words.date(date),
            days=words.say("moved.day" if days == 1 else "moved.days", count=days),
        )

    def _until(self, delayed: CycleSpan) -> Iterator[str]:
        """Say which medicines rest and which go on until a delayed cycle starts."""
        planned, words = planned_start(delayed), self.telling.words
        gap = [day for day in self.part.days if day.date >= planned]
        goes_on = {each.drug for day in gap for each in day.administrations if each.at_home}
        rests = [words.drug(each) for each in self.part.home_drugs if each not in goes_on]
        on = [words.drug(each) for each in self.part.home_drugs if each in goes_on]
        if rests:
            yield words.say("moved.rest", drugs=words.together(rests))
        if on:
            yield words.say("moved.on", drugs=words.together(on))


def clocks_of(given: Sequence[Administration]) -> list[tuple[dt.date, dict[str, dt.time]]]:
    """List the times of the slots, each with the date from which they hold.

    A slot that comes first on a later day, as behind half a first day, is no other time.
    """
    found: list[tuple[dt.date, dict[str, dt.time]]] = []
    for date, of_day in groupby(given, key=lambda each: each.planned_date):
        times = {each.slot: each.time for each in of_day if each.time is not None}
        known = found[-1][1] if found else {}
        if any(known.get(slot, time) != time for slot, time in times.items()):
            found.append((date, known | times))
        elif found:
            known |= times
        elif times:
            found.append((date, times))
    return found


def _in_halves(left: Sequence[Line], right: Sequence[Line], at: int) -> Line:
    """Put lines beside each other."""
    height = max(total(left), total(right))
    half = element("div", markup(right), class_="half", style=f"left:{millimetres(at)}")
    style = f"height:{millimetres(height)}"
    return Line(element("div", markup(left), half, class_="halves", style=style), height)


def _loud(size: int, text: str) -> Line:
    return line(size, element("span", text, class_="changed"))
