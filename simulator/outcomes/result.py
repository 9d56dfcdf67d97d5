"""`RunResult`: everything one run says, as plain numbers and tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.outcomes.saving import write_whole

if TYPE_CHECKING:
    import os

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from simulator.outcomes.comparison import Strategy
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.paths import Paths


@dataclass(frozen=True)
class Estimate:
    """A probability (0-1) with both kinds of uncertainty, never merged.

    Attributes
    ----------
    probability : from the sampler
    mc_standard_error : sampling error; shrinks with replicates
    exact : the same probability by quadrature
    low, high : credible interval over the calibration's draws of the parameters
    level : of that interval
    """

    probability: float
    mc_standard_error: float
    exact: float
    low: float
    high: float
    level: float


@dataclass(frozen=True)
class Interviews:
    """How many interviews are attended.

    Attributes
    ----------
    expected : mean
    quantiles : by level as text, "0.05", "0.5", "0.95"
    distribution : array, P(k interviews) for k = 0, 1, ...
    """

    expected: float
    quantiles: dict[str, float]
    distribution: NDArray[np.float64]


@dataclass(frozen=True)
class Soap:
    """Probability (0-1) of a SOAP position, and of that or a match."""

    probability: float
    matched_or_soap: float


@dataclass(frozen=True)
class Cost:
    """ERAS application fees in dollars, the schedule they follow, and other costs on file."""

    total_usd: float
    fee_schedule: str
    other: pd.DataFrame


@dataclass(frozen=True, repr=False)
class RunResult:
    """What one run says. Probabilities are 0-1, places count from 1.

    Attributes
    ----------
    scenario_name, season, calibration, seed, replicates
        What was run.
    applicant_type, specialties
        Who, and where.
    match : Estimate
        Of matching at all.
    zone, zones, zone_bounds
        Outlook of the probability, all outlooks its interval touches, and the two bounds.
    observed_at_this_count : float or None
        What the published curve says of people with this many ranks.
    observed_range : (float, float) or None
        Its own range, where one is known.
    interviews : Interviews
    curve : DataFrame
        interviews, probability, low, high: this person with other numbers of interviews in
        the same mix of programs; observed, observed_low, observed_high: different people.
    by_position : DataFrame
        position, program, probability, exact: where on the rank order list the match falls.
    by_program : DataFrame
        One row per program applied to, in that order; `ranked_to_match_probability` and
        `not_ranked_probability` are given an interview there.
    rank_samples : DataFrame
        program, rank_position, fill_depth: some joint draws.
    soap : Soap
    cost : Cost
    warnings, notes : tuple of str
        What to know before relying on it; what it rests on.
    grave_warnings : int
        How many of the warnings, from the first, decide the answer.
    priors : tuple of str
        Assumptions under which the calibration was fitted in turn, because the figures do
        not tell them apart; where there are any, what other numbers of interviews would do
        for this person is a range and has no middle.
    compared : tuple of Strategy
        The strategies of the scenario, in the order of the file; `strategies` is their table.
    paths : Paths or None
        Where a match leads; None where every place on the list, and on those of strategies, is a whole residency.
    couple : CoupleResult or None
        What becomes of both partners of a couple. Then `match`, `by_position` and `match_probability` of
        `by_program` are the first partner's by the joint list, `exact` there being the refined estimate, and
        everything else is the first partner's own.
    has_begun : bool
        Whether programs can have seen applications: a day is named on which they had, or some have answered.
    """

    scenario_name: str
    season: int
    calibration: str
    seed: int
    replicates: int
    applicant_type: str
    specialties: tuple[str, ...]
    match: Estimate
    zone: str
    zones: tuple[str, ...]
    zone_bounds: tuple[float, float]
    observed_at_this_count: float | None
    interviews: Interviews
    curve: pd.DataFrame
    by_position: pd.DataFrame
    by_program: pd.DataFrame
    rank_samples: pd.DataFrame
    soap: Soap
    cost: Cost
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    grave_warnings: int = 0
    observed_range: tuple[float, float] | None = None
    priors: tuple[str, ...] = ()
    compared: tuple[Strategy, ...] = ()
    paths: Paths | None = None
    couple: CoupleResult | None = None
    has_begun: bool = True

    @property
    def strategies(self) -> pd.DataFrame:
        """One row per strategy: its match, the difference it makes, and its cost."""
        from simulator.outcomes.contract import strategy_table

        return strategy_table(self)

    def to_json(self) -> str:
        """Return the JSON of the contract, `schema_version` 1, with a line break at the end."""
        from simulator.outcomes.contract import as_contract

        return json.dumps(as_contract(self), indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the JSON to a file, through a temporary file beside it.

        Parameters
        ----------
        path : path-like

        Returns
        -------
        Path

        Raises
        ------
        InputError
            The file cannot be written.
        """
        return write_whole(Path(path), self.to_json())

    def __repr__(self) -> str:
        match = self.match
        spread = f"{match.low:.3f} to {match.high:.3f}"
        return f"RunResult({self.scenario_name!r}: P(match) {match.exact:.4f}, {match.level:.0%} interval {spread})"

    def _repr_html_(self) -> str:
        from simulator.outcomes.html import run_html

        return run_html(self)


def plain(value: Any) -> Any:
    """Turn NumPy numbers into Python's, for JSON."""
    return value.item() if hasattr(value, "item") else value
