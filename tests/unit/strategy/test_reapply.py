"""Further seasons against the exact solver, a plain simulation, and the law that failure teaches."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from simulator.errors import InputError
from simulator.model.parameters import load_calibration
from simulator.scenario import Scenario, load_scenario, scenario_from_dict
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.season.seasons import FINE, LIGHT, over_seasons
from simulator.strategy.next_season import next_season, stronger
from simulator.strategy.outside import OutsideOffer, outside_offer
from simulator.strategy.plain import plain
from simulator.strategy.reapply import reapply
from tests.chance import Mean, assert_means

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
IM = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}


def season(*programs: dict[str, Any], **more: Any) -> Scenario:
    person = {"type": "non_us_img", "step2_ck": 240, "years_since_graduation": 4, "visa": "j1"} | more.pop(
        "applicant", {}
    )
    listed = [IM | {"name": f"P{n}"} | p for n, p in enumerate(programs or ({"count": 30},))]
    return scenario_from_dict({"name": "n", "season": 2027, "applicant": person, "programs": listed} | more)


def chances(scenario: Scenario, calibration: str = "nrmp-2026", seasons: int = 3) -> np.ndarray:
    """P(match in season k | not before), exact."""
    scenarios = [scenario]
    while len(scenarios) < seasons:
        scenarios.append(next_season(scenarios[-1]))
    made = load_calibration(calibration).for_type(scenario.applicant.type)
    people, ends = over_seasons([make_plan(s, made) for s in scenarios], FINE)
    alive = np.concatenate([np.ones((1, *people.u.shape)), np.cumprod(ends, axis=0)])
    left = (people.weight * alive).sum(axis=2)[:, 0]
    return np.asarray(1 - left[1:] / left[:-1])


CASES = {
    "applications": season(),
    "two specialties": season({"count": 12}, {"count": 12, "specialty": "family_medicine"}, as_of="2026-11-20"),
    "interviews": season({"count": 6, "status": "interviewed"}, {"status": "interviewed", "performance": "strong"}),
    "limit": season({"count": 12}, {"count": 3, "status": "invited"}, applicant={"max_interviews": 4}),
    "nothing": season({"status": "considering"}),
}


@pytest.mark.parametrize("calibration", ["nrmp-2026", "rules-of-thumb"])
@pytest.mark.parametrize("name", CASES)
def test_the_first_season_is_the_exact_solvers(name: str, calibration: str):
    plan = make_plan(CASES[name], load_calibration(calibration).for_type("non_us_img"))
    solved = solve(plan)
    people, ends = over_seasons([plan], LIGHT if name == "limit" else FINE)
    assert 1 - float((people.weight * ends[0]).sum()) == pytest.approx(
        float(solved.match[0]), abs=2e-4 if name == "limit" else 1e-6
    )
    assert people.log_evidence[0] == pytest.approx(float(solved.log_evidence[0]), abs=1e-3)


@pytest.mark.parametrize("calibration", ["nrmp-2026", "rules-of-thumb"])
@pytest.mark.parametrize("programs", [({"count": 5},), ({"count": 60},), ({"count": 30, "setting": "university"},)])
def test_a_season_without_a_match_makes_the_next_one_less_likely(
    calibration: str, programs: tuple[dict[str, Any], ...]
):
    first, second, third = chances(season(*programs), calibration)
    assert third < second < first


def test_even_without_another_year_a_failed_season_teaches():
    scenario = season()
    same = stronger(next_season(scenario), {"years_since_graduation": 4, "prior_match_attempts": 0})
    made = load_calibration("nrmp-2026").for_type("non_us_img")
    people, ends = over_seasons([make_plan(s, made) for s in (scenario, same)], FINE)
    first = 1 - float((people.weight * ends[0]).sum())
    both = float((people.weight * ends[0] * ends[1]).sum())
    assert 1 - both / (1 - first) < first - 0.005


def test_two_seasons_agree_with_people_drawn_one_by_one():
    scenario = season({"count": 15})
    made = load_calibration("nrmp-2026").for_type("non_us_img")
    plans = [make_plan(s, made) for s in (scenario, next_season(scenario))]
    p, rng, n = plans[0].parameters, np.random.default_rng(4), 400_000
    sd = {
        name: float(p.sd(name)[0])
        for name in ("strength", "strength_at_rank", "skill", "season_type", "season_specialty")
    }
    u, v = sd["strength"] * rng.standard_normal(n), sd["skill"] * rng.standard_normal(n)
    link = float(np.sqrt(1 + p.sd("performance")[0] ** 2 + p.sd("cutoff")[0] ** 2))
    lost = []
    for plan in plans:
        w = np.hypot(sd["season_type"], sd["season_specialty"]) * rng.standard_normal(n)
        i = ndtr(u + w + plan.invite_shift[0, 0])
        i = i + plan.late_rate * i * (1 - i)
        lost.append((1 - i * ndtr((sd["strength_at_rank"] * u + v + w + plan.rank_shift[0, 0]) / link)) ** 15)
    people, ends = over_seasons(plans, FINE)
    exact = [float((people.weight * x).sum()) for x in (ends[0], ends[0] * ends[1])]
    drawn = (lost[0], lost[0] * lost[1])
    assert_means(
        [Mean(f"{k}", float(x.mean()), float(x.std()), n, e) for k, (x, e) in enumerate(zip(drawn, exact, strict=True))]
    )


def test_interviews_without_a_match_speak_of_skill_and_silence_of_strength():
    heard = reapply(season({"count": 12, "status": "interviewed"}, calibration="rules-of-thumb"), 2).unchanged.seasons
    assert heard[1].skill < heard[0].skill
    silent = reapply(season({"count": 40}), 2).unchanged.seasons
    assert silent[1].strength < silent[0].strength


def test_a_stronger_file_raises_the_chance_and_the_seasons_cost_their_fees():
    found = reapply(season({"count": 40}), 2, lambda s: stronger(s, {"letters": "strong", "step2_ck": 255}))
    assert found.changed is not None
    assert found.difference is not None
    assert found.changed.seasons[1].match.exact > found.unchanged.seasons[1].match.exact
    assert found.difference.estimate > 0
    assert found.difference.low <= found.difference.estimate <= found.difference.high
    first, second = found.unchanged.seasons
    assert (first.cost_usd, second.cost_usd) == (630, 630)
    assert found.unchanged.expected_cost_usd == pytest.approx(630 * (1 + second.reached.exact))
    assert found.error < 1e-3
    assert plain(found)["unchanged"]["seasons"][0]["season"] == 2027


def test_a_year_more_closes_programs():
    scenario = season({"max_years_since_graduation": 4}, {"max_years_since_graduation": 5}, {"count": 3})
    seasons = reapply(scenario, 3).unchanged.seasons
    assert [s.newly_closed for s in seasons] == [(), ("P0",), ("P1",)]
    assert [s.closed for s in seasons] == [0, 1, 2]


def test_the_next_season_begins_anew():
    scenario = load_scenario(SCENARIOS / "november_four_interviews.yaml")
    later = next_season(scenario)
    assert (later.season, later.as_of) == (2028, None)
    assert {p.status for p in later.programs} == {"applied"}
    assert all(p.invited_on is None and p.interview_on is None and not p.emails for p in later.programs)
    assert later.applicant.years_since_graduation == 5
    assert later.applicant.prior_match_attempts == 1
    assert len(later.rank_order_list) == len(later.programs)


@pytest.mark.parametrize(
    ("programs", "sent", "complete"),
    [
        (({"status": "interviewed"},), None, False),
        (({"count": 3},), None, True),
        (({"count": 3},), {"internal_medicine": 90}, False),
        (({"status": "invited"}, {"count": 3}), {"internal_medicine": 4}, True),
    ],
)
def test_it_is_said_where_the_file_does_not_list_everything(
    programs: tuple[dict[str, Any], ...], sent: dict[str, int] | None, complete: bool
):
    person = {} if sent is None else {"applications_sent": sent}
    assert reapply(season(*programs, applicant=person, as_of="2026-12-01"), 1).lists_all is complete


def test_after_the_last_season_there_is_none():
    with pytest.raises(InputError, match="has no season after it"):
        reapply(season(season=2035), 2)


@pytest.mark.parametrize("changes", [{"step2_ck": 999}, {"step3": "perhaps"}, {"luck": 1}])
def test_a_change_that_a_file_could_not_hold_is_refused(changes: dict[str, object]):
    with pytest.raises(InputError, match="set_applicant"):
        reapply(season(), 2, lambda s: stronger(s, changes))


@pytest.mark.parametrize("stated", [(False, False), (True, False), (False, True)])
def test_an_offer_outside_the_match_needs_both_statements(stated: tuple[bool, bool]):
    with pytest.raises(InputError, match="is not stated"):
        outside_offer(season(), OutsideOffer(*stated))


def test_an_offer_outside_the_match_ends_the_match_for_the_season():
    found = outside_offer(season({"count": 6}), OutsideOffer(is_outside_nrmp=True, is_outside_all_in=True))
    assert found.accepted == 0
    assert found.declined.unchanged.seasons[0].match.exact > 0
    with pytest.raises(InputError, match="too late to withdraw"):
        outside_offer(
            season({"count": 6}, as_of="2027-03-10"), OutsideOffer(is_outside_nrmp=True, is_outside_all_in=True)
        )
