"""What each chart shows of its programs: grouped, counted, explained; and how charts leave our hands."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.text import Text
from PIL import Image

from simulator.advice import charts, theme
from simulator.advice.alike import kinds
from simulator.advice.charts.depth import chosen_panels
from simulator.advice.charts.files import small_png
from simulator.advice.charts.png import description
from simulator.advice.charts.position import position_bars
from simulator.advice.charts.programs import program_rows
from simulator.advice.fonts import undrawn
from simulator.advice.places import Place, runs
from simulator.advice.theme import fitted, text_width
from tests.factories import make_programs, make_result
from tests.unit.advice.edges import UNLISTED, VISA, case


def test_long_lists_are_grouped_and_add_up():
    result = case("three hundred")
    bars = position_bars(result)
    assert len(bars) <= 20
    assert bars[-1].unmatched
    assert bars[-2].label == "40 closed (visa)"
    assert bars[-3].label.endswith("to 300")
    assert sum(bar.probability for bar in bars) == pytest.approx(1.0)


def test_programs_beyond_twenty_five_are_summed_up_with_what_was_filtered():
    rows = program_rows(kinds(case("three hundred")))
    assert len(rows) == 27
    assert [row.label for row in rows[-2:]] == ["235 more, on average", "40 more"]
    assert VISA[0] in rows[-1].note


def test_look_alikes_share_a_row_with_the_exact_chance():
    rows = {row.label: row for row in program_rows(kinds(case("look-alikes")))}
    assert list(rows) == [
        "River Valley FM",
        "Town FM (2)",
        "Visa FM",
        "Old Graduates FM",
        "Silent FM (80)",
        "FM that said no (12)",
    ]
    assert rows["Silent FM (80)"].ranked == 0.13
    assert rows["FM that said no (12)"].note == "turned the application down"


def test_panels_take_look_alikes_together_and_count_all_programs():
    panels = chosen_panels(case("look-alikes"))
    assert [len(panel.kind.members) for panel in panels] == [1, 2, 80]
    few = chosen_panels(make_result(0.5, rank_samples=make_result().rank_samples.iloc[290:]))
    assert "Lakeside Community IM 1" not in [panel.kind.name for panel in few], "ten seasons only"
    captions = [t.get_text() for t in charts.rank_vs_fill(case("three hundred")).texts if t.get_gid() == "caption"]
    assert "Shown: 4 of 260 programs" in " ".join(captions[0].split())


def test_closed_places_are_counted_not_drawn():
    bars = position_bars(case("look-alikes"))
    assert [(bar.place, bar.label, bar.closed) for bar in bars[3:]] == [
        ("", "not answered yet, 6 to 15", None),
        ("", "not answered yet, 16 to 30", None),
        ("", "not answered yet, 31 to 50", None),
        ("", "not answered yet, 51 to 85", None),
        ("4.", "Visa FM", "closed (visa)"),
        ("5.", "Old Graduates FM", "closed (years)"),
        ("", "no match", None),
    ]


def test_a_certain_number_is_not_called_certain_where_others_are_unlisted():
    sure = make_result(interviews=[0.0, 0.0, 1.0], warnings=(UNLISTED,))
    said = " ".join(t.get_text() for t in charts.interview_count(sure).findobj(Text))
    assert "not counting" in said
    assert "ertain" not in said


def test_a_notebook_shows_a_chart_without_magic():
    figure = charts.programs(case("usual"))
    shown, about = DisplayFormatter().format(figure)
    assert shown["image/png"] == charts.image_bytes(figure, "png")
    assert about["image/png"]["width"] == round(100 * theme.WIDTH)
    assert figure.dpi == 100


def test_a_png_is_whole_and_says_what_it_is():
    with Image.open(io.BytesIO(charts.image_bytes(charts.programs(case("odd names")), "png"))) as image:
        image.verify()
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.01)
        assert "In this model" in image.info["Comment"]
        assert image.info["Description"] == charts.describe(charts.programs(case("odd names")))


def test_a_small_png_says_the_same_in_fewer_bytes():
    figure = charts.programs(case("usual"))
    whole, small = charts.image_bytes(figure, "png"), small_png(figure)
    assert len(small) < 0.4 * len(whole)
    assert description(small) == description(whole) == charts.describe(figure)
    with Image.open(io.BytesIO(small)) as image:
        assert image.mode == "P"
        assert len(image.getcolors()) <= 64


def test_a_filtered_program_is_shown_with_its_reason():
    table = make_programs(["A", "B"], filtered=[VISA, []])
    figure = charts.programs(make_result(0.1, programs=table))
    assert any("needs J-1" in text.get_text() for text in figure.findobj(Text))


def test_a_program_that_invited_is_named_far_down_a_list_of_silent_ones():
    waiting = [Place(n, f"Silent {n}", 0.001, "", True) for n in range(1, 41)]
    bidding = [Place(n, f"Inviting {n}", 0.16, "", False) for n in (41, 42)]
    found = list(runs([*waiting, *bidding]))
    assert [len(run) for run in found] == [40, 1, 1]
    assert [run[0].program for run in found[1:]] == ["Inviting 41", "Inviting 42"]


@pytest.mark.parametrize("edges", [(), (10, 20)])
def test_runs_keep_every_place_in_order(edges: tuple[int, ...]):
    whole = [Place(n, f"P {n}", 0.02 * (n % 3), "", n % 7 > 2) for n in range(1, 60)]
    assert [place for run in runs(whole, edges) for place in run] == whole


def test_names_wrap_and_are_cut_at_the_end_with_their_number():
    assert fitted("Community IM that invited", 1.5, 10, suffix=" (2)")[-1].endswith("invited (2)")
    long = fitted("Hospital of a very long name that cannot be shown in so little room 17", 1.5, 10)
    assert len(long) == 2
    assert long[1].endswith("\u2026 17")
    assert all(text_width(line, 10) <= 1.5 for line in long)


def test_what_no_font_can_draw_is_named_by_its_script_and_said_once():
    undrawn()
    shown = theme.printable("S\u00e3o Paulo \U00013000\U00013001 \U00012000")
    assert shown == "S\u00e3o Paulo [Egyptian] [Cuneiform]"
    assert undrawn() == ("CUNEIFORM", "EGYPTIAN")
    assert undrawn() == ()


@pytest.mark.parametrize(
    ("name", "drawn"), [("\U0002a6a5\U00010330 x", 2), ("plain", 0), ("\U00010330\U00010331 y \U00010330", 2)]
)
def test_a_run_of_scripts_that_no_font_has_is_named_once(name: str, drawn: int):
    said = theme.printable(name)
    assert said.count("[") <= drawn
    assert "][" not in said
    undrawn()


def test_where_all_is_closed_no_interview_is_denied():
    table = make_programs(["A", "B"], filtered=[VISA, VISA], status="interviewed", invite=1.0)
    whole = make_result(0.0, programs=table, interviews=[0.0, 1.0])
    figure = charts.rank_vs_fill(replace(whole, rank_samples=whole.rank_samples.iloc[:0]))
    assert "Every program of this file is closed" in charts.describe(figure)
