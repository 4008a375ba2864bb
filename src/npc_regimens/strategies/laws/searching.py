"""The search for the smallest example that breaks a law: first the dangerous ones, then chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hypothesis import Phase, find, settings
from hypothesis.errors import Flaky, NoSuchExample

from npc_regimens.errors import BrokenLaw, LawBrokenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from hypothesis.strategies import SearchStrategy

Example = TypeVar("Example")


@dataclass(frozen=True, slots=True)
class Search:
    """How many random examples come behind the dangerous ones, and whether ever the same."""

    examples: int = 200
    derandomize: bool = True

    @property
    def settings(self) -> settings:
        """The settings of Hypothesis; nothing is kept between runs."""
        return settings(
            max_examples=self.examples,
            derandomize=self.derandomize,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
        )


USUAL: Final = Search()


class UnansweredError(Exception):
    """A function gave no answer that can be read. It stays in this room."""


def hold(
    law: str,
    subject: object,
    judge: Callable[[Example], str],
    first: Iterable[Example],
    then: tuple[SearchStrategy[Example], Search] | None = None,
) -> None:
    """Look for an example that a judge has words about; raise `LawBrokenError` with the first.

    The first examples come in the order given, so the plainest stand at the head.
    """
    told = next((words for example in first if (words := _verdict(judge, example))), "")
    if not told and then is not None:
        told = _by_chance(judge, *then)
    if told:
        raise broken(law, subject, told)


def broken(law: str, subject: object, example: str) -> LawBrokenError:
    """Make the error of one broken law."""
    return LawBrokenError([BrokenLaw(name_of(subject), law, example)])


def name_of(subject: object) -> str:
    """Name a function by its own name, and a file by its path.

    >>> name_of(name_of)
    'name_of'
    """
    return str(getattr(subject, "__name__", subject))


def _verdict(judge: Callable[[Example], str], example: Example) -> str:
    try:
        return judge(example)
    except UnansweredError as error:
        return str(error)


def _by_chance(
    judge: Callable[[Example], str], strategy: SearchStrategy[Example], search: Search
) -> str:
    two_answers = "it gives two answers to one question"
    try:
        found = find(strategy, lambda each: bool(_verdict(judge, each)), settings=search.settings)
    except NoSuchExample:
        return ""
    except Flaky:
        return two_answers
    return _verdict(judge, found) or two_answers


def answer(where: str, function: Callable[..., Any], *given: object, **named: object) -> Any:  # noqa: ANN401  whatever the user's function returns
    """Ask a user's function; that it raises is an answer too, and breaks the law."""
    try:
        return function(*given, **named)
    except Exception as error:
        raise UnansweredError(f"{where}: it raised {error!r}") from error


def all_hold(gate: Callable[[], None], *laws: Callable[[], None]) -> None:
    """Try a first law, without which the others say nothing, and then all; report all together."""
    gate()
    found: list[BrokenLaw] = []
    for law in laws:
        try:
            law()
        except LawBrokenError as error:
            found += error.broken
    if found:
        raise LawBrokenError(found)
