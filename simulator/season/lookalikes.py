"""Programs that are the same in every respect, put together: one of each kind, with a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

MOST_KINDS = 24
GOLDEN = (5**0.5 - 1) / 2
BY_PROGRAM = (
    *("live", "group", "kind", "reported", "invite_sponsor", "rank_sponsor", "listed", "position"),
    *("track", "supplemental"),
)


def collapse(plan: Plan, number: Array) -> tuple[Plan, Array]:
    """Put programs that are the same in every respect together.

    Parameters
    ----------
    plan : Plan
    number : array (P,)
        How many each program counts for.

    Returns
    -------
    (Plan, array (K,))
        A plan of one program of each kind, and how many it counts for.
    """
    first, kind_of = kinds(plan)
    total = np.bincount(kind_of, number, minlength=first.size)
    return chosen(plan, first), np.asarray(total, dtype=np.float64)


def kinds(plan: Plan, decimals: int | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the programs that are the same in every respect.

    Parameters
    ----------
    plan : Plan
    decimals : int, optional
        To how many decimals they must agree; left out, to the last bit.

    Returns
    -------
    (array (K,), array (P,))
        One program of each kind, and the kind of each program.
    """
    columns = (plan.group, plan.kind, plan.reported, plan.invite_sponsor, plan.rank_sponsor, plan.listed)
    before = () if plan.before is None else (plan.before.is_new, plan.before.shift)
    mix = (
        np.arange(1, len(plan.rank_shift) + 1) * GOLDEN % 1
    )  # no two draws count alike: opposite changes do not cancel
    by_draw = [(x[0], mix @ x) for x in (plan.invite_shift, plan.rank_shift, *before[1:])]
    stacked = np.vstack([*columns, *before[:1], *(row for pair in by_draw for row in pair)])
    stacked = stacked if decimals is None else np.round(stacked, decimals) + 0.0
    _, first, kind_of = np.unique(stacked, axis=1, return_index=True, return_inverse=True)
    return first, kind_of.reshape(-1)


def thin(plan: Plan, number: Array) -> tuple[Plan, Array]:
    """Keep at most so many kinds of programs, evenly from the whole range, counting for all.

    Parameters
    ----------
    plan : Plan
    number : array (K,)

    Returns
    -------
    (Plan, array)
        As they are where they are few. Not the same problem, but one as hard to integrate.
    """
    if plan.n_programs <= MOST_KINDS:
        return plan, number
    order = np.lexsort((plan.rank_shift[0], plan.group))
    kept = order[np.linspace(0, order.size - 1, MOST_KINDS).astype(np.int64)]
    return chosen(plan, kept), number[kept] * (number.sum() / number[kept].sum())


def chosen(plan: Plan, kept: NDArray[np.int64]) -> Plan:
    """Return a plan of some of the programs.

    Parameters
    ----------
    plan : Plan
    kept : array of int
        Which, in order.

    Returns
    -------
    Plan
    """
    cut = {name: getattr(plan, name)[kept] for name in BY_PROGRAM}
    shifts = {name: getattr(plan, name)[:, kept] for name in ("invite_shift", "rank_shift")}
    return plan._replace(**cut, **shifts, before=plan.before and plan.before.of(kept))
