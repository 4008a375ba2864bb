"""The changes of a course in words: alike doses in one line, whatever lies between them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from npc_regimens.course.differing import differences
from npc_regimens.render.course_changes import changes_to_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.course.replaying import Followed


def test_a_drug_that_goes_on_in_a_delay_has_a_line_for_what_moved_and_one_for_what_is_new(
    follow: Callable[..., Followed],
) -> None:
    """Apatinib goes on from 4 to 10 January, on the days from which its doses moved."""
    course = {
        "of": "nct04350190",
        "settled": {"levels": {}},
        "through": dt.date(2027, 1, 31),
    }
    delay = {
        "what": "delay",
        "recorded": dt.date(2027, 1, 4),
        "cycle": 2,
        "to": dt.date(2027, 1, 11),
    }
    text = changes_to_text(differences(follow(**course), follow(delay, **course)))

    assert text.count("apatinib") == 3
