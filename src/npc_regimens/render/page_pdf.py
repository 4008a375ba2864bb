"""The printed page as PDF: the same HTML, laid out on paper by WeasyPrint (the extra ``pdf``).

There is one layout and not two, so the PDF cannot differ in a dose from what a browser prints.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any, Final, NoReturn

from npc_regimens.errors import OutputError, PlanError

_REMEDY: Final = (
    "install npc_regimens with its extra 'pdf', and the library Pango that it draws letters with;"
    " or write a .html file and print it from any browser"
)
_MISSING: Final = ".notdef glyph"


class _Complaints(logging.Handler):
    """Collect what the layout says of characters that no font shows."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.missing: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg.startswith(_MISSING) and isinstance(record.args, tuple):
            self.missing.append(str(record.args[0]))


def to_pdf(html: str) -> bytes:
    """Lay the HTML of `to_html` out on A4 paper, a page for each sheet.

    The same HTML gives the same bytes where the same fonts and versions are installed. Nothing is
    fetched.

    Raises `OutputError` where the extra is not installed, and `PlanError` that names a character
    that no installed font shows.
    """
    weasyprint = _weasyprint()
    complaints, logger = _Complaints(), logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        content: bytes = weasyprint.HTML(string=html, url_fetcher=_refuse).write_pdf()
    finally:
        logger.removeHandler(complaints)
    if complaints.missing:
        raise PlanError(
            f"no installed font shows {complaints.missing[0]!r}"
            f" ({complaints.missing[0]!a}); install Noto Sans CJK SC"
        )
    return content


def _weasyprint() -> Any:  # noqa: ANN401  an extra that has no types
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as error:  # OSError: the package is there and Pango is not
        raise OutputError(f"a PDF cannot be made here: {error}; {_REMEDY}") from None


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    """Refuse to fetch: the page holds no address, so none is ever asked for."""
    raise OutputError(f"the page asks for {url!r}, and nothing is fetched")
