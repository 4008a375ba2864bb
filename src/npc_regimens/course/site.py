"""What a course file says of a site's visits: rules by kind, weekends and public holidays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from npc_regimens.course.visiting import VisitRules
from npc_regimens.course.written import Date
from npc_regimens.dates import read_date
from npc_regimens.record import Record
from npc_regimens.sources import Words
from npc_regimens.visits import VisitRule
from npc_regimens.visits.rules import AnchorText, PolicyText
from npc_regimens.visits.windows import Window, WindowText

if TYPE_CHECKING:
    import datetime as dt


def _day(text: str) -> str:
    return read_date(text).isoformat()


DayKey = Annotated[str, AfterValidator(_day)]


class Rule(Record):
    """The rule of one kind of visit."""

    window: WindowText = Window()
    policy: PolicyText = "flag"
    anchor: AnchorText | None = None

    @property
    def rule(self) -> VisitRule:
        """The same, as visits are planned by it."""
        return VisitRule(self.window, self.policy, self.anchor)


class SiteVisits(Record):
    """The rule of each kind of visit, and on which days the site works or is closed."""

    day_1: Rule = Field(default_factory=Rule)
    dosing: Rule = Field(default_factory=Rule)
    assessment: Rule = Field(default_factory=Rule)
    review: Rule = Field(default_factory=Rule)
    weekends: bool = False
    holidays: Words | None = None
    closed: dict[DayKey, Words] = Field(default_factory=dict)
    working: Annotated[frozenset[Date], Field(strict=False)] = frozenset()

    @property
    def named(self) -> dict[dt.date, str]:
        """The closed days that have a name."""
        return {read_date(day): name for day, name in self.closed.items()}

    @property
    def rules(self) -> VisitRules:
        """The same, as the visits of a calendar are planned by them."""
        return VisitRules(
            day_1=self.day_1.rule,
            dosing=self.dosing.rule,
            assessment=self.assessment.rule,
            review=self.review.rule,
        )
