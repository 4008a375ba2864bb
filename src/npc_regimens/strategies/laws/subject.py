"""The regimen file that laws are held against: read once, settled in every way, planned."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.files import load, load_formulary
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, plan
from npc_regimens.regimen import Regimen, Settlement, Trial, settle
from npc_regimens.regimen.ways import ways_to_settle
from npc_regimens.strategies.laws.phases import course_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from npc_regimens.products import Formulary

# Two years from here hold a leap day, two year ends and four changes of the clock.
START: Final = dt.date(2027, 12, 20)
THROUGH: Final = dt.date(2029, 12, 19)

_CLEARANCE: Final = "90 mL/min"
BODIES: Final = (("170 cm", "65 kg"), ("148 cm", "44 kg"), ("190 cm", "120 kg"))


@dataclass(frozen=True)
class RegimenFile:
    """A regimen file, with folders of one's own source records and products.

    ``reader`` and ``planner`` are those of the library; with others in their place the laws hold
    those against the file.
    """

    path: Path
    seeds: tuple[str | Path, ...] = ()
    products: tuple[str | Path, ...] = ()
    reader: Callable[[Path], Trial] = load
    planner: Callable[..., Calendar] = plan

    def __str__(self) -> str:
        return str(self.path)

    @cached_property
    def trial(self) -> Trial:
        """The trial of the file. Raises `FileProblemsError` with all its problems."""
        return self.reader(self.path)

    @cached_property
    def formulary(self) -> Formulary:
        """The products of the package, and those of one's own folders in their place."""
        return load_formulary(*self.products)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """Every arm, choice and end of a range, for each of three bodies."""
        return tuple(
            Way(self, arm, settlement, height, weight)
            for arm, settlement in ways_to_settle(self.trial)
            for height, weight in BODIES
        )

    @property
    def ways_of_one_body(self) -> Iterable[Way]:
        """The same for the first body alone, where the body makes no difference."""
        return self.ways[:: len(BODIES)]


@dataclass(frozen=True)
class Way:
    """One way to plan a file: an arm, a settlement and a body."""

    file: RegimenFile
    arm: str
    settlement: Settlement
    height: str
    weight: str

    def __str__(self) -> str:
        settlement = self.settlement
        chosen = {**settlement.choose, **settlement.cycles, **settlement.doses}
        settled = "".join(f", {name}={value}" for name, value in chosen.items())
        for what, spans in (("cycle", settlement.lengths), ("wait", settlement.waits)):
            settled += "".join(f", {what} of {name}={span}" for name, span in spans.items())
        return f"arm {self.arm!r}{settled}, height {self.height}, weight {self.weight}"

    @cached_property
    def regimen(self) -> Regimen:
        """The settled regimen."""
        return settle(self.file.trial, self.arm, self.settlement)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar through two years."""
        return self.planned()

    def planned(
        self,
        *,
        start: dt.date = START,
        through: dt.date = THROUGH,
        regimen: Regimen | None = None,
        clock: dict[str, dt.time] | None = None,
    ) -> Calendar:
        """Plan it from another start, through another day, or of a regimen in its place.

        Events get dates that fit, and move with the start.
        """
        shift = start - START
        events = {
            name: date + shift for name, date in course_of(self.regimen, START).events.items()
        }
        patient = Patient.measured(
            on=start, height=self.height, weight=self.weight, clearance=_CLEARANCE
        )
        return self.file.planner(
            regimen or self.regimen,
            patient,
            start=start,
            through=through,
            formulary=self.file.formulary,
            clock=clock,
            **({"events": events} if events else {}),
        )

    def turned_round(self) -> Regimen:
        """Settle the file with its components, and what each phase gives, in the other order."""
        table = copy.deepcopy(as_data(self.file.trial))
        table["component"] = dict(reversed(table["component"].items()))
        for phase in _phases(table):
            phase["give"] = [*reversed(phase["give"])]
        return settle(Trial.model_validate(table), self.arm, self.settlement)


def as_data(trial: Trial) -> dict[str, Any]:
    """Turn a trial into the plain data of its file."""
    return trial.model_dump(mode="json", exclude_none=True)


def _phases(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for arm in table["arm"]:
        yield from arm["phase"]
