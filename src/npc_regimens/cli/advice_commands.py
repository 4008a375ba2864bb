"""The commands that quote a rule: on changing a dose, and on a missed dose. Nothing is applied."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.options import planning_options, regimen_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.advising import Counts, Toxicity
    from npc_regimens.planning import Administration, Calendar
    from npc_regimens.products import CellCount, Formulary
    from npc_regimens.regimen import Trial

_PLACE: Final = re.compile(r"C([1-9][0-9]{0,2})D(-?[1-9][0-9]{0,2})")
_SLOTS: Final = ("once", "morning", "noon", "evening", "bedtime")


def _read_count(ctx: click.Context, param: click.Parameter, value: str | None) -> CellCount | None:
    del ctx, param
    from npc_regimens.errors import ProductError
    from npc_regimens.products import CellCount

    try:
        return None if value is None else CellCount.parse(value)
    except ProductError as error:
        raise click.BadParameter(str(error)) from error


@click.command
@regimen_options
@option("--component", help="The component, for example capecitabine, if there are several.")
@option("--grade", type=click.Choice(["1", "2", "3", "4"]), help="The grade of a toxicity.")
@option("--occurrence", type=click.IntRange(1, 99), help="Which time it occurs, 1 for the first.")
@option("--day", type=click.IntRange(1, 400), help="In place of these, the day of the cycle.")
@option(
    "--neutrophils",
    callback=_read_count,
    help='Before the dose of that day, for example "1200 /mm3" or "1.2 x10^9/L".',
)
@option("--platelets", callback=_read_count, help='For example "90000 /mm3" or "90 x10^9/L".')
@option("--products", multiple=True, help="A folder of product files that a site has of its own.")
def advise(
    regimen: str | None,
    notation: str | None,
    component: str | None,
    products: tuple[str, ...],
    **asked: Any,
) -> None:
    """Quote the rule of the trial or the label on changing a dose, and apply nothing."""
    from npc_regimens.advising import advise as advised
    from npc_regimens.cli.output import deliver
    from npc_regimens.files import load_sources
    from npc_regimens.regimen.conflicts import given_in
    from npc_regimens.render.advice import advice_to_text

    question = _question(**asked)
    trial, arm, formulary = _regimen_of(regimen, notation, products)
    arms = trial.arm if arm is None else (trial.find_arm(arm),)
    given = [n for each in arms for phase in each.phase for n in given_in(phase, trial.choice)]
    made = advised(trial, _one_of(component, list(dict.fromkeys(given))), formulary, question)
    deliver(advice_to_text(made, load_sources()).encode(), None, replace=False)


def _regimen_of(
    regimen: str | None, notation: str | None, products: tuple[str, ...]
) -> tuple[Trial, str | None, Formulary]:
    """Take a regimen with the products at hand, or those that a course file names."""
    from pathlib import Path

    from npc_regimens.cli.lines import regimen_of
    from npc_regimens.files import load_formulary
    from npc_regimens.files.courses import is_course, load_course

    if regimen is not None and is_course(Path(regimen)):
        if products or notation is not None:
            raise click.UsageError(
                f"--products and --notation stand beside the course file {regimen!r}, which says"
                " them; leave them out"
            )
        course = load_course(regimen)
        return course.trial, course.arm, course.formulary
    formulary = load_formulary(*map(Path, products))
    return *regimen_of(regimen, notation, formulary), formulary


def _question(
    grade: str | None,
    occurrence: int | None,
    day: int | None,
    neutrophils: CellCount | None,
    platelets: CellCount | None,
) -> Toxicity | Counts:
    from npc_regimens.advising import Counts, Toxicity

    by_grade, by_day = (grade, occurrence), (day, neutrophils, platelets)
    if all(each is None for each in by_day) and grade is not None and occurrence is not None:
        return Toxicity(grade, occurrence)  # type: ignore[arg-type]  # one of the choices
    if all(each is None for each in by_grade) and day is not None:
        return Counts(day, neutrophils, platelets)
    raise click.UsageError(
        "give --grade and --occurrence, or --day with --neutrophils and --platelets; for example"
        " --grade 3 --occurrence 2"
    )


def _one_of(component: str | None, given: list[str]) -> str:
    """Take the component that is named, or the only one."""
    known = ", ".join(map(repr, given))
    if component is None and len(given) > 1:
        raise click.UsageError(f"there are {known}; name one with --component")
    if component is not None and component not in given:
        raise click.UsageError(f"{component!r} is not given here; there are {known}")
    return component or given[0]


@click.command
@planning_options
@option("--at", required=True, help="The cycle and day of the missed dose, for example C2D8.")
@option("--slot", type=click.Choice(_SLOTS), help="Which dose of that day, if there are several.")
@option("--component", help="The component, for example capecitabine, if there are several.")
@option("--phase", help="The phase, where the cycle stands in several.")
@option(
    "--noticed",
    metavar="MOMENT",
    required=True,
    help="When it was noticed, by the clock of --tz, for example 2027-01-05T14:30.",
)
def missed(regimen: str | None, noticed: str, **options: Any) -> None:
    """Say whether a missed dose may be taken by the trial's and the label's rule, until when."""
    from npc_regimens.advising import PatientClock, missed_dose, read_moment
    from npc_regimens.cli.output import deliver
    from npc_regimens.cli.work import planned, zone_of
    from npc_regimens.files import load_sources
    from npc_regimens.render.advice import missed_to_text

    made = planned(regimen, options)
    followed = made.followed
    clock = PatientClock(zone_of(made), () if followed is None else followed.versions.zones)
    answer = missed_dose(
        made.calendar,
        _dose_at(made.calendar, options),
        noticed=read_moment(noticed, clock),
        zone=clock,
        formulary=made.formulary,
    )
    deliver(missed_to_text(answer, load_sources()).encode(), None, replace=False)


def _dose_at(calendar: Calendar, options: Mapping[str, Any]) -> Administration:
    """Find the one dose that is meant."""
    from npc_regimens.planning import find

    at, slot = options["at"], options["slot"]
    place = _PLACE.fullmatch(at)
    if place is None:
        raise click.BadParameter(f"{at!r} is not a place, like C2D8", param_hint="--at")
    cycle, day = int(place[1]), int(place[2])
    found = find(calendar, options["component"], cycle, day, phase=options["phase"])
    kept = [each for each in found if slot in {None, each.slot}]
    if len(kept) != 1:
        there = ", ".join(f"{each.component} {each.slot} of {each.phase}" for each in found)
        raise click.UsageError(
            f"on {at} there are {there}; name one with --component, --slot and --phase"
        )
    return kept[0]
