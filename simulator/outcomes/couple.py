"""`CoupleResult`: what a couple's run says, as plain numbers and tables."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.model.tables import constant
from simulator.outcomes.uncertainty import interval

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.result import Cost, Estimate
    from simulator.outcomes.uncertainty import Drawn
    from simulator.season.couple_sampler import CoupleTally

    Array = NDArray[np.float64]
    Filtered = tuple[tuple[str, tuple[str, ...]], ...]

OUTCOMES = ("both", "first_only", "second_only", "neither")
QUADRATURE, CONDITIONAL, MIXED = "quadrature", "conditional", "mixed"


@dataclass(frozen=True)
class Share:
    """The probability (0-1) of one outcome, with both kinds of uncertainty, never merged.

    Attributes
    ----------
    probability : from the sampler
    mc_standard_error : its sampling error
    refined : a better estimate of the same: exact by quadrature, or conditional Monte Carlo
    refined_standard_error : its sampling error; 0 by quadrature
    low, high : credible interval over the calibration's draws of the parameters
    level : of that interval
    """

    probability: float
    mc_standard_error: float
    refined: float
    refined_standard_error: float
    low: float
    high: float
    level: float


@dataclass(frozen=True)
class PartnerAlone:
    """One partner with the single list and without the other, beside what the joint list gives.

    Attributes
    ----------
    applicant_type : str
    alone : Estimate
        Of matching alone; the numbers of `run` on the partner's own scenario (for the first partner to
        the last digit, sampled ones included).
    in_couple : float
        Probability of matching by the joint list, refined.
    cost : float
        `alone` (exact) less `in_couple`: what pairing costs this partner; negative where it helps.
    matched : Estimate
        The same as `in_couple`, with sampling error and interval; its `exact` is the refined estimate.
    cost_low, cost_high : float
        Credible interval of `cost`, draw by draw.
    """

    applicant_type: str
    alone: Estimate
    in_couple: float
    cost: float
    matched: Estimate
    cost_low: float
    cost_high: float


@dataclass(frozen=True, repr=False)
class CoupleResult:
    """What one run of a couple says. Probabilities are 0-1, ranks count from 1.

    Attributes
    ----------
    scenario_name, season, calibration, seed, replicates
        What was run.
    correlation : (float, float)
        Of the partners' u and v.
    method : str
        How `refined` came about: "quadrature" (exact), "conditional" (Monte Carlo with one partner's offers
        drawn and the other's in closed form), or "mixed" (`both` exact, the rest divided as the conditional
        estimate has it).
    both, first_only, second_only, neither : Share
    one : Share
        Exactly one of them.
    partners : (PartnerAlone, PartnerAlone)
    both_alone : float
        Share of replicates in which both would match, each with the single list: what no joint list beats.
    by_pair : DataFrame
        rank, first, second, first_city, second_city, reason, place, probability, mc_standard_error,
        refined, refined_standard_error; first or second is None for no match, cities read "Flint, MI"
        and are None where they are not given.
    by_place : DataFrame
        place, probability, refined: where couples of whom both match live.
    costs : (Cost, Cost)
        Application fees and other costs on file of each.
    filtered : (tuple, tuple)
        Of each, the programs from which nothing can come: (name, reasons).
    warnings, notes : tuple of str
        What to know before relying on it; what it rests on.
    grave_warnings : int
        How many of the warnings, from the first, decide the answer.
    strategies : tuple of Strategy
        Each beside the season as it stands; their `couple` has both and the second partner.
    """

    scenario_name: str
    season: int
    calibration: str
    seed: int
    replicates: int
    correlation: tuple[float, float]
    method: str
    both: Share
    first_only: Share
    second_only: Share
    neither: Share
    one: Share
    partners: tuple[PartnerAlone, PartnerAlone]
    both_alone: float
    by_pair: pd.DataFrame
    by_place: pd.DataFrame
    costs: tuple[Cost, Cost]
    filtered: tuple[Filtered, Filtered]
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()
    grave_warnings: int = 0
    strategies: tuple[Strategy, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the ``couple`` part of the JSON: the four outcomes, then everything about them."""
        from simulator.outcomes.couple_contract import as_contract

        return as_contract(self)

    def _repr_html_(self) -> str:
        from simulator.outcomes.html import couple_html

        return couple_html(self)

    def __repr__(self) -> str:
        parts = ", ".join(f"{name} {getattr(self, name).refined:.3f}" for name in OUTCOMES)
        return f"CoupleResult({self.scenario_name!r}: {parts})"


