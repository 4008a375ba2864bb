"""Write the page of all errors of a file, docs/errors.md, from the bad files in tests/errors/bad.

``python tests/errors/gallery.py`` writes the page. With ``--accept`` it first writes each file's
message anew into the .txt beside it: read the difference before keeping it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from npc_regimens.errors import FileProblemsError
from npc_regimens.files import check_file

BAD: Final = Path(__file__).resolve().parent / "bad"
PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "errors.md"

HEAD: Final = """\
# Errors of a file

`npc-regimens check FILE` reports all the problems of a regimen, product, source, formula or course
file at once: the file, the place by name, what is wrong, and what to write instead. Of a course it
reports the entries of the log that contradict what stands before them. Below is the smallest bad
file for each, and its message. This page is made by `python tests/errors/gallery.py`.
"""


def message(path: Path) -> str:
    """Say what is wrong with a file, under its bare name; nothing when it is sound."""
    try:
        _, differences = check_file(path)
    except FileProblemsError as error:
        return str(error).replace(str(path), path.name)
    return "\n".join(f"{path.name}: {difference}" for difference in differences)


def shown(path: Path) -> str:
    """Write a bad file so that its slip can be seen."""
    content = path.read_bytes().decode("utf-8", "backslashreplace").rstrip("\n")
    return content.replace("\ufeff", "\\ufeff").replace("\0", "\\0")


def section(path: Path) -> str:
    """Write one section: the file, then its message."""
    said = path.with_suffix(".txt").read_text(encoding="utf-8").rstrip("\n")
    title = path.stem.replace("-", " ")
    return f"\n## {title}\n\n```toml\n{shown(path)}\n```\n\n```text\n{said}\n```\n"


def page() -> str:
    """Write the whole page."""
    return HEAD + "".join(section(path) for path in sorted(BAD.glob("*.toml")))


def main() -> None:
    """Write the page, and the messages when asked."""
    if sys.argv[1:] == ["--accept"]:
        for path in sorted(BAD.glob("*.toml")):
            path.with_suffix(".txt").write_text(f"{message(path)}\n", encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
