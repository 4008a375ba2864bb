"""A trial or a settled regimen in a notebook: what is given, phase by phase, and its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from npc_regimens.notebook.markup import LOUD, Html, picture, row, table, tag
from npc_regimens.render.strip import to_svg
from npc_regimens.render.strip_arm import blocks_of
from npc_regimens.render.strip_settled import settled_blocks
from npc_regimens.render.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from npc_regimens.regimen import Regimen, Trial
    from npc_regimens.render.strip_rows import Block

ARMS: Final = 4


def regimen_html(regimen: Regimen) -> Html:
    """Write a settled regimen: what was chosen, what is given, and the picture."""
    name = f"{regimen.title} ({regimen.id})"
    chosen = (tag("div", f"{choice} is {option}") for choice, option in regimen.choices)
    return tag(
        "div",
        tag("div", name, style=LOUD),
        *chosen,
        *_tables(settled_blocks(regimen)),
        picture(to_svg(regimen), f"Which drug on which day: {name}"),
    )


def trial_html(trial: Trial) -> Html:
    """Write a trial: its arms, and of one that has a single arm the picture."""
    named = f"{trial.title} ({trial.id})"
    about = [*([trial.registry] if trial.registry else []), *trial.setting]
    arms = [part for arm in trial.arm[:ARMS] for part in _arm(trial, arm.id)]
    more = len(trial.arm) - ARMS
    return tag(
        "div",
        tag("div", named, style=LOUD),
        *([tag("div", ", ".join(about))] if about else []),
        *arms,
        *([tag("div", f"and {counted(more, 'more arm')}")] if more > 0 else []),
    )


def _arm(trial: Trial, name: str) -> Iterator[Html]:
    arm = trial.find_arm(name)
    yield tag("div", f"arm {arm.id}: {arm.name}", style=LOUD)
    yield from _tables(blocks_of(trial, arm, {}))
    if len(trial.arm) == 1:
        yield picture(to_svg(trial, name), f"Which drug on which day: {arm.name} ({trial.id})")


def _tables(blocks: Iterable[Block]) -> Iterator[Html]:
    for block in blocks:
        yield tag("div", f"{block.name}: {block.words}")
        rows = (
            row(each.drug, _choice(each.choice) + ", ".join(each.words), each.days)
            for each in block.rows
        )
        yield table([row("drug", "dose", "days of the cycle", head=True), *rows])


def _choice(name: str | None) -> str:
    return "" if name is None else f"one option of {name}: "
