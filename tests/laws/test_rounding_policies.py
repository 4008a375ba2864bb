"""Laws of rounding policies: whatever the rule, twice is once, and no cap is passed."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from npc_regimens.errors import ProductError
from npc_regimens.rounding import (
    AsCalculated,
    Bands,
    Direction,
    Rounded,
    RoundingPolicy,
    Ties,
    ToStep,
    WholeUnits,
    WholeVials,
    parse_rounding,
    vials_for,
)
from npc_regimens.strategies import decimals
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

SETS = (("500", "150"), ("425", "250"), ("200", "160", "40"), ("100", "75", "50"), ("300",))


def mg(number: object) -> Amount:
    """Make an amount of milligrams of a number as text."""
    return Amount.parse(f"{number} mg")


def milligrams(amount: Amount) -> Fraction:
    """Say an amount as a fraction of milligrams."""
    return Fraction(amount.to("mg").number)


sizes = st.sampled_from(SETS).map(lambda texts: tuple(map(mg, texts)))
ties_rules = st.sampled_from(Ties)
directions = st.sampled_from(Direction)
steps = st.sampled_from(("1 mg", "2.5 mg", "50 mg", "0.15 g")).map(Amount.parse)


@st.composite
def ladders(draw: DrawFn) -> WholeUnits:
    """Draw whole units: a free mix, or a ladder, and often a table with outer rungs."""
    strengths, ties = draw(sizes), draw(ties_rules)
    limits = tuple((size, draw(st.integers(1, 4))) for size in strengths[1:] if draw(st.booleans()))
    rung = strengths[0]
    least = draw(st.none() | st.just(rung))
    most = draw(st.none() | st.integers(2, 5).map(lambda count: rung * count))
    return WholeUnits(strengths, ties, limits, least, most)


@st.composite
def bands(draw: DrawFn) -> Bands:
    """Draw bands from 5 % to 20 % apart, with volumes or without."""
    hundredths = [draw(st.integers(2_000, 60_000))]
    for percent in draw(st.lists(st.integers(5, 20), max_size=8)):
        hundredths.append(hundredths[-1] * (100 + percent) // 100)
    doses = tuple(mg(f"{n // 100}.{n % 100:02}") for n in hundredths)
    within = Fraction(draw(st.sampled_from(("6", "10", "5.5")))) / 100
    concentration = draw(st.none() | st.sampled_from(("1 mg/mL", "6 mg/mL")).map(Amount.parse))
    return Bands(doses, draw(ties_rules), within, concentration)


policies: SearchStrategy[RoundingPolicy] = st.one_of(
    st.just(AsCalculated()),
    st.builds(ToStep, steps, directions),
    st.builds(WholeVials, sizes, directions),
    ladders(),
    bands(),
)
# Half of them lie on the grid of ties: tablets of 150 and 500 mg have theirs at multiples of 25.
doses = decimals(20, 3000, places=2).map(mg) | st.integers(1, 120).map(lambda n: mg(25 * n))
caps = st.none() | doses


def of(rule: RoundingPolicy) -> SearchStrategy[Amount]:
    """Draw doses that a rule is for: any, and of bands those on their edges and between them."""
    if not isinstance(rule, Bands):
        return doses
    rows = rule.rows()
    edges = [edge for row in rows for edge in (row.first, row.through, row.band)]
    least, most = (int(edge.number * 1000) for edge in (rows[0].first, rows[-1].through))
    between = st.integers(least, most).map(lambda n: mg(f"{n // 1000}.{n % 1000:03}"))
    return st.sampled_from(edges) | between


def cases(
    rules: SearchStrategy[RoundingPolicy] = policies,
) -> SearchStrategy[tuple[RoundingPolicy, Amount]]:
    """Draw a rule and a dose that it is for."""
    return rules.flatmap(lambda rule: st.tuples(st.just(rule), of(rule)))


def capped(
    rules: SearchStrategy[RoundingPolicy] = policies,
) -> SearchStrategy[tuple[RoundingPolicy, Amount, Amount | None]]:
    """Draw a rule, a dose that it is for, and often a cap."""
    return rules.flatmap(lambda rule: st.tuples(st.just(rule), of(rule), st.none() | of(rule)))


def given_dose(policy: RoundingPolicy, dose: Amount, cap: Amount | None = None) -> Rounded:
    """Round, and leave out what is refused: refusals have laws of their own."""
    try:
        return policy.apply(dose, cap=cap)
    except ProductError:
        assume(False)
        raise


@given(capped())
def test_rounding_twice_is_rounding_once(
    case: tuple[RoundingPolicy, Amount, Amount | None],
) -> None:
    """What a policy made is left as it is, under the same cap."""
    policy, dose, cap = case
    once = given_dose(policy, dose, cap)
    twice = policy.apply(once.amount, cap=cap)

    assert (twice.amount, twice.counts) == (once.amount, once.counts)


@given(capped())
def test_no_policy_passes_a_cap(case: tuple[RoundingPolicy, Amount, Amount | None]) -> None:
    """Under a cap or over it, no dose is rounded past it."""
    policy, dose, cap = case
    assume(cap is not None)

    assert given_dose(policy, dose, cap).amount <= (cap or dose)


@given(capped())
def test_no_dose_becomes_nothing(case: tuple[RoundingPolicy, Amount, Amount | None]) -> None:
    """A dose is given or refused, and never left out."""
    policy, dose, cap = case
    assert given_dose(policy, dose, cap).amount.number > 0


@given(
    policies.flatmap(
        lambda rule: st.tuples(st.just(rule), of(rule), of(rule), st.none() | of(rule))
    )
)
def test_a_larger_dose_is_never_rounded_to_a_smaller(
    case: tuple[RoundingPolicy, Amount, Amount, Amount | None],
) -> None:
    """Rounding keeps the order of doses."""
    policy, dose, other, cap = case
    smaller, larger = sorted((dose, other))

    assert given_dose(policy, smaller, cap).amount <= given_dose(policy, larger, cap).amount


@given(policies)
def test_zero_stays_zero(policy: RoundingPolicy) -> None:
    """Nothing is rounded to nothing, and never to the least rung or band."""
    nothing = mg(1) * 0
    rounded = policy.apply(nothing)

    assert rounded == Rounded(nothing, (), str(policy))


@given(st.builds(WholeVials, sizes, directions) | ladders(), doses, caps)
def test_a_dose_is_the_sum_of_its_units(
    policy: WholeVials | WholeUnits, dose: Amount, cap: Amount | None
) -> None:
    """The units to take make exactly the dose that is given."""
    rounded = given_dose(policy, dose, cap)

    total = sum(milligrams(size) * count for size, count in rounded.counts)
    assert total == milligrams(rounded.amount)


@given(cases())
def test_the_unit_of_a_dose_changes_nothing(case: tuple[RoundingPolicy, Amount]) -> None:
    """A dose in grams is rounded as in milligrams, and stays in grams."""
    policy, dose = case
    in_grams = given_dose(policy, dose.to("g"))

    assert in_grams.amount.unit == "g"
    assert in_grams.amount.to("mg") == policy.apply(dose).amount
    assert in_grams.counts == policy.apply(dose).counts


@given(cases())
def test_the_result_says_its_rule(case: tuple[RoundingPolicy, Amount]) -> None:
    """The rule of a result begins with the words that are read back as its policy."""
    policy, dose = case
    words, beyond, _ = given_dose(policy, dose).rule.partition("; ")

    assert parse_rounding(words) == policy
    assert not beyond or isinstance(policy, WholeUnits | Bands)


@given(policies)
def test_printing_and_reading_agree(policy: RoundingPolicy) -> None:
    """A policy is read back from its words, and the words of that are the same."""
    text = str(policy)

    assert parse_rounding(text) == policy
    assert str(parse_rounding(text)) == text


@given(policies, doses, caps)
def test_a_policy_refuses_as_a_product_does(
    policy: RoundingPolicy, dose: Amount, cap: Amount | None
) -> None:
    """What cannot be given is a product error that names the dose."""
    try:
        policy.apply(dose, cap=cap)
    except ProductError as refusal:
        assert str(dose) in str(refusal)  # noqa: PT017  most doses are not refused


DIRECTED: tuple[Callable[[Amount, Direction], RoundingPolicy], ...] = (
    ToStep,
    lambda size, direction: WholeVials((size,), direction),
)


@given(st.sampled_from(DIRECTED), steps, doses)
def test_up_is_never_below_and_down_never_above(
    make: Callable[[Amount, Direction], RoundingPolicy], size: Amount, dose: Amount
) -> None:
    """Up and down lie on their sides of the dose, less than one step away."""
    assume(milligrams(size) * 2000 > milligrams(dose) >= milligrams(size))
    up, down = (make(size, way).apply(dose).amount for way in (Direction.UP, Direction.DOWN))

    assert down <= dose <= up
    assert milligrams(up) - milligrams(dose) < milligrams(size)
    assert milligrams(dose) - milligrams(down) < milligrams(size)


@given(steps, st.integers(1, 40))
def test_a_tie_goes_where_the_rule_says(step: Amount, count: int) -> None:
    """Exactly between two steps, up takes the one above and down the one below."""
    between = Amount((step * (2 * count + 1)).number / 2, step.unit)

    assert ToStep(step).apply(between).amount == step * (count + 1)
    assert ToStep(step, Direction.NEAREST_TIES_DOWN).apply(between).amount == step * count


@given(steps, directions, doses)
def test_steps_are_whole_and_nearest(step: Amount, direction: Direction, dose: Amount) -> None:
    """A dose by steps is a whole number of them, and the nearest is within half a step."""
    rounded = milligrams(given_dose(ToStep(step, direction), dose).amount)

    assert rounded % milligrams(step) == 0
    if direction in {Direction.NEAREST, Direction.NEAREST_TIES_DOWN}:
        assert abs(rounded - milligrams(dose)) * 2 <= milligrams(step)


def best_of_all(policy: WholeUnits, dose: Fraction, cap: Fraction) -> tuple[Fraction, int] | None:
    """Try every number of every strength: the nearest total, and its fewest units."""
    limits = dict(policy.at_most)
    tried = itertools.product(
        *(
            range(min(int(dose / milligrams(size)) + 1, limits.get(size, 99)) + 1)
            for size in policy.strengths
        )
    )
    sign = -1 if policy.ties is Ties.UP else 1
    ranked = []
    for counts in tried:
        pairs = zip(counts, policy.strengths, strict=True)
        total = sum((n * milligrams(size) for n, size in pairs), Fraction(0))
        if total <= cap:
            ranked.append((abs(total - dose), sign * total, sum(counts), total))
    _, _, units, total = min(ranked)
    return (total, units) if total else None


@given(ladders(), st.integers(1, 60).map(lambda n: mg(25 * n)), caps)
def test_whole_units_are_the_best_of_all_counts(
    policy: WholeUnits, dose: Amount, cap: Amount | None
) -> None:
    """The mix comes as near as any within the limits, in as few units as any."""
    rung = max(dose, policy.least or dose)
    rung = min(rung, policy.most or rung)
    limit = milligrams(cap or mg(9000))
    best = best_of_all(policy, milligrams(rung), limit)
    if best is None or (policy.least is not None and limit < milligrams(policy.least)):
        with pytest.raises(ProductError):
            policy.apply(dose, cap=cap)
    else:
        rounded = given_dose(policy, dose, cap)
        units = sum(count for _, count in rounded.counts)
        assert (milligrams(rounded.amount), units) == best


@given(ladders(), doses)
def test_the_order_of_strengths_changes_nothing(policy: WholeUnits, dose: Amount) -> None:
    """Strengths named in another order give the same units."""
    turned = WholeUnits(
        policy.strengths[::-1], policy.ties, policy.at_most[::-1], policy.least, policy.most
    )
    straight = given_dose(policy, dose)

    assert turned.apply(dose)[:2] == straight[:2]


@given(capped(bands()))
def test_a_band_is_given_or_nothing(case: tuple[RoundingPolicy, Amount, Amount | None]) -> None:
    """What is given is one of the bands."""
    rule, dose, cap = case
    assert isinstance(rule, Bands)
    assert given_dose(rule, dose, cap).amount in rule.doses


@given(bands())
def test_the_rows_of_bands_are_what_is_given(rule: Bands) -> None:
    """Each row begins where the last one ends, and its ends and its band give its band."""
    rows = rule.rows()

    assert tuple(row.band for row in rows) == rule.doses
    for row in rows:
        assert milligrams(row.below) - milligrams(row.through) == Fraction(1, 100)
        for dose in (row.first, row.through, row.band):
            assert rule.apply(dose).amount == row.band
    for row, following in itertools.pairwise(rows):
        assert row.below == following.first
    before = milligrams(rows[0].first) - Fraction(1, 100)
    for outside in (f"{int(before * 100)}.00", f"{int(milligrams(rows[-1].below) * 100)}.00"):
        with pytest.raises(ProductError, match="lies outside"):
            rule.apply(Amount(Decimal(outside) / 100, "mg"))


@given(bands())
def test_a_boundary_is_the_geometric_mean_to_its_grid(rule: Bands) -> None:
    """Squared, a boundary lies as near to the product of two bands as its rounding allows."""
    volume = milligrams(mg(1)) if rule.concentration is None else rule.concentration.number
    slack = Fraction(1, 200) + (0 if rule.concentration is None else Fraction(volume) / 2000)
    behind = Fraction(1, 100) if rule.ties is Ties.DOWN else 0
    for lower, upper in itertools.pairwise(rule.rows()):
        boundary = milligrams(upper.first) - behind
        product = milligrams(lower.band) * milligrams(upper.band)
        assert (boundary - slack) ** 2 <= product <= (boundary + slack) ** 2


@given(doses, sizes)
def test_sharing_changes_the_waste_and_not_the_vials(
    dose: Amount, contents: tuple[Amount, ...]
) -> None:
    """The same vials are opened, a share is dose and waste, and only what is over is wasted."""
    alone, shared = (vials_for(dose, contents, sharing=sharing) for sharing in (False, True))
    opened = sum(milligrams(size) * count for size, count in alone.counts)

    assert shared.counts == alone.counts
    assert shared.waste.number == 0
    assert shared.share == dose
    assert milligrams(alone.share) == opened == milligrams(dose) + milligrams(alone.waste)


@given(st.integers(1, 80).map(lambda n: mg(25 * n)), sizes)
def test_the_vials_waste_least_and_are_the_fewest(
    dose: Amount, contents: tuple[Amount, ...]
) -> None:
    """Of all numbers of vials that hold the dose, none leaves less over, nor as much in fewer."""
    opened = vials_for(dose, contents, sharing=False)
    counts = (range(-(-int(milligrams(dose)) // int(milligrams(size))) + 1) for size in contents)
    enough = [
        (total, sum(tried))
        for tried in itertools.product(*counts)
        if (total := sum(n * milligrams(s) for n, s in zip(tried, contents, strict=True)))
        >= milligrams(dose)
    ]

    assert (milligrams(opened.share), sum(n for _, n in opened.counts)) == min(enough)
