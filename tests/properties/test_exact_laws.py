"""Laws of the exact solver. Edits are interventions: the same person, on the same grid of the shared latents."""

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from simulator.model.checks import check
from simulator.scenario import scenario_from_dict
from simulator.season.draws import match_by_count, solve_draws
from simulator.season.exact import solve, solve_on
from simulator.season.plan import INTERVIEWED, OPEN, make_plan
from tests.strategies import Data, scenarios

ROUNDING = 1e-12
INTERVALS = 32
# A person about whom nothing was heard: no evidence, no reports, so an edit cannot update anything.
FRESH = {"dates": False, "performance": False}


def planned(data: Data) -> Any:
    scenario = scenario_from_dict(data)
    return make_plan(scenario, check(scenario))


def chance(data: Data) -> float:
    return float(solve_on(planned(data), INTERVALS).match[0])


def on_every_grid(plan: Any) -> Any:
    """The plan made to need all three shared latents, so that edits do not change the grid."""
    held = {"kind": OPEN, "reported": True, "listed": False, "invite_sponsor": 0.0, "rank_sponsor": 0.0}
    ends = {
        name: np.append(getattr(plan, name), value).astype(getattr(plan, name).dtype) for name, value in held.items()
    }
    zero = {name: np.pad(getattr(plan, name), ((0, 0), (0, 1))) for name in ("invite_shift", "rank_shift")}
    return plan._replace(
        **ends, **zero, live=np.append(plan.live, 0), position=np.append(plan.position, -1),
        group=np.append(plan.group, 0), groups=plan.groups or ("internal_medicine",),
    )  # fmt: skip


def with_programs(data: Data, programs: list[Data], first: bool = False) -> Data:
    """Add programs to a file, and to its list where it has one."""
    found = data | {"programs": programs + data["programs"] if first else data["programs"] + programs}
    if "rank_order_list" in data:
        names, ranked = [p["name"] for p in programs], data["rank_order_list"]
        found["rank_order_list"] = names + ranked if first else ranked + names
    return found


NEW = st.fixed_dictionaries(
    {
        "setting": st.sampled_from(["community", "university_affiliated", "university"]),
        "status": st.sampled_from(["interviewed", "invited", "applied"]),
    },
    optional={"visas": st.sampled_from([["j1"], ["j1", "h1b"], []]), "img_share": st.sampled_from([0.1, 0.9])},
)


@given(scenarios(limits=False, **FRESH), NEW, st.booleans())
def test_one_more_program_never_lowers_the_chance(data: Data, new: Data, first: bool):
    specialty = data["programs"][0]["specialty"] if data["programs"] else "internal_medicine"
    more = with_programs(data, [new | {"name": "New", "specialty": specialty}], first)
    before, after = on_every_grid(planned(data)), on_every_grid(planned(more))
    gain = solve_on(after, INTERVALS).match[0] - solve_on(before, INTERVALS).match[0]
    assert gain >= -ROUNDING


def test_one_more_program_raises_the_chance_where_it_can():
    base = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"], "status": "interviewed"}
    data = {"name": "x", "season": 2027, "applicant": {"type": "non_us_img"}, "programs": [base | {"name": "A"}]}
    assert chance(with_programs(data, [base | {"name": "B"}])) > chance(data) + 0.03


