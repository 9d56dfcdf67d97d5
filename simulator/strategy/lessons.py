"""What a season without a match says of a person: the file's strength u, and interview skill v.

Beliefs are weights on the nodes of `season.seasons`: the posterior given what was heard, times the chance at each
node of every season so far having ended without a match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model import behaviour
from simulator.model.tables import constant
from simulator.outcomes.uncertainty import interval
from simulator.strategy.course import Belief, Lesson

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.plan import Plan
    from simulator.season.seasons import People

    Array = NDArray[np.float64]

BEFORE, NOW = "before", "now"
FARTHEST = 4.0  # standard deviations, of the curves that are handed out
EVEN = 257  # nodes of the curve before anything is known


class Seen(NamedTuple):
    """Nodes in standard deviations, and what is believed of them as seasons go by.

    Attributes
    ----------
    strength, skill : arrays (D, N)
        In standard deviations among people with the same file; for skill, among those of whom the same is said.
    weight : array (S, D, N)
        At the start of each season, and after the last; not scaled.
    """

    strength: Array
    skill: Array
    weight: Array


def seen(plan: Plan, people: People, alive: Array) -> Seen:
    """Put nodes and beliefs together.

    Parameters
    ----------
    plan : Plan
        Of the first season.
    people : People
        Its nodes, with the posterior given what was heard.
    alive : array (S, D, N)
        Chance at each node of no match before each season, and after the last.

    Returns
    -------
    Seen
    """
    mean, sd = behaviour.skill_prior(plan.stated_skill, plan.parameters)
    strength = people.u / _positive(plan.parameters.sd("strength"))[:, None]
    return Seen(strength, (people.v - mean[:, None]) / _positive(sd)[:, None], people.weight * alive)


def _positive(sd: Array) -> Array:
    return np.where(sd > 0, sd, 1.0)


def lessons(central: Seen, drawn: Seen, weight: Array, seasons: list[int], is_heard: bool) -> tuple[Lesson, ...]:
    """Say what is believed before anything is heard, now, and after each season without a match.

    Parameters
    ----------
    central : Seen
        One parameter set.
    drawn : Seen
        The draws of the parameters.
    weight : array (D,)
        Of the draws, by how well each explains what was heard; sums to one.
    seasons : list of int
        Years of the Match.
    is_heard : bool
        Whether anything has been heard yet; without it, now is before.

    Returns
    -------
    tuple of Lesson
    """
    found = [Lesson(BEFORE, _untaught(), _untaught())]
    names = [NOW, *map(str, seasons)]
    for k, name in enumerate(names):
        if k or is_heard:
            parts = (
                _belief(a[0], central.weight[k, 0], b, drawn.weight[k], weight)
                for a, b in ((central.strength, drawn.strength), (central.skill, drawn.skill))
            )
            found.append(Lesson(name, *parts))
    return tuple(found)


def _untaught() -> Belief:
    """The standard normal that a file's fields leave."""
    at = np.linspace(-FARTHEST, FARTHEST, EVEN)
    density = np.exp(-0.5 * at**2) / np.sqrt(2 * np.pi)
    low, high = _tails(at, density)
    return Belief(0.0, low, high, 0.5, 0.5, 0.5, tuple(at[::8].tolist()), tuple(density[::8].tolist()))


def _belief(at: Array, weight: Array, drawn_at: Array, drawn_weight: Array, draws: Array) -> Belief:
    from scipy.special import ndtr

    level = constant("simulation", "interval_level")
    nodes, density = _density(at, weight)
    reached = draws * drawn_weight.sum(axis=1)
    better = (drawn_weight * ndtr(drawn_at)).sum(axis=1) / drawn_weight.sum(axis=1)
    low, high = interval(better, reached / reached.sum(), level)
    inside = np.abs(nodes) <= FARTHEST
    return Belief(
        float(weight @ at / weight.sum()),
        *_tails(nodes, density),
        better_than=float(weight @ ndtr(at) / weight.sum()),
        better_low=float(low),
        better_high=float(high),
        at=tuple(nodes[inside].tolist()),
        density=tuple(density[inside].tolist()),
    )


def _density(at: Array, weight: Array) -> tuple[Array, Array]:
    """Nodes of one of the two, in order, and the density there, the other summed out."""
    nodes, back = np.unique(np.round(at, 9), return_inverse=True)
    mass = np.bincount(back.reshape(-1), weight)
    step = float(np.diff(nodes).min()) if nodes.size > 1 else 1.0
    return nodes, mass / (mass.sum() * step)


def _tails(nodes: Array, density: Array) -> tuple[float, float]:
    """Ends of the interval that holds the person with the level of all intervals."""
    level = constant("simulation", "interval_level")
    below = np.cumsum(density) - 0.5 * density
    tails = (0.5 * (1 - level), 0.5 * (1 + level))
    low, high = np.interp(tails, below / density.sum(), nodes)
    return float(low), float(high)
