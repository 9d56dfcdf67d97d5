"""The YAML library at arm's length: text to parser events, its complaints to faults in our words."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.events import Event

_PROBLEMS = {
    "cannot start any token": "a character that cannot stand here",
    "mapping values are not allowed": "a ':' where no key can be",
    "could not find expected ':'": "a key without ':'",
    "unexpected end of stream": "a quote that is never closed",
    "expected ',' or ']'": "a list in brackets that lacks a comma or its ']'",
    "expected ',' or '}'": "a mapping in braces that lacks a comma or its '}'",
    "<block end>": "indentation that fits nothing above",
}


def events(text: str, file: str) -> Iterator[Event]:
    """Yield the parser's events, one by one.

    Parameters
    ----------
    text : str
        The whole file.
    file : str
        Its name, for the places.

    Yields
    ------
    Event
        Of ruamel.yaml's pure parser for YAML 1.2; nothing is composed or constructed.

    Raises
    ------
    InputError
        Whatever the parser dies of, in one fault.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    yaml = YAML(typ="safe", pure=True)
    line = 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for event in yaml.parse(text):
                line = event.end_mark.line + 1
                yield event
    except MarkedYAMLError as problem:
        raise InputError(_syntax_fault(problem, file)) from None
    except InputError:
        raise
    except Exception:  # noqa: BLE001 - the parser's own slips must not reach the user
        hint = "Look for an odd escape or sign on this line or just after it."
        raise InputError(Fault("is not valid YAML", file, line, hint=hint)) from None


def _syntax_fault(problem: MarkedYAMLError, file: str) -> Fault:
    said = str(problem.problem or "cannot be understood")
    words = next((ours for theirs, ours in _PROBLEMS.items() if theirs in said), said)
    mark, around = problem.problem_mark or problem.context_mark, problem.context_mark
    hint = "Check indentation, quotes and brackets around here."
    if "'\\t'" in said or "tab" in said:
        hint = "Use spaces, not tabs."
    elif around is not None and mark is not None and around.line != mark.line:
        hint = f"What is not finished begins on line {around.line + 1}."
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (None, None)
    return Fault(f"is not valid YAML: {words}", file, line, column, hint=hint)
