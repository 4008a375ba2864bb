"""A museum of planted bugs in regimen files and in planners: each law of a file can fail."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import field_serializer

from npc_regimens.errors import FileProblemsError, LawBrokenError
from npc_regimens.files import load
from npc_regimens.planning import Administration, Calendar, Total, plan
from npc_regimens.regimen import Regimen, Trial
from npc_regimens.regimen.days import Continuous, Listed
from npc_regimens.render.ics import to_ics
from npc_regimens.strategies import check_folder, check_regimen_file, laws, regimen_tests
from npc_regimens.strategies.laws import RegimenFile, calendars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

pytest_plugins = ["pytester"]

ONE_DAY = dt.timedelta(days=1)
SEED = """
format = 1
id = "example-2020"
kind = "journal article"
title = "Drug A with drug B"
identifier = { scheme = "doi", value = "10.0000/example" }
describes = "Drug A on two days and drug B for two weeks of each cycle."
read_on = 2026-11-21
open = []

[locator.drug-a]
place = "Methods"
evidence = "stated"
[locator.drug-a.figures]
dose = { printed = "1000 mg/m2", value = "1000 mg/m2" }
cap = { printed = "1800 mg", value = "1800 mg" }
route = { printed = "i.v.", value = "intravenous" }
days = { printed = "d1, d8", value = "1, 8" }
cycles = { printed = "cycles 1 and 2", value = "1-2" }

[locator.drug-b]
place = "Methods"
evidence = "stated"
[locator.drug-b.figures]
dose = { printed = "100 mg", value = "100 mg" }
route = { printed = "p.o.", value = "oral" }
frequency = { printed = "b.i.d.", value = "twice daily" }
days = { printed = "d1-14", value = "1 evening-15 morning" }

[locator.schedule]
place = "Methods"
evidence = "stated"
[locator.schedule.figures]
cycle = { printed = "q3w", value = "21 days" }
cycles = { printed = "4 to 6 cycles", value = "4-6" }
"""
SOUND = """
format = 1
id = "example-01"
title = "Drug A with drug B"

[component.drug-a]
drug = "drug-a"
dose = "1000 mg/m2"
cap = "1800 mg"
route = "intravenous"
days = "1, 8"
cycles = "1-2"
cite = "example-2020#drug-a"

[component.drug-b]
drug = "drug-b"
dose = "100 mg"
route = "oral"
frequency = "twice daily"
days = "1 evening-15 morning"
cite = "example-2020#drug-b"

[[arm]]
id = "a-and-b"
name = "Drug A and drug B"

[[arm.phase]]
name = "treatment"
cycle = "21 days"
cycles = "4-6"
give = ["drug-a", "drug-b"]
cite = "example-2020#schedule"
"""
PRODUCT = """
format = 1
id = "drug-a-tablets"
drug = "drug-a"
name = "drug A tablets"
form = "tablet"
route = "oral"
strengths = ["150 mg"]
cite = "example-2020#drug-a"

[rounding]
rule = "nearest whole units"
ties = "up"
report_over = "10 %"
cite = "example-2020#drug-a"
"""
MIDDLE = "arm 'a-and-b', treatment=4, height 170 cm, weight 65 kg"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """Write the source record of the example into a folder of its own."""
    return written(tmp_path / "seeds" / "example-2020.toml", SEED).parent


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Write a regimen file in which nothing is wrong."""
    return written(tmp_path / "regimens" / "example-01.toml", SOUND)


