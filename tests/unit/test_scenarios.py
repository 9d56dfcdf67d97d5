"""The shipped situations: each says what it answers, is quick, and its two answers agree."""

import dataclasses
from functools import cache
from pathlib import Path

import pytest

from simulator.outcomes.couple import CoupleResult
from simulator.outcomes.result import RunResult
from simulator.pipeline import run
from simulator.scenario import load_scenario
from simulator.scenario.couple_people import each_alone

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "scenarios").glob("*.yaml"))
MOST_DRAWS = 4_000_000  # replicates times programs: about two seconds without compiling
FAR = 4.5  # standard errors; once in 150,000 runs by chance


@cache
def answer(name: str, calibration: str | None = None) -> RunResult:
    scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
    return run(scenario if calibration is None else dataclasses.replace(scenario, calibration=calibration))


def by_the_rules(name: str) -> RunResult:
    """The answer of the advice literature, whose comparisons these scenarios make."""
    return answer(name, "rules-of-thumb")


def test_there_are_enough() -> None:
    assert len(FILES) >= 10


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
class TestEach:
    def test_it_begins_with_its_question_and_what_to_look_at(self, path: Path) -> None:
        comment = path.read_text("utf-8").partition("\nname:")[0].splitlines()
        assert comment[0].startswith("# Question: ")
        assert all(line.startswith("#") for line in comment)
        assert "# What to look at in the answer:" in comment

    def test_it_is_in_the_readme(self, path: Path) -> None:
        assert f"`{path.stem}`" in (ROOT / "README.md").read_text("utf-8")

    def test_it_is_quick_and_repeatable(self, path: Path) -> None:
        scenario = load_scenario(path)
        assert scenario.simulation.seed == 7
        assert (scenario.simulation.replicates or 0) * len(scenario.programs) <= MOST_DRAWS

    def test_sampled_and_exact_agree(self, path: Path) -> None:
        match = answer(path.stem).match
        assert abs(match.probability - match.exact) < FAR * match.mc_standard_error
        assert match.low < match.exact < match.high

    def test_nothing_in_it_is_without_effect(self, path: Path) -> None:
        assert load_scenario(path).warnings == ()


def test_ten_community_interviews_beat_five_at_universities() -> None:
    ten, five = by_the_rules("ten_community_interviews").match, by_the_rules("five_university_interviews").match
    assert ten.exact > five.exact + 0.2


def test_only_sponsors_count_for_h1b() -> None:
    every, three = by_the_rules("ten_interviews_h1b_all_sponsor"), by_the_rules("ten_interviews_h1b_three_sponsor")
    assert every.match.exact > three.match.exact + 0.2
    assert any("cannot sponsor" in warning for warning in three.warnings)


def test_without_an_interview_hardly_anything_is_left() -> None:
    result = by_the_rules("november_zero_interviews")
    assert 0 < result.match.exact < 0.15
    assert result.zone == "red"
    assert any(result.by_program["filtered"].map(bool))


def couple(name: str, calibration: str | None = None) -> CoupleResult:
    found = answer(name, calibration).couple
    assert found is not None
    return found


@pytest.mark.parametrize("calibration", [None, "rules-of-thumb"])
def test_ten_interviews_each_are_not_twenty_of_one(calibration: str | None) -> None:
    both = couple("couple_two_imgs_ten_each", calibration).both
    first, second = each_alone(load_scenario(ROOT / "scenarios" / "couple_two_imgs_ten_each.yaml"))
    others = tuple(p.model_copy(update={"name": f"{p.name} too"}) for p in second.programs)
    names = (*first.rank_order_list, *(p.name for p in others))
    twenty = dataclasses.replace(first, programs=(*first.programs, *others), rank_order_list=names)
    if calibration is not None:
        twenty = dataclasses.replace(twenty, calibration=calibration)
    alone = run(twenty, replicates=2_000).match
    assert both.refined < alone.exact - 0.1
    assert both.high < alone.low


def test_fourteen_interviews_each_are_better_than_ten() -> None:
    ten, fourteen = (couple(f"couple_two_imgs_{n}_each", "rules-of-thumb") for n in ("ten", "fourteen"))
    assert fourteen.both.refined > ten.both.refined + 0.1
    assert all(one.cost > 0.01 for one in (*ten.partners, *couple("couple_two_imgs_ten_each").partners))


def test_pairing_moves_the_risk_to_the_us_graduate_only_a_little() -> None:
    found = couple("couple_img_and_us_graduate")
    img, us = found.partners
    assert us.alone.exact > img.alone.exact
    assert us.cost < 0.05
    assert found.second_only.refined > found.first_only.refined
    assert set(found.by_place["place"]) == {"same city", "same state"}


def test_where_every_pair_will_do_nothing_is_lost_to_pairing() -> None:
    for name in ("couple_long_distance", "couple_two_specialties_one_city"):
        found = couple(name)
        assert found.both.refined == pytest.approx(found.both_alone, abs=0.01)
    apart = couple("couple_long_distance").by_place.set_index("place")["refined"]
    assert apart["apart"] > apart["same city"]
