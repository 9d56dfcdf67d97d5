"""Paired replicates: the person and the year of the sampler itself, chances in closed form, sums in any order."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator.model.checks import check
from simulator.scenario import apply_strategy, scenario_from_dict
from simulator.season.chances import invitations, rankings
from simulator.season.given import chances, make_forms
from simulator.season.latents import Latents, draw, readable_source
from simulator.season.limited import step_down
from simulator.season.paired import given_people, simulate_pairs
from simulator.season.plan import OPEN, Plan, make_plan
from simulator.season.sampler import sample_outcomes
from simulator.season.setup import make_setup

ABOUT = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
EDITS: dict[str, dict[str, Any]] = {
    "more": {"add_programs": ABOUT | {"name": "More", "count": 12}},
    "held": {"add_programs": ABOUT | {"name": "Extra", "count": 2, "status": "interviewed"}},
    "practice": {"set_applicant": {"interview_skill": "strong"}},
    "emails": {"set_programs": {"where": {"name": ["Silent 1", "Silent 2"]}, "set": {"emails": ["tie"]}}},
    "family medicine": {"add_programs": ABOUT | {"name": "FM", "count": 3, "specialty": "family_medicine"}},
    "nothing": {"set_programs": {"where": {"state": "XX"}, "set": {"emails": ["tie"]}}},
}
SEED, N = 11, 3_000
LIMITS = (None, 3)


@cache
def plans(limit: int | None) -> list[Plan]:
    programs = [
        ABOUT | {"name": "Held", "status": "interviewed", "performance": "strong"},
        ABOUT | {"name": "Invited", "count": 2, "status": "invited"},
        ABOUT | {"name": "Silent", "count": 9},
        ABOUT | {"name": "Silent university", "count": 4, "setting": "university"},
        ABOUT | {"name": "No", "count": 3, "status": "rejected"},
    ]
    applicant = {"type": "non_us_img", "step2_ck": 240} | ({} if limit is None else {"max_interviews": limit})
    about = {"name": "n", "season": 2027, "as_of": "2026-11-15", "applicant": applicant, "programs": programs}
    scenario = scenario_from_dict(about | {"strategies": [{"name": k, "edits": [e]} for k, e in EDITS.items()]})
    calibration = check(scenario)
    base = make_plan(scenario, calibration)
    forms = [apply_strategy(scenario, k).scenario for k in range(len(EDITS))]
    return [base, *(make_plan(form, calibration, facts=base) for form in forms)]


@cache
def found(limit: int | None) -> np.ndarray:
    return np.concatenate(list(given_people(make_forms(plans(limit)), SEED, 0, N)), axis=1)


@pytest.mark.parametrize("limit", LIMITS)
def test_chances_are_the_closed_forms_at_the_same_people(limit: int | None) -> None:
    """Against the products and the dynamic program of the exact solver, form by form, not put together."""
    forms = make_forms(plans(limit))
    latents = draw(forms.union.plan, forms.posterior, SEED, 0, N, readable_source())
    for row, plan in zip(found(limit), plans(limit), strict=True):
        groups = [forms.union.plan.groups.index(name) for name in plan.groups]
        moved = latents.skill + plan.skill[0] - plans(limit)[0].skill[0]
        a, c = latents.paper[None, groups], (latents.carried + latents.season)[None, groups]
        if plan.room >= 0:
            left = step_down(plan, a, c + moved, c)[0]
        else:
            at = plan.group
            r = np.stack([rankings(plan, c[:, g] + moved, c[:, g])[0, :, p] for p, g in enumerate(at)])
            i = np.stack([invitations(plan, a[:, g])[0, :, p] for p, g in enumerate(at)])
            left = np.prod(1 - np.where(plan.listed[:, None], i * r, 0.0), axis=0)
        assert row == pytest.approx(1 - left, abs=2e-7)


@pytest.mark.parametrize("limit", LIMITS)
def test_the_sampler_draws_matches_with_these_chances(limit: int | None) -> None:
    """Matches less their chances have mean 0; false alarms below 1 in 10,000 for each form."""
    for chance, plan in zip(found(limit), plans(limit), strict=True):
        setup = make_setup_of(plan)
        matched = np.zeros(N)
        for outcome in sample_outcomes(setup, 0, N, range(plan.n_programs)).values():
            matched[outcome.attended[outcome.matched]] = 1
        assert abs((matched - chance).sum()) < 4 * np.sqrt((chance * (1 - chance)).sum())


def make_setup_of(plan: Plan) -> Any:
    applicant = {"type": "non_us_img"}
    bare = {"name": "n", "season": 2027, "as_of": "2026-11-15", "applicant": applicant, "programs": [ABOUT]}
    return make_setup(scenario_from_dict(bare | {"programs": [ABOUT | {"name": "P"}]}), plan, SEED)


@pytest.mark.parametrize("limit", LIMITS)
def test_workers_and_blocks_change_no_digit(limit: int | None) -> None:
    one, two, three = (
        simulate_pairs(plans(limit), SEED, N - 7, workers, block=block)
        for workers, block in ((1, 256), (2, 1_024), (3, 512))
    )
    for x, y, z in zip(one, two, three, strict=True):
        assert np.array_equal(x, y)
        assert np.array_equal(x, z)


@pytest.mark.parametrize("limit", LIMITS)
def test_means_and_errors_are_those_of_the_chances(limit: int | None) -> None:
    pairs, match = simulate_pairs(plans(limit), SEED, N, 1), found(limit)
    apart = match - match[0]
    assert pairs.match == pytest.approx(match.mean(axis=1))
    assert pairs.apart == pytest.approx(apart.mean(axis=1))
    assert pairs.match_error == pytest.approx(match.std(axis=1, ddof=1) / np.sqrt(N))
    assert pairs.apart_error == pytest.approx(apart.std(axis=1, ddof=1) / np.sqrt(N))


def test_what_changes_nothing_differs_by_nothing() -> None:
    pairs = simulate_pairs(plans(None), SEED, 500, 1)
    k = 1 + list(EDITS).index("nothing")
    assert (pairs.apart[k], pairs.apart_error[k]) == (0, 0)
    assert np.isnan(simulate_pairs(plans(None), SEED, 1, 1).apart_error).all()


def test_a_season_without_any_program_left_has_no_chance() -> None:
    base = plans(None)[0]
    forms = make_forms([base, base._replace(listed=np.zeros_like(base.listed))])
    people = Latents(*(x[..., :8] for x in draw(base, forms.posterior, SEED, 0, 8, readable_source())))
    assert (chances(forms, people)[1] == 0).all()
    assert (base.kind == OPEN).any()
