"""The printed calendar: one A4 sheet for each cycle, as HTML that needs nothing beside itself.

It holds no script and points nowhere. Each text of caller, regimen and product is escaped in one
place (`page_html`), and a character that no font of the page shows is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError
from npc_regimens.render.page_checks import check_facts
from npc_regimens.render.page_facts import Dispensed, PageFacts, Visit
from npc_regimens.render.page_html import Html, element, together
from npc_regimens.render.page_layout import laid_out, written
from npc_regimens.render.page_measure import SIZES, line_height, millimetres, points
from npc_regimens.render.page_sheets import parts_of
from npc_regimens.render.page_telling import Telling
from npc_regimens.render.page_words import STRINGS

if TYPE_CHECKING:
    from npc_regimens.planning import Calendar
    from npc_regimens.products import Formulary

__all__ = ["Dispensed", "PageFacts", "Visit", "to_html"]

_LANGUAGES: Final = {"en": "en", "zh": "zh-Hans"}


def to_html(
    calendar: Calendar,
    facts: PageFacts,
    formulary: Formulary,
    *,
    only: tuple[str, int] | None = None,
) -> str:
    """Write a sheet for each cycle, or for the cycle of a phase that ``only`` names.

    A course without anything to take at home has a sheet for each month.

    What is not given is a blank to fill in by hand.

    Raises `PlanError` for what does not fit in letters of 8 points, a character that no font shows,
    a cycle that is not there, and facts that name what the calendar does not have.
    """
    check_facts(calendar, facts, formulary)
    telling = Telling(calendar, facts, formulary)
    sheets = [
        (sheet, choice)
        for sheet, choice in laid_out(telling, parts_of(calendar, facts))
        if only in {None, sheet.part.place}
    ]
    if not sheets:
        raise PlanError(
            f"the calendar has no sheet of cycle {only!r}; name a phase and a cycle in it"
        )
    title = telling.words.say("page.title_of_visits" if telling.is_of_visits else "page.title")
    pages = (
        element("section", written(telling, sheet, choice), class_="page")
        for sheet, choice in sheets
    )
    return _document(facts.language, title, together(*pages))


def _document(language: str, title: str, body: Html) -> str:
    head = together(
        Html('<meta charset="utf-8">'),
        Html('<meta name="viewport" content="width=device-width">'),
        element("title", title),
        element("style", Html(_style())),
    )
    page = element("html", element("head", head), element("body", body), lang=_LANGUAGES[language])
    return f"<!doctype html>\n{page}\n"


def _style() -> str:
    sizes = "".join(
        f".s{size}{{font-size:{points(size)};height:{millimetres(line_height(size))};"
        f"line-height:{millimetres(line_height(size))}}}\n"
        for size in SIZES
    )
    return (STRINGS / "page.css").read_text(encoding="utf-8") + sizes
