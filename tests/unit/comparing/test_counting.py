"""Counting: what a component comes to in a phase, worked by hand, or why it has no number."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import Field, create_model

from npc_regimens.comparing.counting import Sum, Total, total_of
from npc_regimens.dose import parse_dose, parse_dose_or_gap
from npc_regimens.regimen.definition import Component, Phase
from npc_regimens.units import Amount

UNTIL = {"until": ["progression"]}


def component(**keys: Any) -> Component:
    """Write an infusion of 75 mg/m2 on day 1, with other keys."""
    table = {"drug": "drug-a", "dose": "75 mg/m2", "route": "intravenous", "days": "1"}
    return Component.model_validate({**table, "cite": "example-2020#dose", **keys})


def phase(**keys: Any) -> Phase:
    """Write a phase of six cycles of 21 days, with other keys."""
    table = {"name": "first", "cycle": "21 days", "cycles": "6", "give": ["drug-a"]}
    return Phase.model_validate({**table, **keys})


TWICE: dict[str, Any] = {"route": "oral", "frequency": "twice daily", "dose": "1000 mg/m2"}


@pytest.mark.parametrize(
    ("component_keys", "phase_keys", "per_cycle", "in_all"),
    [
        pytest.param(
            {**TWICE, "days": "1-14"},
            {"cycles": "6"},
            "28 x 1000 mg/m2 = 28000 mg/m2",
            "168 x 1000 mg/m2 = 168000 mg/m2",
            id="14 days twice, and six times that",
        ),
        pytest.param(
            {**TWICE, "days": "1 evening-15 morning"},
            {"cycles": "4-6"},
            "28 x 1000 mg/m2 = 28000 mg/m2",
            "112 to 168 x 1000 mg/m2 = 112000 mg/m2 to 168000 mg/m2",
            id="half days, and a range of cycles",
        ),
        pytest.param(
            {"days": "1, 8", "dose": "80-100 mg/m2"},
            {"cycles": "2"},
            "2 x 80-100 mg/m2 = 160 mg/m2 to 200 mg/m2",
            "4 x 80-100 mg/m2 = 320 mg/m2 to 400 mg/m2",
            id="a range of doses",
        ),
        pytest.param(
            {"days": "1, 8", "dose": "80-100 mg/m2"},
            {"cycles": "2-3"},
            "2 x 80-100 mg/m2 = 160 mg/m2 to 200 mg/m2",
            "4 to 6 x 80-100 mg/m2 = 320 mg/m2 to 600 mg/m2",
            id="a range of doses in a range of cycles",
        ),
        pytest.param(
            {"dose": "AUC 5"},
            {},
            "1 x AUC 5 = AUC 5",
            "6 x AUC 5 = AUC 30",
            id="a target exposure",
        ),
        pytest.param(
            {"dose": "0.3 mg/kg"},
            {"cycles": "3"},
            "1 x 0.3 mg/kg = 0.3 mg/kg",
            "3 x 0.3 mg/kg = 0.9 mg/kg",
            id="exact decimals",
        ),
        pytest.param(
            {"route": "oral", "frequency": "once daily", "days": "continuous", "dose": "250 mg"},
            {"cycle": "4 weeks", "cycles": "at most 3", **UNTIL},
            "28 x 250 mg = 7000 mg",
            "at most 84 x 250 mg = at most 21000 mg",
            id="continuous, with a bound",
        ),
        pytest.param(
            {"days": "1, 8"},
            {"cycles": "open", **UNTIL},
            "2 x 75 mg/m2 = 150 mg/m2",
            "cycles open",
            id="open",
        ),
        pytest.param(
            {"days": "1, 8", "cycles": "1-6"},
            {"cycles": "not stated", "until": "not stated"},
            "2 x 75 mg/m2 = 150 mg/m2",
            "at most 12 x 75 mg/m2 = at most 900 mg/m2",
            id="six cycles of an open phase",
        ),
        pytest.param(
            {"cycles": "3-5"},
            {"cycles": "4-6"},
            "1 x 75 mg/m2 = 75 mg/m2",
            "2 to 3 x 75 mg/m2 = 150 mg/m2 to 225 mg/m2",
            id="some cycles of a range",
        ),
        pytest.param(
            {"dose": "not stated"},
            {"cycles": "4-6"},
            "1 x a dose that is not stated",
            "4 to 6 x a dose that is not stated",
            id="no dose",
        ),
        pytest.param(
            {"days": "not stated"}, {}, "days not stated", "days not stated", id="no days"
        ),
        pytest.param(
            {"route": "oral", "frequency": "not stated"},
            {},
            "frequency not stated",
            "frequency not stated",
            id="no frequency",
        ),
        pytest.param(
            {"days": "continuous"},
            {"cycle": "not stated"},
            "cycle not stated",
            "cycle not stated",
            id="every day of a cycle without a length",
        ),
        pytest.param(
            {"days": "1, 8"},
            {"cycle": "not stated"},
            "2 x 75 mg/m2 = 150 mg/m2",
            "12 x 75 mg/m2 = 900 mg/m2",
            id="listed days of a cycle without a length",
        ),
        pytest.param(
            {"days": "-2 to 1, 8", "after": {"component": "drug-b"}},
            {},
            "4 x 75 mg/m2 = 300 mg/m2",
            "24 x 75 mg/m2 = 1800 mg/m2",
            id="two days before day 1, day 1 and day 8",
        ),
        pytest.param(
            {"days": "1, 8", "optional": "15", "dose": "25 mg/m2"},
            {"cycle": "28 days", "cycles": "2-3"},
            "2 to 3 x 25 mg/m2 = 50 mg/m2 to 75 mg/m2",
            "4 to 9 x 25 mg/m2 = 100 mg/m2 to 225 mg/m2",
            id="an optional day",
        ),
        pytest.param(
            {**TWICE, "days": "1-14 every 2 days", "cycles": "odd"},
            {"cycles": "6"},
            "14 x 1000 mg/m2 = 14000 mg/m2",
            "42 x 1000 mg/m2 = 42000 mg/m2",
            id="every other day of fourteen, in cycles 1, 3 and 5",
        ),
        pytest.param(
            {"days": "5 days on, 2 days off", "dose": "100 mg"},
            {"cycle": "28 days", "cycles": "3"},
            "20 x 100 mg = 2000 mg",
            "60 x 100 mg = 6000 mg",
            id="five days of each of four weeks",
        ),
        pytest.param(
            {**TWICE, "days": "continuous"},
            {"cycle": "21-28 days", "cycles": "2"},
            "42 to 56 x 1000 mg/m2 = 42000 mg/m2 to 56000 mg/m2",
            "84 to 112 x 1000 mg/m2 = 84000 mg/m2 to 112000 mg/m2",
            id="a range of lengths",
        ),
        pytest.param(
            {},
            {"span": "1 year"},
            "1 x 75 mg/m2 = 75 mg/m2",
            "at most 6 x 75 mg/m2 = at most 450 mg/m2",
            id="six cycles, unless a year is over before",
        ),
        pytest.param(
            {},
            {"cycles": "open", "span": "2 years"},
            "1 x 75 mg/m2 = 75 mg/m2",
            "cycles open, for 2 years at most",
            id="two years",
        ),
        pytest.param(
            {"at_most": "8 doses", "days": "1, 8"},
            {},
            "2 x 75 mg/m2 = 150 mg/m2",
            "at most 8 x 75 mg/m2 = at most 600 mg/m2",
            id="eight of twelve doses",
        ),
        pytest.param(
            {"at_most": "8 doses"},
            {"cycles": "open", **UNTIL},
            "1 x 75 mg/m2 = 75 mg/m2",
            "at most 8 x 75 mg/m2 = at most 600 mg/m2",
            id="eight doses of an open phase",
        ),
        pytest.param(
            {"days": "1-14 weekdays"},
            {"starts": {"from": "event surgery"}},
            "days 1-14 weekdays, as the real calendar has them",
            "days 1-14 weekdays, as the real calendar has them",
            id="weekdays",
        ),
    ],
)
def test_a_total_is_worked_by_hand(
    component_keys: dict[str, Any], phase_keys: dict[str, Any], per_cycle: str, in_all: str
) -> None:
    """Days times slots times cycles times dose; a range stays one, and what is open says so."""
    found = total_of(phase(**phase_keys), component(**component_keys))

    assert (str(found.per_cycle), str(found.in_all)) == (per_cycle, in_all)


def wide(model: type[Any], value: object) -> type[Any]:
    """Give a table a key that counting has never heard of."""
    fields: dict[str, Any] = {"strange": (Any, value)}
    return create_model("Wide", __base__=model, **fields)


def test_a_key_that_counting_does_not_know_has_no_total() -> None:
    """A new key of the file format may change every number: no total is better than a wrong one."""
    table = component().model_dump(mode="json", exclude_none=True)
    words = "not counted, because of strange"

    strange = wide(Component, None).model_validate({**table, "strange": ["75 mg/m2"]})
    assert total_of(phase(), strange) == Total(words, words)
    strange = wide(Phase, None).model_validate(
        {**phase().model_dump(mode="json", exclude_none=True), "strange": 3}
    )
    assert total_of(strange, component()) == Total(words, words)


def test_a_new_key_that_is_not_used_changes_no_total() -> None:
    """The default of a key says nothing, whether it is a value or made anew."""
    table = component().model_dump(mode="json", exclude_none=True)

    defaults: tuple[Any, ...] = (None, False, Field(default_factory=dict))

    for unused in defaults:
        found = total_of(phase(), wide(Component, unused).model_validate(table))
        assert str(found.in_all) == "6 x 75 mg/m2 = 450 mg/m2"


def test_sums_are_the_same_in_whatever_unit_they_are_written() -> None:
    """1 g is 1000 mg; another number of doses, unit of dose or lack of one is another sum."""
    gram = Sum(1, 2, parse_dose("1 g"))
    missing = total_of(phase(), component(dose="not stated")).in_all

    assert gram.is_same_as(Sum(1, 2, parse_dose("1000 mg")))
    assert not gram.is_same_as(Sum(1, 2, parse_dose("1 g/m2")))
    assert not gram.is_same_as(Sum(1, 2, parse_dose("2 g")))
    assert not gram.is_same_as(Sum(2, 2, parse_dose("1 g")))
    # twice 2 g and four times 1 g are the same drug, and another number of doses
    assert not Sum(2, 2, parse_dose("2 g")).is_same_as(Sum(4, 4, parse_dose("1 g")))
    assert isinstance(missing, Sum)
    assert missing.is_same_as(Sum(6, 6, missing.dose))
    assert not missing.is_same_as(Sum(6, 6, parse_dose("75 mg/m2")))


def test_a_sum_has_its_two_ends() -> None:
    """The ends of the amount are those of the doses and of the dose."""
    doses = component(dose="80-100 mg/m2").dose

    assert Sum(2, 3, doses).least_amount == Amount.parse("160 mg/m2")
    assert Sum(2, 3, doses).most_amount == Amount.parse("300 mg/m2")
    assert Sum(None, 3, doses).least_amount is None
    assert Sum(2, 3, component(dose="not stated").dose).most_amount is None


@pytest.mark.parametrize(
    ("dose", "beside", "words"),
    [
        ("2 g", "500 mg", "3 x 2000 mg = 6000 mg"),
        ("500 mg", "2 g", "3 x 0.5 g = 1.5 g"),
        ("1-2 g", "500 mg", "3 x 1000-2000 mg = 3000 mg to 6000 mg"),
        ("2 g", "100-500 mg", "3 x 2000 mg = 6000 mg"),
        ("2 g", "500 mg/m2", "3 x 2 g = 6 g"),
        ("2 g", "not stated", "3 x 2 g = 6 g"),
        ("not stated", "2 g", "3 x a dose that is not stated"),
    ],
)
def test_a_sum_is_written_in_the_unit_of_another(dose: str, beside: str, words: str) -> None:
    """The same amount, in a unit that can be compared; what has none stays as it is."""
    sums = [Sum(3, 3, parse_dose_or_gap(each)) for each in (dose, beside)]

    assert str(sums[0].in_unit_of(sums[1])) == words
    assert sums[0].in_unit_of(sums[1]).is_same_as(sums[0])
    assert sums[0].in_unit_of("no total") is sums[0]
