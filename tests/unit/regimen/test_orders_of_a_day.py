"""At most so many doses, orders within a day and long infusions: what is read and refused."""

from __future__ import annotations

import copy
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from writing import toml

from npc_regimens.checks import findings
from npc_regimens.cli import main
from npc_regimens.errors import FileProblemsError, PlanError, RegimenError
from npc_regimens.files import KINDS
from npc_regimens.files.loading import from_data
from npc_regimens.patient import Patient
from npc_regimens.planning import Calendar, explain, plan
from npc_regimens.products import Formulary
from npc_regimens.regimen import Regimen, Settlement, Trial, settle
from npc_regimens.regimen.most_doses import MostDoses
from npc_regimens.render.table import to_text

if TYPE_CHECKING:
    from pathlib import Path

START = dt.date(2026, 12, 7)
NINE = {"clinic": dt.time(9)}
COMMON = {"dose": "100 mg", "route": "intravenous", "days": "1", "cite": "a#b"}
AFTER_A = {"component": "a", "interval": "30 min"}


def table_of(**components: Any) -> dict[str, Any]:
    """Write a trial of infusions on day 1, each as far as it differs, given in each phase.

    ``phases`` is how many phases there are, and ``days`` the cycle of each.
    """
    phases, days = components.pop("phases", 1), components.pop("days", "21 days")
    phase = {"cycle": days, "cycles": "2", "give": [*components]}
    return {
        "format": 1,
        "id": "example-01",
        "title": "An example",
        "component": {name: COMMON | {"drug": name} | each for name, each in components.items()},
        "arm": [
            {
                "id": "only",
                "name": "The only arm",
                "phase": [{"name": f"p{number}", **phase} for number in range(phases)],
            }
        ],
    }


def settled(table: dict[str, Any]) -> Regimen:
    """Settle a table."""
    return settle(Trial.model_validate(table))


def planned(table: dict[str, Any], clock: dict[str, dt.time] | None = None) -> Calendar:
    """Plan a table."""
    patient = Patient.measured(on=START, height="170 cm", weight="65 kg")
    return plan(settled(table), patient, start=START, formulary=Formulary(()), clock=clock)


def refusal(table: dict[str, Any]) -> str:
    """Say what is wrong with a table, as the file says it."""
    with pytest.raises(FileProblemsError) as error:
        from_data(KINDS["regimen"], table, "file")
    return str(error.value)


def times(calendar: Calendar) -> list[tuple[str, str | None]]:
    """Say component and time of the first day."""
    return [
        (each.component, None if each.time is None else f"{each.time:%H:%M}")
        for each in calendar.administrations
        if each.planned_date == START
    ]


@pytest.mark.parametrize("text", ["1 dose", "8 doses", "9999 doses"])
def test_a_number_of_doses_is_read_and_printed(text: str) -> None:
    """What is printed is what was read."""
    assert str(MostDoses.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    ["8", "0 doses", "x8", "8 times", "8 cycles", "08 doses", "10000 doses", "of 8 doses"],
)
def test_what_is_no_number_of_doses_is_refused(text: str) -> None:
    """A bare number could be cycles, and a slip is no number."""
    with pytest.raises(RegimenError, match="write a number of doses, for example '8 doses'"):
        MostDoses.parse(text)


def test_an_open_phase_behind_the_last_dose_is_refused() -> None:
    """Two doses are given in the first phase, so nothing is left for the open one."""
    table = table_of(phases=2, a={"at_most": "2 doses"})
    table["arm"][0]["phase"][1] |= {"cycles": "open", "until": ["progression"]}

    with pytest.raises(RegimenError, match="nothing is given in phase 'p1', for the phases before"):
        settled(table)
    table["component"]["a"]["at_most"] = "3 doses"
    assert [phase.count for phase in settled(table).phases] == [2, 1]


