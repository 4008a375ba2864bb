"""How much of a long calendar is drawn: cycles that are like the one before fold into it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from npc_regimens.render.calendar_rows import Band


class Folded(NamedTuple):
    """The bands that are drawn, and those behind them that are only counted."""

    drawn: tuple[Band, ...]
    left_out: tuple[Band, ...]


def folded_bands(bands: Sequence[Band], most: int) -> Folded:
    """Keep all cycles if they are few enough; else fold like ones, and cut what is still more."""
    if _cycles(bands) <= most:
        return Folded(tuple(bands), ())
    kept: list[Band] = []
    for band in bands:
        if kept and kept[-1].is_like(band):
            kept[-1] = replace(kept[-1], like=(*kept[-1].like, band))
        else:
            kept.append(band)
    end = next((n for n in range(len(kept)) if _cycles(kept[: n + 1]) > most), len(kept))
    return Folded(tuple(kept[:end]), tuple(kept[end:]))


def _cycles(bands: Iterable[Band]) -> int:
    """Count the cycles, and not the days between two phases."""
    return sum(band.span is not None for band in bands)