@given(scenarios(limits=False), st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_where_not_whether(data: Data, rng: Random):
    listed = [p["name"] for p in data["programs"] if p["status"] not in ("considering", "rejected")]
    data["rank_order_list"] = rng.sample(listed, len(listed))
    # Which of two clashing interviews is kept does depend on the order.
    data["programs"] = [{k: v for k, v in p.items() if k != "interview_on"} for p in data["programs"]]
    other = data | {"rank_order_list": rng.sample(listed, len(listed))}
    assert abs(chance(data) - chance(other)) < 1e-11


@given(scenarios(limits=False, **FRESH))
def test_a_filtered_program_adds_nothing(data: Data):
    data["applicant"] |= {"type": "non_us_img", "visa": "j1", "step2_ck": 230}
    closed = {"name": "Closed", "specialty": "internal_medicine", "setting": "community", "status": "applied"}
    for reason in ({"visas": ["h1b"]}, {"visas": []}, {"min_step2_ck": 231, "visas": ["j1"]}, {"status": "rejected"}):
        for own in (True, False):
            specialty = data["programs"][0]["specialty"] if own and data["programs"] else "pathology"
            program = closed | {"specialty": specialty} | reason
            added = data | {"programs": [*data["programs"], program]}
            before, after = solve(planned(data)), solve(planned(added))
            assert before.match[0] == pytest.approx(after.match[0], abs=2e-6)
            assert before.matched[0] == pytest.approx(after.matched[0], abs=2e-6)


@given(scenarios(), st.integers(150, 290), st.integers(1, 40))
def test_never_lower_with_a_higher_score(data: Data, low: int, more: int):
    data.pop("as_of", None)
    data["applicant"].pop("max_interviews", None)
    one, other = (data | {"applicant": data["applicant"] | {"step2_ck": ck}} for ck in (low, min(300, low + more)))
    assert chance(other) >= chance(one) - ROUNDING


@given(scenarios(limits=False), st.floats(-4, 4), st.floats(0, 3))
def test_never_lower_with_more_skill(data: Data, low: float, more: float):
    one, other = (data | {"applicant": data["applicant"] | {"interview_skill": s}} for s in (low, min(4.0, low + more)))
    assert chance(other) >= chance(one) - ROUNDING


def test_poor_average_strong_and_their_numbers_are_in_order():
    base = {"name": "A", "count": 8, "specialty": "internal_medicine", "setting": "community", "status": "interviewed"}
    data = {"name": "x", "season": 2027, "applicant": {"type": "us_img"}, "programs": [base]}
    rising = [
        chance(data | {"applicant": {"type": "us_img", "interview_skill": s}}) for s in ("poor", "average", "strong")
    ]
    assert rising[0] + 0.05 < rising[1] < rising[2] - 0.05
    assert rising[2] == chance(data | {"applicant": {"type": "us_img", "interview_skill": 1.0}})


@given(scenarios(limits=False, **FRESH), st.integers(0, 5))
def test_never_lower_where_more_programs_sponsor(data: Data, which: int):
    assume(data["programs"])
    data["applicant"] = {k: v for k, v in data["applicant"].items() if k != "visa"} | {
        "type": "non_us_img",
        "visa": "j1",
    }
    k = which % len(data["programs"])

    def sponsoring(visas: Any) -> float:
        programs = [dict(p) for p in data["programs"]]
        programs[k].pop("visas", None)
        programs[k] |= {} if visas is None else {"visas": visas}
        return float(solve_on(on_every_grid(planned(data | {"programs": programs})), INTERVALS).match[0])

    none, unknown, known = sponsoring([]), sponsoring(None), sponsoring(["j1"])
    assert none <= unknown + ROUNDING
    assert unknown <= known + ROUNDING


@settings(max_examples=60)
@given(scenarios(specialties=2))
def test_probabilities_are_probabilities_and_add_up(data: Data):
    plan = planned(data)
    solution = solve_on(plan, INTERVALS)
    for name in ("match", "matched", "invited", "interviewed", "ranked"):
        values = getattr(solution, name)
        assert np.isfinite(values).all()
        assert (values >= -ROUNDING).all(), name
        assert (values <= 1 + ROUNDING).all(), name
    assert solution.matched.sum() == pytest.approx(solution.match[0], abs=1e-10)
    assert (solution.matched <= solution.ranked + ROUNDING).all()
    assert (solution.ranked <= solution.interviewed + ROUNDING).all()
    assert (solution.interviewed <= solution.invited + ROUNDING).all()
    assert (solution.matched[:, ~plan.listed] == 0).all()
    assert np.allclose(solution.invited[:, plan.kind != OPEN], 1.0, rtol=0, atol=ROUNDING)


@settings(max_examples=25)
@given(scenarios(most=5, specialties=1, dates=False))
def test_a_limit_that_cannot_bind_changes_nothing_and_a_tighter_one_never_helps(data: Data):
    data["applicant"].pop("max_interviews", None)
    plan = on_every_grid(planned(data))
    open_ended = solve_on(plan, INTERVALS).match[0]
    found = [solve_on(plan._replace(room=k), INTERVALS).match[0] for k in range(plan.n_programs + 1)]
    assert np.diff(found).min(initial=0.0) >= -1e-9
    assert found[-1] == pytest.approx(open_ended, abs=2e-6)


@settings(max_examples=30)
@given(scenarios(most=5, specialties=2))
def test_doubling_the_nodes_moves_nothing(data: Data):
    plan = planned(data)
    found, fine = solve(plan), solve_on(plan, 128)
    for name in ("match", "matched", "invited", "interviewed", "ranked"):
        assert getattr(found, name) == pytest.approx(getattr(fine, name), abs=1e-6), name


def test_doubling_the_nodes_moves_nothing_at_length():
    applied = {"name": "A", "count": 150, "specialty": "internal_medicine", "setting": "community", "status": "applied"}
    held = {"name": "B", "count": 6, "specialty": "internal_medicine", "setting": "university", "status": "interviewed"}
    for as_of in (None, "2026-11-20"):
        data = {"name": "x", "season": 2027, "applicant": {"type": "us_img"}, "programs": [held, applied]}
        plan = planned(data | ({"as_of": as_of} if as_of else {}))
        assert solve(plan).match == pytest.approx(solve_on(plan, 256).match, abs=1e-6)


@given(scenarios(specialties=2))
def test_the_curve_passes_through_the_exact_answer(data: Data):
    listed = [p["name"] for p in data["programs"] if p["status"] not in ("considering", "rejected")]
    data["rank_order_list"] = listed
    plan = planned(data)
    assume(plan.n_programs)
    plan = plan._replace(kind=np.full_like(plan.kind, INTERVIEWED), room=-1)
    counts = [0, 1, plan.n_programs / 2, plan.n_programs, plan.n_programs + 5]
    curve = match_by_count(plan, counts, np.ones(plan.n_programs), 64)[0]
    assert curve[0] == pytest.approx(0, abs=1e-12)
    assert curve[3] == pytest.approx(solve_on(plan, 64).match[0], abs=1e-9)
    assert (np.diff(np.array(curve)[np.argsort(counts)]) >= -ROUNDING).all()
    assert ((curve >= -ROUNDING) & (curve <= 1 + ROUNDING)).all()


@settings(max_examples=25)
@given(scenarios(most=5, specialties=2))
def test_many_parameter_sets_at_once_are_each_ones_own_answer(data: Data):
    scenario = scenario_from_dict(data)
    calibration = check(scenario)
    rows = calibration.draws.rows(slice(0, 6))
    together, logs = solve_draws(make_plan(scenario, calibration, rows), INTERVALS)
    for d in range(6):
        alone = solve_on(make_plan(scenario, calibration, rows.rows(slice(d, d + 1))), 64)
        assert together[d] == pytest.approx(alone.match[0], abs=1e-3)
        assert logs[d] == pytest.approx(alone.log_evidence[0], abs=0.02)
