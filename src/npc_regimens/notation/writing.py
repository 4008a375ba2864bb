"""Writing a line: an arm in the one form that a line has, and only if it reads back the same.

The words are those of a regimen file; abbreviations that are easily misread are never written.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.errors import NotationError, RegimenError
from npc_regimens.notation.phases import WEEK
from npc_regimens.notation.reading import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from npc_regimens.regimen import Trial

Table = dict[str, Any]

# What a line does not say: it changes no date and no dose.
_UNSAID: Final = frozenset(
    (
        *("named_in_source", "levels", "limits", "missed_dose", "modifications"),
        *("reference", "note", "cite"),
    )
)
_OPEN: Final = ("open", "not stated")


def write(trial: Trial, arm: str | None = None, choose: Mapping[str, str] | None = None) -> str:
    """Write an arm as one line, which `parse` reads back to the same doses and days.

    ``choose`` settles the choices of the arm. Raises `RegimenError` for what no line can say.

    >>> from npc_regimens.notation import parse
    >>> write(parse("capecitabine 650 mg/m² PO BID d1–21 Q3W ×6"))
    'capecitabine 650 mg/m2 oral twice daily d1-21 every 21 days x6'
    """
    said = list(_meaning(trial, arm, choose or {}))
    line = " then ".join(_phase(number, phase) for number, phase in enumerate(said, 1))
    try:
        again = list(_meaning(parse(line), None, {}))
    except NotationError as error:
        raise RegimenError(f"{trial.id}: no line can say this regimen; {error}") from error
    if again != said:
        raise RegimenError(f"{trial.id}: no line can say all of this regimen; use its file")
    return line


def _meaning(trial: Trial, arm: str | None, choose: Mapping[str, str]) -> Iterator[Table]:
    """List what a line says of each phase, in the texts of the file."""
    components = {
        name: component.model_dump(mode="json", exclude_defaults=True, exclude=set(_UNSAID))
        for name, component in trial.component.items()
    }
    for phase in trial.find_arm(arm).phase:
        table = phase.model_dump(
            mode="json", exclude_defaults=True, exclude={"give", "reference", "cite"}
        )
        table["cycles"] = "open" if table["cycles"] in _OPEN else table["cycles"]
        if table.get("until") == "not stated":
            del table["until"]
        names = [_chosen(trial, item, choose) for item in phase.give]
        given = [dict(components[name]) for name in names]
        for each in given:
            if "after" in each:
                drug = trial.component[each["after"]["component"]].drug
                each["after"] = {**each["after"], "component": drug}
        yield {**table, "give": given}


def _chosen(trial: Trial, item: Any, choose: Mapping[str, str]) -> str:  # noqa: ANN401  a name or a choice
    if isinstance(item, str):
        return item
    options = trial.choice[item.choose].one_of
    if choose.get(item.choose) not in options:
        raise RegimenError(
            f"{trial.id}: a line says one regimen; settle the choice {item.choose!r}, for example"
            f" {item.choose}={options[0]}"
        )
    return choose[item.choose]


def _phase(number: int, phase: Table) -> str:
    starts, name = phase.get("starts"), phase["name"]
    head = "" if starts is None else f"{_starts(starts)}, "
    head += "" if name == f"phase-{number}" else f"{name}: "
    given = [_component(each) for each in phase["give"]]
    inside = " + ".join(given)
    has_own = any("cycle" in each for each in phase["give"])
    behind = [*_times(phase)]
    group = f"({inside})" if len(given) > 1 or has_own else inside
    return head + " ".join([group, *behind])


def _starts(starts: Table) -> str:
    return (
        f"{starts['after']} after {starts['from']}"
        if "after" in starts
        else f"from {starts['from']}"
    )


def _times(phase: Table) -> Iterator[str]:
    daily = phase["cycles"] == "open" and all(map(_counts_nothing, phase["give"]))
    if phase["cycle"] == "not stated":
        yield "cycle not stated"
    elif not (daily and phase["cycle"] == WEEK):
        yield f"every {phase['cycle']}"
    cycles = phase["cycles"]
    if cycles.isdigit():
        yield f"x{cycles}"
    elif cycles != "open":
        yield f"{cycles} cycles"
    if "span" in phase:
        is_long = phase["span"].split()[1].startswith(("month", "year"))
        yield f"{'for' if is_long else 'at most'} {phase['span']}"  # for 14 days is of each cycle
    if "sessions" in phase:
        yield f"with {phase['sessions']} session{'' if phase['sessions'] == 1 else 's'}"
    if "until" in phase:
        yield f"until {' or '.join(phase['until'])}"


def _counts_nothing(each: Table) -> bool:
    """Whether a component is given every day, whatever the length of a cycle."""
    steps = any({"cycles", "days"} & step.keys() for step in each.get("steps", ()))
    return each["days"] == "continuous" and not {"cycle", "cycles"} & each.keys() and not steps


def _component(each: Table) -> str:
    words = (_KEYS[key](each[key]) for key in _KEYS if key in each)
    written = " ".join(word for word in words if word)
    if "infusion" in each and "after" in each:  # two times that would else be read as one
        after = _after(each["after"])
        return written.replace(f" {after}", f", {after}", 1)
    return written


def _step(step: Table) -> str:
    parts = [step["dose"]]
    parts += [_in_cycles(step["cycles"])] if "cycles" in step else []
    parts += [_days(step["days"])] if "days" in step else []
    parts += [_at(step["slot"])] if "slot" in step else []
    return " ".join(parts)


def _at(slot: str) -> str:
    return f"in the {slot}" if slot in {"morning", "evening"} else f"at {slot}"


def _days(days: str) -> str:
    listed, _, step = days.rpartition("every ")
    if step and step != days:
        number = int(step.split()[0])
        ordinal = f"{number}{_ORDINALS.get(number, 'th')}"
        return f"on every {ordinal} day{' of d' * bool(listed)}{listed.strip()}"
    is_listed = days[0] in "-123456789" and not days.endswith("off")
    return f"d{days.replace(', ', ',')}" if is_listed else _stated("days", days)


_ORDINALS: Final = {2: "nd", 3: "rd"}


def _in_cycles(cycles: str) -> str:
    if cycles[0].isdigit():
        return f"in cycle{'' if cycles.isdigit() else 's'} {cycles.replace(', ', ',')}"
    if cycles.startswith("every "):
        return f"in {cycles.replace(' from', ' cycles from')}"
    return f"in {cycles} cycles" if cycles in {"odd", "even"} else cycles.replace("m ", "m cycle ")


def _stated(what: str, text: str) -> str:
    return f"{what} not stated" if text == "not stated" else text


def _after(after: Table) -> str:
    interval = f"{after['interval']} " if "interval" in after else ""
    return f"{interval}after {after['component']}"


# The parts of a component, in the order in which they are written.
_KEYS: Final[dict[str, Callable[[Any], str]]] = {
    "drug": str,
    "dose": partial(_stated, "dose"),
    "steps": lambda steps: f"({', '.join(map(_step, steps))})",
    "basis": lambda basis: "basis not stated" if basis == "not stated" else f"as {basis}",
    "cap": "max {}".format,
    "route": lambda route: "" if route == "not stated" else route,
    "infusion": "over {}".format,
    "after": _after,
    "frequency": partial(_stated, "frequency"),
    "days": _days,
    "optional": lambda days: f"optional {_days(days)}",
    "cycles": _in_cycles,
    "cycle": "every {}".format,
    "at_most": "at most {}".format,
}
