"""What a reminder says: nothing of drug, trial or disease unless it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from npc_regimens.errors import PlanError, ProductError
from npc_regimens.regimen.infusions import ONE_DAY
from npc_regimens.render.ics_strings import strings_of, telling_parts
from npc_regimens.render.words import amount_words, medicine_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from npc_regimens.planning import Administration, Session
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Regimen
    from npc_regimens.regimen.within_a_day import SettledAfter
    from npc_regimens.render.ics_strings import Strings
    from npc_regimens.render.reminders import Reminders
    from npc_regimens.units import Amount


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one calendar's reminders."""

    is_full: bool
    is_for_clinic: bool
    labels: Mapping[str, str]
    letters: Mapping[str, str]
    formulary: Formulary
    strings: Strings

    @classmethod
    def of(cls, regimen: Regimen, reminders: Reminders, formulary: Formulary) -> Wording:
        """Find the words of a regimen's reminders.

        Raises `PlanError` for a label of no component, and for words of the caller that name a
        drug, the trial or the disease where nothing may.
        """
        strings = strings_of(reminders.language)
        letters = medicine_names(regimen, strings.say("medicine", letter="{letter}"))
        for component in reminders.labels:
            if component not in letters:
                known = ", ".join(letters)
                raise PlanError(f"labels: there is no component {component!r}; there are {known}")
        if not reminders.is_full:
            for what, words in reminders.said:
                require_discreet(words, what, regimen)
        _require_distinct({**letters, **reminders.labels})
        is_for_clinic = reminders.is_for_clinic
        labels = reminders.labels
        return cls(reminders.is_full, is_for_clinic, labels, letters, formulary, strings)

    def summary(self, given: Administration) -> str:
        """Say what is due in one line, which is also what a lock screen shows."""
        say, label = self.strings.say, self.labels.get(given.component)
        if self.is_full:
            start = label or (None if given.at_home else say("visit"))
            said = self._in_slot(self._named(given), given)
            return said if start is None else say("prefixed", first=start, second=said)
        if not given.at_home:
            return label or say("visit")
        first = self._in_slot(label or self.letters[given.component], given)
        return say("prefixed", first=first, second=self._quantity(given))

    def summary_of_day(self, given: Sequence[Administration]) -> str:
        """Say all that is due on a day, each thing once."""
        return self.strings.say("between").join(dict.fromkeys(map(self.summary, given)))

    def cancelled(self, summary: str) -> str:
        """Say first that something is cancelled."""
        return self.strings.say("cancelled", summary=summary)

    def description(self, given: Administration) -> str:
        """Say the units by strength and the place; with full titles also the rule and sources."""
        say = self.strings.say
        place = say("place", cycle=given.cycle, day=given.cycle_day)
        return self._description(given, place)

    def description_of_day(self, given: Sequence[Administration]) -> str:
        """Say each dose of a day with its time, then the place, and once each rule and source."""
        first = given[0]
        place = self.strings.say("place", cycle=first.cycle, day=first.cycle_day)
        rules = (rule for each in given for rule in self._rules(each))
        doses = [line for each in given for line in self._dose_of_day(each)]
        return "\n".join((*doses, self._in_phase(place, first), *dict.fromkeys(rules)))

    def description_of_block(self, given: Sequence[Administration]) -> str:
        """Say the dose that all have in common, and from which day to which it is the same."""
        days = [each.cycle_day for each in given]
        first, last, count = days[0], days[-1], len(days)
        say, cycle = self.strings.say, given[0].cycle
        if last - first + 1 == count > 1:
            place = say("days_in_a_row", cycle=cycle, first=first, last=last, count=count)
        elif count > 1:
            place = say("days_apart", cycle=cycle, days=self.strings.listed(days))
        else:
            return self.description(given[0])
        return self._description(given[0], place)

    def details(self, given: Administration) -> tuple[str, ...]:
        """Say all of a dose that stands in its note, but for its place."""
        return (*self._contents(given), *self._rules(given))

    def session(self, session: Session) -> str:
        """Say in one line which session of radiotherapy it is, if that is no secret."""
        if not self.is_full:
            return self.strings.say("visit")
        return self.strings.say("session", number=session.number, total=session.total)

    def note_of(self, session: Session) -> str:
        """Say which visit it is, and with full titles the phase."""
        key = "session_note" if self.is_full else "visit_note"
        filled = {"number": session.number, "total": session.total, "phase": session.phase}
        return self.strings.say(key, **filled)

    def calendar_name(self, given: str | None) -> str:
        """Say what the calendar is called."""
        return self.strings.say("name") if given is None else given

    def category(self, *, is_visit: bool) -> str:
        """Say where it is given."""
        return self.strings.of("category", "clinic" if is_visit else "home")

    def _description(self, given: Administration, place: str) -> str:
        lines = (*self._contents(given), self._in_phase(place, given), *self._rules(given))
        return "\n".join(lines)

    def _in_phase(self, place: str, given: Administration) -> str:
        return (
            self.strings.say("in_phase", place=place, phase=given.phase) if self.is_full else place
        )

    def _in_slot(self, said: str, given: Administration) -> str:
        if given.slot == "once":
            return said
        return self.strings.say("in_slot", said=said, slot=self.strings.of("slot", given.slot))

    def _named(self, given: Administration) -> str:
        """Name drug and dose, and for the clinic the volume where it is known."""
        say = self.strings.say
        said = say("named", drug=given.drug, amount=amount_words(given.ordered))
        volume = self._volume(given)
        return said if volume is None else say("with_volume", said=said, volume=volume)

    def _contents(self, given: Administration) -> Iterator[str]:
        """Say what a dose is made of; the clinic, which prepares it, is told dose and volume."""
        if self.is_for_clinic:
            yield self.strings.say("dose", amount=amount_words(given.ordered))
            volume = self._volume(given)
            if volume is not None:
                yield self.strings.say("volume", volume=volume)
        for each in given.units:
            form = self.formulary[given.drug].form
            counted, strength = self.strings.counted(each.count, form), amount_words(each.strength)
            yield self.strings.of("of", form, counted=counted, strength=strength)

    def _volume(self, given: Administration) -> str | None:
        """Say the millilitres of an infusion; none where label or basis do not allow to."""
        product = self.formulary.get(given.drug)
        if not self.is_for_clinic or product is None:
            return None
        try:
            made = product.prepare(given.ordered, given.dose.order.basis, units=given.units)
        except ProductError:
            return None
        return None if made.volume is None else amount_words(made.volume)

    def _dose_of_day(self, given: Administration) -> Iterator[str]:
        said = self.summary(given)
        if given.time is not None:
            said = self.strings.say("at_time", time=f"{given.time:%H:%M}", said=said)
        yield said
        yield from self._contents(given)

    def _quantity(self, given: Administration) -> str:
        if not given.units:
            return amount_words(given.ordered)
        count = sum(each.count for each in given.units)
        return self.strings.counted(count, self.formulary[given.drug].form)

    def _rules(self, given: Administration) -> Iterator[str]:
        """Say with full titles how it is given, what of a missed dose, and the sources."""
        if not self.is_full:
            return
        order, strings = given.dose.order, self.strings
        if order.infusion is not None and order.infusion >= ONE_DAY:
            yield strings.say("infusion", time=self._time(order.infusion))
        if order.after is not None:
            yield self._after(order.after)
        if order.missed_dose is not None:
            left = order.missed_dose.time_left
            yield (
                strings.say("never_made_up")
                if left is None
                else strings.say("made_up_with_time", time=self._time(left))
            )
        if order.dose_source != "stated":
            yield strings.of("dose_source", order.dose_source)
        if order.level is not None:
            full = order.full_dose
            yield strings.say("level", words=order.level, dose=order.dose, full=full)
        sources = strings.say("enumerated").join(map(str, given.citation))
        yield strings.say("source", sources=sources)

    def _after(self, after: SettledAfter) -> str:
        if after.interval is None:
            return self.strings.say("after", drug=after.drug)
        time = self._time(after.interval)
        return self.strings.say("after_interval", drug=after.drug, time=time)

    def _time(self, time: Amount) -> str:
        return self.strings.of("time", time.unit, number=time.digits)


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


def require_discreet(text: str, what: str, regimen: Regimen) -> None:
    """Refuse words that tell a drug, the trial or the disease."""
    names = set(regimen.names)
    names.update(name for order in regimen.orders for name in (order.component, order.drug))
    for name in sorted(names):
        # not \b: a Chinese character is a letter to it, and would hide a name that it touches
        if re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text, re.IGNORECASE):
            raise PlanError(
                f"{what} says {name!r}, which discreet titles do not; use other words, or full"
                " titles"
            )
    for part in telling_parts():
        if part in text.casefold():
            raise PlanError(
                f"{what} has {part!r}, which tells the disease; use other words, or full titles"
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
