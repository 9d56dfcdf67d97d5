"""Natural frequencies: out of 100, never 0, never 100, never a decimal."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.advice.frequency import count_words, natural_frequency, of_100, range_words, with_range

probabilities = st.floats(0, 1)


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0, "fewer than 1 of 100"),
        (0.0099, "fewer than 1 of 100"),
        (0.01, "about 1 of 100"),
        (0.6, "about 60 of 100"),
        (0.615, "about 62 of 100"),
        (0.99, "about 99 of 100"),
        (0.991, "more than 99 of 100"),
        (1.0, "more than 99 of 100"),
        (math.nan, "not known"),
    ],
)
def test_frequency_in_words(p: float, words: str):
    assert natural_frequency(p) == words


@given(probabilities)
def test_no_frequency_is_0_or_100_or_has_a_decimal(p: float):
    words = natural_frequency(p)
    assert not re.search(r"\b(0|100) of 100", words)
    assert "." not in words
    assert words.endswith(" of 100")


@given(probabilities, probabilities)
def test_words_never_contradict_the_order_of_probabilities(p: float, q: float):
    assert p > q or of_100(p) <= of_100(q)


@given(probabilities, probabilities)
def test_range_is_said_low_end_first_whichever_comes_first(low: float, high: float):
    said = range_words(low, high)
    assert said == range_words(high, low)
    assert said.startswith(count_words(min(low, high))) or said in ("1 or fewer", "99 or more")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.47, 0.75, "47 to 75"),
        (0.0, 0.12, "fewer than 1 to 12"),
        (0.8, 1.0, "80 to more than 99"),
        (0.6, 0.6, "60"),
        (0.0, 0.0, "fewer than 1"),
        (0.004, 0.012, "1 or fewer"),
        (0.99, 1.0, "99 or more"),
    ],
)
def test_ranges_in_words(low: float, high: float, words: str):
    assert range_words(low, high) == words


def test_a_range_that_repeats_the_frequency_is_left_out():
    assert with_range(0.0, 0.0, 0.0) == "fewer than 1 of 100"
    assert with_range(0.6, 0.47, 0.75) == "about 60 of 100 (plausibly 47 to 75)"


@pytest.mark.parametrize("p", [-0.01, 1.01, 60.0, math.inf])
def test_what_is_no_probability_is_refused_with_its_value(p: float):
    with pytest.raises(ValueError, match=re.escape(repr(p))):
        natural_frequency(p)
