"""A study's cells say what agrees, and its faults name the value."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.outcomes.study import Study, StudyCell, cells_of, interval
from simulator.pipeline import random_markets, studies


@pytest.mark.parametrize(
    ("published", "relation", "agrees"),
    [
        (5.0, "is", True),
        (3.0, "is", False),
        (7.0, "is", False),
        (7.0, "at most", True),
        (3.0, "at most", False),
        (3.0, "at least", True),
        (7.0, "at least", False),
        (9.0, "about", None),
        (None, "", None),
    ],
)
def test_what_agrees(published: float | None, relation: str, agrees: bool | None):
    assert StudyCell("a", "b", published, 5.0, 4.0, 6.0, relation).agrees is agrees


def test_an_interval_is_wider_where_the_published_mean_is_of_few_runs():
    values = np.arange(1.0, 30.0)
    mean, low, high = interval(values)
    assert (mean, interval(values, 5)[0]) == (15.0, 15.0)
    assert interval(values, 5)[1] < low < mean < high < interval(values, 5)[2]


def test_shares_stay_between_none_and_all_and_gaps_are_left_out():
    assert interval(np.array([0.0, 1.0, 1.0, np.nan])) == (pytest.approx(2 / 3), 0.0, 1.0)


def test_one_replicate_shows_no_spread():
    with pytest.raises(ValueError, match=r"too few for an interval \(got 1\)"):
        studies.signalling((1,), replicates=1)


def test_tables_have_a_row_for_each_cell_and_a_column_for_each_case():
    cells = [*cells_of("a", {"x": np.array([1.0, 3]), "y": np.array([0.0, 4])}, {"x": 2.0})]
    cells += cells_of("b", {"x": np.array([5.0, 5])})
    study = Study("t", "s", 1, 2, 0.95, tuple(cells))
    assert study.table()["agrees"].tolist() == [True, None, None]
    assert study.side_by_side().loc["x"].tolist() == [2.0, 5.0]
    assert study.agreement == (1, 1)
    assert study.cell("b", "x").model == 5.0
    assert "<table" in study._repr_html_()
    with pytest.raises(KeyError, match="no cell 'y' in case 'b'"):
        study.cell("b", "y")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: studies.signalling((-1,)), "signals: got -1"),
        (lambda: studies.signalling(()), "signals"),
        (lambda: studies.interview_caps(form="draw"), "form: unknown .got 'draw'.. Allowed: lottery, match"),
        (lambda: studies.interview_caps(interviews=0), "interviews: got 0"),
        (lambda: studies.interview_caps(caps=(0,)), "caps: got 0"),
        (lambda: random_markets.unbalanced(2), "size: got 2"),
    ],
)
def test_faults_name_the_value(call: object, message: str):
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]


def test_with_other_rules_nothing_is_compared():
    rules = studies.beyond_signalling()
    assert next(iter(rules)) == "as published"
    study = studies.signalling((0, 5), rules=rules["all three"], replicates=2)
    assert study.agreement == (0, 0)
    assert {c.figure for c in study.cells if c.case == "0 signals"} & {"interview_given_signal"} == set()


def test_every_published_figure_has_an_sd_and_a_number_of_signals():
    told = studies.table("market_studies")["signalling"]["published"]
    lengths = {len(x) for x in told.values() if isinstance(x, list)}
    assert lengths == {30}
