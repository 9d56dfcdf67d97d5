"""What a task is, as plain values: two tasks with the same description do the same work."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from enum import Enum
from typing import Any

import numpy as np

TYPE = "(type)"  # no name of a field


def describe(value: object) -> Any:
    """Return a description as JSON has it.

    Parameters
    ----------
    value : object
        A task: a dataclass, a function of a module, or `functools.partial` of one; or anything in its fields:
        numbers, texts, mappings, sequences, NumPy arrays (by their hash), dataclasses, NamedTuples, pydantic models.

    Returns
    -------
    dict, list, text, number, truth value or None

    Raises
    ------
    TypeError
        Something without a lasting description, such as a lambda.
    """
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or (isinstance(value, bool | int | float | str) and not isinstance(value, Enum | np.generic)):
        return value
    if isinstance(value, np.ndarray):
        digest = hashlib.blake2b(np.ascontiguousarray(value).tobytes(), digest_size=16).hexdigest()
        return {"array": digest, "dtype": value.dtype.str, "shape": list(value.shape)}
    if isinstance(value, np.generic | Enum):
        return describe(value.item() if isinstance(value, np.generic) else value.value)
    return _container(value)


def _container(value: object) -> Any:
    fields = _fields(value)
    if fields is not None:
        return {TYPE: _name(type(value)), **{name: describe(getattr(value, name)) for name in fields}}
    if isinstance(value, Mapping):
        return {str(key): describe(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [describe(part) for part in value]
    if isinstance(value, AbstractSet):
        return sorted((describe(part) for part in value), key=repr)
    return _function(value)


def _fields(value: object) -> list[str] | None:
    """Names of the fields of a dataclass, a NamedTuple or a model of pydantic; None for anything else."""
    if isinstance(value, type):
        return None
    if dataclasses.is_dataclass(value):
        return [field.name for field in dataclasses.fields(value)]
    named = getattr(type(value), "_fields", None) or getattr(type(value), "model_fields", None)
    return list(named) if isinstance(named, tuple | dict) else None


def _function(value: object) -> Any:
    if isinstance(value, functools.partial):
        return {**describe(value.func), "arguments": describe(value.args), "keywords": describe(value.keywords)}
    name = _name(value)
    if "<" in name or not callable(value):
        raise TypeError(f"{name}: has no lasting description. Allowed: a dataclass, or a function of a module")
    return {TYPE: name}


def _name(value: object) -> str:
    kind: Any = value if hasattr(value, "__qualname__") else type(value)
    return f"{kind.__module__}.{kind.__qualname__}"


def package_of(task: object) -> str:
    """Return the top-level package in which a task is defined."""
    while isinstance(task, functools.partial):
        task = task.func
    return str(getattr(task, "__module__", type(task).__module__)).partition(".")[0]


def hash_of(description: object) -> str:
    """Hash of a description, the same on every machine."""
    text = json.dumps(description, sort_keys=True, ensure_ascii=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def differing(there: object, here: object, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where two descriptions differ: path, there, here.

    Parameters
    ----------
    there, here : object
    path : str
    """
    if isinstance(there, dict) and isinstance(here, dict):
        for name in dict.fromkeys([*there, *here]):
            yield from differing(there.get(name), here.get(name), f"{path}.{name}" if path else name)
    elif isinstance(there, list) and isinstance(here, list) and len(there) == len(here):
        for k, (a, b) in enumerate(zip(there, here, strict=True)):
            yield from differing(a, b, f"{path}[{k}]")
    elif there != here or type(there) is not type(here):
        yield path, there, here
