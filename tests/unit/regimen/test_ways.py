"""Every way to settle a trial: choices, ranges of cycles and ranges of doses."""

from __future__ import annotations

from npc_regimens.regimen import Trial, settle
from npc_regimens.regimen.ways import ways_to_settle

CITE = "example-2020#table-1"
INFUSION = {"route": "intravenous", "days": "1", "cite": CITE}
TRIAL = Trial.model_validate(
    {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            "a": {"drug": "drug-a", "dose": "80-100 mg/m2", **INFUSION},
            "b": {"drug": "drug-b", "dose": "AUC 5-6", **INFUSION},
            "c": {"drug": "drug-c", "dose": "200 mg", **INFUSION},
        },
        "choice": {"platinum": {"one_of": ["a", "b"]}},
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [
                    {
                        "name": "p",
                        "cycle": "21 days",
                        "cycles": "2-3",
                        "give": [{"choose": "platinum"}, "c"],
                    }
                ],
            }
        ],
    }
)


def test_both_ends_of_each_range_are_taken_for_each_choice() -> None:
    """Two choices, two numbers of cycles and two doses of the chosen drug are eight ways."""
    found = {
        (each.choose["platinum"], each.cycles["p"], *each.doses.items())
        for _, each in ways_to_settle(TRIAL)
    }

    assert found == {
        (drug, count, (drug, dose))
        for drug, doses in (("a", ("80 mg/m2", "100 mg/m2")), ("b", ("AUC 5", "AUC 6")))
        for count in (2, 3)
        for dose in doses
    }


def test_every_way_settles() -> None:
    """Each way answers all that is open, and each chosen dose says that it was chosen."""
    for arm, settlement in ways_to_settle(TRIAL):
        first, other = settle(TRIAL, arm, settlement).orders

        assert (first.dose_source, other.dose_source) == ("chosen", "stated")
