"""A season answered at once is the season that `run` answers: the same numbers, without the sampling."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from simulator.errors import InputError
from simulator.outcomes.result import RunResult
from simulator.pipeline import run
from simulator.pipeline.instant import Standing, at_once, done_at_once, refined, stand, strategies_at_once
from simulator.scenario import Scenario, Strategy, load_scenario, scenario_from_dict

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["five_interviews_or_forty_applications", "mock_interviews", "november_zero_interviews", "older_graduate"]
REPLICATES = 4_000
FIVE_MORE = {
    "name": "Another community IM",
    "count": 5,
    "specialty": "internal_medicine",
    "setting": "community",
    "status": "interviewed",
    "img_share": 0.6,
}


@cache
def scenario(name: str) -> Scenario:
    return load_scenario(ROOT / "scenarios" / f"{name}.yaml")


@cache
def ran(name: str) -> RunResult:
    return run(scenario(name), replicates=REPLICATES, workers=1)


@cache
def standing(name: str, every_draw: bool = False) -> Standing:
    return stand(scenario(name), every_draw)


def doing(**edit: object) -> Strategy:
    return Strategy.model_validate({"name": "done", "edits": (edit,)})


@pytest.mark.parametrize("name", NAMES)
def test_with_every_draw_it_is_the_answer_of_run(name: str):
    found, known = at_once(standing(name, every_draw=True)), ran(name)
    exactly = (known.match.exact, known.match.low, known.match.high)
    assert (found.match.exact, found.match.low, found.match.high) == exactly
    assert found.match.probability == known.match.exact
    assert found.match.mc_standard_error == 0
    assert (found.zone, found.zones, found.cost.total_usd) == (known.zone, known.zones, known.cost.total_usd)
    np.testing.assert_array_equal(found.by_position["exact"], known.by_position["exact"])
    np.testing.assert_array_equal(found.by_program["ranked_to_match_exact"], known.by_program["ranked_to_match_exact"])
    size = min(len(found.curve), len(known.curve))
    np.testing.assert_allclose(found.curve["low"][:size], known.curve["low"][:size], atol=1e-12)
    beside = {text for one in known.compared for text in one.warnings}
    assert set(found.warnings) == set(known.warnings) - beside


@pytest.mark.parametrize("name", NAMES)
def test_the_number_of_interviews_is_the_one_that_run_samples(name: str):
    found, known = at_once(standing(name)).interviews, ran(name).interviews
    assert found.distribution.sum() == pytest.approx(1, abs=1e-5)
    spread = float(np.sqrt(np.arange(found.distribution.size) ** 2 @ found.distribution - found.expected**2))
    # 4.5 standard errors: false alarms 7e-6 for each of four scenarios
    assert found.expected == pytest.approx(known.expected, abs=4.5 * spread / REPLICATES**0.5 + 1e-9)


@pytest.mark.parametrize("name", NAMES[:2])
def test_strategies_are_those_of_run(name: str):
    found = strategies_at_once(standing(name, every_draw=True))
    for one, known in zip(found, ran(name).compared, strict=True):
        ours, theirs = one.difference, known.difference
        assert (ours.exact, ours.low, ours.high) == (theirs.exact, theirs.low, theirs.high)
        assert (one.name, one.added_usd, one.warnings) == (known.name, known.added_usd, known.warnings)
        assert ours.estimate == ours.exact
        assert ours.mc_standard_error == 0


def test_something_done_is_the_same_as_the_strategy_of_the_file():
    name = NAMES[0]
    five = doing(add_programs={**FIVE_MORE, "visas": ("j1",)})
    found, known = done_at_once(standing(name, every_draw=True), five), ran(name).compared[0]
    assert found.difference.exact == pytest.approx(known.difference.exact, abs=1e-6)
    assert found.difference.low == pytest.approx(known.difference.low, abs=1e-4)
    answer = at_once(standing(name), five)
    assert answer.match.exact == pytest.approx(known.match.exact, abs=1e-6)
    assert answer.by_position["exact"].sum() == pytest.approx(answer.match.exact, abs=1e-5)
    assert len(answer.by_position) == len(ran(name).by_position) + 5
    assert answer.interviews.expected == pytest.approx(at_once(standing(name)).interviews.expected + 5, abs=1e-4)


def test_fewer_draws_move_the_range_a_little_and_the_answer_not_at_all():
    name = NAMES[0]
    some, every = standing(name), standing(name, every_draw=True)
    assert 50 <= some.draws < every.draws == every.of == some.of
    assert some.base.match.exact == every.base.match.exact
    assert some.base.match.low == pytest.approx(every.base.match.low, abs=0.03)
    assert some.base.match.high == pytest.approx(every.base.match.high, abs=0.03)


def test_refined_is_run_and_can_be_stopped():
    name, told = NAMES[1], []
    found = refined(standing(name, every_draw=True), None, REPLICATES, told.append)
    assert found.match == ran(name).match
    assert sum(told) == REPLICATES

    class EnoughError(Exception):
        pass

    def stop(_: int) -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        refined(standing(name), None, REPLICATES, stop)


def test_refined_with_something_done_samples_that_season():
    name, practice = NAMES[1], doing(set_applicant={"interview_skill": 1.0})
    found = refined(standing(name), practice, REPLICATES)
    assert found.match.exact == at_once(standing(name), practice).match.exact
    # 4.5 standard errors: false alarms 7e-6
    assert found.match.probability == pytest.approx(found.match.exact, abs=4.5 * found.match.mc_standard_error)


def test_what_cannot_be_done_is_refused():
    first = scenario(NAMES[1]).programs[0].name
    edit = doing(add_programs={**FIVE_MORE, "name": first, "count": 1})
    with pytest.raises(InputError, match="duplicate"):
        at_once(standing(NAMES[1]), edit)


@pytest.mark.parametrize("programs", [[], [{**FIVE_MORE, "visas": []}]])
def test_a_season_without_hope_is_answered(programs: list[dict[str, object]]):
    applicant = {"type": "non_us_img", "visa": "j1"}
    made = scenario_from_dict({"name": "a", "season": 2027, "applicant": applicant, "programs": programs})
    found = at_once(stand(made))
    assert found.match.exact == 0
    assert found.zone == "red"


def test_where_a_match_leads_is_told_too():
    found = at_once(standing("advanced_and_preliminary"))
    known = run(scenario("advanced_and_preliminary"), replicates=100, workers=1)
    assert found.paths is not None
    assert known.paths is not None
    assert found.paths.residency.exact == pytest.approx(known.paths.residency.exact, abs=1e-6)
