"""Gains alone, read off cutoffs, against full seasons: `python -m simulator.calibration.cutoff_check` (minutes).

The individual gain of an experiment takes one person to move nothing. Here a small share of people really do it, in
full seasons, and what becomes of these very people is compared with what the cutoffs of the season without it say of
them. As the share gets smaller, what differs has to vanish. docs/market_experiments.md has the table.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.alone import alone, cutoffs_of
from simulator.market.cohort import make_cohort
from simulator.market.draws import Address
from simulator.market.experiment_counts import fate_alone, fate_of
from simulator.market.levers import crowd, eligible, set_up
from simulator.market.seasons import each_replicate
from simulator.market.year import play
from simulator.market.year_tables import make_tables
from simulator.scenario.experiment import Who
from simulator.scenario.experiment_levers import Lever, MoreApplications

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.levers import Setup
    from simulator.market.year import Year
    from simulator.market.year_tables import Tables

SHARES = (0.08, 0.04, 0.02, 0.01, 0.005)
WHO = Who(types=("us_img", "non_us_img"))
SEASONS, SEED, PERCENT = 40, 1, 20.0
ELSEWHERE = "at another program than cutoffs say"


class Row(NamedTuple):
    """One share of people, over all seasons.

    Attributes
    ----------
    share : float
    people : int
    full, cutoffs : float
        More of 1,000 who match.
    difference, standard_error : float
        The first less the second, over seasons.
    elsewhere : float
        Of 1,000, at another program than cutoffs say.
    """

    share: float
    people: int
    full: float
    cutoffs: float
    difference: float
    standard_error: float
    elsewhere: float


@dataclass(frozen=True)
class CutoffTask:
    """What is done for one replicate.

    Attributes
    ----------
    specialties, scale, seed
        As in `make_cohort`.
    shares : tuple of float
        Of those whom `who` names, how many do it.
    who : Who
    percent : float
        How many more applications they send.
    """

    specialties: tuple[str, ...]
    scale: float = 1.0
    seed: int = SEED
    shares: tuple[float, ...] = SHARES
    who: Who = WHO
    percent: float = PERCENT

    def __call__(self, replicate: int) -> NDArray[np.int64]:
        """Count those who do it: people, more matched in full, more matched by cutoffs, elsewhere; a row a share."""
        cohort = make_cohort(self.specialties, scale=self.scale, seed=self.seed, replicate=replicate)
        address = Address(self.seed, replicate)
        tables, levers = make_tables(cohort, address, uncertain=True), (_more(self.percent),)
        year = _played(set_up(cohort, tables, address), address)
        before, all_of = fate_of(cohort, year), eligible(cohort, self.who)
        found = alone(cohort, set_up(cohort, tables, address, (), levers, all_of), cutoffs_of(cohort, year), address)
        told, was = fate_alone(cohort, found), before.program_of >= 0
        rows = []
        for share in self.shares:
            doers = all_of & crowd(cohort, share, address)
            came = self._full(cohort, tables, address, doers)
            mine = doers & before.is_alone
            more = [int(((after >= 0) & mine).sum() - (was & mine).sum()) for after in (came, told.program_of)]
            rows.append([int(mine.sum()), *more, int((mine & (came != told.program_of)).sum())])
        return np.array(rows, np.int64)

    def _full(self, cohort: Cohort, tables: Tables, address: Address, doers: NDArray[np.bool_]) -> NDArray[np.int32]:
        setup = set_up(cohort, tables, address, (), (_more(self.percent),), doers)
        return fate_of(setup.cohort, _played(setup, address)).program_of


def _more(percent: float) -> Lever:
    return Lever(more_applications=MoreApplications(percent=percent))


def _played(setup: Setup, address: Address) -> Year:
    return play(setup.cohort, setup.tables, address, setup.room)


def cutoff_rows(task: CutoffTask, seasons: Sequence[NDArray[np.int64]]) -> Iterator[Row]:
    """Sum up seasons.

    Parameters
    ----------
    task : CutoffTask
    seasons : sequence of array (n shares, 4)
        What the task returned, two or more.

    Yields
    ------
    Row
    """
    counts = np.stack(seasons)
    for k, share in enumerate(task.shares):
        people, full, cutoffs, elsewhere = counts[:, k].T
        n, total = len(people), people.sum()
        apart = 1000 * (full - cutoffs) * n / total  # of each season, so that their mean is the difference of all
        per = [float(1000 * x.sum() / total) for x in (full, cutoffs, elsewhere)]
        error = float(apart.std(ddof=1) / np.sqrt(n))
        yield Row(share, int(total), per[0], per[1], float(apart.mean()), error, per[2])


def table_of(rows: Sequence[Row]) -> str:
    """Return the table of the documentation.

    Parameters
    ----------
    rows : sequence of Row

    Returns
    -------
    str
    """
    heads = ("share who do it", "people", "full seasons", "by cutoffs", "difference (standard error)", ELSEWHERE)
    lines = [
        f"| {100 * r.share:g}% | {r.people:,} | {r.full:.1f} | {r.cutoffs:.1f} | {r.difference:+.1f} "
        f"({r.standard_error:.1f}) | {r.elsewhere:.1f} |"
        for r in rows
    ]
    return "\n".join([f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *lines]) + "\n"


if __name__ == "__main__":
    from simulator.engine.blocks import default_workers

    asked = CutoffTask(("internal_medicine",))
    done = each_replicate(asked, SEASONS, workers=default_workers())
    sys.stdout.write(table_of(list(cutoff_rows(asked, done))))
