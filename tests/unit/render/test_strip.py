"""A schedule strip: one box for each day, counted by hand, and readable by everybody."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from npc_regimens.errors import RegimenError, UnknownRegimenError
from npc_regimens.files import load, shipped_trials
from npc_regimens.regimen import Settlement, Trial, settle
from npc_regimens.render.strip import to_svg

if TYPE_CHECKING:
    from collections.abc import Callable

Table = dict[str, Any]
ARMS = [(trial, arm.id) for trial in shipped_trials() for arm in trial.arm]
EVERY_ARM = pytest.mark.parametrize(
    ("trial", "arm"),
    [pytest.param(trial, arm, id=f"{trial.id}/{arm}") for trial, arm in ARMS],
)


def drawn(picture: str) -> ET.Element:
    """Read a picture as XML."""
    return ET.fromstring(picture)  # noqa: S314  our own picture


def boxes(picture: str, kind: str) -> list[ET.Element]:
    """List the boxes of a kind, that of the legend left out."""
    found = [each for each in drawn(picture).iter() if each.get("class") == kind]
    legend = max(int(each.get("y", "")) for each in drawn(picture).iter() if each.get("y"))
    return [each for each in found if int(each.get("y", "")) < legend - 9]


def words(picture: str) -> list[str]:
    """List every line of text that is drawn, in order."""
    return [each.text or "" for each in drawn(picture).iter() if each.tag.endswith("}text")]


def drug(days: str, **keys: Any) -> Table:
    """Write a component."""
    table = {"drug": "drug-a", "dose": "10 mg", "route": "intravenous", "days": days}
    return {**table, "cite": "example-2020#dose", **keys}


def trial(*components: Table, arm: Table | None = None, **phase: Any) -> Trial:
    """Make a trial of one phase that gives every component, or what the phase says."""
    named = {f"component-{number}": table for number, table in enumerate(components, 1)}
    choices = phase.pop("choice", {})
    only = {"name": "treatment", "cycle": "21 days", "cycles": "3", "give": [*named], **phase}
    return Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": named,
            "choice": choices,
            "arm": [{"id": "only", "name": "The only arm", **(arm or {}), "phase": [only]}],
        }
    )


@pytest.mark.parametrize(
    ("name", "arm", "dosing", "resting"),
    [
        # gemcitabine on days 1 and 8, cisplatin on day 1 of both phases, of 21 days each
        ("gp-induction-zhang-2019", None, 4, 63 - 4),
        # docetaxel and cisplatin on day 1, fluorouracil on days 1 to 5; then cisplatin on day 1
        ("nct01245959", "tpf-induction", 8, 84 - 8),
        # capecitabine on days 1 to 14 of 21
        ("nct02460419", None, 14, 7),
        # apatinib on every day of 28
        ("nct03130270", None, 28, 0),
        # anlotinib 14, penpulimab 1, capecitabine 21; then penpulimab 1, capecitabine 21
        ("nct05807880", None, 58, 7 + 20 + 20),
        # apatinib 21, camrelizumab 1, and each option: gemcitabine 2, capecitabine 14, docetaxel 1
        ("nct05549466", "apatinib-camrelizumab-chemotherapy", 39, 105 - 39),
    ],
)
def test_each_day_with_a_dose_is_a_full_box_and_each_day_without_an_empty_one(
    name: str, arm: str | None, dosing: int, resting: int
) -> None:
    """What is counted in the picture is what is counted by hand."""
    picture = to_svg(load(name), arm)

    assert (len(boxes(picture, "dose")), len(boxes(picture, "rest"))) == (dosing, resting)


def _count(days: str, length: int) -> int:
    """Count days as a reader of the file does."""
    if days == "continuous":
        return length
    ends = [tuple(map(int, item.split("-"))) for item in days.split(", ")]
    return sum(each[-1] - each[0] + 1 for each in ends)


@EVERY_ARM
def test_every_shipped_arm_has_as_many_full_boxes_as_its_file_has_days(
    trial: Trial, arm: str
) -> None:
    """An independent count of the text of each file agrees with its picture."""
    expected, gaps = 0, 0
    for phase in trial.find_arm(arm).phase:
        cycle = phase.cycle if phase.reference is None else phase.reference.cycle
        names = [
            name
            for item in phase.give
            for name in ([item] if isinstance(item, str) else trial.choice[item.choose].one_of)
        ]
        for days in (str(trial.component[name].days) for name in names):
            gaps += days == "not stated"
            expected += 0 if days == "not stated" else _count(days, getattr(cycle, "days", 0))
    picture = to_svg(trial, arm)

    assert len(boxes(picture, "dose")) == expected
    assert words(picture).count("days not stated") == gaps


def test_half_a_day_is_half_a_box_on_its_side() -> None:
    """From the evening of day 1 to the morning of day 15 are 13 whole and 2 half days."""
    keys = {"route": "oral", "frequency": "twice daily"}
    picture = to_svg(trial(drug("1 evening-15 morning", **keys)))
    parts, slots = boxes(picture, "part"), boxes(picture, "slot")

    assert (len(boxes(picture, "dose")), len(parts), len(slots)) == (13, 2, 2)
    first, last = zip(parts, slots, strict=True)
    assert int(first[1].get("x", "")) > int(first[0].get("x", ""))  # the evening: to the right
    assert last[1].get("x") == last[0].get("x")  # the morning: to the left
    assert "in part of the day on days 1 and 15 (2 days)" in picture


def test_a_long_cycle_goes_on_below() -> None:
    """42 days stand in two bands of at most 4 weeks, with every week numbered."""
    picture = to_svg(trial(drug("1, 29"), cycle="42 days"))

    assert (len(boxes(picture, "dose")), len(boxes(picture, "rest"))) == (2, 40)
    assert [word for word in words(picture) if word.isdigit()] == ["1", "8", "15", "22", "29", "36"]
    assert len({box.get("y") for box in boxes(picture, "rest")}) == 2


@pytest.mark.parametrize(("days", "numbers"), [(28, 4), (21, 3), (7, 1), (35, 5)])
def test_every_week_has_its_number_and_its_line(days: int, numbers: int) -> None:
    """Days 1, 8, 15 and so on can be counted from."""
    picture = to_svg(trial(drug("1"), cycle=f"{days} days"))

    assert [word for word in words(picture) if word.isdigit()] == ["1", "8", "15", "22", "29"][
        :numbers
    ]
    assert picture.count('<line class="week"') == numbers


def test_days_that_are_not_stated_are_a_hatched_row_that_says_so() -> None:
    """What the source leaves open looks like neither a dose nor a rest."""
    picture = to_svg(trial(drug("not stated", dose="not stated"), drug("1")))

    assert [box.get("width") for box in boxes(picture, "gap")] == [str(21 * 19 - 4)]
    assert {"days not stated", "dose not stated"} <= set(words(picture))
    assert len(boxes(picture, "dose")) == 1


def test_a_cycle_that_is_not_stated_is_open_behind_its_last_dose() -> None:
    """Behind day 8 nobody knows whether a day is a rest or the next cycle."""
    picture = to_svg(trial(drug("1, 8"), cycle="not stated"))

    assert (len(boxes(picture, "dose")), len(boxes(picture, "rest"))) == (2, 6)
    assert [box.get("width") for box in boxes(picture, "gap")] == [str(6 * 19 - 4)]
    assert "length of the cycle not stated, 3 cycles" in words(picture)


def test_a_continuous_drug_does_not_make_a_cycle_that_is_not_stated_longer() -> None:
    """Every day of no known cycle is drawn as far as is known."""
    keys = {"route": "oral", "frequency": "once daily"}
    picture = to_svg(trial(drug("continuous", **keys), cycle="not stated"))

    assert len(boxes(picture, "dose")) == 7
    assert "once a day: every day." in picture


def test_a_reference_from_elsewhere_is_words_and_never_a_box() -> None:
    """A borrowed dose or cycle is marked as such; its days are not drawn as the source's own."""
    picture = to_svg(load("nct04547088"))
    said = " ".join(words(picture))

    assert boxes(picture, "dose") == []
    assert "reference from elsewhere: 200 mg, day 1" in said
    assert "drawn with 21 days, a reference from elsewhere" in said


