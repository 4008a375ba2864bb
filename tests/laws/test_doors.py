"""Laws of the doors for text: any text is a value whose print is read back, or our own refusal.

The texts lie near each grammar, where a slip of the pen lands. Amounts have a chapter of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from npc_regimens.dates import Span, read_date, read_time, read_zone
from npc_regimens.dose import parse_dose, parse_dose_or_gap
from npc_regimens.errors import NpcRegimensError
from npc_regimens.products import Action, CellCount, CountBand, DoseStep
from npc_regimens.products.written import Percent, parse_hours, parse_mass, parse_volume
from npc_regimens.regimen.days import Listed, parse_days, parse_days_or_gap
from npc_regimens.regimen.timing import (
    CycleLength,
    Cycles,
    Every,
    SomeCycles,
    parse_frequency,
    parse_frequency_or_gap,
)
from npc_regimens.sources import Citation
from npc_regimens.strategies import days_texts
from npc_regimens.visits import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# look-alikes, what is not seen, digits of other scripts, and what a shell or a regex may heed
ODD = [
    " ",
    "\n",
    "\t",
    "\0",
    "\u200b",
    "\u00a0",
    "٣",
    "\uff15",
    "²",
    "½",
    "$",
    "\\",
    "-0",
    "+",
    "_",
    ".",
]
NUMBERS = ["0", "1", "2", "3", "6", "8", "14", "21", "22", "007", "400", "999", "1000", "9" * 30]
DASHES = ["-", "–", "—", "−", "～", "--"]  # noqa: RUF001  look-alikes of a hyphen
SLOTS = [" morning", " noon", " evening", " bedtime", " once"]
SPANS = [" day", " days", " week", " weeks", " month", " months", " years", "d", "w", "weeks"]


def near(*words: Sequence[str]) -> st.SearchStrategy[str]:
    """Draw texts of a grammar's own pieces, with odd ones between them, or any text at all."""
    pieces = st.sampled_from([*(piece for each in words for piece in each), *ODD])
    return st.lists(pieces, max_size=7).map("".join) | st.text(max_size=12)


DOORS: dict[str, tuple[Callable[[str], Any], st.SearchStrategy[str]]] = {
    "days": (
        parse_days_or_gap,
        near(NUMBERS, DASHES, SLOTS, ["d", "D", ", ", ",", "continuous", "not stated", "C1D"]),
    ),
    "days of a rule": (
        parse_days_or_gap,
        near(
            NUMBERS,
            DASHES,
            SPANS,
            ["every ", " every ", "every other day", "weekly", " weekdays", "radiotherapy days"],
            [" on", " off", " on, ", " off; ", "2 weeks on, 1 week off", "1-21", " to ", "daily"],
        ),
    ),
    "cycles": (
        Cycles.parse,
        near(NUMBERS, DASHES, ["x", "X ", "×", "at most ", "open", "not stated"]),  # noqa: RUF001  the sign itself
    ),
    "cycles of a component": (
        SomeCycles.parse,
        near(NUMBERS, DASHES, ["x", "at most ", "open", "odd", "first", "every ", " from ", ", "]),
    ),
    "frequency": (
        parse_frequency_or_gap,
        near(["once", "twice", "three times", " daily", "bid", "QD", "q", "8", "h", "every "])
        | near(["every ", "q", "8", "1", "10", " hours", " hour", " h", "hours"]),
    ),
    "cycle length": (CycleLength.parse, near(NUMBERS, SPANS, ["q", "Q", "not stated"])),
    "span": (Span.parse, near(NUMBERS, SPANS)),
    "recurrence": (Every.parse, near(NUMBERS, DASHES, SPANS)),
    "percentage": (Percent.parse, near(NUMBERS, ["%", " %", "  %", "\uff05", "0."])),
    "citation": (Citation.parse, near(["a", "A", "#", "-", "example-2020", "table-1", "é"])),
    "dose": (parse_dose_or_gap, near(NUMBERS, [" mg", "/m2", "/kg", "AUC ", "g", "not stated"])),
    "mass": (parse_mass, near(NUMBERS, [" mg", " g", " mL", "kg"])),
    "volume": (parse_volume, near(NUMBERS, [" mL", " L", "ml", "cc"])),
    "window of a visit": (
        Window.parse,
        near(NUMBERS, DASHES, ["-", "+", "±", "+-", " to ", " day", " days", ", soft", ", hard"]),
    ),
    "count": (
        CellCount.parse,
        near(NUMBERS, [" /mm3", "/mm³", " x10^9/L", "/uL", " /L", "x", ","]),
    ),
    "band of counts": (
        CountBand.parse,
        near(NUMBERS, DASHES, ["below ", " or more", " /mm3", "x10^9/L", "/uL", "below 1 /mm3"]),
    ),
    "action": (
        Action.parse,
        near(NUMBERS, ["%", " %", "stop", "hold", ", or ", " if judged useful"]),
    ),
    "level of a dose": (
        DoseStep.parse,
        near(NUMBERS, [" mg", "/m2", "/kg", " on day ", " on days ", ", ", "stop", "1, 8"]),
    ),
    "time": (parse_hours, near(NUMBERS, [" h", " min", "hours"])),
}


