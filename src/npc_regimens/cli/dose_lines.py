"""What follows from one ordered dose: units, a preparation, a day, many days, another basis."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast, get_args

import click

from npc_regimens.dates import Span
from npc_regimens.errors import BasisNotStatedError, ProductError
from npc_regimens.products import Basis, Ordered, StatedBasis, convert_basis
from npc_regimens.regimen.timing import parse_frequency
from npc_regimens.render.rows import amount_row
from npc_regimens.rounding import SpreadPattern, WholeUnits, percent_difference, spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from npc_regimens.planning import OrderedDose
    from npc_regimens.products import Preparation, Product
    from npc_regimens.rounding import Spread
    from npc_regimens.units import Amount

# One option that says nothing without another; what is given is never dropped in silence.
_NEEDS = (
    ("products", "drug"),
    ("basis", "drug"),
    ("sharing", "drug"),
    ("over", "drug"),
    ("to_basis", "drug"),
    ("to_basis", "basis"),
    ("to_basis", "factor"),
    ("factor", "to_basis"),
    ("order", "over"),
)


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse an option that says nothing without another one that is not given."""
    for name, other in _NEEDS:
        if options[name] and not options[other]:
            raise click.UsageError(
                f"{_option(name)} needs {_option(other)}; give both, or leave it out"
            )
    if options["report_over"] and not (options["drug"] or options["rounding"]):
        raise click.UsageError(
            "--report-over needs --drug or --rounding; give one, or leave it out"
        )
    if options["over"] and options["rounding"]:
        raise click.UsageError(
            "--over spreads what the product has, and --rounding is another rule; leave one out"
        )


def check_product(product: Product | None, options: Mapping[str, Any]) -> None:
    """Refuse a basis where salt and base are no question of the product."""
    if product is not None and options["basis"] is not None and not product.bases:
        raise click.UsageError(
            f"--basis says of which salt or base a dose is, and {product.name} tells none apart;"
            " leave it out, or add a product that does (--products)"
        )


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def basis_lines(options: Mapping[str, Any]) -> Iterator[str]:
    """Say the basis of the dose, where one is given."""
    if options["basis"] is not None:
        yield f"basis: {_basis(options['basis'], get_args(Basis))}"


def unit_lines(made: OrderedDose, product: Product | None) -> Iterator[str]:
    """Say the tablets, capsules or vials to take, one strength a line."""
    form = "unit" if product is None else product.form
    return (f"units: {units.as_words(form)}" for units in made.result.units)


def prepared(
    result: Ordered, product: Product | None, options: Mapping[str, Any]
) -> tuple[Preparation | None, list[str]]:
    """Prepare an infusion; without the basis that the label needs there are milligrams alone."""
    if product is None or not product.vial:
        if options["sharing"]:
            raise click.UsageError(f"--sharing is for vials, and {options['drug']} has none")
        return None, []
    basis = cast("Basis | None", options["basis"])
    try:
        made = product.prepare(result.amount, basis, sharing=options["sharing"], units=result.units)
    except BasisNotStatedError as refusal:
        return None, [f"preparation: refused: {refusal}"]
    return made, [f"preparation: {step}" for step in made.steps]


def preparation_row(made: Preparation) -> dict[str, Any]:
    """Write a preparation as data."""
    return {
        "volume": None if made.volume is None else amount_row(made.volume),
        "vials": [{"content": str(content), "count": count} for content, count in made.vials],
        "waste": amount_row(made.waste),
    }


def of_a_day(made: OrderedDose, options: Mapping[str, Any]) -> tuple[Amount | None, list[str]]:
    """Derive the dose of a day from that of one administration, never the other way round."""
    if options["frequency"] is None:
        return None, []
    frequency = parse_frequency(options["frequency"])
    times, amount = len(frequency.slots), made.result.amount
    return amount * times, [f"a day: {times} x {amount} = {amount * times} ({frequency})"]


def over_days(
    made: OrderedDose, product: Product | None, options: Mapping[str, Any], cap: Amount | None
) -> tuple[Spread | None, list[str]]:
    """Spread one dose a day over days of whole units; the cap holds on each of them."""
    if options["over"] is None:
        return None, []
    if product is None or not product.strengths:
        raise click.UsageError(
            f"--over spreads tablets or capsules, and {options['drug']} has none; leave it out"
        )
    times = options["frequency"] and len(parse_frequency(options["frequency"]).slots)
    if times and times > 1:
        raise click.UsageError(
            f"--over spreads one dose a day, and --frequency says {times}; leave one of the two out"
        )
    days, order = Span.parse(options["over"]).days, SpreadPattern(options["order"] or "weekly")
    policy = product.policy
    if not isinstance(policy, WholeUnits) or policy != WholeUnits(product.strengths, policy.ties):
        raise click.UsageError(
            f"--over spreads any number of each strength, and the rule of {product.name} is"
            f" '{policy}'; leave it out"
        )
    spread_out = spread(made.calculated, product.strengths, days, order, ties=policy.ties, cap=cap)
    return spread_out, list(_spread_lines(spread_out, made.calculated, order, product.form))


def _spread_lines(made: Spread, dose: Amount, order: SpreadPattern, form: str) -> Iterator[str]:
    days, total = len(made.days), dose * len(made.days)
    yield f"or over {_days(days)}, one dose a day, {order}: {made.total} in all"
    yield f"  calculated: {days} x {dose} = {total}"
    yield f"  difference: ({made.total} - {total}) / {total} = {made.difference_percent} %"
    for mix, count in Counter(made.days).items():
        units = " and ".join(
            f"{number} {form}{'' if number == 1 else 's'} of {strength}"
            for strength, number in mix.counts
        )
        yield f"  {_days(count)} of {mix.amount}: {units}"
    yield f"  day by day, in {made.total.unit}: {', '.join(m.amount.digits for m in made.days)}"


def difference_warnings(
    made: OrderedDose, spread_out: Spread | None, cap: Amount | None
) -> Iterator[str]:
    """Tell a difference over the limit, of the one dose and of each dose that days take.

    A cap takes something away and says so; from there on only the rounding is told.
    """
    warning = made.result.warning(made.calculated)
    if warning is not None:
        yield warning
    days = () if spread_out is None else spread_out.days
    base = made.calculated if cap is None else min(made.calculated, cap)
    for mix, count in Counter(days).items():
        rounded = Ordered.of(base, mix.amount, (), "", made.result.limit)
        percent = percent_difference(mix.amount, made.calculated)
        warning = replace(rounded, difference_percent=percent).warning(made.calculated)
        if warning is not None:
            yield f"on {count} of {_days(len(days))}, {warning}"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def spread_row(made: Spread) -> dict[str, Any]:
    """Write a spread as data, one amount a day."""
    return {
        "days": [amount_row(mix.amount) for mix in made.days],
        "total": amount_row(made.total),
        "difference_percent": str(made.difference_percent),
    }


def other_basis(
    made: OrderedDose, product: Product | None, options: Mapping[str, Any]
) -> tuple[Amount | None, list[str]]:
    """Say the ordered dose in another basis, by the factor that is named."""
    if options["to_basis"] is None or product is None:
        return None, []
    of, to = (_basis(options[key], get_args(StatedBasis)) for key in ("basis", "to_basis"))
    converted = convert_basis(
        product,
        made.result.amount,
        of=cast("StatedBasis", of),
        to=cast("StatedBasis", to),
        by=options["factor"],
    )
    return converted.amount, [f"other basis: {converted.words}"]


def _basis(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise ProductError(f"there is no basis {text!r}; there are {', '.join(known)}")
    return text
