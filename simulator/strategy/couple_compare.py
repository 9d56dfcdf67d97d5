"""Compare strategies of a couple: the same two people and the same luck, with and without the edits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.errors import InputError
from simulator.model.checks import check
from simulator.model.tables import constant
from simulator.outcomes.comparison import CoupleGain, Paired, Strategy, averaged, difference, warned
from simulator.scenario import apply_strategy
from simulator.scenario.couple_people import each_alone
from simulator.season.couple_forms import KINDS, forms_over_draws, sample_forms
from simulator.season.exact import solve
from simulator.strategy.cautions import cautions
from simulator.strategy.compare import fees, unlisted_applications
from simulator.strategy.couple_base import couple_base, exact_both, form_of, settings, without_strategies
from simulator.strategy.couple_list import joint_list

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.errors import Fault
    from simulator.outcomes.comparison import Difference
    from simulator.outcomes.result import Estimate
    from simulator.outcomes.uncertainty import Drawn
    from simulator.scenario import Edited, Scenario
    from simulator.season.couple_forms import CoupleForm, FormMoments
    from simulator.strategy.caution import Caution
    from simulator.strategy.couple_base import CoupleBase

    Array = NDArray[np.float64]


class Compared(NamedTuple):
    """Forms of a couple's season, solved; S forms, columns: both match, the first does, the second does.

    Attributes
    ----------
    moments : FormMoments
    exact : (S, 3) best values under the central parameters
    draws : (S, d, 3) under the draws, moved so that the central parameters give `exact`
    weight : (d,) of the draws
    """

    moments: FormMoments
    exact: Array
    draws: Array
    weight: Array

    def pair(self, form: int, kind: int) -> Paired:
        """Return one form beside the first, for one column."""
        m, rows = self.moments, [0, form]
        apart = float(m.apart[form, kind]), float(m.apart_error[form, kind])
        mean = float(m.mean[form, kind]), float(m.error[form, kind])
        return Paired(*mean, *apart, self.exact[rows, kind], self.draws[rows, :, kind])


class Sizes(NamedTuple):
    """How much is sampled to compare forms of a couple's season.

    Attributes
    ----------
    replicates : of every form, under the central parameters
    draws : how many draws of the parameters are used
    draws_replicates : under each of these; a multiple of four
    """

    replicates: int
    draws: int
    draws_replicates: int


def usual_sizes() -> Sizes:
    """Return how much `run` samples (`couples.toml`)."""
    return Sizes(settings("strategy_replicates"), settings("strategy_draws"), settings("draws_replicates"))


def check_couple_strategies(scenario: Scenario) -> None:
    """Refuse strategies of a couple that the model cannot take.

    Parameters
    ----------
    scenario : Scenario
        With a couple.

    Raises
    ------
    InputError
        Edits that contradict each other or the facts, a joint list that comes out empty, or what `check` refuses
        of either partner.
    """
    faults = [fault for k in range(len(scenario.strategies)) for fault in _faults(apply_strategy(scenario, k))]
    if faults:
        raise InputError(faults)


def _faults(edited: Edited) -> list[Fault]:
    if edited.faults or edited.scenario.couple is None:
        return edited.faults
    found: list[Fault] = []
    for person in each_alone(edited.scenario):
        try:
            check(person)
        except InputError as error:
            found += error.faults
    try:
        if not edited.scenario.couple.is_dissolved:
            joint_list(edited.scenario)
    except InputError as error:
        name = edited.strategy.name
        found += [replace(fault, message=f"{fault.message}, in strategy '{name}'") for fault in error.faults]
    return found


def compare_couple(
    scenario: Scenario,
    seed: int,
    refined: Array | None = None,
    drawn: tuple[Drawn, Drawn] | None = None,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
    sizes: Sizes | None = None,
) -> tuple[Strategy, ...]:
    """Compare every strategy of a couple's scenario with the scenario as it stands.

    Parameters
    ----------
    scenario : Scenario
        With a couple; checked, its strategies too (`check_couple_strategies`).
    seed : int
    refined : array (4,), optional
        Best values of both, first only, second only and neither as things stand, so that the strategies agree with
        them; left out, those found here.
    drawn : (Drawn, Drawn), optional
        Each partner alone under the draws, where that is known already.
    workers : int, optional
        Threads; all cores if left out. Does not change the result.
    progress : callable of float, optional
        Told which share of the work has just been done.
    sizes : Sizes, optional
        Left out, those of `run`.

    Returns
    -------
    tuple of Strategy
        In the order of the file. `match` and `difference` are the first partner's, as those of a run; `couple` has
        both partners together and the second.
    """
    edited = [apply_strategy(scenario, k) for k in range(len(scenario.strategies))]
    if not edited:
        return ()
    sizes = sizes or usual_sizes()
    base = couple_base(without_strategies(scenario), seed, sizes.draws, drawn=drawn)
    forms = [base.form, *(form_of(base, one.scenario, before=scenario) for one in edited)]
    found = solve_couple_forms(base, forms, refined, workers, progress, sizes)
    return tuple(_strategy(scenario, one, found, k) for k, one in enumerate(edited, start=1))


def solve_couple_forms(
    base: CoupleBase,
    forms: Sequence[CoupleForm],
    refined: Array | None = None,
    workers: int | None = None,
    progress: Callable[[float], None] | None = None,
    sizes: Sizes | None = None,
) -> Compared:
    """Solve forms of a couple's season on common luck.

    Parameters
    ----------
    base : CoupleBase
    forms : sequence of CoupleForm
        The season as it stands first.
    refined, workers, progress, sizes
        As in `compare_couple`.

    Returns
    -------
    Compared
    """
    n, _, under_draws = sizes or usual_sizes()
    tell = progress or _nothing
    moments = sample_forms(forms, n, base.side, workers, lambda some: tell(0.5 * some / n))
    draws, central = forms_over_draws(forms, under_draws, base.side, lambda share: tell(0.5 * share))
    start = moments.mean[0].copy()
    known = exact_both(forms)
    if refined is not None:
        start = np.array([refined[0], refined[0] + refined[1], refined[0] + refined[2]])
    elif not np.isnan(known[0]):
        start[0] = known[0]
    exact = start + moments.apart
    exact[:, 0] = np.where(np.isnan(known - known[0]), exact[:, 0], start[0] + known - known[0])
    for row, form in zip(exact, forms, strict=True):
        if form.is_alone and refined is not None:
            row[1:] = [solve(plan).match[0] for plan in form.couple.plans]
    return Compared(moments, np.clip(exact, 0, 1), draws + (exact - central)[:, None], base.weight)


def _nothing(share: float) -> None:
    del share


def _strategy(scenario: Scenario, edited: Edited, found: Compared, form: int) -> Strategy:
    total, added = _dollars(scenario, edited.scenario)
    both, first, second = (_gain(found.pair(form, kind), found) for kind in range(len(KINDS)))
    said, name = _cautions(scenario, edited), edited.strategy.name
    return Strategy(
        name=name,
        match=first[0],
        difference=first[1],
        total_usd=total,
        added_usd=added,
        warnings=(*edited.warnings, *(warned(name, one.text) for one in said)),
        is_what_if=any(one.is_what_if for one in said),
        couple=CoupleGain(both[0], both[1], second[0], second[1]),
    )


def _gain(pair: Paired, found: Compared) -> tuple[Estimate, Difference]:
    level, n = constant("simulation", "interval_level"), found.moments.replicates
    return averaged(pair, n, found.weight, level), difference(pair, n, found.weight, level)


def _people(scenario: Scenario, edited: Scenario) -> list[tuple[Scenario, Scenario]]:
    return list(zip(each_alone(scenario), each_alone(edited), strict=True))


def _dollars(scenario: Scenario, edited: Scenario) -> tuple[float, float]:
    """Application fees of both partners: under the strategy, and beyond those of the season as it stands."""
    total = added = 0.0
    for now, then in _people(scenario, edited):
        unlisted = unlisted_applications(now)
        total += fees(now, then)
        added += fees(now, then, unlisted) - fees(now, None, unlisted)
    return total, added


def _cautions(scenario: Scenario, edited: Edited) -> tuple[Caution, ...]:
    """What to know before doing it, of each partner."""
    said = [cautions(now, edited._replace(scenario=then)) for now, then in _people(scenario, edited.scenario)]
    return tuple(dict.fromkeys(one for each in said for one in each))
