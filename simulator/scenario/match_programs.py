"""programs.csv: quotas, where unfilled positions revert to, odd or even numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simulator.scenario.match_findings import Findings, known, names, repeated, whole_numbers

MAX_QUOTA = 1_000_000
PARITY = {"": 0, "none": 0, "odd": 1, "even": 2}


class Programs(NamedTuple):
    """The programs of a match; `number_of` is in the order of the file."""

    number_of: dict[str, int]
    quota: npt.NDArray[np.int32]
    reverts_to: npt.NDArray[np.int32]
    parity: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.number_of)


def read_programs(findings: Findings) -> Programs:
    """Read the table of programs; faults are noted in the findings."""
    named = names(findings, "program")
    number_of = {word: code for code, word in enumerate(named.words)}
    rows = np.flatnonzero(named.codes >= 0)
    again = repeated(named.codes[rows].astype(np.int64), rows)
    findings.note(
        sorted(again), "is listed twice", "program", hint=lambda row: f"See line {findings.table.line(again[row])}."
    )
    first = np.setdiff1d(rows, list(again))  # in the order of the words
    quota = whole_numbers(findings, "quota", 0, MAX_QUOTA)[first]
    receiver = known(findings, "reverts_to", number_of, "program")[first]
    _refuse_circles(findings, receiver, first)
    return Programs(number_of, quota, receiver, _parity(findings)[first])


def _parity(findings: Findings) -> npt.NDArray[np.int8]:
    column = findings.table.column("parity")
    values = np.array([*(PARITY.get(word.casefold(), -1) for word in column.words), 0], np.int8)
    found = values[column.codes]
    findings.note(np.flatnonzero(found < 0), "is not a parity", "parity", "odd, even, or an empty cell")
    return found


def _refuse_circles(findings: Findings, receiver: npt.NDArray[np.int32], rows: npt.NDArray[np.int64]) -> None:
    """Note each circle of reversions once, at its program that stands first in the file."""
    words = findings.table.column("program").words
    circles = {min(circle): circle for circle in _circles(receiver.tolist())}
    said = {int(rows[first]): " > ".join(words[p] for p in (*circle, circle[0])) for first, circle in circles.items()}
    findings.note(
        list(said), "positions would revert in a circle", "reverts_to", "a chain that ends", lambda row: said[row] + "."
    )


def _circles(receiver: list[int]) -> Iterator[list[int]]:
    seen = [False] * len(receiver)
    for first in range(len(receiver)):
        path: dict[int, None] = {}
        p = first
        while p >= 0 and not seen[p]:
            seen[p] = True
            path[p] = None
            p = receiver[p]
        if p in path:
            walked = list(path)
            yield walked[walked.index(p) :]
