"""The comparison of two arms: every key that differs, and the totals that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from npc_regimens.comparing.counting import Total, total_of
from npc_regimens.comparing.keys import Difference, Place, as_written, differences
from npc_regimens.comparing.matching import Matched, match
from npc_regimens.errors import RegimenError
from npc_regimens.record import Record
from npc_regimens.regimen import Trial
from npc_regimens.regimen.conflicts import given_in
from npc_regimens.regimen.definition import Choose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from npc_regimens.regimen.definition import Arm, Choice, Component, Phase

_NAME: Final = "name"
_Named = tuple[str, "Component"]


@dataclass(frozen=True, slots=True)
class TotalDifference:
    """A component that comes to something else in a phase; a total is missing where it is."""

    phase: Place
    component: Place
    before: Total | None
    after: Total | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two regimens: treatment, what it comes to, and sources and notes."""

    before: str
    after: str
    differences: tuple[Difference, ...]
    totals: tuple[TotalDifference, ...]
    sources: tuple[Difference, ...]

    @property
    def is_same_treatment(self) -> bool:
        """Whether nothing differs but sources, notes and titles."""
        return not self.differences


def compare(
    before: Trial, after: Trial, *, before_arm: str | None = None, after_arm: str | None = None
) -> Comparison:
    """Compare two arms, or two versions of one, as their files define them.

    Phases belong together by name, then by position; components by name, then by drug. The only
    arm of a trial needs no name.

    Raises `UnknownRegimenError` for an arm that is not there, or is not named among several.

    >>> from npc_regimens.files import load
    >>> trial = load("nct05549466")
    >>> found = compare(trial, trial, before_arm="apatinib-camrelizumab", after_arm="chemotherapy")
    >>> print(found.differences[0].place, "|", found.differences[0])
    phase treatment | give: ["apatinib", "camrelizumab"] -> [{ choose = "chemotherapy" }]
    """
    for trial in (before, after):
        if not isinstance(trial, Trial):
            raise RegimenError(f"compare takes a Trial, not {type(trial).__name__}; load it first")
    one = _Side(before, before.find_arm(before_arm))
    other = _Side(after, after.find_arm(after_arm))
    found = tuple(_all(one, other))
    return Comparison(
        before=one.name,
        after=other.name,
        differences=tuple(each for each in found if not each.is_about_sources),
        totals=tuple(_totals(one, other)),
        sources=tuple(each for each in found if each.is_about_sources),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two, and the parts of its file that its arm uses."""

    trial: Trial
    arm: Arm

    @property
    def name(self) -> str:
        alone = len(self.trial.arm) == 1
        return self.trial.id if alone else f"{self.trial.id}/{self.arm.id}"

    @property
    def components(self) -> list[_Named]:
        names = [name for phase in self.arm.phase for name in self.given_in(phase)]
        return [(name, self.trial.component[name]) for name in dict.fromkeys(names)]

    @property
    def choices(self) -> list[tuple[str, Choice]]:
        given = [item for phase in self.arm.phase for item in phase.give]
        names = dict.fromkeys(item.choose for item in given if isinstance(item, Choose))
        return [(name, self.trial.choice[name]) for name in names]

    def given_in(self, phase: Phase | None) -> list[str]:
        return [] if phase is None else given_in(phase, self.trial.choice)


def _all(one: _Side, other: _Side) -> Iterator[Difference]:
    trial = Place("trial", one.trial.id, other.trial.id)
    yield from differences(trial, one.trial, other.trial, apart=("component", "choice", "arm"))
    yield from _arm(one.arm, other.arm)
    choices = match(one.choices, other.choices, _name, lambda _, part: part[1].one_of)
    yield from _named("choice", choices.pairs)
    yield from _named("component", _components(one, other).pairs)


def _arm(one: Arm, other: Arm) -> Iterator[Difference]:
    place = Place("arm", one.id, other.id)
    apart = [key for key in type(one).model_fields if _parts(one, key) or _parts(other, key)]
    yield from differences(place, one, other, apart=apart)
    for key in apart:
        parts = match(_parts(one, key), _parts(other, key), _name, _position)
        if not parts.in_order:
            names = [as_written([name for name, _ in _parts(arm, key)]) for arm in (one, other)]
            yield Difference(place, key, *names)
        yield from _named(key, parts.pairs, apart=(_NAME,))


def _parts(arm: Arm, key: str) -> list[tuple[str, Record]]:
    """List the tables within an arm that have a name each, such as its phases."""
    value = getattr(arm, key)
    tables = value if isinstance(value, tuple) else ()
    return [
        (getattr(part, _NAME), part)
        for part in tables
        if isinstance(part, Record) and _NAME in type(part).model_fields
    ]


def _named(
    kind: str,
    pairs: Sequence[tuple[tuple[str, Record] | None, tuple[str, Record] | None]],
    *,
    apart: Sequence[str] = (),
) -> Iterator[Difference]:
    """Compare parts that have names, and say where the same part has another name."""
    for one, other in pairs:
        place = Place(kind, one and one[0], other and other[0])
        if one and other and one[0] != other[0]:
            yield Difference(place, _NAME, one[0], other[0])
        yield from differences(place, one and one[1], other and other[1], apart=apart)


def _components(one: _Side, other: _Side) -> Matched[_Named]:
    return match(one.components, other.components, _name, lambda _, part: part[1].drug)


def _name(position: int, part: tuple[str, object]) -> str:
    del position
    return part[0]


def _position(position: int, part: object) -> int:
    del part
    return position


def _totals(one: _Side, other: _Side) -> Iterator[TotalDifference]:
    phases = match(
        [(phase.name, phase) for phase in one.arm.phase],
        [(phase.name, phase) for phase in other.arm.phase],
        _name,
        _position,
    )
    for first, second in phases.pairs:
        place = Place("phase", first and first[0], second and second[0])
        for mine, yours in _components(one, other).pairs:
            before = _total(one, first and first[1], mine)
            after = _total(other, second and second[1], yours)
            names = Place("component", mine and mine[0], yours and yours[0])
            if _differ(before, after):
                yield TotalDifference(place, names, before, after)


def _total(side: _Side, phase: Phase | None, part: _Named | None) -> Total | None:
    if phase is None or part is None or part[0] not in side.given_in(phase):
        return None
    return total_of(phase, part[1])


def _differ(one: Total | None, other: Total | None) -> bool:
    if one is None or other is None:
        return one is not other
    return not one.is_same_as(other)
