"""The boxes below the weeks: the next visit, a missed dose, and when to call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.render.page_boxes import GAP, Box, inside
from npc_regimens.render.page_html import element
from npc_regimens.render.page_lines import Line, line, lines, rules
from npc_regimens.render.page_measure import SIZES, largest, line_height, width

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from npc_regimens.products import MissedDose
    from npc_regimens.render.page_facts import Visit
    from npc_regimens.render.page_sheets import Part
    from npc_regimens.render.page_telling import Telling

LOG_LINE = 560


@dataclass(frozen=True, slots=True)
class Feet:
    """The boxes of one part, in letters of a size."""

    telling: Telling
    part: Part
    width: int
    size: int = 100
    log: int = 2

    def boxes(self, most_log: int = 8, height: int = 0) -> tuple[Box, Box, Box]:
        """Write the three boxes; the log of missed doses takes the lines that a height leaves."""
        room = self.width - 2 * GAP
        first, second = room * 33 // 100, room * 35 // 100
        third = room - first - second
        visit = self._visit_box(first)
        call = self._call_box(third)
        missed = self._missed_box(second, self.log)
        free = max(visit.height, call.height, height) - missed.height
        extra = min(most_log, max(0, free) // LOG_LINE)
        return visit, self._missed_box(second, self.log + extra), call

    def _visit_box(self, width: int) -> Box:
        words, most, size = self.telling.words, inside(width), self.size
        found = lines(words.say("next.heading"), size, most, class_="h ink")
        found += self._next(most)
        found.append(line(size, words.say("next.bring"), class_="strong"))
        bring = [words.say("next.calendar")]
        if not self.telling.is_of_visits:
            unused = words.say(f"next.unused_{self.telling.home_form}")
            bring += [unused, words.say("next.packs")]
        upcoming = self._upcoming()
        for text in (*bring, *(() if upcoming is None else upcoming[1].bring)):
            found += _with_box(text, size, most)
        return Box(width, "next", tuple(found))

    def _upcoming(self) -> tuple[dt.date, Visit] | None:
        """Find the first visit behind the pages of this part."""
        later = (each for each in self.part.visits if each[0] > self.part.last)
        return next(later, None)

    def _next(self, most: int) -> Iterator[Line]:
        words, size, after = self.telling.words, self.size, self.part.after
        upcoming = self._upcoming()
        date = self._clinic_date() if upcoming is None else upcoming[0]
        if date is None:
            yield _blank(size, words.say("next.date"))
            yield _blank(size, words.say("next.time"))
        else:
            time = None if upcoming is None else upcoming[1].time
            said = words.date(date) + ("" if time is None else f" {time:%H:%M}")
            fitting = largest(said, (size + 30, size + 20, size + 10, size), most)
            yield from lines(said, fitting, most, class_="strong")
            if time is None:
                yield _blank(size, words.say("next.time"))
        if upcoming is not None:
            yield from self._about(upcoming[1], most)
        if after is not None and date != after.first:
            said = words.say("next.new_cycle", date=words.date(after.first))
            yield from lines(said, size, most)

    def _about(self, visit: Visit, most: int) -> Iterator[Line]:
        words, size = self.telling.words, self.size
        yield from lines(visit.what, size, most)
        if visit.fasting:
            yield from lines(words.say("next.fasting"), size, most, class_="strong")
        if visit.window:
            yield from lines(words.say("next.window", window=visit.window), size, most)
        if visit.planned is not None:
            said = words.say("next.after", planned=words.date(visit.planned, "weekday"))
            yield from lines(said, size, most)

    def _clinic_date(self) -> dt.date | None:
        """Find the next date behind the pages on which the clinic gives something."""
        dates = (
            each.planned_date
            for each in self.telling.calendar.administrations
            if not each.at_home and each.planned_date > self.part.last
        )
        return next(dates, None)

    def _missed_box(self, width: int, log: int) -> Box:
        words, most, size = self.telling.words, inside(width), self.size
        if not self.part.at_home:  # nothing can be missed
            heading = line(size, words.say("missed.notes"), class_="h ink")
            return Box(width, "plainbox", (heading, *rules(log + 2, LOG_LINE)))
        found = lines(words.say("missed.heading"), size, most, class_="h ink")
        found += self._rules(most)
        found += self._vomited(most)
        found += lines(words.say("missed.log"), size, most)
        found += rules(log, LOG_LINE)
        count = len(self.part.at_home)
        said = words.say("days.dose" if count == 1 else "days.doses", count=count)
        foot = lines(words.say("missed.count", count=said), size, most, class_="strong")
        return Box(width, "plainbox", tuple(found), tuple(foot))

    def _rules(self, most: int) -> Iterator[Line]:
        """Say the rule of each drug, once where all have the same."""
        words, size = self.telling.words, self.size
        rules_of = {drug: self._rule(drug) for drug in self.part.home_drugs}
        is_one = len(set(rules_of.values())) == 1
        for drug, rule in list(rules_of.items())[: 1 if is_one else None]:
            name = words.say("missed.missed")
            if not is_one:
                name = words.say("missed.of_drug", drug=words.titled(drug))
            if rule is None:
                yield _blank(size, name)
                continue
            hours = "" if rule.time_left is None else words.hours(rule.time_left)
            key = "never" if rule.time_left is None else "with_time_left"
            said = words.say(f"missed.{key}", hours=hours)
            yield from lines(words.say("missed.rule", name=name, rule=said), size, most)
        if any(rule is not None for rule in rules_of.values()):
            yield from lines(words.say("missed.double"), size, most, class_="strong")

    def _rule(self, drug: str) -> MissedDose | None:
        """Find the rule of the regimen, or else that of the product."""
        doses = {id(each.dose): each.dose.order for each in self.part.at_home}
        for order in doses.values():
            if order.drug == drug and order.missed_dose is not None:
                return order.missed_dose
        product = self.telling.product(drug)
        return None if product is None else product.missed_dose

    def _vomited(self, most: int) -> Iterator[Line]:
        words, size, own = self.telling.words, self.size, self.telling.facts.vomited
        if own:
            said = words.say("missed.rule", name=words.say("missed.vomited"), rule=own)
            yield from lines(said, size, most)
        else:
            yield _blank(size, words.say("missed.vomited"))

    def _call_box(self, width: int) -> Box:
        words, facts = self.telling.words, self.telling.facts
        most, size = inside(width), self.size
        found = lines(words.say("call.heading"), size, most, class_="h call-h")
        for text in facts.call_when:
            bullet, *others = lines(text, size, most - 300)
            found.append(Line(element("div", bullet.html, class_="bullet"), bullet.height))
            found += [Line(element("div", o.html, class_="more"), o.height) for o in others]
        if not facts.call_when:
            found += rules(4, LOG_LINE)
        foot = []
        for key, phone in (("day", facts.phone_day), ("night", facts.phone_night)):
            foot += list(self._phone(words.say(f"call.{key}"), phone, most))
        return Box(width, "callbox", tuple(found), tuple(foot))

    def _phone(self, label: str, phone: str, most: int) -> Iterator[Line]:
        size = self.size
        if not phone:
            yield _blank(size, label)
            return
        room = most - width(label, size) - 300
        sizes = [each for each in reversed(SIZES) if each <= size + 20]
        fitting = next((each for each in sizes if width(phone, each) <= room), None)
        if fitting is None:
            yield line(size, label)
            yield from lines(phone, size, most, class_="strong")
            return
        number = line(fitting, phone, class_="strong")
        said = element("span", label, class_=f"s{size} label")
        yield Line(element("div", said, number.html, class_=f"tel s{fitting}"), number.height)


def _with_box(text: str, size: int, most: int) -> list[Line]:
    first, *others = lines(text, size, most - line_height(size))
    found = [Line(element("div", first.html, class_="bring"), first.height)]
    return found + [Line(element("div", o.html, class_="more strong"), o.height) for o in others]


def _blank(size: int, label: str) -> Line:
    """Leave a line to fill in behind a label."""
    blank = element("span", class_="blank")
    return Line(
        element("div", element("span", label, class_=f"s{size} label"), blank, class_="fill"), 600
    )
