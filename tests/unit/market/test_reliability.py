"""Members of the market by lot, and the tasks that ask about them."""

import pickle

import numpy as np
import pytest

from simulator.market.as_scenario import ranking_alone
from simulator.market.cohort import make_cohort
from simulator.market.draws import Address
from simulator.market.reliability import CheckTask, by_lot
from simulator.market.seasons import each_replicate
from simulator.market.year import run_year

TASK = CheckTask(("internal_medicine", "psychiatry"), 0.02, 4, 15)


def test_each_stands_for_as_many_as_were_not_drawn():
    cohort = make_cohort(TASK.specialties, scale=TASK.scale, seed=4)
    year = run_year(cohort, seed=4)
    pool = ranking_alone(cohort, year)
    who, weight = by_lot(cohort, year, 15, (), Address(4, 0))
    assert weight.sum() == pytest.approx(pool.size)
    assert np.bincount(cohort.plans.group[who]).max() <= 15
    assert np.isin(who, pool).all()
    assert np.unique(who).size == who.size


def test_only_those_with_the_first_specialty_asked_for():
    cohort = make_cohort(TASK.specialties, scale=TASK.scale, seed=4)
    year = run_year(cohort, seed=4)
    who, _ = by_lot(cohort, year, 15, ("psychiatry",), Address(4, 0))
    assert (cohort.plans.first[who] == cohort.shape.specialties.index("psychiatry")).all()


def test_any_number_of_workers_and_another_process_give_the_same():
    one, two = (each_replicate(TASK, 3, workers=n) for n in (1, 2))
    again = [pickle.loads(pickle.dumps(TASK))(r) for r in range(3)]  # noqa: S301 - what is sent to another process
    for found in (two, again):
        for x, y in zip(one, found, strict=True):
            assert all(np.array_equal(a, b) for a, b in zip(x, y, strict=True))


def test_what_came_is_what_the_market_did():
    found = TASK(0)
    assert ((found.predicted > 0) & (found.predicted < 1)).all()
    assert 0.3 < found.matched.mean() < 1
    assert (found.ranks >= 1).all()