def test_a_settled_regimen_is_drawn_as_it_is_settled() -> None:
    """Accepted references are boxes, and still marked; a chosen option stands alone."""
    accepted = Settlement(accept_reference_doses=True)
    borrowed = to_svg(settle(load("nct04547088"), settlement=accepted))
    said = " ".join(words(borrowed))

    assert len(boxes(borrowed, "dose")) == 21 + 1
    assert "dose and days: a reference from elsewhere" in said
    assert "cycle of 21 days, a reference from elsewhere" in said
    one = Settlement(choose={"chemotherapy": "docetaxel"})
    chosen = to_svg(settle(load("nct05549466"), "chemotherapy", one))
    assert len(boxes(chosen, "dose")) == 1
    assert "without a fixed number of cycles" in " ".join(words(chosen))


def test_a_settled_regimen_says_its_cycles() -> None:
    """Cycles of a component, a count and an open end are words under their block."""
    six = Settlement(choose={"chemotherapy": "gemcitabine"})
    said = words(to_svg(settle(load("nct05549466"), "chemotherapy", six)))
    counted = Settlement(cycles={"combination": 5})
    phases = words(to_svg(settle(load("nct05807880"), settlement=counted)))

    assert "in cycles 1 to 6" in said
    assert "cycle of 21 days, 5 cycles" in phases
    assert (
        "cycle of 21 days, without a fixed number of cycles, until progression or intolerance"
        in (phases)
    )


