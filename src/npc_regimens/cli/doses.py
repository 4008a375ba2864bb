"""What `dose` prints: one dose for one body, with every step."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from npc_regimens.cli.bodies import (
    NO_DAY,
    clearance_policy_of,
    dose_cap_of,
    measurement_of,
    surface_policy_of,
)
from npc_regimens.cli.dose_lines import (
    basis_lines,
    check_options,
    check_product,
    difference_warnings,
    of_a_day,
    other_basis,
    over_days,
    preparation_row,
    prepared,
    spread_row,
    unit_lines,
)
from npc_regimens.dose import Body, at_level, parse_dose
from npc_regimens.files import load_formulary
from npc_regimens.planning import difference_line, order_dose
from npc_regimens.render.rows import amount_row, measured_row
from npc_regimens.render.words import amount_words, measured_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.patient import Measurement
    from npc_regimens.planning import OrderedDose
    from npc_regimens.products import Product
    from npc_regimens.units import Amount

FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedOut:
    """One dose: the lines before it is ordered, those that follow, and what follows as data."""

    measured: Measurement
    level: str | None
    made: OrderedDose
    product: Product | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    data: Mapping[str, Any]
    warnings: tuple[str, ...]
    lacks_limit: bool

    @property
    def limit_words(self) -> tuple[str, ...]:
        """Say where no limit of the difference is known, so that nothing is told."""
        if not self.lacks_limit:
            return ()
        return ("limit: none is given for the difference (--report-over), so none is told",)

    def as_text(self) -> str:
        """Write the body, the arithmetic, the ordered dose, what follows from it, and warnings."""
        head = ", ".join(measured_words(self.measured))
        ordered = f"ordered: {amount_words(self.made.result.amount)}"
        warnings = (f"warning: {words}" for words in self.warnings)
        return (
            "\n".join((head, *self.before, ordered, *self.after, *self.limit_words, *warnings))
            + "\n"
        )

    def as_json(self) -> str:
        """Write one object."""
        result = self.made.result
        data = {
            "format": FORMAT,
            "patient": measured_row(self.measured),
            "dose": str(self.made.rule),
            "level": self.level,
            "calculated": amount_row(self.made.calculated),
            "ordered": amount_row(result.amount),
            "difference_percent": str(result.difference_percent),
            "rule": result.rule,
            "product": None if self.product is None else self.product.id,
            "units": [{"strength": str(u.strength), "count": u.count} for u in result.units],
            **self.data,
            "steps": [*self.before, *self.after, *self.limit_words],
            "warnings": list(self.warnings),
        }
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def worked_out(text: str, options: Mapping[str, Any]) -> WorkedOut:
    """Work out what the options ask for."""
    check_options(options)
    rule, level = parse_dose(text), None
    if options["level"] is not None:
        rule, level = at_level(rule, options["level"])
    product = _product(options)
    check_product(product, options)
    measured, cap = measurement_of(options, NO_DAY), dose_cap_of(options)
    made = order_dose(
        rule,
        Body.of(measured, surface_policy_of(options), clearance_policy_of(options)),
        product=product,
        policy=options["rounding"],
        cap=cap,
        report_over=options["report_over"],
        basis=options["basis"],
    )
    before = (
        *basis_lines(options),
        *(() if level is None else (f"level: {level}",)),
        *made.steps,
        difference_line(made.calculated, made.result),
    )
    following = _following(made, product, options, cap)
    return WorkedOut(
        measured=measured,
        level=level,
        made=made,
        product=product,
        before=before,
        after=(*unit_lines(made, product), *following.lines),
        data=following.data,
        warnings=following.warnings,
        lacks_limit=bool(options["rounding"]) and not (product or options["report_over"]),
    )


def _product(options: Mapping[str, Any]) -> Product | None:
    if options["drug"] is None:
        return None
    return load_formulary(*map(Path, options["products"]))[options["drug"]]


class _Following(NamedTuple):
    """What follows from an ordered dose."""

    lines: list[str]
    data: dict[str, Any]
    warnings: tuple[str, ...]


def _following(
    made: OrderedDose, product: Product | None, options: Mapping[str, Any], cap: Amount | None
) -> _Following:
    """Say what follows from the ordered dose: as lines, as data, and what of it is a warning."""
    preparation, steps = prepared(made.result, product, options)
    a_day, of_day = of_a_day(made, options)
    spread_out, days = over_days(made, product, options, cap)
    converted, other = other_basis(made, product, options)
    data = {
        "basis": options["basis"],
        "preparation": None if preparation is None else preparation_row(preparation),
        "a_day": None if a_day is None else amount_row(a_day),
        "over_days": None if spread_out is None else spread_row(spread_out),
        "other_basis": None
        if converted is None
        else {"basis": options["to_basis"], "factor": options["factor"], **amount_row(converted)},
    }
    warnings = (*difference_warnings(made, spread_out, cap),)
    return _Following([*steps, *of_day, *days, *other], data, warnings)
