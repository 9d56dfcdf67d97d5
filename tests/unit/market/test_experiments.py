import pickle
from typing import Any

import numpy as np
import pytest

from simulator.market.cohort import make_cohort
from simulator.market.draws import Address
from simulator.market.experiment_counts import SIDES, changed, fate_of, tally
from simulator.market.experiments import ExperimentTask, Run, SeasonCounts
from simulator.market.levers import set_up
from simulator.market.seasons import each_replicate
from simulator.market.year import Year, play
from simulator.market.year_lists import scores_at_rank
from simulator.market.year_tables import make_tables
from simulator.scenario.experiment import Who
from simulator.scenario.experiment_levers import Lever

SPECIALTIES = ("internal_medicine", "otolaryngology")


def lever(**given: Any) -> Lever:
    return Lever.model_validate(given)


MORE = (lever(more_applications={"percent": 40}),)


def task(runs: tuple[Run, ...], crowds: tuple[Run, ...] = (), **further: Any) -> ExperimentTask:
    return ExperimentTask(SPECIALTIES, 0.06, 9, further.pop("base", ()), runs, crowds, 0.1, **further)


@pytest.fixture(scope="module")
def counts() -> SeasonCounts:
    runs = (Run(MORE, 0.5, Who(types=("non_us_img",))), Run(MORE), Run((lever(proposing="programs"),)))
    return task(runs, (Run(MORE),))(0)


def test_nobody_doing_it_is_the_base_exactly():
    found = task((Run((*MORE, lever(cap_interviews={"total": 2})), 0.0),))(1)
    assert all(np.array_equal(column[0], column[1]) for column in found.tally)
    change = found.change
    assert not change.people[0, 0].any()
    assert not any(column.any() for column in (change.gained, change.lost, change.better, change.worse))


def test_the_levers_of_the_base_hold_in_every_arm():
    cap = (lever(cap_applications={"total": 12}),)
    found = task((Run((lever(signals={"times": 0}),)),), base=cap)(0).tally
    assert np.all(found.sent[:, -1] <= 12 * found.persons[:, -1])


def test_a_replicate_is_the_same_wherever_and_whenever_it_is_run(counts: SeasonCounts):
    one = task(
        (Run(MORE, 0.5, Who(types=("non_us_img",))), Run(MORE), Run((lever(proposing="programs"),))), (Run(MORE),)
    )
    copy = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own bytes
    again = pickle.loads(pickle.dumps(each_replicate(copy, 3, workers=2)))[0]  # noqa: S301
    for left, right in zip(counts, again, strict=True):
        assert all(np.array_equal(x, y) for x, y in zip(left, right, strict=True))


def test_groups_add_up_to_everybody(counts: SeasonCounts):
    for name in ("persons", "matched", "sent", "interviews", "without", "placed", "first", "places"):
        column = getattr(counts.tally, name)
        assert np.array_equal(column[:, :-1].sum(axis=1), column[:, -1]), name
    for column in counts.change:
        assert np.array_equal(column[..., :-1].sum(axis=2), column[..., -1])
    assert np.array_equal(counts.tally.persons_by_fifth.sum(axis=1), counts.tally.persons[:, -1])
    assert np.array_equal(counts.tally.matched_by_fifth.sum(axis=1), counts.tally.matched[:, -1])


def test_changes_of_people_are_the_differences_of_the_counts():
    found = task((Run(MORE, 0.5),), base=(lever(couples={"number": 0}),))(0)
    change, matched = found.change, found.tally.matched
    assert np.array_equal((change.gained - change.lost).sum(axis=1)[0], matched[1] - matched[0])
    assert np.array_equal((change.matched_after - change.matched_before).sum(axis=1)[0], matched[1] - matched[0])
    assert np.array_equal(change.people.sum(axis=1)[0], found.tally.persons[0])


def test_counts_of_a_small_season_by_hand():
    cohort, address = make_cohort(["otolaryngology"], scale=0.2, seed=2), Address(2, 0)
    year = _season(2)
    found = tally(cohort, year, 0.1)
    fate = fate_of(cohort, year)
    held = np.sort([np.count_nonzero(year.applications.who[year.interviewed] == a) for a in range(fate.liking.size)])
    assert found.top[-1] == held[-int(np.ceil(0.1 * held.size)) :].sum()
    assert found.without[-1] == np.count_nonzero(held == 0)
    places = []
    for a, p in enumerate(year.matching.program_of.tolist()):
        own = year.lists.own.items[year.lists.own.start[a] : year.lists.own.start[a + 1]].tolist()
        places += [own.index(p) + 1] if p >= 0 else []
    assert (found.placed[-1], found.places[-1], found.first[-1]) == (len(places), sum(places), places.count(1))
    assert found.filled == len(places)
    assert address.seed == 2


def _season(seed: int, side: str = "applicants") -> Year:
    cohort, address = make_cohort(["otolaryngology"], scale=0.2, seed=seed), Address(seed, 0)
    setup = set_up(cohort, make_tables(cohort, address), address)
    return play(cohort, setup.tables, address, setup.room, proposing=side, verify=True)


@pytest.mark.parametrize("seed", range(12))
def test_without_couples_programs_proposing_is_no_better_for_applicants_and_no_worse_for_programs(seed: int):
    cohort = make_cohort(["otolaryngology"], scale=0.2, seed=seed)
    usual, other = (_season(seed, side) for side in ("applicants", "programs"))
    assert usual.matching.is_stable
    assert other.matching.is_stable
    before, after = fate_of(cohort, usual), fate_of(cohort, other)
    assert np.all(after.liking <= before.liking)
    assert np.array_equal(before.program_of >= 0, after.program_of >= 0)
    score = scores_at_rank(cohort, usual.applications, usual.interviewed, usual.tables)
    program, who = (column[usual.interviewed] for column in (usual.applications.program, usual.applications.who))
    for p in range(cohort.programs.positions.size):
        held = [np.sort(score[(program == p) & (y.matching.program_of[who] == p)]) for y in (usual, other)]
        assert np.all(held[1] >= held[0])


def test_sides_and_strata_of_a_change():
    cohort = make_cohort(["otolaryngology"], scale=0.2, seed=3)
    before = fate_of(cohort, _season(3))
    after = before._replace(program_of=np.full_like(before.program_of, -1), liking=np.full_like(before.liking, -np.inf))
    doers = np.arange(before.liking.size) % 2 == 0
    found = changed(cohort.plans.group, doers, before, after)
    matched = before.program_of >= 0
    assert found.lost[:, -1].tolist() == [np.count_nonzero(matched & doers), np.count_nonzero(matched & ~doers)]
    assert np.array_equal(found.worse, found.lost)
    assert not found.gained.any()
    assert len(SIDES) == found.people.shape[0]
