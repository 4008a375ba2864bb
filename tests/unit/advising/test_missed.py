"""A missed dose: by the trial's rule, by the label's, until when, and what no rule answers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from npc_regimens.advising import PatientClock, missed_dose, read_moment
from npc_regimens.errors import AdviceError
from npc_regimens.patient import Patient
from npc_regimens.planning import find, plan
from npc_regimens.products import Formulary, Product
from npc_regimens.regimen import Trial, settle

if TYPE_CHECKING:
    from npc_regimens.advising import MissedAnswer
    from npc_regimens.planning import Administration, Calendar

LONDON = ZoneInfo("Europe/London")
SHANGHAI = ZoneInfo("Asia/Shanghai")
START = dt.date(2027, 3, 22)  # a Monday; clocks go forward in Europe on Sunday 28 March
PATIENT = Patient.measured(on=START, height="170 cm", weight="65 kg")
CLOCK = {"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)}
CITE = "example-2020#table-1"
TWELVE = {"make_up": "with time left", "time_left": "12 h"}
SIX = {"make_up": "with time left", "time_left": "6 h"}
NEVER = {"make_up": "never"}
DAILY: dict[str, Any] = {"frequency": "once daily", "days": "continuous"}
TWICE: dict[str, Any] = {"frequency": "twice daily", "days": "1-4"}


def calendar(
    rule: Any = None, clock: dict[str, dt.time] | None = None, start: dt.date = START, **keys: Any
) -> Calendar:
    """Plan two cycles of 14 days of one drug that is taken at home."""
    drug = {"drug": "drug-a", "dose": "10 mg", "route": "oral", "cite": CITE, **DAILY, **keys}
    phase = {"name": "only", "cycle": "14 days", "cycles": "2", "give": ["drug-a"]}
    trial = Trial.model_validate(
        {
            "format": 1,
            "id": "example-01",
            "title": "An example",
            "component": {"drug-a": {**drug, "missed_dose": rule}},
            "arm": [{"id": "only", "name": "The only arm", "phase": [phase]}],
        }
    )
    patient = Patient.measured(on=start, height="170 cm", weight="65 kg")
    return plan(
        settle(trial),
        patient,
        start=start,
        formulary=Formulary(()),
        clock=CLOCK if clock is None else clock,
    )


def products(rule: Any) -> Formulary:
    """Make the products: capsules of the drug, with the rule of their label."""
    rounding = {"rule": "nearest whole units", "ties": "up", "report_over": "10 %", "cite": CITE}
    product = {
        "format": 1,
        "id": "drug-a-capsules",
        "drug": "drug-a",
        "name": "drug A capsules",
        "form": "capsule",
        "route": "oral",
        "strengths": ["10 mg"],
        "rounding": rounding,
        "missed_dose": rule,
        "cite": CITE,
    }
    return Formulary((Product.model_validate(product),))


def dose(made: Calendar, cycle: int, day: int, slot: str | None = None) -> Administration:
    """Take the dose of a place, the first unless a slot is named."""
    return next(each for each in find(made, None, cycle, day) if slot in {None, each.slot})


def ask(
    made: Calendar,
    missed: Administration,
    noticed: str,
    zone: ZoneInfo = SHANGHAI,
    label: Any = None,
) -> MissedAnswer:
    """Ask about a dose that was noticed at a time of the zone's clock."""
    moment = dt.datetime.fromisoformat(noticed)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return missed_dose(made, missed, noticed=moment, zone=zone, formulary=products(label))


