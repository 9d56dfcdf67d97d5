"""One season of an experiment: the base and every arm, with the same people and the same luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from simulator.market.alone import alone, cutoffs_of
from simulator.market.cohort import make_cohort
from simulator.market.cohort_counts import GROUPS
from simulator.market.draws import Address
from simulator.market.experiment_counts import BY_GROUP, SIDES, Change, Fate, Tally, changed, fate_alone, fate_of, tally
from simulator.market.levers import Setup, crowd, eligible, set_up
from simulator.market.year import play
from simulator.market.year_tables import make_tables
from simulator.scenario.experiment import Who
from simulator.scenario.experiment_levers import Lever

if TYPE_CHECKING:
    from simulator.market.cohort import Cohort
    from simulator.market.year import Year
    from simulator.market.year_tables import Tables

Row = TypeVar("Row", bound=tuple[Any, ...])


@dataclass(frozen=True)
class Run:
    """One season to be compared with the base.

    Attributes
    ----------
    levers : tuple of Lever
    share : float
        Of those whom `who` names, how many pull them.
    who : Who or None
    """

    levers: tuple[Lever, ...]
    share: float = 1.0
    who: Who | None = None


class SeasonCounts(NamedTuple):
    """What one replicate of an experiment of N runs and C crowds comes to.

    Attributes
    ----------
    tally : Tally
        Each field with a first axis of 1 + N: the base, then the runs.
    change : Change
        Each field with a first axis of N.
    alone : Change
        Each field with a first axis of C: what people would gain who did it alone.
    """

    tally: Tally
    change: Change
    alone: Change


@dataclass(frozen=True)
class ExperimentTask:
    """What is done for one replicate of an experiment; can be sent to another process.

    Attributes
    ----------
    specialties, scale, seed
        As in `make_cohort`.
    base : tuple of Lever
    runs : tuple of Run
    crowds : tuple of Run
        Those of which is asked what one person gains alone; their share is not used.
    top_share : float
        As in `tally`.
    uncertain : bool
        Whether each replicate draws what the fit of the market leaves open.
    """

    specialties: tuple[str, ...] | None
    scale: float
    seed: int
    base: tuple[Lever, ...]
    runs: tuple[Run, ...]
    crowds: tuple[Run, ...]
    top_share: float
    uncertain: bool = True

    def __call__(self, replicate: int) -> SeasonCounts:
        """Run that replicate's season, as the base has it and as every run has it."""
        cohort = make_cohort(self.specialties, scale=self.scale, seed=self.seed, replicate=replicate)
        address = Address(self.seed, replicate)
        tables = make_tables(cohort, address, uncertain=self.uncertain)
        setup = set_up(cohort, tables, address, self.base)
        year = _played(setup, address)
        before = fate_of(setup.cohort, year)
        found = [self._run(cohort, tables, address, run, before) for run in self.runs]
        tallies = [tally(setup.cohort, year, self.top_share), *(row[0] for row in found)]
        singly = self._alone(cohort, tables, address, setup, year)
        return SeasonCounts(_stacked(Tally, tallies), _stacked(Change, [row[1] for row in found]), singly)

    def axes(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Return what the axes of each count stand for, as labels of a table."""
        runs = tuple(f"run {n}" for n in range(1, 1 + len(self.runs)))
        crowds = tuple(f"crowd {n}" for n in range(1, 1 + len(self.crowds)))
        everybody = (*GROUPS, "all")
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for name in Change._fields:
            found |= {f"change.{name}": (runs, SIDES, everybody), f"alone.{name}": (crowds, SIDES, everybody)}
        return found | {f"tally.{name}": (("base", *runs), everybody) for name in BY_GROUP}

    def _run(self, cohort: Cohort, tables: Tables, address: Address, run: Run, before: Fate) -> tuple[Tally, Change]:
        doers = eligible(cohort, run.who) & crowd(cohort, run.share, address)
        setup = set_up(cohort, tables, address, self.base, run.levers, doers)
        year = _played(setup, address)
        after = fate_of(setup.cohort, year)
        return tally(setup.cohort, year, self.top_share), changed(cohort.plans.group, doers, before, after)

    def _alone(self, cohort: Cohort, tables: Tables, address: Address, setup: Setup, year: Year) -> Change:
        """What people gain who do it alone; without it, the cutoffs give back the season itself."""
        if not self.crowds:
            return _stacked(Change, [])
        cutoffs, before, rows = cutoffs_of(setup.cohort, year), fate_of(setup.cohort, year), []
        for run in self.crowds:
            doers = eligible(cohort, run.who)
            other = set_up(cohort, tables, address, self.base, run.levers, doers)
            found = alone(setup.cohort, other, cutoffs, address)
            rows.append(changed(cohort.plans.group, doers, before, fate_alone(setup.cohort, found)))
        return _stacked(Change, rows)


def _played(setup: Setup, address: Address) -> Year:
    return play(setup.cohort, setup.tables, address, setup.room, proposing=setup.proposing, verify=True)


def _stacked(kind: type[Row], rows: list[Row]) -> Row:
    """Put the same fields of several rows on top of each other."""
    names: tuple[str, ...] = getattr(kind, "_fields", ())
    return kind(*(np.array([getattr(row, name) for row in rows], np.int64) for name in names))
