"""The season of one is calibrated against the full market, where the product says so: IMGs in internal medicine.

Two seasons of the national market, another seed than the fit's (7) and than those by which settings were chosen. With
1,500 people of each type and season the slope has a standard error of about 0.05; the bounds are 0.8 and 1.2, so that a
slope of 0.93 to 1.07 breaks one of them with a chance below one in a hundred.
"""

import pytest

from simulator.market.cohort_counts import GROUPS
from simulator.market.reliability import CheckTask
from simulator.outcomes.calibrated import recalibrate


def test_slopes_of_imgs_in_internal_medicine_are_near_one():
    task = CheckTask(None, 1.0, 20_261, 1_500, ("internal_medicine",))
    seasons = [task(replicate) for replicate in range(2)]
    for kind in ("us_img", "non_us_img"):
        odds = []
        for one in seasons:
            mine = one.group == GROUPS.index(kind)
            odds.append(recalibrate(one.predicted[mine], one.matched[mine], one.weight[mine])[1])
        assert sum(odds) / 2 == pytest.approx(1.0, abs=0.2), kind