@pytest.mark.parametrize(
    ("noticed", "verdict", "why"),
    [
        ("2027-03-24T08:00", "allowed", "12 h or more remain"),
        ("2027-03-24T20:00", "allowed", "implied, not written"),
        ("2027-03-24T20:01", "not allowed", "fewer than 12 h remain to the next dose"),
        ("2027-03-25T07:59", "not allowed", "fewer than 12 h remain to the next dose"),
        ("2027-03-25T08:00", "not allowed", "the next dose was due by then"),
        ("2027-03-30T12:00", "not allowed", "the next dose was due by then"),
    ],
)
def test_a_rule_with_hours_allows_it_until_these_hours_before_the_next(
    noticed: str, verdict: str, why: str
) -> None:
    """At 08:00 each day and with 12 hours, the last moment is 20:00, which is included."""
    made = calendar(TWELVE)
    answer = ask(made, dose(made, 1, 3), noticed)

    assert answer.due.isoformat() == "2027-03-24T08:00:00+08:00"
    assert answer.following is dose(made, 1, 4)
    assert answer.following_due is not None
    assert answer.following_due.isoformat() == "2027-03-25T08:00:00+08:00"
    assert answer.trial is not None
    assert answer.trial.until is not None
    assert answer.trial.until.isoformat() == "2027-03-24T20:00:00+08:00"
    assert answer.trial.by_its_letter is None
    assert answer.trial.verdict == verdict
    assert why in answer.trial.why
    assert answer.in_force is answer.trial


@pytest.mark.parametrize(
    ("start", "until"),
    [
        # 28 March 08:00 is 07:00 UTC in summer time; 12 h before is 27 March 19:00 UTC, winter time
        (dt.date(2027, 3, 27), "2027-03-27T19:00:00+00:00"),
        # 31 October 08:00 is 08:00 UTC; 12 h before is 30 October 20:00 UTC, 21:00 in summer time
        (dt.date(2027, 10, 30), "2027-10-30T21:00:00+01:00"),
    ],
)
def test_hours_before_the_next_are_real_hours_when_clocks_change(
    start: dt.date, until: str
) -> None:
    """Between two doses at 08:00 lie 23 hours in spring and 25 in autumn."""
    made = calendar(TWELVE, start=start)
    minute = dt.timedelta(minutes=1)
    last = dt.datetime.fromisoformat(until)
    answers = [
        ask(made, dose(made, 1, 1), (last + late).isoformat(), LONDON).in_force
        for late in (-minute, 0 * minute, minute)
    ]

    assert [each.verdict for each in answers if each] == ["allowed", "allowed", "not allowed"]
    assert {each.until.isoformat() for each in answers if each and each.until} == {until}


def test_the_labels_rule_is_shown_beside_the_trials_which_is_in_force() -> None:
    """The two are read apart, each with its own citation."""
    made = calendar({**TWELVE, "cite": "example-2020#trial"})
    answer = ask(made, dose(made, 1, 3), "2027-03-24T12:00", label=NEVER)

    assert answer.trial is not None
    assert answer.label is not None
    assert (answer.trial.verdict, answer.label.verdict) == ("allowed", "not allowed")
    assert answer.label.why == "it forbids it at any time"
    assert answer.label.until is None
    assert answer.in_force is answer.trial
    assert list(map(str, answer.trial.citations)) == ["example-2020#trial"]
    assert list(map(str, answer.label.citations)) == [CITE]


def test_the_labels_rule_is_in_force_where_the_trial_has_none() -> None:
    """A label with 6 hours allows it until 02:00 before 08:00."""
    made = calendar()
    answer = ask(made, dose(made, 1, 3), "2027-03-25T01:00", label=SIX)

    assert answer.trial is None
    assert answer.in_force is answer.label
    assert answer.label is not None
    assert answer.label.verdict == "allowed"
    assert answer.label.until is not None
    assert answer.label.until.isoformat() == "2027-03-25T02:00:00+08:00"


@pytest.mark.parametrize("formulary", [Formulary(()), products(None)])
def test_without_a_rule_nothing_is_in_force(formulary: Formulary) -> None:
    """No rule is made up for a drug that has none, or for one without a product."""
    made = calendar()
    noticed = dt.datetime(2027, 3, 24, 12, tzinfo=SHANGHAI)
    given = dose(made, 1, 3)
    answer = missed_dose(made, given, noticed=noticed, zone=SHANGHAI, formulary=formulary)

    assert (answer.trial, answer.label, answer.in_force) == (None, None, None)


