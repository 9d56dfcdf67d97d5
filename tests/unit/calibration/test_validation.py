"""Validation of tables against populations made by hand, whose answers are known."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from simulator.calibration.population import Cell, Population
from simulator.calibration.validation import Validation, validate
from simulator.calibration.validation_cells import chance, joined, ranks_cells
from simulator.calibration.validation_figures import figures_of
from simulator.calibration.validation_scores import score_cells
from simulator.scenario.published import read_table
from simulator.scenario.published_tables import ChartingRow, ChartingTable, Moments, RanksRow, RanksTable
from tests.chance import Mean, Proportion, assert_means, assert_proportions
from tests.populations import a_population, curve, predict

EVIDENCE = Path(__file__).resolve().parents[3] / "simulator" / "model" / "data" / "evidence"
PERSON = (2, "Psychiatry", "psychiatry", "non_us_img", 2026)


def a_row(**moments: Moments) -> ChartingRow:
    told = {tuple(key.split("__")): value for key, value in moments.items()}
    return ChartingRow(*PERSON, 219, 156, told)


def ranks_table(*rows: tuple[int, int | None, int, int]) -> RanksTable:
    people = [RanksRow(i, "Psychiatry", "psychiatry", "us_senior", 2007, *row) for i, row in enumerate(rows)]
    return RanksTable("t.csv", tuple(people), 0, ())


def test_chance_of_one_number_of_ranks_is_the_curve():
    levels = np.array([-0.5, 0.0, 0.5])
    np.testing.assert_allclose(
        chance(a_population(levels), 3, 3), curve(np.array([3]), levels)[:, 0], rtol=1e-12, atol=0
    )


def test_an_open_bin_takes_the_tail_and_everyone_is_from_one_up():
    population = a_population([0.2])
    tail = population.matched[0, 16:].sum() / (population.matched + population.unmatched)[0, 16:].sum()
    assert chance(population, 16, None) == pytest.approx(tail)
    assert chance(population) == pytest.approx(population.matched.sum())


def test_beyond_the_longest_list_the_longest_stands():
    population = a_population([0.0, 0.4])
    np.testing.assert_allclose(chance(population, 300, 300), chance(population, 40, 40))


@pytest.fixture(scope="module")
def on_ranks() -> Validation:
    return validate(read_table(EVIDENCE / "match_by_ranks_2007.csv"), predict=predict)


@pytest.fixture(scope="module")
def on_charting() -> Validation:
    return validate(read_table(EVIDENCE / "charting_non_us_img_2026.csv"), predict=predict)


CONTRACT = {
    "schema_version", "calibration", "kind", "cells", "people", "skipped", "coverage_50", "coverage_90",
    "coverage_90_n20", "pit", "log_score", "log_score_constant_p", "log_score_logistic", "brier", "calibration_slope",
    "warnings",
}  # fmt: skip


@pytest.mark.parametrize("name", ["on_ranks", "on_charting"])
def test_the_json_keeps_the_contract(name: str, request: pytest.FixtureRequest):
    found = json.loads(request.getfixturevalue(name).to_json())
    assert set(found) >= CONTRACT
    assert None not in found.values()
    for share in ("coverage_50", "coverage_90", "coverage_90_n20", "brier"):
        assert 0 <= found[share] <= 1
    assert len(found["pit"]) == found["cells"] == len(found["by_cell"])
    assert all(0 <= pit <= 1 for pit in found["pit"])
    assert found["coverage_90"] == pytest.approx(np.mean([0.05 <= pit <= 0.95 for pit in found["pit"]]), abs=1e-6)
    assert max(found["log_score"], found["log_score_logistic"]) < 0


def test_empty_cells_are_not_scored(on_ranks: Validation):
    table = read_table(EVIDENCE / "match_by_ranks_2007.csv")
    assert on_ranks.cells == sum(1 for row in table.rows if row.matched + row.not_matched)
    assert on_ranks.people == sum(row.matched + row.not_matched for row in table.rows)
    assert on_ranks.figures is None


def test_the_difference_in_log_score_is_that_of_the_scores(on_ranks: Validation):
    told = on_ranks.log_score - on_ranks.log_score_logistic
    assert on_ranks.log_score_minus_logistic == pytest.approx(told)
    assert on_ranks.log_score_minus_logistic_se > 0


def test_the_constant_reference_is_beaten_by_the_logistic_one_on_its_own_table(on_ranks: Validation):
    assert on_ranks.log_score_logistic > on_ranks.log_score_constant_p


def test_figures_of_a_charting_table_and_what_is_not_told(on_charting: Validation):
    table = read_table(EVIDENCE / "charting_non_us_img_2026.csv")
    told = sum(value is not None for row in table.rows for m in row.moments.values() for value in m[1:])
    assert len(on_charting.figures) == told + 21
    assert on_charting.skipped == table.skipped == 21 * 20 - told
    keys = {"name", "year", "group", "specialty", "published", "model", "low", "high", "inside"}
    for figure in on_charting.to_dict()["figures"]:
        assert set(figure) == keys
        assert figure["low"] <= figure["high"]
        assert figure["inside"] is (figure["low"] <= figure["published"] <= figure["high"])


def test_scores_on_a_scale_of_another_time_are_skipped_and_counted():
    row = a_row(
        contiguous_ranks__matched=Moments(171, 5.8, 4.2, 2, 5, 8), step2ck__matched=Moments(171, 242, 16, 229, 241, 255)
    )
    old = ChartingTable("t.csv", (row._replace(year=2007),), 3, ())
    found = validate(old, predict=predict)
    assert [figure.name for figure in found.figures][:2] == ["match_rate", "contiguous_ranks_matched_mean"]
    assert len(found.figures) == 6
    assert found.skipped == 3 + 5


def test_a_specialty_that_was_not_in_the_fit_is_said():
    table = ranks_table((1, 1, 5, 9))
    unknown = dataclasses.replace(table, rows=(table.rows[0]._replace(specialty="Space Medicine"),))
    found = validate(unknown, predict=predict)
    assert "Space Medicine" in found.warnings[0]
    assert found.by_cell[0].known is False


def test_a_table_of_empty_cells_is_answered_without_scores():
    found = validate(ranks_table((1, 1, 0, 0)), predict=predict).to_dict()
    assert (found["cells"], found["people"]) == (0, 0)
    assert "coverage_90" not in found
    assert "nothing to score" in found["warnings"][0]


def test_one_cell_alone_has_no_slope_and_no_clustered_error():
    found = validate(ranks_table((2, 2, 3, 4)), predict=predict).to_dict()
    assert not {"calibration_slope", "log_score_minus_logistic_se", "coverage_90_n20"} & set(found)
    assert found["cells"] == 1


def test_the_same_table_is_answered_the_same():
    table = ranks_table((1, 1, 5, 9), (2, 4, 5, 9), (5, None, 7, 2))
    assert validate(table, predict=predict).to_json() == validate(table, predict=predict).to_json()


def test_the_calibration_is_named():
    assert validate(ranks_table((1, 1, 5, 9)), "rules-of-thumb", predict).calibration == "rules-of-thumb"


def published(n: int, seed: int, population: Population) -> Moments:
    """What would be published of n matched people, person by person and by numpy's own statistics."""
    rng = np.random.Generator(np.random.Philox(seed))
    mass = population.matched[rng.integers(0, population.matched.shape[0])]
    k = rng.choice(population.counts, size=n, p=mass / mass.sum())
    quartiles = [round(2 * q) / 2 for q in np.quantile(k, [0.25, 0.5, 0.75])]
    return Moments(n, round(float(k.mean()), 1), round(float(k.std(ddof=1)), 1), *quartiles)


