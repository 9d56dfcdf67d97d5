from typing import Any

import numpy as np
import pytest

from simulator.market.cohort import Cohort, make_cohort
from simulator.market.draws import Address, market_words
from simulator.market.moments import Moments, moments_of
from simulator.market.seasons import many_seasons, one_season
from simulator.market.year import Applications, Year, apply, run_year
from simulator.market.year_interviews import interview, order_within
from simulator.market.year_kernels import choose, four_words, send_signals
from simulator.market.year_soap import Soap, filled_of, run_soap
from simulator.market.year_tables import make_tables, room_of

SEED, SCALE = 11, 0.05


@pytest.fixture(scope="module")
def cohort():
    return make_cohort(scale=SCALE, seed=SEED)


@pytest.fixture(scope="module")
def year(cohort: Cohort):
    return run_year(cohort, seed=SEED, verify=True)


@pytest.fixture(scope="module")
def soap(cohort: Cohort, year: Year):
    return run_soap(cohort, year, Address(SEED, 0))


def test_compiled_words_are_those_of_the_readable_generator():
    given = market_words(Address(2**40 + 3, 2**33 + 1), 54, 5, 7)
    for who in range(5):
        replicate, seed = np.uint64(2**33 + 1), np.uint64(2**40 + 3)
        found = four_words(seed, replicate, np.uint64(54 << 16), np.uint64(who), np.uint64(7))
        assert [int(x) for x in found] == given[:, who].tolist()


def test_the_matching_is_stable(year: Year):
    assert year.matching.is_stable


def test_programs_interview_no_more_than_they_can_and_people_attend_no_more_than_they_will(cohort: Cohort, year: Year):
    at = year.interviewed
    program, who = year.applications.program[at], year.applications.who[at]
    assert np.all(np.bincount(program, minlength=year.tables.interviews.size) <= year.tables.interviews)
    assert np.all(np.bincount(who, minlength=cohort.plans.first.size) <= room_of(cohort))


def test_nobody_who_needs_a_visa_is_at_a_program_without(cohort: Cohort, year: Year):
    needs = cohort.people.needs_visa[year.applications.who]
    assert cohort.programs.sponsors[year.applications.program[needs]].all()


def test_people_apply_only_in_their_specialties_and_once(cohort: Cohort, year: Year):
    who, program = year.applications.who.astype(np.int64), year.applications.program
    assert np.unique(who * 100_000 + program).size == who.size
    plans = cohort.plans
    owner = np.repeat(np.arange(plans.first.size), np.diff(plans.start))
    allowed = set((owner * 100 + plans.specialty).tolist())
    assert set((who * 100 + cohort.programs.specialty[program]).tolist()) <= allowed


def test_people_send_as_many_applications_as_planned_on_average():
    n, chosen = 400, np.empty(400, np.int32)
    weight, places = np.linspace(0.5, 1.5, n).astype(np.float32), np.zeros(n, np.int8)
    where = (np.uint64(1), np.uint64(0), np.uint64(53 << 16))
    sent = [
        choose(where, a, (0, n), weight, 60 / weight.sum(), (places, places > 0), (-1, 1.0, 1.0), chosen)
        for a in range(500)
    ]
    assert np.mean(sent) == pytest.approx(60, abs=1.5)


def test_more_applications_keep_those_sent_before(cohort: Cohort):
    address = Address(SEED, 0)
    tables = make_tables(cohort, address)
    fewer, more = (apply(cohort, tables._replace(sent=f * tables.sent), address) for f in (1.0, 1.2))
    assert np.all(more.sent >= fewer.sent)
    assert more.sent.sum() > fewer.sent.sum()


