"""Words for people about phases: how long, from when, the days between, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.render.words import counted, joined, long_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from npc_regimens.planning import Calendar, Day, Following, Session
    from npc_regimens.regimen import OpenEnd, SettledPhase


def phase_words(phase: SettledPhase) -> str:
    """Say how many cycles of how many days, how long at most, and until what."""
    length = f"{_how_many(phase)} of {counted(phase.cycle_length_days, 'day')}"
    if _ends_with_its_doses(phase):
        length = f"{length}, after which all doses are given"
    bound = "" if phase.span is None else f", at most {phase.span}"
    if phase.span is not None and phase.count is None and phase.end is None:
        bound = f" for {phase.span}"
    until = "" if phase.end is None else f", until {phase.end.reasons}"
    bounded = phase.span is not None or _ends_with_its_doses(phase)
    first = ", whichever comes first" if phase.end is not None and bounded else ""
    return f"{length}{bound}{until}{first}"


def _ends_with_its_doses(phase: SettledPhase) -> bool:
    """Whether cycles that nobody counted end because each of the components does."""
    is_counted = phase.count is not None and not phase.count_by_caller
    return is_counted and phase.end is not None and phase.end.at_most is None


def _how_many(phase: SettledPhase) -> str:
    if phase.count is None:
        return "cycles"
    most = None if phase.end is None else phase.end.at_most
    if most is None:
        return counted(phase.count, "cycle")
    if phase.count == most:
        return f"at most {counted(most, 'cycle')}"
    return f"{counted(phase.count, 'cycle')} (at most {most} are allowed)"


def gap_words(days: Sequence[Day]) -> str:
    """Say that nothing is given on a run of days between two phases."""
    first, last = long_date(days[0].date), long_date(days[-1].date)
    to = "" if len(days) == 1 else f" to {last}"
    return f"{counted(len(days), 'DAY')} WITHOUT TREATMENT: {first}{to}".replace("DAYs", "DAYS")


def session_words(session: Session) -> str:
    """Say which session of radiotherapy it is."""
    return f"RADIOTHERAPY, session {session.number} of {session.total}"


def end_words(calendar: Calendar) -> str:
    """Say what lies behind the last planned day."""
    following, end, phase = calendar.following, calendar.open_end, calendar.regimen.phases[-1]
    if calendar.stopped is not None:
        return f"END OF TREATMENT: nothing is given from {long_date(calendar.stopped)} on."
    if following is not None:
        place = f"cycle {following.cycle}, day {following.cycle_day} of {following.phase}"
        return f"NOT THE END: the plan stops here; next is {place}{_then(calendar, following)}."
    if end is None or _ended_by_span(calendar):
        return _counted_end(calendar)
    return _open_end(end, phase)


def _open_end(end: OpenEnd, phase: SettledPhase) -> str:
    """Say what ends the last phase that no count of the source ends."""
    if not end.until and end.at_most is None:
        return "END OF WHAT IS STATED: the source does not say what follows."
    if _ends_with_its_doses(phase):
        return f"END: all doses are given; treatment ends earlier on {end.reasons}."
    if end.at_most is None:
        return f"END OF THE PLAN: treatment goes on until {end}."
    if phase.count != end.at_most:
        count = counted(phase.count or 0, "cycle")
        words = f"END OF THE PLAN: {count} are planned and at most {end.at_most} are allowed;"
        return f"{words} treatment ends earlier on {end.reasons}."
    words = f"END: at most {end.at_most} cycles are allowed; treatment ends earlier on"
    return f"{words} {end.reasons}."


def _counted_end(calendar: Calendar) -> str:
    """Say that the cycles are over, or the span of the last phase."""
    end, phase, last = calendar.open_end, calendar.regimen.phases[-1], long_date(calendar.last_day)
    if end is not None:
        cycles = "" if end.at_most is None else f" or after {counted(end.at_most, 'cycle')}"
        allowed = f"at most {end.span} are allowed, through {last}; treatment ends earlier on"
        return f"END: {allowed} {end.reasons}{cycles}."
    if _ended_by_span(calendar):
        return f"END: {phase.span} of {phase.name}, through {last}."
    return f"END: the last planned cycle ends on {last}."


def _ended_by_span(calendar: Calendar) -> bool:
    """Whether the last phase ends before the last of its cycles is over."""
    last = calendar.cycles[-1]
    days = (last.last - last.first).days + 1
    return last.cycle != last.phase.count or days < last.phase.cycle_length_days


def _then(calendar: Calendar, following: Following) -> str:
    """Say what comes behind the next day: the phases that follow, and the end."""
    names = [phase.name for phase in calendar.regimen.phases]
    later = names[names.index(following.phase) + 1 :]
    then = f"; then {joined(later)}" if later else ""
    end = calendar.open_end
    return then if end is None else f"{then or ', and continues'} until {end}"