def test_an_open_phase_goes_on_with_a_component_that_does() -> None:
    """One component of two ends, so the phase is open and asks for a last day."""
    table = table_of(a={"at_most": "2 doses"}, b={})
    table["arm"][0]["phase"][0] |= {"cycles": "open", "until": ["progression"]}

    assert settled(table).is_open


def test_doses_before_the_phase_of_another_component_do_not_count() -> None:
    """What the first phase gives of another component leaves all doses of this one."""
    table = table_of(phases=2, a={"at_most": "2 doses"}, b={})
    table["arm"][0]["phase"][0]["give"] = ["b"]
    table["arm"][0]["phase"][1] |= {"cycles": "open", "until": ["progression"], "give": ["a"]}

    assert [phase.count for phase in settled(table).phases] == [2, 2]


@pytest.mark.parametrize(
    ("first", "last", "days", "count"),
    [
        ({}, {}, "1", 1),  # the first phase gives two of three
        ({"span": "1 year"}, {}, "1", 3),
        ({}, {"starts": {"from": "event radiotherapy start"}}, "1", 3),
        ({}, {}, "1-5 weekdays", None),
    ],
)
def test_what_no_cycle_counts_is_not_counted(
    first: dict[str, Any], last: dict[str, Any], days: str, count: int | None
) -> None:
    """Doses on real dates leave a phase open, and a phase that may end sooner takes none away."""
    table = table_of(phases=2, a={"at_most": "3 doses", "days": days})
    table["arm"][0]["phase"][0] |= first
    table["arm"][0]["phase"][1] |= {"cycles": "open", "until": ["progression"], **last}

    assert settled(table).phases[1].count == count


def test_cycles_without_the_component_are_passed_over() -> None:
    """From cycle 2 to 4 at most two doses are those of cycles 2 and 3."""
    table = table_of(a={"at_most": "2 doses", "cycles": "2-4"})
    table["arm"][0]["phase"][0] |= {"cycles": "open", "until": ["progression"]}

    assert [each.cycle for each in planned(table).administrations] == [2, 3]
    assert settled(table).phases[0].count == 3


def test_a_component_with_doses_left_has_no_end() -> None:
    """Three doses of at most four have no last one, and nothing is told."""
    calendar = planned(table_of(a={"at_most": "3 doses"}))

    assert not [each for each in findings(calendar, Formulary(())) if each.name == "at-most-doses"]
    assert "at most: 3 doses in the whole arm" in explain(
        calendar.administrations[0], Formulary(())
    )


