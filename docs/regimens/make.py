"""Write a page and the pictures of every shipped regimen: ``python docs/regimens/make.py``.

A test compares the files with what this writes, so that no page says what its regimen does not.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from npc_regimens.comparing import Sum, total_of
from npc_regimens.dose import NotStated
from npc_regimens.errors import RegimenError
from npc_regimens.files import load_sources, shipped_trials
from npc_regimens.files.origins import cited_by, origins_of
from npc_regimens.notation import write
from npc_regimens.regimen.conflicts import given_in
from npc_regimens.regimen.definition import Choose
from npc_regimens.regimen.fitting import lengths_of
from npc_regimens.regimen.trial import settings
from npc_regimens.regimen.ways import ways_to_settle
from npc_regimens.render.dose_places import in_cycles_words
from npc_regimens.render.strip import to_svg
from npc_regimens.render.strip_arm import component_days, phase_words, reference_words
from npc_regimens.render.strip_words import any_dose_words, often_words, spelled
from npc_regimens.render.words import amount_words, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from npc_regimens.comparing import Counted
    from npc_regimens.regimen import Settlement, Trial
    from npc_regimens.regimen.definition import Arm, Component, Phase
    from npc_regimens.sources import Citation, Figure, SourceRecord
    from npc_regimens.units import Amount

HERE: Final = Path(__file__).resolve().parent
MADE: Final = "This page is made by `python docs/regimens/make.py` from"
# For the shell line alone: any height, weight, start and last day will do.
START: Final = dt.date(2026, 12, 7)
BODY: Final = f'--height "170 cm" --weight "65 kg" --start {START}'
THROUGH: Final = "--through 2027-03-07"
KEYS: Final = {
    "from": "start", "after": "wait", "until": "end", "cycle": "length of the cycle",
    "cycles": "number of cycles",
}  # fmt: skip
_MARKS: Final = re.compile(r"([\\`*_\[\]<>|])")


def pages() -> dict[str, str]:
    """Write every file of this folder but this program, by its name."""
    trials, records = shipped_trials(), load_sources()
    made = {"README.md": index(trials)}
    for trial in trials:
        made[f"{trial.id}.md"] = page(trial, records)
        for arm in trial.arm:
            made[picture_of(trial, arm)] = to_svg(trial, arm.id)
    return made


def picture_of(trial: Trial, arm: Arm) -> str:
    """Name the picture of an arm."""
    return f"{trial.id}-{arm.id}.svg"


def text(words: object) -> str:
    """Write text so that Markdown changes nothing in it."""
    return _MARKS.sub(r"\\\1", str(words))


def code(words: object) -> str:
    """Write what is printed somewhere, letter by letter."""
    return f"`{words}`".replace("|", r"\|") if str(words) else "nothing"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a table without the columns in which nothing stands."""
    cells = list(zip(head, *rows, strict=True))
    columns = [(name, "---", *column) for name, *column in cells if any(column)]
    return ["", *(f"| {' | '.join(line)} |" for line in zip(*columns, strict=True))]


def index(trials: Sequence[Trial]) -> str:
    """Write the page that finds a regimen by its setting, its drug or its name."""
    drugs = sorted({drug for trial in trials for drug in drugs_of(trial)})
    lines = [
        "# The regimens that come with the package",
        "",
        "Each has a page: its notation, which drug on which day, totals, gaps and sources.",
        f"{MADE} [the regimen files](../../regimens).",
        "[What each setting means](../file-format.md#setting) stands with the file format.",
        "",
        "## By setting",
        *(line for word in settings() for line in _in_setting(word, trials)),
        "",
        "## By drug",
        *table(("drug", "regimens"), ((drug, _giving(drug, trials)) for drug in drugs)),
        "",
        "## All",
        *table(("regimen", "what it is", "registry", "arms"), map(_entry, trials)),
    ]
    return "\n".join(lines) + "\n"


