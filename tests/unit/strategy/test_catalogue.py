"""Made-up programs: like the published figures, the same for a seed, and never taken for real ones."""

import numpy as np
import pytest

from simulator.model.tables import table
from simulator.scenario import SPECIALTIES
from simulator.strategy.catalogue import synthetic_programs


def test_internal_medicine_is_like_its_published_figures():
    programs = synthetic_programs(["internal_medicine"])
    known = table("catalogue")
    assert len(programs) == 507
    sizes = np.array([p.positions for p in programs])
    found = np.quantile(sizes, [0.1, 0.25, 0.5, 0.75, 0.9])
    assert found == pytest.approx(known["sizes"]["internal_medicine"]["quantiles"][:5], abs=5)
    j1 = np.mean(["j1" in (p.visas or ()) for p in programs])
    assert j1 == pytest.approx(known["visas"]["j1"], abs=5 * np.sqrt(0.25 / 507))  # five standard errors
    both = np.mean(["h1b" in (p.visas or ()) for p in programs])
    assert both == pytest.approx(known["visas"]["j1"] * known["visas"]["h1b_given_j1"], abs=5 * np.sqrt(0.25 / 507))


def test_academic_programs_sponsor_more_often():
    programs = synthetic_programs(["internal_medicine"])
    share = {
        kind: np.mean(["j1" in (p.visas or ()) for p in programs if (p.setting == "community") == kind])
        for kind in (True, False)
    }
    assert share[True] < share[False]


def test_a_seed_makes_up_the_same_programs_and_another_others():
    assert synthetic_programs(["psychiatry"], 1) == synthetic_programs(["psychiatry"], 1)
    assert synthetic_programs(["psychiatry"], 1) != synthetic_programs(["psychiatry"], 2)


@pytest.mark.parametrize("specialty", SPECIALTIES)
def test_every_specialty_has_programs_that_say_what_they_are(specialty: str):
    programs = synthetic_programs([specialty])
    assert len(programs) >= 100
    assert all(p.name.startswith("Synthetic") for p in programs)
