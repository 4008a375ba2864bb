"""What `dose` prints: one dose for one body, with every step."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from npc_regimens.cli.bodies import (
    NO_DAY,
    clearance_policy_of,
    measurement_of,
    surface_policy_of,
)
from npc_regimens.dates import Span
from npc_regimens.dose import Body, at_level, parse_dose
from npc_regimens.errors import BasisNotStatedError, ProductError
from npc_regimens.files import load_formulary
from npc_regimens.planning import order_dose
from npc_regimens.products import Basis, Factor, Percent, StatedBasis, convert_basis
from npc_regimens.products.written import parse_mass
from npc_regimens.regimen.timing import parse_frequency
from npc_regimens.render.rows import amount_row
from npc_regimens.rounding import Order, Ties, parse_rounding, spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.planning import OrderedDose
    from npc_regimens.products import Preparation, Product
    from npc_regimens.units import Amount

FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """One dose, and what follows from it."""

    measured: Mapping[str, str]
    level: str | None
    made: OrderedDose
    product: Product | None
    lines: tuple[str, ...]
    preparation: Preparation | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a person must answer."""
        result = self.made.result
        if not result.over_limit:
            return ()
        calculated, percent = self.made.calculated, result.difference_percent
        words = f"the ordered {result.amount} differs from the calculated {calculated}"
        return (f"{words} by {percent} %",)

    @property
    def steps(self) -> tuple[str, ...]:
        """Every line of the arithmetic, in order."""
        result = self.made.result
        level = () if self.level is None else (f"level: {self.level}",)
        form = "units" if self.product is None else f"{self.product.form}s"
        units = (f"units: {each.count} x {each.strength} {form}" for each in result.units)
        difference = f"difference: {result.difference_percent} %"
        return (*level, *self.made.steps, difference, *units, *self.lines)

    def as_text(self) -> str:
        """Write the lines, the ordered dose last."""
        head = ", ".join(f"{what} {value}" for what, value in self.measured.items())
        warnings = (f"warning: {words}" for words in self.warnings)
        ordered = f"ordered: {self.made.result.amount}"
        return "\n".join((head, *self.steps, ordered, *warnings)) + "\n"

    def as_json(self) -> str:
        """Write one object."""
        result, prepared = self.made.result, self.preparation
        data = {
            "format": FORMAT,
            "patient": dict(self.measured),
            "dose": str(self.made.rule),
            "level": self.level,
            "calculated": amount_row(self.made.calculated),
            "ordered": amount_row(result.amount),
            "difference_percent": str(result.difference_percent),
            "rule": result.rule,
            "product": None if self.product is None else self.product.id,
            "units": [{"strength": str(u.strength), "count": u.count} for u in result.units],
            "preparation": None if prepared is None else _preparation_row(prepared),
            "steps": list(self.steps),
            "warnings": list(self.warnings),
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def worked_out(text: str, options: Mapping[str, Any]) -> WorkedOut:
    """Work out what the options ask for."""
    rule, level = parse_dose(text), None
    if options["level"] is not None:
        rule, level = at_level(rule, options["level"])
    product = _product(options)
    rounding, over = options["rounding"], options["report_over"]
    measured = measurement_of(options, NO_DAY)
    body = Body.of(measured, surface_policy_of(options), clearance_policy_of(options))
    made = order_dose(
        rule,
        body,
        product=product,
        policy=None if rounding is None else parse_rounding(rounding),
        cap=None if options["cap"] is None else parse_mass(options["cap"]),
        report_over=None if over is None else Percent.parse(over),
    )
    prepared, preparation = _prepared(made.result.amount, product, options)
    lines = [*preparation, *_of_a_day(made, options), *_spread(made, product, options)]
    return WorkedOut(
        measured={"height": str(measured.height), "weight": str(measured.weight)},
        level=level,
        made=made,
        product=product,
        lines=(*lines, *_converted(made, product, options)),
        preparation=prepared,
    )


def _product(options: Mapping[str, Any]) -> Product | None:
    if options["drug"] is None:
        return None
    return load_formulary(*map(Path, options["products"]))[options["drug"]]


def _prepared(
    ordered: Amount, product: Product | None, options: Mapping[str, Any]
) -> tuple[Preparation | None, list[str]]:
    """Prepare an infusion; without the basis that the label needs there are milligrams alone."""
    if product is None or not product.vial:
        return None, []
    basis = None if options["basis"] is None else _basis(options["basis"], get_args(Basis))
    try:
        prepared = product.prepare(ordered, cast("Basis | None", basis), sharing=options["sharing"])
    except BasisNotStatedError as refusal:
        return None, [f"preparation: refused: {refusal}"]
    return prepared, list(_preparation(prepared))


def _preparation(prepared: Preparation) -> Iterator[str]:
    if prepared.volume is not None:
        yield f"preparation: {prepared.volume}"
    for content, count in prepared.vials:
        yield f"preparation: {count} x {content} vial"
    yield f"waste: {prepared.waste}"


def _of_a_day(made: OrderedDose, options: Mapping[str, Any]) -> Iterator[str]:
    """Derive the dose of a day from that of one administration, never the other way round."""
    if options["frequency"] is not None:
        frequency = parse_frequency(options["frequency"])
        times, amount = len(frequency.slots), made.result.amount
        yield f"a day: {times} x {amount} = {amount * times} ({frequency})"


def _spread(
    made: OrderedDose, product: Product | None, options: Mapping[str, Any]
) -> Iterator[str]:
    if options["over"] is None:
        return
    if product is None or not product.strengths:
        raise ProductError("--over spreads tablets or capsules; name their --drug")
    days, order = Span.parse(options["over"]).days, Order(options["order"])
    made_of = spread(made.calculated, product.strengths, days, order, ties=Ties.UP)
    yield f"over {days} days, {order}: {made_of.total}, on average {made_of.difference_percent} %"
    for mix, count in Counter(made_of.days).items():
        units = " and ".join(f"{number} x {strength}" for strength, number in mix.counts)
        yield f"  {count} days of {mix.amount} ({units})"
    yield f"  day by day: {', '.join(mix.amount.digits for mix in made_of.days)}"


def _converted(
    made: OrderedDose, product: Product | None, options: Mapping[str, Any]
) -> Iterator[str]:
    if options["to_basis"] is None:
        return
    if product is None or options["basis"] is None or options["factor"] is None:
        raise ProductError("--to-basis needs a --drug, its --basis and a --factor; give all three")
    if options["factor"] not in [*Factor]:
        known = " or ".join(map(repr, map(str, Factor)))
        raise ProductError(f"there is no factor {options['factor']!r}; write {known}")
    of, to = (_basis(options[key], get_args(StatedBasis)) for key in ("basis", "to_basis"))
    yield convert_basis(
        product,
        made.result.amount,
        of=cast("StatedBasis", of),
        to=cast("StatedBasis", to),
        by=Factor(options["factor"]),
    ).words


def _basis(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise ProductError(f"there is no basis {text!r}; there are {', '.join(known)}")
    return text


def _preparation_row(prepared: Preparation) -> dict[str, Any]:
    volume = prepared.volume
    return {
        "volume": None if volume is None else amount_row(volume),
        "vials": [{"content": str(content), "count": count} for content, count in prepared.vials],
        "waste": amount_row(prepared.waste),
    }
