"""The page of reasons agrees with the definition of stability: nothing above a place was to be had."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from simulator.outcomes.match_explained import explain
from simulator.outcomes.match_floor import FILLED, NO_POSITIONS, NOT_BOTH, NOT_RANKED
from simulator.pipeline import match_files
from simulator.scenario.match_lists import MatchFiles

SHUT = {NOT_RANKED, NO_POSITIONS, FILLED, NOT_BOTH}
N_SINGLES, N_COUPLES, N_PROGRAMS = 8, 2, 5


def _rows(header: str, rows: list[tuple[object, ...]]) -> str:
    return "\n".join([header, *(",".join(map(str, row)) for row in rows), ""])


def _market(folder: Path, rng: np.random.Generator) -> MatchFiles:
    """A random small market with two couples, written as files."""
    programs = [f"p{i}" for i in range(N_PROGRAMS)]
    people = [f"a{i}" for i in range(N_SINGLES + 2 * N_COUPLES)]

    def some(most: int) -> list[str]:
        return [programs[i] for i in rng.permutation(N_PROGRAMS)[: rng.integers(1, most)]]

    alone = [(a, k, p) for a in people[:N_SINGLES] for k, p in enumerate(some(5), 1)]
    ranked = [(p, k, people[i]) for p in programs for k, i in enumerate(rng.permutation(len(people))[:9], 1)]
    joint: list[tuple[object, ...]] = []
    for c in range(N_COUPLES):
        one, two = people[N_SINGLES + 2 * c : N_SINGLES + 2 * c + 2]
        pairs = list(itertools.product([*some(4), ""], [*some(4), ""]))[:-1]
        order = rng.permutation(len(pairs))
        joint += [(f"c{c}", one, two, k, *pairs[i]) for k, i in enumerate(order, 1)]
    texts = {
        "applicants": _rows("applicant,rank,program", alone),
        "ranks": _rows("program,rank,applicant", ranked),
        "programs": _rows("program,quota", [(p, rng.integers(0, 4)) for p in programs]),
        "couples": _rows("couple,partner_1,partner_2,rank,program_1,program_2", joint),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return MatchFiles(*(str(folder / name) for name in texts))


@pytest.mark.parametrize("seed", range(12))
def test_nothing_above_a_place_was_to_be_had(tmp_path: Path, seed: int):
    outcome = match_files(_market(tmp_path, np.random.default_rng(seed)))
    if not outcome.matching.is_stable:
        pytest.skip("no stable matching found")
    for a, name in enumerate(outcome.lists.applicants):
        found = explain(outcome, name)
        assert all({side.verdict for side in choice.sides} & SHUT for choice in found.above), (name, found)
        assert (found.at is None) <= (outcome.matching.program_of[a] < 0)
        for row in found.displaced:
            assert row.name not in found.people
