"""A whole run under a calibration of cells, fitted under several assumptions: numbers, words, JSON and chart."""

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from simulator.advice import charts, words
from simulator.outcomes.result import RunResult
from simulator.pipeline import run
from simulator.scenario import scenario_from_dict
from simulator.season.notes import SELECTION
from tests.command.test_run import keeps_the_contract
from tests.factories import PRIORS, made_observed, make_calibration
from tests.strategies import CELLS, Data, scenarios

BASE = {"specialty": "internal_medicine", "setting": "community", "status": "interviewed", "visas": ["j1"]}
PUBLISHED = made_observed(["us_md/internal_medicine", "non_us_img/internal_medicine"])["cells"]


def answer(n: int = 6, replicates: int = 400, as_of: str | None = None, **applicant: Any) -> RunResult:
    programs = [BASE | {"name": "A", "count": n}] if n else []
    return made(programs, replicates, as_of, **applicant)


def made(programs: list[Data], replicates: int = 400, as_of: str | None = None, **applicant: Any) -> RunResult:
    data = {"name": "x", "season": 2027, "calibration": make_calibration(), "programs": programs}
    data |= {"applicant": {"type": "non_us_img"} | applicant} | ({"as_of": as_of} if as_of else {})
    return run(scenario_from_dict(data), replicates=replicates, seed=3)


@cache
def six() -> RunResult:
    return answer()


def said(result: RunResult) -> str:
    return " ".join((*result.warnings, *result.notes))


def test_the_published_share_is_that_of_the_cell_with_its_range():
    result, curve = six(), PUBLISHED["non_us_img/internal_medicine"]
    assert result.observed_at_this_count == pytest.approx(curve["share"][5])
    assert result.observed_range == pytest.approx((curve["low"][5], curve["high"][5]))
    found = json.loads(result.to_json())
    keeps_the_contract(found)
    assert found["observed_at_this_count"] == pytest.approx(curve["share"][5])
    assert found["observed_range"] == pytest.approx({"low": curve["low"][5], "high": curve["high"][5]})
    table = result.curve.set_index("interviews")
    for column, part in (("observed", "share"), ("observed_low", "low"), ("observed_high", "high")):
        assert table.loc[6, column] == pytest.approx(curve[part][5])


def test_without_a_published_curve_nothing_is_shown_and_a_warning_says_so():
    result = made([BASE | {"name": "A", "count": 4, "specialty": "family_medicine"}], type="us_md")
    assert result.observed_at_this_count is None
    assert result.observed_range is None
    assert result.curve[["observed", "observed_low", "observed_high"]].isna().all(axis=None)
    assert "No figures of US MD applicants in family medicine were published" in said(result)
    assert "No figures" not in said(six())
    assert "observed_range" not in json.loads(result.to_json())


def test_the_curve_keeps_the_person_and_passes_through_the_answer():
    """Other numbers of interviews change nothing about the person: the number held is what was read, once."""
    result = six()
    row = result.curve.set_index("interviews").loc[6]
    assert row["probability"] == pytest.approx(result.match.exact, abs=5e-4)
    assert (row["low"], row["high"]) == pytest.approx((result.match.low, result.match.high), abs=2e-3)
    three, nine = (answer(n).curve.set_index("interviews") for n in (3, 9))
    assert three.loc[6, "probability"] < row["probability"] < nine.loc[6, "probability"]
    for name in ("probability", "low", "high"):
        assert (np.diff(result.curve[name]) >= -1e-12).all()


def test_a_person_of_whom_nobody_has_heard_is_not_read_off_stand_ins():
    """With no program at all the curve is drawn for the reference mix, whose programs invited nobody."""
    nothing = answer(0).curve.set_index("interviews")
    silent = made([BASE | {"name": "A", "count": 3, "status": "applied"}]).curve.set_index("interviews")
    assert nothing.loc[6, "probability"] == pytest.approx(silent.loc[6, "probability"], abs=5e-3)
    assert "was read as a sign" not in said(answer(0))


def test_the_words_say_what_was_read_and_what_the_range_is_over():
    text = said(six())
    assert "(6 in internal medicine) was read as a sign of how strong" in text
    assert "20 sets of the model's numbers" in text
    assert f"{len(PRIORS)} assumptions" in text
    assert "judgement" not in text
    assert "is not held for or against" not in text
    dated = made([BASE | {"name": "A", "count": 6}], as_of="2026-12-01")
    assert "was read as a sign" in said(dated)
    assert "is not held for or against" not in said(dated)
    counted = made([BASE | {"name": "A", "count": 6}], as_of="2026-12-01", applications_sent={"internal_medicine": 90})
    assert "was read as a sign" not in said(counted)


def test_a_gap_between_answer_and_published_figure_is_explained():
    strong, weak = answer(step2_ck=268, interview_skill="strong"), answer(step2_ck=215, interview_skill="poor")
    for result, way in ((strong, "above"), (weak, "below")):
        assert abs(result.match.exact - (result.observed_at_this_count or 0)) > 0.05
        assert f"lies {way} the figure for other people" in result.notes[0]
        assert "the visa" in result.notes[0]
        assert SELECTION in result.notes[0]
        assert " ".join(SELECTION.split()) in " ".join(words.summary(result, width=200).split())
    assert abs(six().match.exact - (six().observed_at_this_count or 0)) < 0.05
    assert "figure for other people" not in said(six())


def test_the_summary_gives_the_published_range():
    text = " ".join(words.summary(six(), width=200).split())
    assert "of other people who ranked about this many programs" in text
    assert "published figures leave room for 61 to 69" in text


def labels(result: RunResult) -> list[str]:
    figure = charts.interviews_curve(result)
    return [text.get_text() for text in figure.legends[0].get_texts()]


def test_the_chart_draws_this_person_as_a_band_without_a_middle():
    shown = labels(six())
    assert [text.split(":")[0] for text in shown] == [
        "this applicant, given that many",
        "other people",
        "other people, by number of programs ranked",
        "now",
    ]
    figure = charts.interviews_curve(six())
    lines = [line for line in figure.axes[0].get_lines() if len(line.get_xdata()) > 2]
    assert len(lines) == 1
    assert np.allclose(lines[0].get_ydata(), six().curve["observed"])
    caption = " ".join(next(t.get_text() for t in figure.texts if t.get_gid() == "caption").split())
    assert "no middle line" in caption
    assert "other people" in caption


def test_the_title_gives_no_single_number_of_interviews_that_would_do():
    title = next(t.get_text() for t in charts.interviews_curve(answer(3)).texts if t.get_gid() == "title")
    plain = " ".join(title.split())
    assert "green zone begins near" not in plain
    assert "green zone begins somewhere from" in plain or "at the earliest" in plain


@settings(max_examples=15)
@given(scenarios(most=4, **CELLS))
def test_every_scenario_runs(data: Data) -> None:
    result = run(scenario_from_dict(data), replicates=300, seed=1, workers=1)
    found = json.loads(result.to_json())
    keeps_the_contract(found)
    assert result.match.low <= result.match.high
    assert np.isfinite(result.curve[["probability", "low", "high"]]).all(axis=None)
    assert words.summary(result)
