"""What one printed page is made from: the calendar, the facts, and words for both."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from npc_regimens.render.page_sheets import Part, has_home_doses
from npc_regimens.render.page_words import Words
from npc_regimens.render.words import medicine_names

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.products import Formulary, Product
    from npc_regimens.render.page_facts import PageFacts, Visit


@dataclass(frozen=True)
class Telling:
    """A calendar, the facts of the caller, and how both are said."""

    calendar: Calendar
    facts: PageFacts
    formulary: Formulary

    @cached_property
    def words(self) -> Words:
        """How things are said."""
        return Words(self.facts.language, self.formulary, self.facts.names)

    @cached_property
    def letters(self) -> dict[str, str]:
        """The letter of each component, the same as in discreet reminders."""
        names = medicine_names(self.calendar.regimen)
        return {component: name.split(" ")[-1] for component, name in names.items()}

    @cached_property
    def is_of_visits(self) -> bool:
        """Whether nothing is taken at home, so that the page shows visits alone."""
        return not has_home_doses(self.calendar)

    @cached_property
    def slots(self) -> dict[str, tuple[str, ...]]:
        """The slots of each component."""
        return {order.component: order.frequency.slots for order in self.calendar.regimen.orders}

    @cached_property
    def drugs(self) -> dict[str, str]:
        """The drug of each component."""
        return {order.component: order.drug for order in self.calendar.regimen.orders}

    @cached_property
    def home_form(self) -> str:
        """The form of all that is taken at home: tablet, capsule, or both."""
        drugs = {order.drug for order in self.calendar.regimen.orders if order.route == "oral"}
        forms = {product.form for product in map(self.formulary.get, drugs) if product is not None}
        return next(iter(forms)) if len(forms) == 1 else "both"

    @property
    def rest(self) -> str:
        """The words of a day without any medicine at home."""
        return self.words.say(f"rest.{self.home_form}")

    def ended_behind(self, part: Part) -> dt.date | None:
        """Return the day from which the treatment has ended, where that is behind this part."""
        return self.calendar.stopped if part.last == self.calendar.last_day else None

    def product(self, drug: str) -> Product | None:
        """Find the product of a drug."""
        return self.formulary.get(drug)

    def form(self, drug: str) -> str:
        """Say the form of a drug: tablet, capsule, or unit where no product is known."""
        product = self.formulary.get(drug)
        return "unit" if product is None else product.form

    def visits_on(self, part: Part, date: dt.date) -> list[Visit]:
        """Find what the caller says of a date."""
        return [visit for day, visit in part.visits if day == date]

    def at_clinic(self, given: Sequence[Administration]) -> list[str]:
        """Name the drugs that are given at a visit, each once."""
        drugs = dict.fromkeys(each.drug for each in given if not each.at_home)
        return [self.words.titled(drug) for drug in drugs]
