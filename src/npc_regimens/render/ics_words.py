"""What a reminder says: nothing of drug, trial or disease unless it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from npc_regimens.errors import PlanError
from npc_regimens.regimen.infusions import ONE_DAY
from npc_regimens.render.words import amount_words, counted, medicine_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from npc_regimens.planning import Administration, Session
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Regimen
    from npc_regimens.render.reminders import Reminders

VISIT: Final = "Appointment"  # what a visit is called that nobody has named


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one calendar's reminders."""

    is_full: bool
    labels: Mapping[str, str]
    letters: Mapping[str, str]
    formulary: Formulary

    @classmethod
    def of(cls, regimen: Regimen, reminders: Reminders, formulary: Formulary) -> Wording:
        """Find the words of a regimen's reminders.

        Raises `PlanError` for a label of no component, and for words of the caller that name a
        drug or the trial where nothing may.
        """
        letters = medicine_names(regimen)
        for component in reminders.labels:
            if component not in letters:
                known = ", ".join(letters)
                raise PlanError(f"labels: there is no component {component!r}; there are {known}")
        if not reminders.is_full:
            for what, words in reminders.said:
                _require_discreet(words, what, regimen)
        _require_distinct({**letters, **reminders.labels})
        return cls(reminders.is_full, reminders.labels, letters, formulary)

    def summary(self, given: Administration) -> str:
        """Say what is due in one line, which is also what a lock screen shows."""
        label = self.labels.get(given.component)
        slot = "" if given.slot == "once" else f", {given.slot}"
        if self.is_full:
            start = label or (None if given.at_home else VISIT)
            said = f"{given.drug} {amount_words(given.ordered)}{slot}"
            return said if start is None else f"{start}: {said}"
        if not given.at_home:
            return label or VISIT
        return f"{label or self.letters[given.component]}{slot}: {self._quantity(given)}"

    def description(self, given: Administration) -> str:
        """Say the units by strength and the place; with full titles also the rule and sources."""
        place = f"Cycle {given.cycle}, day {given.cycle_day}"
        if not self.is_full:
            return "\n".join((*self._units(given), place))
        place = f"{place} ({given.phase})"
        return "\n".join((*self._units(given), place, *_rule_and_sources(given)))

    def session(self, session: Session) -> str:
        """Say in one line which session of radiotherapy it is, if that is no secret."""
        if not self.is_full:
            return VISIT
        return f"Radiotherapy, session {session.number} of {session.total}"

    def note_of(self, session: Session) -> str:
        """Say which visit it is, and with full titles the phase."""
        number = f"{session.number} of {session.total}"
        return f"Session {number} ({session.phase})" if self.is_full else f"Visit {number}"

    def _units(self, given: Administration) -> Iterator[str]:
        for each in given.units:
            form = self.formulary[given.drug].form
            yield f"{counted(each.count, form)} of {amount_words(each.strength)}"

    def _quantity(self, given: Administration) -> str:
        if not given.units:
            return amount_words(given.ordered)
        count = sum(each.count for each in given.units)
        return counted(count, self.formulary[given.drug].form)


def _rule_and_sources(given: Administration) -> Iterator[str]:
    infusion = given.dose.order.infusion
    if infusion is not None and infusion >= ONE_DAY:
        yield f"Infusion over {infusion}."
    if given.dose.order.after is not None:
        sentence = str(given.dose.order.after)
        yield f"{sentence[0].upper()}{sentence[1:]}, on a day when both are given."
    if given.dose.order.missed_dose is not None:
        sentence = str(given.dose.order.missed_dose)
        yield f"{sentence[0].upper()}{sentence[1:]}."
    if given.dose.order.dose_source in {"reference", "given"}:
        yield f"{given.dose.order.dose_source.capitalize()} dose: the record states none."
    if given.dose.order.dose_source == "chosen":
        yield "Chosen dose: the record states a range."
    if given.dose.order.level is not None:
        yield f"Dose level: {given.dose.order.level}."
    yield f"Source: {', '.join(map(str, given.citation))}"


def _require_distinct(called: Mapping[str, str]) -> None:
    """Refuse one name for two medicines: the patient could not tell them apart."""
    seen: dict[str, str] = {}
    for component, words in called.items():
        other = seen.setdefault(words.casefold().strip(), component)
        if other != component:
            raise PlanError(
                f"labels: {other!r} and {component!r} are both called {words[:40]!r};"
                " give each its own"
            )


def _require_discreet(text: str, what: str, regimen: Regimen) -> None:
    names = set(regimen.names)
    names.update(name for order in regimen.orders for name in (order.component, order.drug))
    for name in sorted(names):
        # not \b: a Chinese character is a letter to it, and would hide a name that it touches
        if re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text, re.IGNORECASE):
            raise PlanError(
                f"{what} says {name!r}, which discreet titles do not; use other words, or full"
                " titles"
            )


def require_clock(administrations: Iterable[Administration]) -> None:
    """Refuse home doses without a time of day, whose reminder would ring at no right moment."""
    missing = dict.fromkeys(
        (each.slot, each.component)
        for each in administrations
        if each.at_home and each.time is None
    )
    if missing:
        doses = ", ".join(f"{slot!r} of {component!r}" for slot, component in missing)
        first, _ = next(iter(missing))
        raise PlanError(
            f"no time of day for {doses}, and a reminder at home needs one; plan with a clock,"
            f" for example {first}=08:00"
        )
