"""The command as a process: the same on every machine, and polite in a pipe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("npc-regimens")
PLAN = (
    *("plan", "nct05807880", "--cycles", "combination=4", "--height", "170 cm"),
    *("--weight", "65 kg", "--start", "2026-12-07", "--through", "2027-01-31"),
)


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a process to its end."""
    return subprocess.run(
        words, env={**os.environ, **environment}, capture_output=True, check=False
    )


def test_the_module_and_the_script_are_one_command() -> None:
    """Whoever has no script on the path can run the module."""
    script, module = run(str(SCRIPT), *PLAN), run(sys.executable, "-m", "npc_regimens", *PLAN)

    assert script.returncode == module.returncode == 0
    assert script.stdout == module.stdout


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_the_same_input_gives_the_same_bytes_anywhere(form: str) -> None:
    """Neither hashing, time zone, locale, terminal nor optimisation changes a byte."""
    words = (sys.executable, "-m", "npc_regimens", *PLAN, "--format", form)
    environments: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "2", "FORCE_COLOR": "1", "COLUMNS": "40", "PYTHONOPTIMIZE": "2"},
    ]

    printed = [run(*words, **environment) for environment in environments]

    assert [each.returncode for each in printed] == [0, 0, 0]
    assert len({each.stdout for each in printed}) == 1
    assert b"\x1b" not in printed[0].stdout


def test_words_beyond_ascii_are_printed_in_any_locale() -> None:
    """The sources have Chinese words; a plain locale does not end in a traceback."""
    words = (sys.executable, "-m", "npc_regimens", "show", "nct04547088")

    plain = run(*words, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert plain.returncode == 0
    assert "静脉" in plain.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    """A pipe into head ends without a word."""
    words = [sys.executable, "-m", "npc_regimens", *PLAN, "--format", "json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()

    assert b"Traceback" not in said
    assert b"BrokenPipe" not in said


@pytest.mark.parametrize("command", ["plan", "show"])
def test_a_shell_completes_ids(command: str) -> None:
    """The shell's own completion finds the regimens."""
    done = run(
        str(SCRIPT),
        _NPC_REGIMENS_COMPLETE="bash_complete",
        COMP_WORDS=f"npc-regimens {command} nct058",
        COMP_CWORD="2",
    )

    assert done.stdout.decode().split() == ["plain,nct05807880"]
    assert done.stderr == b""


def test_a_refusal_ends_the_process_with_its_code() -> None:
    """The code reaches the shell, with one message and nothing on standard output."""
    done = run(sys.executable, "-m", "npc_regimens", "show", "nct0580788")

    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.startswith(b"error: no regimen 'nct0580788'")
    assert b"Traceback" not in done.stderr
