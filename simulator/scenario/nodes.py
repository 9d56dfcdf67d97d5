"""The tree between a file and the schema: every value with the place it came from.

Lists and mappings of YAML, rows of CSV and plain Python data all become the same tree,
so that everything behind it can say ``file:line:col`` without knowing the format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from simulator.errors import Fault, InputError

MAX_DEPTH = 20
MAX_NODES = 200_000

Step = str | int
Path = tuple[Step, ...]


class Place(NamedTuple):
    """Where something stands: the file as named by the user, line and column from 1."""

    file: str
    line: int | None = None
    column: int | None = None


class Unreadable:
    """A value already reported as faulty by a reader; the schema stays silent about it."""


UNREADABLE = Unreadable()


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its place.

    Attributes
    ----------
    value : object
        A scalar, a ``dict`` of text to Node, or a ``list`` of Node.
    place : Place
        Where the value begins.
    keys : mapping of str to Place, or None
        Where each key of a mapping stands.
    size : int
        Number of values in the tree below, aliases counted as often as they are used.
    """

    value: object
    place: Place
    keys: Mapping[str, Place] | None = None
    size: int = 1

    def children(self) -> Iterator[tuple[Step, Node]]:
        """Yield the nodes directly below with their key or index; none for a scalar."""
        if isinstance(self.value, dict):
            yield from self.value.items()
        elif isinstance(self.value, list):
            yield from enumerate(self.value)

    def child(self, step: Step) -> Node | None:
        """Return the node under a key or index, or None."""
        if isinstance(self.value, dict):
            found = self.value.get(step)
            return found if isinstance(found, Node) else None
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step] if isinstance(self.value[step], Node) else None
        return None


def find(root: Node, path: Path) -> Node | None:
    """Return the node at ``path``, or None where the tree does not reach so far."""
    node: Node | None = root
    for step in path:
        node = node.child(step) if node is not None else None
    return node


def place_of(root: Node, path: Path) -> Place:
    """Return the place of the value at ``path``, or of the nearest thing around it.

    A list or mapping is at its key, where there is one: that is where a reader looks.
    """
    node, place = root, root.place
    for step in path:
        below = node.child(step)
        if below is None:
            return node.keys.get(str(step), place) if node.keys is not None else place
        place = below.place if not isinstance(below.value, dict | list) else _key_place(node, step, below)
        node = below
    return place


def key_place(root: Node, path: Path) -> Place:
    """Return the place of the key (not the value) at the end of ``path``."""
    parent = find(root, path[:-1])
    if parent is None or parent.keys is None:
        return place_of(root, path)
    return parent.keys.get(str(path[-1]), parent.place)


def _key_place(node: Node, step: Step, below: Node) -> Place:
    return node.keys.get(str(step), below.place) if node.keys is not None else below.place


def existing(root: Node, path: Path) -> Path:
    """Drop the steps of ``path`` that no tree has, such as the index of a one-item list."""
    node, kept = root, []
    for step in path:
        below = node.child(step)
        if below is None and isinstance(step, int):
            continue
        kept.append(step)
        node = below if below is not None else node
    return tuple(kept)


def with_child(root: Node, path: Path, below: Node) -> Node:
    """Return a tree in which the node at ``path`` is replaced or added."""
    if not path:
        return below
    step, rest = path[0], path[1:]
    old = root.child(step)
    if not isinstance(root.value, dict) or not isinstance(step, str):
        return root
    new = with_child(old, rest, below) if old is not None else below
    return replace(root, value={**root.value, step: new})


def plain(node: Node) -> object:
    """Return the tree as Python data: dict, tuple and scalars, without places."""
    if isinstance(node.value, dict):
        return {key: plain(below) for key, below in node.value.items()}
    if isinstance(node.value, list):
        return tuple([plain(below) for below in node.value])
    return node.value


def check_size(size: int, place: Place) -> None:
    """Refuse a tree with too many values, counted as if every alias were written out.

    Raises
    ------
    InputError
        When ``size`` is over the limit: anchors that explode are stopped here.
    """
    if size > MAX_NODES:
        message = "too many values, counting each use of an alias"
        raise InputError(Fault(message, *place, allowed=f"at most {MAX_NODES:,} values"))


def check_depth(depth: int, place: Place) -> None:
    """Refuse nesting deeper than any scenario needs.

    Raises
    ------
    InputError
        When ``depth`` is over the limit.
    """
    if depth > MAX_DEPTH:
        raise InputError(Fault("nested too deeply", *place, allowed=f"at most {MAX_DEPTH} levels"))


def spelled(path: Path) -> str:
    """Write a path as users read it: ``programs[3].step2_ck``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step[:60]}" if text else step[:60]
    return text
