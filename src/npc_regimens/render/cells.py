"""Tables as CSV: cells that no spreadsheet reads as a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def csv_text(rows: list[dict[str, Any]], columns: Sequence[str] = ()) -> str:
    """Write rows of like keys as CSV; no cell is ever a formula.

    With columns, there is a head even where there are no rows.
    """
    text = io.StringIO()
    if rows or columns:
        fieldnames = list(rows[0]) if rows else columns
        writer = csv.DictWriter(text, fieldnames=fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _safe(value) for key, value in row.items()} for row in rows)
    return text.getvalue()


def _safe(value: object) -> str:
    """Keep a spreadsheet from reading text as a formula."""
    # a bare carriage return would begin a row: before Python 3.13 csv does not quote it
    text = "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")
    if text[:1] in {"=", "+", "-", "@", "\t", "\n"} and _NUMBER.fullmatch(text) is None:
        return f"'{text}"
    return text
