"""What is given no more on a printed page: a medicine that was stopped, a treatment that ended.

Neither is a rest: nobody waits for it to go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from npc_regimens.planning import Day
    from npc_regimens.regimen import Order
    from npc_regimens.render.page_sheets import Part
    from npc_regimens.render.page_telling import Telling


def stopped_drugs(telling: Telling, part: Part) -> Mapping[str, dt.date]:
    """Find the drugs of a part of which each component was stopped, and from when on."""
    orders, since = _orders(telling, part), telling.facts.discontinued
    found = {}
    for drug in dict.fromkeys(order.drug for order in orders):
        names = [order.component for order in orders if order.drug == drug]
        if all(name in since for name in names):
            found[drug] = max(since[name] for name in names)
    return {drug: date for drug, date in found.items() if date <= part.last}


def _orders(telling: Telling, part: Part) -> Sequence[Order]:
    """Return the components of the phase of a cycle, or of a month all there are."""
    return telling.calendar.regimen.orders if part.span is None else part.span.phase.orders


def stopped_on(telling: Telling, part: Part, day: Day) -> list[str]:
    """Name the drugs of home that would be taken or rest on a day, had they not been stopped.

    In a later cycle they are named only where nothing else is left to take at home.
    """
    since = stopped_drugs(telling, part)
    orders = _orders(telling, part)
    at_home = dict.fromkeys(order.drug for order in orders if order.route == "oral")
    stopped = [drug for drug in at_home if drug in since and since[drug] <= day.date]
    is_all = len(stopped) == len(at_home)
    return [drug for drug in stopped if is_all or drug in day.resting]


def notices_of_stops(telling: Telling, part: Part) -> Iterator[str]:
    """Say that the treatment has ended, and what was stopped."""
    words, ended = telling.words, telling.ended_behind(part)
    if ended is not None:
        yield words.say("ended.from", date=words.date(ended))
    for drug, since in stopped_drugs(telling, part).items():
        yield words.say("dose.stopped", drug=words.titled(drug), date=words.date(since))
