"""What a match leads to: a whole residency, an advanced place that lacks its first year, or one year only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.model.tables import constant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.outcomes.result import Estimate


@dataclass(frozen=True)
class Paths:
    """Where a match leads; probabilities (0-1) by quadrature that add up to the match.

    Attributes
    ----------
    categorical : the whole residency in one place
    advanced_with_first_year : an advanced place, and a first year from the supplemental list
    advanced_without_first_year : an advanced place whose first year is still to be found
    preliminary_only : a position for the first year and nothing after it
    residency : Estimate
        Of the first two together, sampled and exact, with its interval.
    """

    categorical: float
    advanced_with_first_year: float
    advanced_without_first_year: float
    preliminary_only: float
    residency: Estimate

    @property
    def match(self) -> float:
        """All four together: any place on the primary list, as the NRMP counts a match."""
        less = self.advanced_without_first_year + self.preliminary_only
        return self.categorical + self.advanced_with_first_year + less

    def told(self) -> dict[str, float]:
        """Return the probabilities by what a person would call them."""
        return {
            "to a whole residency": self.residency.exact,
            "to an advanced place without a first year": self.advanced_without_first_year,
            "to one year only": self.preliminary_only,
        }


def path_warnings(paths: Paths) -> Iterator[str]:
    """Warn where much of the headline is less than a whole residency.

    Parameters
    ----------
    paths : Paths
    """
    much = constant("simulation", "much_of_the_match") * paths.match
    if paths.preliminary_only > max(much, 0.0):
        yield (
            f"Of 100 matches in this answer {_of_100(paths.preliminary_only, paths)} are to one year only (preliminary "
            "or transitional): the NRMP counts them as matched, and the residency is still to be found in another "
            "Match."
        )
    if paths.advanced_without_first_year > max(much, 0.0):
        yield (
            f"Of 100 matches in this answer {_of_100(paths.advanced_without_first_year, paths)} are to an advanced "
            "position without a first year: that place is kept, but a first year must be found in SOAP or outside "
            "the Match before it can start."
        )


def _of_100(part: float, paths: Paths) -> str:
    count = round(100 * part / paths.match)
    return str(count) if count < 100 else "more than 99"
