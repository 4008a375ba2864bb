"""A regimen on one line: planned as it is typed, and shown for every arm."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import click

from npc_regimens.errors import RegimenError
from npc_regimens.files import find_regimen
from npc_regimens.regimen.definition import Choose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial
    from npc_regimens.regimen.definition import Arm


def regimen_of(
    regimen: str | None, line: str | None, formulary: Formulary
) -> tuple[Trial, str | None]:
    """Load a regimen by its id or path, or read it from a line; one of the two is given."""
    if regimen is not None and line is not None:
        raise click.UsageError("a regimen and --notation are two regimens; leave one of them out")
    if line is not None:
        return _typed(line, formulary), None
    if regimen is None:
        raise click.UsageError("give a regimen, an id or a path, or a line with --notation")
    return find_regimen(regimen)


def _typed(line: str, formulary: Formulary) -> Trial:
    """Read a line; a route that it leaves out is that of the product, which is said."""
    from npc_regimens.notation import parse

    typed, routes = parse(line), {}
    for component in typed.component.values():
        product = formulary.get(component.drug)
        if component.route == "not stated" and product is not None:
            routes[component.drug] = product.route
            said = f"the line says no route; {product.route}, as {product.name} are"
            click.echo(f"note: {component.drug}: {said}", err=True)
    return parse(line, routes=routes) if routes else typed


def lines_of(trial: Trial, arm: Arm) -> Iterator[str]:
    """Write an arm as a line, once for each way to settle its choices."""
    from npc_regimens.notation import write

    items = [item for phase in arm.phase for item in phase.give]
    names = list(dict.fromkeys(item.choose for item in items if isinstance(item, Choose)))
    for options in itertools.product(*(trial.choice[name].one_of for name in names)):
        choose = dict(zip(names, options, strict=True))
        said = "".join(f" with {name}={option}" for name, option in choose.items())
        try:
            yield f"notation{said}: {write(trial, arm.id, choose)}"
        except RegimenError as error:
            yield f"notation{said}: none ({str(error).splitlines()[0]})"
