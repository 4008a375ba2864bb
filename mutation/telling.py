"""Keep the score, match survivors with their explanations, and write the page."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SCORE = HERE / "score.json"
EXPLAINED = HERE / "explained.toml"
PAGE = HERE.parent / "docs" / "mutation.md"


@dataclass(frozen=True, slots=True, order=True)
class Survivor:
    """A mutant that all tests pass: the definition it is in, the lines before, the lines after."""

    file: str
    where: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many mutants there were, and what became of them."""

    mutants: int
    killed: int
    timeout: int
    survived: int

    @property
    def score(self) -> str:
        """The part that was noticed, in percent, cut and never rounded up."""
        thousandths = 1000 * (self.killed + self.timeout) // self.mutants
        return f"{thousandths // 10}.{thousandths % 10} %"


@dataclass(frozen=True, slots=True)
class Room:
    """What one whole and sound run over a room found."""

    name: str
    measured: str
    tools: dict[str, str]
    seconds: int
    code: str
    tests: str
    all: Count
    by_tool: dict[str, Count]
    survivors: tuple[Survivor, ...]


def read_score() -> dict[str, Room]:
    """Read the recorded rooms."""
    if not SCORE.exists():
        return {}
    return {entry["name"]: _room(entry) for entry in json.loads(SCORE.read_text(encoding="utf-8"))}


def _room(entry: dict[str, Any]) -> Room:
    counts = {tool: Count(**count) for tool, count in entry["by_tool"].items()}
    survivors = tuple(Survivor(**survivor) for survivor in entry["survivors"])
    rest = {**entry, "all": Count(**entry["all"]), "by_tool": counts, "survivors": survivors}
    return Room(**rest)


def record(room: Room) -> None:
    """Put a room in the place of its last run, and write the page anew."""
    rooms = {**read_score(), room.name: room}
    text = json.dumps([asdict(rooms[name]) for name in sorted(rooms)], indent=1, ensure_ascii=False)
    _write(SCORE, text + "\n")
    write_page()


def write_page() -> None:
    """Write the page from the record, after a run or a new explanation."""
    _write(PAGE, page())


def _write(path: Path, text: str) -> None:
    """Write whole or not at all."""
    beside = path.with_suffix(".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def explanations() -> dict[Survivor, str]:
    """Read why a survivor may live; one reason may stand for several changes of one line."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["survivor"]
    return {
        Survivor(entry["file"], entry["where"], entry["was"], now): entry["why"]
        for entry in entries
        for now in entry["now"]
    }


def unexplained(room: Room) -> list[Survivor]:
    """List the survivors of a room that nobody has looked at."""
    known = explanations()
    return [survivor for survivor in room.survivors if survivor not in known]


def stub(survivor: Survivor) -> str:
    """Write what explained.toml needs, but for the reason."""
    fields = {**asdict(survivor), "now": [survivor.now], "why": ""}
    # A JSON string is a TOML string too.
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    return "\n".join(["[[survivor]]", *lines]) + "\n"


def page() -> str:
    """Write the page from the record and the explanations."""
    rooms = read_score()
    parts = [(HERE / "page.md").read_text(encoding="utf-8"), _table(rooms)]
    parts += [_survivors(room) for room in rooms.values()]
    return "\n".join(parts)


def _table(rooms: dict[str, Room]) -> str:
    lines = [
        "| room | mutants of | mutants | killed | ran too long | survived | score |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for room in rooms.values():
        both = {"both": room.all} if len(room.by_tool) > 1 else {}
        for kind, count in {**both, **room.by_tool}.items():
            numbers = (count.mutants, count.killed, count.timeout, count.survived, count.score)
            lines.append(f"| {room.name} | {kind} | {' | '.join(map(str, numbers))} |")
    return "\n".join(lines) + "\n"


def _survivors(room: Room) -> str:
    tools = ", ".join(f"{tool} {version}" for tool, version in room.tools.items())
    open_ones = len(unexplained(room))
    lines = [
        f"## {room.name}\n",
        f"Measured on {room.measured} with {tools}, in {room.seconds} seconds.",
        f"Code {room.code}, tests {room.tests}.",
        f"{len(room.survivors)} survivors, {open_ones} of them not explained.\n",
    ]
    known = explanations()
    grouped: dict[tuple[str, str, str, str], list[str]] = {}
    for survivor in room.survivors:
        why = known.get(survivor, "**Not explained.**")
        grouped.setdefault((survivor.file, survivor.where, survivor.was, why), []).append(
            survivor.now
        )
    for (file, where, was, why), changes in grouped.items():
        lines.append(f"- `{file}`, `{where}`: {_code(was)}\n  becomes")
        lines += [f"  {_code(now)}{',' if now != changes[-1] else '.'}" for now in changes]
        lines += [f"  {sentence}" for sentence in why.strip().splitlines()]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    """Show code in a line; what a change took away is shown as nothing."""
    if not text:
        return "nothing"
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{text}{pad}{fence}"


if __name__ == "__main__":
    write_page()
