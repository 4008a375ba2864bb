"""What `list` prints: one row an arm, all of them or those that are asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from npc_regimens.cli.regimen_ids import ids_of
from npc_regimens.dose import DoseRange, NotStated
from npc_regimens.files import shipped_trials
from npc_regimens.regimen.conflicts import given_in, near
from npc_regimens.regimen.lengths import CycleLengthRange
from npc_regimens.regimen.trial import settings
from npc_regimens.render.cells import csv_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from npc_regimens.regimen import Trial
    from npc_regimens.regimen.definition import Arm, Component, Phase

    Row = Mapping[str, str | None]

COLUMNS: Final = (
    *("id", "trial", "arm", "name", "registry", "acronym", "choose", "cycles"),
    *("end", "doses", "dose_ranges", "drugs", "setting", "sources", "lengths"),
    *("length_ranges", "waits", "events", "optional"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rows of a list are to have: all of these drugs, a setting, a source."""

    drugs: tuple[str, ...] = ()
    setting: str | None = None
    source: str | None = None

    def admits(self, row: Row) -> bool:
        """Whether a row has all that is asked for."""
        drugs, words = _parts(row["drugs"]), _parts(row["setting"])
        return (
            {_drug(drug) for drug in self.drugs} <= set(drugs)
            and (self.setting is None or self.setting.lower() in words)
            and (self.source is None or _is_in(self.source, _sources_of(row)))
        )

    def check(self, rows: Collection[Row]) -> None:
        """Refuse a drug, a setting or a source that is nowhere, and name the nearest."""
        known = {drug for row in rows for drug in _parts(row["drugs"])}
        for drug in self.drugs:
            if _drug(drug) not in known:
                raise click.BadParameter(
                    f"no regimen gives {drug!r}; {near(_drug(drug), known)}", param_hint="--drug"
                )
        if self.setting is not None and self.setting.lower() not in settings():
            raise click.BadParameter(
                f"{self.setting!r} is no setting; {near(self.setting.lower(), settings())}",
                param_hint="--setting",
            )
        if self.source is not None:
            _check_source(self.source, {each for row in rows for each in _sources_of(row)})


def _drug(text: str) -> str:
    """Read a drug as a line of notation does: small letters, and hyphens for spaces."""
    return "-".join(text.lower().split())


def _sources_of(row: Row) -> tuple[str, ...]:
    return (*_parts(row["sources"]), *_parts(row["registry"]))


def _is_in(text: str, names: Iterable[str]) -> bool:
    return any(text.lower() in name.lower() for name in names)


def _check_source(text: str, known: Collection[str]) -> None:
    if not text.strip():
        raise click.BadParameter(
            "the text is empty; write a part of the name of a source record, or of a registry"
            " number",
            param_hint="--source",
        )
    if not _is_in(text, known):
        nearest = near(text.lower(), map(str.lower, known))
        raise click.BadParameter(
            f"no regimen cites a source with {text!r}; {nearest}", param_hint="--source"
        )


def listing(form: str, wanted: Wanted) -> str:
    """List what can be planned, one row an arm, and say so when there is none."""
    known = [row for trial in shipped_trials() for row in _rows(trial)]
    wanted.check(known)
    rows = [row for row in known if wanted.admits(row)]
    if not rows:
        click.echo("no regimen has all of this; ask for less, or list them all", err=True)
    if form == "csv":
        return csv_text(rows, COLUMNS)
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return "".join(_entry(row) for row in rows)


def _entry(row: Row) -> str:
    about = [row["setting"], row["drugs"]]
    return (
        f"{row['id']}\n    {row['name']}{_to_settle(row)}\n    {': '.join(filter(None, about))}\n"
    )


def _rows(trial: Trial) -> Iterator[dict[str, str | None]]:
    for name, arm in zip(ids_of(trial), trial.arm, strict=True):
        names = {name for phase in arm.phase for name in given_in(phase, trial.choice)}
        used = {name: each for name, each in trial.component.items() if name in names}
        values = (
            *(name, trial.id, arm.id, arm.name, trial.registry, trial.acronym),
            *(_open_parts(trial, arm)),
            _stated(component.is_stated for component in used.values()),
            _joined(f"{n}={c.dose}" for n, c in used.items() if isinstance(c.dose, DoseRange)),
            _joined(dict.fromkeys(component.drug for component in used.values())),
            _joined(trial.setting),
            _joined(_sources(trial, arm, used.values())),
            _stated(not isinstance(phase.cycle, NotStated) for phase in arm.phase),
            *map(_joined, (_lengths(arm.phase), _waits(arm.phase), _events(arm.phase))),
            _joined(f"{n}={c.optional}" for n, c in used.items() if c.optional is not None),
        )
        yield dict(zip(COLUMNS, values, strict=True))


def _open_parts(trial: Trial, arm: Arm) -> tuple[str | None, str | None, str]:
    """Name the choices, the ranges of cycles, and whether the end is open."""
    phases = arm.phase
    chosen = sorted(name for name in trial.choice if _chosen(arm, name))
    options = (f"{name}={'|'.join(trial.choice[name].one_of)}" for name in chosen)
    ranges = (f"{phase.name}={phase.cycles}" for phase in phases if phase.cycles.is_range)
    is_open = phases[-1].cycles.most is None and phases[-1].span is None
    end = "open" if is_open else "counted"
    return _joined(options), _joined(ranges), end


def _lengths(phases: Iterable[Phase]) -> Iterator[str]:
    for phase in phases:
        if isinstance(phase.cycle, CycleLengthRange):
            yield f"{phase.name}={phase.cycle}"


def _waits(phases: Iterable[Phase]) -> Iterator[str]:
    for phase in phases:
        after = None if phase.starts is None else phase.starts.after
        if after is not None and not after.is_settled:
            yield f"{phase.name}={after}"


def _events(phases: Iterable[Phase]) -> Iterator[str]:
    for phase in phases:
        if phase.starts is not None and phase.starts.anchor.kind == "event":
            yield phase.starts.anchor.name


def _chosen(arm: Arm, choice: str) -> bool:
    given = (item for phase in arm.phase for item in phase.give)
    return any(getattr(item, "choose", None) == choice for item in given)


def _sources(trial: Trial, arm: Arm, used: Iterable[Component]) -> Iterator[str]:
    """Name each source record that an arm and its trial cite, once."""
    choices = [each for name, each in trial.choice.items() if _chosen(arm, name)]
    tables = (trial, arm, *arm.phase, *choices, *arm.review, *arm.assessment, *used)
    references = [getattr(table, "reference", None) for table in tables]
    cited = [getattr(table, "cite", None) or () for table in (*tables, *references)]
    yield from dict.fromkeys(citation.source for cites in cited for citation in cites)


def _stated(parts: Iterable[bool]) -> str:
    return "stated" if all(parts) else "not stated"


def _joined(words: Iterable[str]) -> str | None:
    return ", ".join(words) or None


def _parts(text: str | None) -> Sequence[str]:
    return text.split(", ") if text else ()


def _to_settle(row: Row) -> str:
    keys = ("choose", "cycles", "length_ranges", "waits", "events", "optional")
    parts = [f"{key.replace('length_ranges', 'lengths')} {row[key]}" for key in keys if row[key]]
    parts += [f"dose {row['dose_ranges']}"] if row["dose_ranges"] else []
    parts += ["open end: through"] if row["end"] == "open" else []
    parts += ["doses not stated"] if row["doses"] == "not stated" else []
    parts += ["length of a cycle not stated"] if row["lengths"] == "not stated" else []
    return f" ({'; '.join(parts)})" if parts else ""