@pytest.mark.parametrize(
    ("components", "words"),
    [
        ({"a": {"after": {"component": "c"}}}, "component 'a', key 'after': no component 'c'"),
        ({"a": {"after": {"component": "a"}}}, "it goes in a circle: 'a' after 'a'"),
        (
            {"a": {"after": {"component": "b"}}, "b": {"after": {"component": "a"}}},
            "it goes in a circle: 'b' after 'a' after 'b'",
        ),
        (
            {"a": {"route": "oral", "frequency": "once daily"}, "b": {"after": AFTER_A}},
            "component 'b', key 'after': 'a' is not an infusion that is given once on a day",
        ),
        (
            {"a": {}, "b": {"route": "oral", "frequency": "once daily", "after": AFTER_A}},
            "'b' is not an infusion that is given once on a day",
        ),
        (
            {"a": {"frequency": "twice daily"}, "b": {"after": AFTER_A}},
            "'a' is not an infusion that is given once on a day",
        ),
        (
            {"a": {}, "b": {"after": {"component": "a", "interval": "90.5 min"}}},
            "an interval of 90.5 min is no whole number of minutes",
        ),
        (
            {"a": {"days": "1"}, "b": {"days": "2, 8", "after": AFTER_A}},
            (
                "component 'b', key 'after': 'b' on days 2, 8 has no day in common with 'a' on days"
                " 1\n    correct the days, or leave the order out"
            ),
        ),
        (
            {"a": {"days": "1-7", "optional": "9"}, "b": {"days": "8", "after": AFTER_A}},
            "'b' on days 8 has no day in common with 'a' on days 1-7, 9",
        ),
        (
            {"a": {"infusion": "0.01 h"}, "b": {"after": AFTER_A}},
            "the infusion of 'a', 0.01 h, is no whole number of minutes",
        ),
        (
            {"a": {"infusion": "49 h", "days": "1, 3"}},
            "key 'infusion': an infusion of 49 h from day 1 still runs on day 3, the next",
        ),
        (
            {"a": {"infusion": "25 h", "days": "-1, 1"}},
            "key 'infusion': an infusion of 25 h from day -1 still runs on day 1, the next",
        ),
        (
            {"a": {"infusion": "24 h", "frequency": "twice daily"}},
            "an infusion of 24 h from day 1 still runs on day 1, the next",
        ),
    ],
)
def test_orders_that_cannot_hold_are_refused(
    components: dict[str, dict[str, Any]], words: str
) -> None:
    """Each is named with its component and key."""
    assert words in refusal(table_of(**components))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"days": "1-5"}, {"days": "5, 8"}),
        ({"days": "1", "optional": "8"}, {"days": "8"}),
        ({"days": "1"}, {"days": "2", "cycle": "20 days"}),  # day 2 of its cycle 2 is day 1 of 2
        ({"days": "-1"}, {"days": "21"}),
        ({"days": "21"}, {"days": "-1"}),
        ({"days": "continuous"}, {"days": "2"}),
        ({"days": "2"}, {"days": "weekdays"}),
    ],
)
def test_days_that_may_meet_are_no_reason_to_refuse(
    first: dict[str, str], second: dict[str, str]
) -> None:
    """One shared day is enough, and so is one that another length or the calendar may give."""
    made = Trial.model_validate(table_of(a=first, b=second | {"after": {"component": "a"}}))

    assert made.component["b"].after is not None


def test_an_order_beside_no_phase_is_refused() -> None:
    """A component of another phase is never given on the same day."""
    table = table_of(phases=2, a={}, b={"after": AFTER_A})
    table["arm"][0]["phase"][0]["give"] = ["a"]
    table["arm"][0]["phase"][1]["give"] = ["b"]

    assert "component 'b', key 'after': no phase gives 'a' beside 'b'" in refusal(table)


def test_the_route_of_a_reference_counts() -> None:
    """Where the route is not stated, that of the reference says whether it is an infusion."""
    reference = {"dose": "1 mg", "route": "oral", "frequency": "once daily", "days": "1"}
    by_mouth = {"route": "not stated", "reference": reference | {"note": "a label", "cite": "a#b"}}

    words = refusal(table_of(a=by_mouth, b={"after": AFTER_A}))
    assert "'a' is not an infusion" in words


def test_an_arm_without_the_other_has_no_order() -> None:
    """An arm that gives one alone gives it at the time of the clinic."""
    table = table_of(a={"infusion": "1 h"}, b={"after": AFTER_A})
    alone = copy.deepcopy(table["arm"][0]) | {"id": "alone"}
    alone["phase"][0]["give"] = ["b"]
    table["arm"].append(alone)

    assert settle(Trial.model_validate(table), "alone").orders[0].after is None
    assert settle(Trial.model_validate(table), "only").orders[1].after is not None


@pytest.mark.parametrize(
    ("first", "interval", "clock", "expected"),
    [
        ({"infusion": "1 h"}, "30 min", NINE, "10:30"),
        ({"infusion": "1 h"}, "30 min", None, None),
        ({}, "30 min", NINE, None),
        ({"infusion": "1 h"}, None, NINE, "09:00"),
        ({"infusion": "1 h"}, None, None, None),
    ],
)
def test_a_time_is_made_of_what_is_stated_alone(
    first: dict[str, Any], interval: str | None, clock: Any, expected: str | None
) -> None:
    """Interval and infusion give a time; without one of them there is an order and none is made."""
    after = {key: value for key, value in {"component": "b", "interval": interval}.items() if value}
    calendar = planned(table_of(a={"after": after}, b=first), clock)

    assert times(calendar) == [("b", "09:00" if clock else None), ("a", expected)]