def test_figures_of_a_right_prediction_lie_inside_as_often_as_they_say():
    population = a_population(np.linspace(-0.5, 0.5, 60))
    hits: dict[str, list[bool]] = {}
    for seed in range(250):
        row = a_row(contiguous_ranks__matched=published(120, seed, population))
        for figure in list(figures_of(row, population))[1:]:
            hits.setdefault(figure.name, []).append(figure.inside)
    assert len(hits) == 5
    assert all(sum(inside) >= 0.84 * len(inside) for inside in hits.values())
    continuous = [name for name in hits if name.endswith(("mean", "sd"))]
    assert_proportions([Proportion(name, sum(hits[name]), 250, 0.9) for name in continuous], tolerance=0.03)


def test_figures_far_off_lie_outside():
    row = a_row(
        contiguous_ranks__matched=Moments(400, 15.0, 9.0, 9, 14, 20),
        step2ck__not_matched=Moments(400, 260, 5, 255, 260, 264),
    )
    assert [
        f.name for f in figures_of(row, a_population(np.linspace(-0.2, 0.2, 40))) if f.inside and "rate" not in f.name
    ] == []


def test_scores_are_simulated_as_whole_points_of_the_predicted_distribution():
    row = a_row(step2ck__matched=Moments(4000, 245, 14, 236, 245, 254))
    figures = {figure.name.rpartition("_")[2]: figure for figure in figures_of(row, a_population(np.zeros(40)))}
    normal = stats.norm(245, 14)
    assert figures["mean"].model == pytest.approx(245, abs=0.05)
    assert figures["sd"].model == pytest.approx(14, abs=0.05)
    for name, q in (("q1", 0.25), ("median", 0.5), ("q3", 0.75)):
        assert figures[name].model == pytest.approx(normal.ppf(q), abs=0.75)
    assert all(figure.inside for name, figure in figures.items() if name != "rate")


