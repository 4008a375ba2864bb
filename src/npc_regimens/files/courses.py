"""Course files: read whole or not at all, and followed through their log."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from npc_regimens.course.definition import Course
from npc_regimens.course.replaying import replay
from npc_regimens.files.loading import find_regimen, from_data, load_formulary
from npc_regimens.files.reading import read_toml

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from typing import Any

    from npc_regimens.course.replaying import Followed
    from npc_regimens.products import Formulary
    from npc_regimens.regimen import Trial

MARK = "participant"  # the key by which a course file is known from others


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A course with the regimen and the products that its file names."""

    course: Course
    trial: Trial
    arm: str | None
    formulary: Formulary

    def follow(self, as_of: dt.date | None = None) -> Followed:
        """Follow the course through its log, or through what was recorded up to a day."""
        return replay(self.course, self.trial, self.arm, formulary=self.formulary, as_of=as_of)


def load_course(path: str | Path) -> CourseFile:
    """Load a course file, with the regimen and the product folders that it names.

    Paths in the file are counted from its folder. Raises `FileProblemsError` with all the problems
    of the file, and `UnknownRegimenError` for a regimen that does not exist.
    """
    return course_of(read_toml(Path(path)), Path(path))


def course_of(data: Mapping[str, Any], path: Path) -> CourseFile:
    """Make a course of the plain data of a file, whether it is written yet or not."""
    course, folder = from_data(Course, data, str(path)), path.parent
    name = course.regimen
    is_path = name.endswith(".toml") or ".toml/" in name
    trial, arm = find_regimen(str(folder / name) if is_path else name)
    formulary = load_formulary(*(folder / each for each in course.products))
    return CourseFile(course, trial, arm, formulary)


def is_course(path: Path) -> bool:
    """Whether a file is a course file, as far as its keys tell."""
    return path.suffix == ".toml" and path.is_file() and MARK in read_toml(path)
