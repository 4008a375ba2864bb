"""A picture at the shell: drawn of one arm, printed or written like any other output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from npc_regimens.cli import main
from npc_regimens.files import load
from npc_regimens.render.strip import to_svg

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def show(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ("show", *words))


def test_a_picture_is_printed_like_other_data() -> None:
    """Without a file, the picture goes to standard output, whole and alone."""
    result = show("nct05807880", "--picture")

    assert result.exit_code == 0
    assert result.stdout == to_svg(load("nct05807880"))


def test_a_picture_is_written_and_not_replaced_unasked(tmp_path: Path) -> None:
    """A file that holds something else stays as it is until --replace says otherwise."""
    path = tmp_path / "strip.svg"
    path.write_text("something else", encoding="utf-8")
    words = ("nct05549466/chemotherapy", "--picture", "-o", str(path))

    refused, written = show(*words), show(*words, "--replace")

    assert (refused.exit_code, written.exit_code) == (2, 0)
    assert "add --replace" in refused.stderr
    assert path.read_text(encoding="utf-8") == to_svg(load("nct05549466"), "chemotherapy")


def test_text_is_written_to_a_file_too(tmp_path: Path) -> None:
    """What show prints can be written without the help of a shell."""
    path = tmp_path / "regimen.txt"

    result = show("nct05807880", "-o", str(path))

    assert result.stdout == ""
    assert path.read_text(encoding="utf-8") == show("nct05807880").stdout


def test_of_several_arms_one_is_named() -> None:
    """A picture shows one arm: which of several is for the reader to say."""
    result = show("nct05549466", "--picture")

    assert result.exit_code == 3
    assert "has 4 arms; name one: 'nct05549466/apatinib-camrelizumab-chemotherapy'" in result.stderr


@pytest.mark.parametrize("form", ["json"])
def test_a_picture_has_no_other_form(form: str) -> None:
    """A picture and another form are two wishes, and neither is dropped in silence."""
    result = show("nct05807880", "--picture", "--format", form)

    assert result.exit_code == 2
    assert "--picture is an SVG and --format json is none; leave one out" in result.stderr
