"""The season clock against the exact solver, the sampler, and sums written out."""

from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from simulator.errors import InputError
from simulator.model.parameters import load_calibration
from simulator.model.seasonclock import released, timing
from simulator.pipeline import run
from simulator.scenario import Scenario, load_scenario, scenario_from_dict
from simulator.season.coming import number_by
from simulator.season.exact import solve
from simulator.season.heard import heard, strength_moments
from simulator.season.plan import OPEN, make_plan
from simulator.strategy.season_clock import season_clock
from tests.chance import Proportion, assert_proportions

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
MID_SEASON = ("november_four_interviews", "december_five_interviews_hundred_applications", "november_zero_interviews")


def season(programs: list[dict[str, Any]], **more: Any) -> Scenario:
    base = {"setting": "community", "specialty": "internal_medicine", "visas": ["j1"]}
    person = {"type": "non_us_img", "step2_ck": 236} | more.pop("applicant", {})
    listed = [base | {"name": f"P{n}"} | p for n, p in enumerate(programs)]
    return scenario_from_dict({"name": "n", "season": 2027, "applicant": person, "programs": listed} | more)


def waiting(**more: Any) -> Scenario:
    two = {"count": 12, "specialty": "family_medicine", "status": "applied"}
    said = [
        {"status": "invited"},
        {"count": 9},
        {"count": 3, "setting": "university"},
        {"count": 4, "status": "rejected"},
    ]
    return season([*said, two], **({"as_of": "2026-11-15"} | more))


@pytest.mark.parametrize("name", MID_SEASON)
def test_the_number_at_the_end_is_the_one_that_run_samples(name: str):
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    clock, sampled = season_clock(scenario), run(scenario, replicates=8_000, seed=11)
    whole = np.pad(sampled.interviews.distribution, (0, 99))[: len(clock.interviews)]
    hits = np.rint(8_000 * whole).astype(int).tolist()
    pairs = enumerate(zip(hits, clock.interviews, strict=True))
    assert_proportions([Proportion(f"{n} interviews", k, 8_000, p) for n, (k, p) in pairs], tolerance=1e-5)
    assert sum(clock.interviews) == pytest.approx(1, abs=1e-7)
    assert clock.error < 1e-8


@pytest.mark.parametrize("calibration", ["nrmp-2026", "rules-of-thumb"])
@pytest.mark.parametrize("more", [{}, {"as_of": None}, {"applicant": {"interview_skill": "poor"}}])
def test_the_expected_number_is_the_exact_solvers(calibration: str, more: dict[str, Any]):
    scenario = waiting(calibration=calibration, **more)
    plan = make_plan(scenario, load_calibration(calibration))
    invited = solve(plan).invited[0]
    clock = season_clock(scenario)
    assert clock.weeks[-1].expected == pytest.approx(float(invited[plan.kind == OPEN].sum()), abs=1e-6)
    assert clock.interviews_expected == pytest.approx(float(invited.sum()), abs=1e-6)


def test_the_distribution_is_the_sum_over_every_combination():
    scenario = season(
        [{"status": "invited"}, {}, {"setting": "university"}, {"img_share": 0.9}, {"visas": None}], as_of="2026-10-20"
    )
    plan = make_plan(scenario, load_calibration("rules-of-thumb"))
    found = heard(plan)
    day = timing(date(2026, 12, 1), 2027)
    spread = number_by(found, [day])[0, 0]
    now, rate = plan.timing, plan.late_rate
    total = np.zeros(5)
    rows = np.flatnonzero(plan.kind == OPEN)
    for a, weight in zip(found.grid.a_nodes[0], found.outer[0], strict=True):
        q = []
        for p in rows:
            i = plan.invite_sponsor[p] * ndtr(a + plan.invite_shift[0, p])
            late = rate * i * (1 - i)
            silent = i * (1 - now.released) + late * (1 - now.late_released) + (1 - i - late) * (1 - now.rejected)
            q.append((i * (day.released - now.released) + late * (day.late_released - now.late_released)) / silent)
        for outcome in product((0, 1), repeat=rows.size):
            total[sum(outcome)] += weight * np.prod([x if hit else 1 - x for hit, x in zip(outcome, q, strict=True)])
    assert spread == pytest.approx(total, abs=1e-7)