def written(path: Path, text: str) -> Path:
    """Write a file into a folder that may be new."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def told(error: pytest.ExceptionInfo[LawBrokenError]) -> dict[str, str]:
    """Say the example of each broken law."""
    return {broken.law: broken.example for broken in error.value.broken}


def test_a_sound_file_keeps_all_laws(sound: Path, seeds: Path) -> None:
    """A file that agrees with its sources breaks nothing, alone and in its folder."""
    check_regimen_file(sound, seeds=[seeds])
    check_folder(sound.parent, seeds=[seeds])


@pytest.mark.parametrize(
    ("slip", "law", "words"),
    [
        (
            ('"1000 mg/m2"', '"100 mg/m2"'),
            "law_entries_agree_with_sources",
            "component 'drug-a': dose is '100 mg/m2', and the cited source has '1000 mg/m2'",
        ),
        (
            ('"1 evening-15 morning"', '"1-21"'),
            "law_entries_agree_with_sources",
            "days is '1-21', and the cited source has '1 evening-15 morning'",
        ),
        (
            ('"1 evening-15 morning"', '"1 evening-16 morning"'),
            "law_entries_agree_with_sources",
            "days is '1 evening-16 morning'",
        ),
        (('"100 mg"', '"200 mg"'), "law_entries_agree_with_sources", "dose is '200 mg'"),
        (('"21 days"', '"28 days"'), "law_entries_agree_with_sources", "cycle is '28 days'"),
        (('"4-6"', '"6"'), "law_entries_agree_with_sources", "cycles is '6'"),
        (
            ("example-2020#drug-a", "example-2021#drug-a"),
            "law_entries_agree_with_sources",
            "no source has 'example-2021#drug-a'",
        ),
        (('"1, 8"', '"1, 22"'), "law_file_loads", "day 22 does not exist in a cycle of 21 days"),
        (('"1000 mg/m2"', '"1000 MG/m2"'), "law_file_loads", "did you mean 'mg/m2'?"),
        (("format = 1", "format = "), "law_file_loads", "line 2: not TOML"),
        (('cite = "example-2020#drug-a"\n', ""), "law_file_loads", "key 'cite' is missing"),
        (('dose = "100 mg"', 'dose = "not stated"'), "law_every_arm_can_be_planned", "drug-b"),
    ],
)
def test_planted_slips_in_a_file_are_found(
    sound: Path, seeds: Path, slip: tuple[str, str], law: str, words: str
) -> None:
    """Each slip of the pen in a file breaks the law that it should, with its place."""
    assert slip[0] in SOUND
    written(sound, SOUND.replace(*slip, 1))

    with pytest.raises(LawBrokenError) as error:
        check_regimen_file(sound, seeds=[seeds])

    assert words in told(error)[law]
    assert {broken.subject for broken in error.value.broken} == {str(sound)}


def test_a_file_that_is_not_there_breaks_the_first_law() -> None:
    """A path that leads nowhere is not passed over."""
    with pytest.raises(LawBrokenError, match=r"law_file_loads: \n  file: cannot be read"):
        check_regimen_file("no-such-file.toml")


def test_a_product_of_another_route_cannot_be_planned(sound: Path, seeds: Path) -> None:
    """A site's tablets for an infusion are found by planning with them."""
    product = written(sound.parents[1] / "products" / "drug-a.toml", PRODUCT)

    with pytest.raises(LawBrokenError) as error:
        check_regimen_file(sound, seeds=[seeds], products=[product.parent])

    assert list(told(error)) == ["law_every_arm_can_be_planned"]
    assert "the product 'drug-a-tablets' is oral" in told(error)["law_every_arm_can_be_planned"]


# Planted: planners. Each wraps the planner of the library and spoils what it makes.


def with_orders(regimen: Regimen, **changed: Any) -> Regimen:
    """Change every order of a regimen."""
    return replace(
        regimen,
        phases=tuple(
            replace(phase, orders=tuple(replace(order, **changed) for order in phase.orders))
            for phase in regimen.phases
        ),
    )


def rest_week_forgotten(regimen: Regimen, *given: Any, **named: Any) -> Calendar:
    """Give every drug on every day."""
    return plan(with_orders(regimen, days=Continuous()), *given, **named)


def last_day_forgotten(regimen: Regimen, *given: Any, **named: Any) -> Calendar:
    """Count the last day of a run as the first one of the rest."""
    phases = []
    for phase in regimen.phases:
        orders = []
        for order in phase.orders:
            assert isinstance(order.days, Listed)
            runs = tuple(replace(r, last=max(r.first, r.last - 1)) for r in order.days.ranges)
            orders.append(replace(order, days=Listed(runs)))
        phases.append(replace(phase, orders=tuple(orders)))
    return plan(replace(regimen, phases=tuple(phases)), *given, **named)


def caps_forgotten(regimen: Regimen, *given: Any, **named: Any) -> Calendar:
    """Order what was calculated."""
    return plan(with_orders(regimen, cap=None), *given, **named)


def every_cycle_forgotten(regimen: Regimen, *given: Any, **named: Any) -> Calendar:
    """Give a drug in cycles in which it is not given."""
    return plan(with_orders(regimen, cycles=None), *given, **named)


def one_cycle_more(regimen: Regimen, *given: Any, **named: Any) -> Calendar:
    """Read so many cycles as so many repeats."""
    phases = tuple(replace(phase, count=(phase.count or 0) + 1) for phase in regimen.phases)
    return plan(replace(regimen, phases=phases), *given, **named)


