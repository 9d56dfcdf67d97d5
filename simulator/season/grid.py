"""Quadrature over what all interviews of one person share.

Given the shared latents, interviews are independent. Three combinations of them matter:

    a = u + w            at the invitation
    b = lambda u + w + v at the rank list
    c = lambda u + w     at the rank list, where the course of the interview is reported

They are jointly normal, so the integral has one to three dimensions, whatever the number
of programs. With several specialties w splits into a part shared by the applicant type
(in a, b, c) and one per specialty, integrated inside. The first dimension takes the trapezoid rule on +-8
standard deviations, which converges faster than any power for smooth integrands and
keeps its accuracy where Gauss-Hermite loses it (sharp links, much evidence); the others,
whose spread given the first is small, take Gauss-Hermite nodes. The solver doubles both
until nothing moves.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.season.plan import OPEN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

REACH_SD = 8.0
NEGLIGIBLE = 1e-10  # weight of a node, against the largest, below which it is left out


class Grid(NamedTuple):
    """Nodes of the shared latents; D parameter sets, N outer and M inner nodes.

    Attributes
    ----------
    a_nodes : (D, A) the different values of a, which is the first coordinate
    a_at : (N,) which of them each outer node has
    b, c : (D, N) the other combinations, without the specialty's own season
    weight : (2, N) of the outer nodes, and on every other node of the first dimension
    inner : (M,) nodes of the specialty's own season in standard deviations
    inner_weight : (M,)
    inner_sd : (D,) standard deviation of the specialty's own season; 0 if it is in a, b, c
    is_nested : whether every other node makes up the rule with half as many intervals
    """

    a_nodes: Array
    a_at: NDArray[np.int64]
    b: Array
    c: Array
    weight: Array
    inner: Array
    inner_weight: Array
    inner_sd: Array
    is_nested: bool

    def part(self, nodes: slice) -> Grid:
        """Return some of the outer nodes, with the weights they have in the whole."""
        return self._replace(
            a_at=self.a_at[nodes], b=self.b[:, nodes], c=self.c[:, nodes], weight=self.weight[:, nodes]
        )

    @property
    def season(self) -> Array:
        """The specialty's own season at the inner nodes, (D, M)."""
        return self.inner_sd[:, None] * self.inner


@functools.cache
def trapezoid(intervals: int) -> tuple[Array, Array]:
    """Nodes and weights of the standard normal on +-8 sd.

    Parameters
    ----------
    intervals : int
        Number of intervals; doubling it keeps the old nodes.

    Returns
    -------
    (array (intervals + 1,), array (intervals + 1,))
    """
    nodes = np.linspace(-REACH_SD, REACH_SD, intervals + 1)
    weight = np.exp(-0.5 * nodes**2)
    return nodes, weight / weight.sum()


def make_grid(plan: Plan, intervals: int, inner_intervals: int | None = None) -> Grid:
    """Lay the nodes for a plan.

    Parameters
    ----------
    plan : Plan, D parameter sets
    intervals : int
        Intervals of the first dimension, even; the others have few nodes (`hermite`).
    inner_intervals : int, optional
        The same for the specialty's own season, whose spread is small; left out, `intervals`.

    Returns
    -------
    Grid
    """
    several = len(plan.groups) > 1
    used = needed(plan)
    loading = _loadings(plan, several, used)
    first, z, weight = _mesh(intervals, len(used))
    values = np.einsum("dkj,jn->kdn", loading, z)
    inner, inner_weight = hermite(inner_intervals or intervals) if several else (np.zeros(1), np.ones(1))
    own = plan.parameters.sd("season_specialty") if several else np.zeros(len(loading))
    has_a = used[0] == 0
    a_nodes = loading[:, 0, :1] * trapezoid(intervals)[0] if has_a else np.zeros((len(loading), 1))
    a_at = first if has_a else np.zeros_like(first)
    b = values[1] + plan.skill[0][:, None]
    return Grid(a_nodes, a_at, b, values[2], weight, inner, inner_weight, own, len(used) == 1 and not several)


@functools.cache
def hermite(intervals: int) -> tuple[Array, Array]:
    """Gauss-Hermite nodes and weights of the standard normal: 10 for 32 intervals, 2 more per doubling."""
    nodes, weight = np.polynomial.hermite_e.hermegauss(2 * (intervals // 4).bit_length() + 2)
    return nodes, weight / weight.sum()


@functools.cache
def _mesh(intervals: int, dims: int) -> tuple[NDArray[np.int64], Array, Array]:
    """First index (N,), nodes (dims, N) and weights (2, N), fine and coarse, worth keeping."""
    nodes, fine = trapezoid(intervals)
    coarse = np.zeros_like(fine)
    coarse[::2] = trapezoid(intervals // 2)[1]
    other, other_weight = hermite(intervals)
    at = _product([np.arange(intervals + 1)] + [np.arange(other.size)] * (dims - 1))
    rest = np.ones(at.shape[1]) * np.prod([other_weight[row] for row in at[1:]], axis=0)
    weight = np.stack([fine[at[0]] * rest, coarse[at[0]] * rest])
    keep = weight[0] > NEGLIGIBLE * weight[0].max()
    at, weight = at[:, keep], weight[:, keep]
    z = np.stack([nodes[at[0]], *(other[row] for row in at[1:])])
    return at[0], z, weight / weight.sum(axis=1, keepdims=True)


def _product(axes: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Every combination of some axes, one column each."""
    return np.stack(np.meshgrid(*axes, indexing="ij")).reshape(len(axes), -1)


def _loadings(plan: Plan, several: bool, used: list[int]) -> Array:
    """Loadings (D, 3, dims) of a, b, c on independent standard normals."""
    p = plan.parameters
    season = p.sd("season_type") ** 2 + (0.0 if several else p.sd("season_specialty") ** 2)
    strength, factor = p.sd("strength") ** 2, p.sd("strength_at_rank")
    cov = np.empty((strength.size, 3, 3))
    cov[:, 0, 0] = strength + season
    cov[:, 0, 1] = cov[:, 1, 0] = cov[:, 0, 2] = cov[:, 2, 0] = factor * strength + season
    cov[:, 2, 2] = cov[:, 1, 2] = cov[:, 2, 1] = factor**2 * strength + season
    cov[:, 1, 1] = cov[:, 2, 2] + plan.skill[1] ** 2
    return _reduce(cov, used)


def needed(plan: Plan) -> list[int]:
    """Return which of a, b, c any program or any evidence depends on; at least b.

    Parameters
    ----------
    plan : Plan
    """
    uses_a = bool((plan.kind == OPEN).any()) or plan.evidence.heard.size > 0
    uses_b = not plan.reported.all() or not plan.reported.size
    return [k for k, used in enumerate((uses_a, uses_b, bool(plan.reported.any()))) if used]


def _reduce(cov: Array, used: list[int]) -> Array:
    """Cholesky factor of the rows that are used; the others stay zero."""
    part = cov[np.ix_(range(len(cov)), used, used)]
    jitter = 1e-14 * np.eye(len(used)) * np.maximum(part.max(axis=(1, 2)), 1e-12)[:, None, None]
    loading = np.zeros((len(cov), 3, len(used)))
    loading[:, used, :] = np.linalg.cholesky(part + jitter)
    return loading
