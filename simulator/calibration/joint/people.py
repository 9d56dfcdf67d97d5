"""How many programs people rank and whether they match: the equations, for n kinds of people.

A person has a paper strength a ~ N(0, paper_sd^2), which is what the file shows (score and the
rest), and e ~ N(0, rest_sd^2), which only the interviews show. Then

    interviews j | a   negative binomial, mean m / (1 + m / most) with m = N Phi(invite + a), shape r
                       (or a short list by choice: geometric, whatever a)
    per interview      p = Phi((rank + carried a + e) / link)
    P(match | j, a, e) = 1 - (1 - p)^j
    ranks k            j plus, if there is any, with chance q a geometric number of programs that
                       never interviewed them: the 'unserious ranks' that make long lists fall

Everyone counted has at least one rank: callers divide by `ranked`. Sums over j use the
generating function of the negative binomial, E s^j = (r / (r + mean (1 - s)))^r, so that
totals and moments need no cut-off.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.model.tables import table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.calibration.joint.backend import Backend


class Traits(NamedTuple):
    """n kinds of people; every field an array (n,).

    Attributes
    ----------
    invite, rank : levels at the two stages, probit scale
    applications : usual number of applications, N
    attended : most interviews that anybody has time for; the mean levels off towards it
    paper_sd, rest_sd : standard deviations of a and e
    carried : how much of a counts at the rank list
    shape : r, of the number of interviews given a
    short : share who rank few programs by choice
    unserious : q, share of those interviewed who also rank programs that never interviewed them
    unserious_more : chance that another such program follows
    score_on_paper, score_on_rest : correlation of the score with a and with e
    """

    invite: Any
    rank: Any
    applications: Any
    attended: Any
    paper_sd: Any
    rest_sd: Any
    carried: Any
    shape: Any
    short: Any
    unserious: Any
    unserious_more: Any
    score_on_paper: Any
    score_on_rest: Any


class Nodes(NamedTuple):
    """What holds at each node of (a, e); A x E nodes.

    Attributes
    ----------
    paper_weight : (A,)
    weight : (A, E)
    mean : (n, A) expected interviews
    fail : (n, A, E) chance that one interview leads to nothing
    score : (n, A, E) expected standardized score
    """

    paper_weight: Any
    weight: Any
    mean: Any
    fail: Any
    score: Any


class Totals(NamedTuple):
    """Over all numbers of ranks; not divided by the share who rank anybody.

    Attributes
    ----------
    matched, unmatched : (n,) probability of at least one rank and that outcome
    rank_matched, rank_unmatched : (n, 2) sums of k and of k^2 with that outcome
    node_matched, node_unmatched : (n, A, E) the probabilities by node
    """

    matched: Any
    unmatched: Any
    rank_matched: Any
    rank_unmatched: Any
    node_matched: Any
    node_unmatched: Any


@functools.cache
def _hermite(n: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    nodes, weight = np.polynomial.hermite_e.hermegauss(n)
    return nodes, weight / weight.sum()


def link_sd() -> float:
    """SD of score minus cutoff given what a person's interviews share."""
    given = table("nrmp_2026")["given"]["link"]
    return float(np.sqrt(1 + given["performance"] ** 2 + given["cutoff"] ** 2))


def _continues() -> float:
    return float(table("nrmp_2026")["given"]["short_list"]["continues"])


def nodes(t: Traits, b: Backend) -> Nodes:
    """Evaluate everything that does not depend on the number of ranks.

    Parameters
    ----------
    t : Traits
    b : Backend

    Returns
    -------
    Nodes
    """
    chosen = table("nrmp_2026")["quadrature"]
    x, x_weight = _hermite(chosen["paper_nodes"])
    y, y_weight = _hermite(chosen["rest_nodes"])
    paper = t.paper_sd[:, None] * x
    invited = t.applications[:, None] * b.ndtr(t.invite[:, None] + paper)
    mean = invited / (1 + invited / t.attended[:, None])
    shown = t.rank[:, None] + t.carried[:, None] * paper
    fail = b.ndtr(-(shown[..., None] + t.rest_sd[:, None, None] * y) / link_sd())
    score = t.score_on_paper[:, None, None] * x[:, None] + t.score_on_rest[:, None, None] * y
    return Nodes(x_weight, x_weight[:, None] * y_weight, mean, fail, score)


