"""Paired replicates: the same people and the same years under several forms of one season.

Each replicate draws the person and the year (u, v and w) at the same addresses as `simulate`. What the programs then
do is not drawn but known: given u, v and w they are independent, so the chance of a match is one minus a product, or
comes out of a dynamic program where a limit on interviews binds (`given`). Averaging these chances in place of matches
(conditional Monte Carlo; Asmussen & Glynn 2007, *Stochastic Simulation*, section V.4) leaves the mean as it is and
takes the coins out of the error; pairing takes out most of the rest, because u, v and w are common to all forms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.blocks import default_workers, reduce_blocks
from simulator.engine.sums import LEAF, mean_and_error, whole
from simulator.season.given import chances, make_forms
from simulator.season.latents import Latents, draw, readable_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.season.given import Event, Forms
    from simulator.season.plan import Plan

    Array = NDArray[np.float64]
    Whole = NDArray[np.object_]

BLOCK = 16 * LEAF


class Pairs(NamedTuple):
    """Means over replicates, by form of the season; S forms, the first of them as it is.

    Attributes
    ----------
    match, match_error : (S,) chance of a match, and its standard error
    apart, apart_error : (S,) how much larger it is than in the first form, and the standard error of that;
        errors are NaN where there is one replicate only
    """

    match: Array
    match_error: Array
    apart: Array
    apart_error: Array


def unsampled(exact: Array) -> Pairs:
    """Return exact chances in the place of means over replicates, without sampling error.

    Parameters
    ----------
    exact : (S,) chance under each form, the season as it is first

    Returns
    -------
    Pairs
    """
    nothing = np.zeros_like(exact)
    return Pairs(exact, nothing, exact - exact[0], nothing)


def simulate_pairs(
    plans: Sequence[Plan],
    seed: int,
    replicates: int,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    block: int = BLOCK,
    event: Event | None = None,
) -> Pairs:
    """Draw the person and the year of all replicates and average the chance of a match under every form.

    Parameters
    ----------
    plans : sequence of Plan
        The season as it is, then edited forms of it (`make_plan` with its `facts`); one parameter set.
    seed : int
        0 to 2**63 - 1.
    replicates : int
        At least 1.
    workers : int, optional
        Threads; all cores if left out. The result does not depend on it.
    progress : callable of int, optional
        Told how many replicates have just been finished in all forms.
    block : int, optional
        Replicates per block, a multiple of `engine.sums.LEAF`. The result does not depend on it.
    event : Event, optional
        What to average the chance of, in place of a match.

    Returns
    -------
    Pairs
    """
    forms = make_forms(plans, event)

    def sample(first: int, n: int) -> Whole:
        leaves = [whole(_sums(match)) for match in given_people(forms, seed, first, n)]
        return np.asarray(sum(leaves[1:], leaves[0]))

    added = reduce_blocks(sample, np.add, replicates, block, workers or default_workers(), progress)
    match, squares, apart, apart_squares = added
    return Pairs(*mean_and_error(replicates, match, squares), *mean_and_error(replicates, apart, apart_squares))


def given_people(forms: Forms, seed: int, first: int, n: int) -> Iterator[Array]:
    """Yield the chance of a match of each replicate under each form, given the person and the year, leaf by leaf.

    Parameters
    ----------
    forms : Forms
    seed : int
    first, n : int
        Replicates first .. first + n - 1; `first` is a multiple of `engine.sums.LEAF`.

    Yields
    ------
    array (S, m)
        Of the next m replicates.
    """
    drawn = draw(forms.union.plan, forms.posterior, seed, first, -(-n // 4) * 4, readable_source())
    for start in range(0, n, LEAF):
        some = slice(start, min(start + LEAF, n))
        yield chances(forms, Latents(*(x[..., some] for x in drawn)))


def _sums(match: Array) -> Array:
    """Sums over replicates (4, S): chances, their squares, differences from the first form, their squares."""
    apart = match - match[0]
    return np.stack([x.sum(axis=1) for x in (match, match**2, apart, apart**2)])
