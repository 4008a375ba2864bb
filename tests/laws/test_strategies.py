"""The strategies that users get draw what they say, and reach the dangerous places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given

from npc_regimens.strategies import calendars, regimens, trials

if TYPE_CHECKING:
    from npc_regimens.planning import Calendar
    from npc_regimens.regimen import Regimen, Trial


@given(trials())
def test_trials_are_sound(trial: Trial) -> None:
    """A drawn trial has arms that can be found by their ids."""
    assert [trial.find_arm(arm.id) for arm in trial.arm] == list(trial.arm)


@given(regimens())
def test_regimens_are_settled(regimen: Regimen) -> None:
    """Only the last phase of a drawn regimen may be open."""
    assert all(phase.count is not None for phase in regimen.phases[:-1])


@given(calendars())
def test_calendars_have_a_day_for_each_date(calendar: Calendar) -> None:
    """The days of a drawn calendar follow one another, and hold all its administrations."""
    days = list(calendar.days())

    assert sum(len(day.administrations) for day in days) == len(calendar.administrations)
    assert (days[-1].date - days[0].date).days + 1 == len(days)