def spoiled(change: Callable[[Calendar], Iterable[Administration]]) -> Callable[..., Calendar]:
    """Make a planner that changes the administrations."""

    def planner(*given: Any, **named: Any) -> Calendar:
        calendar = plan(*given, **named)
        return replace(calendar, administrations=tuple(change(calendar)))

    return planner


def moved(each: Administration, days: int) -> Administration:
    """Move a dose by days."""
    return replace(each, planned_date=each.planned_date + days * ONE_DAY)


@spoiled
def delay_chain(calendar: Calendar) -> Iterator[Administration]:
    """Begin each cycle a day later than the one before says, as chained dates do."""
    return (moved(each, each.cycle - 1) for each in calendar.administrations)


@spoiled
def weekends_free(calendar: Calendar) -> Iterator[Administration]:
    """Move what falls on a Sunday to the Monday, whatever the protocol says."""
    return (
        moved(each, 1) if each.planned_date.weekday() == 6 else each
        for each in calendar.administrations
    )


@spoiled
def no_leap_day(calendar: Calendar) -> Iterator[Administration]:
    """Know no 29 February."""
    leap = (2, 29)
    return (
        each
        for each in calendar.administrations
        if (each.planned_date.month, each.planned_date.day) != leap
    )


@spoiled
def horizon_left_out(calendar: Calendar) -> Iterator[Administration]:
    """Plan up to the last day, and not through it."""
    return (each for each in calendar.administrations if each.planned_date != calendar.through)


@spoiled
def nothing(_: Calendar) -> Iterator[Administration]:
    """Plan nothing."""
    return iter(())


@spoiled
def everything_twice(calendar: Calendar) -> Iterator[Administration]:
    """Plan each dose twice."""
    return (each for each in calendar.administrations for _ in range(2))


@spoiled
def first_component_only(calendar: Calendar) -> Iterator[Administration]:
    """Plan what the file names first."""
    first = calendar.regimen.orders[0].component
    return (each for each in calendar.administrations if each.component == first)


@spoiled
def noon_for_morning(calendar: Calendar) -> Iterator[Administration]:
    """Give at noon what is due in the morning."""
    return (
        replace(each, slot="noon") if each.slot == "morning" else each
        for each in calendar.administrations
    )


@spoiled
def a_day_behind_the_cycle(calendar: Calendar) -> Iterator[Administration]:
    """Count the first day of the second cycle as one more of the first."""
    for each in calendar.administrations:
        is_next = each.cycle == 2 and each.cycle_day == 1
        yield replace(each, cycle=1, cycle_day=22) if is_next else each


class Doubled(Calendar):
    """A calendar that adds up twice what was calculated."""

    def totals(self) -> tuple[Total, ...]:
        """Double the calculated amounts."""
        return tuple(replace(each, calculated=each.calculated * 2) for each in super().totals())


def wrong_totals(*given: Any, **named: Any) -> Calendar:
    """Add up another dose than was given."""
    calendar = plan(*given, **named)
    return Doubled(**{each.name: getattr(calendar, each.name) for each in fields(calendar)})


def missing_totals(*given: Any, **named: Any) -> Calendar:
    """Leave a component out of the totals."""
    calendar = plan(*given, **named)
    return replace(calendar, doses=calendar.doses[:1])


