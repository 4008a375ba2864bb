"""From where a phase starts, and ranges of spans and of cycle lengths: read, printed, refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from npc_regimens.dates import Span
from npc_regimens.errors import DateError, RegimenError
from npc_regimens.regimen.lengths import CycleLengthRange, parse_phase_span
from npc_regimens.regimen.starts import Anchor, SpanRange, Starts

NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
UNITS = st.sampled_from(("day", "week", "month", "year"))


@given(st.sampled_from(("end", "start", "last cycle")), NAMES)
def test_an_anchor_in_a_phase_is_printed_and_read_back(kind: str, name: str) -> None:
    """Reading what is printed gives the same anchor."""
    anchor = Anchor.parse(f"{kind} of {name}")

    assert (anchor.kind, anchor.name) == (kind, name)
    assert Anchor.parse(str(anchor)) == anchor


@given(st.lists(NAMES, min_size=1, max_size=3).map(" ".join))
def test_an_event_is_printed_and_read_back(words: str) -> None:
    """An event keeps its words."""
    anchor = Anchor.parse(f"event {words}")

    assert (anchor.kind, anchor.name) == ("event", words)
    assert Anchor.parse(str(anchor)) == anchor


@pytest.mark.parametrize(
    "text",
    [
        *("", "induction", "end", "end of", "end of ", "end of a b", "End of a", "end  of a"),
        *("middle of a", "last cycle a", "cycle 3 of a", "event", "event ", "event  a", "event a "),
        *("event Start", "event a=b", "event a\nb", "end of a\n", f"event {'a' * 81}"),
        f"end of {'a' * 81}",
    ],
)
def test_another_anchor_is_refused(text: str) -> None:
    """Text is understood whole or refused, with all four forms."""
    with pytest.raises(
        RegimenError, match=r"is not understood; write 'end of NAME'.*'event WORDS'"
    ):
        Anchor.parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("end of a", "the end of a"),
        ("start of a", "day 1 of a"),
        ("last cycle of a", "day 1 of the last cycle of a"),
        ("event radiotherapy start", "radiotherapy start"),
    ],
)
def test_an_anchor_in_a_sentence(text: str, words: str) -> None:
    """People read from where the days are counted."""
    assert Anchor.parse(text).words == words


@given(st.integers(1, 500), st.integers(0, 400), UNITS)
def test_a_range_of_spans_is_printed_and_read_back(least: int, more: int, unit: str) -> None:
    """Both ends are in the range, and what lies outside is not."""
    spans = SpanRange(Span(least, unit), Span(least + more, unit))

    assert SpanRange.parse(str(spans)) == spans
    assert spans.is_settled == (more == 0)
    assert spans.allows(spans.least)
    assert spans.allows(spans.most)
    assert not spans.allows(Span(least + more + 1, unit))
    assert least == 1 or not spans.allows(Span(least - 1, unit))


def test_spans_of_other_units_are_compared_where_they_can_be() -> None:
    """Weeks are days and years are months; a month is no number of days."""
    weeks, months = SpanRange.parse("12\u201316 weeks"), SpanRange.parse("12 - 24 months")

    assert (weeks.allows(Span(84, "day")), weeks.allows(Span(83, "day"))) == (True, False)
    assert (months.allows(Span(2, "year")), months.allows(Span(3, "year"))) == (True, False)
    assert not weeks.allows(Span(3, "month"))
    assert (weeks.words, SpanRange.parse("3 weeks").words) == ("12 to 16 weeks", "3 weeks")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28-21 days", "runs backwards; write '21-28 days'"),
        ("21", "is not a span"),
        ("21-28", "is not a span"),
        ("0 days", "is not a span"),
        ("3 weeks or so", "is not a span"),
        ("3 weeks-4 weeks", "is not a span"),
        ("1000 days", "is not a span"),
        ("3 weeks\n", "is not a span"),
    ],
)
def test_another_span_is_refused(text: str, said: str) -> None:
    """Text is understood whole or refused."""
    with pytest.raises(RegimenError, match=said):
        SpanRange.parse(text)


@given(st.integers(1, 300), st.integers(1, 99))
def test_a_range_of_lengths_is_printed_and_read_back(least: int, more: int) -> None:
    """It is printed in days."""
    lengths = CycleLengthRange.parse(f"{least}-{least + more} days")

    assert str(lengths) == f"{least}-{least + more} days"
    assert CycleLengthRange.parse(str(lengths)) == lengths
    assert isinstance(lengths, CycleLengthRange)
    assert lengths.words == f"{least} to {least + more} days"
    assert not lengths.allows(Span(least + more + 1, "day"))


def test_one_length_is_no_range() -> None:
    """Two equal ends are one length."""
    assert str(CycleLengthRange.parse("3-3 weeks")) == "21 days"
    assert str(CycleLengthRange.parse("not stated")) == "not stated"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4-3 weeks", "write '3-4 weeks'"),
        ("300-500 days", "longer than 400 days"),
        ("1-2 months", "is not a span"),
    ],
)
def test_another_range_of_lengths_is_refused(text: str, said: str) -> None:
    """A month is no length of a cycle, in a range neither."""
    with pytest.raises((RegimenError, DateError), match=said):
        CycleLengthRange.parse(text)


def test_a_span_of_a_phase_has_a_limit() -> None:
    """A slip of the keyboard is no span of a phase."""
    assert parse_phase_span("100 years") == Span(100, "year")
    with pytest.raises(RegimenError, match="longer than 100 years"):
        parse_phase_span("1201 months")


@pytest.mark.parametrize(
    "table", [{"from": "end of a"}, {"from": "event b", "after": "21-28 days"}]
)
def test_starts_are_written_as_they_were_read(table: dict[str, Any]) -> None:
    """The key ``from`` is that of the file, though Python has no such name."""
    starts = Starts.model_validate(table)

    assert starts.model_dump(mode="json") == table
    assert Starts.model_validate(starts.model_dump(mode="json")) == starts


@pytest.mark.parametrize("anchor", ["start of a", "last cycle of a"])
def test_a_start_inside_the_phase_before_is_refused(anchor: str) -> None:
    """Without a wait the two would overlap for sure."""
    with pytest.raises(ValidationError, match=r"needs after, .*; write for example after"):
        Starts.model_validate({"from": anchor})
