"""The base of everything a person writes: settings, and the form in which a value is written."""

from __future__ import annotations

from dataclasses import dataclass
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue


class Record(BaseModel):
    """Settings shared by every written record."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        defer_build=True,  # a validator is built when a file of its kind is read, not at import
    )


def _is_one_of(value: object, source: object) -> bool:
    return isinstance(source, type | UnionType) and isinstance(value, source)


# Not Literal[1], which true and 1.0 equal.
FormatNumber = Annotated[int, Field(strict=True, ge=1, le=1)]


@dataclass(frozen=True, slots=True)
class WrittenAs:
    """A value that people write as text: how it is read, and what a right one looks like.

    A value that is already read is taken too, unless ``only_text``: a number of a file is none.
    """

    read: Callable[[str], object]
    example: str
    description: str
    only_text: bool = False

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Read text, take a value that is already read, and refuse everything else."""
        del handler

        def read(value: object) -> object:
            if isinstance(value, str):
                return self.read(value)
            if not self.only_text and _is_one_of(value, source):
                return value
            kind = type(value).__name__
            raise ValueError(f"expected text such as {self.example!r}, got {value} ({kind})")

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.to_string_ser_schema()
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the text to editors."""
        del schema, handler
        described: dict[str, Any] = {"type": "string", "description": self.description}
        return {**described, "examples": [self.example]}
