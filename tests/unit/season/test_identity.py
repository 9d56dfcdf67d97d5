"""The same counts from either sampler, any block size, any number of workers and any order of the file."""

from collections import Counter
from random import Random

import numpy as np
import pytest

from simulator.engine.blocks import reduce_blocks
from simulator.model.checks import check
from simulator.scenario import Scenario, scenario_from_dict
from simulator.season import compiled, sampler
from simulator.season.plan import make_plan
from simulator.season.setup import Setup, make_setup
from simulator.season.tally import Tally, add
from tests.strategies import examples, scenario_data

REPLICATES = 3_001
KEPT = 24


def _setup(scenario: Scenario, seed: int = 13) -> Setup:
    return make_setup(scenario, make_plan(scenario, check(scenario)), seed)


def _differing(one: Tally, other: Tally) -> list[str]:
    return [name for name in Tally._fields if not np.array_equal(getattr(one, name), getattr(other, name))]


def test_the_examples_hold_what_can_differ():
    plans = [make_plan(s, check(s)) for s in examples(KEPT, 31)]
    assert any(p.room >= 0 for p in plans)
    assert any(p.evidence.heard.size for p in plans)
    assert any(((p.rank_sponsor > 0) & (p.rank_sponsor < 1)).any() for p in plans)
    assert any(p.reported.any() and not p.reported.all() for p in plans)
    assert any(len(p.groups) > 1 for p in plans)
    assert any(pool.size > 512 for p in plans for pool in p.pools)
    assert any(p.n_programs == 0 for p in plans)


@pytest.mark.parametrize("k", range(KEPT))
def test_both_samplers_and_any_blocks_and_workers_count_the_same(k: int):
    setup = _setup(examples(KEPT, 31)[k])
    whole = sampler.sample_block(setup, 0, REPLICATES)
    for twin in (sampler, compiled):
        for size, workers in ((4, 1), (1021, 2), (4096, 3)):
            if size == 4 and twin is sampler:
                continue
            cut = reduce_blocks(twin.block_sampler(setup), add, REPLICATES, size, workers)
            assert not _differing(whole, cut), (twin.__name__, size, workers)


def _by_program(scenario: Scenario) -> Counter[tuple[str, str]]:
    setup = _setup(scenario)
    tally = sampler.sample_block(setup, 0, REPLICATES)
    names = [setup.plan.applied[i].program.name for i in setup.plan.live]
    found: Counter[tuple[str, str]] = Counter()
    for kind in ("invited", "interviewed", "ranked", "unranked", "matched"):
        found.update({(kind, name): int(n) for name, n in zip(names, getattr(tally, kind), strict=True)})
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_the_file_does_not_matter_under_a_list(seed: int):
    rng = Random(seed)  # noqa: S311 - not for secrets
    data = scenario_data(rng, 6)
    listed = [p["name"] for p in data["programs"] if p["status"] not in ("considering", "rejected")]
    data["rank_order_list"] = rng.sample(listed, len(listed))
    one = _by_program(scenario_from_dict(data))
    data["programs"] = rng.sample(data["programs"], len(data["programs"]))
    assert _by_program(scenario_from_dict(data)) == one


def test_adding_a_program_moves_nobody_elses_luck():
    program = {"specialty": "internal_medicine", "setting": "community", "status": "applied", "visas": ["j1"]}
    data = {"name": "x", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": []}
    data["programs"] = [program | {"name": n} for n in ("A", "B", "C")]
    before = _by_program(scenario_from_dict(data))
    data["programs"] = [program | {"name": n} for n in ("Z", "A", "B", "C")]
    after = _by_program(scenario_from_dict(data))
    for kind in ("invited", "interviewed", "ranked"):
        assert [before[kind, n] for n in "ABC"] == [after[kind, n] for n in "ABC"]


def test_another_seed_gives_other_counts():
    scenario = next(s for s in examples(20, 31) if make_plan(s, check(s)).n_programs > 3)
    one, other = (sampler.sample_block(_setup(scenario, seed), 0, REPLICATES) for seed in (1, 2))
    assert _differing(one, other)