PLANNERS = [
    (
        rest_week_forgotten,
        "law_count_is_cycles_by_days_by_slots",
        f"{MIDDLE}: phase 'treatment', cycle 1, drug-a: expected 2 doses, found 21",
    ),
    (
        rest_week_forgotten,
        "law_every_dose_lies_on_a_permitted_day",
        f"{MIDDLE}: drug-b on C1D1, 2027-12-20, is not due in the morning",
    ),
    (
        last_day_forgotten,
        "law_count_is_cycles_by_days_by_slots",
        # 14 days twice a day, from an evening to a morning, are 28 and not 26
        f"{MIDDLE}: phase 'treatment', cycle 1, drug-b: expected 28 doses, found 26",
    ),
    (
        every_cycle_forgotten,
        "law_count_is_cycles_by_days_by_slots",
        f"{MIDDLE}: phase 'treatment', cycle 3, drug-a: expected 0 doses, found 2",
    ),
    (
        every_cycle_forgotten,
        "law_every_dose_lies_on_a_permitted_day",
        # 20 December 2027 and 42 days
        f"{MIDDLE}: drug-a on C3D1, 2028-01-31, is not due",
    ),
    (
        one_cycle_more,
        "law_every_dose_lies_on_a_permitted_day",
        # 20 December 2027 and 84 days
        f"{MIDDLE}: drug-b on C5D1, 2028-03-13, is behind the last day",
    ),
    (
        delay_chain,
        "law_every_dose_lies_on_a_permitted_day",
        f"{MIDDLE}: drug-a on C2D1, 2028-01-11, should be on 2028-01-10",
    ),
    (
        weekends_free,
        "law_shifting_the_start_shifts_all_dates",
        # 26 December 2027 is a Sunday
        (
            f"{MIDDLE}: started 1 days later: expected drug-b C1D6 morning on 2027-12-26,"
            " found drug-b C1D6 morning on 2027-12-27"
        ),
    ),
    (
        no_leap_day,
        "law_count_is_cycles_by_days_by_slots",
        # the fourth cycle runs from 21 February to 12 March 2028
        f"{MIDDLE}: phase 'treatment', cycle 4, drug-b: expected 28 doses, found 26",
    ),
    (
        horizon_left_out,
        "law_longer_horizon_only_appends",
        (
            f"{MIDDLE}: planned through 2027-12-20 it has 0 doses, the longer calendar 2 until that"
            " day"
        ),
    ),
    (nothing, "law_every_arm_can_be_planned", f"{MIDDLE}: no dose in two years"),
    (
        everything_twice,
        "law_one_event_for_each_administration",
        f"{MIDDLE}: two events have one identity",
    ),
    (
        first_component_only,
        "law_order_of_components_changes_nothing",
        (
            f"{MIDDLE}: with the components in the other order"
            " <treatment C1D1, 2027-12-20 evening: drug-b 100 mg> is not the same"
        ),
    ),
    (
        noon_for_morning,
        "law_every_dose_lies_on_a_permitted_day",
        f"{MIDDLE}: drug-b on C1D2, 2027-12-21, is not due at noon",
    ),
    (
        a_day_behind_the_cycle,
        "law_every_dose_lies_on_a_permitted_day",
        f"{MIDDLE}: drug-a on C1D22, 2028-01-10, is behind the last day",
    ),
    (
        wrong_totals,
        "law_totals_are_sums",
        # two doses in each of two cycles, 1000 x 1.75 each, and each counted twice
        (
            f"{MIDDLE}: drug-a: doses come to 4 doses, 7000 mg calculated, 7000 mg ordered, the"
            " calendar to 4 doses, 14000 mg calculated, 7000 mg ordered"
        ),
    ),
    (
        missing_totals,
        "law_totals_are_sums",
        (
            f"{MIDDLE}: drug-b: doses come to 112 doses, 11200 mg calculated, 11200 mg ordered, the"
            " calendar to nothing"
        ),
    ),
    (
        caps_forgotten,
        "law_no_dose_is_over_its_cap",
        # 190 cm and 120 kg have 2.52 m2
        (
            "arm 'a-and-b', treatment=4, height 190 cm, weight 120 kg: drug-a: 2520 mg is ordered,"
            " over the cap of 1800 mg"
        ),
    ),
]


@pytest.mark.parametrize(("planner", "law", "words"), PLANNERS)
def test_planted_planners_are_found(
    sound: Path, planner: Callable[..., Calendar], law: str, words: str
) -> None:
    """Each planted slip in a planner breaks the law that it should, with place and date."""
    with pytest.raises(LawBrokenError) as error:
        getattr(laws, law)(RegimenFile(sound, planner=planner))

    assert told(error) == {law: words}


def test_units_that_do_not_make_the_dose_are_found() -> None:
    """An ordered dose whose tablets hold another amount breaks the law of caps and units."""

    def one_tablet_less(*given: Any, **named: Any) -> Calendar:
        calendar = plan(*given, **named)
        doses = tuple(
            replace(dose, result=replace(dose.result, units=dose.result.units[:1]))
            for dose in calendar.doses
        )
        return replace(calendar, doses=doses)

    shipped = load_path("nct05807880")
    with pytest.raises(LawBrokenError, match=r"capecitabine: \d+ mg is ordered, and its units"):
        laws.law_no_dose_is_over_its_cap(RegimenFile(shipped, planner=one_tablet_less))


def load_path(name: str) -> Path:
    """Find a shipped regimen file."""
    (path,) = Path(__file__).parents[2].glob(f"regimens/{name}.toml")
    return path


