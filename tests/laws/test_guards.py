"""Slips that a stranger made, each of which gave a calendar once and is refused or told now."""

from __future__ import annotations

import datetime as dt
import errno
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

import npc_regimens as npc
from npc_regimens.cli.output import check_output, deliver
from npc_regimens.dates import read_zone
from npc_regimens.errors import (
    DateError,
    FileProblemsError,
    NpcRegimensError,
    OutputError,
    PatientError,
    PlanError,
    ProductError,
    RegimenError,
)
from npc_regimens.regimen import Trial

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 12, 7)
PATIENT = npc.Patient.measured(on=DAY, height="170 cm", weight="65 kg")
CLOCK = {"once": dt.time(8), "morning": dt.time(8), "evening": dt.time(20)}
CITE = "example-2020#table-1"
INFUSION = {"drug": "drug-a", "dose": "1000 mg/m2", "route": "intravenous", "days": "1"}
TABLET = {
    "drug": "capecitabine",
    "dose": "not stated",
    "route": "oral",
    "frequency": "twice daily",
    "days": "1-5",
}
REFERENCE = {
    "dose": "650 mg/m2",
    "route": "oral",
    "frequency": "once daily",
    "days": "continuous",
    "note": "elsewhere",
    "cite": "other-2021#dose",
}


def trial(component: dict[str, Any], **phase: Any) -> Trial:
    """Write a trial of one component."""
    phases = [{"name": "p", "cycle": "21 days", "cycles": "2", "give": ["a"], **phase}]
    arm = {"id": "only", "name": "The only arm", "phase": phases}
    head = {"format": 1, "id": "example-01", "title": "An example"}
    return Trial.model_validate(
        {**head, "component": {"a": {"cite": CITE, **component}}, "arm": [arm]}
    )


def planned(component: dict[str, Any], settled: Any = None, **phase: Any) -> npc.Calendar:
    """Plan it for a patient of 1.75 m2."""
    regimen = npc.settle(trial(component, **phase), settlement=settled)
    return npc.plan(regimen, PATIENT, start=DAY, formulary=npc.load_formulary())


def told(calendar: npc.Calendar) -> dict[str, str]:
    """Name the findings and their words."""
    return {each.name: each.words for each in npc.findings(calendar, npc.load_formulary())}


def test_a_cap_is_told_and_the_calculated_dose_stays() -> None:
    """1000 mg/m2 x 1.75 m2 is 1750 mg; a cap of 900 mg takes 850 / 1750 = 48.57 % away."""
    calendar = planned({**INFUSION, "cap": "900 mg"})
    (dose,) = calendar.doses
    text = npc.to_text(calendar, npc.load_formulary())

    assert (str(dose.calculated), str(dose.result.amount)) == ("1750 mg", "900 mg")
    assert str(dose.result.difference_percent) == "-48.57"
    assert told(calendar)["dose-cap"].startswith("the calculated 1750 mg is over the cap")
    assert "ordered 900 mg (48.57 % less, capped at 900 mg)" in text


def test_a_reference_fills_gaps_and_nothing_else() -> None:
    """The stated days 1 to 5, twice a day, stay; only the dose comes from elsewhere."""
    settled = npc.Settlement(accept_reference_doses=True)
    calendar = planned({**TABLET, "reference": REFERENCE}, settled)
    order = calendar.doses[0].order

    assert (str(order.days), order.frequency.name) == ("1-5", "twice daily")
    assert (order.dose_source, order.schedule_source) == ("reference", "stated")
    assert len(calendar.administrations) == 2 * 5 * 2


def test_a_stated_dose_with_referenced_days_is_marked() -> None:
    """Where only the days are open, they are a reference and the dose is the record's."""
    open_days = {**TABLET, "dose": "650 mg/m2", "days": "not stated", "reference": REFERENCE}
    calendar = planned(open_days, npc.Settlement(accept_reference_doses=True))
    order = calendar.doses[0].order

    assert (str(order.days), order.dose_source) == ("continuous", "stated")
    assert list(map(str, order.citation)) == [CITE, "other-2021#dose"]
    assert "reference-schedule" in told(calendar)


def test_a_given_dose_is_told_beside_the_known_one() -> None:
    """A dose of one's own is never alone: the reference that is known stands beside it."""
    settled = npc.Settlement(doses={"a": "1000 mg/m2"})
    calendar = planned({**TABLET, "reference": REFERENCE}, settled)
    reminders = npc.Reminders(
        course="x",
        stamp=dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
        zone=ZoneInfo("Asia/Shanghai"),
        titles=npc.Titles.FULL,
    )
    regimen = npc.settle(trial({**TABLET, "reference": REFERENCE}), settlement=settled)
    timed = npc.plan(regimen, PATIENT, start=DAY, formulary=npc.load_formulary(), clock=CLOCK)
    file = npc.to_ics(timed, reminders, npc.load_formulary()).decode().replace("\r\n ", "")

    assert told(calendar)["given-dose"].endswith("a reference from another source is 650 mg/m2")
    assert "Given dose: the record states none." in file


