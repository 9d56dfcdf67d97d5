"""Rank position and fill depth: they agree with the event, stay within the pool, and fill as the calibration says."""

import numpy as np
import pytest

from simulator.engine.streams import tables
from simulator.model.checks import check
from simulator.model.parameters import load_calibration
from simulator.model.pool import Pool, filled_share, pool
from simulator.model.tables import table
from simulator.scenario import scenario_from_dict
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.season.rank import places
from simulator.season.sampler import sample_outcomes
from simulator.season.setup import make_setup
from tests.strategies import examples

ABOUT = {"name": "x", "season": 2027, "calibration": "rules-of-thumb"}
SETTINGS = ("community", "university_affiliated", "university")


@pytest.mark.parametrize("size", [2, 3, 12, 180, 1000])
def test_position_within_depth_if_and_only_if_ranked(size: int):
    rng = np.random.default_rng(size)
    score, cutoff = rng.normal(0, 3, (2, 200_000))
    cutoff[:1000] = score[:1000]
    score[1000:1004], cutoff[1000:1004] = [-40, 40, -40, 40], [-40, 40, 40, -40]
    position, depth, above = places(score, cutoff, Pool(size, -0.4, 1.3), tables())
    assert ((position <= depth) == (score >= cutoff)).all()
    for place in (position, depth):
        assert place.min() >= 1
        assert place.max() <= size
    assert ((above >= 0) & (above <= 1)).all()


def test_the_samplers_outcomes_agree_with_their_events():
    seen = 0
    for scenario in examples(40, 51):
        setup = make_setup(scenario, make_plan(scenario, check(scenario)), 3)
        for p, outcome in sample_outcomes(setup, 0, 2_000, range(setup.plan.n_programs)).items():
            where = outcome.placed
            within = outcome.position[where] <= outcome.depth[where]
            assert (within == outcome.ranked[where]).all()
            assert not outcome.ranked[~where].any()
            assert not (outcome.ranked & outcome.unranked).any()
            assert (outcome.matched <= outcome.ranked).all()
            both = np.concatenate([outcome.position[where], outcome.depth[where], [1]])
            assert both.min() >= 1
            assert both.max() <= setup.plan.pools[p].size
            seen += where.sum()
    assert seen > 50_000


def _ranked(applicant_type: str, setting: str, specialty: str) -> float:
    """Exact chance that the reference person of a type is ranked to match, given an interview."""
    program = {"name": "A", "specialty": specialty, "setting": setting, "status": "interviewed", "visas": ["j1"]}
    data = ABOUT | {"applicant": {"type": applicant_type}, "programs": [program]}
    scenario = scenario_from_dict(data)
    return float(solve(make_plan(scenario, check(scenario))).ranked[0, 0])


@pytest.mark.parametrize("setting", SETTINGS)
def test_interview_weighted_ranked_to_match_is_depth_over_interviewed(setting: str):
    calibration = load_calibration("rules-of-thumb")
    weights = table("settings")[setting]["interviewed"]
    assert sum(weights.values()) == pytest.approx(1)
    for specialty in table("specialties"):
        overall = sum(share * _ranked(kind, setting, specialty) for kind, share in weights.items())
        assert overall == pytest.approx(filled_share(setting, specialty, calibration), abs=1e-6), specialty


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("specialty", ["internal_medicine", "diagnostic_radiology", "dermatology"])
def test_the_mean_fill_depth_is_that_share_of_the_pool(setting: str, specialty: str):
    calibration = load_calibration("rules-of-thumb")
    program = {"name": "A", "specialty": specialty, "setting": setting, "status": "interviewed"}
    data = ABOUT | {"applicant": {"type": "us_md"}, "programs": [program]}
    scenario = scenario_from_dict(data)
    setup = make_setup(scenario, make_plan(scenario, calibration), 3)
    outcome = sample_outcomes(setup, 0, 40_000, [0])[0]
    size = setup.plan.pools[0].size
    expected = filled_share(setting, specialty, calibration)
    # Rounding to places and 1 <= depth <= K move the mean by less than half a place.
    assert outcome.depth.mean() / size == pytest.approx(expected, abs=0.006 + 0.5 / size)


def test_a_pool_of_scores_puts_a_us_graduate_of_the_pool_where_the_pool_is():
    """Positions of the pool's own mixture of people are spread over the whole list."""
    calibration = load_calibration("rules-of-thumb")
    program = {
        "name": "A",
        "specialty": "internal_medicine",
        "setting": "community",
        "status": "interviewed",
        "visas": ["j1"],
    }
    middle = []
    for kind, share in table("settings")["community"]["interviewed"].items():
        data = ABOUT | {"applicant": {"type": kind}, "programs": [program]}
        scenario = scenario_from_dict(data)
        outcome = sample_outcomes(make_setup(scenario, make_plan(scenario, calibration), 3), 0, 20_000, [0])[0]
        size = pool(scenario.programs[0], calibration).size
        middle.append(share * (outcome.position / size).mean())
    assert sum(middle) == pytest.approx(0.5, abs=0.03)
