"""Rules of dose modification: what a file can say of them, in words, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from npc_regimens.errors import ProductError
from npc_regimens.products import Action, CellCount, DoseStep, Modifications, nth

CITE = "example-2020#table-1"
BEST = {"neutrophils": "30 /mm3 or more", "platelets": "300 /mm3 or more", "when": "both"}
WORST = {"neutrophils": "below 30 /mm3", "platelets": "below 300 /mm3", "when": "either"}
TABLE: dict[str, Any] = {
    "day": 3,
    "row": [{**BEST, "action": "100 %"}, {**WORST, "action": "hold"}],
    "cite": CITE,
}


def rules(**keys: Any) -> Modifications:
    """Read rules as a file has them."""
    return Modifications.model_validate({"cite": CITE, **keys})


def refused(**keys: Any) -> str:
    """Say why rules are refused."""
    with pytest.raises(ValidationError) as refusal:
        rules(**keys)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "part", "most"),
    [
        ("100 %", 1, 1),
        ("75%", Fraction(3, 4), Fraction(3, 4)),
        ("start", 1, 1),
        ("stop", 0, 0),
        ("hold", 0, 0),
        ("delay", 0, 0),
        ("stop, or 40 % if judged useful", 0, Fraction(2, 5)),
    ],
)
def test_an_action_says_what_part_of_the_dose_it_leaves(
    text: str, part: Fraction, most: Fraction
) -> None:
    """A hold, a delay and a stop leave nothing for certain; an alternative may leave more."""
    action = Action.parse(text)

    assert (action.part, action.most) == (part, most)
    assert Action.parse(str(action)) == action


@pytest.mark.parametrize("text", ["0 %", "101 %", "7.5 %", "stop or 50 %", "Stop", "", "reduce"])
def test_an_action_that_is_not_of_the_grammar_is_refused(text: str) -> None:
    """Nothing is read into other words."""
    with pytest.raises(ProductError, match="is not what a rule says to do; write '75 %', 'stop'"):
        Action.parse(text)


@pytest.mark.parametrize("text", ["10 mg", "60 mg/m2", "800 mg/m2 on days 1, 8", "3 mg/kg", "stop"])
def test_a_level_prints_as_it_is_read(text: str) -> None:
    """A level is a dose, with its days where these fall, or the stop."""
    assert str(DoseStep.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("10", "level '10': amount '10' has no unit"),
        ("10 mL", "'10 mL' is not a level of a dose"),
        ("10 mg on days", "is not a level of a dose"),
        ("10 mg on day x", "is not a level of a dose"),
        ("10 mg on days 1-8", "is not a level of a dose"),
        ("then stop", "level 'then stop'"),
    ],
)
def test_a_level_that_is_not_clear_is_refused(text: str, said: str) -> None:
    """A volume, a bare number and days that are not listed are no level."""
    with pytest.raises(ProductError) as refusal:
        DoseStep.parse(text)

    assert said in str(refusal.value)


def test_rules_say_themselves_one_a_line() -> None:
    """Grades come first, then counts, levels, what holds for every change, and the note."""
    made = rules(
        toxicity=[{"grade": "2", "by_occurrence": ["90 %", "stop"]}],
        counts=[{**TABLE, "use": "an example"}],
        reduction=[
            {"sequence": ["9 mg", "8 mg"], "basis": "free base"},
            {"sequence": ["9 mg/m2 on days 1, 8", "9 mg/m2 on day 1", "stop"], "use": "another"},
        ],
        once_reduced="never raised",
        omitted_doses="not replaced",
        note="Read the source.",
    )

    assert made.words == (
        "grade 2, by occurrence: 1st 90 %, 2nd stop",
        (
            "day 3 for an example, by counts: neutrophils 30 /mm3 or more and platelets 300 /mm3 or"
            " more: 100 %; neutrophils below 30 /mm3 or platelets below 300 /mm3: hold"
        ),
        "levels, counted as free base: 9 mg, then 8 mg; what follows is not stated",
        "levels for another: 9 mg/m2 on days 1, 8, then 9 mg/m2 on day 1, then stop",
        "a dose that was once reduced is never raised",
        "doses that were omitted are not replaced",
        "note: Read the source.",
    )
    assert made.general == made.words[4:6]


@pytest.mark.parametrize(
    ("neutrophils", "platelets", "action"),
    [
        (30, 300, "100 %"),
        (29, 300, "hold"),
        (30, 299, "hold"),
        (0, 0, "hold"),
    ],
)
def test_the_lowest_row_that_holds_is_the_row(
    neutrophils: int, platelets: int, action: str
) -> None:
    """One low count is enough for a row of either."""
    table = rules(counts=[TABLE]).counts[0]
    row = table.row_of({"neutrophils": CellCount(neutrophils), "platelets": CellCount(platelets)})

    assert row is not None
    assert str(row.action) == action


def test_counts_that_no_row_holds_for_have_no_row() -> None:
    """A table need not say something of every count."""
    table = rules(counts=[{"day": 3, "row": TABLE["row"][:1]}]).counts[0]

    assert table.row_of({"neutrophils": CellCount(29), "platelets": CellCount(300)}) is None


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({}, "modifications needs a rule"),
        ({"note": "x"}, "modifications needs a rule"),
        (
            {"toxicity": [{"grade": "2", "by_occurrence": ["50 %", "75 %"]}]},
            "grade 2: 75 % stands behind 50 %; write parts that do not rise",
        ),
        (
            {"toxicity": [{"grade": "2", "by_occurrence": ["stop", "stop"]}]},
            "grade 2: stop stands behind stop",
        ),
        ({"toxicity": [{"grade": "5", "by_occurrence": ["stop"]}]}, "Input should be '1', '2'"),
        ({"toxicity": [{"grade": "2", "by_occurrence": []}]}, "at least 1 item"),
        (
            {
                "toxicity": [
                    {"grade": "2", "by_occurrence": ["stop"]},
                    {"grade": "2", "by_occurrence": ["stop"]},
                ]
            },
            "grade 2 stands behind grade 2; write each grade once and the mildest first",
        ),
        (
            {
                "toxicity": [
                    {"grade": "2", "by_occurrence": ["75 %", "50 %"]},
                    {"grade": "3", "by_occurrence": ["75 %", "60 %"]},
                ]
            },
            "grade 3 gives more of the dose than grade 2 at the same occurrence",
        ),
        (
            {"once_reduced": "never raised", "dose_changes": "none, withheld or stopped only"},
            "stands beside rules that change the dose; leave one of the two out",
        ),
        ({"reduction": [{"sequence": ["8 mg", "9 mg"]}]}, "the levels 8 mg, 9 mg do not fall"),
        ({"reduction": [{"sequence": ["8 mg", "8 mg"]}]}, "do not fall one by one"),
        ({"reduction": [{"sequence": ["stop", "8 mg"]}]}, "do not fall one by one"),
        ({"reduction": [{"sequence": ["stop", "stop"]}]}, "do not fall one by one"),
        ({"reduction": [{"sequence": ["8 mg", "7 mg/m2"]}]}, "all of one kind"),
        ({"reduction": [{"sequence": ["8 mg on day 1", "7 mg"]}]}, "do not fall one by one"),
        (
            {"reduction": [{"sequence": ["8 mg on day 1", "8 mg on days 1, 8"]}]},
            "do not fall one by one",
        ),
        ({"reduction": [{"sequence": ["8 mg"]}]}, "at least 2 items"),
        ({"counts": [{**TABLE, "day": 0}]}, "greater than or equal to 1"),
        ({"counts": [{"day": 3, "row": [{"action": "hold"}]}]}, "a row of counts counts nothing"),
        (
            {"counts": [{"day": 3, "row": [{**BEST, "when": None, "action": "hold"}]}]},
            "a row with two counts needs when",
        ),
        (
            {
                "counts": [
                    {
                        "day": 3,
                        "row": [{"platelets": "below 9 /mm3", "when": "both", "action": "hold"}],
                    }
                ]
            },
            "a row with two counts needs when",
        ),
        (
            {
                "counts": [
                    {
                        "day": 3,
                        "row": [
                            {**BEST, "action": "100 %"},
                            {"platelets": "below 9 /mm3", "action": "hold"},
                        ],
                    }
                ]
            },
            "the rows of day 3 count different cells",
        ),
        (
            {"counts": [{"day": 3, "row": [*reversed(TABLE["row"])]}]},
            "the rows of day 3 do not fall",
        ),
        (
            {
                "counts": [
                    {"day": 3, "row": [{**BEST, "action": "hold"}, {**WORST, "action": "9 %"}]}
                ]
            },
            "the rows of day 3 give more for lower counts: 9 % below hold",
        ),
    ],
)
def test_rules_that_contradict_themselves_are_refused(keys: dict[str, Any], said: str) -> None:
    """No table gives more for a worse toxicity, a later occurrence or a lower count."""
    assert said in refused(**keys)


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (111, "111th"), (112, "112th"), (122, "122nd")],
)  # fmt: skip
def test_a_place_in_a_row_is_said_as_people_say_it(number: int, said: str) -> None:
    """The teens end alike."""
    assert nth(number) == said
