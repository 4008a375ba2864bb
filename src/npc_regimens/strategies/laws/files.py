"""Laws of one regimen file: it is read, it agrees with its sources, and it can be planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from npc_regimens.errors import FileProblemsError, NpcRegimensError
from npc_regimens.files import check_file
from npc_regimens.regimen import Trial
from npc_regimens.strategies.laws.searching import broken, hold
from npc_regimens.strategies.laws.subject import as_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from npc_regimens.strategies.laws.subject import RegimenFile, Way


def law_file_loads(file: RegimenFile) -> None:
    """Nothing in the file is unclear or contradicts another part; if so, all problems are told."""
    try:
        file.trial  # noqa: B018  it is read here, and kept
    except FileProblemsError as error:
        raise broken("law_file_loads", file, _listed(error.problems)) from error


def law_entries_agree_with_sources(file: RegimenFile) -> None:
    """Every number stands equal in the source record that it cites."""
    _, problems = check_file(file.path, *file.seeds)
    if problems:
        raise broken("law_entries_agree_with_sources", file, _listed(problems))


def _listed(problems: Iterable[object]) -> str:
    return "".join(f"\n  {problem}".replace("\n    ", "; ") for problem in problems)


def law_written_and_read_is_the_same(file: RegimenFile) -> None:
    """Written as plain data, and read again, it is the same trial."""
    again = Trial.model_validate(as_data(file.trial))
    for name in Trial.model_fields:
        before, after = getattr(file.trial, name), getattr(again, name)
        if before != after:
            words = f"key {name!r}: {before!r} was read as {after!r}"
            raise broken("law_written_and_read_is_the_same", file, words)


def law_every_arm_can_be_planned(file: RegimenFile) -> None:
    """Every arm, choice and end of a range gives doses, for a middle, a small and a large body."""

    def judge(way: Way) -> str:
        try:
            return "" if way.calendar.administrations else f"{way}: no dose in two years"
        except NpcRegimensError as error:
            return f"{way}: {error}"

    hold("law_every_arm_can_be_planned", file, judge, file.ways)


def law_order_of_components_changes_nothing(file: RegimenFile) -> None:
    """Components in another order, in the file and in its phases, give the same doses."""

    def judge(way: Way) -> str:
        before = _doses(way.calendar.administrations)
        after = _doses(way.planned(regimen=way.turned_round()).administrations)
        if before == after:
            return ""
        only = min(before ^ after)
        return f"{way}: with the components in the other order {only} is not the same"

    hold("law_order_of_components_changes_nothing", file, judge, file.ways_of_one_body)


def _doses(administrations: Iterable[object]) -> set[str]:
    return set(map(repr, administrations))
