"""What must not be written on a line, and why: a refusal gives the reason and the remedy."""

from __future__ import annotations

import re
from typing import Final

from npc_regimens.notation.patterns import END

TRAPS: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = tuple(
    (re.compile(rf"(?:{regex}){END}", re.IGNORECASE), what, remedy)
    for regex, what, remedy in (
        (r"o\.d\.|od", "'OD' is also read as the right eye", "write QD or once daily"),
        ("tds", "it is British for three times a day, and easily misread", "write TID"),
        ("qds", "it is British for four times a day, and easily misread", "write QID"),
        ("bd", "it is British for twice a day, and easily misread", "write BID"),
        ("biw|tiw", "it is read as twice or three times a day", "write the days, like d1,4"),
        ("hs|qhs", "'HS' is also read as half strength", "write QD"),
        (r"iu|u|units?", "units of activity are not read", "write the mass, like 5 mg"),
        (
            r"sc|sq|subq|im|subcutaneous(?:ly)?|皮下注射",
            "this route is not known",
            "write PO or IV",
        ),
        (r"q ?[0-9]+", "it has no unit", "write days or weeks, like q21d or q3w"),
        (r"x ?0+", "no cycle at all is no treatment", "write at least x1"),
        (r"(?:days?|d) ?-?0", "there is no day 0", "days count from 1; the day before is d-1"),
        ("monthly|q ?[0-9]*m|every month", "a month has no fixed number of days", "write q28d"),
        (r"until\b.*", "it has figures or signs in it", "write what ends it in words"),
        ("loading", "a loading dose follows the dose", "write 6 mg/kg (8 mg/kg in cycle 1)"),
    )
)
