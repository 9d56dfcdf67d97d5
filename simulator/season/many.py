"""Several edited forms of one season at once: the same nodes, each kind of program computed once.

All forms share the person, what was heard and the grid, so their differences carry no
quadrature noise to speak of; a program that an edit leaves alone costs nothing again. Forms
under a limit on interviews that can bind are solved one by one.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.blocks import default_workers
from simulator.season.chances import likelihood_weights
from simulator.season.draws import (
    BLOCK,
    FEWEST_DRAWS,
    MOST_WORK,
    dynamic_work,
    light_intervals,
    log_unmatched,
    outer,
    solve_draws,
)
from simulator.season.exact import enough_intervals, solve
from simulator.season.grid import make_grid, needed
from simulator.season.together import counted_only, of_a_match, of_nothing, together

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.season.plan import Plan
    from simulator.season.together import Question, Together

    Array = NDArray[np.float64]
    Nodes = tuple[int, int | None]

INNER = 8  # intervals of a specialty's own season over draws: six nodes
NOISE = 1e-13  # what rounding leaves between two ways to the same probability


def solve_forms(plans: Sequence[Plan]) -> Array:
    """Probability of a match under each form of a season, one parameter set.

    Parameters
    ----------
    plans : sequence of Plan
        The season as it is, then edited forms of it (`make_plan` with its `facts`).

    Returns
    -------
    array (S,)
        As exact as `exact.solve`.
    """
    if any(plan.room >= 0 for plan in plans):
        return np.array([solve(plan).match[0] for plan in plans])
    return answers(plans, [of_a_match(plan) for plan in plans], None)[:, 0, 0]


def affordable_step(plans: Sequence[Plan], intervals: int) -> int:
    """Return how many draws to go on at a time, so that the work of all forms stays bounded.

    Parameters
    ----------
    plans : sequence of Plan, D parameter sets each
    intervals : int
        As for `solve_forms_over_draws`.

    Returns
    -------
    int
        1 where no limit on interviews binds; else at least 50 draws are kept.
    """
    work = sum(dynamic_work(plan, light_intervals(intervals)) for plan in plans if plan.room >= 0)
    return max(1, min(math.ceil(work / MOST_WORK), len(plans[0].rank_shift) // FEWEST_DRAWS))


def solve_forms_over_draws(
    plans: Sequence[Plan],
    intervals: int,
    progress: Callable[[float], None] | None = None,
    known: Array | None = None,
) -> Array:
    """Probability of a match under each form of a season and each parameter set.

    Parameters
    ----------
    plans : sequence of Plan, D parameter sets each
        As for `solve_forms`.
    intervals : int
        Intervals that `exact.solve` needed for the central parameters; half of them serve
        here, and the errors are common to all forms.
    progress : callable of float, optional
        Told what share of the work has just been finished.
    known : array (D,), optional
        Of the season as it is, from `draws.solve_draws` with the same intervals: then it is not solved again where
        the other forms share its nodes.

    Returns
    -------
    array (S, D)
    """
    tell = progress or _nobody
    if any(plan.room >= 0 for plan in plans):
        return np.stack([_told(solve_draws(plan, intervals)[0], tell, 1 / len(plans)) for plan in plans])
    questions = [of_a_match(plan) for plan in plans]
    return answers(plans, questions, light_intervals(intervals), tell, None if known is None else known[None])[:, 0]


def _nobody(share: float) -> None:
    del share


def _told(found: Array, tell: Callable[[float], None], share: float) -> Array:
    tell(share)
    return found


def answers(
    plans: Sequence[Plan],
    questions: Sequence[Question],
    intervals: int | None,
    progress: Callable[[float], None] | None = None,
    known: Array | None = None,
) -> Array:
    """Solve forms with the same specialties together, each time beside the season as it is.

    Another specialty is another dimension, so the season as it is comes out a little
    different with it; forms are moved by that, which leaves their differences clean.

    Parameters
    ----------
    plans : sequence of Plan, D parameter sets each
        Without a limit on interviews that can bind.
    questions : sequence of Question
        One for each, with A answers each.
    intervals : int or None
        Of the quadrature; None for as many as an exact answer needs.
    progress : callable of float, optional
        Told what share of the work has just been finished.
    known : array (A, D), optional
        Answers of the season as it is, by the same intervals; used where forms of one specialty share its nodes.

    Returns
    -------
    array (S, A, D)
    """
    alike: dict[tuple[str, ...], list[int]] = {plans[0].groups: [0]}
    for k, plan in enumerate(plans[1:], start=1):
        alike.setdefault(plan.groups, [0]).append(k)
    tell = progress or _nobody
    found = np.empty((len(plans), len(questions[0].sums), len(plans[0].rank_shift)))
    for groups, members in alike.items():
        is_first = groups == plans[0].groups
        asked = Asked([plans[k] for k in members], [questions[k] for k in members], known if is_first else None)
        solved = _solved(asked, intervals, lambda part: tell(part / len(alike)))
        if is_first:
            found[members] = solved
        else:
            found[members[1:]] = solved[1:] + (found[0] - solved[0])
    return found


class Asked(NamedTuple):
    """Forms with the same specialties, the season as it is first, and what is asked of each.

    Attributes
    ----------
    plans : list of Plan
    questions : list of Question
    known : array (A, D) or None
        Answers of the first, if they are known.
    """

    plans: list[Plan]
    questions: list[Question]
    known: Array | None


def _solved(asked: Asked, intervals: int | None, tell: Callable[[float], None]) -> Array:
    """Answers of all forms, (S, A, D); the first is only looked up where it is known on the same nodes."""
    union, known = _without_known(asked)
    nodes = (intervals, INNER) if intervals else (enough_intervals(union.plan), None)
    sets = _solve_union(union.plan, union.number.astype(np.float64), nodes, tell)
    by_form = np.split(sets, np.cumsum([sums.shape[1] for sums in union.sums])[:-1])
    solved = np.stack([sums @ part for sums, part in zip(union.sums, by_form, strict=True)])
    return solved if known is None else np.concatenate([known[None], _unless_alike(solved[1:], known)])


def _without_known(asked: Asked) -> tuple[Together, Array | None]:
    """Forms put together: without the first where it is known on the very nodes that the others need."""
    plans, questions, known = asked
    if known is not None and len(plans) > 1 and len(plans[0].groups) < 2:
        others = counted_only(together(plans, [of_nothing(plans[0], questions[0]), *questions[1:]]))
        if needed(others.plan) == needed(plans[0]):
            return others, known
    return together(plans, questions), None


def _unless_alike(solved: Array, known: Array) -> Array:
    """A form that changes nothing is the season as it is, to the last bit."""
    return np.where(np.abs(solved - known) < NOISE, known, solved)


def _solve_union(union: Plan, counts: Array, nodes: Nodes, tell: Callable[[float], None]) -> Array:
    grid = make_grid(union.rows(slice(0, 1)), *nodes)
    step = max(1, BLOCK // (grid.a_at.size * grid.inner.size * max(1, union.n_programs)))
    parts = [union.rows(slice(start, start + step)) for start in range(0, len(union.rank_shift), step)]
    with ThreadPoolExecutor(default_workers() if len(parts) > 1 else 1) as pool:
        found = pool.map(lambda part: _solve_part(part, counts, nodes), parts)
        return np.concatenate([_told(one, tell, 1 / len(parts)) for one in found], axis=1)


def _solve_part(plan: Plan, counts: Array, nodes: Nodes) -> Array:
    """Probability of a match (S, D) from the logs of each kind, weighed by how many each form has."""
    grid = make_grid(plan, *nodes)
    weight, _ = likelihood_weights(plan, grid)
    logs = log_unmatched(plan, grid)
    evidence = outer(grid, list(np.moveaxis(weight, 3, 0)))
    of_group = [np.flatnonzero(plan.group == g) for g in range(max(1, len(plan.groups)))]
    nobody = [weight[..., g, None] * np.exp(logs[..., mine] @ counts[:, mine].T) for g, mine in enumerate(of_group)]
    forms = ([x[..., s] for x in nobody] for s in range(len(counts)))
    return np.stack([1 - outer(grid, inside) / evidence for inside in forms])
