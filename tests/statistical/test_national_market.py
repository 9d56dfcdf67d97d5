"""The shipped market against published figures: wide bounds, so that only a change of the model can break them.

Over seasons of the report the match rates of US seniors spread by about 0.8 points, those of IMGs by 2 to 3. The mean
of three seasons leaves a bound of 3 standard errors and the fit's own distance from the published rate with a chance
below one in a hundred (family of five rates).
"""

import pytest

from simulator.market.cohort import make_cohort
from simulator.market.cohort_counts import specialties_of
from simulator.market.seasons import many_seasons
from simulator.market.year import run_year
from simulator.outcomes.market_figures import published_figures, values

BOUND = {"us_md": 0.02, "us_do": 0.025, "us_img": 0.05, "non_us_img": 0.06, "all": 0.025}


def test_match_rates_by_type_are_near_those_published():
    seasons = many_seasons(seed=1, replicates=3, workers=2)
    rows = {f.group: f for f in published_figures(specialties_of(None)) if f.name == "match rate"}
    for group, bound in BOUND.items():
        assert values(rows[group].value, seasons).mean() == pytest.approx(rows[group].published, abs=bound), group


def test_the_national_match_with_couples_and_supplemental_lists_is_stable():
    cohort = make_cohort(seed=1, replicate=17)  # with partners' supplemental lists, none was found here
    assert run_year(cohort, seed=1, replicate=17, uncertain=True, verify=True).matching.is_stable
