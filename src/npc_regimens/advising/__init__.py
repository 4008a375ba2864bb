"""Advising: which rule answers a question about a dose, quoted and never applied."""

from __future__ import annotations

from npc_regimens.advising.answers import Advice, Answer, advise
from npc_regimens.advising.asking import Counts, Toxicity
from npc_regimens.advising.clocks import PatientClock
from npc_regimens.advising.missed import MissedAnswer, Reading, missed_dose
from npc_regimens.advising.noticing import read_moment

__all__ = [
    "Advice",
    "Answer",
    "Counts",
    "MissedAnswer",
    "PatientClock",
    "Reading",
    "Toxicity",
    "advise",
    "missed_dose",
    "read_moment",
]
