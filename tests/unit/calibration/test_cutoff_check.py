"""Gains by cutoffs against full seasons, in a small market; the page's table is in the form that the check writes."""

from pathlib import Path

import numpy as np
import pytest

from simulator.calibration.cutoff_check import CutoffTask, Row, cutoff_rows, table_of

PAGE = Path(__file__).resolve().parents[3] / "docs" / "market_experiments.md"
TASK = CutoffTask(("internal_medicine",), scale=0.1, seed=2, shares=(0.3, 0.05), percent=50.0)


def test_fewer_who_do_it_are_some_of_the_same_and_nearer_to_their_cutoffs():
    found = np.stack([TASK(r) for r in range(3)])
    assert np.all(found[:, 1, 0] < found[:, 0, 0])
    many, few = cutoff_rows(TASK, list(found))
    assert many.people == found[:, 0, 0].sum()
    assert few.elsewhere < many.elsewhere
    assert many.difference == pytest.approx(many.full - many.cutoffs)
    assert few.cutoffs > 0


def test_nobody_differs_where_nothing_is_asked():
    rows = CutoffTask(("internal_medicine",), scale=0.05, seed=2, shares=(0.5,), percent=0.0)(0)
    assert rows[0, 0] > 50
    assert rows[0, 1:].tolist() == [0, 0, 0]


def test_the_page_has_the_table_that_the_check_writes():
    head = table_of([Row(0.08, 1, 1.0, 1.0, 0.0, 0.1, 0.0)]).splitlines()
    assert head[0] in PAGE.read_text("utf-8")
    assert head[2] == "| 8% | 1 | 1.0 | 1.0 | +0.0 (0.1) | 0.0 |"
