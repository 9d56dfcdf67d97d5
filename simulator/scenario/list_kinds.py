"""Annotations for lists: how long they may be, and that they repeat nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from simulator.scenario.kinds import wrong


@dataclass(frozen=True)
class Sized:
    """Annotation for a list: how many values it may have."""

    low: int
    high: int
    unit: str = "values"

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self._sized, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        return _with(handler(schema), minItems=self.low, maxItems=self.high)

    def _sized(self, values: tuple[object, ...]) -> tuple[object, ...]:
        if not self.low <= len(values) <= self.high:
            what = "is an empty list" if not values else "is too long a list"
            raise wrong(what, f"{self.low} to {self.high:,} {self.unit}")
        return values


class Distinct:
    """Annotation for a list that may not repeat a value."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self._distinct, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        return _with(handler(schema), uniqueItems=True)

    def _distinct(self, values: tuple[object, ...]) -> tuple[object, ...]:
        if len(set(values)) != len(values):
            raise wrong("names the same thing twice", hint="Write each value once.")
        return values


def _with(schema: dict[str, Any], **keywords: object) -> dict[str, object]:
    """Add keywords about lists; where one value may stand for a list, to the list only."""
    target = schema["anyOf"][-1] if "anyOf" in schema else schema
    target.update(keywords)
    return schema
