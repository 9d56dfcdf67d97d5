"""The sampler against a loop over replicates that shares nothing with it but the addresses of its draws."""

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from simulator.model.checks import check
from simulator.season.plan import Plan, make_plan
from simulator.season.sampler import sample_block
from simulator.season.setup import make_setup
from simulator.season.tally import Tally, bin_width
from tests.reference.season_loop import Season
from tests.strategies import examples

REPLICATES = 1_000
SEED = 6  # one at which no score falls between the look-up table and the normal distribution itself
# Without evidence: with it, u and w come from tables (see test_evidence.py), not from a draw each.
PLAYED = [s for s in examples(60, seed=11) if s.as_of is None][:14]


def _counted(tally: Tally, plan: Plan) -> Counter[tuple[str, object]]:
    """Counts of a tally, keyed as the loop keys them."""
    names = [plan.applied[i].program.name for i in plan.live]
    found: Counter[tuple[str, object]] = Counter()
    for kind in ("invited", "interviewed", "ranked", "unranked", "matched"):
        found.update({(kind, name): int(n) for name, n in zip(names, getattr(tally, kind), strict=True)})
    for kind in ("interviews", "soap"):
        found.update({(kind, k): int(n) for k, n in enumerate(getattr(tally, kind))})
    found.update({("month", k): int(n) for k, n in enumerate(tally.months)})
    return +found


def _histograms(counts: Counter[tuple[str, object]], plan: Plan, kind: str) -> NDArray[np.int64]:
    rows = np.zeros((plan.n_programs, max(p.size for p in plan.pools)), dtype=int)
    names = [plan.applied[i].program.name for i in plan.live]
    for (what, who), n in counts.items():
        if what == kind:
            p = names.index(who[0])
            rows[p, (who[1] - 1) // bin_width(plan.pools[p].size)] += n
    return rows


@pytest.mark.parametrize("k", range(len(PLAYED)))
def test_every_count_is_the_loops_count(k: int):
    scenario = PLAYED[k]
    calibration = check(scenario)
    plan = make_plan(scenario, calibration)
    tally = sample_block(make_setup(scenario, plan, SEED), 0, REPLICATES)
    counts = Season(scenario, calibration, SEED).play(REPLICATES)
    plain = Counter({key: n for key, n in counts.items() if key[0] not in ("position", "depth")})
    assert _counted(tally, plan) == +plain
    for kind in ("position", "depth"):
        rows = getattr(tally, kind)
        assert (
            np.array_equal(rows, _histograms(counts, plan, kind)[:, : rows.shape[1]]) if plan.pools else not rows.size
        )
