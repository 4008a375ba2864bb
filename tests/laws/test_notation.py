"""Laws of the line: it says what the file says, it has one form, and nothing is read by halves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from npc_regimens import strategies as ours
from npc_regimens.errors import NotationError
from npc_regimens.notation import parse, write
from npc_regimens.planning import plan
from npc_regimens.regimen import Trial, settle

LINE = (
    "capecitabine 650 mg/m2 PO BID d1-14 q21d x6 then a 5 mg IV over 30 min q2w until progression"
)


def doses(case: ours.Case, trial: Trial) -> list[tuple[Any, ...]]:
    """Plan a trial as the caller of a case does; list what is given, without component names."""
    optional = {
        each.drug: name for name, each in trial.component.items() if each.optional is not None
    }
    given_drugs = {case.table["component"][name]["drug"]: on for name, on in case.optional.items()}
    settlement = replace(
        case.settlement, optional={optional[drug]: on for drug, on in given_drugs.items()}
    )
    regimen = settle(trial, None, settlement)
    calendar = plan(regimen, case.patient, formulary=case.formulary, **case.given)
    return [
        (each.planned_date, each.phase, each.place, each.slot, each.drug, str(each.ordered))
        for each in calendar.administrations
    ]


@given(ours.cases())
def test_a_file_and_its_line_give_one_calendar(case: ours.Case) -> None:
    """What is written of a file and read again plans to the same doses on the same days."""
    trial = Trial.model_validate(case.table)
    line = write(trial)

    assert write(parse(line)) == line
    assert doses(case, parse(line)) == doses(case, trial)


def read(text: str) -> Trial | NotationError:
    """Read a line, or return how it is refused; any other error is one of ours."""
    try:
        return parse(text)
    except NotationError as refusal:
        return refusal


@given(st.integers(0, len(LINE) - 1), st.sampled_from("xµ5§(,;%"))
def test_a_stray_character_is_never_dropped(at: int, stray: str) -> None:
    """A character more is another regimen or a refusal; only a comma between parts says nothing."""
    found = read(LINE[:at] + stray + LINE[at:])

    if isinstance(found, Trial):
        assert write(found) != write(parse(LINE)) or stray in ",x"
    else:
        assert all(0 <= slip.start <= len(LINE) + 1 for slip in found.slips)


@given(st.text(alphabet="abmg/2qdxPOIVB 0158-,+()\n½口服每日", max_size=60))
def test_any_text_is_read_or_refused_in_our_words(text: str) -> None:
    """No text of any kind ends in another error than ours."""
    found = read(text)

    if isinstance(found, Trial):
        assert parse(write(found)).component.keys() == found.component.keys()
    else:
        assert found.slips
