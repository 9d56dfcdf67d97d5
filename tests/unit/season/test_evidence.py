"""What silences and invitations teach: the same by sampler and solver, in the right direction, and calibrated."""

from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from simulator.model.behaviour import late_place, silence
from simulator.model.checks import check
from simulator.scenario import scenario_from_dict
from simulator.season.evidence import log_likelihood
from simulator.season.exact import solve, solve_on
from simulator.season.grid import trapezoid
from simulator.season.latents import draw, posterior, readable_source
from simulator.season.plan import INTERVIEWED, make_plan
from tests.strategies import examples

FALSE_ALARM_RATE = 0.001
BASE = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}


def planned(programs: list[dict[str, Any]], as_of: str | None = "2026-11-15", **applicant: Any) -> Any:
    data = {"name": "x", "season": 2027, "calibration": "rules-of-thumb", "programs": programs}
    data["applicant"] = {"type": "non_us_img"} | applicant
    scenario = scenario_from_dict(data | ({"as_of": as_of} if as_of else {}))
    return make_plan(scenario, check(scenario))


def some(n: int, status: str, **more: Any) -> list[dict[str, Any]]:
    return [BASE | {"name": f"{status} {k}", "status": status} | more for k in range(n)]


def expected_strength(plan: Any) -> float:
    """Posterior mean of u + w_type of the sampler's tables."""
    tables = posterior(plan)
    assert tables is not None
    mass = np.diff(tables.cumulative, prepend=0.0)
    return float(mass @ tables.nodes)


def test_no_date_or_no_denominator_teaches_nothing():
    assert not planned(some(9, "applied") + some(1, "interviewed"), as_of=None).evidence.heard.size
    assert not planned(some(9, "interviewed")).evidence.heard.size
    assert planned(some(3, "interviewed"), applications_sent={"internal_medicine": 60}).evidence.heard.size
    assert planned(some(3, "interviewed") + some(10, "applied")).evidence.heard.size


@pytest.mark.parametrize("status", ["applied", "rejected"])
def test_a_few_unanswered_programs_are_no_list_of_all_that_were_written_to(status: str):
    """Otherwise one refusal beside five invitations would read as five yeses of six, and raise the answer."""
    held = some(5, "interviewed")
    assert not planned(held + some(1, status)).evidence.heard.size
    assert not planned(some(12, "interviewed") + some(20, status)).evidence.heard.size


def test_silence_lowers_and_invitations_raise():
    strengths = [
        expected_strength(planned(some(k, "interviewed") + some(60 - k, "applied"))) for k in (0, 2, 5, 10, 20)
    ]
    assert (np.diff(strengths) > 0).all()
    assert strengths[0] < 0 < strengths[-1]
    longer = [
        expected_strength(planned(some(60, "applied"), as_of)) for as_of in ("2026-10-01", "2026-11-15", "2027-02-01")
    ]
    assert (np.diff(longer) < 0).all()


def test_a_rejection_says_at_least_as_much_as_silence():
    one_more = [BASE | {"name": "Z", "status": "applied"}]
    silent, refused = (expected_strength(planned(some(30, s) + one_more)) for s in ("applied", "rejected"))
    assert refused < silent


def test_more_applications_without_an_answer_lower_the_chance():
    held = some(4, "interviewed")
    chance = [
        float(solve(planned(held, applications_sent={"internal_medicine": n})).match[0]) for n in (4, 20, 60, 200)
    ]
    assert (np.diff(chance) < 0).all()


def test_a_filtered_program_has_not_been_silent():
    closed = some(40, "applied", visas=["h1b"])
    for k, program in enumerate(closed):
        program["name"] = f"closed {k}"
    with_closed, without = (planned(some(12, "applied") + extra) for extra in (closed, []))
    assert not planned(some(3, "interviewed") + closed).evidence.heard.size
    assert expected_strength(with_closed) == pytest.approx(expected_strength(without), abs=1e-12)


