"""Cutoffs against the season itself, and against seasons in which one person really does something alone."""

from typing import Any

import numpy as np
import pytest

from simulator.market.alone import alone, cutoffs_of
from simulator.market.cohort import make_cohort
from simulator.market.draws import Address
from simulator.market.experiment_counts import fate_of, singles
from simulator.market.levers import Setup, set_up
from simulator.market.year import Year, play
from simulator.market.year_tables import make_tables
from simulator.scenario.experiment_levers import Lever

TRIED = 40


def season(specialties: list[str] | None, scale: float, seed: int) -> tuple[Setup, Year, Address]:
    cohort, address = make_cohort(specialties, scale=scale, seed=seed), Address(seed, 0)
    setup = set_up(cohort, make_tables(cohort, address), address)
    return setup, play(setup.cohort, setup.tables, address, setup.room), address


@pytest.mark.parametrize(("specialties", "scale"), [(None, 0.05), (["general_surgery"], 0.3)])
def test_with_nothing_changed_cutoffs_give_back_every_match_and_every_interview(
    specialties: list[str] | None, scale: float
):
    setup, year, address = season(specialties, scale, 4)
    found = alone(setup.cohort, setup, cutoffs_of(setup.cohort, year), address)
    before, is_single = fate_of(setup.cohort, year), singles(setup.cohort)
    assert np.array_equal(found.program_of[is_single], before.program_of[is_single])
    assert np.array_equal(found.interviews, before.interviews)
    assert np.array_equal(found.liking[is_single], before.liking[is_single])


@pytest.mark.parametrize(
    "given",
    [
        {"more_applications": {"percent": 60}},
        {"community_programs": {"number": 8}},
        {"cap_applications": {"total": 20}},
    ],
    ids=lambda given: next(iter(given)),
)
def test_who_really_does_it_alone_ends_where_the_cutoffs_say(given: dict[str, Any]):
    setup, year, address = season(["internal_medicine"], 0.05, 6)
    cohort, lever = setup.cohort, Lever.model_validate(given)
    tables, n = make_tables(cohort, address), cohort.plans.first.size
    said = alone(cohort, set_up(cohort, tables, address, (), [lever]), cutoffs_of(cohort, year), address)
    moved = np.flatnonzero(said.program_of != year.matching.program_of)
    tried = np.concatenate([moved[: TRIED // 2], np.arange(0, n, n // (TRIED // 2))])
    hits = 0
    for a in tried:
        own = set_up(cohort, tables, address, (), [lever], np.arange(n) == a)
        hits += play(cohort, own.tables, address, own.room).matching.program_of[a] == said.program_of[a]
    assert hits >= tried.size - 2  # a chain comes back to the one who began about once in the size of the market
    assert moved.size > 10
