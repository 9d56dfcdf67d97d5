"""A couple's season soon: fewer draws and replicates than `run` takes, for a screen that waits.

A couple cannot be solved at once like one person: the four outcomes are conditional Monte Carlo for most joint lists.
These sizes answer in about a second; `run` brings what they leave out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from simulator.model.zones import zone_of, zones_touched
from simulator.outcomes.couple import OUTCOMES
from simulator.outcomes.result import Soap
from simulator.pipeline.couple_check import check_couple
from simulator.pipeline.couple_run import run_as_couple
from simulator.pipeline.instant import at_once, stand
from simulator.pipeline.season import simulation_settings
from simulator.scenario.couple_people import each_alone
from simulator.season.soap import soap_chances
from simulator.strategy.couple_compare import Sizes, compare_couple

if TYPE_CHECKING:
    from simulator.outcomes.comparison import Strategy as Compared
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario, Strategy


SOON_REPLICATES, EVERY = 10_000, 8
SOON = Sizes(replicates=4_096, draws=24, draws_replicates=512)


def couple_soon(scenario: Scenario) -> RunResult:
    """Answer a couple's season as it stands, without its strategies.

    Parameters
    ----------
    scenario : Scenario
        With a couple.

    Returns
    -------
    RunResult
        Its ranges rest on every eighth draw of the parameters.

    Raises
    ------
    InputError
        As `run`.
    """
    check_couple(scenario)
    return run_as_couple(replace(scenario, strategies=()), SOON_REPLICATES, None, 1, None, EVERY)


def couple_done_soon(scenario: Scenario, stands: RunResult, done: Strategy) -> Compared:
    """Compare something done with a couple's season as it stands.

    Parameters
    ----------
    scenario : Scenario
    stands : RunResult
        Of `couple_soon`.
    done : Strategy

    Returns
    -------
    Strategy

    Raises
    ------
    InputError
        Edits that the scenario or the model cannot take.
    """
    edited = replace(scenario, strategies=(done,))
    check_couple(edited)
    assert stands.couple is not None  # noqa: S101 - `couple_soon` gives one
    refined = np.array([getattr(stands.couple, name).refined for name in OUTCOMES])
    return compare_couple(edited, simulation_settings(scenario, None, None)[1], refined, workers=1, sizes=SOON)[0]


def second_partner(scenario: Scenario, couple: CoupleResult) -> RunResult:
    """Answer for the second partner what a couple's result says of the first: interviews, programs, SOAP, fees.

    Parameters
    ----------
    scenario : Scenario
        With a couple; checked.
    couple : CoupleResult
        Of that scenario.

    Returns
    -------
    RunResult
        Of the second partner. `match`, `zone` and `soap` are those by the joint list; where on the own list the match
        would fall, and the curve, are those of the second partner alone.
    """
    person, matched = each_alone(scenario)[1], couple.partners[1].matched
    chance = (1.0 - matched.exact) * float(soap_chances(person).sum())
    return replace(
        at_once(stand(person)),
        match=matched,
        zone=zone_of(matched.exact),
        zones=zones_touched(matched.low, matched.high),
        soap=Soap(chance, matched.exact + chance),
    )
