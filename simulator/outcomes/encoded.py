"""Results of replicates as columns of arrays and back, to the last bit and without pickle.

A result is a NamedTuple, mapping, tuple or list of NumPy arrays, numbers, truth values and texts, or of such again. Its
form (names, types, numbers of axes) is kept beside the columns, so that the very same objects come back.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Form = dict[str, Any]
Leaf = NDArray[Any] | str
OURS = "simulator"
KINDS: dict[str, type] = {"bool": bool, "int": int, "float": float}


def encode(result: object, path: str = "") -> tuple[Form, dict[str, Leaf]]:
    """Take a result apart.

    Parameters
    ----------
    result : object
    path : str
        Where it is; names are joined by points.

    Returns
    -------
    tuple of (form, leaves)
        The form is plain values, as JSON has them; leaves are arrays, or texts, by path.

    Raises
    ------
    TypeError
        Something that cannot be kept.
    """
    parts = _parts(result)
    if parts is None:
        return _leaf(result, path)
    form: Form = parts[0] | {"parts": {}}
    leaves: dict[str, Leaf] = {}
    for name, part in parts[1].items():
        form["parts"][name], more = encode(part, f"{path}.{name}" if path else name)
        leaves |= more
    return form, leaves


def _parts(result: object) -> tuple[Form, Mapping[str, object]] | None:
    """What a result consists of; None if it is no more than itself."""
    if isinstance(result, tuple) and hasattr(result, "_fields"):
        kind = type(result)
        return {"is": "named", "type": f"{kind.__module__}:{kind.__qualname__}"}, result._asdict()  # type: ignore[attr-defined]
    if isinstance(result, Mapping) and all(isinstance(key, str) and "." not in key for key in result):
        return {"is": "dict"}, result
    if isinstance(result, list | tuple):
        return {"is": type(result).__name__}, {str(k): part for k, part in enumerate(result)}
    return None


def _leaf(value: object, path: str) -> tuple[Form, dict[str, Leaf]]:
    if value is None:
        return {"is": "none"}, {}
    if isinstance(value, str):
        return {"is": "text"}, {path: str(value)}
    for name, kind in KINDS.items():
        if type(value) is kind:
            return {"is": name}, {path: np.asarray(value)}
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biuf" and value.dtype.itemsize <= 8:
        array = np.asarray(value)
        is_one = isinstance(value, np.generic)
        return {"is": "number" if is_one else "array", "dtype": array.dtype.name, "axes": array.ndim}, {path: array}
    raise TypeError(
        f"{path or 'result'}: cannot be kept (got {type(value).__name__}). "
        "Allowed: NamedTuples, dicts with texts as keys, tuples and lists of NumPy arrays of numbers, numbers and texts"
    )


def decode(form: Form, leaves: Mapping[str, Leaf], package: str, path: str = "") -> Any:
    """Put a result together again.

    Parameters
    ----------
    form, leaves
        As `encode` gave them.
    package : str
        Top-level package from which NamedTuples may come, besides ours; a file must not have us import others.
    path : str

    Returns
    -------
    object
        Equal to what was encoded, of the same types.

    Raises
    ------
    ValueError
        A form that no result has.
    """
    kind = form["is"]
    if "parts" in form:
        parts = {n: decode(f, leaves, package, f"{path}.{n}" if path else n) for n, f in form["parts"].items()}
        return _together(form, parts, package)
    if kind == "none":
        return None
    leaf = leaves[path]
    if kind in KINDS:
        return KINDS[kind](leaf)
    return leaf[()] if kind == "number" else leaf  # type: ignore[index]


def _together(form: Form, parts: dict[str, Any], package: str) -> Any:
    if form["is"] == "named":
        return _named(form["type"], package)(**parts)
    if form["is"] in ("list", "tuple"):
        return (list if form["is"] == "list" else tuple)(parts.values())
    return parts


def _named(place: str, package: str) -> Any:
    module, _, name = place.partition(":")
    if module.partition(".")[0] not in (OURS, package):
        raise ValueError(f"type: is neither of {OURS} nor of {package} (got {place})")
    kind: Any = importlib.import_module(module)
    for part in name.split("."):
        kind = getattr(kind, part)
    if not (isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields")):
        raise ValueError(f"type: is no NamedTuple (got {place})")
    return kind
