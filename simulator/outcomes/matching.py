"""A matching with the names of a user's files: its counts, its JSON and its CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.market.matching import Blocking, Matching
from simulator.market.problem import Market
from simulator.scenario.match_lists import MatchLists

SCHEMA_VERSION = 1


@dataclass(frozen=True)
class MatchOutcome:
    """What came of a match.

    Attributes
    ----------
    lists : MatchLists
        What the files say.
    problem : Market
        The same as arrays of the algorithm.
    matching : Matching
    seed : int
    proposing : str
        ``applicants`` or ``programs``.
    n_elsewhere : int or None
        Applicants whom the applicants' own algorithm places elsewhere; None if that was run.
    """

    lists: MatchLists
    problem: Market
    matching: Matching
    seed: int
    proposing: str
    n_elsewhere: int | None = None

    @property
    def n_applicants(self) -> int:
        """Applicants, partners included."""
        return len(self.lists.applicants)

    @cached_property
    def n_matched(self) -> int:
        """Applicants with a place."""
        return int(np.count_nonzero(self.matching.program_of >= 0))

    @cached_property
    def n_filled(self) -> int:
        """Positions that are filled, linked preliminary ones included."""
        return self.n_matched + int(np.count_nonzero(self.matching.preliminary_of >= 0))

    @cached_property
    def n_positions(self) -> int:
        """Positions on offer: the quotas of the file."""
        return int(self.lists.quota.sum())

    @cached_property
    def n_first_choice(self) -> int:
        """Applicants at the first place of their list, partners at that of the joint list."""
        alone, couples, place = self.lists.by_applicant, self.lists.by_couple, self.matching.program_of
        a = np.flatnonzero(np.diff(alone.start))
        c = np.flatnonzero(np.diff(couples.start))
        first = couples.items[couples.start[c]]
        together = (place[self.lists.couple[c]] == first).all(axis=1)
        n_alone = np.count_nonzero(alone.items[alone.start[a]] == place[a])
        return int(n_alone) + int((first[together] >= 0).sum())

    @cached_property
    def n_with_list(self) -> int:
        """Applicants who ranked anything."""
        n_alone = np.count_nonzero(np.diff(self.lists.by_applicant.start))
        return int(n_alone) + 2 * int(np.count_nonzero(np.diff(self.lists.by_couple.start)))

    def names(self, found: Blocking) -> tuple[list[str], list[str]]:
        """Return the names in a coalition: applicants and programs, an empty one for no match."""
        programs = [self.lists.programs[p] if p >= 0 else "" for p in found.programs]
        return [self.lists.applicants[a] for a in found.applicants], programs

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values; docs/match_files.md describes each."""
        found = self.matching
        answer = {
            "schema_version": SCHEMA_VERSION,
            "matched": self.n_matched,
            "unmatched": self.n_applicants - self.n_matched,
            "stable": found.is_stable,
            "proved_unstable": found.is_proof,
            "blocking": list(self._blocking()),
            "rounds": int(found.rounds),
            "seconds": float(found.seconds),
            "verify_seconds": float(found.verify_seconds),
            "applicants": self.n_applicants,
            "couples": len(self.lists.couple),
            "programs": len(self.lists.programs),
            "positions": self.n_positions,
            "filled": self.n_filled,
            "first_choice": self.n_first_choice,
            "proposing": self.proposing,
            "seed": self.seed,
            "program_ranks_ignored": self.lists.n_ignored,
            "applicant_ranks_not_returned": int(found.dropped),
            "quotas_changed": self._quotas_changed(),
            "warnings": list(self.lists.notes),
        }
        return answer if self.n_elsewhere is None else {**answer, "elsewhere": self.n_elsewhere}

    def _blocking(self) -> Iterator[dict[str, Any]]:
        for found in self.matching.blocking:
            applicants, programs = self.names(found)
            yield {"kind": found.kind, "applicants": applicants, "programs": programs}

    def _quotas_changed(self) -> dict[str, int]:
        changed = np.flatnonzero(self.matching.quota != self.lists.quota)
        return {self.lists.programs[p]: int(self.matching.quota[p]) for p in changed}

    def to_json(self) -> str:
        """Return the answer as JSON, with a line break at its end."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def to_csv(self) -> str:
        """Return a row for each person in the order of the files: applicant, program.

        An empty program is no match. Where supplemental lists were given, a third column has
        the linked preliminary program.
        """
        named = np.array([*self.lists.programs, ""], dtype=object)
        columns: list[npt.NDArray[np.object_] | tuple[str, ...]] = [
            self.lists.applicants, named[self.matching.program_of],
        ]  # fmt: skip
        header = ["applicant", "program"]
        if len(self.lists.linked):
            columns.append(named[self.matching.preliminary_of])
            header.append("preliminary_program")
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(zip(*columns, strict=True))
        return text.getvalue()
