"""Write every file in tests/golden/plans anew: ``python tests/golden/regenerate.py``.

Each holds what one command prints. Read the difference with a pharmacist's eye before keeping it:
these are the pages that people check doses against.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from click.testing import CliRunner

from npc_regimens.cli import main

PLANS: Final = Path(__file__).resolve().parent / "plans"

BODY: Final = ("--height", "170 cm", "--weight", "65 kg", "--start", "2026-12-07")

# One short plan of each trial, in every form.
SHORT: Final[dict[str, tuple[str, ...]]] = {
    "nct05807880": ("nct05807880", "--cycles", "combination=4", "--through", "2026-12-29"),
    "nct05549466": (
        "nct05549466/apatinib-camrelizumab-chemotherapy",
        *("--choose", "chemotherapy=capecitabine", "--cycles", "treatment=1"),
    ),
    "nct04350190": (
        "nct04350190",
        *("--assess", "response=6 weeks", "--through", "2027-01-20"),
    ),
    "nct04547088": ("nct04547088", "--accept-reference-doses", "--through", "2026-12-28"),
    "irinotecan-liposome-nimotuzumab": (
        "irinotecan-liposome-nimotuzumab",
        *("--basis", "irinotecan-liposome=free base", "--through", "2026-12-21"),
    ),
}

# What the short plans do not reach, as text.
MORE: Final[dict[str, tuple[str, ...]]] = {
    "from-combination-to-maintenance": (
        "nct05807880",
        *("--cycles", "combination=4", "--through", "2027-03-21"),
    ),
    "end-of-gemcitabine": (
        "nct05549466/camrelizumab-chemotherapy",
        *("--choose", "chemotherapy=gemcitabine", "--through", "2027-04-20"),
    ),
    "docetaxel-alone": (
        "nct05549466/chemotherapy",
        *("--choose", "chemotherapy=docetaxel", "--cycles", "treatment=1"),
    ),
    "basis-not-stated": ("irinotecan-liposome-nimotuzumab", "--through", "2026-12-07"),
    "surface-capped": (
        "nct05549466/chemotherapy",
        *("--choose", "chemotherapy=docetaxel", "--through", "2026-12-07", "--bsa-cap", "1.7 m2"),
    ),
    "dose-given": (
        "nct04547088",
        *("--accept-reference-doses", "--dose", "camrelizumab=3 mg/kg", "--through", "2026-12-07"),
    ),
}

# One dose apart from any plan: each kind of rule, and what follows from an ordered dose.
SIZE: Final = ("--height", "170 cm", "--weight", "65 kg")
DOSES: Final[dict[str, tuple[str, ...]]] = {
    "tablets": ("650 mg/m2", "--drug", "capecitabine", "--frequency", "twice daily"),
    "tablets-over-days": (
        *("650 mg/m2", "--drug", "capecitabine", "--over", "14 days"),
        *("--order", "alternating"),
    ),
    "level-and-ladder": (
        *("1250 mg/m2", "--level", "75 %", "--drug", "capecitabine"),
        *("--rounding", "whole units of 500 mg and at most 2 x 150 mg, ties up"),
    ),
    "liposome": (
        *("70 mg/m2", "--drug", "irinotecan-liposome", "--basis", "free base"),
        *("--to-basis", "hydrochloride trihydrate", "--factor", "label"),
    ),
    "liposome-without-a-basis": ("70 mg/m2", "--drug", "irinotecan-liposome"),
    "shared-vials": ("1000 mg/m2", "--drug", "gemcitabine", "--sharing"),
    "exposure": (
        *("AUC 5", "--sex", "female", "--age", "30", "--creatinine", "40 umol/L"),
        *("--clearance-weight", "adjusted", "--creatinine-floor", "guideline"),
    ),
    "capped": ("75 mg/m2", "--formula", "Du Bois", "--bsa-cap", "1.7 m2", "--cap", "120 mg"),
    "over-the-limit": (
        *("1000 mg/m2", "--rounding", "bands of 1600 mg and 1800 mg, ties up, within 6 %"),
        *("--report-over", "2 %"),
    ),
}

# Two trials, two arms of one, and one trial beside itself.
PAIRS: Final[dict[str, tuple[str, ...]]] = {
    "two-trials": ("nct05807880", "nct04350190"),
    "two-arms": ("nct05549466/camrelizumab-chemotherapy", "nct05549466/chemotherapy"),
    "the-same": ("nct05807880", "nct05807880"),
}

FORMS: Final = {"text": "txt", "json": "json", "jsonl": "jsonl", "csv": "csv"}


def commands() -> dict[str, tuple[str, ...]]:
    """Name each golden file, and the command that prints it."""
    made = {
        f"{name}.{ending}": ("plan", *words, *BODY, "--format", form)
        for name, words in SHORT.items()
        for form, ending in FORMS.items()
    }
    made |= {f"{name}.txt": ("plan", *words, *BODY) for name, words in MORE.items()}
    made |= {f"show-{name}.txt": ("show", name) for name in SHORT}
    made |= {f"list.{ending}": ("list", "--format", form) for form, ending in FORMS.items()}
    place = ("--at", "C1D1", "--component")
    made["explain-capecitabine.txt"] = (
        *("explain", *SHORT["nct05807880"], *BODY, *place, "capecitabine"),
    )
    made["explain-irinotecan-liposome.txt"] = (
        *("explain", *SHORT["irinotecan-liposome-nimotuzumab"], *BODY),
        *(*place, "irinotecan-liposome"),
    )
    body = ("--height", "170 cm", "--weight", "65 kg")
    made["bsa.txt"] = ("bsa", *body)
    made["bsa-capped.json"] = ("bsa", *body, "--bsa-cap", "1.7 m2", "--format", "json")
    made["bsa-all.txt"] = ("bsa", *body, "--all", "--sex", "female", "--age", "55")
    made["bsa-all-without-sex-and-age.txt"] = ("bsa", *body, "--all", "--bsa-cap", "1.75 m2")
    made |= {f"dose-{name}.txt": ("dose", *words, *SIZE) for name, words in DOSES.items()}
    made |= {
        f"dose-{name}.json": ("dose", *DOSES[name], *SIZE, "--format", "json")
        for name in ("tablets", "liposome")
    }
    made |= {f"diff-{name}.txt": ("diff", *words) for name, words in PAIRS.items()}
    made["diff-two-arms-with-sources.txt"] = ("diff", *PAIRS["two-arms"], "--sources")
    made["diff-two-trials.json"] = ("diff", *PAIRS["two-trials"], "--format", "json")
    return made


def printed(words: tuple[str, ...]) -> str:
    """Run a command and return what it prints."""
    return CliRunner().invoke(main, words).stdout_bytes.decode("utf-8")


def regenerate() -> None:
    """Write every file."""
    for name, words in commands().items():
        (PLANS / name).write_text(printed(words), encoding="utf-8")


if __name__ == "__main__":
    regenerate()