def test_a_reference_belongs_together_as_a_component_does() -> None:
    """An oral reference without a frequency is refused, not read as once."""
    silent = {key: value for key, value in REFERENCE.items() if key != "frequency"}
    with pytest.raises(ValueError, match="needs a frequency"):
        trial({**TABLET, "reference": silent})


def test_a_reference_of_a_cycle_is_a_length() -> None:
    """A reference that states nothing is none."""
    nothing = {"cycle": "not stated", "note": "elsewhere", "cite": CITE}
    with pytest.raises(ValueError, match="not a span"):
        trial(INFUSION, cycle="not stated", reference=nothing)


def test_infusions_on_days_in_a_row_are_told() -> None:
    """Days 4 to 11 of an infusion are read twice by whoever reads the finding."""
    assert "4-11" in told(planned({**INFUSION, "days": "4-11"}))["daily-infusions"]
    assert "daily-infusions" in told(planned({**INFUSION, "days": "continuous"}))
    assert "daily-infusions" not in told(planned({**INFUSION, "days": "1, 8"}))


def test_a_drug_that_is_never_given_is_told() -> None:
    """Four cycles of a drug that comes in cycles 5 and 6 are a warning."""
    calendar = planned({**INFUSION, "cycles": "5-6"}, npc.Settlement(cycles={"p": 4}), cycles="4-6")

    assert "given in no cycle" in told(calendar)["never-given"]


def test_an_old_measurement_is_told() -> None:
    """A weight of 181 days ago is a question, one of 180 days is not."""
    for days, is_told in ((180, False), (181, True)):
        on = DAY - dt.timedelta(days=days)
        patient = npc.Patient.measured(on=on, height="170 cm", weight="65 kg")
        regimen = npc.settle(trial(INFUSION))
        calendar = npc.plan(regimen, patient, start=DAY, formulary=npc.load_formulary())
        assert ("old-measurement" in told(calendar)) is is_told


@pytest.mark.parametrize("dose", ["1000 g/m2", "50.1 g"])
def test_a_dose_that_cannot_be_right_is_refused(dose: str) -> None:
    """Grams for milligrams are a slip, whatever the drug."""
    with pytest.raises(PlanError, match="cannot be right, it is over 50 g"):
        planned({**INFUSION, "dose": dose})


def test_a_product_of_another_route_is_refused() -> None:
    """Tablets are not given into a vein."""
    with pytest.raises(ProductError, match="is oral and the order is intravenous"):
        planned({**INFUSION, "drug": "capecitabine"})


def test_an_infusion_of_weeks_is_refused() -> None:
    """The unit of 99999 h is wrong."""
    with pytest.raises(ValueError, match="longer than 240 h"):
        trial({**INFUSION, "infusion": "99999 h"})


VIALS = """
format = 1
id = "drug-a-vials"
drug = "drug-a"
name = "drug A vials"
form = "vial"
route = "intravenous"
cite = "a#b"
rounding = { rule = "nearest step", step = "1 mg", ties = "up", report_over = "10 %", cite = "a#b" }
vial = [{ content = "20 mg", volume = "1 mL" }, { content = "80 mg", volume = "8 mL" }]
"""
STRENGTHS = """
format = 1
id = "drug-a-tablets"
drug = "drug-a"
name = "drug A tablets"
form = "tablet"
route = "oral"
cite = "a#b"
rounding = { rule = "nearest whole units", ties = "up", report_over = "10 %", cite = "a#b" }
strengths = ["1 g", "1000 mg"]
"""


@pytest.mark.parametrize(
    ("text", "says"), [(VIALS, "one concentration"), (STRENGTHS, "a strength stands twice")]
)
def test_a_product_that_contradicts_itself_is_refused(tmp_path: Path, text: str, says: str) -> None:
    """20 mg/mL and 10 mg/mL give two volumes of one dose; 1 g and 1000 mg are one strength."""
    file = tmp_path / "product.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileProblemsError, match=says):
        npc.load_product(str(file))