def test_of_two_doses_a_day_the_next_is_that_of_the_evening() -> None:
    """From 08:00 to 20:00 are 12 hours: the moment at which it is due is the last one."""
    made = calendar(TWELVE, **TWICE)
    answer = ask(made, dose(made, 1, 2, "morning"), "2027-03-23T08:00")

    assert answer.following is dose(made, 1, 2, "evening")
    assert answer.trial is not None
    assert answer.trial.verdict == "allowed"
    assert answer.trial.until == answer.due


def test_hours_that_do_not_fit_between_two_doses_never_allow_it() -> None:
    """From 08:00 to 19:00 are 11 hours, so the last moment is before the dose is due."""
    made = calendar(TWELVE, {**CLOCK, "evening": dt.time(19)}, **TWICE)
    answer = ask(made, dose(made, 1, 2, "morning"), "2027-03-23T08:00")

    assert answer.trial is not None
    assert answer.trial.verdict == "not allowed"
    assert answer.trial.until is not None
    assert answer.trial.until < answer.due


@pytest.mark.parametrize(
    ("noticed", "verdict"),
    [
        # the last evening of days 1 to 4 is 25 March; a next dose would be 26 March 08:00
        ("2027-03-25T21:00", "allowed"),
        ("2027-03-26T02:00", "allowed"),
        ("2027-03-26T02:01", "not said"),
        ("2027-04-05T02:00", "not said"),
        ("2027-04-05T02:01", "not allowed"),
        ("2027-04-05T08:00", "not allowed"),
    ],
)
def test_days_without_a_dose_are_left_open(noticed: str, verdict: str) -> None:
    """The next dose is 5 April; a rule that counts to it is not stretched over the days of rest."""
    made = calendar(SIX, **TWICE)
    answer = ask(made, dose(made, 1, 4, "evening"), noticed)

    assert answer.following is dose(made, 2, 1, "morning")
    assert answer.trial is not None
    assert answer.trial.verdict == verdict
    assert answer.trial.until is not None
    assert answer.trial.until.isoformat() == "2027-03-26T02:00:00+08:00"
    assert answer.trial.by_its_letter is not None
    assert answer.trial.by_its_letter.isoformat() == "2027-04-05T02:00:00+08:00"


def test_a_last_dose_has_no_next_one_to_count_to() -> None:
    """A rule that counts hours to the next is silent, and one that forbids it is not."""
    made = calendar(TWELVE)
    last = made.administrations[-1]
    answer = ask(made, last, "2027-04-18T09:00", label=NEVER)

    assert last.planned_date == dt.date(2027, 4, 18)
    assert (answer.following, answer.following_due) == (None, None)
    assert answer.trial is not None
    assert answer.label is not None
    assert (answer.trial.verdict, answer.trial.until) == ("not said", None)
    assert answer.trial.why.startswith("no later dose is planned through 2027-04-18")
    assert answer.label.verdict == "not allowed"


def test_the_next_dose_is_that_of_the_drug_in_any_component() -> None:
    """A drug that goes on as another component is still the same drug."""
    drug = {"drug": "drug-a", "dose": "10 mg", "route": "oral", "cite": CITE, **DAILY}
    table = {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {
            "lead-in": {**drug, "missed_dose": TWELVE},
            "later": {**drug, "dose": "20 mg"},
        },
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [
                    {"name": "one", "cycle": "7 days", "cycles": "1", "give": ["lead-in"]},
                    {"name": "two", "cycle": "7 days", "cycles": "1", "give": ["later"]},
                ],
            }
        ],
    }
    trial = settle(Trial.model_validate(table))
    made = plan(trial, PATIENT, start=START, formulary=Formulary(()), clock=CLOCK)
    (missed,) = find(made, "lead-in", 1, 7)
    answer = ask(made, missed, "2027-03-28T12:00")

    assert answer.following is not None
    assert (answer.following.component, answer.following.phase) == ("later", "two")


