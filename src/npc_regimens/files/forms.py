"""What a right value of a key looks like, read off the records that a file is made of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Final, Union, get_args, get_origin

from pydantic import BaseModel

from npc_regimens.record import WrittenAs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pydantic.fields import FieldInfo

# What a form does not tell: tables, lists, plain names, and one of a few words.
EXAMPLES: Final = {
    "edition": "edition = 1",
    "format": "format = 1",
    "cite": 'cite = "example-2020#table-1"',
    "until": 'until = ["progression"] or until = "not stated"',
    "give": 'give = ["drug-a", { choose = "chemotherapy" }]',
    "id": 'id = "example-01"',
    "name": 'name = "induction"',
    "arm": "[[arm]]",
    "phase": "[[arm.phase]]",
    "route": 'route = "oral"',
    "basis": 'basis = "free base"',
    "setting": 'setting = ["induction"]',
    "choice": "[choice.chemotherapy]",
    "component": "[component.drug-a]",
    "coefficients": "[coefficients.anyone]",
    "gives": 'gives = "body surface"',
    "adults_only": "adults_only = false",
    "levels": 'levels = ["12 mg", "10 mg"]',
    "kind": 'kind = "registry record"',
    "drug": 'drug = "drug-a"',
    "evidence": 'evidence = "stated"',
    "figures": 'dose = { printed = "10mg", value = "10 mg" }',
    "form": 'form = "tablet"',
    "from": 'from = "end of induction"',
    "locator": "[locator.table-1]",
    "modifications": "[modifications]",
    "toxicity": "[[modifications.toxicity]]",
    "grade": 'grade = "2"',
    "by_occurrence": 'by_occurrence = ["100 %", "75 %", "50 %", "stop"]',
    "counts": "[[modifications.counts]]",
    "day": "day = 8",
    "row": "[[modifications.counts.row]]",
    "when": 'when = "both"',
    "reduction": "[[modifications.reduction]]",
    "sequence": 'sequence = ["75 mg/m2", "60 mg/m2", "stop"]',
    "once_reduced": 'once_reduced = "never raised"',
    "omitted_doses": 'omitted_doses = "not replaced"',
    "dose_changes": 'dose_changes = "none, withheld or stopped only"',
    "missed_dose": 'missed_dose = { make_up = "never" }',
    "make_up": 'make_up = "never"',
    "open": 'open = ["the missed-dose rule is not stated"]',
    "optional": "optional = true",
    "rule": 'rule = "nearest step"',
    "vial": "[[vial]]",
    "one_of": 'one_of = ["drug-a", "drug-b"]',
    "read_on": "read_on = 2026-12-07",
    "rounding": 'rounding = { rule = "nearest step", step = "1 mg", ... }',
    "sessions": "sessions = 33",
    "slot": 'slot = "morning"',
    "starts": 'starts = { from = "last cycle of induction", after = "21-28 days" }',
    "steps": 'steps = [{ dose = "8 mg/kg", cycles = "1" }]',
    "strengths": 'strengths = ["500 mg", "150 mg"]',
    "ties": 'ties = "up"',
    "assessment": "[[arm.assessment]]",
    "at_most": 'at_most = { "150 mg" = 2 }',
    "first": 'first = "drug-a"',
    "how_to_take": "[how_to_take]",
    "identifier": 'identifier = { scheme = "registry", value = "NCT00000000" }',
    "limits": 'limits = { lifetime = "100 mg/m2" }',
    "molar_mass": "[[molar_mass]]",
    "reference": 'reference = { note = "a few words", ... }',
    "review": "[[arm.review]]",
    "year": "year = 2020",
    "title": 'title = "Drug A with drug B"',
    "what": 'what = "delay"',
}

# The same of the records of a course, some of whose keys mean another thing elsewhere.
EXAMPLES_OF: Final = {
    "Course": {
        "participant": 'participant = "03-0017"',
        "identity": 'identity = "5f0c3f0e-7c0b-4b0a-9f55-2d6f4f0b8c11"',
        "regimen": 'regimen = "nct05807880"',
        "products": 'products = ["products"]',
        "clock": 'clock = { morning = "08:00", evening = "20:00" }',
        "closed": "closed = [2027-02-08]",
        "events": "events = { surgery = 2027-02-08 }",
        "longest_delay": 'longest_delay = "21 days"',
        "sex": 'sex = "female"',
        "surface": "[surface]",
        "clearance": "[clearance]",
        "settled": "settled = { cycles = { induction = 3 } }",
        "visits": 'visits = { dosing = { window = "-1 to +3 days" } }',
        "measured": "[[measured]]",
        "log": "[[log]]",
    },
    "Settled": {
        "choose": 'choose = { chemotherapy = "drug-a" }',
        "cycles": "cycles = { induction = 3 }",
        "accept_reference_doses": "accept_reference_doses = true",
        "doses": 'doses = { drug-a = "10 mg" }',
        "levels": 'levels = { drug-a = "75 %" }',
        "bases": 'bases = { drug-a = "free base" }',
        "optional": "optional = { drug-a = true }",
        "assess": 'assess = { response = "6 weeks" }',
        "lengths": 'lengths = { induction = "21 days" }',
        "waits": 'waits = { maintenance = "4 weeks" }',
    },
    "SiteVisits": {
        "day_1": 'day_1 = { window = "-1 to +3 days" }',
        "dosing": 'dosing = { window = "-1 to +3 days" }',
        "assessment": 'assessment = { window = "-7 to +7 days" }',
        "review": 'review = { policy = "next working day" }',
        "weekends": "weekends = true",
        "holidays": 'holidays = "CN"',
        "working": "working = [2027-02-07]",
        "closed": 'closed = { 2027-02-08 = "a few words" }',
    },
    "SurfaceRecord": {"precision": 'precision = "0.01 m2"'},
    "Measured": {"sex": 'sex = "female"', "age": "age = 55"},
    "Entry": {
        "component": 'component = "drug-a"',
        "phase": 'phase = "induction"',
        "cycle": "cycle = 3",
        "day": "day = 8",
        "level": 'level = "75 %"',
        "times": 'times = { morning = "08:00", evening = "20:00" }',
        "cycles": "cycles = { induction = 3 }",
    },
}
_DATES: Final = {dt.date: "2026-12-07", dt.datetime: "2027-01-05T22:30:00"}


def models_at(model: type[BaseModel], location: Sequence[int | str]) -> list[type[BaseModel]]:
    """Follow keys from a record to those that can stand at a place."""
    models = [model]
    for step in location:
        fields = [each.model_fields[step] for each in models if step in each.model_fields]
        deeper = [inner for field in fields for inner in _models_in(field.annotation)]
        models = deeper or models
    return models


def all_models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Walk a model and those in it; none holds itself."""
    yield model
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            yield from all_models(inner)


