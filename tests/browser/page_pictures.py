"""The pictures of the printed page in the documentation: ``python tasks.py browser draw``."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Final

from chromium import alone, picture
from PIL import Image
from printed_cases import cases

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "pictures" / "page"
COLOURS: Final = 48
# The case, the language, the sheet, and whether in large print.
PICTURES: Final[dict[str, tuple[str, str, int, bool]]] = {
    "fourteen-days-en": ("14-of-21", "en", 0, False),
    "national-day-en": ("national-day", "en", 0, False),
    "national-day-zh": ("national-day", "zh", 0, False),
    "two-drugs-en": ("two-drugs", "en", 0, False),
    "two-drugs-zh": ("two-drugs", "zh", 0, False),
    "every-day-zh": ("continuous-28-two-strengths", "zh", 0, False),
    "half-days-en": ("half-days", "en", 0, False),
    "delay-goes-on-en": ("goes-on", "en", 2, False),
    "dose-changed-zh": ("dose-changed", "zh", 1, False),
    "month-en": ("months", "en", 1, False),
    "large-print-en": ("14-of-21", "en", 0, True),
}


def drawn(name: str, folder: Path) -> Image.Image:
    """Draw one picture, in few colours so that it is small."""
    case, language, sheet, large = PICTURES[name]
    page = alone(cases()[case].html(language, large=large), sheet)
    shot = Image.open(io.BytesIO(picture(page, "0.9", folder=folder)))
    return shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


def golden(name: str) -> Image.Image:
    """Open the picture in the repository."""
    return Image.open(FOLDER / f"{name}.png")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        for each in PICTURES:
            drawn(each, Path(home)).save(FOLDER / f"{each}.png", optimize=True)
