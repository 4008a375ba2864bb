"""The exceptions: one family, caught as what a caller expects, and whole after a journey."""

from __future__ import annotations

import pickle

import pytest

from npc_regimens import errors
from npc_regimens.errors import (
    BrokenLaw,
    ConflictsError,
    FileProblemsError,
    LawBrokenError,
    NpcRegimensError,
    Problem,
)

FAMILY = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, NpcRegimensError)
]
ONE = Problem("arm 'a'", "2 have this id", "give each its own id")
TWO = Problem("key 'cycle'", "'1 month' is not a length", "write '28 days'")


@pytest.mark.parametrize("kind", FAMILY[1:], ids=lambda kind: kind.__name__)
def test_every_refusal_is_also_a_built_in(kind: type[NpcRegimensError]) -> None:
    """A refusal is caught by the base, and by the built-in that a caller would expect."""
    expected = ValueError | LookupError | OSError | TypeError | AssertionError | ImportError
    assert issubclass(kind, expected)
    assert kind.__name__.endswith("Error")


def test_the_problems_of_a_file_survive_a_journey_between_processes() -> None:
    """An error with many problems is the same after pickling."""
    for error in (FileProblemsError("a.toml", [ONE, TWO]), ConflictsError([ONE, TWO])):
        again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

        assert type(again) is type(error)
        assert again.problems == (ONE, TWO)
        assert str(again) == str(error)


def test_every_problem_of_a_file_begins_with_its_name() -> None:
    """A line that is copied alone still says which file it is about."""
    text = str(FileProblemsError("a.toml", [ONE, TWO]))

    assert text == (
        "a.toml: arm 'a': 2 have this id\n    give each its own id\n"
        "a.toml: key 'cycle': '1 month' is not a length\n    write '28 days'"
    )


def test_broken_laws_come_together_and_survive_a_journey_between_processes() -> None:
    """An error of several laws has a line for each, and is the same after pickling."""
    error = LawBrokenError(BrokenLaw("my_dose", law, "height 170 cm") for law in ("a", "b"))
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert str(error) == "my_dose breaks a: height 170 cm\nmy_dose breaks b: height 170 cm"
    assert (again.broken, str(again)) == (error.broken, str(error))
