"""YAML to a tree of values with their places.

The parser's events are turned into nodes here, one by one, so that nothing is built before
it has been checked: depth, number of values (an alias counts as all it stands for),
duplicate keys, tags and merge keys. What can be reported together is collected; a file that
is no YAML at all, or one that explodes, is refused at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from simulator.errors import MISSING, Fault, InputError
from simulator.scenario.nodes import UNREADABLE, Node, Place, check_depth, check_size
from simulator.scenario.parser import events
from simulator.scenario.scalars import TooManyDigitsError, plain_scalar

if TYPE_CHECKING:
    from ruamel.yaml.events import Event

_START = "Begin with 'name: ...'. A whole example is in the documentation."


def read_yaml(text: str, file: str) -> tuple[Node, list[Fault]]:
    """Read one YAML 1.2 document.

    Parameters
    ----------
    text : str
        The whole file.
    file : str
        Its name, for the places.

    Returns
    -------
    root : Node
        The document's mapping.
    faults : list of Fault
        What is wrong but did not stop the reading, such as duplicate keys.

    Raises
    ------
    InputError
        When the text is empty, not YAML, not a mapping, too deep or too large.
    """
    builder = _Builder(file, events(text, file))
    try:
        root = builder.document()
    except RecursionError:
        raise InputError(Fault("nested too deeply", file)) from None
    return root, builder.faults


class _Builder:
    """Turns events into nodes and remembers anchors and faults."""

    def __init__(self, file: str, events: Iterator[Event]) -> None:
        self.file = file
        self.events = events
        self.anchors: dict[str, Node | None] = {}
        self.faults: list[Fault] = []

    def document(self) -> Node:
        """Return the root of the only document."""
        root: Node | None = None
        for event in self.events:
            kind = _kind(event)
            if kind == "DocumentStart" and root is not None:
                self._stop("holds a second document", event, hint="Keep one scenario in a file.")
            if kind == "DocumentStart":
                self._check_directives(event)
            if kind in {"Scalar", "Alias", "MappingStart", "SequenceStart"}:
                root = self.node(event, 0)
        if root is None or root.value is None:
            raise InputError(Fault("is empty", self.file, 1, 1, hint=_START))
        if not isinstance(root.value, dict):
            message = "must be a mapping of keys to values at the top"
            raise InputError(Fault(message, *root.place, got=_got(root), hint=_START))
        return root

    def _check_directives(self, event: Event) -> None:
        if getattr(event, "tags", None):
            self._stop("declares tags of its own", event, hint="Take the %TAG line away.")
        if getattr(event, "version", None) not in {None, (1, 2)}:
            self._stop("declares another version of YAML", event, hint="Take the %YAML line away.")

    def node(self, event: Event, depth: int) -> Node:
        """Return the node that begins with ``event``."""
        check_depth(depth, self._place(event))
        kind = _kind(event)
        if kind == "Alias":
            return self._alias(event)
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self.anchors[anchor] = None
        node = self._tagged(event) or self._untagged(event, kind, depth)
        if anchor is not None:
            self.anchors[anchor] = node
        return node

    def _untagged(self, event: Event, kind: str, depth: int) -> Node:
        if kind == "Scalar":
            return self._scalar(event)
        return (self._mapping if kind == "MappingStart" else self._sequence)(event, depth)

    def _alias(self, event: Event) -> Node:
        name = str(getattr(event, "anchor", ""))
        if name not in self.anchors:
            self._stop(f"the alias *{name} has no anchor", event)
        node = self.anchors[name]
        if node is None:
            self._stop(f"the alias *{name} stands inside its own anchor", event)
        return node

    def _tagged(self, event: Event) -> Node | None:
        tag = getattr(event, "tag", None)
        if tag is None:
            return None
        hint = "Take the tag away; write text in quotes."
        self._fault(f"a tag ({tag}) is not allowed", event, hint=hint)
        if _kind(event) != "Scalar":
            self._stop_at_faults()
        return Node(UNREADABLE, self._place(event))

    def _stop_at_faults(self) -> NoReturn:
        raise InputError(self.faults)

    def _scalar(self, event: Event) -> Node:
        text = str(getattr(event, "value", ""))
        place = self._place(event)
        if getattr(event, "style", None):
            return Node(text, place)
        try:
            return Node(plain_scalar(text), place)
        except TooManyDigitsError:
            self._fault("a number with too many digits", event, got=text)
            return Node(UNREADABLE, place)

    def _sequence(self, start: Event, depth: int) -> Node:
        items: list[Node] = []
        size = 1
        for event in self.events:
            if _kind(event) == "SequenceEnd":
                break
            items.append(self.node(event, depth + 1))
            size += items[-1].size
            check_size(size, self._place(event))
        return Node(items, self._place(start), size=size)

    def _mapping(self, start: Event, depth: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        size = 1
        for event in self.events:
            if _kind(event) == "MappingEnd":
                break
            key = self._key(event, keys, depth)
            below = self._value(next(self.events), event, depth)
            size += below.size
            check_size(size, self._place(event))
            if key is not None:
                values[key], keys[key] = below, self._place(event)
        return Node(values, self._place(start), keys, size)

    def _value(self, event: Event, key: Event, depth: int) -> Node:
        """Return the value of a key; one that is left blank is at its key."""
        node = self.node(event, depth + 1)
        is_blank = node.value is None and not getattr(event, "value", None)
        return replace(node, place=self._place(key)) if is_blank and _kind(event) == "Scalar" else node

    def _key(self, event: Event, seen: dict[str, Place], depth: int) -> str | None:
        """Return a usable new key, or None after reporting why it is not."""
        node = self.node(event, depth + 1)
        if node.value == "<<" and not getattr(event, "style", None):
            self._fault("merge keys (<<) are not part of YAML 1.2", event, hint="Write the fields out.")
        elif not isinstance(node.value, str):
            self._fault("a key must be text", event, got=_got(node), hint="Put it in quotes.")
        elif node.value in seen:
            before = f"The first one is on line {seen[node.value].line}."
            self._fault("duplicate key", event, got=node.value, hint=before)
        else:
            return node.value
        return None

    def _place(self, event: Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark is not None else Place(self.file)

    def _fault(self, message: str, event: Event, got: object = MISSING, hint: str = "") -> None:
        self.faults.append(Fault(message, *self._place(event), got=got, hint=hint))

    def _stop(self, message: str, event: Event, hint: str = "") -> NoReturn:
        self._fault(message, event, hint=hint)
        self._stop_at_faults()


def _kind(event: object) -> str:
    return type(event).__name__.removesuffix("Event")


def _got(node: Node) -> object:
    return MISSING if node.value is UNREADABLE else node.value