def _in_setting(word: str, trials: Sequence[Trial]) -> Iterator[str]:
    found = [trial for trial in trials if word in trial.setting]
    if found:
        yield from ("", f"### {word}", "")
        yield from (f"- {_link(trial)}: {text(trial.title)}" for trial in found)


def _giving(drug: str, trials: Sequence[Trial]) -> str:
    return ", ".join(_link(trial) for trial in trials if drug in drugs_of(trial))


def _link(trial: Trial) -> str:
    return f"[{trial.id}]({trial.id}.md)"


def drugs_of(trial: Trial) -> list[str]:
    """Name each drug of a trial once."""
    return list(dict.fromkeys(each.drug for each in trial.component.values()))


def _entry(trial: Trial) -> tuple[str, ...]:
    return _link(trial), text(trial.title), text(trial.registry or ""), str(len(trial.arm))


def page(trial: Trial, records: Mapping[str, SourceRecord]) -> str:
    """Write the page of one regimen file."""
    facts = {
        "registry": trial.registry,
        "acronym": trial.acronym,
        "disease": trial.condition,
        "setting": ", ".join(trial.setting) or "not said",
    }
    lines = [
        f"# {text(trial.title)}",
        "",
        *(f"- {name}: {text(value)}" for name, value in facts.items() if value),
        f"- file: [{trial.id}.toml](../../regimens/{trial.id}.toml)",
        *(["", text(trial.note)] if trial.note else []),
        *(line for arm in trial.arm for line in _arm(trial, arm, records)),
        "",
        "## Plan it",
        "",
        *_lead(trial),
        "",
        "```sh",
        *(_command(trial, arm) for arm in trial.arm),
        "```",
        "",
        "## Sources",
        *(line for each in cited_by(trial).items() for line in _source(records, *each)),
        "",
        f"{MADE} the file.",
    ]
    return "\n".join(lines) + "\n"


def _arm(trial: Trial, arm: Arm, records: Mapping[str, SourceRecord]) -> Iterator[str]:
    yield from ("", f"## {text(arm.name)}", "")
    for phase in arm.phase:
        yield f"- Phase {phase.name}: {text(phase_words(phase))}."
    yield from (
        f"- Review {each.after} after the first {each.first}: {text(each.what)}."
        for each in arm.review
    )
    yield from (
        f"- Assessment {each.name}, every {spelled(each.every)}: {text(each.what)}."
        for each in arm.assessment
    )
    yield from ([text(arm.note)] if arm.note else [])
    yield from ("", f"![{text(arm.name)}: which drug on which day]({picture_of(trial, arm)})")
    yield from _notation(trial, arm)
    names = list(dict.fromkeys(n for phase in arm.phase for n in given_in(phase, trial.choice)))
    head = ("component", "dose", "route", "infusion", "how often a day", "days", "cycles")
    yield from table(head, (_component(trial, arm, name) for name in names))
    yield from table(
        ("phase", "component", "in a cycle", "in all"),
        (
            (phase.name, name, _total(total.per_cycle), _total(total.in_all))
            for phase in arm.phase
            for name in given_in(phase, trial.choice)
            for total in [total_of(phase, trial.component[name])]
        ),
    )
    open_parts = [f"- {each}" for each in _not_stated(trial, arm, names)]
    origins = [f"- {each}" for each in _origins(trial, arm, records)]
    yield from (["", "Not stated:", "", *open_parts] if open_parts else [])
    yield from (["", "Not printed so by the arm's own source:", "", *origins] if origins else [])
    yield from ([] if open_parts or origins else ["", "All of this is stated."])


def _notation(trial: Trial, arm: Arm) -> Iterator[str]:
    """Write an arm on one line, for each way to settle its choices."""
    for choose in _ways(trial, arm):
        said = joined([f"{name} {option}" for name, option in choose.items()])
        yield from ("", f"On [one line](../notation.md){f', with {said}' if said else ''}:")
        try:
            yield from ("", "```text", write(trial, arm.id, choose), "```")
        except RegimenError as error:
            _, _, reason = str(error).splitlines()[0].partition("; ")
            yield from ("", f"No line can say it: {text(reason)}.")


