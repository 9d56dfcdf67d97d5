"""A member of the market as a scenario: what that applicant would type into a file in February, after the interviews.

The profile, the programs that interviewed, and the rank order list; nothing that only the
market knows (strength, skill, scores, what programs think). Partners in couples and US
graduates of earlier years have no scenario here: the first rank pairs, the others are no
applicant type of the season of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.market.cohort_counts import GROUPS
from simulator.market.cohort_programs import SETTINGS
from simulator.market.year_tables import SEASON
from simulator.model.tables import table
from simulator.scenario.loader import scenario_from_dict
from simulator.scenario.program import natural_track
from simulator.scenario.vocabulary import APPLICANT_TYPES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.year import Year
    from simulator.scenario import Scenario


def ranking_alone(cohort: Cohort, year: Year) -> NDArray[np.int64]:
    """Say who ranks some program, is no partner in a couple, and is of an applicant type.

    Parameters
    ----------
    cohort : Cohort
    year : Year

    Returns
    -------
    array of int64
    """
    may = np.isin(cohort.plans.group, [k for k, g in enumerate(GROUPS) if g in APPLICANT_TYPES])
    may[cohort.people.couple.ravel()] = False
    return np.flatnonzero(may & (np.diff(year.lists.own.start) > 0))


def scenario_of(cohort: Cohort, year: Year, a: int) -> Scenario:
    """Write down a season as one of `ranking_alone` knows it after the interviews.

    Parameters
    ----------
    cohort : Cohort
    year : Year
    a : int

    Returns
    -------
    Scenario
    """
    own = year.lists.own
    programs = [_program(cohort, a, int(p)) for p in own.items[own.start[a] : own.start[a + 1]]]
    return stated(profile_of(cohort, a), programs)


def stated(applicant: dict[str, Any], programs: list[dict[str, Any]]) -> Scenario:
    """Return the scenario of a profile and the programs that interviewed, best first, on the day after the interviews.

    Parameters
    ----------
    applicant, programs
        Fields of a scenario file.

    Returns
    -------
    Scenario
    """
    day = table("market")["reliability"]["as_of"]
    whole = {"name": "a member of the market", "season": SEASON, "as_of": day, "applicant": applicant}
    return scenario_from_dict({**whole, "programs": programs})


def profile_of(cohort: Cohort, a: int) -> dict[str, Any]:
    """Return the profile of a person as the person would state it."""
    people = cohort.people
    return {
        "type": GROUPS[cohort.plans.group[a]],
        "step2_ck": int(people.ck[a]),
        "years_since_graduation": float(people.years[a]),
        "visa": "j1" if people.needs_visa[a] else "none",
    }


def _program(cohort: Cohort, a: int, p: int) -> dict[str, Any]:
    programs = cohort.programs
    specialty = cohort.shape.specialties[programs.specialty[p]]
    return {
        "name": f"program {p}",
        "specialty": specialty,
        "setting": SETTINGS[programs.setting[p]],
        "track": "advanced" if programs.is_advanced[p] else natural_track(specialty),
        "status": "interviewed",
        "visas": ["j1"] if programs.sponsors[p] else [],
        "img_share": float(programs.img_share[p]),
        "positions": int(programs.positions[p]),
        "connection": "geographic" if programs.region[p] == cohort.people.region[a] else "none",
    }
