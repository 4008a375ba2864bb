"""From options to a calendar: what `plan`, `calendar` and `explain` have in common."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from npc_regimens.checks import closed_day_findings, course_findings, findings
from npc_regimens.cli.bodies import clearance_policy_of, measurement_of, surface_policy_of
from npc_regimens.cli.lines import regimen_of
from npc_regimens.cli.option_texts import is_count
from npc_regimens.cli.options import planning_names
from npc_regimens.cli.phase_options import events_of
from npc_regimens.cli.site_days import visits_by_the_file
from npc_regimens.course.versions import DosePlace
from npc_regimens.dates import Span, read_time, read_zone
from npc_regimens.errors import PlanError
from npc_regimens.files import load_formulary
from npc_regimens.files.courses import is_course, load_course
from npc_regimens.patient import Patient
from npc_regimens.planning import plan
from npc_regimens.regimen import Settlement, settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from npc_regimens.checks import Finding
    from npc_regimens.course.replaying import Followed
    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

# The clock of this command line, not of the core: the core plans dates unless it is given times.
CLOCK: Final = {
    "once": dt.time(8),
    "morning": dt.time(8),
    "noon": dt.time(12),
    "evening": dt.time(20),
    "bedtime": dt.time(22),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A calendar and what it was made with."""

    trial: Trial
    calendar: Calendar
    formulary: Formulary
    findings: tuple[Finding, ...]
    zone: ZoneInfo | None
    followed: Followed | None = None

    @property
    def title(self) -> str:
        """The trial's title, after its acronym if it has one."""
        acronym = self.trial.acronym
        return self.trial.title if acronym is None else f"{acronym}: {self.trial.title}"

    def reasons(self, given: Administration) -> tuple[str, ...]:
        """Say what changed a dose of a course."""
        if self.followed is None:
            return ()
        return tuple(
            f"{entry.words} (recorded {entry.recorded}): {entry.reason}"
            for entry in self.followed.reasons.get(DosePlace.of(given), ())
        )

    @property
    def has_warning(self) -> bool:
        """Whether a person must answer something."""
        return any(finding.level == "warning" for finding in self.findings)


def planned(regimen: str | None, options: Mapping[str, Any]) -> Planned:
    """Follow a course file, or load, settle and plan what the options say."""
    if regimen is not None and is_course(Path(regimen)):
        return _followed(regimen, options)
    _require(options)
    start, through = options["start"], options["through"]
    if through is not None and through < start:
        raise click.UsageError(
            f"--through {through} is before --start {start}; give a later last day"
        )
    zone = None if options["tz"] is None else read_zone(options["tz"])
    clock = {**CLOCK, **{slot: read_time(text) for slot, text in options["clock"].items()}}
    measured = measurement_of(options, options["measured_on"] or start)
    formulary = load_formulary(*map(Path, options["products"]))
    trial, arm = regimen_of(regimen, options["notation"], formulary)
    calendar = plan(
        settle(trial, arm, _settlement(options)),
        Patient(measurements=(measured,)),
        start=start,
        through=through,
        formulary=formulary,
        clock=clock,
        surface=surface_policy_of(options),
        clearance=clearance_policy_of(options),
        events=events_of(options),
        closures=options["closed"],
        resume=options["resume"],
    )
    return Planned(trial, calendar, formulary, findings(calendar, formulary), zone)


def _followed(path: str, options: Mapping[str, Any]) -> Planned:
    """Follow a course, which says what the options would; --as-of alone goes with it."""
    given = click.get_current_context()
    for name in sorted(options.keys() & planning_names() - {"as_of"}):
        if given.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(
                f"--{name.replace('_', '-')} stands beside the course file {path!r}, which says it;"
                " leave it out, or change the file"
            )
    file = load_course(path)
    followed = file.follow(options["as_of"])
    found = (
        *findings(followed.calendar, file.formulary),
        *course_findings(followed, file.formulary),
        *_on_closed_days(followed),
    )
    zone = read_zone(file.course.zone)
    return Planned(file.trial, followed.calendar, file.formulary, found, zone, followed)


def _on_closed_days(followed: Followed) -> tuple[Finding, ...]:
    """Tell what the closed days of a course file move, where it says how its visits are planned."""
    said = followed.course.visits
    if said is None:
        return ()
    return closed_day_findings(visits_by_the_file(followed.calendar, followed.course, said))


def _require(options: Mapping[str, Any]) -> None:
    """Ask for what every plan needs, and refuse what goes with a course file alone."""
    for name in ("height", "weight", "start"):
        if options[name] is None:
            raise click.MissingParameter(param_hint=f"'--{name}'", param_type="option")
    if options["as_of"] is not None:
        raise click.UsageError("--as-of goes with a course file; leave it out")


def _settlement(options: Mapping[str, Any]) -> Settlement:
    return Settlement(
        choose=options["choose"],
        cycles={phase: count_of(phase, text) for phase, text in options["cycles"].items()},
        accept_reference_doses=options["accept_reference_doses"],
        doses=options["dose"],
        levels=options["level"],
        bases=options["basis"],
        optional={name: yes_or_no(name, text) for name, text in options["optional"].items()},
        assess=_spans(options["assess"]),
        lengths=_spans(options["length"]),
        waits=_spans(options["wait"]),
    )


def _spans(texts: Mapping[str, str]) -> dict[str, Span]:
    return {name: Span.parse(text) for name, text in texts.items()}


def count_of(phase: str, text: str) -> int:
    """Read a number of cycles."""
    if not is_count(text):
        raise click.UsageError(
            f"--cycles {phase}={text}: {text!r} is not a number of cycles, like {phase}=6"
        )
    return int(text)


def yes_or_no(name: str, text: str) -> bool:
    """Read whether optional days are given."""
    if text not in {"yes", "no"}:
        raise click.UsageError(f"--optional {name}={text}: {text!r} is not yes or no")
    return text == "yes"


def say(found: Iterable[Finding]) -> None:
    """Tell findings as words, on standard error."""
    for finding in found:
        click.echo(f"{finding.level}: {finding.about}: {finding.words}", err=True)


def zone_of(made: Planned) -> ZoneInfo:
    """Return the time zone; a calendar with times needs one, and none is ever assumed."""
    if made.zone is not None:
        return made.zone
    calendar = made.calendar
    times = [each.time for each in calendar.administrations]
    times += [each.time for each in calendar.sessions]
    if any(time is not None for time in times):
        raise PlanError(
            "a calendar with clock times needs a time zone; give --tz, for example Asia/Shanghai"
        )
    return read_zone("UTC")
