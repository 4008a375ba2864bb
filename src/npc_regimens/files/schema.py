"""The JSON Schema of every kind of file, for completion and checks in an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from npc_regimens.course.definition import Course
from npc_regimens.patient.coefficients import FormulaRecord
from npc_regimens.products import Product
from npc_regimens.regimen.trial import Trial
from npc_regimens.sources import SourceRecord

if TYPE_CHECKING:
    from pydantic import BaseModel

KINDS: Final[dict[str, type[BaseModel]]] = {
    "regimen": Trial,
    "product": Product,
    "source": SourceRecord,
    "formula": FormulaRecord,
    "course": Course,
}


def json_schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file.

    >>> json_schema("regimen")["title"]
    'Trial'
    """
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **KINDS[kind].model_json_schema()}
