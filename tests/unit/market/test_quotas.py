"""Reversions and even or odd numbers, each example worked by hand from the rules."""

import numpy as np

from simulator.market import blocking, market, match
from simulator.market.quotas import donors


def test_unfilled_positions_revert():
    """Program 0 (2 places) has one applicant; its free place goes to program 1 (1 place), which 1 and 2 want.

    Program 1 prefers 1, so without the reversion 2 is unmatched; with it both are there.
    """
    lists, programs = [[0], [1], [1]], [[0], [1, 2]]
    assert match(market(lists, programs, [2, 1])).program_of.tolist() == [0, 1, -1]
    found = match(market(lists, programs, [2, 1], reverts_to=[1, -1]))
    assert found.program_of.tolist() == [0, 1, 1]
    assert found.quota.tolist() == [1, 2]
    assert found.is_stable
    assert found.rounds == 2


def test_reversion_goes_on_down_a_chain_of_receivers():
    """0 (1 place) reverts to 1 (1 place) reverts to 2 (0 places). Nobody wants 0 or 1.

    0 gives its place to 1. Program 1 gives away at most its own quota, 1: so 2 gets one
    place, and one applicant of two.
    """
    found = match(market([[2], [2]], [[], [], [0, 1]], [1, 1, 0], reverts_to=[1, 2, -1]))
    assert found.program_of.tolist() == [2, -1]
    assert found.quota.tolist() == [0, 1, 1]


def test_a_donor_that_fills_keeps_its_places():
    found = match(market([[0], [1], [1]], [[0], [1, 2]], [1, 1], reverts_to=[1, -1]))
    assert found.program_of.tolist() == [0, 1, -1]
    assert found.quota.tolist() == [1, 1]


def test_an_applicant_may_leave_a_donor_for_the_position_it_gave():
    """0 prefers program 1, and is at the donor 0, whose second place moves there; the donor's last place follows.

    Round one: 1 holds applicant 1, so 0 is at program 0. The free place of program 0 goes
    to program 1, and applicant 0 with it. That leaves program 0 with a free place, which
    moves as well.
    """
    found = match(market([[1, 0], [1]], [[0], [1, 0]], [2, 1], reverts_to=[1, -1]))
    assert found.program_of.tolist() == [1, 1]
    assert found.quota.tolist() == [0, 3]
    assert found.is_stable


def test_an_even_program_sends_its_last_one_away():
    """Three want program 0 (3 places, even): the last ranked, 2, goes on to program 1."""
    found = match(market([[0], [0], [0, 1]], [[0, 1, 2], [2]], [3, 1], parity=["even", None]))
    assert found.program_of.tolist() == [0, 0, 1]
    assert found.quota.tolist() == [2, 1]
    assert found.is_stable


def test_an_odd_program_closes_a_position():
    found = match(market([[0], [0]], [[1, 0]], [2], parity=["odd"]))
    assert found.program_of.tolist() == [-1, 0]
    assert found.quota.tolist() == [1]


def test_an_even_program_with_one_applicant_ends_empty_and_an_odd_one_may_stay_empty():
    assert match(market([[0]], [[0]], [1], parity=["even"])).program_of.tolist() == [-1]
    assert match(market([[]], [[]], [1], parity=["odd"])).program_of.tolist() == [-1]


def test_a_closed_position_does_not_revert():
    found = match(market([[0], [0], [0], [1]], [[0, 1, 2], [3]], [3, 1], parity=["even", None], reverts_to=[1, -1]))
    assert found.quota.tolist() == [2, 1]


def test_only_a_settled_matching_moves_quotas():
    """The smallest market without a stable matching: a program left empty by the waiting couple keeps its place."""
    for further in ({"reverts_to": [-1, 2, -1]}, {"parity": ["even", None, None]}):
        m = market([[0, 1], [], []], [[1, 0], [0, 2], []], [1, 1, 0], couples=[(1, 2, [(0, 1)])], **further)
        found = match(m)
        assert not found.is_stable
        assert found.quota.tolist() == [1, 1, 0]


def test_one_program_with_the_wrong_parity_closes_at_a_time():
    """Program 0 sends 2 away, who makes program 1 even; had both closed, two of four would be unmatched."""
    found = match(market([[0], [0], [0, 1], [1]], [[0, 1, 2], [2, 3]], [3, 2], parity=["even", "even"]))
    assert found.program_of.tolist() == [0, 0, 1, 1]


def test_reversion_comes_before_parity():
    """Program 1 (1 place, even) has one person; the free place of program 0 makes it two."""
    found = match(market([[], [1], [1]], [[], [1, 2]], [1, 1], parity=[None, "even"], reverts_to=[1, -1]))
    assert found.program_of.tolist() == [-1, 1, 1]
    assert found.quota.tolist() == [0, 2]


def test_a_donor_with_the_wrong_parity_gives_what_it_has_not_filled():
    """Program 0 (5 places, even) has 3 people: it closes one of the three, and the two free places revert."""
    lists, programs = [[0], [0], [0], [1], [1], [1]], [[0, 1, 2], [3, 4, 5]]
    found = match(market(lists, programs, [5, 1], parity=["even", None], reverts_to=[1, -1]))
    assert found.quota.tolist() == [2, 3]
    assert found.program_of.tolist() == [0, 0, -1, 1, 1, 1]


def test_the_checker_knows_parity_and_where_places_come_from():
    m = market([[0], [1]], [[0], [1]], [1, 1], parity=["even", None], reverts_to=[1, -1])
    assert ("parity", (), (0,)) in {tuple(x) for x in blocking(m, [0, 1])}
    assert ("quota", (), (1,)) in {tuple(x) for x in blocking(m, [-1, 1], quota=[1, 2])}
    assert blocking(m, [-1, 1], quota=[0, 2]) == ()


def test_programs_proposing_knows_reversions_too():
    m = market([[0], [1], [1]], [[0], [1, 2]], [2, 1], reverts_to=[1, -1])
    assert match(m, proposing="programs").program_of.tolist() == [0, 1, 1]


def test_the_checker_asks_for_the_quotas_in_force():
    m = market([[0], [1], [1]], [[0], [1, 2]], [2, 1], reverts_to=[1, -1])
    assert [b.kind for b in blocking(m, [0, 1, 1])] == ["over_quota"]
    assert blocking(m, [0, 1, 1], quota=[1, 2]) == ()


def test_donors_come_before_their_receivers():
    order = donors(np.array([1, 2, -1, 2, 3], np.int32))
    assert sorted(order) == [0, 1, 3, 4]
    assert order.index(0) < order.index(1)
    assert order.index(4) < order.index(3)
