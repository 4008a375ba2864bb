"""A second reading of days and cycles: what is on a page, looked up by turning pages.

It shares no code with the package, and takes texts in the forms that the strategies draw.
"""

from __future__ import annotations

from functools import cache

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d\uff5e"
PAGES = 60  # longer than any cycle that is drawn


def plain(text: str) -> str:
    """Write every dash as a hyphen."""
    return "".join("-" if character in DASHES else character for character in text)


def is_listed(days: str, day: int, slot: str, slots: list[str]) -> bool:
    """Say whether a dose is due in a slot of a day of the cycle, dates of the calendar apart."""
    days = plain(days)
    if days in {"continuous", "weekdays", "radiotherapy days"}:
        return day > 0
    if days.endswith(" weekdays"):
        return is_listed(days.removesuffix(" weekdays"), day, slot, slots)
    if days.endswith(" off"):
        return day > 0 and is_on(days, day)
    if "every " in days:
        return is_every(days, day, slot, slots)
    return any(is_in(item, day, slot, slots) for item in days.split(","))


def is_in(item: str, day: int, slot: str, slots: list[str]) -> bool:
    """Look whether a half day lies between the edges of one item."""
    first, last = edges(item)
    begin = half_day(first, slots, 0)
    end = half_day(last, slots, len(slots) - 1)
    return begin <= (day, slots.index(slot)) <= end


def edges(item: str) -> tuple[str, str]:
    """Take an item apart: at the word to, or else at a hyphen that is no sign."""
    item = item.strip()
    if " to " in item:
        first, last = item.split(" to ")
        return first, last
    if "-" in item[1:]:
        first, last = item.split("-")
        return first, last
    return item, item


def half_day(text: str, slots: list[str], otherwise: int) -> tuple[int, int]:
    """Read ``15`` or ``15 morning`` as a day and the number of a slot."""
    day, *named = text.split()
    return int(day), slots.index(named[0]) if named else otherwise


def is_every(days: str, day: int, slot: str, slots: list[str]) -> bool:
    """Walk from the first day in steps, and see whether the walk comes to the day."""
    run, _, every = days.partition("every ")
    step = int(every.split()[0])
    if run and not is_in(run, day, slot, slots):
        return False
    page = half_day(edges(run)[0], slots, 0)[0] if run else 1
    while page < day:
        for _ in range(step):
            page = following(page)
    return page == day


def following(day: int) -> int:
    """Turn one page; behind day -1 comes day 1."""
    return 1 if day == -1 else day + 1


def is_on(days: str, day: int) -> bool:
    """Look up the page of a day."""
    return on_pages(days)[day - 1]


@cache
def on_pages(days: str) -> list[bool]:
    """Write the pages of a pattern one by one, the inner pattern on the outer one's on days."""
    pages: list[bool] = [True] * PAGES
    for level in days.split(";"):
        on, off = (in_days(part) for part in level.split(","))
        written: list[bool] = []
        while len(written) < PAGES:
            written += pages[:on] + [False] * off
        pages = written
    return pages


def in_days(part: str) -> int:
    """Read ``2 weeks on`` as 14."""
    number, unit, _ = part.split()
    return int(number) * (7 if unit.startswith("week") else 1)


def cycle_is_named(cycles: str, cycle: int) -> bool:
    """Say whether a cycle is among those of a component."""
    if cycles in {"odd", "even"}:
        return cycle % 2 == (cycles == "odd")
    if cycles.startswith("every "):
        step, first = int(cycles.split()[1]), int(cycles.split()[3])
        return cycle in range(first, cycle + 1, step)
    if cycles.startswith("from "):
        return cycle >= int(cycles.split()[1])
    for item in plain(cycles).split(","):
        first, last = map(int, edges(item))
        if first <= cycle <= last:
            return True
    return False


def last_named(cycles: str) -> int | None:
    """Say the last cycle, if there is one."""
    if cycles in {"odd", "even"} or "from " in cycles:
        return None
    return int(edges(plain(cycles).split(",")[-1])[1])
