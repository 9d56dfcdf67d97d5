"""The result of an experiment: its arithmetic, its tables, its JSON."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simulator as ms
from simulator.outcomes.experiment import ExperimentResult
from simulator.outcomes.experiment_measures import FIFTHS, MEASURES, OF, Effect, effect_of
from simulator.outcomes.experiment_race import left_of

ROOT = Path(__file__).resolve().parents[3]
ASKED: dict[str, Any] = {
    "name": "Everything <at> once",
    "question": "Does it run?",
    "market": {"specialties": ["internal_medicine", "otolaryngology"], "scale": 0.06},
    "arms": [
        {"name": "more", "shares": [1, 0, 0.5], "levers": [{"more_applications": {"percent": 40}}]},
        {"name": "nothing", "levers": [{"signals": {"times": 1}}]},
        {"name": "cap", "levers": [{"cap_applications": {"total": 8}}]},
        {"name": "no couples", "levers": [{"couples": {"number": 0}}]},
    ],
    "simulation": {"replicates": 4, "seed": 5},
}


@pytest.fixture(scope="module")
def result() -> ExperimentResult:
    return ms.run_experiment(ms.experiment_from_dict(ASKED), workers=1)


def test_an_effect_is_students_interval_of_the_mean_and_of_a_further_season():
    found = effect_of(np.array([0.01, 0.02, 0.03, 0.06]), 0.9)
    assert found.difference == pytest.approx(0.03)
    assert found.mc_standard_error == pytest.approx(0.0216025 / 2, rel=1e-4)
    assert found.high - found.difference == pytest.approx(2.353363 * 0.0216025 / 2, rel=1e-4)
    assert found.season_high - found.difference == pytest.approx(2.353363 * 0.0216025 * np.sqrt(1.25), rel=1e-4)
    assert found.is_established
    assert not effect_of(np.array([-0.01, 0.02]), 0.9).is_established
    assert not effect_of(np.zeros(3), 0.9).is_established
    assert effect_of(np.full(3, 0.1), 0.9).is_established


def test_a_few_seasons_of_a_small_group_that_differ_by_the_same_person_settle_nothing():
    same = np.full(4, 1 / 390)
    assert not effect_of(same, 0.9, np.full(4, 390.0)).is_established
    assert effect_of(10 * same, 0.9, np.full(4, 390.0)).is_established
    nothing = effect_of(np.zeros(4), 0.9, np.full(4, 390.0))
    assert (nothing.low, nothing.high) == (0, 0)


def test_arms_come_in_the_order_of_the_file_with_shares_from_the_smallest_and_without_zero(result: ExperimentResult):
    assert [(arm.name, arm.share) for arm in result.arms] == [
        ("more", 0.5),
        ("more", 1),
        ("nothing", None),
        ("cap", None),
        ("no couples", None),
    ]
    assert [one.name for one in result.crowds] == ["more"]


def test_what_changes_nothing_has_no_effect_at_all(result: ExperimentResult):
    nothing = next(arm for arm in result.arms if arm.name == "nothing")
    assert nothing.rows
    assert all(row.effect == Effect(0, 0, 0, 0, 0, 0) and row.base == row.value for row in nothing.rows)
    assert all(row.effect.difference == 0 for row in nothing.moved)


def test_every_measure_is_there_for_every_group(result: ExperimentResult):
    cap = next(arm for arm in result.arms if arm.name == "cap")
    assert {row.measure for row in cap.rows} == {measure.name for measure in MEASURES}
    assert {row.group for row in cap.rows if row.measure == "matched_by_strength"} == set(FIFTHS)
    assert cap.row("applications").value < 8.001
    assert cap.row("filled", "us_md") == cap.row("filled")
    assert OF["filled"].groups == ()


def test_couples_are_unknown_where_there_are_none(result: ExperimentResult):
    without = next(arm for arm in result.arms if arm.name == "no couples")
    assert without.row("couples_both") is None


def test_differences_are_value_less_base(result: ExperimentResult):
    table = result.differences
    assert np.allclose(table["value"] - table["base"], table["difference"])
    assert np.all(table["low"] <= table["high"])
    assert np.all(table["season_low"] <= table["low"] + 1e-12)
    assert set(table["arm"]) == {"more", "nothing", "cap", "no couples"}


def test_individual_and_collective_stand_side_by_side(result: ExperimentResult):
    one = result.crowds[0]
    assert one.found(0) is not None
    assert one.found(1) == next(m.effect for m in one.collective if (m.measure, m.group) == ("matched", "all"))
    assert one.found(1, "others") is None
    assert one.found(0.3) is None
    assert set(result.crowd["share"]) == {0.0, 0.5, 1.0}
    assert set(result.changes["who"]) == {"doers", "others"}


def test_the_gap_of_a_race_is_that_of_each_season():
    alone, together = np.array([0.030, 0.010, 0.020]), np.array([0.029, 0.009, 0.020])
    found = left_of("all", alone, together, 0.9)
    assert found is not None
    assert found.value == pytest.approx(together.mean() / alone.mean())
    for end in (found.low, found.high):  # where the difference is at the edge of being told from none
        rest = together - end * alone
        assert abs(rest.mean()) == pytest.approx(2.919986 * rest.std(ddof=1) / np.sqrt(3), rel=1e-5)
    assert left_of("all", np.array([0.03, -0.03]), np.array([0.01, 0.02]), 0.9) is None


def test_alone_less_together_is_paired(result: ExperimentResult):
    one = result.crowds[0]
    alone, every, gap = one.found(0), one.found(1), one.gap()
    assert alone is not None
    assert every is not None
    assert gap is not None
    assert gap.difference == pytest.approx(alone.difference - every.difference)
    apart = np.hypot(alone.mc_standard_error, every.mc_standard_error)
    assert gap.mc_standard_error != pytest.approx(apart, rel=0.01)
    told = json.loads(result.to_json())["crowds"][0]
    assert [r["group"] for r in told["individual_less_collective"] if r["measure"] == "matched"][-1] == "all"


def test_what_a_lever_reached_is_told_and_said_where_it_is_clearly_less():
    arms = [
        {"name": "a few", "levers": [{"more_applications": {"percent": 10}}]},
        {"name": "many", "shares": [0.5], "levers": [{"more_applications": {"percent": 400}}]},
        {"name": "both", "levers": [{"more_applications": {"percent": 400}}, {"cap_applications": {"total": 30}}]},
        {"name": "community", "levers": [{"community_programs": {"number": 400}}]},
    ]
    asked = {"name": "x", "question": "y", "market": {"specialties": ["internal_medicine"], "scale": 0.5}, "arms": arms}
    found = ms.run_experiment(ms.experiment_from_dict(asked), replicates=2, seed=5, workers=2)
    few, many, both, community = found.arms
    assert few.reached[0].reached == pytest.approx(10, abs=0.6)
    assert many.reached[0].reached < 300
    assert both.reached == ()
    assert community.reached[0].reached < 300
    assert found.crowds[0].reached[0].lever == "more_applications"
    said = [text for text in found.warnings if "asked for" in text]
    assert [text.split(":")[0] for text in said] == ["many", "community"]
    assert said[0].startswith("many: 400% more applications were asked for, and those who do it send ")
    told = json.loads(found.to_json())
    assert told["arms"][0]["levers"][0] == {
        "lever": "more_applications",
        "asked": 10,
        "reached": pytest.approx(few.reached[0].reached),
    }


def test_the_number_of_couples_is_a_measure(result: ExperimentResult):
    none = next(arm for arm in result.arms if arm.name == "no couples").row("couples")
    assert none is not None
    assert none.base > 0
    assert none.value == 0


def test_the_result_is_the_same_for_any_number_of_workers(result: ExperimentResult):
    again = ms.run_experiment(ms.experiment_from_dict(ASKED), workers=3)
    assert again.to_json() == result.to_json()


def test_replicates_and_seed_may_be_asked_for(result: ExperimentResult):
    asked = {**ASKED, "arms": ASKED["arms"][1:2]}
    other = ms.run_experiment(ms.experiment_from_dict(asked), replicates=2, seed=6, workers=1)
    assert (other.replicates, other.seed) == (2, 6)
    assert other.base != result.base
    with pytest.raises(ms.InputError, match=r"--replicates: too few to show a spread \(got 1\)"):
        ms.run_experiment(ms.experiment_from_dict(asked), replicates=1)


def test_a_notebook_shows_it_with_markup_inert(result: ExperimentResult):
    shown = result._repr_html_()
    assert "Everything &lt;at&gt; once" in shown
    assert "<at>" not in shown


def keys(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for key, inner in found.items():
            yield key
            yield from keys(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from keys(inner)


def test_every_key_of_the_json_is_described_and_no_other(result: ExperimentResult):
    text = (ROOT / "docs" / "market_experiments.md").read_text("utf-8")
    section = text.partition("## JSON\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    told = {
        part.removesuffix("[]") for cell in cells for span in re.findall(r"`([^`]+)`", cell) for part in span.split(".")
    }
    written = set(keys(json.loads(result.to_json())))
    assert sorted(written ^ told) == []


def test_every_measure_is_described():
    text = (ROOT / "docs" / "market_experiments.md").read_text("utf-8")
    assert [measure.name for measure in MEASURES if f"`{measure.name}`" not in text] == []


def test_a_stable_match_is_counted_and_an_unstable_one_told(result: ExperimentResult):
    assert result.stable_seasons == 4
    assert [arm.stable_seasons for arm in result.arms] == [4] * 5
    many = {**ASKED, "arms": [{"name": "couples everywhere", "levers": [{"couples": {"share": 0.4}}]}]}
    found = ms.run_experiment(ms.experiment_from_dict(many), replicates=2, workers=1)
    assert found.arms[0].stable_seasons < 2
    assert any("no stable matching was found" in text for text in found.warnings)


def test_the_file_shown_on_the_page_is_one(tmp_path: Path):
    text = (ROOT / "docs" / "market_experiments.md").read_text("utf-8")
    shown = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "shown.yaml").write_text(shown[0], "utf-8")
    assert ms.load_experiment(tmp_path / "shown.yaml").asked.arms[0].shares == (0, 0.25, 0.5, 1)
    assert len(shown) == 1


def test_every_shipped_file_is_on_the_page():
    text = (ROOT / "docs" / "market_experiments.md").read_text("utf-8")
    files = [path.stem for path in (ROOT / "scenarios" / "market").glob("*.yaml")]
    assert [name for name in files if f"`{name}`" not in text] == []
