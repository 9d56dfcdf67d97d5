"""What a strategy is worth: paired differences with both kinds of uncertainty, and dollars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.outcomes.result import Estimate
from simulator.outcomes.uncertainty import interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.outcomes.paths import Paths

    Array = NDArray[np.float64]

NOTHING = 1e-9  # a difference this small is rounding


@dataclass(frozen=True)
class Difference:
    """How much more likely a match is (0-1) than in the scenario as it stands.

    Attributes
    ----------
    estimate : mean over paired replicates, which sample the person and the year
    mc_standard_error : its sampling error
    exact : the same difference by quadrature, without sampling error
    low, high : credible interval over the calibration's draws, each draw in both
    level : of that interval
    probability_better : share of the draws, by their weight, in which it is more likely at all
    """

    estimate: float
    mc_standard_error: float
    exact: float
    low: float
    high: float
    level: float
    probability_better: float

    @property
    def is_established(self) -> bool:
        """Whether the credible interval leaves out 0."""
        return self.low > NOTHING or self.high < -NOTHING

    @property
    def is_gain(self) -> bool:
        """Whether the whole credible interval lies above 0."""
        return self.low > NOTHING


@dataclass(frozen=True)
class CoupleGain:
    """What a strategy does for a couple; the first partner's own numbers stand in `Strategy`.

    Attributes
    ----------
    both : Estimate
        Of both matching under the strategy.
    both_difference : Difference
    second : Estimate
        Of the second partner matching.
    second_difference : Difference
    """

    both: Estimate
    both_difference: Difference
    second: Estimate
    second_difference: Difference


@dataclass(frozen=True)
class Strategy:
    """One strategy beside the scenario as it stands.

    Attributes
    ----------
    name : str
    match : Estimate
        Of matching at all under the strategy.
    difference : Difference
    total_usd, added_usd : float
        Application fees, and what they come to beyond those of the scenario.
    warnings : tuple of str
        Edits without effect, and what to know before doing it; each names the strategy.
    is_what_if : bool
        Whether a warning says that it cannot be carried out now, or would not be true: then its
        difference is shown and never counted as help.
    paths : Paths or None
        Where a match under the strategy leads; None where every place is a whole residency.
    residency : Difference or None
        How much more likely a whole residency is, with `paths`.
    couple : CoupleGain or None
        Of a couple's strategy; `match` and `difference` are then the first partner's, dollars those of both.
    """

    name: str
    match: Estimate
    difference: Difference
    total_usd: float
    added_usd: float
    warnings: tuple[str, ...] = ()
    is_what_if: bool = False
    paths: Paths | None = None
    residency: Difference | None = None
    couple: CoupleGain | None = None

    @property
    def main(self) -> Difference:
        """The difference that counts: that of a match, of a couple that of both matching."""
        return self.difference if self.couple is None else self.couple.both_difference

    @property
    def main_match(self) -> Estimate:
        """The chance that counts: of a match, of a couple that of both matching."""
        return self.match if self.couple is None else self.couple.both

    @property
    def cautions(self) -> tuple[str, ...]:
        """The warnings without the name of the strategy, for where they stand beside it."""
        said = (text.removeprefix(warned(self.name, "")) for text in self.warnings)
        return tuple(text[:1].upper() + text[1:] for text in said)

    @property
    def helps(self) -> bool:
        """Whether a gain is established and nothing says that it cannot be had."""
        return self.main.is_gain and not self.is_what_if

    @property
    def usd_per_point(self) -> float | None:
        """Added dollars per percentage point; None unless it helps and costs something."""
        if not self.helps or self.added_usd <= 0:
            return None
        return self.added_usd / (100 * self.main.exact)


def warned(name: str, text: str) -> str:
    """Return a warning about a strategy, with its name."""
    return f"Strategy '{name}': {text}"


class Paired(NamedTuple):
    """One strategy beside the scenario, before it is put into numbers for people.

    Attributes
    ----------
    match, match_error : mean over replicates of the chance of a match under it, given the person
        and the year; its standard error
    apart, apart_error : the same for the paired difference; with one replicate errors are NaN
    exact : (2,) probability of a match as it stands and under the strategy
    draws : (2, D) the same under every draw
    """

    match: float
    match_error: float
    apart: float
    apart_error: float
    exact: Array
    draws: Array


def difference(pair: Paired, replicates: int, weight: Array, level: float) -> Difference:
    """Put a paired difference together.

    Parameters
    ----------
    pair : Paired
    replicates : int
    weight : array (D,)
        Of the draws; sums to one.
    level : float
        Of the credible interval.

    Returns
    -------
    Difference
        The sampling error is that of the mean over replicates; with one replicate it is
        the largest that the exact difference allows.
    """
    exact = float(pair.exact[1] - pair.exact[0])
    over_draws = pair.draws[1] - pair.draws[0]
    low, high = interval(over_draws, weight, level)
    better = float(weight[over_draws > NOTHING].sum())
    error = _error(pair.apart_error, abs(exact), replicates)
    return Difference(pair.apart, error, exact, float(low), float(high), level, min(better, 1.0))


def _error(error: float, share: float, replicates: int) -> float:
    """Standard error of a mean, or that of so many coins with this chance where nothing is known of it."""
    return float(np.sqrt(share * (1 - share) / replicates)) if np.isnan(error) else error


def averaged(pair: Paired, replicates: int, weight: Array, level: float) -> Estimate:
    """Put the probability of an event under a strategy together with both of its uncertainties.

    Parameters
    ----------
    pair : Paired
    replicates : int
    weight : array (D,)
    level : float
        Of the credible interval.

    Returns
    -------
    Estimate
    """
    exact = float(np.clip(pair.exact[1], 0, 1))
    low, high = interval(np.clip(pair.draws[1], 0, 1), weight, level)
    return Estimate(pair.match, _error(pair.match_error, exact, replicates), exact, float(low), float(high), level)


def match_under(pair: Paired, base: Estimate, base_draws: Array, replicates: int, weight: Array) -> Estimate:
    """Chance of a match under a strategy: that of the scenario, moved by the difference.

    Parameters
    ----------
    pair : Paired
    base : Estimate
        Of the scenario as it stands.
    base_draws : array (D,)
        Its probability under every draw.
    replicates : int
    weight : array (D,)

    Returns
    -------
    Estimate
    """
    exact = float(np.clip(base.exact + pair.exact[1] - pair.exact[0], 0, 1))
    low, high = interval(np.clip(base_draws + pair.draws[1] - pair.draws[0], 0, 1), weight, base.level)
    error = _error(pair.match_error, exact, replicates)
    return Estimate(pair.match, error, exact, float(low), float(high), base.level)
