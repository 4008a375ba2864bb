"""The comparison of two arms: what belongs together, what differs, and what it comes to."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import create_model

from npc_regimens.comparing import Total, compare
from npc_regimens.errors import RegimenError, UnknownRegimenError
from npc_regimens.regimen import Trial
from npc_regimens.regimen.definition import Arm, Component, Phase

CITE = "example-2020#dose"
Table = dict[str, Any]


def component(drug: str, **keys: Any) -> Table:
    """Write an infusion on day 1."""
    table = {"drug": drug, "dose": "75 mg/m2", "route": "intravenous", "days": "1"}
    return {**table, "cite": CITE, **keys}


def phase(name: str, *give: object, **keys: Any) -> Table:
    """Write a phase of four cycles."""
    return {"name": name, "cycle": "21 days", "cycles": "4", "give": list(give), **keys}


def trial(components: Table, *phases: Table, choices: Table | None = None, **arm: Any) -> Trial:
    """Make a trial with one arm."""
    arms = [{"id": "only", "name": "The only arm", "phase": list(phases), **arm}]
    head = {"format": 1, "id": "example-01", "title": "An example", "choice": choices or {}}
    return Trial.model_validate({**head, "component": components, "arm": arms})


def told(before: Trial, after: Trial) -> list[str]:
    """Say each difference of treatment with its place."""
    return [f"{each.place}: {each}" for each in compare(before, after).differences]


def totals(before: Trial, after: Trial) -> list[tuple[str, str, str, str]]:
    """Say each total that differs."""
    return [
        (str(each.phase), str(each.component), in_all(each.before), in_all(each.after))
        for each in compare(before, after).totals
    ]


def in_all(total: Total | None) -> str:
    """Say a total of all cycles, where there is one."""
    return "none" if total is None else str(total.in_all)


A = component("drug-a")
B = component("drug-b")
GIVEN = {"drug-a": A, "drug-b": B}
PLAIN = trial(GIVEN, phase("first", "drug-a"), phase("second", "drug-b"))


def test_an_amendment_is_worked_by_hand() -> None:
    """A higher dose on more days in fewer numbers of cycles, and what it comes to."""
    oral: Table = {"route": "oral", "frequency": "twice daily"}
    before = component("drug-a", dose="1000 mg/m2", days="1-14", **oral)
    after = component("drug-a", dose="1250 mg/m2", days="1-21", **oral)

    found = compare(
        trial({"drug-a": before}, phase("first", "drug-a", cycles="4-6")),
        trial({"drug-a": after}, phase("first", "drug-a", cycles="6")),
    )

    assert [(each.place.kind, str(each)) for each in found.differences] == [
        ("phase", "cycles: 4-6 -> 6"),
        ("component", "dose: 1000 mg/m2 -> 1250 mg/m2"),
        ("component", "days: 1-14 -> 1-21"),
    ]
    (total,) = found.totals
    assert total.before is not None
    assert total.after is not None
    assert str(total.before.per_cycle) == "28 x 1000 mg/m2 = 28000 mg/m2"
    assert str(total.after.per_cycle) == "42 x 1250 mg/m2 = 52500 mg/m2"
    assert str(total.before.in_all) == "112 to 168 x 1000 mg/m2 = 112000 mg/m2 to 168000 mg/m2"
    assert str(total.after.in_all) == "252 x 1250 mg/m2 = 315000 mg/m2"
    assert found.sources == ()
    assert not found.is_same_treatment


def test_phases_belong_together_by_name_and_then_by_position() -> None:
    """A phase that is only renamed is the same phase, and its doses are compared."""
    renamed = trial(GIVEN, phase("first", "drug-a"), phase("last", "drug-b", cycles="2"))

    assert told(PLAIN, renamed) == [
        "phase second -> last: name: second -> last",
        "phase second -> last: cycles: 4 -> 2",
    ]
    assert totals(PLAIN, renamed) == [
        (
            "phase second -> last",
            "component drug-b",
            "4 x 75 mg/m2 = 300 mg/m2",
            "2 x 75 mg/m2 = 150 mg/m2",
        )
    ]


def test_the_order_of_phases_is_a_difference() -> None:
    """The same phases the other way round are another treatment with the same totals."""
    turned = trial(GIVEN, phase("second", "drug-b"), phase("first", "drug-a"))

    assert told(PLAIN, turned) == [
        'arm only: phase: ["first", "second"] -> ["second", "first"]',
    ]
    assert totals(PLAIN, turned) == []


def test_the_order_of_drugs_in_a_phase_is_a_difference() -> None:
    """What is given first stands first."""
    one = trial(GIVEN, phase("first", "drug-a", "drug-b"))
    other = trial(GIVEN, phase("first", "drug-b", "drug-a"))

    assert told(one, other) == [
        'phase first: give: ["drug-a", "drug-b"] -> ["drug-b", "drug-a"]',
    ]
    assert totals(one, other) == []


def test_the_order_of_components_in_a_file_is_none() -> None:
    """Components are a table of names; the phases say what comes first."""
    turned = trial({"drug-b": B, "drug-a": A}, phase("first", "drug-a"), phase("second", "drug-b"))

    assert told(PLAIN, turned) == []
    assert compare(PLAIN, turned).is_same_treatment


def test_components_belong_together_by_name_and_then_by_drug() -> None:
    """A component of another name with the same drug is the same order, under a new name."""
    other = trial(
        {"drug-a": A, "b-weekly": component("drug-b", days="1, 8, 15", dose="30 mg/m2")},
        phase("first", "drug-a"),
        phase("second", "b-weekly"),
    )

    assert told(PLAIN, other) == [
        'phase second: give: ["drug-b"] -> ["b-weekly"]',
        "component drug-b -> b-weekly: name: drug-b -> b-weekly",
        "component drug-b -> b-weekly: dose: 75 mg/m2 -> 30 mg/m2",
        "component drug-b -> b-weekly: days: 1 -> 1, 8, 15",
    ]
    assert totals(PLAIN, other) == [
        (
            "phase second",
            "component drug-b -> b-weekly",
            "4 x 75 mg/m2 = 300 mg/m2",
            "12 x 30 mg/m2 = 360 mg/m2",
        )
    ]


def test_a_name_in_common_keeps_another_drug_in_its_place() -> None:
    """Where one drug takes the place of another, its key says so."""
    other = trial(
        {"drug-a": A, "drug-b": component("drug-c")},
        phase("first", "drug-a"),
        phase("second", "drug-b"),
    )

    assert told(PLAIN, other) == ["component drug-b: drug: drug-b -> drug-c"]
    assert totals(PLAIN, other) == []


def test_an_equal_dose_in_another_unit_is_no_difference_of_treatment() -> None:
    """1 g is 1000 mg: the same treatment, and the same total."""
    one, other = (
        trial({"drug-a": component("drug-a", dose=dose)}, phase("first", "drug-a"))
        for dose in ("1 g/m2", "1000 mg/m2")
    )

    assert told(one, other) == []
    assert compare(one, other).is_same_treatment
    assert totals(one, other) == []


def test_what_stands_in_one_alone_is_told_whole() -> None:
    """A phase and a component that fall away are told key by key, with their totals."""
    less = trial({"drug-a": A}, phase("first", "drug-a"))
    gone = [
        "phase second: cycle: 21 days -> (none)",
        "phase second: cycles: 4 -> (none)",
        'phase second: give: ["drug-b"] -> (none)',
        "component drug-b: drug: drug-b -> (none)",
        "component drug-b: dose: 75 mg/m2 -> (none)",
        "component drug-b: route: intravenous -> (none)",
        "component drug-b: days: 1 -> (none)",
    ]

    assert told(PLAIN, less) == gone
    assert totals(PLAIN, less) == [
        ("phase second", "component drug-b", "4 x 75 mg/m2 = 300 mg/m2", "none")
    ]
    assert totals(less, PLAIN) == [
        ("phase second", "component drug-b", "none", "4 x 75 mg/m2 = 300 mg/m2")
    ]


def test_a_component_that_leaves_one_phase_has_a_total_in_one_of_the_two() -> None:
    """A total counts where a phase gives the component, and nowhere else."""
    before = trial(GIVEN, phase("first", "drug-a", "drug-b"), phase("second", "drug-b"))

    assert totals(before, PLAIN) == [
        ("phase first", "component drug-b", "4 x 75 mg/m2 = 300 mg/m2", "none")
    ]


def test_choices_are_compared_with_all_their_options() -> None:
    """A choice belongs to its namesake, or to what has the same options."""
    given = {**GIVEN, "drug-c": component("drug-c")}
    either = {"either": {"one_of": ["drug-a", "drug-b"]}}
    one = trial(GIVEN, phase("first", {"choose": "either"}), choices=either)
    renamed = trial(GIVEN, phase("first", {"choose": "one"}), choices={"one": either["either"]})
    wider = trial(
        given,
        phase("first", {"choose": "either"}),
        choices={"either": {"one_of": ["drug-a", "drug-b", "drug-c"]}},
    )

    assert told(one, renamed) == [
        'phase first: give: [{ choose = "either" }] -> [{ choose = "one" }]',
        "choice either -> one: name: either -> one",
    ]
    assert told(one, wider)[0] == (
        'choice either: one_of: ["drug-a", "drug-b"] -> ["drug-a", "drug-b", "drug-c"]'
    )
    assert [words[1:] for words in totals(one, wider)] == [
        ("component drug-c", "none", "4 x 75 mg/m2 = 300 mg/m2")
    ]


def test_reviews_and_assessments_are_compared_by_name() -> None:
    """Each table of an arm that has a name has a place of its own."""
    review = {"name": "after a year", "after": "1 year", "first": "drug-a", "what": "ask"}
    later = {**review, "after": "2 years"}
    scan = {"name": "scan", "every": "6 weeks", "optional": True, "what": "look", "cite": CITE}
    phases = PLAIN.arm[0].model_dump(mode="json", exclude_none=True)["phase"]
    before = trial(GIVEN, *phases, review=[{**review, "cite": CITE}])
    after = trial(GIVEN, *phases, review=[{**later, "cite": CITE}], assessment=[scan])

    assert told(before, after) == [
        "review after a year: after: 1 year -> 2 years",
        "assessment scan: every: (none) -> 6 weeks",
        "assessment scan: optional: (none) -> true",
        "assessment scan: what: (none) -> look",
    ]


def test_sources_notes_and_titles_stand_apart() -> None:
    """Another citation, note or title is no other treatment, and is not lost."""
    noted = trial({**GIVEN, "drug-b": {**B, "note": "read twice"}}, *phases_of(PLAIN), note="new")

    found = compare(PLAIN, noted)

    assert found.is_same_treatment
    assert found.totals == ()
    assert [f"{each.place}: {each}" for each in found.sources] == [
        "arm only: note: (none) -> new",
        "component drug-b: note: (none) -> read twice",
    ]


def phases_of(made: Trial) -> list[Table]:
    """Write the phases of a trial's only arm again."""
    tables: list[Table] = made.arm[0].model_dump(mode="json", exclude_none=True)["phase"]
    return tables