def test_an_open_choice_shows_every_option_and_a_settled_one_its_own() -> None:
    """One of several drugs is told from several drugs."""
    trial = load("nct05549466")
    every = words(to_svg(trial, "chemotherapy"))
    one = words(to_svg(trial, "chemotherapy", choose={"chemotherapy": "docetaxel"}))

    assert {"one of these: chemotherapy", "gemcitabine", "capecitabine", "docetaxel"} <= set(every)
    assert {"gemcitabine", "capecitabine", "one of these: chemotherapy"} & set(one) == set()
    assert "docetaxel" in one


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda t: to_svg(t, "chemotherapy", choose={"x": "y"}), "no choice 'x' in arm"),
        (
            lambda t: to_svg(t, "chemotherapy", choose={"chemotherapy": "aspirin"}),
            "choice 'chemotherapy' has no option 'aspirin'; there are",
        ),
        (lambda t: to_svg(t.arm[0]), "to_svg takes a Trial or a Regimen, not Arm"),
    ],
)
def test_what_cannot_be_drawn_is_refused(draw: Callable[[Trial], str], message: str) -> None:
    """Nothing is dropped: a choice that is not there is a slip of the caller."""
    with pytest.raises(RegimenError, match=re.escape(message)):
        draw(load("nct05549466"))


def test_a_settled_regimen_takes_no_arm_and_no_choice() -> None:
    """All is settled already."""
    regimen = settle(load("nct03130270"))

    with pytest.raises(RegimenError, match="has one arm and no choice"):
        to_svg(regimen, "apatinib")
    with pytest.raises(RegimenError, match="has one arm and no choice"):
        to_svg(regimen, choose={"a": "b"})


def test_of_several_arms_one_is_named() -> None:
    """No arm is chosen for the caller."""
    with pytest.raises(UnknownRegimenError, match="has 4 arms"):
        to_svg(load("nct05549466"))


def test_text_stays_text() -> None:
    """A name with markup in it is shown as it is written, and is never markup."""
    name = '</text><script>alert("1")</script>&amp; ]]> <!--'
    picture = to_svg(trial(drug("1"), arm={"name": name}))

    assert words(picture)[0] == f"{name} (example-01)"
    assert [each for each in drawn(picture).iter() if each.tag.endswith("script")] == []


@EVERY_ARM
def test_a_picture_can_be_heard(trial: Trial, arm: str) -> None:
    """Title and description come first and name each phase, drug, dose and days."""
    root = drawn(to_svg(trial, arm))
    title, description, *_ = root
    said = description.text or ""

    assert (root.get("role"), title.tag[-5:], description.tag[-4:]) == ("img", "title", "desc")
    assert (title.text or "").endswith("which drug on which day")
    for phase in trial.find_arm(arm).phase:
        assert f"Phase {phase.name}: " in said
        for name in (item for item in phase.give if isinstance(item, str)):
            assert f"{trial.component[name].drug}, " in said


