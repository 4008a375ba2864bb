"""Folding lines of a page, so that no amount is torn from its unit."""

from __future__ import annotations

import re
import textwrap
from typing import Final

WIDTH: Final = 104
INDENT: Final = " " * 6
_KEPT: Final = "\u00a0"
_BESIDE_A_NUMBER: Final = re.compile(r"(?<=[0-9]) (?=[A-Za-z%])|(?<=[A-Za-z]) (?=[0-9])")


def folded(words: str, start: str) -> list[str]:
    """Fold at spaces, but never between a drug, its number and what the number counts."""
    lines = textwrap.wrap(
        _BESIDE_A_NUMBER.sub(_KEPT, words),
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * max(len(start), 2),
        break_on_hyphens=False,
    )
    return [line.replace(_KEPT, " ") for line in lines]