def _plain_interviews(applications: Applications, places: Any, room: Any) -> list[int]:
    """Programs propose in rounds; the slow twin of the kernel."""
    order = order_within(applications.program, applications.score)
    waiting = {p: [j for j in order if applications.program[j] == p] for p in range(places.size)}
    held = {a: [] for a in range(room.size)}
    taken = np.zeros(places.size, int)
    is_moving = True
    while is_moving:
        is_moving = False
        for p in range(places.size):
            while taken[p] < places[p] and waiting[p]:
                j, is_moving = waiting[p].pop(0), True
                a = int(applications.who[j])
                held[a].append(j)
                taken[p] += 1
                if len(held[a]) > room[a]:
                    worst = min(held[a], key=lambda k: (applications.liking[k], -k))
                    held[a].remove(worst)
                    taken[applications.program[worst]] -= 1
    return sorted(j for rows in held.values() for j in rows)


def test_interviews_are_those_of_the_slow_twin():
    cohort = make_cohort(["otolaryngology", "general_surgery"], scale=0.1, seed=2)
    tables = make_tables(cohort, Address(2, 0))
    applications = apply(cohort, tables, Address(2, 0))
    room = np.minimum(room_of(cohort), 4)
    found = interview(applications, tables.interviews, room)
    assert found.tolist() == _plain_interviews(applications, tables.interviews, room)


def test_lists_run_from_the_best_liked_down(year: Year):
    own = year.lists.own
    liked = {}
    for j in year.interviewed:
        liked[int(year.applications.who[j]), int(year.applications.program[j])] = year.applications.liking[j]
    for a in range(own.start.size - 1):
        values = [liked[a, int(p)] for p in own.items[own.start[a] : own.start[a + 1]]]
        assert values == sorted(values, reverse=True)


def test_programs_rank_only_whom_they_interviewed_and_leave_the_last_off(year: Year):
    size = np.diff(year.lists.program.start)
    seen = np.bincount(year.applications.program[year.interviewed], minlength=size.size)
    assert np.all(size <= seen)
    assert size.sum() == pytest.approx(0.88 * seen.sum(), rel=0.02)


def test_signals_go_to_the_best_liked_within_the_limit():
    liking = np.array([0.3, 2.0, -1.0, 1.0, 0.5])
    best, signal = np.empty(64, np.int64), np.empty(5, np.int64)
    send_signals(5, liking, np.array([1, 2]), best, signal)
    assert signal.tolist() == [0, 1, 0, 2, 2]
    send_signals(5, liking, np.array([0, 0]), best, signal)
    assert signal.tolist() == [0] * 5


def test_soap_fills_open_positions_with_people_who_have_none(year: Year, soap: Soap):
    placed = soap.program_of >= 0
    assert not (year.matching.program_of[placed] >= 0).any()
    used = np.bincount(soap.program_of[placed], minlength=soap.offered.size)
    assert np.all(used <= soap.offered)
    assert np.array_equal(soap.offered, year.matching.quota - filled_of(year))
    assert used.sum() > 0


def test_moments_add_up(cohort: Cohort, year: Year, soap: Soap):
    found = moments_of(cohort, year, soap)
    assert found.persons.sum() == cohort.people.ck.size
    assert np.all(found.matched <= found.active)
    assert np.all(found.active <= found.persons)
    assert np.all(found.filled <= found.positions)
    assert found.matched_in.sum() == found.filled.sum() == found.filled_by.sum()
    assert found.interviews.sum() == year.interviewed.size
    assert np.all(found.signal_interviews <= found.signalled)
    alone = ~np.isin(np.arange(cohort.people.ck.size), cohort.people.couple)
    assert found.at_rank.sum() == np.count_nonzero(alone & (year.matching.program_of >= 0))
    assert np.all(found.depth >= found.depth_positions)


def _same(left: Moments, right: Moments) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(left, right, strict=True))


def test_workers_do_not_change_anything():
    runs = [many_seasons(scale=0.02, seed=4, replicates=6, workers=n) for n in (1, 2)]
    assert all(_same(x, y) for x, y in zip(*runs, strict=True))
    assert _same(runs[0][5], one_season(None, 0.02, 4, 5))
    assert not _same(runs[0][0], runs[0][1])


def test_a_kinder_level_brings_interviews():
    before = one_season(["family_medicine"], 0.2, 3, 0)
    level = {"family_medicine": {"non_us_img": 1.0}}
    after = one_season(["family_medicine"], 0.2, 3, 0, level)
    assert after.active[3] > before.active[3]
