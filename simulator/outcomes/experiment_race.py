"""What one gains alone against what all gain together, season by season; and how far a lever could be pulled."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.levers import CHANGES_APPLICATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.market.experiment_counts import Change
    from simulator.scenario.experiment_levers import Lever

    Array = NDArray[np.float64]


class Left(NamedTuple):
    """How much of what one gains alone is left when all do it.

    Attributes
    ----------
    group : str
        Type of applicant, or ``"all"``.
    value, low, high : float
        Mean gain when all do it over mean gain alone, and its interval; below 0 where all lose.
    """

    group: str
    value: float
    low: float
    high: float


class Reached(NamedTuple):
    """What became of a lever that asks for more or fewer applications.

    Attributes
    ----------
    lever : str
        ``more_applications`` or ``community_programs``.
    asked, reached : float
        Percent of what they sent before, or programs for each person; less is reached where no program is left.
    """

    lever: str
    asked: float
    reached: float


def left_of(group: str, alone: Array, together: Array, level: float) -> Left | None:
    """Compare two means over the same seasons by their ratio (Fieller 1954, *J. R. Stat. Soc. B* 16, 175-185).

    Parameters
    ----------
    group : str
    alone, together : array (R,)
        Gains of each season; two or more.
    level : float
        Of the interval.

    Returns
    -------
    Left or None
        None where the gain alone cannot be told from none: then the ratio could be anything.
    """
    from scipy.special import stdtrit

    n = alone.size
    far = float(stdtrit(n - 1, 0.5 + level / 2)) ** 2 / n
    spread = far * np.cov(alone, together)
    mean, every = float(alone.mean()), float(together.mean())
    a, b, c = mean**2 - spread[0, 0], mean * every - spread[0, 1], every**2 - spread[1, 1]
    if a <= 0:
        return None
    half = float(np.sqrt(max(0.0, b**2 - a * c)))
    return Left(group, every / mean, float((b - half) / a), float((b + half) / a))


def reached_of(change: Change, n: int, levers: Sequence[Lever], base: Sequence[Lever]) -> Iterator[Reached]:
    """Say how far those who do it could pull a lever that asks for a number of applications.

    Parameters
    ----------
    change : Change
        Counts (R, N, 2, T + 1).
    n : int
        Which run.
    levers, base : sequence of Lever
        Of the arm, and of the base. Nothing is said where several levers move applications: what each of them did
        cannot be told.

    Yields
    ------
    Reached
    """
    moving = [one for one in (*base, *levers) if one.name in CHANGES_APPLICATIONS]
    people, before, after = (int(x[:, n, 0, -1].sum()) for x in (change.people, change.sent_before, change.sent_after))
    if len(moving) != 1 or moving[0] not in levers or not before:
        return
    if (more := moving[0].more_applications) is not None:
        yield Reached("more_applications", more.percent, 100 * (after / before - 1))
    if (further := moving[0].community_programs) is not None:
        yield Reached("community_programs", float(further.number), (after - before) / people)
