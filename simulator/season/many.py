"""Several edited forms of one season at once: the same nodes, each kind of program computed once.

All forms share the person, what was heard and the grid, so their differences carry no
quadrature noise to speak of; a program that an edit leaves alone costs nothing again. Forms
under a limit on interviews that can bind are solved one by one.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

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
from simulator.season.grid import make_grid
from simulator.season.intervened import Before
from simulator.season.lookalikes import BY_PROGRAM, chosen, kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]
    Nodes = tuple[int, int | None]

INNER = 8  # intervals of a specialty's own season over draws: six nodes
ALIKE = 9  # decimals: the same program comes out of two forms with other rounding errors
SHIFTS = ("invite_shift", "rank_shift")


class Question(NamedTuple):
    """What is asked of a form of a season: sums of chances that one of some programs takes the applicant.

    Attributes
    ----------
    programs : (R, P) sets of programs
    sums : (K, R) how often each set counts in each of the answers
    """

    programs: Array
    sums: Array


def of_a_match(plan: Plan) -> Question:
    """Ask for a match: that one program of the rank order list takes the applicant."""
    return Question(plan.listed[None].astype(np.float64), np.ones((1, 1)))


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


def solve_forms_over_draws(plans: Sequence[Plan], intervals: int) -> Array:
    """Probability of a match under each form of a season and each parameter set.

    Parameters
    ----------
    plans : sequence of Plan, D parameter sets each
        As for `solve_forms`.
    intervals : int
        Intervals that `exact.solve` needed for the central parameters; half of them serve
        here, and the errors are common to all forms.

    Returns
    -------
    array (S, D)
    """
    if any(plan.room >= 0 for plan in plans):
        return np.stack([solve_draws(plan, intervals)[0] for plan in plans])
    return answers(plans, [of_a_match(plan) for plan in plans], light_intervals(intervals))[:, 0]


def answers(plans: Sequence[Plan], questions: Sequence[Question], intervals: int | None) -> Array:
    """Solve forms with the same specialties together, each time beside the season as it is.

    Another specialty is another dimension, so the season as it is comes out a little
    different with it; forms are moved by that, which leaves their differences clean.

    Parameters
    ----------
    plans : sequence of Plan, D parameter sets each
        Without a limit on interviews that can bind.
    questions : sequence of Question
        One for each, with K answers each.
    intervals : int or None
        Of the quadrature; None for as many as an exact answer needs.

    Returns
    -------
    array (S, K, D)
    """
    alike: dict[tuple[str, ...], list[int]] = {plans[0].groups: [0]}
    for k, plan in enumerate(plans[1:], start=1):
        alike.setdefault(plan.groups, []).append(k)
    found = np.empty((len(plans), len(questions[0].sums), len(plans[0].rank_shift)))
    for members in alike.values():
        asked = [questions[k] for k in (0, *members)]
        union, counts = together([plans[0], *(plans[k] for k in members)], [one.programs for one in asked])
        nodes = (intervals, INNER) if intervals else (enough_intervals(union), None)
        parts = np.split(_solve_union(union, counts, nodes), np.cumsum([len(one.programs) for one in asked])[:-1])
        solved = np.stack([one.sums @ part for one, part in zip(asked, parts, strict=True)])
        found[members] = solved[1:] + (found[0] - solved[0] if members[0] else 0.0)
    return found


def together(plans: Sequence[Plan], sets: Sequence[Array]) -> tuple[Plan, Array]:
    """Put the programs of all forms into one plan, one of each kind.

    Parameters
    ----------
    plans : sequence of Plan
    sets : sequence of array (R, P)
        Sets of the programs of each form.

    Returns
    -------
    (Plan, array (all sets, K))
        A plan of K kinds of programs, and how many of each are in each set, form by form.
    """
    groups = tuple(dict.fromkeys(name for plan in plans for name in plan.groups))
    base = plans[0]
    parts = [_with_skill_of(base, _regrouped(plan, groups)) for plan in plans]
    joined: dict[str, Any] = {name: np.concatenate([getattr(plan, name) for plan in parts]) for name in BY_PROGRAM}
    joined |= {name: np.concatenate([getattr(plan, name) for plan in parts], axis=1) for name in SHIFTS}
    union = base._replace(**joined, groups=groups, before=_before(parts))
    first, kind_of = kinds(union, ALIKE)
    ends = np.cumsum([plan.n_programs for plan in plans])
    counts = [
        np.bincount(kind_of[end - plan.n_programs : end], members, minlength=first.size)
        for end, plan, chosen_sets in zip(ends, plans, sets, strict=True)
        for members in chosen_sets
    ]
    return chosen(union, first), np.asarray(counts, dtype=np.float64)


def _regrouped(plan: Plan, groups: tuple[str, ...]) -> Plan:
    """Number the specialties of a plan as all forms together do."""
    at = np.array([groups.index(name) for name in plan.groups], dtype=np.int64)
    return plan._replace(group=at[plan.group] if plan.n_programs else plan.group)


def _with_skill_of(base: Plan, plan: Plan) -> Plan:
    """Put a change of skill into the programs' own shifts, so that all forms share the nodes."""
    moved = (plan.skill[0] - base.skill[0])[:, None]
    return plan._replace(rank_shift=plan.rank_shift + np.where(plan.reported, 0.0, moved))


def _before(plans: Sequence[Plan]) -> Before | None:
    if all(plan.before is None for plan in plans):
        return None
    known = [p.before or Before(p.invite_shift, np.zeros(p.n_programs, dtype=bool)) for p in plans]
    return Before(np.concatenate([x.shift for x in known], axis=1), np.concatenate([x.is_new for x in known]))


def _solve_union(union: Plan, counts: Array, nodes: Nodes) -> Array:
    grid = make_grid(union.rows(slice(0, 1)), *nodes)
    step = max(1, BLOCK // (grid.a_at.size * grid.inner.size * max(1, union.n_programs)))
    parts = [union.rows(slice(start, start + step)) for start in range(0, len(union.rank_shift), step)]
    if len(parts) == 1:
        return _solve_part(parts[0], counts, nodes)
    with ThreadPoolExecutor(default_workers()) as pool:
        return np.concatenate(list(pool.map(lambda part: _solve_part(part, counts, nodes), parts)), axis=1)


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
