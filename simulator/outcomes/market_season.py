"""One season of the made-up market as tables: a row for each applicant, or each program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.market.cohort_counts import GROUPS
from simulator.market.cohort_programs import SETTINGS
from simulator.market.year_soap import filled_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.year import Year


def applicants_table(cohort: Cohort, year: Year) -> pd.DataFrame:
    """Say of every applicant who they are and what became of them.

    Parameters
    ----------
    cohort : Cohort
    year : Year
        The season of that cohort.

    Returns
    -------
    DataFrame
        Columns: group, specialty (the first one), step2_ck, years_since_graduation, needs_visa, applications,
        interviews, ranked (programs on the list), matched, matched_specialty, setting (of the program), rank (1
        for the first choice; missing for partners, who rank pairs). What does not apply is missing.
    """
    import pandas as pd

    people, plans, place = cohort.people, cohort.plans, year.matching.program_of
    is_partner = np.isin(np.arange(place.size), people.couple)
    columns = {
        "group": np.array(GROUPS)[plans.group],
        "specialty": np.array(cohort.shape.specialties)[plans.first],
        "step2_ck": people.ck,
        "years_since_graduation": people.years,
        "needs_visa": people.needs_visa,
        "applications": year.applications.sent,
        "interviews": np.bincount(year.applications.who[year.interviewed], minlength=place.size),
        "ranked": np.diff(year.lists.own.start),
        "matched": place >= 0,
        "matched_specialty": _at(cohort.programs.specialty, place, cohort.shape.specialties),
        "setting": _at(cohort.programs.setting, place, SETTINGS),
        "rank": pd.array(np.where(is_partner, 0, _ranks(year)), dtype="Int64"),
    }
    found = pd.DataFrame(columns)
    return found.assign(rank=found["rank"].mask(found["rank"] == 0))


def _at(kind: NDArray[Any], place: NDArray[np.int32], names: tuple[str, ...]) -> NDArray[np.object_]:
    """Name of the kind of each one's program, None without one."""
    found = np.full(place.size, None, dtype=object)
    who = place >= 0
    found[who] = np.array(names, dtype=object)[kind[place[who]]]
    return found


def _ranks(year: Year) -> NDArray[np.int64]:
    """Rank of each one's program on the own list, 0 for none."""
    start, items = year.lists.own.start, year.lists.own.items
    owner = np.repeat(np.arange(start.size - 1), np.diff(start))
    at = np.flatnonzero(items == year.matching.program_of[owner])
    found = np.zeros(start.size - 1, np.int64)
    found[owner[at]] = at - start[owner[at]] + 1
    return found


def programs_table(cohort: Cohort, year: Year) -> pd.DataFrame:
    """Say of every program what it is and how it filled.

    Parameters
    ----------
    cohort : Cohort
    year : Year

    Returns
    -------
    DataFrame
        Columns: specialty, setting, positions, filled, interviews, img_share, sponsors_visa.
    """
    import pandas as pd

    programs = cohort.programs
    met = year.applications.program[year.interviewed]
    return pd.DataFrame(
        {
            "specialty": np.array(cohort.shape.specialties)[programs.specialty],
            "setting": np.array(SETTINGS)[programs.setting],
            "positions": programs.positions,
            "filled": filled_of(year),
            "interviews": np.bincount(met, minlength=programs.positions.size),
            "img_share": programs.img_share,
            "sponsors_visa": programs.sponsors,
        }
    )
