"""Further seasons against the exact solver, a plain simulation, and the law that failure teaches."""

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.model.parameters import load_calibration
from simulator.scenario import Scenario, load_scenario, scenario_from_dict
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.season.seasons import FINE, LIGHT, over_seasons
from simulator.strategy.next_season import next_season, stronger, with_strategy
from simulator.strategy.outside import OutsideOffer, outside_offer
from simulator.strategy.plain import plain
from simulator.strategy.reapply import reapply
from tests.chance import Mean, assert_means
from tests.strategies import Data, scenarios

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


SHIPPED = sorted(path.stem for path in SCENARIOS.glob("*.yaml") if not path.stem.startswith("couple_"))
FROM_APPLICATIONS = ("applied",) * 5 + ("considering",)
BETTER: dict[str, object] = {"letters": "strong", "us_clinical_experience_months": 24, "interview_skill": "strong"}


def from_applications(scenario: Scenario) -> Scenario:
    """The same season before anything has happened, without emails: those do not come again by themselves."""
    fresh = [p.model_copy(update={"emails": (), "letter": "none"}) for p in next_season(scenario).programs if p.name]
    ranked = tuple(p.name for p in fresh if p.status != "considering")
    person = scenario.applicant.model_copy(update={"applications_sent": None})
    return dataclasses.replace(
        scenario,
        as_of=None,
        programs=tuple(fresh),
        applicant=person,
        rank_order_list=ranked,
        rank_order_list_given=False,
    )


def keeps_the_law(scenario: Scenario) -> None:
    """Ex ante a season without a match makes the next one less likely, and a stronger profile makes up for some."""
    made = check(scenario).for_type(scenario.applicant.type)
    second = next_season(scenario)
    plain, better = ([make_plan(s, made) for s in (scenario, x)] for x in (second, stronger(second, BETTER)))
    (people, ends), (_, better_ends) = over_seasons(plain, LIGHT), over_seasons(better, LIGHT)
    reached = float((people.weight * ends[0]).sum())
    first, again, strong = (
        1 - x
        for x in (reached, *(float((people.weight * ends[0] * e[1]).sum()) / reached for e in (ends, better_ends)))
    )
    if first > 1e-9:
        assert again < first
    assert strong >= again - 1e-12
    if again > 1e-9:
        assert strong > again


@pytest.mark.parametrize("calibration", ["nrmp-2026", "rules-of-thumb"])
@pytest.mark.parametrize("name", SHIPPED)
def test_the_law_holds_for_every_shipped_scenario_from_its_applications(name: str, calibration: str):
    scenario = load_scenario(SCENARIOS / f"{name}.yaml")
    person = scenario.applicant.model_copy(update={"letters": "average", "us_clinical_experience_months": 1})
    keeps_the_law(dataclasses.replace(from_applications(scenario), calibration=calibration, applicant=person))


@settings(max_examples=40)
@given(
    scenarios(most=6, specialties=2, statuses=FROM_APPLICATIONS, dates=False, performance=False),
    st.sampled_from(["nrmp-2026", "rules-of-thumb"]),
)
def test_the_law_holds_for_any_season_that_starts_from_applications(data: Data, calibration: str):
    data["applicant"] |= {"letters": "average", "us_clinical_experience_months": 1, "interview_skill": "average"}
    for program in data["programs"]:
        program.pop("emails", None)
    keeps_the_law(scenario_from_dict(data | {"calibration": calibration}))


def test_filters_are_applied_again_with_a_year_more():
    """The same list, whose limit is passed by the year: all of it closes, and nothing is left."""
    first, second = chances(season({"count": 20, "max_years_since_graduation": 4}), seasons=2)
    assert first > 0.01
    assert second == pytest.approx(0, abs=1e-12)


def test_the_shipped_scenario_shows_the_law_and_the_filter():
    scenario = load_scenario(SCENARIOS / "reapply_next_season.yaml")
    found = reapply(scenario, 3, lambda s: with_strategy(s, "Step 3, clinical experience, letters"))
    same, changed = found.unchanged.seasons, found.changed.seasons if found.changed else ()
    assert same[2].match.exact < same[1].match.exact < same[0].match.exact
    assert changed[1].match.exact > same[1].match.exact
    assert [len(s.newly_closed) for s in same] == [0, 0, 10]
    assert found.difference is not None
    assert found.difference.low > 0


def test_what_is_believed_starts_at_the_middle_and_falls():
    found = reapply(load_scenario(SCENARIOS / "reapply_next_season.yaml"), 3)
    assert [lesson.after for lesson in found.lessons] == ["before", "2027", "2028", "2029"]
    for trait in ("strength", "skill"):
        better = [getattr(lesson, trait).better_than for lesson in found.lessons]
        assert better[0] == 0.5
        assert better == sorted(better, reverse=True)
    means = [lesson.strength.mean for lesson in found.lessons[1:]]
    assert means[:2] == pytest.approx([s.strength for s in found.unchanged.seasons[1:]])


def test_what_was_heard_is_a_belief_of_its_own():
    found = reapply(load_scenario(SCENARIOS / "november_four_interviews.yaml"), 2)
    assert [lesson.after for lesson in found.lessons] == ["before", "now", "2027", "2028"]
    assert found.lessons[1].strength.better_than > 0.5


STRATEGIES = [
    {
        "name": "visa-friendly programs",
        "edits": [{"set_programs": {"where": {"status": "applied"}, "set": {"visas": ["j1", "h1b"]}}}],
    },
    {
        "name": "to those that interviewed",
        "edits": [{"set_programs": {"where": {"status": "interviewed"}, "set": {"letter": "interest"}}}],
    },
]


def test_a_strategy_is_applied_to_the_next_season_only():
    scenario = season({"count": 12, "visas": ["h1b"]}, applicant={"visa": "j1"}, strategies=STRATEGIES)
    found = reapply(scenario, 2, lambda s: with_strategy(s, "visa-friendly programs"))
    assert found.changed is not None
    assert found.unchanged.seasons[1].closed == 12
    assert [s.closed for s in found.changed.seasons] == [12, 0]
    assert found.warnings == ()


def test_an_edit_that_matches_nothing_next_season_is_named():
    found = reapply(season(strategies=STRATEGIES), 2, lambda s: with_strategy(s, "to those that interviewed"))
    assert len(found.warnings) == 1
    assert "edit 1" in found.warnings[0]


def test_an_unknown_strategy_is_refused_with_the_nearest_name():
    with pytest.raises(InputError, match="Did you mean 'visa-friendly programs'"):
        with_strategy(season(strategies=STRATEGIES), "visa friendly program")


def test_programs_left_off_the_list_stay_off_it():
    chosen = season({}, {}, rank_order_list=["P0"])
    assert next_season(chosen).rank_order_list == ("P0",)
    held = season({"status": "interviewed"}, {"status": "interviewed"}, {}, rank_order_list=["P1"], as_of="2027-02-01")
    assert next_season(held).rank_order_list == ("P1", "P2")


def test_a_change_with_more_kinds_of_programs_is_weighed_on_the_same_draws():
    scenario = load_scenario(Path("scenarios") / "five_interviews_or_forty_applications.yaml")
    found = reapply(scenario, seasons=2, change=lambda later: with_strategy(later, "five more community interviews"))
    assert found.difference is not None
    assert found.difference.low < found.difference.high
