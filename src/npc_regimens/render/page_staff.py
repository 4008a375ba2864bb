"""The strip for the study staff: what is dispensed and comes back, and the dose arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from npc_regimens.render.page_boxes import Box, beside, inside
from npc_regimens.render.page_html import element
from npc_regimens.render.page_lines import Line, line, lines, space
from npc_regimens.render.page_measure import millimetres, width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.dose import Body
    from npc_regimens.planning import PlannedDose
    from npc_regimens.render.page_facts import Dispensed
    from npc_regimens.render.page_html import Html
    from npc_regimens.render.page_sheets import Part
    from npc_regimens.render.page_telling import Telling
    from npc_regimens.units import Amount

SIZE: Final = 85
_ROW: Final = 480
_COLUMNS: Final = ("strength", "to_take", "dispensed", "batch", "left", "returned", "taken")


@dataclass(frozen=True, slots=True)
class Staff:
    """The strip of one part."""

    telling: Telling
    part: Part
    width: int

    def strip(self) -> Line:
        """Write the heading, the arithmetic, the table of strengths and the signatures."""
        most = inside(self.width)
        found = self._headed(self._body(), most)
        said = self.telling.words.say("staff.and").join(map(self._arithmetic, self._doses()))
        found += lines(said, SIZE, most)
        found += [space(60), *self._table()]
        found.append(self._signatures())
        return beside([Box(self.width, "staff", tuple(found))])

    def _headed(self, body: str, most: int) -> list[Line]:
        """Write the heading, and beside it the body where there is room."""
        heading = self.telling.words.say("staff.heading")
        if width(heading, 90) + width(body, SIZE) + 400 > most:
            return [line(90, heading, class_="h ink"), *lines(body, SIZE, most)]
        aside = element("span", body, class_=f"aside s{SIZE}")
        return [line(90, element("b", heading), aside, class_="beside")]

    def _doses(self) -> Iterator[PlannedDose]:
        """List the planned doses of the part, each once."""
        return iter({id(each.dose): each.dose for each in self.part.given}.values())

    def _body(self) -> str:
        """Say what was measured, with the body surface; what was measured later with its date."""
        words, calendar, part = self.telling.words, self.telling.calendar, self.part
        said = [self._measured(calendar.body_on(part.first))]
        said += [
            words.say(
                "staff.body_since", date=words.date(since, "weekday"), body=self._measured(body)
            )
            for since, body in calendar.later_bodies
            if part.first < since <= part.last
        ]
        return words.say("staff.and").join(said)

    def _measured(self, body: Body) -> str:
        measured, surface = body.measurement, body.surface
        return self.telling.words.say(
            "staff.body",
            height=measured.height,
            weight=measured.weight,
            surface=f"{surface.used}".replace("m2", "m²"),
            formula=surface.policy.formula,
        )

    def _arithmetic(self, dose: PlannedDose) -> str:
        words, rule = self.telling.words, dose.order.dose
        parts = {
            "drug": words.titled(dose.order.drug),
            "rule": words.rule(rule),
            "ordered": words.amount(dose.result.amount),
        }
        if dose.calculated == dose.result.amount:
            return words.say("staff.flat", **parts)
        difference = dose.result.difference_percent
        return words.say(
            "staff.dose",
            **parts,
            calculated=words.amount(dose.calculated),
            difference=f"{difference:+}",
        )

    def _strengths(self) -> dict[tuple[str, str], tuple[Amount, int]]:
        """Count the units of each strength that the part asks for."""
        found: dict[tuple[str, str], tuple[Amount, int]] = {}
        for each in self.part.at_home:
            for units in each.units:
                key = each.drug, str(units.strength)
                before = found.get(key, (units.strength, 0))[1]
                found[key] = units.strength, before + units.count
        return found

    def _table(self) -> list[Line]:
        strengths = self._strengths()
        if not strengths:
            return []
        words = self.telling.words
        header = [
            element("th", words.say(f"staff.{key}"), class_="first" if key == "strength" else "")
            for key in _COLUMNS
        ]
        rows = [element("tr", *header)]
        several = len({drug for drug, _ in strengths}) > 1
        for (drug, _), (strength, count) in strengths.items():
            said = words.amount(strength)
            said = f"{words.titled(drug)} {said}" if several else said
            rows.append(_row(said, count, *self._handed_out(drug, strength, count)))
        height = _ROW * len(rows)
        style = f"height:{millimetres(height)}"
        return [Line(element("table", *rows, class_="counts", style=style), height + 60)]

    def _handed_out(self, drug: str, strength: Amount, needed: int) -> tuple[str, str, str]:
        """Say what was handed out, of which batch, and what is left; blanks where not known."""
        some = [each for each in self.telling.facts.dispensed if self._is_of(each, drug, strength)]
        if not some:
            return "", "", ""
        count = sum(each.count for each in some)
        batch = self.telling.words.together([each.batch for each in some if each.batch] or [""])
        if count < needed:
            return str(count), batch, self.telling.words.say("staff.short", count=needed - count)
        return str(count), batch, str(count - needed)

    def _is_of(self, each: Dispensed, drug: str, strength: Amount) -> bool:
        span = self.part.span
        place = (None, None) if span is None else (span.phase.name, span.cycle)
        phase, cycle = each.phase or place[0], each.cycle or place[1]
        return (each.drug, each.amount, (phase, cycle)) == (drug, strength, place)

    def _signatures(self) -> Line:
        words = self.telling.words
        said = [words.say("staff.participant"), words.say("staff.checked")]
        cells = [element("span", each, class_=f"signature s{SIZE}") for each in said]
        return Line(element("div", *cells, class_="signatures"), 680)


def _row(strength: str, count: int, dispensed: str, batch: str, left: str) -> Html:
    cells = [element("th", strength, class_="strength")]
    cells += [element("td", each) for each in (f"{count:,}", dispensed, batch, left, "", "")]
    return element("tr", *cells)
