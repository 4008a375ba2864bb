"""The browser of the distribution, without a window: pictures, prints and measures of pages."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from printed_cases import cases

BROWSER: Final = os.environ.get("NPC_BROWSER", "chromium")
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
WIDTH, HEIGHT = 794, 1123  # A4 in CSS pixels, rounded up
MEASURE: Final = Path(__file__).with_name("measure.js")


def browse(page: str, *words: str, folder: Path) -> str:
    """Show a page to the browser, and return what it prints."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        command = [BROWSER, *FLAGS, f"--user-data-dir={profile}", *words, path.as_uri()]
        done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    if done.returncode:
        raise AssertionError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout.decode("utf-8")


def picture(page: str, scale: str, *, folder: Path) -> bytes:
    """Take a picture of the first sheet of a page."""
    target = folder / "picture.png"
    size = f"--window-size={WIDTH},{HEIGHT}"
    browse(
        page, f"--force-device-scale-factor={scale}", size, f"--screenshot={target}", folder=folder
    )
    return target.read_bytes()


def printed(page: str, *, folder: Path) -> bytes:
    """Print a page to PDF."""
    target = folder / "page.pdf"
    browse(page, "--no-pdf-header-footer", f"--print-to-pdf={target}", folder=folder)
    return target.read_bytes()


def measured(page: str, *, folder: Path) -> dict[str, Any]:
    """Measure every box of a page, by a script that is in this copy of it alone."""
    script = f"<script>{MEASURE.read_text(encoding='utf-8')}</script></body>"
    dumped = browse(page.replace("</body>", script), "--dump-dom", folder=folder)
    found = re.search(r'<pre id="measures">(.*?)</pre>', dumped, re.DOTALL)
    if found is None:
        raise AssertionError("the script has not run")
    measures: dict[str, Any] = json.loads(html.unescape(found[1]))
    return measures


def sections(page: str) -> list[str]:
    """Cut a page into its sheets."""
    return re.findall(r"<section.*?</section>", page, re.DOTALL)


def alone(page: str, index: int) -> str:
    """Keep one sheet of a page."""
    before, _, _ = page.partition("<section")
    return f"{before}{sections(page)[index]}</body></html>"


def all_sheets(language: str, *, large: bool) -> tuple[str, list[str]]:
    """Put the sheets of all cases into one page, and say of which case each is."""
    pages = {name: case.html(language, large=large) for name, case in cases().items()}
    names = [name for name, page in pages.items() for _ in sections(page)]
    before, _, _ = next(iter(pages.values())).partition("<section")
    bodies = "".join(each for page in pages.values() for each in sections(page))
    return f"{before}{bodies}</body></html>", names
