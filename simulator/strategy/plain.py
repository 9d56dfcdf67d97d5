"""Answers of this package as plain data: dictionaries, lists, numbers and text, ready for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel


def plain(value: Any) -> Any:
    """Turn an answer into plain data.

    Parameters
    ----------
    value : NamedTuple, scenario part, date, collection or scalar

    Returns
    -------
    dict, list, str, number or bool
        Fields of value None are left out; days are written YYYY-MM-DD.
    """
    if isinstance(value, BaseModel):
        return plain({key: getattr(value, key) for key in type(value).model_fields if key in value.model_fields_set})
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
