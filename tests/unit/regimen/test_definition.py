"""The definition: what a phase gives, in a file and in Python."""

from __future__ import annotations

import pytest

from npc_regimens.regimen.definition import Choose, Phase

PHASE = {"name": "first", "cycle": "21 days", "cycles": "6"}


def test_a_phase_gives_components_and_choices() -> None:
    """A choice is a table in a file, and may be a value in Python."""
    choice = Choose(choose="second")

    read = Phase.model_validate({**PHASE, "give": ["drug-a", {"choose": "second"}]})
    made = Phase.model_validate({**PHASE, "give": ["drug-a", choice]})

    assert read == made
    assert read.give == ("drug-a", choice)


@pytest.mark.parametrize("item", [1, {"chose": "second"}, {"choose": 1}, ["drug-a"], {}])
def test_anything_else_is_not_given(item: object) -> None:
    """What is neither a component nor a choice is refused with both forms."""
    with pytest.raises(ValueError, match=r"expected a component or \{ choose"):
        Phase.model_validate({**PHASE, "give": [item]})
