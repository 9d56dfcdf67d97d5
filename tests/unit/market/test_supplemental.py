"""Advanced places with linked preliminary ones, worked by hand from the rules."""

from simulator.market import blocking, market, match

ADVANCED, PRELIMINARY, OTHER = range(3)


def test_an_advanced_place_brings_a_preliminary_one():
    m = market([[ADVANCED]], [[0], [0]], [1, 1], supplemental=[(0, ADVANCED, [PRELIMINARY])])
    found = match(m)
    assert found.program_of.tolist() == [ADVANCED]
    assert found.preliminary_of.tolist() == [PRELIMINARY]
    assert found.is_stable


def test_the_advanced_match_stands_without_a_preliminary_place():
    """The preliminary program prefers applicant 1: no going back to the primary list for 0."""
    lists = [[ADVANCED, OTHER], [PRELIMINARY]]
    m = market(lists, [[0], [1, 0], [0]], [1, 1, 1], supplemental=[(0, ADVANCED, [PRELIMINARY])])
    found = match(m)
    assert found.program_of.tolist() == [ADVANCED, PRELIMINARY]
    assert found.preliminary_of.tolist() == [-1, -1]
    assert found.is_stable


def test_whoever_loses_the_advanced_place_loses_the_preliminary_one():
    """0 comes first and has both; 1 then takes the advanced place, whose program prefers it: 0 goes to OTHER.

    The preliminary place is free again and goes to 2.
    """
    lists = [[ADVANCED, OTHER], [ADVANCED], [PRELIMINARY]]
    programs = [[1, 0], [0, 1, 2], [0]]
    m = market(lists, programs, [1, 1, 1], supplemental=[(0, ADVANCED, [PRELIMINARY])])
    for seed in range(5):
        found = match(m, seed=seed)
        assert found.program_of.tolist() == [OTHER, ADVANCED, PRELIMINARY]
        assert found.preliminary_of.tolist() == [-1, -1, -1]


def test_supplemental_lists_run_from_the_top_after_a_loss():
    """Both 0 and 1 hold an advanced place and want preliminary 1, then 2; program 1 prefers 1."""
    m = market([[0], [0]], [[0, 1], [1, 0], [0, 1]], [2, 1, 1], supplemental=[(0, 0, [1, 2]), (1, 0, [1, 2])])
    found = match(m)
    assert found.program_of.tolist() == [0, 0]
    assert found.preliminary_of.tolist() == [2, 1]
    assert found.is_stable


def test_the_checker_sees_a_better_preliminary_program():
    m = market([[0]], [[0], [0], [0]], [1, 1, 1], supplemental=[(0, 0, [1, 2])])
    (only,) = blocking(m, [0], [2])
    assert (only.kind, only.applicants, only.programs) == ("supplemental", (0,), (1,))


def test_partners_have_their_own_supplemental_lists():
    links = [(0, 0, [2]), (1, 1, [2, 3])]
    m = market([[], []], [[0], [1], [0, 1], [1]], [1, 1, 1, 1], couples=[(0, 1, [(0, 1)])], supplemental=links)
    found = match(m)
    assert found.program_of.tolist() == [0, 1]
    assert found.preliminary_of.tolist() == [2, 3]
    assert found.is_stable


def test_a_partners_preliminary_place_may_take_the_others_program():
    """The couple wants (0, 1), but then a's own supplemental list takes the place at 1; so b stays unmatched."""
    m = market([[], []], [[0], [0, 1]], [1, 1], couples=[(0, 1, [(0, 1), (0, -1)])], supplemental=[(0, 0, [1])])
    found = match(m)
    assert found.is_stable
    assert found.program_of.tolist() == [0, -1]
    assert found.preliminary_of.tolist() == [1, -1]
