"""Problems: the place by names, whatever the data looks like."""

from __future__ import annotations

import pytest

from npc_regimens.files.problems import place

DATA = {
    "title": "t",
    "component": {"drug-a": {"days": "1", "reference": {"dose": "1 mg"}}},
    "arm": [{"id": "a", "phase": [{"name": "first", "give": ["drug-a", 1]}, {}]}],
    "vial": [{"content": "1 mg"}],
    "rounding": {"ties": "up"},
}


@pytest.mark.parametrize(
    ("location", "words"),
    [
        (("title",), "key 'title'"),
        (("component", "drug-a"), "component 'drug-a'"),
        (("component", "drug-a", "days"), "component 'drug-a', key 'days'"),
        (
            ("component", "drug-a", "reference", "dose"),
            "component 'drug-a', key 'reference', key 'dose'",
        ),
        (("arm", 0, "phase", 0, "give", 1), "arm 'a', phase 'first', key 'give', item 2"),
        (("arm", 0, "phase", 1, "name"), "arm 'a', phase 2"),
        (("arm", 0, "phase", 9), "arm 'a', key 'phase'"),
        (("vial", 0, "content"), "vial 1, key 'content'"),
        (("rounding", "nearest step", "ties"), "key 'rounding', key 'ties'"),
        ((), "file"),
    ],
)
def test_a_place_is_told_by_names(location: tuple[int | str, ...], words: str) -> None:
    """Tables are told by their id or name, unnamed ones by number, and tags of unions never."""
    assert place(location, DATA) == words
