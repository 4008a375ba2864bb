"""Cases of the printed page that its tests, its pictures and its browser share."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import npc_regimens as npc
from npc_regimens.render.page import Dispensed, PageFacts, Visit, to_html

if TYPE_CHECKING:
    from npc_regimens.planning import Calendar

MONDAY = dt.date(2026, 8, 24)
CLOCK = {"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)}
AUTUMN = {
    "en": {
        **{dt.date(2026, 9, day): "Mid-Autumn" for day in (25, 26, 27)},
        **{dt.date(2026, 10, day): "National Day" for day in range(1, 8)},
    },
    "zh": {
        **{dt.date(2026, 9, day): "中秋" for day in (25, 26, 27)},
        **{dt.date(2026, 10, day): "国庆" for day in range(1, 8)},
    },
}
WORKING = frozenset({dt.date(2026, 9, 20), dt.date(2026, 10, 10)})
SAMPLE = {
    "en": "SAMPLE: invented study and participant, not for any treatment",
    "zh": "样张：虚构方案与受试者，不用于任何治疗",  # noqa: RUF001  Chinese text
}
CALL = {
    "en": ("(sample line of the site)", "(second sample line of the site)"),
    "zh": ("（中心填写的示例一）", "（中心填写的示例二）"),  # noqa: RUF001  Chinese text
}


class Case(NamedTuple):
    """A calendar, the facts of its page, and the sheet that is looked at."""

    calendar: Calendar
    facts: dict[str, Any]
    only: tuple[str, int] | None

    def html(self, language: str, **more: Any) -> str:
        """Write the page of the case in a language."""
        return to_html(self.calendar, self.page_facts(language, **more), FORMULARY, only=self.only)

    def page_facts(self, language: str, **more: Any) -> PageFacts:
        """Say the facts of the case in a language."""
        said = {
            key: value[language] if isinstance(value, dict) and language in value else value
            for key, value in {**COMMON, **self.facts, **more}.items()
        }
        return PageFacts(language=language, **said)


FORMULARY = npc.load_formulary()
COMMON: dict[str, Any] = {
    "study": "NPC-DEMO-01",
    "participant": "03-0017",
    "site": "03",
    "arm": "A",
    "protocol": "V2.0 2026-03-01",
    "issued": dt.date(2026, 9, 11),
    "phone_day": "020-0000 0000",
    "phone_night": "020-0000 0001",
    "call_when": CALL,
    "note": SAMPLE,
}


def planned(
    line: str,
    start: dt.date,
    weeks: int | None = None,
    *,
    height: str = "162 cm",
    weight: str = "60.5 kg",
    **options: Any,
) -> Calendar:
    """Plan a line for a body."""
    trial = npc.parse(line)
    through = None if weeks is None else start + dt.timedelta(weeks=weeks, days=-1)
    return npc.plan(
        npc.settle(trial),
        npc.Patient.measured(on=start, height=height, weight=weight),
        start=start,
        through=through,
        formulary=FORMULARY,
        clock=CLOCK,
        **options,
    )


def of_trial(name: str, start: dt.date, through: dt.date, **settled: Any) -> Calendar:
    """Plan a trial of the package."""
    return npc.plan(
        npc.settle(npc.load(name), settlement=npc.Settlement(**settled)),
        npc.Patient.measured(on=start, height="170 cm", weight="65 kg"),
        start=start,
        through=through,
        formulary=FORMULARY,
        clock=CLOCK,
    )


def _visits(language: str) -> tuple[Visit, ...]:
    what = {"en": ("Blood test", "Clinic"), "zh": ("抽血", "来院取药")}[language]
    window = {"en": "±2 days", "zh": "±2 天"}[language]
    return (
        Visit(what=what[0], cycle=2, day=8, window=window),
        Visit(what=what[1], date=dt.date(2026, 10, 5), time=dt.time(8, 30), fasting=True),
    )


VISITS = {language: _visits(language) for language in ("en", "zh")}
DISPENSED = (
    Dispensed(drug="capecitabine", strength="500 mg", count=84),
    Dispensed(drug="capecitabine", strength="150 mg", count=30, batch="X123"),
)


def _goes_on() -> Calendar:
    """Plan a continuous drug beside a listed one, delay the second cycle, and leave doses out."""
    line = "(apatinib 250 mg PO QD continuous + capecitabine 1000 mg/m2 PO BID d1-14) q21d x3"
    calendar = planned(line, MONDAY, delays={("phase-1", 2): 9})
    omitted = (dt.date(2026, 8, 27), "capecitabine")
    kept = [
        each for each in calendar.administrations if (each.planned_date, each.component) != omitted
    ]
    return replace(calendar, administrations=tuple(kept))


def _changed() -> Calendar:
    """Take the doses of a lower level from the second cycle on."""
    line = "capecitabine 1000 mg/m2 PO BID d1-14 q21d x3"
    full, lower = planned(line, MONDAY), planned(line.replace("1000", "750"), MONDAY)
    given = [
        full if full.cycle == 1 else less
        for full, less in zip(full.administrations, lower.administrations, strict=True)
    ]
    return replace(full, administrations=tuple(given), doses=full.doses + lower.doses)


PHASES = {"combination": "联合治疗期", "maintenance": "维持治疗期"}
OMITTED = {
    language: {(dt.date(2026, 8, 27), "capecitabine"): reason}
    for language, reason in (("en", "(sample reason)"), ("zh", "（示例原因）"))  # noqa: RUF001  Chinese text
}
HOLIDAY = {
    "en": {dt.date(2026, 10, 8): "The clinic is closed for National Day."},
    "zh": {dt.date(2026, 10, 8): "国庆期间门诊休息。"},
}


def _holiday_visits(language: str) -> tuple[Visit, ...]:
    first, _ = VISITS[language]
    what = {"en": "Blood test, then tablets", "zh": "先抽血，再领药"}[language]  # noqa: RUF001  Chinese text
    eight = dt.date(2026, 10, 8)
    moved = Visit(
        what=what, date=eight, time=dt.time(8, 30), fasting=True, planned=dt.date(2026, 10, 5)
    )
    return first, moved


HOLIDAY_VISITS = {language: _holiday_visits(language) for language in ("en", "zh")}


@cache
def cases() -> dict[str, Case]:
    """Make every case once."""
    drug = "capecitabine 1000 mg/m2 PO BID"
    once = "apatinib 250 mg PO QD continuous"
    phase = "phase-1"
    delayed = planned(f"{drug} d1-14 q21d x6", MONDAY, delays={(phase, 3): 3})
    two_weeks = planned(f"{drug} d1-14 q21d x6", MONDAY)
    return {
        "14-of-21": Case(
            two_weeks,
            {
                "visits": VISITS,
                "closed": AUTUMN,
                "working": WORKING,
                "dispensed": DISPENSED,
            },
            (two_weeks.cycles[1].phase.name, 2),
        ),
        "21-of-21": Case(planned(f"{drug} d1-21 q21d x2", dt.date(2026, 8, 27)), {}, None),
        "continuous-28": Case(planned(f"{once} q28d x2", dt.date(2026, 8, 27)), {}, None),
        "continuous-28-two-strengths": Case(
            planned(f"{drug} continuous q28d x2", dt.date(2026, 8, 27)), {}, None
        ),
        "day-1-only": Case(planned("anlotinib 12 mg PO QD d1 q21d x2", MONDAY), {}, None),
        "two-drugs": Case(
            of_trial("nct05807880", MONDAY, dt.date(2026, 12, 27), cycles={"combination": 4}),
            {"names": {"en": {}, "zh": PHASES}},
            None,
        ),
        "half-days": Case(planned(f"{drug} d1 evening-15 morning q21d x2", MONDAY), {}, None),
        "national-day": Case(
            delayed,
            {
                "visits": HOLIDAY_VISITS,
                "closed": AUTUMN,
                "working": WORKING,
                "dispensed": DISPENSED,
                "delays": HOLIDAY,
            },
            (phase, 2),
        ),
        "delayed": Case(delayed, {"delays": HOLIDAY}, (phase, 3)),
        "goes-on": Case(_goes_on(), {"omitted": OMITTED}, None),
        "dose-changed": Case(_changed(), {}, None),
        "months": Case(
            planned("(gemcitabine 1000 mg/m2 IV d1,8 + cisplatin 80 mg/m2 IV d1) q21d x3", MONDAY),
            {},
            None,
        ),
    }
