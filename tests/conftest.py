"""What all tests share: hypothesis profiles, and the shipped data read once."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

from npc_regimens.files import load, load_formulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

# Programs of others are there in the environment of `tasks.py readers` alone, which asks for them.
collect_ignore_glob = [] if "NPC_READERS" in os.environ else ["readers/*.py"]

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
