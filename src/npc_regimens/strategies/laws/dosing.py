"""What a dose function should compute, and the bodies on which it is asked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from npc_regimens.dose import Body, DoseRule, TargetExposure, parse_dose
from npc_regimens.errors import ProductError
from npc_regimens.patient import Measurement, SurfacePolicy
from npc_regimens.strategies.bodies import measurements
from npc_regimens.strategies.laws import examples
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hypothesis.strategies import SearchStrategy

    from npc_regimens.products import Product
    from npc_regimens.strategies.laws.examples import Pair

MOSTELLER: Final = SurfacePolicy()
_CLEARANCE: Final = Amount(Decimal(90), "mL/min")


@dataclass(frozen=True)
class Dosing:
    """What a dose function should compute: a rate, a cap of one dose, a product, a surface."""

    rate: Amount
    cap: Amount | None = None
    product: Product | None = None
    surface: SurfacePolicy = MOSTELLER

    def __post_init__(self) -> None:
        """Refuse what no body can be given, for then no law would say anything."""
        self.expected(self.fitted(examples.PLAIN))

    @property
    def rule(self) -> DoseRule:
        """The dose rule of the rate."""
        return parse_dose(str(self.rate))

    def fitted(self, body: Measurement) -> Measurement:
        """Give a body a clearance if the rule needs one."""
        needs = isinstance(self.rule, TargetExposure) and body.clearance is None
        return examples.with_clearance(body, _CLEARANCE) if needs else body

    def calculated(self, body: Measurement, factor: Decimal = Decimal(1)) -> Amount:
        """Compute what the library calculates, before cap and rounding."""
        rule = parse_dose(str(self.rate * factor))
        return rule.calculate(Body.of(body, self.surface)).amount

    def expected(self, body: Measurement) -> Amount:
        """Compute what the library orders: never over the cap, and made of the product if any."""
        amount = self.calculated(body)
        if self.cap is not None and self.cap < amount:
            amount = self.cap
        return amount if self.product is None else self.product.order(amount, cap=self.cap).amount

    def can_order(self, *bodies: Measurement) -> bool:
        """Whether the library makes a dose for bodies; the plain body always gets one."""
        with suppress(ProductError):
            return bool([*map(self.expected, bodies)])
        return False

    @cached_property
    def first(self) -> tuple[Measurement, ...]:
        """The bodies that are tried one by one, of every surface and every weight, and the ties."""
        bodies = map(self.fitted, (*examples.aimed(), *examples.on_ties()))
        return tuple(filter(self.can_order, bodies))

    @property
    def any_body(self) -> SearchStrategy[Measurement]:
        """Random bodies."""
        with_clearance = isinstance(self.rule, TargetExposure)
        return measurements(with_clearance=with_clearance).filter(self.can_order)

    def pairs(self, pairs: Iterable[Pair]) -> list[Pair]:
        """Take the pairs of which both get a dose, with the clearance that the rule needs."""
        fitted = ((self.fitted(one), self.fitted(other)) for one, other in pairs)
        return [pair for pair in fitted if self.can_order(*pair)]

    def any_pair(self, pairs: SearchStrategy[Pair]) -> SearchStrategy[Pair]:
        """Take such pairs of random ones."""
        fitted = pairs.map(lambda pair: (self.fitted(pair[0]), self.fitted(pair[1])))
        return fitted.filter(lambda pair: self.can_order(*pair))