def keys_of(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """List the keys as a file has them, with their fields."""
    for name, field in model.model_fields.items():
        yield field.alias or name, field


def forms_of(models: Iterable[type[BaseModel]], key: str) -> Iterator[WrittenAs]:
    """Find the forms in which a key is written as text, in any of some records."""
    for each in models:
        for name, field in keys_of(each):
            if name == key:
                yield from (form for form in field.metadata if isinstance(form, WrittenAs))
                yield from _written_in(field.annotation)


def example_of(models: Sequence[type[BaseModel]], key: str) -> str:
    """Say what to write for a key, as the remedy of a problem.

    >>> from npc_regimens.products import Vial
    >>> example_of([Vial], "content")
    'write for example content = "500 mg"'
    """
    own = _own_example(models, key)
    if own is not None or key in EXAMPLES:
        return f"write for example {own or EXAMPLES[key]}"
    form = next(forms_of(models, key), None)
    if form is not None:
        return f'write for example {key} = "{form.example}"'
    is_known = any(key == name for each in models for name, _ in keys_of(each))
    if not is_known and any(each.model_config.get("extra") == "allow" for each in models):
        return f'write for example {key} = "0.725"'  # only coefficients have names of their own
    return f'write for example {key} = "a few words"'


def _own_example(models: Iterable[type[BaseModel]], key: str) -> str | None:
    """Find the example of the first record that has a key: of a date, or one of its own."""
    known = ((each, field) for each in models for name, field in keys_of(each) if name == key)
    model, field = next(known, (None, None))
    if model is None or field is None:
        return None
    date = _date_in(field.annotation)
    if date is not None:
        return f"{key} = {date}"
    examples = (EXAMPLES_OF.get(base.__name__, {}) for base in model.__mro__)
    return next((each[key] for each in examples if key in each), None)


def _date_in(annotation: object) -> str | None:
    """Write a date or time as a value that is one shows it; a list or table of dates is none."""
    if get_origin(annotation) in {Annotated, Union}:
        return _date_in(get_args(annotation)[0])
    return next((example for kind, example in _DATES.items() if annotation is kind), None)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _written_in(annotation: object) -> Iterator[WrittenAs]:
    if get_origin(annotation) is Annotated:
        yield from (each for each in get_args(annotation)[1:] if isinstance(each, WrittenAs))
    for argument in get_args(annotation):
        yield from _written_in(argument)
