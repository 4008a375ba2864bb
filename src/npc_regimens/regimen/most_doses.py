"""The most doses of a component in a whole arm, such as ``8 doses``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Final

from npc_regimens.errors import RegimenError
from npc_regimens.record import WrittenAs

_WRITTEN: Final = re.compile(r"([1-9][0-9]{0,3}) doses?")


@dataclass(frozen=True, slots=True)
class MostDoses:
    """A number of doses that an arm does not pass, all its phases together.

    >>> print(MostDoses.parse("8 doses"))
    8 doses
    """

    count: int

    @classmethod
    def parse(cls, text: str) -> MostDoses:
        """Read ``8 doses``; a number alone could count cycles or days as well."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise RegimenError(
                f"at_most {text!r} is not understood; write a number of doses, for example"
                " '8 doses'"
            )
        return cls(int(found[1]))

    def __str__(self) -> str:
        return f"{self.count} dose{'' if self.count == 1 else 's'}"


MostDosesText = Annotated[
    MostDoses,
    WrittenAs(MostDoses.parse, "8 doses", "The most doses of a component in the whole arm."),
]