def test_the_missing_infusion_time_is_told() -> None:
    """Finding and explanation say why there is no time."""
    calendar = planned(table_of(a={}, b={"after": AFTER_A}), NINE)

    (told,) = (e.words for e in findings(calendar, Formulary(())) if e.name == "no-time-after")
    assert told == (
        "it is due 30 min after the end of a, of which no infusion time is stated; the order is"
        " planned, and no time of day follows"
    )
    steps = explain(calendar.administrations[1], Formulary(()))
    assert (
        "after: 30 min after the end of a, on a day when both are given; no time follows, for its"
        " infusion time is not stated" in steps
    )


def test_three_stand_in_line() -> None:
    """From 09:00: 1 h and 30 min, then 30 min and 15 min: 10:30 and 11:15; listed in that order."""
    calendar = planned(
        table_of(
            a={"after": {"component": "b", "interval": "15 min"}},
            b={"after": {"component": "c", "interval": "30 min"}, "infusion": "30 min"},
            c={"infusion": "1 h"},
        ),
        NINE,
    )

    assert times(calendar) == [("c", "09:00"), ("b", "10:30"), ("a", "11:15")]


def test_in_line_without_the_one_between() -> None:
    """Z at 09:00 for 1 h, a 30 min later at 10:30, and c after b, which is not given on day 1.

    c would stand at the clinic's 09:00, before a; it comes behind a, and no time is made up. On
    day 2, without z, a and c both are at 09:00, a first. On day 3 b is given, and c is behind it.
    """
    calendar = planned(
        table_of(
            c={"after": {"component": "b", "interval": "15 min"}, "days": "1-3"},
            b={"after": {"component": "a"}, "days": "3", "infusion": "1 h"},
            a={"after": {"component": "z", "interval": "30 min"}, "days": "1-3"},
            z={"infusion": "1 h", "days": "1"},
        ),
        NINE,
    )

    given = [
        (each.cycle_day, each.component, None if each.time is None else f"{each.time:%H:%M}")
        for each in calendar.administrations
        if each.cycle == 1
    ]
    assert given == [
        *((1, "z", "09:00"), (1, "a", "10:30"), (1, "c", None)),
        *((2, "a", "09:00"), (2, "c", "09:00")),
        *((3, "a", "09:00"), (3, "b", "09:00"), (3, "c", "10:15")),
    ]


def test_behind_one_that_was_moved_no_time_is_made_up() -> None:
    """Without an interval, and behind one at 10:30, the clinic's 09:00 would be before it."""
    calendar = planned(
        table_of(
            a={"after": {"component": "b"}},
            b={"after": {"component": "c", "interval": "30 min"}, "infusion": "30 min"},
            c={"infusion": "1 h"},
        ),
        NINE,
    )

    assert times(calendar) == [("c", "09:00"), ("b", "10:30"), ("a", None)]
    assert "  a: day 1 of each cycle, after b\n" in to_text(calendar, Formulary(()))


def test_nothing_waits_for_a_dose_that_at_most_leaves_out() -> None:
    """The first has one dose in all; in cycle 2 the second is at the time of the clinic."""
    first = {"infusion": "1 h", "at_most": "1 dose"}
    calendar = planned(table_of(a=first, b={"after": AFTER_A}), NINE)

    assert [f"{each.time:%H:%M}" for each in calendar.administrations if each.component == "b"] == [
        "10:30",
        "09:00",
    ]


