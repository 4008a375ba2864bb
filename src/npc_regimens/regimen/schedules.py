"""Settling schedules: days that are given only if the caller says so, and where cycles end."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from npc_regimens.errors import RegimenError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from npc_regimens.regimen.days import Days, Listed
    from npc_regimens.regimen.definition import Component
    from npc_regimens.regimen.settled import Settlement


def check_optional(where: str, used: Mapping[str, Component], wanted: Settlement) -> None:
    """Refuse optional days that nobody settles, and a setting for a component that has none."""
    for name in wanted.optional:
        if used[name].optional is None:
            raise RegimenError(
                f"{where}: component {name!r} has no optional days; its days are {used[name].days},"
                " so leave the setting out"
            )
    unsettled = [
        f"component {name!r}: days {component.optional}"
        for name, component in used.items()
        if component.optional is not None and name not in wanted.optional
    ]
    if unsettled:
        name = unsettled[0].split("'")[1]
        raise RegimenError(
            f"{where}: optional days are not settled\n  "
            + "\n  ".join(unsettled)
            + f"\n  say whether they are given (optional, --optional): {name}=yes or {name}=no"
        )


def settled_days(name: str, component: Component, days: Days, wanted: Settlement) -> Days:
    """Add the optional days where the caller says that they are given."""
    if component.optional is None or not wanted.optional[name]:
        return days
    # optional days stand beside listed days alone, which reading has seen to
    return cast("Listed", days).joined(component.optional)
