"""Advice: which rule of dose modification answers a question, and whose rule is in force.

Nothing is applied. The trial's rules are in force where it has any, else the label's; the two are
never mixed: where the trial has rules and none answers, the label's are shown and are not in force.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from npc_regimens.advising.asking import Counts, Toxicity
from npc_regimens.dose import DoseRange, NotStated, amount_of
from npc_regimens.errors import UnknownNameError
from npc_regimens.products import nth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.products import Action, CountsTable, Formulary, Modifications, Reduction
    from npc_regimens.regimen import Trial
    from npc_regimens.regimen.definition import Component
    from npc_regimens.sources import Citation

Whose = Literal["trial", "label"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one set of rules says to a question: quoted, with what else it says, and its sources.

    ``is_rule`` tells whether a rule was found; without one, ``said`` tells what is there instead.
    ``action`` is what the rule says to do, where it is one thing, and ``use`` what it is printed
    for, where that is less than every use of the drug.
    """

    whose: Whose
    name: str
    is_rule: bool
    said: tuple[str, ...]
    action: Action | None
    use: str | None
    beside: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What the trial and the label say to one question about one component; nothing is applied."""

    trial_id: str
    component: str
    drug: str
    asked: Toxicity | Counts
    trial: Answer | None
    label: Answer | None

    @property
    def in_force(self) -> Answer | None:
        """The trial's answer where it has rules of its own, else the label's, if there are any."""
        return self.trial or self.label


def advise(trial: Trial, component: str, formulary: Formulary, asked: Toxicity | Counts) -> Advice:
    """Quote the rules of dose modification that answer a question, and say which are in force.

    Raises `UnknownNameError` for a component that the trial does not have.

    >>> from npc_regimens.files import load, load_formulary
    >>> made = advise(load("nct02460419"), "capecitabine", load_formulary(), Toxicity("3", 2))
    >>> made.in_force.whose, str(made.in_force.action)
    ('label', '50 %')
    """
    if component not in trial.component:
        raise UnknownNameError(
            f"{trial.id} has no component {component!r}; there are {', '.join(trial.component)}"
        )
    order = trial.component[component]
    product = formulary.get(order.drug)
    label = None
    if product is not None and product.modifications is not None:
        label = _answer("label", product.name, product.modifications, order, asked)
    return Advice(trial.id, component, order.drug, asked, _of_trial(trial.id, order, asked), label)


def _of_trial(name: str, order: Component, asked: Toxicity | Counts) -> Answer | None:
    """Answer by the trial's own rules; a list of levels is one too, and answers no question."""
    levels = (f"dose levels: {', then '.join(map(str, order.levels))}",) if order.levels else ()
    if order.modifications is not None:
        answer = _answer("trial", name, order.modifications, order, asked)
        return replace(answer, beside=(*levels, *answer.beside))
    if not levels:
        return None
    said = "no rule tells when a lower level is given"
    return Answer("trial", name, False, (said,), None, None, levels, order.cite)


def _answer(
    whose: Whose, name: str, rules: Modifications, order: Component, asked: Toxicity | Counts
) -> Answer:
    found = _by_grade(rules, asked) if isinstance(asked, Toxicity) else _by_counts(rules, asked)
    if rules.dose_changes is not None:
        found = _Found(is_rule=True, said=())
    reductions = (cite for each in rules.reduction for cite in each.cite or ())
    return Answer(
        whose,
        name,
        found.is_rule,
        found.said,
        found.action,
        found.use,
        tuple(_beside(rules, order)),
        tuple(dict.fromkeys((*found.cite, *reductions, *(rules.cite or ())))),
    )


class _Found(NamedTuple):
    """What a table says to a question."""

    is_rule: bool
    said: tuple[str, ...]
    action: Action | None = None
    use: str | None = None
    cite: tuple[Citation, ...] = ()


def _by_grade(rules: Modifications, asked: Toxicity) -> _Found:
    rows = {row.grade: row for row in rules.toxicity}
    if not rows:
        return _Found(is_rule=False, said=("no table by grade and occurrence",))
    row = rows.get(asked.grade)
    if row is None:
        known = ", ".join(rows)
        return _Found(is_rule=False, said=(f"no row for grade {asked.grade}; rows: {known}",))
    cite, action = row.cite or (), row.at(asked.occurrence)
    if action is not None:
        return _Found(is_rule=True, said=(f"{asked}: {action}",), action=action, cite=cite)
    ends = len(row.by_occurrence)
    said = (
        f"no rule for the {nth(asked.occurrence)} occurrence of grade {asked.grade}; the row ends"
        f" with the {nth(ends)}: {row.by_occurrence[-1]}"
    )
    return _Found(is_rule=False, said=(said,), cite=cite)


def _by_counts(rules: Modifications, asked: Counts) -> _Found:
    """Answer by each table of the day; several are for several uses, and none of them is chosen."""
    tables = [table for table in rules.counts if table.day == asked.day]
    if not tables:
        days = ", ".join(f"day {table.day}" for table in rules.counts)
        said = f"no table of counts for day {asked.day}" + (f"; tables: {days}" if days else "")
        return _Found(is_rule=False, said=(said,))
    found = [_by_table(table, asked) for table in tables]
    if len(found) == 1:
        return found[0]
    return _Found(
        any(each.is_rule for each in found),
        tuple(chain.from_iterable(each.said for each in found)),
        cite=tuple(chain.from_iterable(each.cite for each in found)),
    )


def _by_table(table: CountsTable, asked: Counts) -> _Found:
    cite = table.cite or ()
    use = () if table.use is None else (f"printed for {table.use}",)
    missing = [cells for cells in table.cells if cells not in asked.known]
    unasked = [cells for cells in asked.known if cells not in table.cells]
    if missing:
        said = (
            f"the table of day {table.day} counts {' and '.join(table.cells)}; ask again with"
            f" {' and '.join(missing)} too"
        )
        return _Found(is_rule=False, said=(said, *use), use=table.use, cite=cite)
    row = table.row_of(asked.known)
    beside = (*use, *(f"the table does not count {cells}" for cells in unasked))
    if row is None:
        rows = "; ".join(map(str, table.row))
        said = f"no row of day {table.day} holds for these counts; rows: {rows}"
        return _Found(is_rule=False, said=(said, *beside), use=table.use, cite=cite)
    said = f"day {table.day}, {row}"
    return _Found(
        is_rule=True,
        said=(said, *beside),
        action=row.action,
        use=table.use,
        cite=(*(row.cite or ()), *cite),
    )


def _beside(rules: Modifications, order: Component) -> Iterator[str]:
    """Say what else holds: levels and where the dose stands in them, what is said of changes."""
    for each in rules.reduction:
        yield str(each)
        yield from _place_in(each, order)
    yield from rules.general
    if rules.note is not None:
        yield f"note: {rules.note}"


def _place_in(reduction: Reduction, order: Component) -> Iterator[str]:
    """Say where the dose of a component stands among levels of its own basis."""
    if isinstance(order.dose, NotStated | DoseRange) or reduction.basis not in {None, order.basis}:
        return
    dose = amount_of(order.dose)
    for index, step in enumerate(reduction.sequence):
        same_kind = step.dose is not None and step.dose.kind == dose.kind
        if same_kind and step.dose is not None and step.dose <= dose <= step.dose:
            below = ", then ".join(map(str, reduction.sequence[index + 1 :]))
            yield f"the regimen's dose, {dose}, is one of these levels; below it: {below or 'none'}"
            return
