"""Tables of one season hold everybody once, and agree with the matching."""

from __future__ import annotations

import numpy as np

from simulator.market.cohort import make_cohort
from simulator.market.year import run_year
from simulator.outcomes.market_season import applicants_table, programs_table


def test_tables_agree_with_the_matching():
    cohort = make_cohort(["internal_medicine", "psychiatry"], scale=0.02, seed=4)
    year = run_year(cohort, seed=4)
    people, programs = applicants_table(cohort, year), programs_table(cohort, year)
    place = year.matching.program_of
    assert len(people) == place.size
    assert people["matched"].sum() == np.count_nonzero(place >= 0)
    assert people["setting"].notna().equals(people["matched"])
    assert programs["filled"].sum() >= people["matched"].sum()
    assert (programs["filled"] <= programs["positions"]).all()
    assert people["interviews"].sum() == programs["interviews"].sum()
    alone = ~np.isin(np.arange(place.size), cohort.people.couple)
    assert people.loc[alone & (place >= 0), "rank"].notna().all()
    assert people.loc[~alone | (place < 0), "rank"].isna().all()
    assert (people["rank"].dropna() <= people.loc[people["rank"].notna(), "ranked"]).all()
