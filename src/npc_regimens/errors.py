"""Every exception of the package: what is wrong with the caller raises, nothing else does.

Each class is also the built-in that a caller would expect, so ``except ValueError`` works.
A message is lower case and names the culprit, the place and the remedy.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class NpcRegimensError(Exception):
    """The base of every refusal."""


class UnitError(NpcRegimensError, ValueError):
    """An amount, number or unit that cannot be read or cannot be combined."""


class InexactError(UnitError, TypeError):
    """A float or another inexact number where an exact one is needed."""


class DateError(NpcRegimensError, ValueError):
    """A date, span, clock time or time zone that cannot be used."""


class SourceError(NpcRegimensError, ValueError):
    """A source record or citation that cannot be read or does not hold."""


class PatientError(NpcRegimensError, ValueError):
    """A measurement that is missing or cannot be true."""


class ProductError(NpcRegimensError, ValueError):
    """A dose that cannot be made from a product."""


class BasisNotStatedError(ProductError):
    """A dose whose salt or base is not stated, where millilitres or vials are asked for."""


class RegimenError(NpcRegimensError, ValueError):
    """A regimen that is unclear, or a choice in it that does not fit."""


class NotStatedError(RegimenError):
    """A dose or schedule that the source does not state."""


class PlanError(NpcRegimensError, ValueError):
    """A start, horizon or clock with which a regimen cannot be planned."""


class CourseError(NpcRegimensError, ValueError):
    """A course whose log contradicts itself, the regimen or the calendar."""


class AdviceError(NpcRegimensError, ValueError):
    """A question about a dose that no rule can answer as it was asked."""


class UnknownNameError(NpcRegimensError, LookupError):
    """A name that nothing has."""


class UnknownRegimenError(RegimenError, UnknownNameError):
    """A regimen or arm that does not exist."""


class OutputError(NpcRegimensError, OSError):
    """A file that cannot be written."""


class MissingExtraError(NpcRegimensError, ImportError):
    """A package that comes with an extra and is not installed."""


class PublishError(NpcRegimensError, OSError):
    """A calendar server that cannot be used, or an answer of it that is not understood."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: where, what, and what to write instead.

    >>> print(Problem("phase 'a', key 'cycle'", "'1 month' is not a length", "write '28 days'"))
    phase 'a', key 'cycle': '1 month' is not a length
        write '28 days'
    """

    place: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}\n    {self.remedy}"


class ConflictsError(RegimenError):
    """Parts of a definition that are sound alone and contradict each other."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ConflictsError], tuple[tuple[Problem, ...]]]:
        """Keep the problems when the error travels between processes."""
        return type(self), (self.problems,)


class LogProblemsError(CourseError):
    """All the entries of a log that contradict what stands before them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[LogProblemsError], tuple[tuple[Problem, ...]]]:
        """Keep the problems when the error travels between processes."""
        return type(self), (self.problems,)


class FileProblemsError(RegimenError):
    """All the problems of one file."""

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file = file
        self.problems = tuple(problems)
        name = file if file.isprintable() else repr(file)
        super().__init__("\n".join(f"{name}: {problem}" for problem in self.problems))

    def __reduce__(self) -> tuple[type[FileProblemsError], tuple[str, tuple[Problem, ...]]]:
        """Keep the two parts apart when the error travels between processes."""
        return type(self), (self.file, self.problems)


@dataclass(frozen=True, slots=True, order=True)
class Slip:
    """One part of a line that is not understood: from where to where, what, and what to write."""

    start: int
    end: int
    what: str
    remedy: str


class NotationError(RegimenError):
    """All that is not understood of a line, each with a caret under its place."""

    def __init__(self, line: str, slips: Iterable[Slip]) -> None:
        self.line = line
        self.slips = tuple(slips)
        super().__init__("\n".join(_under(line, slip) for slip in self.slips))

    def __reduce__(self) -> tuple[type[NotationError], tuple[str, tuple[Slip, ...]]]:
        """Keep the two parts apart when the error travels between processes."""
        return type(self), (self.line, self.slips)


def _under(line: str, slip: Slip) -> str:
    """Say what is wrong, and show its row with carets under all of it in that row."""
    said = f"{slip.what}; {slip.remedy}"
    if not line:
        return said
    first = line.rfind("\n", 0, slip.start) + 1
    row = line[first:].split("\n", 1)[0].replace("\t", " ").replace("\r", " ")
    before, under = row[: slip.start - first], row[slip.start - first : slip.end - first]
    return f"{said}\n  {row}\n  {' ' * _width(before)}{'^' * max(1, _width(under))}"


def _width(text: str) -> int:
    """Count the columns of a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(each) in {"W", "F"} else 1 for each in text)


@dataclass(frozen=True, slots=True, order=True)
class BrokenLaw:
    """One law that does not hold: of what, which, and the smallest example in words.

    >>> print(BrokenLaw("my_surface", "law_surface_agrees", "height 170 cm: found 1.7 m2"))
    my_surface breaks law_surface_agrees: height 170 cm: found 1.7 m2
    """

    subject: str
    law: str
    example: str

    def __str__(self) -> str:
        return f"{self.subject} breaks {self.law}: {self.example}"


class LawBrokenError(NpcRegimensError, AssertionError):
    """All the laws that a function or a file breaks, each with its smallest example."""

    def __init__(self, broken: Iterable[BrokenLaw]) -> None:
        self.broken = tuple(broken)
        super().__init__("\n".join(map(str, self.broken)))

    def __reduce__(self) -> tuple[type[LawBrokenError], tuple[tuple[BrokenLaw, ...]]]:
        """Keep the laws when the error travels between processes."""
        return type(self), (self.broken,)
