from typing import Any

import numpy as np
import pytest

from simulator.market.cohort import Cohort, make_cohort
from simulator.market.cohort_counts import counts_of, specialties_of
from simulator.market.draws import Address
from simulator.market.lever_rules import n_couples
from simulator.market.levers import crowd, eligible, set_up
from simulator.market.year import Applications, Year, apply, play
from simulator.market.year_tables import Tables, make_tables, room_of
from simulator.scenario.experiment import Who
from simulator.scenario.experiment_levers import Couples, Lever

ADDRESS = Address(3, 1)
SPECIALTIES = ["internal_medicine", "otolaryngology", "preliminary_medicine"]


def lever(**given: Any) -> Lever:
    return Lever.model_validate(given)


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return make_cohort(SPECIALTIES, scale=0.08, seed=3, replicate=1)


@pytest.fixture(scope="module")
def tables(cohort: Cohort) -> Tables:
    return make_tables(cohort, ADDRESS, uncertain=True)


@pytest.fixture(scope="module")
def silent(tables: Tables) -> Tables:
    """Without signals, which move when applications change, and with them what programs answer."""
    return tables._replace(signals=np.zeros_like(tables.signals), sent=0.4 * tables.sent)


@pytest.fixture(scope="module")
def usual(cohort: Cohort, silent: Tables) -> Applications:
    return apply(cohort, silent, ADDRESS)


def pulled(cohort: Cohort, tables: Tables, *levers: Lever, **further: Any) -> Year:
    setup = set_up(cohort, tables, ADDRESS, (), levers, **further)
    return play(setup.cohort, setup.tables, ADDRESS, setup.room, proposing=setup.proposing)


def same(left: Year, right: Year) -> bool:
    pairs = zip(left.applications, right.applications, strict=True)
    is_same = all(np.array_equal(x, y) for x, y in pairs) and np.array_equal(left.interviewed, right.interviewed)
    return is_same and np.array_equal(left.matching.program_of, right.matching.program_of)


def test_without_levers_a_season_is_what_it_is(cohort: Cohort, tables: Tables):
    assert same(pulled(cohort, tables), play(cohort, tables, ADDRESS, room_of(cohort)))


