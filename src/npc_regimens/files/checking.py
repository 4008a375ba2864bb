"""Checking a file of any kind: all its problems, then its entries against their sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

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

    Raises `FileProblemsError` when the file is not sound.
    """
    data = read_toml(Path(path))
    kind, model = _kind(data)
    from_data(model, data, str(path))
    if model is SourceRecord:
        return kind, []
    compare = formula_discrepancies if model is FormulaRecord else discrepancies
    return kind, list(compare(data, load_sources(*seeds)))


def _kind(data: Mapping[str, Any]) -> tuple[str, type[BaseModel]]:
    if "locator" in data:
        return "source", SourceRecord
    if "form" in data or "strengths" in data or "vial" in data:
        return "product", Product
    if "coefficients" in data or "gives" in data:
        return "formula", FormulaRecord
    return "regimen", Trial