def test_products_of_a_site_replace_and_never_compete(tmp_path: Path) -> None:
    """A site's product replaces the package's; two of a site, or a folder of none, are refused."""
    shipped = npc.load_formulary()
    with pytest.raises(FileProblemsError, match="holds no"):
        npc.load_formulary(str(tmp_path))
    text = STRENGTHS.replace('["1 g", "1000 mg"]', '["500 mg"]').replace("drug-a", "capecitabine")
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")

    assert [str(each) for each in npc.load_formulary(tmp_path)["capecitabine"].strengths] == [
        "500 mg"
    ]
    assert npc.load_formulary(tmp_path) != shipped
    assert npc.load_formulary() == shipped
    assert hash(npc.load_formulary()) == hash(shipped)
    (tmp_path / "two.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ProductError, match="two products of capecitabine"):
        npc.load_formulary(tmp_path)


@pytest.mark.parametrize(
    "labels", [{"capecitabine": "Medicine A"}, {"anlotinib": "pill", "capecitabine": "Pill "}]
)
def test_two_medicines_never_share_a_name(labels: dict[str, str]) -> None:
    """One name for two medicines, a letter of ours included, is refused."""
    six = npc.Settlement(cycles={"combination": 6})
    calendar = npc.plan(
        npc.settle(npc.load("nct05807880"), settlement=six),
        PATIENT,
        start=DAY,
        through=DAY,
        formulary=npc.load_formulary(),
        clock=CLOCK,
    )
    reminders = npc.Reminders(
        course="x",
        stamp=dt.datetime(2026, 12, 1, tzinfo=dt.UTC),
        zone=ZoneInfo("Asia/Shanghai"),
        labels=labels,
    )
    with pytest.raises(PlanError, match="are both called"):
        npc.to_ics(calendar, reminders, npc.load_formulary())


WRONG: list[tuple[type[NpcRegimensError], Any]] = [
    (PatientError, lambda: npc.SurfacePolicy(formula="DuBois")),  # type: ignore[arg-type]
    (PatientError, lambda: npc.SurfacePolicy(cap="2 m")),  # type: ignore[arg-type]
    (PatientError, lambda: npc.SurfacePolicy(cap=2.0)),  # type: ignore[arg-type]
    (PatientError, lambda: npc.Measurement(on=DAY, height="170 cm", weight="65 kg")),  # type: ignore[arg-type]
    (
        PatientError,
        lambda: PATIENT.measured(on=DAY, height="170 cm", weight="65 kg", code="Li Lei"),
    ),
    (
        PatientError,
        lambda: PATIENT.measured(on=DAY, height="170 cm", weight="65 kg", clearance="9000 mL/min"),
    ),
    (DateError, lambda: PATIENT.at(dt.datetime(2026, 12, 7, tzinfo=dt.UTC))),
    (DateError, lambda: npc.Span(-1, "week")),
    (DateError, lambda: npc.Span("6", "week")),  # type: ignore[arg-type]
    (DateError, lambda: npc.Span(1, "decade")),
    (DateError, lambda: npc.Span.parse(5)),  # type: ignore[arg-type]
    (DateError, lambda: read_zone("right/Europe/London")),
    (RegimenError, lambda: npc.Settlement(accept_reference_doses="no")),  # type: ignore[arg-type]
    (RegimenError, lambda: npc.Settlement(assess={"response": "6 weeks"})),  # type: ignore[dict-item]
    (RegimenError, lambda: npc.settle("nct05807880")),  # type: ignore[arg-type]
    (RegimenError, lambda: npc.settle(trial(INFUSION), settlement={})),  # type: ignore[arg-type]
    (PlanError, lambda: npc.plan(5, PATIENT, start=DAY, formulary=npc.load_formulary())),  # type: ignore[arg-type]
    (PlanError, lambda: npc.plan(npc.settle(trial(INFUSION)), PATIENT, start=DAY, formulary={})),  # type: ignore[arg-type]
    (ValueError, lambda: trial({**INFUSION, "note": "a\u202eb"})),  # type: ignore[list-item]
    (OutputError, lambda: check_output("folder/")),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_wrong_kind_of_value_is_our_own_refusal(number: int) -> None:
    """A value of another type is refused in words, and never by an exception of somebody else."""
    expected, call = WRONG[number]
    with pytest.raises(expected):
        call()


def test_what_a_caller_changes_later_changes_nothing() -> None:
    """A settlement and a patient keep copies of what they were given."""
    cycles, measurements = {"p": 4}, list(PATIENT.measurements)
    settlement = npc.Settlement(cycles=cycles)
    patient = npc.Patient(measurements=measurements)  # type: ignore[arg-type]
    cycles["p"] = 6
    measurements.clear()

    assert settlement.cycles == {"p": 4}
    assert patient == PATIENT


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, OutputError), (errno.EPIPE, OSError)])
def test_a_full_disk_under_standard_output_is_told(
    monkeypatch: pytest.MonkeyPatch, number: int, kind: type[OSError]
) -> None:
    """No space is our own refusal; a reader that has enough is left to end quietly."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(number, "no space left on device")

    monkeypatch.setattr("click.echo", fail)
    with pytest.raises(kind) as refusal:
        deliver(b"data", None, replace=False)

    assert isinstance(refusal.value, OutputError) is (number == errno.ENOSPC)
