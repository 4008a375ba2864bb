"""The command line: the only room that prints.

Data goes to standard output, words to standard error. Exit codes: 0 is well, 1 a finding, a
difference or a failed check, 2 the command line, 3 a regimen, course or notation, 4 a patient.
"""

from __future__ import annotations

import click

from npc_regimens._version import __version__
from npc_regimens.cli.adherence_command import adherence
from npc_regimens.cli.advice_commands import advise, missed
from npc_regimens.cli.balance_command import balance
from npc_regimens.cli.commands import calendar, check, explain, list_, plan, schema, show
from npc_regimens.cli.diff_command import diff
from npc_regimens.cli.dose_commands import bsa, dose
from npc_regimens.cli.exits import Commands
from npc_regimens.cli.new_command import new
from npc_regimens.cli.page_command import page
from npc_regimens.cli.publish_command import publish
from npc_regimens.cli.record_command import record
from npc_regimens.cli.visit_commands import dispense, visits

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="npc-regimens")
def main() -> None:
    """Turn a trial arm's regimen into exact doses, dates and a calendar.

    No substitute for the protocol and a pharmacist's check. Not a medical device.
    """


for command in (
    list_,
    show,
    diff,
    new,
    record,
    plan,
    calendar,
    page,
    publish,
    explain,
    bsa,
    dose,
    visits,
    dispense,
    balance,
    advise,
    missed,
    adherence,
    check,
    schema,
):
    main.add_command(command)