class Refined(NamedTuple):
    """Better estimates than the sampler's: of pairs (L,) and of the four outcomes (4,), with standard errors."""

    method: str
    pair: Array
    pair_error: Array
    outcome: Array
    outcome_error: Array


def with_both(found: Refined, both: float, is_both: NDArray[np.bool_]) -> Refined:
    """Put an exact probability that both match into an estimate; the rest keeps its proportions.

    Parameters
    ----------
    found : Refined
    both : float
    is_both : (L,) of bool
        Pairs of two.

    Returns
    -------
    Refined
        Standard errors of what is divided stay as they were, which is a little too large.
    """
    old = found.outcome[0]
    inside, outside = (new / x if x > 0 else 1.0 for new, x in ((both, old), (1 - both, 1 - old)))
    return Refined(
        MIXED,
        found.pair * np.where(is_both, inside, outside),
        found.pair_error,
        np.concatenate([[both], found.outcome[1:] * outside]),
        np.concatenate([[0.0], found.outcome_error[1:]]),
    )


def shares(tally: CoupleTally, sampled: Array, refined: Refined, drawn: Array, weight: Array) -> tuple[Share, ...]:
    """Put the four outcomes together with both of their uncertainties, and then exactly one of both.

    Parameters
    ----------
    tally : CoupleTally
    sampled : (4,) shares of the replicates
    refined : Refined
    drawn : (D, 4) under every draw
    weight : (D,) of the draws, in all 1

    Returns
    -------
    tuple of five Share
    """
    level, sampled = constant("simulation", "interval_level"), np.clip(sampled, 0.0, 1.0)  # what is left may be -1e-16
    sampled, better, error, drawn = (_and_one(x) for x in (sampled, refined.outcome, refined.outcome_error, drawn))
    low, high = interval(np.clip(drawn, 0.0, 1.0), weight, level)
    columns = (sampled, standard_error(sampled, better, tally.replicates), better, error, low, high)
    return tuple(Share(*(float(x) for x in (*row, level))) for row in zip(*columns, strict=True))


def _and_one(outcome: Array) -> Array:
    """Outcomes (..., 4) with the sum of the second and the third behind them; of errors a bound from above."""
    return np.concatenate([outcome, outcome[..., 1:2] + outcome[..., 2:3]], axis=-1)


def standard_error(sampled: Array, refined: Array, replicates: int) -> Array:
    """Sampling error of shares; by the refined value where every replicate agrees."""
    spread = np.where((sampled == 0) | (sampled == 1), np.clip(refined, 0.0, 1.0), sampled)
    return np.asarray(np.sqrt(spread * (1 - spread) / replicates))


def common_draws(drawn: tuple[Drawn, Drawn], total: int) -> tuple[NDArray[np.int64], Array]:
    """Rows of the calibration's draws that both partners were solved under, and their weights.

    Parameters
    ----------
    drawn : (Drawn, Drawn)
        Each of every draw, or of every second, third and so on.
    total : int
        Number of draws.

    Returns
    -------
    (array (D,), array (D,))
        What both partners have been told counts, as two independent pieces of evidence on the parameters.
    """
    steps = [-(-total // len(one.weight)) for one in drawn]
    rows = np.arange(0, total, math.lcm(*steps))
    weight = np.prod([one.weight[rows // step] for one, step in zip(drawn, steps, strict=True)], axis=0)
    return rows, weight / weight.sum()
