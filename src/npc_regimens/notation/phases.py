"""The cycle, the count and the end of a phase, and whose they are: of one drug, or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from npc_regimens.dates import Span
from npc_regimens.errors import Slip
from npc_regimens.notation.parts import PER_PHASE, Part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.notation.dividing import Item, Section
    from npc_regimens.notation.text import Text

WEEK: Final = "7 days"
TWO_DAYS: Final = "2 days"
_EVERY_DAY: Final = "continuous"
_COUNTING: Final = ("count", "span", "sessions")
_ENDS: Final = ("count", "until", "span", "sessions")


class PhaseTimes(NamedTuple):
    """The keys of a phase, and of each of its components those that say when it is given."""

    keys: dict[str, Any]
    components: tuple[dict[str, str], ...]


def times_of(text: Text, section: Section, slips: list[Slip]) -> PhaseTimes:
    """Say how long a cycle is, how many there are, and on which days each drug is given."""
    own = [{part.kind: part for part in item.parts} for item in section.items]
    common = {part.kind: part for part in section.parts}
    if not common and not section.has_brackets:
        common = _of_all(own)
    for said in own:
        _refuse_an_end_of_one(text, said, slips)
    lengths = [said["cycle"].value for said in own if "cycle" in said]
    cycle = common["cycle"].value if "cycle" in common else _longest(lengths)
    if cycle is None and all(_is_daily(said) for said in own) and not _counts(common, section):
        cycle = WEEK
    if cycle is None and all("every other day" in said and "days" not in said for said in own):
        cycle = TWO_DAYS
    if cycle is None:
        what, remedy = (
            "no cycle is stated",
            "write how long one is, like q21d, behind the last drug",
        )
        slips.append(Slip(max(section.start, section.end - 1), section.end, what, remedy))
    _refuse_a_short_span(text, common, cycle, slips)
    _refuse_a_drug_in_the_end(section, common, slips)
    keys = {"cycle": cycle, **_end(common, slips)}
    each = zip(section.items, own, strict=True)
    # a cycle inside the brackets that is that of all is no other one; behind them it is said again
    of_all = None if "cycle" in common else cycle
    return PhaseTimes(
        keys, tuple(_times(item, said, (cycle, of_all), slips) for item, said in each)
    )


def _counts(common: Mapping[str, Part], section: Section) -> bool:
    """Whether anything counts cycles, so that their length changes a dose or a date."""
    of_drugs = {part.kind for item in section.items for part in item.parts}
    of_steps = {part.kind for item in section.items for _, parts in item.steps for part in parts}
    return "count" in common or "cycles" in of_drugs or bool({"cycles", "days"} & of_steps)


def _of_all(own: list[dict[str, Part]]) -> dict[str, Part]:
    """Take what stands behind the last drug alone, or behind every drug alike, as said of all.

    A count behind the last drug is not taken where another drug is given every day: it may count
    the doses of the last one.
    """
    taken: dict[str, Part] = {}
    lengths = {said["cycle"].value for said in own if "cycle" in said}
    # what counts is not taken where cycles differ: of which of them it counts, nobody can say
    kinds = PER_PHASE if len(lengths) < len(("one", "another")) else ("cycle", "until")
    for kind in kinds if own else ():
        having = [said for said in own if kind in said]
        alike = len({said[kind].value for said in having}) == 1
        everywhere = alike and len(having) == len(own)
        is_plain = kind not in _COUNTING or not any(map(_is_daily, own[:-1]))
        behind_the_last = having == own[-1:] and is_plain
        if everywhere or behind_the_last:
            taken[kind] = having[-1][kind]
            for said in having:
                del said[kind]
    return taken


_BRACKETS: Final = (
    "write brackets around all the drugs and this behind them, or 'in cycles 1-6' or 'at most 6"
    " doses' for one drug"
)


def _refuse_an_end_of_one(text: Text, said: Mapping[str, Part], slips: list[Slip]) -> None:
    """Refuse a count or an end behind one of several drugs: it can be said of one or of all."""
    for kind in _ENDS:
        if kind in said:
            part = said[kind]
            what = f"{text.typed[part.start : part.end]!r} can be said of one drug or of all"
            slips.append(Slip(part.start, part.end, what, _BRACKETS))


def _refuse_a_short_span(
    text: Text, common: Mapping[str, Part], cycle: str | None, slips: list[Slip]
) -> None:
    """Refuse ``for 14 days q21d``: it is said of each cycle, and would end all after the first."""
    part = common.get("span")
    if part is None or cycle in {None, "not stated"}:
        return
    said, span = text.plain[part.start : part.end].lower(), Span.parse(part.value)
    length = Span.parse(str(cycle).rpartition("-")[2])
    if said.startswith("for ") and "at most" not in said and _is_no_longer(span, length):
        what = f"'for {span}' is no longer than a cycle of {cycle}: of each cycle or of all?"
        remedy = f"write days, like d1-{span.count}, or 'at most {span}' for all"
        slips.append(Slip(part.start, part.end, what, remedy))


def _is_no_longer(span: Span, length: Span) -> bool:
    return span.unit in {"day", "week"} and span.days <= length.days


def _refuse_a_drug_in_the_end(
    section: Section, common: Mapping[str, Part], slips: list[Slip]
) -> None:
    if "until" not in common:
        return
    _, reasons, start, end = common["until"]
    for drug in sorted({item.drug for item in section.items} & {*reasons.lower().split()}):
        what = f"{drug!r} behind 'until' is a drug of this line"
        remedy = "write what ends the treatment, and + before another drug"
        slips.append(Slip(start, end, what, remedy))


def _longest(lengths: list[str]) -> str | None:
    fixed = [length for length in lengths if "-" not in length]
    return max(fixed, key=lambda length: int(length.split()[0]), default=None)


def _is_daily(said: Mapping[str, Part]) -> bool:
    return "days" in said and said["days"].value == _EVERY_DAY and "cycle" not in said


def _end(common: Mapping[str, Part], slips: list[Slip]) -> dict[str, Any]:
    """Say the number of cycles, and what else ends the phase."""
    keys: dict[str, Any] = {}
    if "count" in common:
        keys["cycles"] = common["count"].value
    elif "until" in common or "span" in common:
        keys["cycles"] = "open"
    else:
        keys["cycles"] = "not stated"
    is_open = keys["cycles"] in {"open", "not stated"} or keys["cycles"].startswith("at most")
    if "until" in common and not is_open:
        part = common["until"]
        remedy = f"write 'at most {keys['cycles'].split('-')[-1]} cycles', or leave it out"
        what = f"an end beside {keys['cycles']} cycles, which end by themselves"
        slips.append(Slip(part.start, part.end, what, remedy))
    if "until" in common:
        keys["until"] = common["until"].value.split(" or ")
    elif is_open and "span" not in common:
        keys["until"] = "not stated"
    if "span" in common:
        keys["span"] = common["span"].value
    if "sessions" in common:
        keys["sessions"] = int(common["sessions"].value)
    return keys


def _times(
    item: Item, said: Mapping[str, Part], cycles: tuple[str | None, str | None], slips: list[Slip]
) -> dict[str, str]:
    """Say on which days one drug is given, and its own cycle where that is not the one of all."""
    cycle, of_all = cycles
    times: dict[str, str] = {}
    own = said["cycle"].value if "cycle" in said else None
    if own is not None and own != of_all:
        times["cycle"] = own
    if "every other day" in said:
        part = said["every other day"]
        times |= {"frequency": "once daily"}
        days = said["days"].value if "days" in said else _EVERY_DAY
        if days == _EVERY_DAY:
            own_cycle = {} if cycle == TWO_DAYS else {"cycle": TWO_DAYS}
            return {**times, **own_cycle, "days": "1"}
        return {**times, "days": f"{days} every {part.value}"}
    by_mouth = "route" in said and said["route"].value == "oral"
    if by_mouth and "frequency" not in said:
        what = f"{item.drug} is taken by mouth, and how often a day is not said"
        remedy = "write it with the days, like QD d1 for one dose in a cycle, or BID d1-14"
        slips.append(Slip(item.start, item.end, what, remedy))
    elif "days" not in said and "frequency" in said:
        what = f"{item.drug} says how often in a day and not on which days"
        slips.append(Slip(item.start, item.end, what, "write days, like d1-14, or continuous"))
    return {**times, "days": "1"} if "days" not in said else times