@pytest.mark.parametrize(
    ("infusion", "clock", "words"),
    [
        ("1 h", {"clinic": dt.time(22, 30)}, r"\(1 h from 22:30\) is past midnight of 2026-12-07"),
        ("24 h", None, r"b: 30 min after the end of a \(24 h\) is past midnight of 2026-12-07"),
    ],
)
def test_an_interval_past_midnight_is_refused(infusion: str, clock: Any, words: str) -> None:
    """What would begin on the next day is no order within a day."""
    with pytest.raises(PlanError, match=words):
        planned(table_of(a={"infusion": infusion}, b={"after": AFTER_A}), clock)
    just_before = {"clinic": dt.time(22, 29)}
    made = planned(table_of(a={"infusion": "1 h"}, b={"after": AFTER_A}), just_before)
    assert times(made) == [("a", "22:29"), ("b", "23:59")]


def test_an_infusion_into_the_next_cycle_is_refused() -> None:
    """49 h on day 1 of a cycle of 2 days run into the next, and 48 h end when it begins."""
    with pytest.raises(PlanError, match="49 h that begins on 2026-12-07 still runs when the next"):
        planned(table_of(days="2 days", a={"infusion": "49 h"}))
    assert len(planned(table_of(days="2 days", a={"infusion": "48 h"})).administrations) == 2


def test_what_may_not_be_given_overlaps_when_it_is_planned() -> None:
    """Days that the real calendar or the caller decides are compared where they are known."""
    weekdays = table_of(a={"infusion": "25 h", "days": "1-2 weekdays"})
    with pytest.raises(PlanError, match="begins on 2026-12-07 still runs when the next begins"):
        planned(weekdays)
    optional = Trial.model_validate(table_of(a={"infusion": "25 h", "optional": "2"}))
    settle(optional, settlement=Settlement(optional={"a": False}))


def test_an_infusion_that_was_moved_runs_into_the_next() -> None:
    """24 h from 10:30, behind another, run past 09:00 of the next day, on which it is alone."""
    daily = {"infusion": "24 h", "days": "1-2", "after": AFTER_A}
    with pytest.raises(PlanError, match="b: the infusion of 24 h that begins on 2026-12-07 still"):
        planned(table_of(a={"infusion": "1 h"}, b=daily), NINE)
    # without a time of the clinic nothing is known to overlap
    assert len(planned(table_of(a={"infusion": "1 h"}, b=daily)).administrations) == 6


@pytest.mark.parametrize(
    ("infusion", "clock", "days"),
    [
        ("46 h", None, 2),
        ("46 h", {"clinic": dt.time(2)}, 1),
        ("46 h", {"clinic": dt.time(2, 1)}, 2),
        ("48 h", {"clinic": dt.time(0)}, 1),
        ("23 h", None, 0),
        ("1440.5 min", NINE, 1),
        ("30 min", {"clinic": dt.time(23, 45)}, 1),
        ("30 min", NINE, 0),
    ],
)
def test_an_infusion_runs_on_so_many_later_days(infusion: str, clock: Any, days: int) -> None:
    """A day on which it ends at midnight is none; without a time a day more may be one."""
    calendar = planned(table_of(a={"infusion": infusion}), clock)

    running = [page.cycle_day for page in calendar.days() if page.running]
    assert [day for day in running if day is not None and day < 21] == [*range(2, 2 + days)] * 2


def test_show_says_steps_orders_and_ends(tmp_path: Path) -> None:
    """Each is on the page of a regimen in the words of its file."""
    components = {
        "a": {"infusion": "24 h", "days": "1-3", "at_most": "5 doses"},
        "b": {"after": {"component": "c"}, "infusion": "1 h"},
        "c": {"steps": [{"dose": "200 mg", "cycles": "1"}], "days": "1, 8"},
        "d": {"after": {"component": "b", "interval": "30 min"}, "days": "not stated"},
    }
    (tmp_path / "example-01.toml").write_text(toml(table_of(**components)), encoding="utf-8")

    shown = CliRunner().invoke(main, ["show", str(tmp_path / "example-01.toml")]).output

    assert "  days: 1-3, at most 5 doses\n  infusion: over 24 h, continuous\n" in shown
    assert "  infusion: over 1 h\n  after: c\n" in shown
    assert "  step: 200 mg in cycle 1\n" in shown
    assert "  after: b, 30 min from the end of its infusion\n" in shown
