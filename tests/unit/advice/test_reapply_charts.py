"""The two charts of further seasons: whole, in the family's look, and saying what was found."""

import re
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from simulator.advice import theme
from simulator.advice.charts.files import image_bytes
from simulator.advice.charts.lessons import smooth, what_a_season_teaches
from simulator.advice.charts.seasons import seasons_ahead
from simulator.scenario import Scenario, load_scenario, scenario_from_dict
from simulator.strategy.course import Reapplying
from simulator.strategy.next_season import stronger, with_strategy
from simulator.strategy.reapply import reapply
from tests.unit.advice.test_charts import ALLOWED, colours_of, texts

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"
DRAWN = {"seasons_ahead": seasons_ahead, "what_a_season_teaches": what_a_season_teaches}


def season(count: int, status: str, calibration: str = "nrmp-2026", ck: int = 240) -> Scenario:
    program = {"name": "P", "count": count, "specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
    person = {"type": "non_us_img", "step2_ck": ck, "years_since_graduation": 4, "visa": "j1"}
    about = {"name": "n", "season": 2027, "calibration": calibration, "applicant": person}
    return scenario_from_dict(about | {"programs": [program | {"status": status}]})


@cache
def found(name: str) -> Reapplying:
    if name == "shipped":
        return reapply(load_scenario(SCENARIOS / "reapply_next_season.yaml"), 3, lambda s: with_strategy(s, "both"))
    if name == "nearly sure":
        weaker = {"letters": "weak"}
        return reapply(season(40, "interviewed", ck=270), 3, lambda s: stronger(s, weaker))
    if name == "rules of thumb":
        return reapply(season(12, "interviewed", "rules-of-thumb"), 2, lambda s: stronger(s, {"letters": "strong"}))
    return reapply(season(12, "interviewed"), 1 if name == "one" else 3)


CASES = ("shipped", "nearly sure", "rules of thumb", "interviews", "one")
every_case = pytest.mark.parametrize("case", CASES)
every_chart = pytest.mark.parametrize("chart", list(DRAWN))


@cache
def drawn(chart: str, case: str) -> Figure:
    figure = DRAWN[chart](found(case))
    with theme.style():
        figure.draw_without_rendering()
    return figure


def said(chart: str, case: str) -> dict[str | None, str]:
    return {text.get_gid(): " ".join(text.get_text().split()) for text in drawn(chart, case).texts}


@every_chart
@every_case
def test_every_text_is_on_the_paper_readable_and_apart(chart: str, case: str):
    figure = drawn(chart, case)
    boxes = list(texts(figure))
    for text, box in boxes:
        assert min(box.x0, box.y0) >= 0, text
        assert box.x1 <= figure.bbox.width, text
        assert box.y1 <= figure.bbox.height, text
        assert text.get_fontsize() >= 9
    assert not [
        (one.get_text(), other.get_text())
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.5
    ]


@every_chart
@every_case
def test_title_caption_and_colours_are_the_familys(chart: str, case: str):
    assert len(said(chart, case)["title"]) > 10
    assert "In this model" in said(chart, case)["caption"]
    assert "Not affiliated with NRMP" in said(chart, case)["caption"]
    assert colours_of(drawn(chart, case)) <= ALLOWED
    assert image_bytes(drawn(chart, case), "png").startswith(b"\x89PNG")
    assert not any(re.search(r"(?<!\d)(0|100) of 100", text.get_text()) for text, _ in texts(drawn(chart, case)))


def test_the_title_gives_both_ranges_and_the_fees_stand_below():
    figure = drawn("seasons_ahead", "shipped")
    last = found("shipped").unchanged.seasons[-1].cumulative
    assert (
        f"{100 * last.low:.0f} to {100 * last.high:.0f} of 100 match with the same file"
        in said("seasons_ahead", "shipped")["title"]
    )
    words = [text.get_text() for text, _ in texts(figure)]
    assert {"$930", "$1,860", "$2,790", "$2,760", "$4,590"} <= set(words)


def test_a_change_has_no_middle_where_published_figures_leave_it_open():
    marks = {case: drawn("seasons_ahead", case).axes[0].collections for case in ("shipped", "rules of thumb")}
    points = {
        case: [len(c.get_offsets()) for c in all_ if hasattr(c, "get_sizes") and len(c.get_sizes())]
        for case, all_ in marks.items()
    }
    assert points["shipped"] == [1, 1, 1, 2, 2]
    assert points["rules of thumb"] == [1, 1, 1]


def test_many_interviews_without_a_match_speak_of_interviewing():
    assert "a lot about interviewing" in said("what_a_season_teaches", "interviews")["title"]
    assert "As things stand" not in said("what_a_season_teaches", "shipped")["title"]


def test_curves_are_densities():
    for lesson in found("interviews").lessons:
        for belief in (lesson.strength, lesson.skill):
            at, density = smooth(belief, 4.0)
            assert density.sum() * (at[1] - at[0]) == pytest.approx(1, abs=0.02)
            assert belief.low < belief.mean < belief.high
            assert belief.better_low <= belief.better_than + 0.1
