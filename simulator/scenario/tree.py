"""Python data to the tree of values that the readers of files make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from numbers import Integral, Real

from simulator.errors import Fault, InputError
from simulator.scenario.nodes import Node, Place, check_depth, check_size


def tree_of(data: Mapping[str, object], file: str) -> tuple[Node, list[Fault]]:
    """Make a tree of Python data.

    Parameters
    ----------
    data : mapping
        The keys and values of a file; dates as ``date`` or ``YYYY-MM-DD``.
    file : str
        What to call the data in messages.

    Returns
    -------
    (Node, list of Fault)
        The tree, and what is wrong but did not stop the reading: keys that are no text.

    Raises
    ------
    InputError
        No mapping, too deep or too large.
    """
    if not isinstance(data, Mapping):
        raise InputError(Fault("must be a mapping of keys to values", file, got=data))
    faults: list[Fault] = []
    return _tree(data, Place(file), 0, faults), faults


def _tree(value: object, place: Place, depth: int, faults: list[Fault]) -> Node:
    check_depth(depth, place)
    if isinstance(value, Mapping):
        wrong_keys = [key for key in value if not isinstance(key, str)]
        faults.extend(Fault("a key must be text", *place, got=key) for key in wrong_keys)
        below = {k: _tree(v, place, depth + 1, faults) for k, v in value.items() if isinstance(k, str)}
        return sized(Node(below, place, {}), list(below.values()))
    if isinstance(value, list | tuple):
        items = [_tree(item, place, depth + 1, faults) for item in value]
        return sized(Node(items, place), items)
    return Node(_scalar(value), place)


def sized(node: Node, below: list[Node]) -> Node:
    """Return a node that knows how many values stand below it; too many are refused."""
    size = 1 + sum(child.size for child in below)
    check_size(size, node.place)
    return replace(node, size=size)


def _scalar(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else value
