"""Small pictures of the printed page, drawn by hand, each written where it stands.

They are strokes and shapes in ink, so a grey print shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from npc_regimens.render.page_html import Html, element
from npc_regimens.render.page_measure import millimetres, width

if TYPE_CHECKING:
    from npc_regimens.units import Amount

LETTERS: Final = 80
_BESIDE: Final = 120


def _icon(kind: str, body: str) -> Html:
    return Html(f'<svg class="i {kind}" viewBox="0 0 16 16" aria-hidden="true">{body}</svg>')


SUN: Final = _icon(
    "sun",
    '<circle cx="8" cy="8" r="3.3" fill="#d98e00"/><path d="M8 .8v2.2M8 13v2.2M.8 8H3M13 8h2.2'
    'M2.9 2.9l1.5 1.5M11.6 11.6l1.5 1.5M2.9 13.1l1.5-1.5M11.6 4.4l1.5-1.5" stroke="#d98e00"'
    ' stroke-width="1.6" stroke-linecap="round"/>',
)
MOON: Final = _icon(
    "moon", '<path d="M13.4 10.2A6.2 6.2 0 0 1 5.8 2.6a6.2 6.2 0 1 0 7.6 7.6z" fill="#33457f"/>'
)
CLOCK: Final = _icon(
    "clock",
    '<circle cx="8" cy="8" r="6" fill="none" stroke="#16242b" stroke-width="1.5"/>'
    '<path d="M8 4.4V8l2.6 1.8" fill="none" stroke="#16242b" stroke-width="1.5"/>',
)
HOUSE: Final = _icon(
    "house",
    '<path d="M2 15V5l6-4 6 4v10z" fill="#fff"/>'
    '<path d="M8 5.6v5.2M5.4 8.2h5.2" stroke="#16242b" stroke-width="1.8"/>',
)
NONE: Final = Html(
    '<svg class="no" viewBox="0 0 24 24" aria-hidden="true"><g fill="none" stroke="#37464d"'
    ' stroke-width="1.8"><rect x="5" y="9" width="14" height="6" rx="3"/>'
    '<circle cx="12" cy="12" r="9.6"/><path d="M5.2 18.8 18.8 5.2"/></g></svg>'
)
SMALL_NONE: Final = Html(NONE.replace('class="no"', 'class="i none-i"'))
WARNING: Final = Html(
    '<svg class="i warn" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1 15.4 14.6H.6z"'
    ' fill="#16242b"/><path d="M8 5.6v4.6M8 11.6v1.6" stroke="#fff" stroke-width="1.7"/></svg>'
)
OF_SLOT: Final = {
    "once": CLOCK,
    "morning": SUN,
    "noon": SUN,
    "evening": MOON,
    "bedtime": MOON,
}


def strength_text(strength: Amount) -> str:
    """Write a strength as it stands on a pill: the number alone of milligrams."""
    whole, point, decimals = strength.digits.partition(".")
    number = f"{int(whole):,}{point}{decimals}"
    return number if strength.unit == "mg" else f"{number} {strength.unit}"


def pill_width(strength: Amount, size: int = LETTERS) -> int:
    """Say how wide the picture of a tablet with its strength is."""
    return width(strength_text(strength), size) + _BESIDE


def pill(strength: Amount, form: str, size: int = LETTERS, *, is_first: bool) -> Html:
    """Draw a tablet or capsule with its strength on it."""
    kind = f"pill {form}{'' if is_first else ' less'}{'' if size == LETTERS else ' big'}"
    style = f"width:{millimetres(pill_width(strength, size))}"
    return element("span", strength_text(strength), class_=kind, style=style)


def plain_pill(form: str, *, is_first: bool) -> Html:
    """Draw a tablet or capsule without a strength, for counting."""
    return element("span", class_=f"pill plain {form}{'' if is_first else ' less'}")
