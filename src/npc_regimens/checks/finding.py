"""A finding: what is notable about a calendar is data, never an exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """Something notable: a note to read, or a warning that a person must answer."""

    level: Literal["note", "warning"]
    name: str
    about: str
    words: str