def wide(model: type[Any], **fields: Any) -> type[Any]:
    """Give a table of the file format further keys."""
    return create_model("Wide", __base__=model, **fields)


def test_a_key_of_tomorrow_is_compared_without_a_change() -> None:
    """What the file format gets next is told in its place, in each kind of table."""
    key: Table = {"sessions": (int | None, None)}
    wide_phase = wide(Phase, **key)
    wide_arm = wide(Arm, phase=(tuple[wide_phase, ...], ...), **key)  # type: ignore[valid-type]
    wide_trial = wide(
        Trial,
        component=(dict[str, wide(Component, **key)], ...),  # type: ignore[misc]
        arm=(tuple[wide_arm, ...], ...),  # type: ignore[valid-type]
        **key,
    )

    def made(number: int) -> Trial:
        at_once = {"sessions": number}
        arm = {
            "id": "only",
            "name": "The only arm",
            "phase": ({"name": "first", "cycle": "21 days", "cycles": "4"} | at_once,),
            **at_once,
        }
        arm["phase"] = tuple({**each, "give": ("drug-a",)} for each in arm["phase"])  # type: ignore[attr-defined]
        table = {"format": 1, "id": "example-01", "title": "An example", **at_once}
        found = wide_trial.model_validate(
            {**table, "component": {"drug-a": {**A, **at_once}}, "arm": (arm,)}
        )
        assert isinstance(found, Trial)
        return found

    assert told(made(1), made(2)) == [
        "trial example-01: sessions: 1 -> 2",
        "arm only: sessions: 1 -> 2",
        "phase first: sessions: 1 -> 2",
        "component drug-a: sessions: 1 -> 2",
    ]
    assert totals(made(1), made(1)) == []


def test_a_regimen_is_named_by_its_trial_and_its_arm_among_several() -> None:
    """The only arm of a trial needs no name, and one of several has it."""
    table = PLAIN.model_dump(mode="json", exclude_none=True)
    twins = Trial.model_validate({**table, "arm": [{**table["arm"][0], "id": n} for n in "xy"]})

    found = compare(PLAIN, twins, after_arm="y")

    assert (found.before, found.after) == ("example-01", "example-01/y")
    assert [str(each) for each in found.sources] == ["id: only -> y"]
    with pytest.raises(UnknownRegimenError, match=r"has 2 arms; name one"):
        compare(PLAIN, twins)
    with pytest.raises(UnknownRegimenError, match=r"has no arm 'onli'; did you mean 'only'\?"):
        compare(PLAIN, PLAIN, before_arm="onli")


@pytest.mark.parametrize("places", [("nct05807880", PLAIN), (PLAIN, None)])
def test_what_is_not_a_trial_is_refused(places: Any) -> None:
    """An id is not a trial, and the refusal says what to do."""
    with pytest.raises(RegimenError, match=r"compare takes a Trial, not \w+; load it first"):
        compare(*places)
