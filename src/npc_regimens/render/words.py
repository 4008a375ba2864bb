"""Words for people: no abbreviation, no trailing zero, no dash between days, no bare date."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Final

from npc_regimens.dates import WEEKDAYS
from npc_regimens.dose import Flat, TargetExposure

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from npc_regimens.dose import DoseRule
    from npc_regimens.patient import Measurement
    from npc_regimens.products import Formulary, Units
    from npc_regimens.regimen import Regimen
    from npc_regimens.regimen.timing import Frequency
    from npc_regimens.units import Amount

# Named here and not by the locale: the same calendar reads the same on every machine.
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_TIMES_A_DAY: Final = {
    "once": "once",
    "once daily": "once a day",
    "twice daily": "twice a day, morning and evening",
    "three times daily": "three times a day, morning, noon and evening",
    "four times daily": "four times a day, morning, noon, evening and bedtime",
}
ROUTES: Final = {"oral": "by mouth", "intravenous": "into a vein"}


def long_date(date: dt.date) -> str:
    """Write a date in full, as in Monday 7 December 2026."""
    return f"{WEEKDAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1]} {date.year}"


def short_date(date: dt.date) -> str:
    """Write a date in a column of twenty-one characters, as in Mon  7 December 2026."""
    return f"{WEEKDAYS[date.weekday()][:3]} {date.day:2} {MONTHS[date.month - 1]} {date.year}"


def amount_words(amount: Amount) -> str:
    """Write an amount with thousands marks and no trailing zero, as in 1,750 mg."""
    whole, point, decimals = amount.digits.partition(".")
    return f"{int(whole):,}{point}{decimals} {amount.unit}"


def measured_words(measured: Measurement) -> tuple[str, ...]:
    """Write what was measured of a patient, and what a formula may ask for, each in a few words."""
    said: dict[str, object] = {
        "height": _converted(measured.height, "cm"),
        "weight": _converted(measured.weight, "kg"),
        "creatinine": measured.creatinine,
        "clearance": measured.clearance,
    }
    person = (measured.sex, measured.age and counted(measured.age, "year"))
    height, weight, *kidney = (f"{what} {value}" for what, value in said.items() if value)
    return (height, weight, *(str(each) for each in person if each), *kidney)


def _converted(amount: Amount, unit: str) -> str:
    """Write an amount as it was given, and beside it in the unit that formulas take."""
    return str(amount) if amount.unit == unit else f"{amount} ({amount.to(unit)})"


def dose_words(rule: DoseRule) -> str:
    """Write a dose rule with thousands marks, as in 1,250 mg/m2."""
    if isinstance(rule, TargetExposure):
        return str(rule)
    return amount_words(rule.amount if isinstance(rule, Flat) else rule.rate)


def counted(count: int, noun: str) -> str:
    """Write a count and its noun, as in 1 tablet and 2 tablets."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def units_words(units: Units, drug: str, formulary: Formulary) -> str:
    """Write units of one strength, as in 2 tablets of 500 mg."""
    product = formulary.get(drug)
    form = "unit" if product is None else product.form
    return f"{counted(units.count, form)} of {amount_words(units.strength)}"


def frequency_words(frequency: Frequency) -> str:
    """Write how often a day, as in twice a day, morning and evening."""
    return _TIMES_A_DAY[frequency.name]


def medicine_names(regimen: Regimen, called: str = "Medicine {letter}") -> dict[str, str]:
    """Letter the components in the order of the regimen, which no date or dose changes.

    Discreet reminders say the letter and the printed calendar says what it stands for.
    """
    orders = enumerate(regimen.orders)
    return {order.component: called.format(letter=_letter(index)) for index, order in orders}


def _letter(index: int) -> str:
    return ascii_uppercase[index % 26] * (index // 26 + 1)


def joined(words: Sequence[str]) -> str:
    """Join words as a sentence does, as in a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
