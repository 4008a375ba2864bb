"""Checking a file of any kind: all its problems, then its entries against their sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from npc_regimens.course.definition import Course
from npc_regimens.errors import FileProblemsError, LogProblemsError
from npc_regimens.files.courses import MARK, course_of
from npc_regimens.files.ledger import discrepancies, formula_discrepancies
from npc_regimens.files.loading import from_data, load_sources
from npc_regimens.files.reading import read_toml
from npc_regimens.patient.coefficients import FormulaRecord
from npc_regimens.products import Product
from npc_regimens.regimen.trial import Trial
from npc_regimens.sources import SourceRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import BaseModel

    from npc_regimens.errors import Problem


def check_file(path: str | Path, *seeds: str | Path) -> tuple[str, list[Problem]]:
    """Check a file of any kind; say which kind it is and where its entries differ.

    The entries are compared with the source records of the package and of the folders ``seeds``.
    A course cites no source: it is followed through its log.

    Raises `FileProblemsError` when the file is not sound, or an entry of its log contradicts
    another, the regimen or the calendar; and what planning raises, where a course cannot be
    planned at all.
    """
    data = read_toml(Path(path))
    kind, model = _kind(data)
    from_data(model, data, str(path))
    if model is Course:
        _follow(data, Path(path))
    if model in {SourceRecord, Course}:
        return kind, []
    compare = formula_discrepancies if model is FormulaRecord else discrepancies
    return kind, list(compare(data, load_sources(*seeds)))


def _follow(data: Mapping[str, Any], path: Path) -> None:
    try:
        course_of(data, path).follow()
    except LogProblemsError as error:
        raise FileProblemsError(str(path), error.problems) from None


def _kind(data: Mapping[str, Any]) -> tuple[str, type[BaseModel]]:
    if MARK in data:
        return "course", Course
    if "locator" in data:
        return "source", SourceRecord
    if "form" in data or "strengths" in data or "vial" in data:
        return "product", Product
    if "coefficients" in data or "gives" in data:
        return "formula", FormulaRecord
    return "regimen", Trial
