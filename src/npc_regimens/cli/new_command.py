"""The command that begins a course file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.once import option
from npc_regimens.cli.options import planning_options

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.cli.work import Planned

_HEAD: Final = """\
# One participant's course. Entries of the log are appended below, in the order in which they are
# recorded: npc-regimens record FILE delay --cycle 3 --to 2027-02-01 --reason "ANC 0.9"

"""


@click.command
@planning_options
@option("--participant", required=True, help="A code such as 03-0017, never a name.")
@option(
    "--recalculate",
    default="always",
    show_default=True,
    help='When a new weight gives new doses: always, "from 10 %" (of a change) or never.',
)
@option("--longest-delay", help='Longer delays of a cycle are told, for example "2 weeks".')
@option("-o", "--output", required=True, help="The course file to make; it must not exist yet.")
def new(regimen: str | None, output: str, **options: Any) -> None:
    """Begin a course file for a participant, with all that a plan of the regimen needs."""
    import tomli_w

    from npc_regimens.cli.output import check_output, deliver
    from npc_regimens.cli.work import planned, say
    from npc_regimens.errors import OutputError
    from npc_regimens.files.appending import table_text
    from npc_regimens.files.courses import course_of
    from npc_regimens.files.reading import parse_toml

    for name in ("notation", "resume", "as_of"):
        if options[name] is not None:
            raise click.UsageError(f"a course file has no --{name.replace('_', '-')}; leave it out")
    if options["tz"] is None:
        raise click.MissingParameter(param_hint="'--tz'", param_type="option")
    check_output(output)
    path = Path(output)
    if path.exists():
        raise OutputError(f"{output!r} exists, and a course is never written over; name another")
    made = planned(regimen, options)
    data = _data(str(regimen), path, options, made)
    text = f"{_HEAD}{tomli_w.dumps(data)}\n{table_text('measured', _measured(options))}"
    course_of(parse_toml(path, text), path).follow()
    deliver(text.encode(), output, replace=False)
    say(made.findings)


def _data(regimen: str, path: Path, options: Mapping[str, Any], made: Planned) -> dict[str, Any]:
    """Say under the keys of the file what the options say."""
    return _without_nothing(
        {
            "format": 1,
            "participant": options["participant"],
            "identity": _identity(),
            "regimen": _beside(path, regimen) if ".toml" in regimen else regimen,
            "products": [_beside(path, folder) for folder in options["products"]],
            "start": options["start"],
            "through": options["through"],
            "zone": options["tz"],
            "recalculate": options["recalculate"],
            "longest_delay": options["longest_delay"],
            "closed": sorted(options["closed"]),
            "clock": _clock(options, made),
            "events": _events(options),
            "surface": _surface(options),
            "clearance": _clearance(options),
            "settled": _settled(options),
        }
    )


def _without_nothing(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, {}, [], False)}


def _identity() -> str:
    """Make up the identity of a course: long and random, and no part of a person's."""
    from uuid import uuid4

    return str(uuid4())


def _beside(path: Path, other: str) -> str:
    """Say a path as it is from the folder of the course file."""
    return Path(os.path.relpath(other, path.parent)).as_posix()


def _clock(options: Mapping[str, Any], made: Planned) -> dict[str, str]:
    """Write down the times of the slots that are used, defaults of the command line too."""
    from npc_regimens.cli.work import CLOCK

    used = {each.slot for each in made.calendar.administrations if each.at_home}
    times = {slot: f"{time:%H:%M}" for slot, time in CLOCK.items() if slot in used}
    return {**times, **options["clock"]}


def _events(options: Mapping[str, Any]) -> dict[str, Any]:
    from npc_regimens.cli.phase_options import events_of

    return dict(events_of(options))


def _surface(options: Mapping[str, Any]) -> dict[str, Any]:
    keys = {"formula": "formula", "precision": "precision", "bsa_cap": "cap"}
    return _without_nothing({key: options[name] for name, key in keys.items()})


def _clearance(options: Mapping[str, Any]) -> dict[str, Any]:
    keys = {
        "clearance_weight": "weight",
        "gfr_cap": "cap",
        "creatinine_floor": "creatinine_floor",
    }
    return {key: options[name] for name, key in keys.items()}


def _settled(options: Mapping[str, Any]) -> dict[str, Any]:
    from npc_regimens.cli.work import count_of, yes_or_no

    counts = {phase: count_of(phase, text) for phase, text in options["cycles"].items()}
    optional = {name: yes_or_no(name, text) for name, text in options["optional"].items()}
    return _without_nothing(
        {
            "accept_reference_doses": options["accept_reference_doses"],
            "choose": options["choose"],
            "cycles": counts,
            "doses": options["dose"],
            "levels": options["level"],
            "bases": options["basis"],
            "optional": optional,
            "assess": options["assess"],
            "lengths": options["length"],
            "waits": options["wait"],
        }
    )


def _measured(options: Mapping[str, Any]) -> dict[str, Any]:
    from npc_regimens.cli.bodies import age_of

    return _without_nothing(
        {
            "on": options["measured_on"] or options["start"],
            "height": options["height"],
            "weight": options["weight"],
            "sex": options["sex"],
            "age": age_of(options["age"]),
            "clearance": options["clearance"],
            "creatinine": options["creatinine"],
        }
    )
