"""Advice as text: what each rule says, where it stands, which is in force, and nothing applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from npc_regimens.render.folding import folded
from npc_regimens.render.words import long_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from npc_regimens.advising import Advice, Answer, MissedAnswer, Reading
    from npc_regimens.planning import Administration
    from npc_regimens.sources import Citation, SourceRecord

_ASK: Final = "ask who treats the patient, with the protocol"
_UNTOUCHED: Final = "nothing was applied or recorded: no dose and no date is changed by this"


def advice_to_text(advice: Advice, records: Mapping[str, SourceRecord]) -> str:
    """Write what the trial and the label say to a question, and which of them is in force."""
    lines = [
        f"{advice.component} of {advice.trial_id}: {advice.asked}",
        "",
        *_answer(f"the trial, {advice.trial_id}", advice.trial, records),
        *_answer(f"the label of {advice.drug}", advice.label, records),
        "",
        *folded(f"in force: {_in_force(advice)}", ""),
        _UNTOUCHED,
    ]
    return "\n".join(lines) + "\n"


def _answer(
    whose: str, answer: Answer | None, records: Mapping[str, SourceRecord]
) -> Iterator[str]:
    if answer is None:
        yield f"{whose}: no rule on changing the dose is in the data"
        return
    yield f"{whose}:" if answer.whose == "trial" else f"{whose} ({answer.name}):"
    for line in (*answer.said, *answer.beside):
        yield from folded(line, "  ")
    yield from _sources(answer.citations, records)


def _in_force(advice: Advice) -> str:
    answer = advice.in_force
    if answer is None:
        return f"no rule; {_ASK}"
    why = "the trial's" if answer.whose == "trial" else "the label's, for the trial has none"
    if not answer.is_rule:
        return f"{why}, and it does not answer this; {_ASK}"
    said = why if answer.action is None else f"{why}: {answer.action}"
    if answer.use is None:
        return said
    return f"{said}, as printed for {answer.use}; whether that holds here: {_ASK}"


def _sources(cites: tuple[Citation, ...], records: Mapping[str, SourceRecord]) -> Iterator[str]:
    for cite in cites:
        record = records.get(cite.source)
        locator = None if record is None else record.locator.get(cite.locator)
        known = "no record" if locator is None else f"{locator.evidence}; {locator.place}"
        yield from folded(f"source: {cite} ({known})", "  ")


def missed_to_text(answer: MissedAnswer, records: Mapping[str, SourceRecord]) -> str:
    """Write what each rule says of a missed dose, until when, and which of them is in force."""
    lines = [
        f"{_named(answer.missed)}, due {moment_words(answer.due)}",
        f"noticed {moment_words(answer.noticed)}",
        *_following(answer),
        "",
        *_reading("the trial", answer.trial, records),
        *_reading(f"the label of {answer.missed.drug}", answer.label, records),
        "",
        *folded(f"in force: {_verdict(answer)}", ""),
        _UNTOUCHED,
    ]
    return "\n".join(lines) + "\n"


def moment_words(moment: dt.datetime) -> str:
    """Write a moment in full, with the offset of its clock.

    >>> from datetime import datetime
    >>> moment_words(datetime.fromisoformat("2027-01-05T20:00+08:00"))
    'Tuesday 5 January 2027, 20:00 (UTC+08:00)'
    """
    offset = moment.isoformat()[-len("+08:00") :]
    seconds = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{long_date(moment.date())}, {seconds} (UTC{offset})"


def _named(given: Administration) -> str:
    slot = "" if given.slot == "once" else f", {given.slot}"
    return f"{given.component} on {given.place} of {given.phase}{slot}, {given.ordered}"


def _following(answer: MissedAnswer) -> Iterator[str]:
    if answer.following is None or answer.following_due is None:
        yield "next dose: none is planned"
        return
    yield f"next dose: {answer.following.place}, {moment_words(answer.following_due)}"


def _reading(
    whose: str, reading: Reading | None, records: Mapping[str, SourceRecord]
) -> Iterator[str]:
    if reading is None:
        yield f"{whose}: no rule on missed doses is in the data"
        return
    yield f"{whose}: {reading.rule}"
    yield from folded(f"taking it now is {_WORDS[reading.verdict]}: {reading.why}", "  ")
    if reading.until is not None:
        yield from folded(f"last moment to take it: {moment_words(reading.until)}, included", "  ")
    if reading.by_its_letter is not None:
        yield from folded(
            f"by its letter until {moment_words(reading.by_its_letter)}, past days without a dose",
            "  ",
        )
    yield from _sources(reading.citations, records)


_WORDS: Final = {
    "allowed": "allowed",
    "not allowed": "not allowed",
    "not said": "neither allowed nor forbidden",
}


def _verdict(answer: MissedAnswer) -> str:
    reading = answer.in_force
    if reading is None:
        return f"no rule; {_ASK}"
    rule = "the trial's rule" if reading.whose == "trial" else "the label's, for the trial has none"
    if reading.verdict == "not said":
        return f"{rule}, and it does not answer this; {_ASK}"
    until = f" until {moment_words(reading.until)}" if reading.until is not None else ""
    return f"{rule}: {reading.verdict}{until if reading.verdict == 'allowed' else ''}"
