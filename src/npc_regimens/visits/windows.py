"""Windows: so many days before and after its nominal date on which a visit may lie.

A hard window is never left by a plan; a soft one may be, and then it is told.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated, Final

from npc_regimens.errors import DateError
from npc_regimens.record import WrittenAs

LONGEST: Final = 99  # a guard against slips of the keyboard: two digits

# The signs that stand for a minus on paper: hyphen, non-breaking hyphen, en dash and minus.
_MINUS: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2013\u2212", "-"))
_SAME: Final = re.compile(r"(?:\u00b1|\+-|\+/-) ?(?P<days>[1-9][0-9]?) days?(?:, (?P<kind>\w+))?")
_WINDOW: Final = re.compile(
    r"(?P<least>0|[-+][1-9][0-9]?) to (?P<most>0|[-+][1-9][0-9]?) days?(?:, (?P<kind>\w+))?"
)
_HARD: Final = {None: True, "hard": True, "soft": False}
_WRITE: Final = "write for example '-3 to +2 days', or '-3 to +2 days, soft'"
_LONGEST_TEXT: Final = 40


@dataclass(frozen=True, slots=True)
class Window:
    """From so many days before the nominal date to so many after it, both included.

    >>> window = Window.parse("-3 to +2 days")
    >>> window.earliest(dt.date(2027, 1, 4)), window.latest(dt.date(2027, 1, 4))
    (datetime.date(2027, 1, 1), datetime.date(2027, 1, 6))
    """

    before: int = 0
    after: int = 0
    hard: bool = True

    def __post_init__(self) -> None:
        for days in (self.before, self.after):
            if type(days) is not int or not 0 <= days <= LONGEST:
                raise DateError(
                    f"a window of {days!r} days before or after a visit is none; give whole days"
                    f" from 0 to {LONGEST}, for example Window(before=3, after=2)"
                )
        if type(self.hard) is not bool:
            raise DateError(f"hard is True or False, not {self.hard!r}")

    @classmethod
    def parse(cls, text: str) -> Window:
        """Read a window; hard unless it says ``soft``.

        >>> str(Window.parse("\u00b13 days, soft")), str(Window.parse("0 to +7 days"))
        ('-3 to +3 days, soft', '0 to +7 days')
        """
        if type(text) is not str or len(text) > _LONGEST_TEXT:
            raise DateError(f"{text!r} is not a window; {_WRITE}")
        plain = text.translate(_MINUS)
        found = _SAME.fullmatch(plain) or _WINDOW.fullmatch(plain)
        if found is None or found["kind"] not in _HARD:
            raise DateError(f"{text!r} is not a window; {_WRITE}")
        same = found.groupdict().get("days")
        least, most = (-int(same), int(same)) if same else (int(found["least"]), int(found["most"]))
        if least > 0 or most < 0:
            raise DateError(
                f"window {text!r} does not hold the day of the visit itself; write the days before"
                " it with - and those after it with +, for example '-3 to +2 days'"
            )
        return cls(-least, most, _HARD[found["kind"]])

    def earliest(self, nominal: dt.date) -> dt.date:
        """Return the first date of the window."""
        return nominal - dt.timedelta(days=self.before)

    def latest(self, nominal: dt.date) -> dt.date:
        """Return the last date of the window, its late edge."""
        return nominal + dt.timedelta(days=self.after)

    def holds(self, nominal: dt.date, date: dt.date) -> bool:
        """Whether a date lies in the window, edges included."""
        return self.earliest(nominal) <= date <= self.latest(nominal)

    def dates(self, nominal: dt.date) -> tuple[dt.date, ...]:
        """List the dates of the window in order."""
        days = range(-self.before, self.after + 1)
        return tuple(nominal + dt.timedelta(days=each) for each in days)

    def __str__(self) -> str:
        before, after = (f"-{self.before}" if self.before else "0"), f"+{self.after}"
        kind = "" if self.hard else ", soft"
        return f"{before} to {after if self.after else '0'} days{kind}"


WindowText = Annotated[
    Window,
    WrittenAs(
        Window.parse,
        "-3 to +2 days",
        "Days before (-) and after (+) the nominal date, both included; hard, so that no date"
        " outside is planned, unless it ends with ', soft'.",
    ),
]