def totals(t: Traits, at: Nodes, b: Backend) -> Totals:
    """Chance of each outcome, and the first two moments of the number of ranks, in closed form.

    Parameters
    ----------
    t : Traits
    at : Nodes
    b : Backend

    Returns
    -------
    Totals
    """
    h, s = _continues(), at.fail
    r, mean, short = t.shape[:, None, None], at.mean[..., None], t.short[:, None, None]
    bottom = r + mean * (1 - s)
    base = (1 - short) * (r / bottom) ** r
    step = mean * s / bottom
    lost = (
        base + short * (1 - h) * s / (1 - h * s),
        base * r * step + short * (1 - h) * s / (1 - h * s) ** 2,
        base * r * (r + 1) * step**2 + short * 2 * h * (1 - h) * s**2 / (1 - h * s) ** 3,
    )
    whole = (
        1.0,
        (1 - short) * mean + short / (1 - h),
        (1 - short) * (1 + 1 / r) * mean**2 + short * 2 * h / (1 - h) ** 2,
    )
    won = tuple(w - x for w, x in zip(whole, lost, strict=True))
    lost = (lost[0] - (1 - short) * (r / (r + mean)) ** r, *lost[1:])  # without those who rank nobody
    by_node = at.weight * won[0], at.weight * lost[0]
    inside = (by_node[0].sum(axis=(1, 2)), by_node[1].sum(axis=(1, 2)))
    return Totals(*inside, _ranks(t, won, at.weight, b), _ranks(t, lost, at.weight, b), *by_node)


def _ranks(t: Traits, sums: tuple[Any, ...], weight: Any, b: Backend) -> Any:
    """Sums of k and k^2, from those of 1, j and j (j - 1) at the nodes."""
    q, g = t.unserious[:, None, None], t.unserious_more[:, None, None]
    more, more_squared = q / (1 - g), q * (1 + g) / (1 - g) ** 2
    first = sums[1] + more * sums[0]
    second = sums[2] + sums[1] + 2 * more * sums[1] + more_squared * sums[0]
    return b.xp.stack([(weight * first).sum(axis=(1, 2)), (weight * second).sum(axis=(1, 2))], axis=1)


def by_ranks(t: Traits, at: Nodes, most: int, b: Backend) -> tuple[Any, Any]:
    """Joint probability of k ranks and each outcome, k = 0 .. most.

    Parameters
    ----------
    t : Traits
    at : Nodes
    most : int
    b : Backend

    Returns
    -------
    (array (n, most + 1), array (n, most + 1))
        Matched and not matched; at k = 0 those without any rank stand among the latter.
    """
    k = np.arange(most + 1.0)
    counts = interviews(t, at.mean, k, b) * at.paper_weight[:, None]
    rest_weight = at.weight[0] / at.paper_weight[0]
    lost = (counts * _all_fail(at.fail, rest_weight, most, b)).sum(axis=1)
    whole = counts.sum(axis=1)
    move = _unserious(t, most, k, b)
    lost, whole = (b.xp.einsum("nkj,nj->nk", move, x) for x in (lost, whole))
    return whole - lost, lost


def _all_fail(fail: Any, weight: Any, most: int, b: Backend) -> Any:
    """Chance that k interviews all fail, k = 0 .. most, over e; (n, A, most + 1)."""
    power, found = b.xp.ones_like(fail), []
    for _ in range(most + 1):
        found.append((power * weight).sum(axis=2))
        power = power * fail
    return b.xp.stack(found, axis=-1)


def interviews_at(t: Traits, mean: Any, n: int, b: Backend) -> Any:
    """Probability of exactly n interviews at each a, (n, A)."""
    return interviews(t, mean, np.arange(n + 1.0), b)[..., n]


def interviews(t: Traits, mean: Any, k: NDArray[np.float64], b: Backend) -> Any:
    """Probability of k interviews at each a, (n, A, len(k)), from their expected number `mean` (n, A)."""
    r, h = t.shape[:, None], _continues()
    ways = (b.gammaln(k + r) - b.gammaln(r) - b.gammaln(k + 1))[:, None, :]
    r = r[..., None]
    mean = mean[..., None]
    log_p = ways + r * (b.xp.log(r) - b.xp.log(r + mean)) + k * (b.xp.log(mean) - b.xp.log(r + mean))
    chosen = np.where(k > 0, (1 - h) * h ** np.maximum(k - 1, 0), 0.0)
    short = t.short[:, None, None]
    return (1 - short) * b.xp.exp(log_p) + short * chosen


def _unserious(t: Traits, most: int, k: NDArray[np.float64], b: Backend) -> Any:
    """Probability of k ranks given j interviews, (n, most + 1, most + 1)."""
    q, g = t.unserious[:, None], t.unserious_more[:, None]
    added = b.xp.where(k > 0, q * (1 - g) * g ** np.maximum(k - 1, 0), 1 - q)
    gap = np.arange(most + 1)[:, None] - np.arange(most + 1)
    move = b.xp.where(gap >= 0, added[:, np.maximum(gap, 0)], 0.0)
    return b.xp.where(np.arange(most + 1) == 0, gap == 0, move)  # without an interview, no ranks