LONG = "a-very-long-name-of-a-conjugated-antibody-that-goes-on-and-on-and-on-without-end"


@pytest.mark.parametrize(
    "made",
    [
        trial(*(drug("1-5", drug=f"{LONG}"[: 80 - n]) for n in range(6)), cycle="42 days"),
        trial(drug("1", drug="w" * 80), cycle="28 days", cycles="open", until=["W" * 400]),
        trial(
            drug("1"),
            arm={"name": "三药联合方案、吉西他滨、顺铂与卡培他滨、用于复发或转移性鼻咽癌" * 4},
            cycle="400 days",
        ),
        trial(
            drug("-3 to 14", frequency="four times daily", route="oral", optional="15")
            | {"steps": [{"dose": "2000 mg", "slot": "noon", "cycles": "1-3, 5"}]},
            drug("1", drug=LONG[:80], cycle="14 days", at_most="8 doses", cycles="every 3 from 1"),
            drug("radiotherapy days"),
            cycle="21-28 days",
            cycles="at most 35",
            span="2 years",
            until=["progression"],
            sessions=33,
            starts={"from": "event radiotherapy start", "after": "12-16 weeks"},
        ),
        *(pytest.param(trial, id=trial.id) for trial, _ in ARMS if len(trial.arm) == 1),
    ],
)
def test_nothing_runs_out_of_the_picture_or_over_its_neighbour(made: Trial) -> None:
    """Boxes stay inside, and lines of text that begin at the same place keep apart."""
    root = drawn(to_svg(made))
    height = int(root.get("height", ""))
    rects = [each for each in root.iter() if each.tag.endswith("}rect") and each.get("x")]
    ends = [
        (int(each.get("x", "")) + int(each.get("width", "")), int(each.get("y", "")))
        for each in rects
    ]
    starts = [
        (int(each.get("x", "")), int(each.get("y", "")))
        for each in root.iter()
        if each.tag.endswith("}text")
    ]
    left = sorted(y for x, y in starts if x in {16, 24})

    assert root.get("width") == "800"
    assert max(x for x, _ in ends) <= 800
    assert max(y for _, y in (*ends, *starts)) <= height
    assert all(after - before >= 12 for before, after in pairwise(left))


@pytest.mark.parametrize(
    ("days", "cycle", "numbers"),
    [
        ("-1, 1", 21, "-1 1 8 15"),
        ("-7 to 1", 21, "-7 1 8 15"),  # a week before day 1, for there is no day 0
        ("-8 to 1", 21, "-8 -7 1 8 15"),
        ("-15 to 1", 21, "-14 -7 1 8 15"),  # -15 would stand on -14
        ("-16 to 1", 20, "-16 -14 -7 1 8 15"),
        # each band is 28 days, from day -1 on, and the fifth would begin with 112 113
        (
            "-1, 1",
            140,
            "-1 1 8 15 22 28 29 36 43 50 56 57 64 71 78 84 85 92 99 106 113 120 127 134 140",
        ),
    ],
)
def test_no_number_of_a_day_stands_on_the_next(days: str, cycle: int, numbers: str) -> None:
    """The first of a run has none where the one beside it has no room."""
    said = words(to_svg(trial(drug(days), cycle=f"{cycle} days")))

    assert " ".join(word for word in said if re.fullmatch("-?[0-9]+", word)) == numbers


def test_phases_are_numbered_where_there_are_several() -> None:
    """Blocks follow one another as the phases do."""
    several = words(to_svg(load("nct05807880")))

    assert {"1. combination", "2. maintenance"} <= set(several)
    assert "treatment" in words(to_svg(load("nct03130270")))


def test_a_cycle_of_its_own_is_no_phase_of_its_own() -> None:
    """Only phases count; cycles of their own stand below the phase that they belong to."""
    regimen = settle(load("nct05807880"), settlement=Settlement(cycles={"combination": 4}))
    first, second = regimen.phases
    own = replace(first.orders[0], cycle_length_days=14)
    both = (replace(first, orders=(own, *first.orders[1:])), second)
    said = words(to_svg(replace(regimen, phases=both)))

    assert [each for each in said if each[:2] in {"1.", "2.", "3."}] == [
        "1. combination",
        "1. combination, in cycles of 14 days of their own",
        "2. maintenance",
    ]
