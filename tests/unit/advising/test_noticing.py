"""The moment at which something was noticed: one moment of a zone, or a refusal."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from npc_regimens.advising import read_moment
from npc_regimens.errors import DateError

LONDON = ZoneInfo("Europe/London")
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "zone", "utc"),
    [
        ("2027-01-05T14:30", SHANGHAI, "2027-01-05T06:30"),
        ("2027-01-05T14:30+08:00", SHANGHAI, "2027-01-05T06:30"),
        ("2027-07-05T14:30", LONDON, "2027-07-05T13:30"),
        # on 31 October clocks go back from 02:00 to 01:00, so 01:30 comes twice
        ("2027-10-31T01:30+01:00", LONDON, "2027-10-31T00:30"),
        ("2027-10-31T01:30+00:00", LONDON, "2027-10-31T01:30"),
        ("2027-10-31T02:00", LONDON, "2027-10-31T02:00"),
    ],
)
def test_a_moment_is_one_instant(text: str, zone: ZoneInfo, utc: str) -> None:
    """The clock of the zone says which; where it cannot, the offset does."""
    moment = read_moment(text, zone)

    assert moment.astimezone(dt.UTC).replace(tzinfo=None) == dt.datetime.fromisoformat(utc)
    assert moment.tzinfo is zone


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2027-03-28T01:30", "does not come in Europe/London: clocks go forward"),
        ("2027-03-28T01:30+00:00", "does not come in Europe/London"),
        ("2027-10-31T01:30", ("comes twice in Europe/London: clocks go back; write "
         "'2027-10-31T01:30+00:00' or '2027-10-31T01:30+01:00'")),
        ("2027-07-05T14:30+08:00", "has not then; write '2027-07-05T14:30+01:00'"),
        ("2027-07-05 14:30", "is not a moment; write for example '2027-01-05T14:30'"),
        ("2027-07-05T14:30Z", "is not a moment"),
        ("2027-02-30T14:30", "is not a date that exists"),
        ("2027-02-28T24:30", "is not a time"),
    ],
)  # fmt: skip
def test_a_moment_that_is_not_one_is_refused(text: str, said: str) -> None:
    """A time that is skipped, that comes twice or that another zone has is refused."""
    with pytest.raises(DateError) as refusal:
        read_moment(text, LONDON)

    assert said in str(refusal.value)