def test_an_event_that_is_left_out_is_found(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar file without its last dose breaks the law of events, and the date is told."""

    def without_the_last(*given: Any) -> bytes:
        head, _, tail = to_ics(*given).rpartition(b"BEGIN:VEVENT")
        return head + tail[tail.index(b"END:VCALENDAR") :]

    monkeypatch.setattr(calendars, "to_ics", without_the_last)
    with pytest.raises(LawBrokenError) as error:
        laws.law_one_event_for_each_administration(RegimenFile(sound))

    # day 15 of the fourth cycle, in the morning: 20 December 2027 and 77 days
    words = f"{MIDDLE}: on 20280306 there are 1 doses or sessions and 0 events"
    assert told(error) == {"law_one_event_for_each_administration": words}


class Lossy(Trial):
    """A trial that forgets a part of itself when it is written."""

    @field_serializer("title")
    def _cut(self, title: str) -> str:
        return title[:6]


def test_what_is_lost_in_writing_is_found(sound: Path) -> None:
    """A trial that is not read as it was written breaks the law, and the key is told."""

    def lossy(path: Path) -> Trial:
        return Lossy.model_validate(load(path).model_dump(mode="json", exclude_none=True))

    with pytest.raises(LawBrokenError) as error:
        laws.law_written_and_read_is_the_same(RegimenFile(sound, reader=lossy))

    words = "key 'title': 'Drug A with drug B' was read as 'Drug A'"
    assert told(error) == {"law_written_and_read_is_the_same": words}


# Folders.


def test_all_files_of_a_folder_are_told_together(sound: Path, seeds: Path) -> None:
    """Broken laws of several files come in one error, each line with its file."""
    written(sound.with_name("b.toml"), SOUND.replace('"1, 8"', '"1, 22"'))
    written(sound.with_name("c.toml"), SOUND.replace('"100 mg"', '"200 mg"'))

    with pytest.raises(LawBrokenError) as error:
        check_folder(sound.parent, seeds=[seeds])

    found = [(Path(broken.subject).name, broken.law) for broken in error.value.broken]
    assert found == [
        ("b.toml", "law_file_loads"),
        ("c.toml", "law_entries_agree_with_sources"),
    ]


def test_one_folder_is_not_taken_for_its_letters(sound: Path, seeds: Path) -> None:
    """A folder of sources or of products, as text or as a path, is as good as a list of it."""
    products = written(sound.parents[1] / "products" / "drug-a.toml", PRODUCT).parent

    for one in (seeds, str(seeds)):
        check_regimen_file(sound, seeds=one)
        check_folder(sound.parent, seeds=one)
        assert callable(regimen_tests(sound.parent, seeds=one))
    for one in (products, str(products)):
        with pytest.raises(LawBrokenError, match="law_every_arm_can_be_planned"):
            check_regimen_file(sound, seeds=seeds, products=one)
    with pytest.raises(FileProblemsError, match="no-such: folder: does not exist"):
        check_folder(sound.parent, seeds="no-such")


@pytest.mark.parametrize("check", [check_folder, regimen_tests])
def test_a_folder_without_files_is_refused(tmp_path: Path, check: Callable[..., object]) -> None:
    """An empty or missing folder never passes in silence."""
    with pytest.raises(FileProblemsError, match=r"holds no \.toml file"):
        check(tmp_path)
    with pytest.raises(FileProblemsError, match="does not exist"):
        check(tmp_path / "nowhere")


def test_the_shipped_regimens_keep_all_laws() -> None:
    """Every regimen of the package breaks no law, in any arm, choice or end of a range."""
    check_folder(load_path("nct05807880").parent)


def test_one_line_makes_a_test_for_each_file_and_law(
    pytester: pytest.Pytester, sound: Path, seeds: Path
) -> None:
    """A test module of one line has an item for each file and law, with a name that says both."""
    written(sound.with_name("slip.toml"), SOUND.replace('"100 mg"', '"200 mg"'))
    pytester.makepyfile(
        "from npc_regimens.strategies import regimen_tests\n"
        f"test_mine = regimen_tests({str(sound.parent)!r}, seeds=[{str(seeds)!r}])\n"
    )

    done = pytester.runpytest_subprocess("-v", "-p", "no:cacheprovider")

    done.assert_outcomes(passed=23, failed=1)
    done.stdout.fnmatch_lines(
        [
            "*test_mine?example-01-totals_are_sums? PASSED*",
            "*test_mine?slip-entries_agree_with_sources? FAILED*",
        ]
    )


def test_every_law_of_a_file_is_in_the_museum() -> None:
    """Each public law is named in one of the two museums, so none is there that cannot fail."""
    named = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_planted_*.py")
    )
    public = {name for name in laws.__all__ if name.startswith("law_")}

    assert public == {name for name in re.findall(r"\blaw_[a-z_]+", named) if name in public}