@pytest.mark.parametrize(
    "above",
    [
        {"cap_applications": {"total": 5000}},
        {"cap_applications": {"per_specialty": 5000}},
        {"cap_interviews": {"total": 500}},
        {"more_applications": {"percent": 0}},
        {"more_interviews": {"percent": 0}},
        {"program_interviews": {"percent": 0}},
        {"signals": {"times": 1}},
        {"proposing": "applicants"},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_lever_that_asks_for_what_is_changes_nothing_exactly(cohort: Cohort, tables: Tables, above: dict[str, Any]):
    assert same(pulled(cohort, tables, lever(**above)), pulled(cohort, tables))


def _pairs(found: Applications) -> set[tuple[int, int]]:
    return set(zip(found.who.tolist(), found.program.tolist(), strict=True))


def test_under_a_cap_everybody_sends_it_or_what_they_would_have_sent(
    cohort: Cohort, silent: Tables, usual: Applications
):
    kept = _pairs(usual)
    for most in (40, 10, 1):
        setup = set_up(cohort, silent, ADDRESS, (), [lever(cap_applications={"total": most})])
        found = apply(cohort, setup.tables, ADDRESS)
        assert np.array_equal(found.sent, np.minimum(usual.sent, most))
        assert _pairs(found) <= kept
        kept = _pairs(found)


def test_a_cap_by_specialty_holds_in_each(cohort: Cohort, tables: Tables):
    given = {"per_specialty": 15, "by_specialty": {"otolaryngology": 5}}
    setup = set_up(cohort, tables, ADDRESS, (), [lever(cap_applications=given)])
    plans, found = cohort.plans, apply(cohort, setup.tables, ADDRESS)
    owner = np.repeat(np.arange(plans.first.size), np.diff(plans.start))
    most = np.array([15, 5, 15])[plans.specialty]
    assert np.all(found.sent <= np.bincount(owner, most))
    assert found.sent.max() == np.bincount(owner, most)[found.sent.argmax()]


@pytest.mark.parametrize("percent", [-60, -10, 20, 35])
def test_more_or_fewer_applications_are_exactly_so_many_percent_or_all_programs_there_are(
    cohort: Cohort, silent: Tables, usual: Applications, percent: float
):
    """A fraction of one is sent by lot: false alarm below 1e-4 (four standard errors of a sum of coins)."""
    setup = set_up(cohort, silent, ADDRESS, (), [lever(more_applications={"percent": percent})])
    found = apply(cohort, setup.tables, ADDRESS)
    wanted, plans = (1 + percent / 100) * usual.sent, cohort.plans
    most = np.bincount(
        np.repeat(np.arange(plans.first.size), np.diff(plans.start)), np.diff(cohort.programs.start)[plans.specialty]
    )
    has_one_plan = np.diff(plans.start) == 1
    is_free = has_one_plan & (wanted < most)
    assert np.all(np.abs(found.sent - wanted)[is_free] < 1)
    assert np.array_equal(found.sent[has_one_plan & (wanted >= most)], most[has_one_plan & (wanted >= most)])
    assert np.mean(is_free) > 0.5
    left_over = (found.sent - wanted)[is_free]
    assert abs(left_over.sum()) < 4 * 0.5 * np.sqrt(is_free.sum())
    before, after = _pairs(usual), _pairs(found)
    assert before < after if percent > 0 else after < before


def test_who_sends_more_goes_on_where_they_stopped(cohort: Cohort, silent: Tables, usual: Applications):
    sent = _pairs(usual)
    for percent in (10, 50, 400):
        setup = set_up(cohort, silent, ADDRESS, (), [lever(more_applications={"percent": percent})])
        found = _pairs(apply(cohort, setup.tables, ADDRESS))
        assert sent < found
        sent = found


def test_more_community_programs_are_exactly_so_many_more(cohort: Cohort, silent: Tables, usual: Applications):
    setup = set_up(cohort, silent, ADDRESS, (), [lever(community_programs={"number": 3})])
    found = apply(cohort, setup.tables, ADDRESS)
    more = found.sent - usual.sent
    assert set(more.tolist()) <= {0, 1, 2, 3}
    assert np.mean(more == 3) > 0.9
    new = np.array(sorted(_pairs(found) - _pairs(usual)))
    assert _pairs(usual) <= _pairs(found)
    assert np.all(cohort.programs.setting[new[:, 1]] == 0)
    assert np.all(cohort.programs.specialty[new[:, 1]] == cohort.plans.first[new[:, 0]])


def test_levers_of_one_arm_work_together(cohort: Cohort, silent: Tables, usual: Applications):
    levers = [lever(community_programs={"number": 4}), lever(cap_applications={"total": 20})]
    setup = set_up(cohort, silent, ADDRESS, (), levers)
    found = apply(cohort, setup.tables, ADDRESS)
    assert np.all(found.sent >= np.minimum(usual.sent, 20))
    assert found.sent.max() == 20


def test_only_those_who_do_it_change(cohort: Cohort, silent: Tables, usual: Applications):
    doers = eligible(cohort, Who(types=("non_us_img",))) & crowd(cohort, 0.5, ADDRESS)
    setup = set_up(cohort, silent, ADDRESS, (), [lever(more_applications={"percent": 50})], doers)
    found = apply(cohort, setup.tables, ADDRESS)
    assert np.array_equal(found.sent[~doers], usual.sent[~doers])
    assert found.sent[doers].mean() > 1.2 * usual.sent[doers].mean()  # in a market so small many reach all programs


def test_a_larger_share_keeps_those_of_a_smaller_one(cohort: Cohort):
    none, some, more, everybody = (crowd(cohort, f, ADDRESS) for f in (0, 0.25, 0.6, 1))
    assert not none.any()
    assert everybody.all()
    assert np.all(more[some])
    assert some.mean() == pytest.approx(0.25, abs=0.05)


def test_nobody_doing_it_is_the_base_exactly(cohort: Cohort, tables: Tables):
    levers = [lever(more_applications={"percent": 50}), lever(community_programs={"number": 4})]
    nobody = crowd(cohort, 0, ADDRESS)
    assert same(pulled(cohort, tables, *levers, doers=nobody), pulled(cohort, tables))


def test_an_arm_replaces_the_lever_of_the_base(cohort: Cohort, tables: Tables):
    base, arm = (lever(cap_interviews={"total": n}) for n in (5, 7))
    assert set_up(cohort, tables, ADDRESS, [base]).room.max() == 5
    assert set_up(cohort, tables, ADDRESS, [base], [arm]).room.max() == 7


def test_cap_and_more_interviews_hold_both(cohort: Cohort, tables: Tables):
    levers = [lever(more_interviews={"percent": 50}), lever(cap_interviews={"total": 12})]
    room = set_up(cohort, tables, ADDRESS, (), levers).room
    assert np.array_equal(room, np.minimum(np.rint(1.5 * room_of(cohort)), 12))


def test_signals_are_set_by_factor_by_number_and_by_specialty(cohort: Cohort, tables: Tables):
    def signals(**given: Any) -> list[list[int]]:
        found: list[list[int]] = set_up(cohort, tables, ADDRESS, (), [lever(signals=given)]).tables.signals.tolist()
        return found

    (gold, silver), (ent, none), without = tables.signals.tolist()
    assert without == [0, 0]
    assert signals(times=0) == [[0, 0]] * 3
    assert signals(times=2) == [[2 * gold, 2 * silver], [2 * ent, 2 * none], [0, 0]]
    assert signals(gold=1) == [[1, silver], [1, none], [0, 0]]
    assert signals(by_specialty={"preliminary_medicine": {"silver": 4}})[2] == [0, 4]
    off = apply(cohort, set_up(cohort, tables, ADDRESS, (), [lever(signals={"times": 0})]).tables, ADDRESS)
    assert off.signalled.sum() == 0
    assert not off.signal.any()


@pytest.mark.parametrize("scale", [0.02, 0.05])
def test_a_number_of_couples_is_that_of_the_whole_national_market(scale: float):
    national = make_cohort(scale=scale, seed=3)
    n, tables = national.plans.first.size, make_tables(national, Address(3, 0))

    def couples(**given: float) -> int:
        return len(set_up(national, tables, Address(3, 0), (), [lever(couples=given)]).cohort.people.couple)

    everybody = int(counts_of(specialties_of(None), 1.0).first.sum())
    assert couples(number=2000) == pytest.approx(2000 * n / everybody, abs=1)
    assert couples(times=1) == len(national.people.couple)
    assert couples(times=2) == pytest.approx(2 * couples(times=1), abs=1)


def test_at_full_size_as_many_couples_as_asked_for():
    n = int(counts_of(specialties_of(None), 1.0).first.sum())
    assert n_couples(Couples(number=1234), n, 26) == 1234
    assert n_couples(Couples(times=0.5), n, 1) == 0


def test_more_couples_keep_those_there_were(cohort: Cohort, tables: Tables):
    def couples(share: float) -> set[tuple[int, int]]:
        setup = set_up(cohort, tables, ADDRESS, (), [lever(couples={"share": share})])
        return set(map(tuple, setup.cohort.people.couple.tolist()))

    few, many = couples(0.02), couples(0.1)
    assert couples(0) == set()
    assert few < many
    assert len(many) == round(0.05 * cohort.plans.first.size)