def test_the_posterior_of_strength_is_a_plain_integral_over_u_and_w():
    scenario = season(
        [{"count": 2, "status": "invited"}, {"count": 14}, {"count": 5, "status": "rejected"}], as_of="2026-12-01"
    )
    plan = make_plan(scenario, load_calibration("rules-of-thumb"))
    p = plan.parameters
    z = np.linspace(-8, 8, 401)
    u = p.sd("strength")[0] * z[:, None]
    w = np.hypot(p.sd("season_type")[0], p.sd("season_specialty")[0]) * z[None, :]
    i = ndtr(u + w + plan.invite_shift[0, 0])
    late = plan.late_rate * i * (1 - i)
    t = plan.timing
    silent = i * (1 - t.released) + late * (1 - t.late_released) + (1 - i - late) * (1 - t.rejected)
    weight = np.exp(-0.5 * z[:, None] ** 2 - 0.5 * z[None, :] ** 2)
    weight = weight * (i + late) ** 2 * silent**14 * (1 - i - late) ** 5
    mean = float((weight * z[:, None]).sum() / weight.sum())
    square = float((weight * z[:, None] ** 2).sum() / weight.sum())
    got, sd = strength_moments(heard(plan))
    assert got[0] == pytest.approx(mean, abs=1e-7)
    assert sd[0] == pytest.approx(np.sqrt(square - mean**2), abs=1e-7)


def test_invitations_raise_strength_and_silence_lowers_it():
    silent = season_clock(season([{"count": 40}], as_of="2026-12-15")).strength
    heard_of = season_clock(season([{"count": 8, "status": "invited"}, {"count": 32}], as_of="2026-12-15")).strength
    assert silent.mean < 0 < heard_of.mean
    assert silent.stronger_than < 0.5 < heard_of.stronger_than
    assert silent.low < silent.mean < silent.high


def test_where_nothing_was_heard_the_person_stays_as_before():
    clock = season_clock(season([{"count": 30}], calibration="rules-of-thumb"))
    assert clock.read == "nothing"
    assert clock.strength.mean == pytest.approx(0, abs=1e-9)
    assert (clock.strength.low, clock.strength.high) == pytest.approx(
        (clock.strength.prior_low, clock.strength.prior_high), abs=0.005
    )


def test_weeks_run_from_today_to_the_deadline_and_only_grow():
    clock = season_clock(waiting())
    assert clock.weeks[0].day == date(2026, 11, 15)
    assert clock.weeks[0].expected == 0
    assert clock.weeks[0].quantiles == (0,) * 5
    assert clock.weeks[-1].day == date(2027, 3, 3)
    means = [week.expected for week in clock.weeks]
    assert means == sorted(means)
    assert all(week.low <= week.high for week in clock.weeks)
    assert season_clock(waiting(as_of="2027-03-10")).weeks[0].day == date(2027, 3, 10)


def test_a_limit_on_interviews_cuts_the_number_off():
    scenario = waiting(applicant={"max_interviews": 2})
    assert len(season_clock(scenario).interviews) == 3
    assert sum(season_clock(scenario).interviews) == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("programs", [[], [{"visas": []}], [{"status": "rejected"}]])
def test_a_season_in_which_nothing_can_come_is_answered_too(programs: list[dict[str, Any]]):
    clock = season_clock(season(programs, as_of="2026-12-01"))
    assert clock.to_come == pytest.approx((1.0,))
    assert clock.none_to_come == pytest.approx(1)


@pytest.mark.parametrize("as_of", ["2026-05-31", "2027-04-01"])
def test_a_day_outside_the_season_is_refused(as_of: str):
    with pytest.raises(InputError, match="not in season 2027"):
        season_clock(season([{"count": 3}], as_of=as_of))


def test_the_other_timing_is_the_same_season_with_another_share_released():
    scenario = load_scenario(SCENARIOS / "november_four_interviews.yaml")
    found = season_clock(scenario)
    other = found.other_timing
    assert other is not None
    plan = make_plan(scenario, load_calibration(None).for_type("non_us_img"))
    assert other.released == plan.timing.released
    assert other.released_other == released(scenario.as_of, scenario.season, "survey_2018")
    assert other.match == pytest.approx(float(solve(plan).match[0]), abs=1e-12)
    assert other.to_come == pytest.approx(found.weeks[-1].expected, abs=1e-9)
    moved = plan._replace(timing=plan.timing._replace(released=other.released_other))
    assert other.match_other == pytest.approx(float(solve(moved).match[0]), abs=1e-12)
    assert (other.to_come_other < other.to_come) == (other.released_other > other.released)


def test_without_a_day_there_is_no_other_timing():
    assert season_clock(load_scenario(SCENARIOS / "step3_for_h1b.yaml")).other_timing is None
