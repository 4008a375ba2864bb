"""Which value shows what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from npc_regimens.notebook.calendars import calendar_html
from npc_regimens.notebook.markup import Html, row, table, tag
from npc_regimens.notebook.regimens import regimen_html, trial_html
from npc_regimens.planning import Administration, Calendar
from npc_regimens.regimen import Regimen, Trial
from npc_regimens.render.words import amount_words, dose_words, joined, long_date
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Iterator

_SQUARE: Final = "m2"


def html_of(value: object) -> str:
    """Write what a calendar, a regimen, a trial, an administration or an amount shows."""
    match value:
        case Calendar():
            return calendar_html(value)
        case Regimen():
            return regimen_html(value)
        case Trial():
            return trial_html(value)
        case Administration():
            return _administration(value)
        case Amount():
            return _amount(value)
        case _:
            return tag("span", str(value))


def _amount(amount: Amount) -> Html:
    """Write an amount for people, a square metre with its square."""
    written = str(amount) if amount.unit == "AUC" else amount_words(amount)
    if not written.endswith(_SQUARE):
        return tag("span", written)
    return tag("span", written.removesuffix("2"), tag("sup", "2"))


def _administration(given: Administration) -> Html:
    return table(row(*pair) for pair in _fields(given))


def _fields(given: Administration) -> Iterator[tuple[str, str]]:
    time = "" if given.time is None else f", {given.time:%H:%M}"
    slot = "" if given.slot == "once" else f", {given.slot}"
    yield "place", f"{given.place} of {given.phase}"
    yield "date", f"{long_date(given.planned_date)}{slot}{time}"
    if given.nominal_date != given.planned_date:
        yield "planned at first", long_date(given.nominal_date)
    yield "dose", f"{given.drug} {amount_words(given.ordered)}, {given.route}"
    if given.units:
        strengths = (f"{each.count} x {amount_words(each.strength)}" for each in given.units)
        yield "units", joined([*strengths])
    rule = dose_words(given.dose.order.dose)
    percent = f"{given.difference_percent} %"
    yield "calculated", f"{rule}: {amount_words(given.calculated)}, difference {percent}"
    yield "source", ", ".join(map(str, given.citation))
