"""Exit codes, and the words that go with a refusal."""

from __future__ import annotations

from typing import Any, Final, NoReturn

import click

from npc_regimens.errors import (
    AdviceError,
    CourseError,
    DateError,
    MissingExtraError,
    NpcRegimensError,
    OutputError,
    PatientError,
    PlanError,
    ProductError,
    PublishError,
    RegimenError,
    SourceError,
    UnitError,
    UnknownNameError,
)

FINDING: Final = 1
USAGE: Final = 2
REGIMEN: Final = 3
PATIENT: Final = 4

_CODES: Final[dict[type[NpcRegimensError], int]] = {
    PatientError: PATIENT,
    OutputError: USAGE,
    PublishError: USAGE,
    DateError: USAGE,
    MissingExtraError: USAGE,
    PlanError: USAGE,  # a start, horizon or clock: all of it is said on the command line
    AdviceError: USAGE,  # so is a question
    RegimenError: REGIMEN,
    CourseError: REGIMEN,
    UnknownNameError: REGIMEN,
    ProductError: REGIMEN,
    SourceError: REGIMEN,
    UnitError: REGIMEN,
}


def exit_code(error: NpcRegimensError) -> int:
    """Return the documented exit code of a refusal."""
    return next(code for kind, code in _CODES.items() if isinstance(error, kind))


class Commands(click.Group):
    """A group whose refusals end with their documented code and one message, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and translate what it refuses."""
        try:
            return super().invoke(ctx)
        except NpcRegimensError as error:
            _refuse(error)


def _refuse(error: NpcRegimensError) -> NoReturn:
    click.echo(f"error: {error}", err=True)
    raise click.exceptions.Exit(exit_code(error)) from error
