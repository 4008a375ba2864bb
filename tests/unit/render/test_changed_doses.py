"""When a dose becomes another: told once, on its day, and never of a step of every cycle."""

from __future__ import annotations

from typing import Any

import pytest
from planned import phase, planned, with_dose

from npc_regimens.render.dose_changes import dose_changes

TWICE = {"route": "oral", "frequency": "twice daily", "days": "1-2"}


def changes(steps: list[dict[str, Any]], cycles: str = "3", **keys: Any) -> list[str]:
    """Plan 100 mg on days 1 and 2 of cycles of a week, and say each change with its date."""
    table = {"days": "1-2", **keys, **({"steps": steps} if steps else {})}
    calendar = planned([phase("p", "7 days", cycles, "a")], {"a": table})
    found = dose_changes(calendar.administrations)
    return [f"{each.date:%m-%d} {each.amount} {each.words()}" for each in found.get("a", ())]


@pytest.mark.parametrize(
    ("steps", "keys", "expected"),
    [
        ([], {}, []),
        # a loading dose on day 1 of every cycle is no change
        ([{"dose": "150 mg", "days": "1"}], {}, []),
        # nor is another dose every evening
        ([{"dose": "50 mg", "slot": "evening"}], TWICE, []),
        # a loading dose in cycle 1 alone: from cycle 2 on it is lower
        ([{"dose": "150 mg", "cycles": "1"}], {}, ["12-14 100 mg LOWER DOSE, before: 150 mg"]),
        # a dose of cycle 2 alone is a change there, and one back
        (
            [{"dose": "150 mg", "cycles": "2"}],
            {},
            [
                "12-14 150 mg HIGHER DOSE, before: 100 mg",
                "12-21 100 mg LOWER DOSE, before: 150 mg",
            ],
        ),
        # on day 1 of cycle 1 alone: day 1 of cycle 2 has a dose that cycle 1 had on day 2
        ([{"dose": "150 mg", "days": "1", "cycles": "1"}], {}, []),
        # in the evenings from cycle 2 on; the last cycle had no such step, but one dose
        (
            [{"dose": "50 mg", "slot": "evening", "cycles": "2-3"}],
            TWICE,
            ["12-14 50 mg LOWER DOSE, before: 100 mg"],
        ),
    ],
)
def test_a_change_is_told_once_and_a_step_of_every_cycle_is_none(
    steps: list[dict[str, Any]], keys: dict[str, Any], expected: list[str]
) -> None:
    """The first day of cycle 2 is Monday 14 December, and of cycle 3 the 21st."""
    assert changes(steps, **keys) == expected


def test_a_reduction_of_all_the_steps_is_told_of_each() -> None:
    """150 mg and 100 mg become 75 mg: two doses that were two, and are one."""
    steps = {"days": "1-2", "steps": [{"dose": "150 mg", "days": "1"}]}
    calendar = planned([phase("p", "7 days", "2", "a")], {"a": steps})
    found = dose_changes(with_dose(calendar, "a", "75 mg", from_cycle=2).administrations)["a"]

    assert [each.words(" now") for each in found] == [
        "LOWER DOSE now, before: 150 mg",
        "LOWER DOSE now, before: 100 mg",
    ]


def test_a_dose_may_follow_several() -> None:
    """A new step in cycle 2 is held against all the doses of cycle 1."""
    steps = [
        {"dose": "150 mg", "days": "1", "cycles": "1"},
        {"dose": "200 mg", "days": "1", "cycles": "2-3"},
    ]

    assert changes(steps) == ["12-14 200 mg HIGHER DOSE, before: 150 mg and 100 mg"]
    steps[1]["dose"] = "120 mg"
    assert changes(steps) == ["12-14 120 mg LOWER DOSE, before: 150 mg and 100 mg"]
