"""Markets that are refused, and in which words."""

import re

import pytest

from simulator.market import blocking, market, match

PAIR = [(0, 1)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (([[0, 0]], [[0]], [1]), "applicant 0: ranks 0 twice"),
        (([[1]], [[0]], [1]), "applicant 0: ranks 1. Allowed: 0 to 0"),
        (([[0]], [[3]], [1]), "program 0: ranks 3. Allowed: 0 to 0"),
        (([[0]], [[0]], [-1]), "program 0: quota must be 0 or more (got -1)"),
        (([[0]], [[0]], [1, 1]), "program_start: 1 programs, but quota has 2"),
    ],
)
def test_lists_that_break_a_rule(given: tuple, said: str):
    with pytest.raises(ValueError, match=re.escape(said)):
        market(*given)


@pytest.mark.parametrize(
    ("further", "said"),
    [
        ({"couples": [(0, 0, PAIR)]}, "applicant 0: partner twice in couples"),
        ({"couples": [(0, 1, PAIR), (1, 2, PAIR)]}, "applicant 1: partner twice in couples"),
        ({"couples": [(0, 3, PAIR)]}, "applicant 3: in a couple, but with a list alone as well"),
        ({"couples": [(0, 1, [(0, 1), (0, 1)])]}, "couple 0: ranks the pair (0, 1) twice"),
        ({"couples": [(0, 1, [(0, 2)])]}, "couple 0: ranks 2. Allowed: -1 to 1"),
        ({"reverts_to": [1, 0]}, "program 0: positions revert in a circle"),
        ({"reverts_to": [0, -1]}, "program 0: positions revert in a circle, through program 0"),
        ({"reverts_to": [1, 1]}, "program 1: positions revert in a circle, through program 1"),
        ({"reverts_to": [2, -1]}, "reverts_to of program 0: ranks 2"),
        ({"parity": ["both", None]}, "parity: unknown (got 'both'). Allowed: odd, even, None"),
        ({"supplemental": [(3, 0, [1]), (3, 0, [])]}, "applicant 3: two supplemental lists for advanced program 0"),
        ({"supplemental": [(3, 2, [1])]}, "linked program, row 0: ranks 2"),
        ({"supplemental": [(3, 0, [5])]}, "supplemental list 0: ranks 5"),
    ],
)
def test_what_else_breaks_a_rule(further: dict, said: str):
    with pytest.raises(ValueError, match=re.escape(said)):
        market([[], [], [], [0, 1]], [[3], [3]], [1, 1], **further)


@pytest.mark.parametrize(
    ("further", "said"),
    [
        ({"proposing": "nobody"}, "proposing: unknown (got 'nobody')"),
        ({"tries": 0}, "tries must be at least 1 (got 0)"),
    ],
)
def test_what_match_refuses(further: dict, said: str):
    m = market([[], []], [[0], [1]], [1, 1], couples=[(0, 1, PAIR)])
    with pytest.raises(ValueError, match=re.escape(said)):
        match(m, **further)


def test_what_the_checker_refuses():
    m = market([[0]], [[0]], [1])
    with pytest.raises(ValueError, match="definition: unknown"):
        blocking(m, [0], definition="none")
    with pytest.raises(ValueError, match="program_of, applicant 0: no such program"):
        blocking(m, [1])


def test_empty_markets_and_empty_lists_are_fine():
    assert match(market([], [], [])).program_of.size == 0
    assert match(market([[]], [[]], [0])).program_of.tolist() == [-1]
    assert match(market([[0]], [[0]], [0])).program_of.tolist() == [-1]


def test_unreturned_ranks_are_dropped_and_counted():
    found = match(market([[0, 1], [0]], [[1], [0, 1]], [1, 1]))
    assert found.program_of.tolist() == [1, 0]
    assert found.dropped == 1


def test_no_match_for_both_ends_a_couples_list():
    m = market([[], []], [[0], [1]], [1, 1], couples=[(0, 1, [(-1, -1), (0, 1)])])
    found = match(m)
    assert found.program_of.tolist() == [-1, -1]
    assert found.is_stable
