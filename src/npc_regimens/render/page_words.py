"""The words of the printed page in one language, from its strings file and the data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.render.page_measure import TIMES
from npc_regimens.render.words import dose_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from npc_regimens.dose import DoseRule
    from npc_regimens.products import Formulary, Product, Units
    from npc_regimens.units import Amount

STRINGS: Final = Path(__file__).with_name("strings")


@cache
def strings(language: str) -> dict[str, dict[str, Any]]:
    """Read the strings file of a language."""
    text = (STRINGS / f"page.{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Words:
    """How one page says things: its language, the products, and names that the caller gives."""

    language: str
    formulary: Formulary
    names: Mapping[str, str]

    def say(self, place: str, **parts: object) -> str:
        """Fill in a phrase of the strings file.

        >>> Words("en", None, {}).say("page.cycle_of", cycle=2, count=6)
        'Cycle 2 of 6'
        """
        table, _, key = place.partition(".")
        return str(strings(self.language)[table][key]).format_map(parts)

    def date(self, date: dt.date, form: str = "full") -> str:
        """Write a date, as in Mon 7 Dec 2026."""
        table = strings(self.language)["date"]
        return self.say(
            f"date.{form}",
            weekday=table["weekdays"][date.weekday()],
            month=table["months"][date.month - 1],
            day=date.day,
            year=date.year,
        )

    def month(self, date: dt.date) -> str:
        """Name the month of a date."""
        return str(strings(self.language)["date"]["months"][date.month - 1])

    def weekdays(self) -> tuple[str, ...]:
        """Name the days of a week, from Monday."""
        return tuple(strings(self.language)["date"]["weekdays"])

    def drug(self, drug: str) -> str:
        """Name a drug as the caller does, or as the product does, or by its name in the file."""
        if drug in self.names:
            return self.names[drug]
        product = self.formulary.get(drug)
        chinese = None if product is None or self.language == "en" else product.drug_zh
        return chinese or drug.replace("-", " ")

    def titled(self, drug: str) -> str:
        """Name a drug at the beginning of a line."""
        return _capital(self.drug(drug))

    def medicine(self, drug: str) -> str:
        """Name a drug with its form, for the head of its card."""
        product = self.formulary.get(drug)
        if drug in self.names or product is None:
            return self.titled(drug)
        chinese = None if self.language == "en" else product.name_zh
        return chinese or _capital(product.name)

    def called(self, name: str) -> str:
        """Name a phase or a route as the caller does, or by its own name."""
        return self.names.get(name, name)

    def amount(self, amount: Amount) -> str:
        """Write an amount with thousands marks, as in 1,750 mg."""
        whole, point, decimals = amount.digits.partition(".")
        unit = strings(self.language)["unit"].get(amount.unit, amount.unit)
        return self.say("unit.amount", number=f"{int(whole):,}{point}{decimals}", unit=unit)

    def rule(self, rule: DoseRule) -> str:
        """Write a dose rule for the staff."""
        return dose_words(rule).replace("m2", "m²")

    def form(self, drug: str, count: int) -> str:
        """Name what is taken of a drug: tablets, capsules."""
        product = self.formulary.get(drug)
        form = "unit" if product is None else product.form
        return self.say(f"unit.{form}{'' if count == 1 else 's'}")

    def units(self, units: Sequence[Units], amount: Amount) -> str:
        """Say a dose in one line: the units by strength and the amount."""
        made = [f"{each.count} {TIMES} {self.amount(each.strength)}" for each in units]
        return " + ".join(made) + f" = {self.amount(amount)}" if made else self.amount(amount)

    def how_to_take(self, product: Product | None) -> str | None:
        """Say how a product is taken, if the data says it in this language."""
        told = None if product is None else product.how_to_take
        if told is None:
            return None
        return told.text if self.language == "en" else told.text_zh

    def together(self, words: Iterable[str]) -> str:
        """Join words as a sentence of the language does, as in a, b and c."""
        *most, last = words
        head = self.say("days.comma").join(most)
        return f"{head}{self.say('frequency.and')}{last}" if most else last

    def hours(self, time: Amount) -> str:
        """Write a time in hours, or in minutes where it is no whole number of them."""
        unit = "hour" if time.unit == "h" else "minute"
        key = unit if (unit, time.digits) == ("hour", "1") else f"{unit}s"
        return self.say(f"missed.{key}", count=time.digits)

    def runs(self, days: Sequence[int], *, most: int = 4) -> str:
        """Write days of a cycle as runs, with their number, as in days 1 to 14 (14 days)."""
        if len(days) == 1:
            return self.say("days.one", day=days[0])
        runs = _runs(days)
        if len(runs) > most:
            return self.say("days.marked", count=len(days))
        said = [
            str(first) if first == last else self.say("days.to", first=first, last=last)
            for first, last in runs
        ]
        return self.say("days.run", runs=self.together(said), count=len(days))


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Gather days that follow each other."""
    runs: list[tuple[int, int]] = []
    for day in days:
        if runs and day == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
