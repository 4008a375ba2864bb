"""One day of the printed page: its date, visits, doses or rest, and what moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from npc_regimens.render.page_doses import Doses, Sizes
from npc_regimens.render.page_html import Html, element, together
from npc_regimens.render.page_icons import HOUSE, NONE, SMALL_NONE
from npc_regimens.render.page_lines import Block, Columns, Line, lines
from npc_regimens.render.page_measure import largest, line_height, millimetres, uncut, width
from npc_regimens.render.page_stopped import stopped_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from npc_regimens.planning import Day
    from npc_regimens.render.page_facts import Visit
    from npc_regimens.render.page_sheets import Sheet
    from npc_regimens.render.page_telling import Telling

PADDING: Final = 90
_SATURDAY: Final = 5  # as Python counts the days of a week, from Monday
_NONE_HEIGHT: Final = 780


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: what kind it is, and its blocks below each other."""

    classes: tuple[str, ...]
    blocks: tuple[Block | Columns, ...]

    @property
    def height(self) -> int:
        """The height that it needs."""
        return sum(block.height for block in self.blocks) + 2 * PADDING

    def html(self, height: int, left: str, width: str) -> Html:
        """Write it in a height; what is left over goes to the blocks that grow."""
        growing = [block for block in self.blocks if block.grows]
        extra = (height - self.height) // max(1, len(growing))
        written = (block.html(extra if block.grows else 0) for block in self.blocks)
        style = f"left:{left};width:{width};height:{millimetres(height)}"
        classes = " ".join(("c", *self.classes))
        return element("div", *written, class_=classes, style=style, role="cell")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one sheet."""

    telling: Telling
    sheet: Sheet
    sizes: Sizes
    several: bool = field(default=False)

    def cell(self, date: dt.date) -> Cell:
        """Make the cell of a date."""
        part = self.sheet.part
        day = part.pages.get(date)
        visits = self.telling.visits_on(part, date)
        if day is None:
            return self._outside(date, visits)
        banners = list(self._banners(day, visits))
        moved = self._moved(day)
        body = self._body(day, banners, moved)
        classes = [*self._colour(date), *(["visit"] if banners else [])]
        if not any(each.at_home for each in day.administrations):
            classes.append(self._quiet(day))
        if moved and self._is_planned(date):
            classes.append("planned")
        return Cell(tuple(classes), (*self._top(date, day), *banners, *body))

    def _quiet(self, day: Day) -> str:
        """Say what kind of day without medicine it is: one of rest is no day behind a stop."""
        if self.telling.is_of_visits:
            return "quiet"
        stopped = stopped_on(self.telling, self.sheet.part, day)
        return "over" if stopped and set(day.resting) <= set(stopped) else "rest"

    def _colour(self, date: dt.date) -> list[str]:
        facts = self.telling.facts
        is_off = date.weekday() >= _SATURDAY or date in facts.closed
        return ["off"] if is_off and date not in facts.working else []

    def _top(self, date: dt.date, day: Day | None) -> Iterator[Block]:
        """Write the date, the day of the cycle, and the name of a closed day."""
        words, facts, large = self.telling.words, self.telling.facts, self.sizes.large
        number, small = (180, 90) if large else (150, 80)
        said = [element("span", str(date.day), class_=f"num s{number}")]
        used = width("00", number) + 60
        if date.day == 1 or date == self.sheet.first:
            said.append(element("span", words.month(date), class_=f"mon s{small}"))
            used += width(words.month(date), small) + 80
        if day is not None and day.cycle_day is not None and not self.telling.is_of_visits:
            place = words.say("date.cycle_day", day=day.cycle_day)
            said.append(element("span", place, class_=f"place s{small}"))
            used += width(place, small) + 40
        tag = facts.closed.get(date) or (date in facts.working and words.say("legend.work"))
        kind = "tag" if date in facts.closed else "tag work"
        height = line_height(number) - 60
        if tag and used + width(tag, small) + 120 <= self.sizes.inner:
            said.append(element("span", tag, class_=f"{kind} s{small}"))
            tag = ""
        yield Block((_top_line(said, height),), "top")
        if tag:
            folded = lines(tag, small, self.sizes.inner - 160, class_=f"{kind} wide")
            yield Block(tuple(folded), "tags")

    def _banners(self, day: Day, visits: list[Visit]) -> Iterator[Block]:
        """Write what happens at the clinic."""
        words = self.telling.words
        infused = self.telling.at_clinic(day.administrations)
        if day.session is not None:
            count = {"number": day.session.number, "total": day.session.total}
            about = [words.say("clinic.session", **count)]
            yield self._banner(words.say("clinic.radiotherapy"), "", about)
        for visit in visits:
            time = "" if visit.time is None else f"{visit.time:%H:%M}"
            about = [words.say("next.fasting")] if visit.fasting else []
            about += [visit.window] if visit.window else []
            yield self._banner(visit.what, time, [*about, *infused])
            infused = []
        if infused:
            yield self._banner(words.say("clinic.infusion"), "", infused)
        for each in self.telling.calendar.assessments:
            if each.date == day.date:
                yield self._banner(words.say("clinic.check"), "", [words.called(each.name)])
        if day.running:
            names = words.together([words.drug(each.drug) for each in day.running])
            yield self._banner(names, "", [words.say("clinic.runs")])

    def _banner(self, what: str, time: str, about: list[str], *, is_visit: bool = True) -> Block:
        size, inner = self.sizes.small, self.sizes.inner
        room = inner - (line_height(size) if is_visit else 60)
        is_beside = bool(time) and width(what, size) + width(time, size) + 80 <= room
        if time and not is_beside:
            about = [time, *about]
        first, *others = lines(what, uncut(what, size, room), room)
        bar = "bar" if is_visit else "bar plainbar"
        at = element("span", time, class_=f"at s{size}") if is_beside else ""
        head = Line(
            element("div", at, HOUSE if is_visit else "", first.html, class_=bar), first.height
        )
        more = [Line(element("div", each.html, class_=bar), each.height) for each in others]
        below = [
            each
            for text in about
            for each in lines(text, uncut(text, size, inner), inner, class_="about")
        ]
        return Block((head, *more, *below), "banner", 0)

    def _body(self, day: Day, banners: list[Block], moved: list[str]) -> list[Block | Columns]:
        omitted = list(self._omitted(day))
        if any(each.at_home for each in day.administrations):
            doses = Doses(self.telling, day, self.sizes, self.several).blocks()
            return [*doses, *self._partial(day), *omitted, *self._notes(moved, "about")]
        if self.telling.is_of_visits:
            return self._notes(moved, "about")
        stops = list(self._stops(day))
        is_crowded = bool(banners or omitted or stops)
        return [self._rest([*moved], is_crowded=is_crowded), *stops, *omitted]

    def _rest(self, moved: list[str], *, is_crowded: bool) -> Block:
        """Say that nothing is taken, as loud as a dose."""
        most = self.sizes.inner - 200
        size = largest(
            self.telling.rest, (160, 150, 140, 130, 120) if self.sizes.large else (105,), most
        )
        found = lines(self.telling.rest, size, most, class_="plate loud")
        if not is_crowded and not moved:
            found = [Line(element("div", NONE, class_="sign"), _NONE_HEIGHT), *found]
        for text in moved:
            found += lines(text, self.sizes.small, most, class_="plate")
        return Block(tuple(found), "nothing", 40, grows=True)

    def _partial(self, day: Day) -> Iterator[Block]:
        """Say which drug rests on a day on which another one is taken."""
        yield from self._stops(day)
        told = {drug for drug, _ in self._left_out(day)}
        told |= set(stopped_on(self.telling, self.sheet.part, day))
        for drug in day.resting:
            if drug in told:
                continue
            words = self.telling.words
            said = words.say("rest.drug", drug=words.drug(drug))
            size, most = self.sizes.small, self.sizes.inner - 640
            if max(width(word, size) for word in said.split(" ")) > most:
                size = uncut(said, size, most + 420)
                yield Block(tuple(lines(said, size, most + 420, class_="plate loud")), "d none", 50)
                continue
            found = lines(said, size, most, class_="plate loud")
            signed = element("div", SMALL_NONE, found[0].html, class_="signed")
            yield Block((Line(signed, found[0].height), *found[1:]), "d none", 50)

    def _stops(self, day: Day) -> Iterator[Block]:
        """Say which drug was stopped."""
        words, most = self.telling.words, self.sizes.inner - 240
        for drug in stopped_on(self.telling, self.sheet.part, day):
            said = words.say("rest.stopped", drug=words.titled(drug))
            found = lines(said, uncut(said, self.sizes.small, most), most, class_="plate loud")
            yield Block(tuple(found), "d none over", 50)

    def _omitted(self, day: Day) -> Iterator[Block]:
        """Say which drug was left out, and why."""
        words, most = self.telling.words, self.sizes.inner - 240
        for drug, reason in self._left_out(day):
            said = words.say("rest.drug", drug=words.drug(drug))
            found = lines(said, uncut(said, self.sizes.small, most), most, class_="plate loud")
            found += lines(reason, uncut(reason, self.sizes.small, most), most, class_="plate")
            yield Block(tuple(found), "d none", 50)

    def _left_out(self, day: Day) -> list[tuple[str, str]]:
        return [
            (self.telling.drugs[component], reason)
            for (date, component), reason in self.telling.facts.omitted.items()
            if date == day.date
        ]

    def _notes(self, texts: list[str], class_: str) -> list[Block | Columns]:
        found = [
            each
            for text in texts
            for each in lines(text, self.sizes.small, self.sizes.inner - 100, class_=class_)
        ]
        return [Block(tuple(found), "note", 20)] if found else []

    def _is_planned(self, date: dt.date) -> bool:
        part = self.sheet.part
        return date == part.planned_start or any(visit.planned == date for _, visit in part.visits)

    def _moved(self, day: Day) -> list[str]:
        """Say what was planned on a day that moved, and what to do until then."""
        part, words = self.sheet.part, self.telling.words
        moved: dict[dt.date, str] = {}
        planned, after = part.planned_start, part.after
        if planned is not None and after is not None and day.date == planned:
            moved[after.first] = "moved.planned_start"
        for date, visit in part.visits:
            if visit.planned == day.date != date:
                moved.setdefault(date, "moved.planned_visit")
        is_between = planned is not None and day.date > planned
        said = [words.say("moved.wait")] if is_between and not day.administrations else []
        for date, key in moved.items():
            said += [words.say(key), words.say("moved.to", date=words.date(date, "weekday"))]
        return said

    def _outside(self, date: dt.date, visits: list[Visit]) -> Cell:
        """Make the cell of a day that is on another sheet, or on none."""
        part, words = self.sheet.part, self.telling.words
        after, size = part.after, self.sizes.small
        said = ""
        starts: list[Block] = []
        if date < part.first:
            said = "" if part.before is None else words.say("moved.last_sheet")
        elif after is not None and date == after.first:
            starts = [
                self._banner(
                    words.say("moved.starts", cycle=after.cycle),
                    "",
                    [],
                    is_visit=bool(visits) or self._is_at_clinic(date),
                )
            ]
            starts += map(self._visit_later, visits)
            said = words.say("moved.next_sheet")
        elif self.telling.ended_behind(part) is not None:
            starts = list(map(self._visit_later, visits))
            return self._behind_the_end(date, starts)
        elif after is not None or self._goes_on:
            said = words.say("moved.next_sheet" if after is not None else "moved.not_planned")
        elif visits:
            starts = list(map(self._visit_later, visits))
        found = lines(said, size, self.sizes.inner - 60, class_="void")
        body = Block(tuple(found), "note", 0, grows=True)
        is_visit = bool(visits) or self._is_at_clinic(date)
        kind = "outside" if not starts else "visit" if is_visit else "starts"
        return Cell((*self._colour(date), kind), (*self._top(date, None), *starts, body))

    def _behind_the_end(self, date: dt.date, visits: list[Block]) -> Cell:
        """Make the cell of a day on which the treatment has ended."""
        words, most = self.telling.words, self.sizes.inner - 200
        said = words.say("ended.cell")
        size = 120 if self.sizes.large else 105
        found = lines(said, uncut(said, size, most), most, class_="plate loud")
        body = Block(tuple(found), "nothing", 40, grows=True)
        kinds = ("outside", "over", *(["visit"] if visits else []))
        return Cell((*self._colour(date), *kinds), (*self._top(date, None), *visits, body))

    def _visit_later(self, visit: Visit) -> Block:
        """Tell of a visit behind the pages of this sheet."""
        time = "" if visit.time is None else f"{visit.time:%H:%M}"
        about = [self.telling.words.say("next.fasting")] if visit.fasting else []
        return self._banner(visit.what, time, about)

    def _is_at_clinic(self, date: dt.date) -> bool:
        given = self.telling.calendar.administrations
        return any(each.planned_date == date and not each.at_home for each in given)

    @property
    def _goes_on(self) -> bool:
        return self.telling.calendar.following is not None


def _top_line(said: list[Html], height: int) -> Line:
    style = f"height:{millimetres(height)};line-height:{millimetres(height)}"
    return Line(element("div", together(*said), class_="date", style=style), height)
