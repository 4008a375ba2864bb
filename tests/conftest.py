"""What all tests share: hypothesis profiles, and the shipped data read once."""

from __future__ import annotations

import datetime as dt
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, settings

from npc_regimens.course.definition import Course
from npc_regimens.course.replaying import replay
from npc_regimens.errors import LogProblemsError
from npc_regimens.files import load, load_formulary
from npc_regimens.regimen import Trial

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed
    from npc_regimens.products import Formulary

# Programs of others are there in the environment of `tasks.py readers` alone, which asks for them.
collect_ignore_glob = [] if "NPC_READERS" in os.environ else ["readers/*.py"]
# The same of a browser and `tasks.py browser`.
collect_ignore_glob += [] if "NPC_BROWSER" in os.environ else ["browser/*.py"]

settings.register_profile(
    "default", derandomize=True, max_examples=45, deadline=None, print_blob=True
)
settings.register_profile("many", max_examples=2000, deadline=None, print_blob=True)
# A mutant need not fail by the smallest example, only fail.
settings.register_profile(
    "mutants",
    parent=settings.get_profile("default"),
    max_examples=60,
    phases=(Phase.explicit, Phase.generate),
    print_blob=False,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def formulary() -> Formulary:
    """Read the shipped products."""
    return load_formulary()


@pytest.fixture(scope="session")
def trial() -> Callable[[str], Trial]:
    """Load a shipped trial by its id, each once."""
    return cache(load)


# Monday 7 December 2026; combination cycles begin on 7 and 28 December, 18 January and 8 February,
# maintenance on 1 and 22 March and on 12 April.
COURSE: dict[str, Any] = {
    "format": 1,
    "participant": "03-0017",
    "identity": "5f0c3f0e-7c0b",
    "regimen": "nct05807880",
    "start": dt.date(2026, 12, 7),
    "through": dt.date(2027, 4, 30),
    "zone": "Asia/Shanghai",
    "clock": {"once": "08:00", "morning": "08:00", "evening": "20:00"},
    "recalculate": "from 10 %",
    "settled": {"cycles": {"combination": 4}},
    "measured": [{"on": dt.date(2026, 12, 1), "height": "170 cm", "weight": "65 kg"}],
}


@pytest.fixture(scope="session")
def course_data() -> Callable[..., dict[str, Any]]:
    """Write the data of a course, with the entries of its log and other keys."""

    def written(*log: dict[str, Any], **other: object) -> dict[str, Any]:
        return {**COURSE, "log": [{"reason": "r", **entry} for entry in log], **other}

    return written


@pytest.fixture(scope="session")
def follow(
    course_data: Callable[..., dict[str, Any]], trial: Callable[[str], Trial], formulary: Formulary
) -> Callable[..., Followed]:
    """Follow a course through some entries; its regimen is a shipped one, or a trial as data."""

    def followed(
        *log: dict[str, Any],
        of: str | dict[str, Any] = "nct05807880",
        arm: str | None = None,
        as_of: dt.date | None = None,
        **other: object,
    ) -> Followed:
        found = Trial.model_validate(of) if isinstance(of, dict) else trial(of)
        settled: dict[str, object] = {} if of == "nct05807880" else {"settled": {}}
        course = Course.model_validate(course_data(*log, **{**settled, **other}))
        return replay(course, found, arm, formulary=formulary, as_of=as_of)

    return followed


@pytest.fixture(scope="session")
def refused(follow: Callable[..., Followed]) -> Callable[..., list[tuple[str, str, str]]]:
    """Follow a course that is refused, and list its problems: place, what and remedy."""

    def problems(*log: dict[str, Any], **other: Any) -> list[tuple[str, str, str]]:
        with pytest.raises(LogProblemsError) as error:
            follow(*log, **other)
        return [(each.place, each.what, each.remedy) for each in error.value.problems]

    return problems
