"""The command `publish`: a collection on the site's own CalDAV server follows a calendar."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import click

from npc_regimens.cli.calendar_options import event_options, per_option
from npc_regimens.cli.once import option
from npc_regimens.cli.options import planning_options

if TYPE_CHECKING:
    from npc_regimens.publishing import Published

_USER: Final = "NPC_REGIMENS_CALDAV_USER"
_PASSWORD: Final = "NPC_REGIMENS_CALDAV_PASSWORD"  # noqa: S105  the name of a variable


@click.command
@planning_options
@event_options
@per_option("block")
@option("--caldav", "address", metavar="URL", required=True, help="The address of a collection.")
@option(
    "--plain-http",
    is_flag=True,
    help="Allow http to another machine, where the password travels in the open.",
)
@click.pass_context
def publish(
    ctx: click.Context, /, regimen: str | None, address: str, *, plain_http: bool, **options: Any
) -> None:
    """Keep a CalDAV collection in step with a calendar: put, change and delete its own events.

    The name and password are asked for, unless NPC_REGIMENS_CALDAV_USER and
    NPC_REGIMENS_CALDAV_PASSWORD give them. They are never said on the command line.
    """
    from npc_regimens.cli.events import reminders_of, versions_of
    from npc_regimens.cli.exits import FINDING
    from npc_regimens.cli.work import planned, say
    from npc_regimens.publishing import Address, connect, keep_in_step
    from npc_regimens.render.ics import keeper_key, to_objects

    place = Address.parse(address, plain_http=plain_http)
    made = planned(regimen, options)
    if options["course"] is None and made.followed is None:
        raise click.UsageError(
            "publish needs --course: by this code it knows its own events on the server"
        )
    reminders = reminders_of(made, options)
    objects = to_objects(made.calendar, reminders, made.formulary, versions_of(made))
    server = connect(place, *_credentials())
    done = keep_in_step(server, objects, keeper_key(reminders))
    _say(done)
    say(made.findings)
    ctx.exit(0 if done.is_in_step and not made.has_warning else FINDING)


def _credentials() -> tuple[str, str]:
    """Take name and password from the environment, or ask for them."""
    user = os.environ.get(_USER) or click.prompt("name on the server", err=True)
    password = os.environ.get(_PASSWORD) or click.prompt("password", hide_input=True, err=True)
    return user, password


def _say(done: Published) -> None:
    click.echo(f"published: {done}", err=True)
    if done.stale:
        click.echo(
            f"warning: {len(done.stale)} events were changed on the server meanwhile and are left"
            " as they are; publish again",
            err=True,
        )
    if done.strange:
        click.echo(
            f"warning: {len(done.strange)} events lie in the collection that `publish` did not put"
            " there, perhaps by an import; delete them, or use a collection for this course alone",
            err=True,
        )
