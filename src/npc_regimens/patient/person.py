"""One patient through time: which measurement holds on a day. Never a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from npc_regimens.dates import age_on, plain_date
from npc_regimens.errors import DateError, PatientError
from npc_regimens.patient.measured import AGES, Measurement, Sex

if TYPE_CHECKING:
    import datetime as dt

    from npc_regimens.units import Amount, PintQuantity

_CODE: Final = re.compile(r"[A-Za-z0-9._-]{1,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One patient: a participant code if there is one, dated measurements, sex and birth date."""

    measurements: tuple[Measurement, ...]
    code: str | None = None
    sex: Sex | None = None
    born: dt.date | None = None

    def __post_init__(self) -> None:
        # a copy: what the caller changes later must not change a patient
        object.__setattr__(self, "measurements", tuple(self.measurements))
        days = [measurement.on for measurement in self.measurements]
        if not days:
            raise PatientError("a patient needs at least one measurement")
        if len(set(days)) != len(days):
            raise PatientError("two measurements have one date; keep the one that holds")
        if self.code is not None and _CODE.fullmatch(str(self.code)) is None:
            raise PatientError(
                f"participant code {self.code!r} has more than letters, digits and . _ -;"
                " write a code such as '03-0017', never a name"
            )
        self._check_person(min(days))

    def _check_person(self, first: dt.date) -> None:
        """Refuse what the measurements contradict, and a birth behind the first of them."""
        if self.sex is not None:
            object.__setattr__(self, "sex", Sex.read(self.sex))
        sexes = {self.sex, *(measurement.sex for measurement in self.measurements)} - {None}
        if len(sexes) > 1:
            raise PatientError("two sexes are given for one patient; keep the one that holds")
        if self.born is None:
            return
        try:
            age_on(self.born, first)
        except DateError as error:
            raise PatientError(f"birth date: {error}") from error
        for measurement in self.measurements:
            age = age_on(self.born, measurement.on)
            if age not in AGES:
                raise PatientError(
                    f"birth date: {self.born} gives age {age} on {measurement.on}, which cannot be"
                    f" right: an age is read from {AGES[0]} to {AGES[-1]}; check both dates"
                )
            if measurement.age not in {None, age}:
                raise PatientError(
                    f"age {measurement.age} on {measurement.on} and the birth date {self.born} do"
                    " not belong together; give one of the two"
                )

    @classmethod
    def measured(  # noqa: PLR0913  each is one measured thing, given by name
        cls,
        *,
        on: dt.date,
        height: Amount | str | PintQuantity,
        weight: Amount | str | PintQuantity,
        clearance: Amount | str | PintQuantity | None = None,
        creatinine: Amount | str | PintQuantity | None = None,
        sex: Sex | str | None = None,
        age: int | None = None,
        born: dt.date | None = None,
        code: str | None = None,
    ) -> Patient:
        """Make a patient of one measurement.

        >>> import datetime as dt
        >>> Patient.measured(on=dt.date(2026, 12, 1), height="170 cm", weight="65 kg").at(
        ...     dt.date(2026, 12, 7)).weight
        Amount('65 kg')
        """
        measurement = Measurement.read(
            on=on,
            height=height,
            weight=weight,
            clearance=clearance,
            creatinine=creatinine,
            sex=sex,
            age=age,
        )
        return cls(measurements=(measurement,), code=code, born=born)

    def at(self, day: dt.date) -> Measurement:
        """Return the latest measurement on or before a day, with the sex and the age then.

        Raises `PatientError` when there is none: a dose is never computed from a later one.
        """
        plain_date(day, "the day of a measurement")
        known = [measurement for measurement in self.measurements if measurement.on <= day]
        if not known:
            first = min(measurement.on for measurement in self.measurements)
            raise PatientError(
                f"no measurement on or before {day}; the first is of {first}: a dose is never"
                " computed from a later one"
            )
        latest = max(known, key=lambda measurement: measurement.on)
        known_of: dict[str, Any] = {}
        if self.sex is not None:
            known_of["sex"] = self.sex
        if self.born is not None:
            known_of["age"] = age_on(self.born, latest.on)
        return replace(latest, **known_of) if known_of else latest
