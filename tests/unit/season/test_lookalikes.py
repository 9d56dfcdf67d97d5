"""Programs are put together only where they are the same under every parameter set."""

import numpy as np

from simulator.model.checks import check
from simulator.scenario import scenario_from_dict
from simulator.season.lookalikes import kinds
from simulator.season.plan import make_plan


def test_opposite_changes_of_two_parameter_sets_do_not_make_programs_alike():
    about = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"], "count": 2}
    scenario = scenario_from_dict(
        {"name": "n", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": [about | {"name": "P"}]}
    )
    plan = make_plan(scenario, check(scenario))
    moved = np.array([[0.0, 0.0], [0.0, 0.1], [0.0, -0.1]])
    rows = plan._replace(invite_shift=plan.invite_shift + moved, rank_shift=np.repeat(plan.rank_shift, 3, axis=0))
    assert kinds(plan)[0].size == 1
    assert kinds(rows)[0].size == 2
    assert kinds(rows, 9)[0].size == 2