@pytest.mark.parametrize("k", range(8))
def test_the_sampler_draws_from_the_exact_posterior(k: int):
    """Means and spreads of u + w_type + w_specialty and of u from the tables, against the solver's nodes."""
    plan = [p for p in (make_plan(s, check(s)) for s in examples(60, 61, specialties=2)) if p.evidence.heard.size][k]
    n = 200_000
    latents = draw(plan, posterior(plan), 5, 0, n, readable_source())
    p = plan.parameters
    z, weight = trapezoid(160)
    sds = [float(p.sd(name)[0]) for name in ("strength", "season_type", "season_specialty")]
    total, own = z * np.hypot(sds[0], sds[1]), z * sds[2]
    logs = [
        log_likelihood(plan.evidence.of(g), (total[:, None] + own)[None], plan.timing, plan.late_rate)[0]
        for g in range(len(plan.groups))
    ]
    like = [np.exp(x - max(y.max() for y in logs)) @ weight for x in logs]
    mass = weight * np.prod(like, axis=0)
    mass /= mass.sum()
    share = sds[0] ** 2 / (sds[0] ** 2 + sds[1] ** 2)
    mean = share * (mass @ total)
    variance = share * sds[1] ** 2 + share**2 * (mass @ total**2 - (mass @ total) ** 2)
    strength = latents.carried / p.sd("strength_at_rank")[0]
    limit = stats.norm.isf(FALSE_ALARM_RATE / 32)
    assert abs(strength.mean() - mean) < limit * np.sqrt(variance / n) + 1e-4
    assert abs(strength.var() - variance) < limit * variance * np.sqrt(2 / n) + 1e-4
    assert np.allclose(latents.paper, strength + latents.season)


def test_drawn_people_are_calibrated_given_what_they_hear():
    """Simulation-based calibration: u + w_type is uniform within its posterior (false-alarm rate 0.001)."""
    rng = np.random.default_rng(20261115)
    plan = planned(some(10, "applied") + some(1, "rejected"))
    p, timing, rate = plan.parameters, plan.timing, plan.late_rate
    sd_a = float(np.hypot(p.sd("strength"), p.sd("season_type"))[0])
    shift = np.array([-1.8, -1.4, -0.9])
    n_each = np.array([40, 20, 10])
    ranks = [_rank(rng, plan, sd_a, shift, n_each, timing, rate) for _ in range(400)]
    assert stats.kstest(ranks, "uniform").pvalue > FALSE_ALARM_RATE
    assert stats.kstest(np.clip(np.array(ranks) + 0.12, 0, 1), "uniform").pvalue < FALSE_ALARM_RATE  # and it can see


def _rank(rng: Any, plan: Any, sd_a: float, shift: Any, n_each: Any, timing: Any, rate: float) -> float:
    """Place of a drawn person in the posterior, given answers drawn by the model."""
    own = float(plan.parameters.sd("season_specialty")[0]) * rng.standard_normal()
    a = sd_a * rng.standard_normal()
    rows: list[tuple[int, float, float]] = []
    for s, n in zip(shift, n_each, strict=True):
        i = ndtr(a + own + s)
        yes_now = i * timing.released + late_place(i, rate) * timing.late_released
        quiet = silence(i, timing, rate)
        counts = rng.multinomial(n, [yes_now, 1 - yes_now - quiet, quiet])
        rows += [(heard, float(count), float(s)) for heard, count in enumerate(counts)]
    heard, count, shifts = (np.array(x) for x in zip(*rows, strict=True))
    evidence = plan.evidence._replace(
        group=np.zeros(heard.size, dtype=np.int64), heard=heard, number=count,
        sponsor=np.ones(heard.size), shift=shifts[None, :],
    )  # fmt: skip
    tables = posterior(plan._replace(evidence=evidence))
    assert tables is not None
    cumulative = np.concatenate([[0.0], tables.cumulative])
    edges = np.concatenate([tables.nodes, [2 * tables.nodes[-1] - tables.nodes[-2]]])
    half = 0.5 * (tables.nodes[1] - tables.nodes[0])
    return float(np.interp(a, edges - half, cumulative))


def test_an_edit_keeps_what_the_facts_say():
    """Five more interviews as an intervention raise the chance less than five more as facts."""
    base = planned(some(3, "interviewed") + some(57, "applied"))
    facts = planned(some(8, "interviewed") + some(52, "applied"))
    kind = base.kind.copy()
    kind[3:8] = INTERVIEWED
    edited = base._replace(kind=kind)
    before, edit, fact = (solve_on(p, 64) for p in (base, edited, facts))
    assert edit.log_evidence == pytest.approx(before.log_evidence, abs=1e-12)
    assert before.match[0] < edit.match[0] < fact.match[0]
    assert posterior(edited).cumulative == pytest.approx(posterior(base).cumulative, abs=0)


def test_reports_of_interviews_update_the_person_but_the_edit_of_a_program_does_not():
    reported = planned([*some(2, "interviewed", performance="strong"), BASE | {"name": "Z", "status": "interviewed"}])
    silent = planned(some(3, "interviewed"))
    at_z = [p.applied[p.live[2]].program.name for p in (reported, silent)]
    assert at_z == ["Z", "interviewed 2"]
    assert solve(reported).ranked[0, 2] > solve(silent).ranked[0, 2] + 0.005
