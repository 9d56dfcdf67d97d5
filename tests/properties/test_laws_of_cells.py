"""Laws of the exact solver under a calibration of cells: wide spreads, a person read off a number of invitations."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.model.checks import check
from simulator.scenario import scenario_from_dict
from simulator.season.answers import COUNT
from simulator.season.draws import match_by_count, solve_draws
from simulator.season.exact import solve, solve_on
from simulator.season.plan import INTERVIEWED, make_plan
from tests.strategies import CELLS, Data, scenarios

ROUNDING = 1e-12
BASE = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"], "status": "interviewed"}


def planned(data: Data) -> Any:
    scenario = scenario_from_dict(data)
    return make_plan(scenario, check(scenario))


@settings(max_examples=30)
@given(scenarios(most=5, **CELLS))
def test_doubling_the_nodes_moves_nothing(data: Data):
    """The worst of 400 such scenarios moves by 2.4e-6."""
    plan = planned(data)
    found, fine = solve(plan), solve_on(plan, 128)
    for name in ("match", "matched", "invited", "interviewed", "ranked"):
        assert getattr(found, name) == pytest.approx(getattr(fine, name), abs=1e-5), name


@settings(max_examples=25)
@given(scenarios(most=5, **CELLS))
def test_many_parameter_sets_at_once_are_each_ones_own_answer(data: Data):
    scenario = scenario_from_dict(data)
    calibration = check(scenario)
    rows = calibration.draws.rows(slice(0, 6))
    enough = solve(make_plan(scenario, calibration)).intervals
    together, logs = solve_draws(make_plan(scenario, calibration, rows), enough)
    for d in range(6):
        alone = solve_on(make_plan(scenario, calibration, rows.rows(slice(d, d + 1))), 64)
        assert together[d] == pytest.approx(alone.match[0], abs=1e-3)
        assert logs[d] == pytest.approx(alone.log_evidence[0], abs=0.02)


@settings(max_examples=40)
@given(scenarios(limits=False, performance=False, **(CELLS | {"specialties": 1})), st.sampled_from(["first", "last"]))
def test_one_more_interview_given_to_the_same_person_never_lowers_the_chance(data: Data, where: str):
    """An edit keeps what the facts of the base scenario said, so the number read stays what it was."""
    data["programs"] = [{k: v for k, v in p.items() if k != "interview_on"} for p in data["programs"]]
    fields = {p["specialty"] for p in data["programs"]} or {"internal_medicine"}
    new = BASE | {"name": "New", "specialty": fields.pop()}
    programs = [new, *data["programs"]] if where == "first" else [*data["programs"], new]
    data.pop("rank_order_list", None)
    data["applicant"].pop("applications_sent", None)
    before, after = planned(data), planned(data | {"programs": programs})
    if len(before.groups) != len(after.groups):
        return
    after = after._replace(evidence=before.evidence)
    # The new program brings in the latents at the rank list; grids differ, so the rule's own error counts.
    assert solve_on(after, 64).match[0] >= solve_on(before, 64).match[0] - 1e-9


@settings(max_examples=30)
@given(scenarios(**CELLS))
def test_the_curve_of_one_person_rises_and_passes_through_the_answer(data: Data):
    data["rank_order_list"] = [p["name"] for p in data["programs"] if p["status"] not in ("considering", "rejected")]
    plan = planned(data)
    if not plan.n_programs:
        return
    plan = plan._replace(kind=np.full_like(plan.kind, INTERVIEWED), room=-1)
    counts = [0, 1, plan.n_programs, plan.n_programs + 5]
    curve = match_by_count(plan, counts, np.ones(plan.n_programs), 64)[0]
    assert curve[0] == pytest.approx(0, abs=1e-12)
    assert curve[2] == pytest.approx(solve_on(plan, 64).match[0], abs=1e-9)
    assert (np.diff(np.array(curve)[np.argsort(counts, kind="stable")]) >= -ROUNDING).all()


@settings(max_examples=30)
@given(st.integers(1, 11), st.integers(1, 6), st.sampled_from(["us_md", "non_us_img"]))
def test_people_with_more_interviews_are_worth_more_at_every_program(n: int, more: int, kind: str):
    few, many = (
        planned(
            {
                "name": "x", "season": 2027, "calibration": CELLS["calibration"], "applicant": {"type": kind},
                "programs": [BASE | {"name": "A", "count": k}],
            }
        )
        for k in (n, n + more)
    )  # fmt: skip
    assert set(few.evidence.heard.tolist()) == {COUNT}
    one, other = solve_on(few, 48), solve_on(many, 48)
    assert other.ranked[0, 0] > one.ranked[0, 0]
    given = many._replace(evidence=few.evidence)
    assert one.match[0] < solve_on(given, 48).match[0] < other.match[0]