def test_the_rate_is_the_chance_of_everyone():
    figure = next(figures_of(a_row(), a_population([0.0])))
    n, p = 375, float(a_population([0.0]).matched.sum())
    assert figure.published == pytest.approx(219 / 375)
    assert (figure.low * n, figure.high * n) == pytest.approx(stats.binom.ppf([0.05, 0.95], n, p))


def test_one_person_has_no_standard_deviation():
    row = a_row(contiguous_ranks__matched=Moments(1, 1.0, 0.0, 1, 1, 1))
    assert [f.name.rpartition("_")[2] for f in figures_of(row, a_population())][1:] == ["mean", "q1", "median", "q3"]


def test_simulated_means_have_the_mean_and_the_error_of_the_distribution():
    population = a_population(np.zeros(1200))
    row = a_row(contiguous_ranks__not_matched=Moments(400, 2.0, 2.0, 1, 2, 2))
    figure = next(f for f in figures_of(row, population) if f.name.endswith("mean"))
    mass = population.unmatched[0] / population.unmatched[0].sum()
    mean = float(mass @ population.counts)
    sd = float(np.sqrt(mass @ population.counts**2 - mean**2))
    assert_means([Mean("mean", figure.model, np.hypot(sd / 20, 0.03), 1200, mean)])
    assert figure.high - figure.low == pytest.approx(2 * 1.645 * sd / 20, abs=0.11)


def test_a_cell_is_who_where_and_when():
    assert Cell("psychiatry", "us_md", 2024)._fields == ("specialty", "group", "year")


def test_parts_that_are_joined_score_as_the_whole():
    table = ranks_table((1, 1, 5, 9), (2, 4, 5, 9), (5, None, 7, 2))
    population_of = {Cell("psychiatry", "us_senior", 2007): a_population([0.0, 0.3])}
    parts = [ranks_cells([row], population_of) for row in table.rows]
    assert score_cells(joined(parts)) == score_cells(ranks_cells(table.rows, population_of))


def test_references_can_leave_out_what_the_prediction_did_not_see():
    table = ranks_table((1, 1, 5, 9))
    population_of = {Cell("psychiatry", "us_senior", 2007): a_population()}
    left_out = ranks_cells(table.rows, population_of, ["psychiatry"])
    assert left_out.logistic[0] != ranks_cells(table.rows, population_of).logistic[0]