def _ways(trial: Trial, arm: Arm) -> list[Mapping[str, str]]:
    chosen = [way.choose for name, way in ways_to_settle(trial) if name == arm.id]
    return [way for place, way in enumerate(chosen) if way not in chosen[:place]]


def _component(trial: Trial, arm: Arm, name: str) -> tuple[str, ...]:
    component = trial.component[name]
    options = {
        item.choose
        for phase in arm.phase
        for item in phase.give
        if isinstance(item, Choose) and name in trial.choice[item.choose].one_of
    }
    drug = "" if component.drug == name else f" ({component.drug})"
    option = "".join(f", one of {choice}" for choice in sorted(options))
    return (
        f"{name}{drug}{option}",
        any_dose_words(component.dose).removeprefix("dose "),
        component.route,
        str(component.infusion or ""),
        " ".join(often_words(component.frequency)).removeprefix("frequency "),
        component_days(component),
        "all" if component.cycles is None else in_cycles_words(component.cycles),
    )


def _total(counted: Counted) -> str:
    """Write a sum of doses, and what it comes to."""
    if not isinstance(counted, Sum):
        return f"no total ({spelled(counted)})"
    count = _ends(counted.least, counted.most)
    doses = "1 dose" if count == "1" else f"{count} doses"
    least, most = (_amount(each) for each in (counted.least_amount, counted.most_amount))
    return doses if most is None else f"{doses}, {_ends(least, most)}"


def _amount(amount: Amount | None) -> str | None:
    return None if amount is None else amount_words(amount)


def _ends(least: object, most: object) -> str:
    if least is None:
        return f"at most {most}"
    return f"{most}" if least == most else f"{least} to {most}"


def _not_stated(trial: Trial, arm: Arm, names: Sequence[str]) -> Iterator[str]:
    for phase in arm.phase:
        yield from _open_phase(phase)
    for name in names:
        component = trial.component[name]
        open_parts = [*(["dose"] if isinstance(component.dose, NotStated) else [])]
        open_parts += component.open_parts
        open_parts += ["basis"] if component.basis == "not stated" else []
        if open_parts:
            yield f"{name}: {joined(open_parts)}{_reference(component)}"


