"""All laws over one regimen file, or over a folder of them, in one line."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.errors import BrokenLaw, FileProblemsError, LawBrokenError, Problem
from npc_regimens.strategies.laws.calendars import (
    law_no_dose_is_over_its_cap,
    law_one_event_for_each_administration,
    law_totals_are_sums,
)
from npc_regimens.strategies.laws.days import (
    law_count_is_cycles_by_days_by_slots,
    law_every_dose_lies_on_a_permitted_day,
    law_longer_horizon_only_appends,
    law_shifting_the_start_shifts_all_dates,
)
from npc_regimens.strategies.laws.files import (
    law_entries_agree_with_sources,
    law_every_arm_can_be_planned,
    law_file_loads,
    law_order_of_components_changes_nothing,
    law_written_and_read_is_the_same,
)
from npc_regimens.strategies.laws.searching import all_hold
from npc_regimens.strategies.laws.subject import RegimenFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    FileLaw = Callable[[RegimenFile], None]
    Folders = str | Path | Sequence[str | Path]

OF_WRITING: Final[tuple[FileLaw, ...]] = (
    law_file_loads,
    law_entries_agree_with_sources,
    law_written_and_read_is_the_same,
)
OF_PLANNING: Final[tuple[FileLaw, ...]] = (
    law_every_arm_can_be_planned,
    law_order_of_components_changes_nothing,
    law_count_is_cycles_by_days_by_slots,
    law_every_dose_lies_on_a_permitted_day,
    law_shifting_the_start_shifts_all_dates,
    law_longer_horizon_only_appends,
    law_no_dose_is_over_its_cap,
    law_totals_are_sums,
    law_one_event_for_each_administration,
)


def check_regimen_file(
    path: str | Path,
    *,
    seeds: Folders = (),
    products: Folders = (),
) -> None:
    """Hold all laws of a regimen file.

    ``seeds`` and ``products`` are folders of one's own source records and products, beside those
    of the package: one of them, or a list. Raises `LawBrokenError` with every law that the file
    breaks. A file that does not load breaks that law alone, and one that cannot be planned no other
    law of planning.

    >>> from npc_regimens.strategies import check_regimen_file
    >>> check_regimen_file("no-such-file.toml")
    Traceback (most recent call last):
        ...
    npc_regimens.errors.LawBrokenError: no-such-file.toml breaks law_file_loads: ...
    """
    _check(RegimenFile(Path(path), _folders(seeds), _folders(products)))


def _check(file: RegimenFile) -> None:
    planning = partial(all_hold, *(partial(law, file) for law in OF_PLANNING))
    all_hold(*(partial(law, file) for law in OF_WRITING), planning)


def check_folder(
    folder: str | Path,
    *,
    seeds: Folders = (),
    products: Folders = (),
) -> None:
    """Hold all laws of every regimen file of a folder, and tell all that is broken together.

    Raises `LawBrokenError`, and `FileProblemsError` for a folder that is missing or holds no file.
    """
    broken: list[BrokenLaw] = []
    for file in _files(folder, seeds, products):
        try:
            _check(file)
        except LawBrokenError as error:
            broken += error.broken
    if broken:
        raise LawBrokenError(broken)


def regimen_tests(
    folder: str | Path,
    *,
    seeds: Folders = (),
    products: Folders = (),
) -> Callable[..., None]:
    """Make a test for pytest, with one item for each regimen file of a folder and each law.

    Write ``test_my_regimens = regimen_tests("my-regimens")`` in a test module. A folder that is
    missing or holds no file raises `FileProblemsError`, so that nothing passes in silence.
    """
    import pytest  # noqa: PLC0415  this alone needs pytest, and strategies are used without it

    items: list[Any] = [
        pytest.param(file, law, id=f"{file.path.stem}-{law.__name__.removeprefix('law_')}")
        for file in _files(folder, seeds, products)
        for law in (*OF_WRITING, *OF_PLANNING)
    ]

    @pytest.mark.parametrize(("file", "law"), items)
    def test_regimens(file: RegimenFile, law: FileLaw) -> None:
        """One regimen file keeps one law."""
        law(file)

    return test_regimens


def _files(folder: str | Path, seeds: Folders, products: Folders) -> list[RegimenFile]:
    found = sorted(Path(folder).glob("*.toml"))
    if not found:
        what = "holds no .toml file" if Path(folder).is_dir() else "does not exist"
        raise FileProblemsError(str(folder), [Problem("folder", what, "check the path")])
    return [RegimenFile(path, _folders(seeds), _folders(products)) for path in found]


def _folders(given: Folders) -> tuple[str | Path, ...]:
    """Take one folder, whose letters are no folders, or several."""
    return (given,) if isinstance(given, str | Path) else tuple(given)
