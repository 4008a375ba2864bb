"""Windows and rules of visits: what is read, what is refused, and what a window holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from npc_regimens.errors import DateError
from npc_regimens.visits import VisitRule, Window, parse_anchor, parse_policy
from npc_regimens.visits.rules import ANCHORS, POLICIES

MONDAY = dt.date(2027, 3, 1)


@pytest.mark.parametrize(
    ("text", "window", "written"),
    [
        ("-3 to +2 days", Window(3, 2), "-3 to +2 days"),
        ("-3 to +2 days, hard", Window(3, 2), "-3 to +2 days"),
        ("-3 to +2 days, soft", Window(3, 2, hard=False), "-3 to +2 days, soft"),
        ("0 to +7 days", Window(0, 7), "0 to +7 days"),
        ("-1 to 0 days", Window(1, 0), "-1 to 0 days"),
        ("0 to 0 days", Window(), "0 to 0 days"),
        ("-1 to +1 day", Window(1, 1), "-1 to +1 days"),
        ("\u22123 to +2 days", Window(3, 2), "-3 to +2 days"),
        ("\u00b13 days", Window(3, 3), "-3 to +3 days"),
        ("+-3 days", Window(3, 3), "-3 to +3 days"),
        ("+/- 3 days, soft", Window(3, 3, hard=False), "-3 to +3 days, soft"),
        ("-99 to +99 days", Window(99, 99), "-99 to +99 days"),
    ],
)
def test_a_window_is_read_in_the_one_way_that_it_can_mean(
    text: str, window: Window, written: str
) -> None:
    """A window is read, and written in one form that reads back."""
    assert Window.parse(text) == window
    assert str(window) == written
    assert Window.parse(written) == window


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3 days",
        "3 to 2 days",
        "-3 to 2 days",
        "-3 - +2 days",
        "-3/+2 days",
        "-3 to +2",
        "-3 to +2 weeks",
        "-3 to +2 days,soft",
        "-3 to +2 days, firm",
        "-3 to +2 days ",
        "-03 to +2 days",
        "-3 to +200 days",
        "-0 to +2 days",
        "-1.5 to +2 days",
        "\uff0d3 to +2 days",
        "-\u0663 to +2 days",
        "-3 to +2 days" + " " * 40,
    ],
)
def test_other_words_for_a_window_are_refused_with_an_example(text: str) -> None:
    """A window that could mean two things, or nothing, is refused and shown a right one."""
    with pytest.raises(DateError) as refused:
        Window.parse(text)

    assert str(refused.value) == (
        f"{text!r} is not a window; write for example '-3 to +2 days', or '-3 to +2 days, soft'"
    )


@pytest.mark.parametrize("text", ["+1 to +3 days", "-3 to -1 days", "+2 to -3 days"])
def test_a_window_holds_the_day_of_the_visit(text: str) -> None:
    """A window beside its own nominal date, or one that runs backwards, is refused."""
    with pytest.raises(DateError, match="does not hold the day of the visit itself"):
        Window.parse(text)


def test_a_window_that_is_not_text_is_refused() -> None:
    """A number of a file is no window."""
    number: Any = 3
    with pytest.raises(DateError, match="3 is not a window"):
        Window.parse(number)


@pytest.mark.parametrize("days", [-1, 100, True, "3", None])
def test_the_days_of_a_window_are_whole_and_not_many(days: Any) -> None:
    """More than two digits, or no whole number, is a slip."""
    with pytest.raises(DateError, match="give whole days from 0 to 99"):
        Window(after=days)
    with pytest.raises(DateError, match="give whole days from 0 to 99"):
        Window(before=days)


def test_hard_is_said_by_a_boolean() -> None:
    """A word for the kind of a window belongs into its text."""
    kind: Any = "soft"
    with pytest.raises(DateError, match="hard is True or False, not 'soft'"):
        Window(3, 2, kind)


def test_a_window_holds_both_of_its_edges_and_nothing_beside_them() -> None:
    """Three days before Monday 1 March is 26 February; two days after it is 3 March."""
    window = Window(3, 2)

    assert window.dates(MONDAY) == (
        dt.date(2027, 2, 26),
        dt.date(2027, 2, 27),
        dt.date(2027, 2, 28),
        dt.date(2027, 3, 1),
        dt.date(2027, 3, 2),
        dt.date(2027, 3, 3),
    )
    assert window.earliest(MONDAY) == dt.date(2027, 2, 26)
    assert window.latest(MONDAY) == dt.date(2027, 3, 3)
    assert not window.holds(MONDAY, dt.date(2027, 2, 25))
    assert window.holds(MONDAY, dt.date(2027, 2, 26))
    assert window.holds(MONDAY, dt.date(2027, 3, 3))
    assert not window.holds(MONDAY, dt.date(2027, 3, 4))


@pytest.mark.parametrize(
    "policy", ["keep", "next working day", "nearest within the window", "flag"]
)
@pytest.mark.parametrize("anchor", ["start of the course", "day 1 of the cycle"])
def test_a_rule_is_made_of_its_words(policy: str, anchor: str) -> None:
    """Each policy and each anchor is read as it is written."""
    rule = VisitRule.parse(window="-1 to +1 days", policy=policy, anchor=anchor)

    assert (rule.window, rule.policy, rule.anchor) == (Window(1, 1), policy, anchor)


def test_a_rule_that_says_nothing_moves_nothing_and_tells() -> None:
    """Without words the window is the day itself, and a closed day is flagged."""
    assert VisitRule.parse() == VisitRule()
    assert VisitRule() == VisitRule(Window(0, 0, hard=True), "flag", None)


def test_words_that_are_no_policy_or_anchor_are_refused_with_those_that_are() -> None:
    """The closed lists of policies and anchors stand in the refusal."""
    with pytest.raises(DateError) as policy:
        parse_policy("next day")
    with pytest.raises(DateError) as anchor:
        parse_anchor("last dose")
    with pytest.raises(DateError, match="'skip' is not a policy"):
        VisitRule(policy="skip")  # type: ignore[arg-type]
    with pytest.raises(DateError, match="'C1D1' is not an anchor"):
        VisitRule(anchor="C1D1")  # type: ignore[arg-type]

    assert str(policy.value) == (
        "'next day' is not a policy for closed days; write one of 'keep', 'next working day',"
        " 'nearest within the window', 'flag'"
    )
    assert str(anchor.value) == (
        "'last dose' is not an anchor of visits; write one of 'start of the course',"
        " 'day 1 of the cycle'"
    )
    assert (len(POLICIES), len(ANCHORS)) == (4, 2)


def test_a_rule_takes_a_window_and_no_text_for_one() -> None:
    """Text is read by the door for text."""
    text: Any = "-3 to +2 days"
    with pytest.raises(DateError, match="a window is a Window, not '-3 to"):
        VisitRule(text)