def _origins(trial: Trial, arm: Arm, records: Mapping[str, SourceRecord]) -> Iterator[str]:
    """Say which values are derived or come from another source, and which dates a plan is given."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for each in origins_of(trial, arm, records):
        where = [] if each.is_own else [f"from [{each.source}](../../seeds/{each.source}.toml)"]
        how = ", ".join([*where, *(["derived"] if each.is_derived else [])])
        parts = found.setdefault(how, {}).setdefault(KEYS.get(each.key, each.key), {})
        parts[each.part] = None
    for how, keys in found.items():
        yield f"{how}: {'; '.join(f'{key} of {joined([*parts])}' for key, parts in keys.items())}"
    yield from (f"given to a plan: the date of {event}" for event in _events(trial, arm))


def _events(trial: Trial, arm: Arm) -> dict[str, dt.date]:
    """Name the events from which phases start, each right behind the phase before."""
    days, found, counts = 0, {}, _least(trial, arm).cycles
    for phase in arm.phase:
        if phase.starts is not None and phase.starts.anchor.kind == "event":
            found[phase.starts.anchor.name] = START + dt.timedelta(days=days)
        lengths = lengths_of(phase.cycle if phase.reference is None else phase.reference.cycle)
        cycles = counts.get(phase.name, phase.cycles.most or phase.cycles.least)
        days += cycles * lengths[0].days if lengths else 0
    return found


def _open_phase(phase: Phase) -> Iterator[str]:
    for what, value in (("number of cycles", phase.cycles), ("what ends it", phase.until)):
        if str(value) == "not stated":
            yield f"phase {phase.name}: {what}"
    if isinstance(phase.cycle, NotStated):
        elsewhere = phase.reference
        said = "" if elsewhere is None else f"; **reference from elsewhere**: {elsewhere.cycle}"
        note = "" if elsewhere is None else f". {text(elsewhere.note)}"
        yield f"phase {phase.name}: length of the cycle{said}{note}"


def _reference(component: Component) -> str:
    reference = component.reference
    if reference is None:
        return ""
    said = f"; **reference from elsewhere**: {reference_words(reference)}, {reference.route}"
    return f"{said}. {text(reference.note)}"


def _lead(trial: Trial) -> Iterator[str]:
    """Say how the commands settle what the arms leave open, where they leave anything so."""
    ways = [_least(trial, arm) for arm in trial.arm]
    said = {
        "a range is settled by its least": any(way.cycles or way.doses for way in ways),
        "a choice is settled by its first option": any(way.choose for way in ways),
        "an event falls right behind the phase before it": any(
            _events(trial, arm) for arm in trial.arm
        ),
    }
    words = joined([each for each, is_so in said.items() if is_so])
    yield from ([f"{words[0].upper()}{words[1:]}."] if words else [])
    own = "your own in their place, and " if words else "in "
    yield f"Put {own}the patient's height, weight and first day."


def _least(trial: Trial, arm: Arm) -> Settlement:
    """Take the first way to settle an arm: first options, and the least of each range."""
    return next(way for name, way in ways_to_settle(trial) if name == arm.id)


def _command(trial: Trial, arm: Arm) -> str:
    """Write the command that plans an arm, with the first of whatever must be settled."""
    name = trial.id if len(trial.arm) == 1 else f"{trial.id}/{arm.id}"
    return " ".join(["npc-regimens plan", name, BODY, *_settled(trial, arm)])


def _settled(trial: Trial, arm: Arm) -> Iterator[str]:
    way = _least(trial, arm)
    items = [item for phase in arm.phase for item in phase.give]
    names = dict.fromkeys(way.choose[i.choose] if isinstance(i, Choose) else i for i in items)
    used = [trial.component[name] for name in names]
    yield from (f"--choose {name}={option}" for name, option in way.choose.items())
    yield from (f"--cycles {name}={count}" for name, count in way.cycles.items())
    yield from (f'--dose {name}="{dose}"' for name, dose in way.doses.items())
    if any(str(each.dose).startswith("AUC") for each in used):
        yield '--clearance "90 mL/min"'
    lengths = [isinstance(phase.cycle, NotStated) for phase in arm.phase]
    if any(lengths) or not all(each.is_stated for each in used):
        yield "--accept-reference-doses"
    yield from (f'--event "{event}={date}"' for event, date in _events(trial, arm).items())
    if arm.phase[-1].cycles.most is None and arm.phase[-1].span is None:
        yield THROUGH


def _source(
    records: Mapping[str, SourceRecord], source: str, cites: Mapping[Citation, bool]
) -> Iterator[str]:
    record = records[source]
    known = record.identifier
    number = "" if known is None else f", {text(known.scheme)} {text(known.value)}"
    yield from ("", f"### [{text(record.title)}](../../seeds/{source}.toml)", "")
    yield f"{record.kind.capitalize()}{number}."
    head = ("place", "how it is known", "what is printed", "for")
    rows = ((record.locator[cite.locator], alone) for cite, alone in cites.items())
    yield from table(
        head,
        (
            (
                text(place.place),
                place.evidence,
                _printed(place.figures),
                "the reference from elsewhere alone" if alone else "",
            )
            for place, alone in rows
        ),
    )
    yield from (["", "It leaves open:", ""] if record.open else [])
    yield from (f"- {text(each)}" for each in record.open)


def _printed(figures: Mapping[str, Figure]) -> str:
    said = (f"{text(name)} {code(each.printed)}" for name, each in figures.items())
    return "; ".join(said)


def main() -> None:
    """Write every file, and take away those that no regimen has any more."""
    made = pages()
    for path in (*HERE.glob("*.md"), *HERE.glob("*.svg")):
        if path.name not in made:
            path.unlink()
    for name, content in made.items():
        (HERE / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
