"""The doses of a day in a cell of the printed page, each with a tick box and a place for a time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError
from npc_regimens.render.page_html import element, together
from npc_regimens.render.page_icons import OF_SLOT, pill, pill_width
from npc_regimens.render.page_lines import Block, Columns, Line, line, lines, markup, total
from npc_regimens.render.page_measure import LEAST, SIZES, TIMES, millimetres, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.planning import Administration, Day
    from npc_regimens.products import Units
    from npc_regimens.render.page_html import Html
    from npc_regimens.render.page_telling import Telling

SLOTS: Final = ("once", "morning", "noon", "evening", "bedtime")
ONCE: Final = "once"
NOON, EVENING = dt.time(12), dt.time(17)
LEAST_TICK: Final = 420
TIME_LINE: Final = 640


@dataclass(frozen=True, slots=True)
class Sizes:
    """The letters of a cell, whether doses stand beside each other, and the room within."""

    text: int
    label: int
    tick: int
    inner: int
    beside: bool = False
    large: bool = False

    @property
    def pill(self) -> int:
        """The size of the strength on a tablet."""
        return 110 if self.large else 80

    @property
    def small(self) -> int:
        """The size of what is said beside the doses."""
        return 110 if self.large else max(80, min(self.text, 85))


@dataclass(frozen=True, slots=True)
class Doses:
    """The doses of one day, and how they are written."""

    telling: Telling
    day: Day
    sizes: Sizes
    several: bool

    def blocks(self) -> list[Block | Columns]:
        """Write a block for each time of the day, below each other or in two columns."""
        slots = [slot for slot in SLOTS if slot in self._slots()]
        if not self.sizes.beside or len(slots) == 1:
            return [block for slot in slots for block in self._stacked(slot)]
        pairs = [slots[index : index + 2] for index in range(0, len(slots), 2)]
        return [Columns(tuple(map(self._column, pair))) for pair in pairs]

    @property
    def _home(self) -> list[Administration]:
        return [each for each in self.day.administrations if each.at_home]

    def _slots(self) -> set[str]:
        """Find the times of this day, also one at which a half day has nothing."""
        halves = {
            slot
            for each in self._home
            if each.slot != ONCE
            for slot in self.telling.slots[each.component]
        }
        return halves | set(map(_slot, self._home))

    def _due(self, slot: str) -> list[Administration]:
        return [each for each in self._home if _slot(each) == slot]

    def _stacked(self, slot: str) -> list[Block | Columns]:
        due = self._due(slot)
        if not due:
            return [self._nothing(slot, self.sizes.inner)]
        return [self._dose(each) for each in due]

    def _dose(self, given: Administration) -> Block:
        """Write one dose across the cell: its time of day, a blank time, a box, the tablets."""
        sizes = self.sizes
        named = self._named(given) if self.several else []
        tablets = self._tablets(given)
        if sizes.large:
            time = Line(element("div", ":", class_="timeline"), TIME_LINE)
            head = self._boxed_head(given)
            return Block((head, *named, *tablets, time), "d", 60, grows=True)
        body = self._beside_a_box(tablets)
        return Block((self._head(_slot(given)), *named, body), "d", 50, grows=True)

    def _head(self, slot: str) -> Line:
        label = self.telling.words.say(f"cell.{slot}")
        blank = element("span", ":", class_="time")
        return line(self.sizes.label, OF_SLOT[slot], element("b", label), blank, class_="head")

    def _named(self, given: Administration) -> list[Line]:
        """Name the drug, in letters in which it is one line if there are any."""
        name, inner = self.telling.words.drug(given.drug), self.sizes.inner - 220
        room = inner if self.sizes.large else inner - 430
        sizes = [size for size in reversed(SIZES) if size <= self.sizes.small]
        size = next((each for each in sizes if width(name, each) <= room), LEAST)
        first, *others = lines(name, size, room)
        if not self.sizes.large:
            first = Line(_with_badge(self._badge(given), first), first.height)
        return [first, *others]

    def _boxed_head(self, given: Administration) -> Line:
        """Write the time of day with the box behind it, in large print."""
        tick, slot = self.sizes.tick, _slot(given)
        box = element("i", class_="tick behind", style=_side(tick))
        label = element("b", self.telling.words.say(f"cell.{slot}"), " ")
        badge = self._badge(given) if self.several else ""
        words = line(self.sizes.label, OF_SLOT[slot], label, badge)
        style = f"height:{millimetres(tick + 40)}"
        return Line(element("div", words.html, box, class_="head", style=style), tick + 40)

    def _badge(self, given: Administration) -> Html:
        return element("span", self.telling.letters[given.component], class_="badge")

    def _tablets(self, given: Administration) -> list[Line]:
        """Write one strength on a line, the count first."""
        if not given.units:
            amount = self.telling.words.amount(given.ordered)
            return lines(amount, self.sizes.text, self._width, class_="n")
        form = self.telling.form(given.drug)
        largest = given.units[0].strength
        return [
            self._counted(each, form, is_first=each.strength == largest) for each in given.units
        ]

    def _counted(self, units: Units, form: str, *, is_first: bool) -> Line:
        size, count = self.sizes.text, f"{units.count:,}"
        needed = width(count, size) + width(TIMES, size) + (0 if self.sizes.beside else 60)
        needed += pill_width(units.strength, self.sizes.pill)
        if needed > self._width:
            raise PlanError(
                f"{count} {TIMES} {units.strength} is wider than its place, which is"
                f" {millimetres(self._width)}"
            )
        times = element("span", TIMES, class_="times")
        drawn = pill(units.strength, form, self.sizes.pill, is_first=is_first)
        return line(size, element("b", count), times, drawn, class_="n")

    @property
    def _width(self) -> int:
        """The room of a count of tablets: half a cell, or a cell less its box."""
        if self.sizes.beside:
            return self.sizes.inner // 2 - 120
        return self.sizes.inner - 220 - (0 if self.sizes.large else self.sizes.tick + 150)

    def _beside_a_box(self, tablets: Sequence[Line]) -> Line:
        tick = self.sizes.tick
        needed = max(total(tablets), tick + 20)
        above = (needed - tick) // 2
        box = element("i", class_="tick", style=f"{_side(tick)};top:{millimetres(above)}")
        before = (needed - total(tablets)) // 2
        style = (
            f"height:{millimetres(needed)};padding-left:{millimetres(tick + 150)};"
            f"padding-top:{millimetres(before)}"
        )
        return Line(element("div", box, markup(tablets), class_="boxed", style=style), needed)

    def _column(self, slot: str) -> Block:
        """Write the doses of one time of the day in half a cell."""
        due = self._due(slot)
        if not due:
            return self._nothing(slot, self.sizes.inner // 2 - 120)
        label = element("b", self.telling.words.say(f"cell.{slot}"))
        found = [line(80, OF_SLOT[slot], label, class_="head")]
        for each in due:
            found += [self._boxed_time(each), *self._tablets(each)]
        return Block(tuple(found), "d narrow", 30, grows=True)

    def _boxed_time(self, given: Administration) -> Line:
        letter = self.telling.letters[given.component] if self.several else ""
        box = element("i", letter, class_="tick flow", style=_side(LEAST_TICK))
        blank = element("span", ":", class_="time")
        height = LEAST_TICK + 60
        style = f"height:{millimetres(height)}"
        return Line(element("div", box, blank, class_="pair", style=style), height)

    def _nothing(self, slot: str, most: int) -> Block:
        words = self.telling.words
        said = words.say("rest.slot", slot=words.say(f"cell.{slot}"))
        found = lines(said, self.sizes.small, most - 160, class_="plate")
        return Block(tuple(found), "d none", 60, grows=True)


def _side(length: int) -> str:
    return f"width:{millimetres(length)};height:{millimetres(length)}"


def _slot(given: Administration) -> str:
    """Say at which time of the day a dose stands: one that is given once goes by its clock."""
    if given.slot != ONCE or given.time is None:
        return given.slot
    if given.time < NOON:
        return "morning"
    return "noon" if given.time < EVENING else "evening"


def _with_badge(badge: Html, named: Line) -> Html:
    return element("div", together(badge, named.html), class_="named")
