"""What an arm may say of its phases in sequence, and what the caller must settle of them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from npc_regimens.dates import Span
from npc_regimens.errors import RegimenError
from npc_regimens.regimen import OpenEnd, Settlement, Trial, settle

CITE = "example-2020#table-1"
DAILY = {"drug": "a", "dose": "1 mg", "route": "oral", "frequency": "once daily", "cite": CITE}


def trial(*phases: dict[str, Any], days: str = "1") -> Trial:
    """Write a trial of one component and phases that are named a, b and c."""
    named = [
        {"name": name, "cycle": "21 days", "cycles": "2", "give": ["x"], **phase}
        for name, phase in zip("abc", phases, strict=False)
    ]
    return Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": {"x": {**DAILY, "days": days}},
            "arm": [{"id": "only", "name": "The only arm", "phase": named}],
        }
    )


OPEN = {"cycles": "open", "until": ["progression"]}
EVENT = {"starts": {"from": "event surgery"}}


@pytest.mark.parametrize(
    ("phases", "said"),
    [
        (
            [{"starts": {"from": "end of b"}}, {}],
            "phase 'a', key 'starts', key 'from': the first phase can start from an event alone",
        ),
        (
            [{}, {"starts": {"from": "end of c"}}, {}],
            "phase 'c' does not come before this one\n    name one that does: 'a'",
        ),
        (
            [{}, {"starts": {"from": "end of b"}}],
            "phase 'b' does not come before this one",
        ),
        (
            [{}, {}, {"starts": {"from": "end of d"}}],
            "no phase 'd' comes before this one\n    name one that does: 'a', 'b'",
        ),
        ([OPEN, {}], "phase 'a': it is open, so no phase can follow"),
        ([OPEN, EVENT], "phase 'a': it is open, so no phase can follow"),
        ([{**OPEN, "until": "not stated"}, EVENT], "it is open, so no phase can follow"),
        ([{"cycles": "open"}], r"needs until, what ends the treatment"),
        ([{"span": "1 year", "until": ["progression"]}], "until stands beside an open end"),
        ([{"sessions": 0}], "greater than or equal to 1"),
        ([{"sessions": True}], "valid integer"),
        ([{"sessions": "33"}], "valid integer"),
    ],
)
def test_a_contradiction_is_refused(phases: list[dict[str, Any]], said: str) -> None:
    """The refusal names the place and what can be written instead."""
    with pytest.raises(ValidationError) as refusal:
        trial(*phases)

    assert said in str(refusal.value)


def test_a_listed_day_is_there_in_the_shortest_cycle() -> None:
    """Whatever length is settled, no listed day may be missing."""
    with pytest.raises(ValidationError, match="day 22 does not exist in a cycle of 21 days"):
        trial({"cycle": "21-28 days"}, days="1-22")


@pytest.mark.parametrize(
    "phases",
    [
        [{**OPEN, "span": "1 year"}, {}],
        [{"cycles": "open", "span": "1 year"}, {}],
        [{**OPEN, "until": ["progression", "surgery"]}, EVENT],
        [EVENT, {"starts": {"from": "start of a", "after": "9 weeks"}}],
    ],
)
def test_what_has_an_end_may_be_followed(phases: list[dict[str, Any]]) -> None:
    """A span ends a phase, and so does the event from which the next one starts."""
    assert len(settle(trial(*phases)).phases) == 2


def test_a_regimen_with_a_span_needs_no_horizon() -> None:
    """The end words list all that ends it."""
    both = settle(trial({**OPEN, "cycles": "at most 35", "span": "2 years"}))

    assert not both.is_open
    assert both.phases[0].end == OpenEnd(("progression",), 35, Span(2, "year"))
    assert str(both.phases[0].end) == (
        "progression, at most 35 cycles, at most 2 years, whichever comes first"
    )
    assert settle(trial({"cycles": "open", "span": "2 years"})).phases[0].end is None
    assert settle(trial(OPEN)).is_open


RANGES = trial({"cycle": "21-28 days"}, {"starts": {"from": "end of a", "after": "3-4 weeks"}})


@pytest.mark.parametrize(
    ("settled", "said"),
    [
        ({"waits": {"b": "3 weeks"}}, r"cycles of 21-28 days; settle how long \(lengths, --length"),
        ({"lengths": {"a": "24 days"}}, r"3 to 4 weeks after the end of a; settle .*waits, --wait"),
        (
            {"lengths": {"a": "29 days"}},
            r"so 29 days is not allowed; settle one that is .*, .*for example a='28 days'",
        ),
        ({"lengths": {"a": "20 days"}}, "so 20 days is not allowed"),
        ({"lengths": {"a": "1 month"}}, "^example-01: phase 'a': '1 month' has no fixed number of"),
        ({"lengths": {"a": "24 days", "b": "28 days"}}, "'b' has a cycle of 21 days, so 28 days"),
        ({"lengths": {"d": "24 days"}}, "there is no phase 'd'"),
        ({"waits": {"d": "24 days"}}, "there is no phase 'd'"),
        (
            {"lengths": {"a": "24 days"}, "waits": {"a": "1 day", "b": "3 weeks"}},
            "phase 'a' follows without a wait, so 1 day is not allowed; leave the wait out",
        ),
        (
            {"lengths": {"a": "24 days"}, "waits": {"b": "20 days"}},
            r"so 20 days is not allowed; settle one that is .*, --wait\), for example b='3 weeks'",
        ),
    ],
)
def test_what_is_open_must_be_settled(settled: dict[str, dict[str, str]], said: str) -> None:
    """Ranges of lengths and waits are settled by the caller, inside what the source says."""
    spans = {
        kind: {name: Span.parse(text) for name, text in texts.items()}
        for kind, texts in settled.items()
    }
    with pytest.raises(ValueError, match=said):
        settle(RANGES, None, Settlement(**spans))  # type: ignore[arg-type]  # spans by kind


def test_what_is_settled_says_so() -> None:
    """A length and a wait that the caller chose are marked; those of the file are not."""
    lengths, waits = {"a": Span(24, "day")}, {"b": Span(25, "day")}
    chosen = settle(RANGES, None, Settlement(lengths=lengths, waits=waits))
    stated = settle(
        trial({}, {"starts": {"from": "end of a", "after": "3 weeks"}}),
        None,
        Settlement(lengths={"a": Span(3, "week")}, waits={"b": Span(21, "day")}),
    )

    assert (chosen.phases[0].cycle_length_days, chosen.phases[0].cycle_source) == (24, "chosen")
    assert chosen.phases[1].starts is not None
    assert chosen.phases[1].starts.chosen
    assert str(chosen.phases[1].starts) == "25 days after the end of a"
    assert stated.phases[0].cycle_source == "stated"
    assert stated.phases[1].starts is not None
    assert not stated.phases[1].starts.chosen


@pytest.mark.parametrize("kind", ["lengths", "waits", "assess"])
def test_a_span_is_no_text(kind: str) -> None:
    """A settlement takes spans, which are read before."""
    with pytest.raises(RegimenError, match=f"{kind} 'a' is a Span, not '3 weeks'; use Span.parse"):
        Settlement(**{kind: {"a": "3 weeks"}})  # type: ignore[arg-type]  # that is the point