def test_the_clock_of_another_zone_may_say_when_it_was_noticed() -> None:
    """12:00 UTC is 20:00 in Shanghai, the last moment there, and is told so."""
    made = calendar(TWELVE)
    answer = ask(made, dose(made, 1, 3), "2027-03-24T12:00+00:00")

    assert answer.noticed.isoformat() == "2027-03-24T20:00:00+08:00"
    assert answer.in_force is not None
    assert answer.in_force.verdict == "allowed"


def test_on_a_journey_hours_are_counted_from_clock_to_clock() -> None:
    """From 25 March the clock is Tokyo's, an hour ahead: 08:00 there is 07:00 in Shanghai.

    So 12 hours before it are 19:00 in Shanghai on 24 March, whose clock still holds then.
    """
    made = calendar(TWELVE)
    clock = PatientClock(SHANGHAI, ((dt.date(2027, 3, 25), ZoneInfo("Asia/Tokyo")),))
    noticed = read_moment("2027-03-24T19:01", clock)
    answer = missed_dose(
        made, dose(made, 1, 3), noticed=noticed, zone=clock, formulary=products(None)
    )

    assert answer.following_due is not None
    assert answer.following_due.isoformat() == "2027-03-25T08:00:00+09:00"
    assert answer.trial is not None
    assert answer.trial.until is not None
    assert answer.trial.until.isoformat() == "2027-03-24T19:00:00+08:00"
    assert answer.trial.verdict == "not allowed"
    assert read_moment("2027-03-25T08:00", clock) == answer.following_due


def test_a_dose_that_is_not_yet_due_is_not_missed() -> None:
    """The refusal names when it is due."""
    made = calendar(TWELVE)

    with pytest.raises(AdviceError) as refusal:
        ask(made, dose(made, 1, 3), "2027-03-24T07:59")
    assert str(refusal.value) == (
        "drug-a on C1D3 is due at 2027-03-24 08:00 and is not missed at 2027-03-24 07:59; ask again"
        " when it is"
    )


def test_an_infusion_is_not_the_patients_to_make_up() -> None:
    """What is given at a visit is refused, whatever a rule says."""
    made = calendar(TWELVE, route="intravenous", frequency=None, days="1")

    with pytest.raises(AdviceError, match="drug-a on C1D1 is given at a visit; it is") as refusal:
        ask(made, dose(made, 1, 1), "2027-03-24T07:59")
    assert str(refusal.value).endswith("; ask the clinic for another date")


def test_a_dose_without_a_clock_time_has_no_hours_to_count() -> None:
    """The refusal names the slot to give."""
    made = calendar(TWELVE, {}, **TWICE)

    with pytest.raises(AdviceError, match="drug-a on C1D1 evening has a date and no time"):
        ask(made, dose(made, 1, 1, "evening"), "2027-03-24T07:59")


def test_a_dose_of_another_calendar_is_refused() -> None:
    """A place that a change has dropped is no place of the new calendar."""
    made, other = calendar(TWELVE), calendar(TWELVE, dose="20 mg")

    with pytest.raises(AdviceError, match="is not in this calendar; take one of its doses"):
        ask(made, dose(other, 1, 1), "2027-03-24T07:59")


def test_a_moment_without_a_zone_is_refused() -> None:
    """A bare clock time is a moment in no zone, and none is assumed."""
    made = calendar(TWELVE)
    bare = dt.datetime.fromisoformat("2027-03-24T09:00")

    with pytest.raises(AdviceError, match="has no time zone; give the moment with its zone"):
        missed_dose(made, dose(made, 1, 3), noticed=bare, zone=SHANGHAI, formulary=products(None))
