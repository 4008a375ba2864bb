"""Irinotecan liposome and nimotuzumab worked by hand: every 14 days, at most 8 cycles.

First patient: 170 cm, 65 kg: 11 050 / 3600 = 3.0694, between 1.745 squared (3.0450) and 1.755
squared (3.0800): 1.75 m2. 70 mg/m2 x 1.75 m2 = 122.5 mg, half up to 123 mg; 0.5 / 122.5 = 0.408 %.
As free base of 43 mg in 10 mL: 123 / 4.3 = 28.60 mL; 2 vials hold 86 mg, 3 hold 129 mg.
Nimotuzumab 400 mg: 8 vials of 50 mg, 80 mL.

Second patient: 158 cm, 49.5 kg: 7821 / 3600 = 2.1725, between 1.465 squared (2.1462) and 1.475
squared (2.1756): 1.47 m2. 70 x 1.47 = 102.9 mg, so 103 mg; 0.1 / 102.9 = 0.097 %.
As trihydrate of 50 mg in 10 mL: 103 / 5 = 20.6 mL; 3 vials hold 150 mg.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from npc_regimens.errors import BasisNotStatedError
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

START = dt.date(2026, 12, 7)
NAME = "irinotecan-liposome-nimotuzumab"
FIRST = Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg")
SECOND = Patient.measured(on=dt.date(2026, 12, 1), height="158 cm", weight="49.5 kg")


def test_eight_cycles(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Both drugs are given on days 1, 15 ... 99; day 112, 28 March 2027, closes cycle 8."""
    calendar = plan(settle(trial(NAME)), FIRST, start=START, formulary=formulary)

    days = sorted({each.study_day for each in calendar.administrations})
    assert days == [1, 15, 29, 43, 57, 71, 85, 99]
    dates = sorted({each.planned_date for each in calendar.administrations})
    assert dates == [
        dt.date(2026, 12, 7),
        dt.date(2026, 12, 21),
        dt.date(2027, 1, 4),
        dt.date(2027, 1, 18),
        dt.date(2027, 2, 1),
        dt.date(2027, 2, 15),
        dt.date(2027, 3, 1),
        dt.date(2027, 3, 15),
    ]
    assert calendar.last_day == dt.date(2027, 3, 28)
    totals = {t.drug: (str(t.calculated), str(t.ordered)) for t in calendar.totals()}
    # 8 x 122.5 = 980 and 8 x 123 = 984; 8 x 400 = 3200
    assert totals == {
        "irinotecan-liposome": ("980 mg", "984 mg"),
        "nimotuzumab": ("3200 mg", "3200 mg"),
    }
    assert calendar.open_end is not None
    assert calendar.open_end.at_most == 8


def test_basis_not_stated(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """123 mg are planned, 0.41 % above the calculated dose, and millilitres are refused."""
    calendar = plan(settle(trial(NAME)), FIRST, start=START, formulary=formulary)
    first = calendar.administrations[0]

    assert (str(first.calculated), str(first.ordered)) == ("122.5 mg", "123 mg")
    assert first.difference_percent == Decimal("0.41")
    with pytest.raises(BasisNotStatedError):
        formulary[first.drug].prepare(first.ordered, first.dose.order.basis)


def test_free_base(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Told that the basis is the free base, 123 mg are 28.6 mL of 3 vials."""
    wanted = Settlement(bases={"irinotecan-liposome": "free base"})
    calendar = plan(settle(trial(NAME), None, wanted), FIRST, start=START, formulary=formulary)
    first = calendar.administrations[0]
    made = formulary[first.drug].prepare(first.ordered, first.dose.order.basis)

    assert str(made.volume) == "28.6 mL"
    assert [(str(content), count) for content, count in made.vials] == [("43 mg", 3)]


def test_nimotuzumab(formulary: Formulary) -> None:
    """400 mg are 80 mL of 8 vials."""
    product = formulary["nimotuzumab"]
    made = product.prepare(product.order(product.vial[0].content * 8).amount)

    assert str(made.volume) == "80 mL"
    assert [(str(content), count) for content, count in made.vials] == [("50 mg", 8)]


def test_second_patient(trial: Callable[[str], Trial], formulary: Formulary) -> None:
    """Told that the basis is the trihydrate, 103 mg are 20.6 mL of 3 vials."""
    wanted = Settlement(
        bases={"irinotecan-liposome": "hydrochloride trihydrate"}, cycles={"treatment": 3}
    )
    calendar = plan(settle(trial(NAME), None, wanted), SECOND, start=START, formulary=formulary)
    first = calendar.administrations[0]
    made = formulary[first.drug].prepare(first.ordered, first.dose.order.basis)

    assert str(calendar.body.surface.used) == "1.47 m2"
    assert (str(first.calculated), str(first.ordered)) == ("102.9 mg", "103 mg")
    assert first.difference_percent == Decimal("0.1")
    assert str(made.volume) == "20.6 mL"
    assert [(str(content), count) for content, count in made.vials] == [("50 mg", 3)]
    # three cycles of 14 days from 7 December end on 17 January
    assert calendar.last_day == dt.date(2027, 1, 17)
