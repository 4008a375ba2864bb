"""What is sound alone and wrong together: every contradiction between the parts of a trial.

The parts are given apart, not as a whole trial, so that a file with a slip in one part still has
its other parts checked and all of its problems come together.
"""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING

from npc_regimens.errors import Problem
from npc_regimens.regimen.day_orders import out_of_order
from npc_regimens.regimen.definition import Choose
from npc_regimens.regimen.fitting import places
from npc_regimens.regimen.infusions import overlapping
from npc_regimens.regimen.sequence import out_of_sequence
from npc_regimens.regimen.step_places import misplaced_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from npc_regimens.regimen.definition import Arm, Choice, Component, Phase


def conflicts(
    components: Mapping[str, Component], choices: Mapping[str, Choice], arms: Sequence[Arm]
) -> list[Problem]:
    """Name every contradiction."""
    return [
        *_repeated("arm", "id", [arm.id for arm in arms]),
        *_choices(components, choices),
        *_unused(components, choices, arms),
        *(problem for arm in arms for problem in _arm(arm, components, choices)),
        *out_of_order(components, [given_in(each, choices) for arm in arms for each in arm.phase]),
    ]


def near(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest names, or list them all.

    >>> near("capecitabin", ["capecitabine", "anlotinib"])
    "did you mean 'capecitabine'?"
    """
    names = sorted(known)
    found = difflib.get_close_matches(name, names, n=3)
    if found:
        return f"did you mean {' or '.join(map(repr, found))}?"
    return f"there are {', '.join(map(repr, names))}" if names else "there are none"


def _repeated(kind: str, key: str, names: Sequence[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(
                f"{kind} {name!r}", f"{count} have this {key}", f"give each its own {key}"
            )


def _choices(
    components: Mapping[str, Component], choices: Mapping[str, Choice]
) -> Iterator[Problem]:
    for name, choice in choices.items():
        for option in choice.one_of:
            if option not in components:
                place = f"choice {name!r}, key 'one_of'"
                yield Problem(place, f"no component {option!r}", near(option, components))


def _unused(
    components: Mapping[str, Component], choices: Mapping[str, Choice], arms: Sequence[Arm]
) -> Iterator[Problem]:
    given = [item for arm in arms for phase in arm.phase for item in phase.give]
    used = {item for item in given if isinstance(item, str)}
    chosen = {item.choose for item in given if isinstance(item, Choose)}
    used |= {option for name in chosen & choices.keys() for option in choices[name].one_of}
    for name in components.keys() - used:
        remedy = "name it in the give of a phase, or take it out"
        yield Problem(f"component {name!r}", "no arm gives it", remedy)
    for name in choices.keys() - chosen:
        remedy = f"write {{ choose = {name!r} }} in the give of a phase, or take it out"
        yield Problem(f"choice {name!r}", "no arm has it", remedy)


def _arm(
    arm: Arm, components: Mapping[str, Component], choices: Mapping[str, Choice]
) -> Iterator[Problem]:
    place = f"arm {arm.id!r}"
    yield from _repeated(f"{place}, phase", "name", [phase.name for phase in arm.phase])
    yield from out_of_sequence(place, arm.phase)
    several = Counter(name for phase in arm.phase for name in set(given_in(phase, choices)))
    for phase in arm.phase:
        yield from _phase(f"{place}, phase {phase.name!r}", phase, components, choices, several)
    given = {name for phase in arm.phase for name in given_in(phase, choices)}
    for review in arm.review:
        if review.first not in given:
            where = f"{place}, review {review.name!r}, key 'first'"
            yield Problem(
                where, f"no component {review.first!r} in this arm", near(review.first, given)
            )


def given_in(phase: Phase, choices: Mapping[str, Choice]) -> list[str]:
    """List the components that a phase may give, every option of a choice included."""
    names: list[str] = []
    for item in phase.give:
        if isinstance(item, Choose):
            names += choices[item.choose].one_of if item.choose in choices else ()
        else:
            names.append(item)
    return names


def _phase(
    place: str,
    phase: Phase,
    components: Mapping[str, Component],
    choices: Mapping[str, Choice],
    several: Mapping[str, int],
) -> Iterator[Problem]:
    for item in phase.give:
        if isinstance(item, Choose) and item.choose not in choices:
            what = f"no choice {item.choose!r}"
            yield Problem(f"{place}, key 'give'", what, near(item.choose, choices))
        if isinstance(item, str) and item not in components:
            yield Problem(f"{place}, key 'give'", f"no component {item!r}", near(item, components))
    names = given_in(phase, choices)
    yield from _repeated(f"{place}, component", "place in give", names)
    for name in dict.fromkeys(names):
        if name in components:
            where = f"{place}, component {name!r}"
            yield from places(where, phase, components[name], again=several[name] > 1)
            yield from misplaced_steps(where, phase, components[name])
            yield from overlapping(where, phase, components[name])
