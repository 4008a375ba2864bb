"""Whether days and cycles of a component fit into the phases that give it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from npc_regimens.errors import RegimenError
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.regimen.days import parse_days
from npc_regimens.regimen.fitting import places

PHASE = {"name": "p", "cycle": "21 days", "cycles": "6", "give": ["a"]}


def trial(*phases: dict[str, Any], **component: Any) -> Trial:
    """Write a trial of one component, by default an infusion."""
    stated = {"drug": "drug-a", "dose": "100 mg", "route": "intravenous", "days": "1"}
    arm = {"id": "only", "name": "Only", "phase": [PHASE, *phases] if phases else [PHASE]}
    return Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": {"a": {**stated, "cite": "example-2020#table-1", **component}},
            "arm": [arm],
        }
    )


def problems(*phases: dict[str, Any], **component: Any) -> list[str]:
    """List what is wrong with a trial."""
    with pytest.raises(ValidationError) as error:
        trial(*phases, **component)
    return [str(each) for each in error.value.errors()[0]["ctx"]["error"].problems]


@pytest.mark.parametrize(
    ("component", "says"),
    [
        (
            {"days": "every 2 days"},
            "'every 2 days' does not divide a cycle of 21 days, so two doses would stand too",
        ),
        (
            {"days": "every 2 days"},
            "\n    give it a cycle of its own, cycle = '2 days' and days = '1', or write a range,",
        ),
        (
            {"days": "every 2 days"},
            "or write a range, days = '1-19 every 2 days'",
        ),
        (
            {"days": "5 days on, 2 days off; 3 weeks on, 1 week off"},
            "do not divide a cycle of 21 days\n    give it a cycle of its own, cycle = '28 days'",
        ),
        ({"days": "1-22 every 3 days"}, "day 22 does not exist in a cycle of 21 days"),
        ({"days": "1-22 weekdays"}, "day 22 does not exist in a cycle of 21 days"),
        ({"days": "-22 to -20"}, "day -22 lies before the whole cycle before, which has 21 days"),
        (
            {"days": "-1, 21"},
            "day -1 is day 21 of the cycle before, which has a dose of it",
        ),
        ({"days": "-3 to 19"}, "day -3 is day 19 of the cycle before"),
        ({"days": "1", "optional": "22"}, "key 'optional': day 22 does not exist"),
        ({"days": "-1, 1", "optional": "21"}, "day -1 is day 21 of the cycle before"),
        ({"days": "15", "cycle": "14 days"}, "day 15 does not exist in a cycle of 14 days"),
        (
            {"cycles": "7"},
            "does not exist in a phase of 6 cycles\n    cycles run from 1 to 6",
        ),
        ({"cycles": "from 7"}, "cycle 7 does not exist in a phase of 6 cycles"),
        (
            {"cycle": "14 days", "cycles": "1, 10"},
            "cycle 10 of its own, of 14 days, does not exist in a phase of 6 cycles of 21 days\n",
        ),
        (
            {"cycle": "14 days", "cycles": "from 10"},
            "of 21 days\n    cycles run from 1 to 9",
        ),
        (
            {"days": "radiotherapy days"},
            "no sessions, so it has no radiotherapy days",
        ),
    ],
)
def test_what_has_no_place_in_a_phase_is_named(component: dict[str, Any], says: str) -> None:
    """Days and cycles that a phase does not have are named with the remedy."""
    (problem,) = problems(**component)

    assert problem.startswith("arm 'only', phase 'p', component 'a', key '")
    assert says in problem


@pytest.mark.parametrize(
    "component",
    [
        {"days": "every 3 days"},
        {"days": "1-21 every 2 days"},
        {"days": "1-20 weekdays"},
        {"days": "-1, 20"},
        {"days": "-21 to -1"},
        {"days": "-1, 21", "cycles": "odd"},
        {"days": "-1, 21", "cycles": "1, 3"},
        {"days": "-1, 21", "cycles": "2"},
        {"days": "-1 evening, 21 morning", "frequency": "twice daily", "route": "oral"},
        {"days": "1", "cycle": "2 days"},
        {"days": "5 days on, 2 days off; 3 weeks on, 1 week off", "cycle": "28 days"},
        {"cycle": "14 days", "cycles": "9"},
        {"days": "1", "optional": "8, 15"},
        {"days": "-1, 21", "frequency": "not stated"},
        {"days": "not stated", "cycle": "14 days"},
    ],
)
def test_what_has_its_place_is_sound(component: dict[str, Any]) -> None:
    """Nothing is refused that fits."""
    assert isinstance(trial(**component), Trial)


def test_days_before_a_later_phase() -> None:
    """Where two phases give it, the last cycle of one lies before the first of the next."""
    later = {**PHASE, "name": "q", "cycles": "1"}
    assert isinstance(trial(days="-1, 21", cycles="1"), Trial)
    found = problems(later, days="-1, 21", cycles="1")

    assert [each.split(", ")[1] for each in found] == ["phase 'p'", "phase 'q'"]
    (own, _) = problems(later, days="-1, 1", cycle="14 days")
    assert "day -1 of its own cycle may lie on a day that another phase gives it too" in own
    assert "write a component for each of the phases" in own


def test_a_cycle_that_is_not_stated_is_compared_with_its_reference() -> None:
    """Days are compared with the reference, and own cycles are not counted without a length."""
    unknown = {**PHASE, "name": "q", "cycle": "not stated"}
    assert isinstance(trial(unknown, cycle="14 days", cycles="9"), Trial)
    reference = {"cycle": "14 days", "note": "elsewhere", "cite": "example-2020#table-1"}
    (found,) = problems({**unknown, "reference": reference}, days="15")

    assert "phase 'q'" in found
    assert "day 15 does not exist in a cycle of 14 days" in found


def test_the_days_of_a_reference_fit_too() -> None:
    """A reference is held against the phase as what is stated is."""
    reference = {
        "dose": "100 mg",
        "route": "intravenous",
        "days": "1, 22",
        "note": "elsewhere",
        "cite": "example-2020#table-1",
    }
    (found,) = problems(dose="not stated", days="not stated", reference=reference)

    assert "day 22 does not exist" in found


def test_radiotherapy_days_need_sessions() -> None:
    """A phase that has sessions has radiotherapy days."""

    class WithSessions:
        cycle = trial().arm[0].phase[0].cycle
        cycles = trial().arm[0].phase[0].cycles
        reference = None
        sessions = 33

    component: Any = trial().component["a"]
    days: Any = {**component.model_dump(), "days": parse_days("radiotherapy days")}
    with_sessions: Any = WithSessions()
    made = type(component)(**{**days, "cite": "example-2020#table-1", "dose": "100 mg"})

    assert list(places("here", with_sessions, made, again=False)) == []


@pytest.mark.parametrize(
    ("component", "says"),
    [
        ({"days": "continuous", "cycle": "14 days"}, "a continuous drug needs no cycle of its own"),
        ({"days": "weekdays", "optional": "15"}, "optional days stand beside listed days"),
        ({"days": "1, 8", "optional": "8"}, "8 and 8 list one day twice"),
        ({"days": "1", "optional": "8 noon"}, "days name the slot 'noon'"),
        (
            {"days": "1 noon", "frequency": "every 8 hours"},
            "which the frequency does not have; it has none, so write whole days",
        ),
    ],
)
def test_what_cannot_stand_together_is_refused(component: dict[str, Any], says: str) -> None:
    """A component refuses what has no meaning beside its days."""
    with pytest.raises(ValueError, match=says):
        trial(**component)


def test_optional_days_are_settled_by_the_caller() -> None:
    """Optional days are given or left out as the caller says, and never by themselves."""
    stated = trial(days="1, 8", optional="15")

    with pytest.raises(RegimenError, match=r"component 'a': days 15\n .*a=yes or a=no"):
        settle(stated)
    given = settle(stated, None, Settlement(optional={"a": True})).orders[0]
    left_out = settle(stated, None, Settlement(optional={"a": False})).orders[0]
    assert (str(given.days), given.with_optional) == ("1, 8, 15", True)
    assert (str(left_out.days), left_out.with_optional) == ("1, 8", False)


@pytest.mark.parametrize(
    ("optional", "says"),
    [
        ({"a": True}, "component 'a' has no optional days; its days are 1"),
        ({"b": True}, "there is no component 'b'"),
    ],
)
def test_a_setting_about_no_optional_days_is_refused(optional: dict[str, bool], says: str) -> None:
    """A setting that changes nothing is a slip."""
    with pytest.raises(RegimenError, match=says):
        settle(trial(), None, Settlement(optional=optional))


def test_optional_is_yes_or_no() -> None:
    """A word is not taken for true."""
    wrong: Any = {"a": "no"}
    with pytest.raises(RegimenError, match="optional 'a' is True or False, not 'no'"):
        Settlement(optional=wrong)


@pytest.mark.parametrize(
    ("frequency", "says"),
    [
        ("every 8 hours", "write 'three times daily' if the clock is meant"),
        ("every 10 hours", "is the same, and only the protocol can say one in its place"),
    ],
)
def test_elapsed_hours_are_read_and_not_planned(frequency: str, says: str) -> None:
    """A file may say elapsed hours; settling refuses them, and no slot is taken for them."""
    stated = trial(route="oral", frequency=frequency)

    assert str(stated.component["a"].frequency) == frequency
    with pytest.raises(RegimenError, match=says):
        settle(stated)


def test_an_open_phase_of_cycles_of_their_own_ends_with_the_last() -> None:
    """Two own cycles of 14 days end on day 28, which lies in the second cycle of 21 days."""
    phase = {**PHASE, "cycles": "open", "until": ["progression"]}
    table = trial(cycle="14 days", cycles="1-2").model_dump(mode="json", exclude_none=True)
    table["arm"][0]["phase"] = [phase]

    assert settle(Trial.model_validate(table)).phases[0].count == 2
    table["component"]["a"]["cycles"] = "odd"
    assert settle(Trial.model_validate(table)).is_open


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (
            "every 7 days",
            (
                "key 'days': 'every 7 days' does not divide a cycle of 22 days, which '21-28 days'"
                " allows, so two doses would stand too near\n"
                "    give it a cycle of its own, cycle = '7 days' and days = '1'"
            ),
        ),
        ("1, 22", "day 22 does not exist in a cycle of 21 days, which '21-28 days' allows\n"),
        ("-22, 1", "before the whole cycle before, which has 21 days, which '21-28 days' allows\n"),
        (
            "5 days on, 2 days off",
            (
                "which do not divide a cycle of 22 days, which '21-28 days' allows\n"
                "    give it a cycle of its own, cycle = '7 days'"
            ),
        ),
    ],
)
def test_a_range_of_lengths_is_named(days: str, says: str) -> None:
    """Nobody wrote a cycle of 22 days, and a run to day 15 would drop day 22 of 28."""
    with pytest.raises(ValidationError) as error:
        trial({**PHASE, "name": "q", "cycle": "21-28 days"}, days=days, cycle=None)
    told = [str(each) for each in error.value.errors()[0]["ctx"]["error"].problems]

    assert [each for each in told if "phase 'q'" in each and says in each]
    assert not [each for each in told if "phase 'q'" in each and "write a range" in each]
