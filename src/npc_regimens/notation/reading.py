"""Reading a line: from its phases, components and parts to a trial, as a file would say it.

What a line leaves out is left out of the trial as well: nothing is taken for granted but that an
infusion without days is given on day 1 of its cycle, and that a drug which is taken every day and
has no cycle is counted in weeks.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from npc_regimens.errors import ConflictsError, NotationError, Slip
from npc_regimens.notation.dividing import divide
from npc_regimens.notation.phases import PhaseTimes, times_of
from npc_regimens.notation.text import Text
from npc_regimens.regimen import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.notation.dividing import Item, Section

CITE: Final = "notation#as-typed"
_KEYS: Final = (
    "route", "frequency", "infusion", "days", "cap", "basis", "at_most", "cycles", "optional"
)  # fmt: skip


def parse(line: str, *, routes: Mapping[str, str] | None = None) -> Trial:
    """Read a regimen from the line in which a protocol writes it.

    ``routes`` says how a drug is given where the line leaves it out, as a site's own products do;
    without it such a route is not stated, and cannot be planned.

    The line is understood whole or refused: `NotationError` shows it with a caret under each part
    that is not understood, and says what was expected.

    >>> trial = parse("capecitabine 650 mg/m² PO BID d1-21 q21d x6")
    >>> str(trial.component["capecitabine"].dose), str(trial.arm[0].phase[0].cycles)
    ('650 mg/m2', '6')
    """
    text = Text.of(line)
    slips: list[Slip] = []
    sections = divide(text, slips)
    text.refuse(slips)
    times = [times_of(text, section, slips) for section in sections]
    text.refuse(slips)
    maker = _Maker(text, routes or {})
    phases = [maker.phase(*each) for each in zip(sections, times, strict=True)]
    arm = {"id": "only", "name": "As typed", "phase": phases}
    head = {"format": 1, "id": "notation", "title": " ".join(line.split())}
    return maker.trial({**head, "component": maker.components, "arm": [arm]})


class _Maker:
    """Makes the tables of a file, and remembers where each of them stands in the line."""

    def __init__(self, text: Text, routes: Mapping[str, str]) -> None:
        self._text = text
        self._routes = routes
        self.components: dict[str, dict[str, Any]] = {}
        self._phases: list[str] = []
        self._places: dict[tuple[str, str], tuple[int, int]] = {}

    def phase(self, section: Section, times: PhaseTimes) -> dict[str, Any]:
        """Make the table of a phase."""
        name = section.name or f"phase-{len(self._phases) + 1}"
        self._phases.append(name)
        self._places["phase", name] = (section.start, section.end)
        for part in (*section.parts, *(part for item in section.items for part in item.parts)):
            self._places.setdefault((name, part.kind), (part.start, part.end))
        given: dict[str, str] = {}  # the last component of each drug, which another may come after
        names: list[str] = []
        for number, item in enumerate(section.items):
            names.append(self._component(item, times, number, given))
            given[item.drug] = names[-1]
        table: dict[str, Any] = {"name": name, **times.keys, "give": names}
        return {**table, "starts": section.starts} if section.starts else table

    def _names(self, kind: str) -> list[str]:
        return [name for each, name in self._places if each == kind]

    def _component(self, item: Item, times: PhaseTimes, number: int, given: dict[str, str]) -> str:
        said = {part.kind: part for part in item.parts}
        table: dict[str, Any] = {"drug": item.drug, "dose": item.dose}
        table["route"] = self._routes.get(item.drug, "not stated")
        table |= {key: said[key].value for key in _KEYS if key in said}
        table |= times.components[number]
        if item.steps:
            table["steps"] = [
                {"dose": dose, **{part.kind: part.value for part in parts}}
                for dose, parts in item.steps
            ]
        if "after" in said:
            interval, _, drug = said["after"].value.rpartition(" after ")
            after = {"component": given.get(drug, drug)}
            table["after"] = {**after, "interval": interval} if interval else after
        table["cite"] = CITE
        name = item.drug
        while self.components.get(name, table) != table:
            name = _next(name, item.drug)
        self.components[name] = table
        self._places.setdefault(("component", name), (item.start, item.end))
        for part in item.parts:
            self._places.setdefault((name, part.kind), (part.start, part.end))
        return name

    def trial(self, table: dict[str, Any]) -> Trial:
        """Make the trial, or show where the parts of the line contradict each other."""
        try:
            return Trial.model_validate(table)
        except ValidationError as error:
            raise NotationError(self._text.typed, sorted(self._slips(error))) from None

    def _slips(self, error: ValidationError) -> Iterator[Slip]:
        for each in error.errors():
            raised = each.get("ctx", {}).get("error")
            if isinstance(raised, ConflictsError):
                for problem in raised.problems:
                    place = self._number_in(self._place(problem.place), problem.what)
                    yield Slip(*place, problem.what, problem.remedy)
            elif each["type"] != "too_short":  # that only says that something in a list is wrong
                named = (*self._phase_at(each["loc"]), *each["loc"])
                place = self._place(" ".join(map(repr, named)))
                words = str(raised) if raised else self._not_accepted(place, each["msg"])
                what, _, remedy = words.rpartition("; ")
                yield Slip(*place, what, remedy)

    def _number_in(self, place: tuple[int, int], what: str) -> tuple[int, int]:
        """Find in a part the very day or cycle that a problem is about."""
        named = _NUMBERED.match(what)
        if named is None:
            return place
        same = re.compile(rf"(?<![0-9]){re.escape(named[1])}(?![0-9])")
        found = [*same.finditer(self._text.plain, *place)]
        return (found[0].start(), found[0].end()) if len(found) == 1 else place

    def _not_accepted(self, place: tuple[int, int], words: str) -> str:
        """Say of a part what is said of a value of a file."""
        said = re.sub("^(Input|String) ", "it ", words)
        return f"{self._text.typed[slice(*place)]!r} is not accepted: {said}; correct it"

    def _phase_at(self, loc: tuple[int | str, ...]) -> list[str]:
        """Name the phase of a place, which is a number there."""
        names = self._phases
        return [names[at] for key, at in pairwise(loc) if key == "phase" and isinstance(at, int)]

    def _place(self, words: str) -> tuple[int, int]:
        """Find the narrowest part of the line that a problem is about."""
        kinds = ((kind, name) for kind in ("component", "phase") for name in self._names(kind))
        kind, name = next((each for each in kinds if repr(each[1]) in words), ("", ""))
        keys = [key for owner, key in self._places if owner == name and repr(key) in words]
        whole_line = 0, len(self._text.plain)
        return self._places.get((name, keys[0]) if keys else (kind, name), whole_line)


_NUMBERED: Final = re.compile(r"(?:day|cycle) (-?[0-9]+) ")


def _next(name: str, drug: str) -> str:
    number = name.removeprefix(drug).removeprefix("-")
    return f"{drug}-{int(number or 1) + 1}"
