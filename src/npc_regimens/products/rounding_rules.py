"""How a product file says that a dose is rounded to what can be given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import Field

from npc_regimens.products.written import MassText, PercentText
from npc_regimens.record import Record, WrittenAs
from npc_regimens.rounding import (
    Direction,
    RoundingPolicy,
    Ties,
    ToStep,
    WholeUnits,
    parse_rounding,
)
from npc_regimens.sources import Citations
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Sequence

PolicyText = Annotated[
    RoundingPolicy, WrittenAs(parse_rounding, "nearest 50 mg", "A rounding rule in words.")
]
MOST_OF_A_STRENGTH: Final = 1_000  # a guard: no mix has more


class NearestUnits(Record):
    """Take the whole tablets or capsules that come nearest, in the fewest units."""

    rule: Literal["nearest whole units"]
    ties: Ties = Field(strict=False)
    report_over: PercentText
    at_most: dict[str, Annotated[int, Field(ge=1, le=MOST_OF_A_STRENGTH)]] = Field(
        default_factory=dict
    )
    cite: Citations

    def policy(self, strengths: Sequence[Amount]) -> RoundingPolicy:
        """Make the rule a value, for the strengths of a product."""
        limits = tuple((Amount.parse(strength), most) for strength, most in self.at_most.items())
        return WholeUnits(tuple(strengths), self.ties, limits)

    def words(self, strengths: Sequence[Amount], form: str) -> str:
        """Say the rule with the form of the product."""
        listed = " and ".join(map(str, strengths))
        words = f"nearest whole {form}s of {listed}, ties {self.ties}, fewest units"
        limits = (f", at most {most} of {strength}" for strength, most in self.at_most.items())
        return words + "".join(limits)


class NearestStep(Record):
    """Order the nearest whole number of steps, such as whole milligrams of an infusion."""

    rule: Literal["nearest step"]
    step: MassText
    ties: Ties = Field(strict=False)
    report_over: PercentText
    cite: Citations

    def policy(self, strengths: Sequence[Amount]) -> RoundingPolicy:
        """Make the rule a value."""
        del strengths
        return ToStep(self.step, Direction.nearest(self.ties))

    def words(self, strengths: Sequence[Amount], form: str) -> str:
        """Say the rule."""
        del strengths, form
        return f"nearest whole {self.step}, ties {self.ties}"


class ByPolicy(Record):
    """Follow a rounding rule in words: a ladder, bands, vials, up or down to a step, none."""

    rule: Literal["policy"]
    policy_text: PolicyText = Field(alias="policy")
    report_over: PercentText
    cite: Citations

    def policy(self, strengths: Sequence[Amount]) -> RoundingPolicy:
        """Return the rule, which names its own strengths."""
        del strengths
        return self.policy_text

    def words(self, strengths: Sequence[Amount], form: str) -> None:
        """Leave the words to the rule itself, which also says what lies beyond a table."""
        del strengths, form


RoundingRule = NearestUnits | NearestStep | ByPolicy
