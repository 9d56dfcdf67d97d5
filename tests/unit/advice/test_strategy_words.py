"""Strategies in words: ranges before numbers, no dollars per point without an established gain, never a ranking."""

import dataclasses

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulator.advice import charts
from simulator.advice.charts.strategy_people import kinds_of_people
from simulator.advice.gains import cost_words, gain_words, range_of_gain
from simulator.advice.strategy_words import ORDER, strategy_sentence
from simulator.advice.words import summary
from tests.factories import make_result, make_strategies
from tests.unit.advice.edges import case

PAID, NOTHING, OPEN, LOSS, FREE, CHEAP = make_strategies("abcdef")


def figure_text(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in figure.findobj(Text))


@pytest.mark.parametrize(
    ("gain", "words"),
    [
        (0.12, "12 more"),
        (-0.998, "more than 99 fewer"),
        (-0.034, "3 fewer"),
        (0.004, "less than 1 more"),
        (0.0, "no change"),
        (1e-12, "no change"),
    ],
)
def test_a_gain_is_a_count(gain: float, words: str) -> None:
    assert gain_words(gain) == words


def test_ranges_are_said_from_end_to_end() -> None:
    said = [range_of_gain(one.difference) for one in (PAID, NOTHING, OPEN, LOSS)]
    assert said == ["5 to 20 more", "no change", "less than 1 fewer to 1 more", "1 to 9 fewer"]


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.001, 0.012, "up to 1 more"),
        (-0.08, -0.004, "up to 8 fewer"),
        (0.001, 0.004, "less than 1 more"),
        (0.0, 0.05, "no change to 5 more"),
        (-0.05, 0.0, "5 fewer to no change"),
        (-0.02, 0.06, "2 fewer to 6 more"),
        (0.051, 0.049, "5 more"),
    ],
)
def test_ranges_begin_at_the_end_that_is_nearest_to_nothing(low: float, high: float, words: str) -> None:
    assert range_of_gain(dataclasses.replace(PAID.difference, low=low, high=high)) == words


WARNED = ("Strategy 'a': an edit that does nothing.", "Strategy 'a': too late, for a reason that goes on and on.")


def test_cautions_stand_below_their_strategy_and_nowhere_else() -> None:
    one = dataclasses.replace(PAID, warnings=WARNED)
    found = make_result(0.6, compared=(one, NOTHING), warnings=("grave", "an assumption", *WARNED), grave_warnings=1)
    lines = summary(found, width=50, encoding="utf-8").splitlines()
    at = lines.index("  ! An edit that does nothing.")
    assert lines[at + 1 : at + 3] == [
        "  ! Too late, for a reason that goes on and on.",
        "• b: no change; no added fees.",
    ]
    assert "an assumption" in "\n".join(lines[at:])
    assert "Strategy 'a'" not in "\n".join(lines)


def test_a_what_if_is_called_one_and_has_no_price() -> None:
    one = dataclasses.replace(PAID, warnings=WARNED[:1], is_what_if=True)
    assert strategy_sentence(one).startswith("a: what if, not counted as help: 12 more")
    assert cost_words(one) == "$150 more in fees"
    result = make_result(0.6, compared=(one, FREE))
    said = figure_text(charts.strategies(result))
    assert "1 of 2 strategies help" in said
    assert "(!) a" in said
    assert "A what-if cannot be done now" in said
    assert "(!)" not in figure_text(charts.strategies(make_result(0.6, compared=(PAID, FREE))))


def test_dollars_per_point_are_a_range_and_only_for_a_gain() -> None:
    assert cost_words(PAID) == "$150 more in fees, $8 to $30 per point"
    assert cost_words(OPEN) == "$1,200 more in fees, dollars per point not established"
    assert cost_words(FREE) == "no added fees"
    assert (OPEN.usd_per_point, LOSS.usd_per_point, FREE.usd_per_point) == (None, None, None)


def test_what_is_not_established_is_called_so() -> None:
    assert "not established" in strategy_sentence(OPEN)
    assert "not established" not in strategy_sentence(LOSS)
    assert strategy_sentence(NOTHING) == "b: no change; no added fees."


def test_no_middle_is_printed_where_there_is_none() -> None:
    assert strategy_sentence(PAID).startswith("a: 12 more (plausibly 5 to 20 more), so 72;")
    assert "12 more" not in strategy_sentence(PAID, has_middle=False)


def test_the_summary_says_all_in_the_order_of_the_file() -> None:
    text = summary(case("thirty strategies"), width=80)
    places = [text.index(f"strategy {n} with") for n in range(30)]
    assert places == sorted(places)
    assert ORDER.split(":", maxsplit=1)[0] in " ".join(text.split())
    assert "What if" not in summary(make_result(0.6))


@pytest.mark.parametrize(
    ("low", "high", "counts"),
    [
        (5, 20, (60, 5, 15, 0, 0, 20)),
        (0, 0, (60, 0, 0, 0, 0, 40)),
        (-3, 4, (57, 0, 4, 0, 3, 36)),
        (-9, -1, (51, 0, 0, 1, 8, 40)),
        (30, 60, (60, 30, 10, 0, 0, 0)),
    ],
)
def test_a_hundred_people(low: int, high: int, counts: tuple[int, ...]) -> None:
    found = kinds_of_people(60, low, high)
    assert tuple((found == kind).sum() for kind in range(6)) == counts