@pytest.mark.parametrize("name", DOORS)
@given(data=st.data())
def test_any_text_is_a_value_that_prints_or_our_own_refusal(name: str, data: st.DataObject) -> None:
    """What is read prints as what is read again as the same; all else is refused in our words."""
    read, texts = DOORS[name]
    text = data.draw(texts)
    try:
        value = read(text)
    except NpcRegimensError as error:
        said = str(error)
    else:
        check_print(value, read)
        return

    assert "; " in said or ", like '" in said  # the remedy
    assert said.isprintable()


def check_print(value: object, read: Callable[[str], object]) -> None:
    """Check that a value prints as text that is read as the same value, and prints so again."""
    assert read(str(value)) == value
    assert str(read(str(value))) == str(value)
    assert str(value).isascii()


@given(near(NUMBERS, ["-", "/", ":", "2026", "-12", "-07", "08", ":00", "Z", "T"]))
@example("2026-12-07\n")
@example("٢٠٢٦-12-07")
def test_a_date_or_a_time_is_written_one_way(text: str) -> None:
    """A date and a clock time are read from the one text that they print, and from no other."""
    for read in (read_date, read_time):
        try:
            value = read(text)
        except NpcRegimensError:
            continue
        assert value.isoformat()[: len(text)] == text


@given(near(["Asia", "/", "Shanghai", "UTC", "GMT", "+8", "..", "Etc", "posix", "localtime"]))
@example("Asia/Shanghai\0")
@example("/etc/localtime")
@example("../zoneinfo/UTC")
def test_a_zone_is_a_name_and_no_path(text: str) -> None:
    """Any text is a zone of that very name, or our own refusal."""
    try:
        zone = read_zone(text)
    except NpcRegimensError:
        return
    assert zone.key == text


@given(st.data())
def test_a_d_before_a_day_changes_nothing(data: st.DataObject) -> None:
    """Each day may be written with a d before it; it is the same day and is printed without it."""
    text = data.draw(days_texts(28, ("morning", "evening")))
    plain = parse_days(text)
    if not isinstance(plain, Listed):
        return
    marked = ", ".join(
        f"{data.draw(st.sampled_from('dD'))}{item}" for item in str(plain).split(", ")
    )

    assert parse_days(marked) == plain
    assert str(parse_days(marked)) == str(plain)


@pytest.mark.parametrize("mark", ["x", "X", "×", "x ", "X ", "× "])  # noqa: RUF001  the sign itself
def test_a_times_sign_before_a_total_changes_nothing(mark: str) -> None:
    """All numbers of cycles are the same with a times sign, and no other text is read with one."""
    for count in range(1, 1000):
        assert Cycles.parse(f"{mark}{count}") == Cycles.parse(f"{count}")
    for other in ("0", "1000", "4-6", "at most 8", "open", "not stated", "2.5", "08", "", "x8"):
        with pytest.raises(NpcRegimensError, match="is not understood; write '6'"):
            Cycles.parse(f"{mark}{other}")


def test_every_shorthand_of_a_cycle_is_refused_with_its_days() -> None:
    """Weeks and days up to the longest cycle are spelled out; beyond it an example is given."""
    for count in range(1000):
        for unit, days in (("d", count), ("w", 7 * count)):
            with pytest.raises(NpcRegimensError) as refusal:
                CycleLength.parse(f"q{count}{unit}")
            written = str(refusal.value).partition("; write ")[2]
            plural = "" if days == 1 else "s"
            expected = f"'{days} day{plural}'" if 1 <= days <= 400 else "a number of days, for"
            assert written.startswith(expected)


def test_gaps_are_read_where_gaps_may_stand() -> None:
    """The words for what is not stated are no frequency, no days and no dose of their own."""
    for read in (parse_frequency, parse_days, parse_dose):
        with pytest.raises(NpcRegimensError):
            read("not stated")
