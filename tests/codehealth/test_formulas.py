"""About the formulas: every coefficient of a file is used, and none can be left out."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from npc_regimens.errors import SourceError
from npc_regimens.files import load_sources
from npc_regimens.patient import (
    FORMULAS,
    ClearancePolicy,
    Formula,
    Measurement,
    Sex,
    Size,
    Weight,
    adjusted_weight,
    calvert_constant,
    clearance_of,
    cockcroft_gault,
    formulas,
    ideal_weight,
)
from npc_regimens.patient import coefficients as room
from npc_regimens.rounding import Exact
from npc_regimens.shipped import shipped_files
from npc_regimens.sources import Citation
from npc_regimens.units import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from npc_regimens.patient.formulas import Formulated

FILES = shipped_files("formulas")
DAY = dt.date(2026, 12, 1)
BY_ID = {formula.id: formula for formula in Formula}


def table(name: str) -> dict[str, Any]:
    """Read a file as a plain table."""
    return tomllib.loads(FILES[name].read_text(encoding="utf-8"))


def entries() -> Iterator[tuple[str, str, str]]:
    """List every coefficient: its file, whom it is for, and its name."""
    for name in FILES:
        for whom, numbers in table(name)["coefficients"].items():
            for key in numbers.keys() - {"cite"}:
                yield name, whom, key


ENTRIES = [pytest.param(*each, id="-".join(each)) for each in sorted(entries())]


def body(sex: Sex) -> Size:
    """Make a body of which every part of every formula shows."""
    return Size(Amount.parse("171 cm"), Amount.parse("83 kg"), sex, 55)


def surface(formula: Formula, sex: Sex) -> object:
    """Compute a surface with a formula, to many digits or exactly."""
    made: Formulated = FORMULAS[formula](body(sex))
    exact = made.value.value if isinstance(made.value, Exact) else None
    return exact or made.value.half_up(Fraction(1, 10**20)), made.words


def estimate(sex: Sex, creatinine: str) -> object:
    """Estimate a clearance, exactly."""
    weight, amount = Amount.parse("83 kg"), Amount.parse(creatinine)
    return cockcroft_gault(age=55, weight=weight, creatinine=amount, sex=sex)


def limited(creatinine: str) -> object:
    """Estimate a clearance that each of the limits reaches, and one whose weight does."""
    policy = ClearancePolicy(weight=Weight.ADJUSTED_IF_OVERWEIGHT, least_creatinine="guideline")
    measured = [
        Measurement.read(
            on=DAY, height="200 cm", weight=weight, creatinine=creatinine, sex="male", age=55
        )
        for weight in ("99 kg", "100 kg", "101 kg")
    ]
    return [clearance_of(each, policy) for each in measured]


OTHERS: dict[str, Callable[[Sex], object]] = {
    "adjusted-weight": lambda sex: adjusted_weight(body(sex)),
    "calvert": lambda _: calvert_constant(),
    "clearance-limits": lambda _: (limited("0.5 mg/dL"), limited("1.5 mg/dL")),
    "cockcroft-gault": lambda sex: (estimate(sex, "1 mg/dL"), estimate(sex, "80 umol/L")),
    "devine": lambda sex: ideal_weight(body(sex)),
}


def computed(name: str) -> tuple[object, ...]:
    """Compute with the formula of a file, for both sexes."""
    if name in BY_ID:
        return tuple(surface(BY_ID[name], sex) for sex in Sex)
    return tuple(OTHERS[name](sex) for sex in Sex)


def with_file(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, text: str) -> None:
    """Put another text in the place of one file of formulas."""
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    record = room.formula_record.__wrapped__
    monkeypatch.setattr(room, "shipped_files", lambda _: {**FILES, name: path})
    for module in (room, formulas):
        monkeypatch.setattr(module, "formula_record", record)


def lines_of(name: str, whom: str, key: str) -> tuple[str, str, str]:
    """Cut the text of a file at the line of a coefficient."""
    text = FILES[name].read_text(encoding="utf-8")
    start = text.index(f"\n[coefficients.{whom}]\n")
    found = re.compile(rf'^{key} = "(.*)"\n?', re.MULTILINE).search(text, start)
    assert found is not None
    return text[: found.start()], found[1], text[found.end() :]


def test_every_file_has_its_function() -> None:
    """A file of formulas is a body-surface formula or one that is computed here."""
    assert FILES.keys() == BY_ID.keys() | OTHERS.keys()


@pytest.mark.parametrize("name", FILES)
def test_a_formula_is_named_as_its_file(name: str) -> None:
    """The id of a record is the name of its file, and a formula prints the name of its record."""
    record = room.formula_record(name)

    assert record.id == name
    assert (record.gives == "body surface") is (name in BY_ID)
    if name in BY_ID:
        assert record.name == BY_ID[name]


@pytest.mark.parametrize(("name", "whom", "key"), ENTRIES)
def test_every_coefficient_is_used(
    name: str, whom: str, key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Another number in the file gives another result: no coefficient is there for show."""
    before, number, after = lines_of(name, whom, key)
    other = Decimal(number) * Decimal("1.01")
    expected = computed(name)

    with_file(monkeypatch, tmp_path, name, f'{before}{key} = "{other:f}"\n{after}')

    assert computed(name) != expected


@pytest.mark.parametrize(("name", "whom", "key"), ENTRIES)
def test_no_coefficient_can_be_left_out(
    name: str, whom: str, key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A formula whose file lacks a number is refused, and goes on with no other form."""
    before, _, after = lines_of(name, whom, key)

    with_file(monkeypatch, tmp_path, name, before + after)

    with pytest.raises(SourceError, match=f"lacks the coefficient '{key}'; install again"):
        computed(name)


@pytest.mark.parametrize("name", FILES)
def test_every_figure_of_a_cited_place_is_in_the_file(name: str) -> None:
    """Double entry in the other direction: what the source prints there, the file has too."""
    records, file = load_sources(), table(name)
    for numbers in file["coefficients"].values():
        cites = [numbers["cite"]] if isinstance(numbers["cite"], str) else numbers["cite"]
        for each in map(Citation.parse, cites):
            figures = records[each.source].locator[each.locator].figures
            entered = {**numbers, "weight_from": file.get("weight_from")}

            assert figures.keys() - {"formula"} <= {key for key, value in entered.items() if value}


# The record of Mosteller writes out the 3600 itself, and no name.
@pytest.mark.parametrize("name", sorted(BY_ID.keys() - {"mosteller"}))
def test_a_printed_formula_names_each_of_its_coefficients(name: str) -> None:
    """The form that is written out in the record has every name of the file, and no other."""
    records, file = load_sources(), table(name)
    for numbers in file["coefficients"].values():
        (citation,) = map(Citation.parse, numbers["cite"])
        form = records[citation.source].locator[citation.locator].figures["formula"].value
        assert isinstance(form, str)
        words = set(re.findall(r"\b(?:scale|divisor|constant|\w+_\w+)\b", form))

        assert words == numbers.keys() - {"cite"}
