"""Many members of a market at once are told what `run` would tell each of them."""

import numpy as np
import pytest

from simulator.market.as_scenario import ranking_alone, scenario_of
from simulator.market.cohort import Cohort, make_cohort
from simulator.market.predicted import predicted
from simulator.market.year import Year, run_year
from simulator.season.exact import match_probability

SPECIALTIES = ["internal_medicine", "family_medicine", "diagnostic_radiology", "preliminary_medicine"]
Season = tuple[Cohort, Year]


@pytest.fixture(scope="module")
def season() -> Season:
    cohort = make_cohort(SPECIALTIES, scale=0.03, seed=2)
    return cohort, run_year(cohort, seed=2)


def test_they_are_those_of_each_scenario_alone(season: Season):
    cohort, year = season
    pool = ranking_alone(cohort, year)
    people = np.concatenate([pool[cohort.plans.group[pool] == k][:6] for k in range(4)])
    alone = [match_probability(scenario_of(cohort, year, int(a))) for a in people]
    assert predicted(cohort, year, people) == pytest.approx(alone, abs=2e-4)


def test_they_do_not_depend_on_who_else_is_asked(season: Season):
    cohort, year = season
    pool = ranking_alone(cohort, year)[:40]
    together = predicted(cohort, year, pool)
    assert np.array_equal(predicted(cohort, year, pool[::-1])[::-1], together)
    assert predicted(cohort, year, pool[7:8]) == pytest.approx(together[7:8], abs=1e-12)


def test_the_scenario_says_what_the_applicant_knows_and_nothing_else(season: Season):
    cohort, year = season
    a = int(ranking_alone(cohort, year)[0])
    scenario, own = scenario_of(cohort, year, a), year.lists.own
    items = own.items[own.start[a] : own.start[a + 1]]
    assert scenario.rank_order_list == tuple(f"program {p}" for p in items)
    assert {p.status for p in scenario.programs} == {"interviewed"}
    assert scenario.applicant.step2_ck == cohort.people.ck[a]
    assert scenario.applicant.interview_skill is None
    assert all(p.performance is None for p in scenario.programs)


def test_partners_and_people_without_a_list_are_left_out(season: Season):
    cohort, year = season
    pool = ranking_alone(cohort, year)
    assert not np.isin(pool, cohort.people.couple).any()
    assert (np.diff(year.lists.own.start)[pool] > 0).all()
    assert set(cohort.plans.group[pool]) <= {0, 1, 2, 3}
