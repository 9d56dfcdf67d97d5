"""Annotations for lists: how long they may be, and that they repeat nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from simulator.scenario.kinds import wrong


@dataclass(frozen=True)
class Sized:
    """Annotation for a list: how many values it may have."""

    low: int
    high: int

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self._sized, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        found = handler(schema)
        target = found["anyOf"][-1] if "anyOf" in found else found
        target.update(minItems=self.low, maxItems=self.high)
        return found

    def _sized(self, values: tuple[object, ...]) -> tuple[object, ...]:
        if not self.low <= len(values) <= self.high:
            what = "is an empty list" if not values else "is too long a list"
            raise wrong(what, f"{self.low} to {self.high:,} values")
        return values


_Item = TypeVar("_Item")


def _distinct(values: tuple[_Item, ...]) -> tuple[_Item, ...]:
    if len(set(values)) != len(values):
        raise wrong("names the same thing twice", hint="Write each value once.")
    return values


DISTINCT = AfterValidator(_distinct)
"""Annotation for a list that may not repeat a value."""
