"""Where a match leads: a whole residency, an advanced place with or without its first year, or one year only.

A match is a place on the primary list, as the NRMP counts it. Given the shared latents the programs' answers are
independent. With A the programs above an advanced program j on the primary list, S the supplemental list, and N(X) the
chance that no program of a set X takes the applicant,

    P(match at j and no first year) = N(A + S) - N(A + j + S)

because the supplemental programs that stand above j have said no already. Sums over neighbours of one track leave only
the ends, so a list costs a few such chances (`Question`). Where a limit on interviews binds, a dynamic program down the
list takes their place, with states: nothing yet, and an advanced place without a first year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.season.chances import invitations, rankings
from simulator.season.draws import MOST_WORK, dynamic_work, light_intervals, scaled
from simulator.season.exact import enough_intervals
from simulator.season.grid import make_grid
from simulator.season.limited import largest_logs, only, parts
from simulator.season.many import answers
from simulator.season.plan import ADVANCED, CATEGORICAL, INTERVIEWED, PRELIMINARY
from simulator.season.together import Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from simulator.season.limited import Part
    from simulator.season.plan import Plan
    from simulator.season.tally import Tally

    Array = NDArray[np.float64]

WHOLE, WITH, WITHOUT, ONE_YEAR = range(4)
PATHS = ("categorical", "advanced_with_first_year", "advanced_without_first_year", "preliminary_only")
PATH_OF = {CATEGORICAL: WHOLE, ADVANCED: WITH, PRELIMINARY: ONE_YEAR}


def solve_paths(plans: Sequence[Plan]) -> Array:
    """Probability of each path under each form of a season, one parameter set.

    Parameters
    ----------
    plans : sequence of Plan
        The season as it is, then edited forms of it (`make_plan` with its `facts`).

    Returns
    -------
    array (S, 4)
        In the order of `PATHS`; as exact as `exact.solve`.
    """
    if any(plan.room >= 0 for plan in plans):
        return np.stack([_limited(plan, enough_intervals(plan))[:, 0] for plan in plans])
    return answers(plans, [of_paths(plan) for plan in plans], None)[..., 0]


def solve_residency_over_draws(plans: Sequence[Plan], intervals: int) -> Array:
    """Probability of a whole residency under each form of a season and each parameter set.

    Parameters
    ----------
    plans : sequence of Plan, D parameter sets each
        As for `solve_paths`.
    intervals : int
        Intervals that `exact.solve` needed for the central parameters.

    Returns
    -------
    array (S, D)
    """
    light = light_intervals(intervals)
    if all(plan.room < 0 for plan in plans):
        return _without_limit(plans, light)
    if sum(dynamic_work(_with_room(plan), light) for plan in plans) <= MOST_WORK:
        return np.stack([residency(_limited(plan, light)) for plan in plans])
    free = [plan._replace(room=-1) for plan in plans]
    return np.stack([_carried(*each, light) for each in zip(_without_limit(free, light), plans, free, strict=True)])


def _without_limit(plans: Sequence[Plan], intervals: int) -> Array:
    """Probability of a residency (S, D) where no limit on interviews binds."""
    return answers(plans, [of_a_residency(plan) for plan in plans], intervals)[:, 0]


def _carried(whole: Array, plan: Plan, free: Plan, intervals: int) -> Array:
    """Carry the effect of a limit from one parameter set to all, as `draws.solve_draws` does where it must."""
    if plan.room < 0:
        return whole
    limited = float(residency(_limited(plan.rows(slice(0, 1)), intervals))[0])
    return scaled(whole, limited, float(_without_limit([free.rows(slice(0, 1))], intervals)[0, 0]))


def residency(paths: Array) -> Array:
    """Add up the paths (4, ...) that are a whole residency."""
    return np.asarray(paths[WHOLE] + paths[WITH])


def count_paths(plan: Plan, tally: Tally) -> NDArray[np.int64]:
    """Count replicates by path.

    Parameters
    ----------
    plan : Plan
    tally : Tally
        Of the samplers.

    Returns
    -------
    array (4,)
        In the order of `PATHS`.
    """
    by_track = np.bincount(plan.track, tally.matched, minlength=3).astype(np.int64)
    both = int(tally.first_years[0])
    return np.array([by_track[CATEGORICAL], both, by_track[ADVANCED] - both, by_track[PRELIMINARY]])


def of_paths(plan: Plan) -> Question:
    """Ask for the four paths of a season, by sets of programs from the top of the list."""
    listed = np.flatnonzero(plan.listed)
    terms = list(_terms(plan.track[listed]))
    sets, sums = np.zeros((len(terms) + 1, plan.n_programs), dtype=bool), np.zeros((4, len(terms) + 1))
    for row, (n, sign, path, with_first_years) in enumerate(terms):
        sets[row] = plan.supplemental & with_first_years
        sets[row, listed[:n]] = True
        sums[path, row] = sign
    return _condensed(sets, sums)


def of_a_residency(plan: Plan) -> Question:
    """Ask for a whole residency: a categorical place, or an advanced one and its first year."""
    paths = of_paths(plan)
    return _condensed(paths.programs, residency(paths.sums)[None])


def _condensed(sets: NDArray[np.bool_], sums: Array) -> Question:
    """Ask for each set once, and not for those that cancel; the chance that nobody takes somebody is 0."""
    once, which = np.unique(sets, axis=0, return_inverse=True)
    total = np.zeros((len(sums), len(once)))
    np.add.at(total.T, which.reshape(-1), sums.T)
    kept = (total != 0).any(axis=0) & once.any(axis=1)
    if not kept.any():
        return Question(np.zeros((1, sets.shape[1]), dtype=bool), np.zeros((len(sums), 1)))
    return Question(once[kept], total[:, kept])


def _terms(track: NDArray[np.int8]) -> Iterator[tuple[int, float, int, bool]]:
    """How many programs from the top, sign, path, and whether first years are among them; run by run of a track."""
    ends = [n for n in range(1, track.size + 1) if n == track.size or track[n] != track[n - 1]]
    for start, end in zip([0, *ends], ends, strict=False):
        path = PATH_OF[int(track[start])]
        for n, sign in ((end, 1.0), (start, -1.0)):
            yield n, sign, path, False
            if path == WITH:
                yield n, sign, WITHOUT, True
                yield n, -sign, WITH, True


def _with_room(plan: Plan) -> Plan:
    return plan if plan.room >= 0 else plan._replace(room=plan.n_programs)


def _limited(plan: Plan, intervals: int) -> Array:
    """Probability of each path (4, D) where a limit on interviews binds in some form of the season."""
    plan = _with_room(plan)
    grid = make_grid(plan, intervals)
    sums, evidence = np.zeros((4, len(plan.rank_shift))), np.zeros(len(plan.rank_shift))
    for part in parts(plan, grid, 0, largest_logs(plan, grid)):
        sums += _walk(plan, part)
        evidence += part.weight.sum(axis=1)
    return np.asarray(sums / evidence)


def _walk(plan: Plan, part: Part) -> Array:
    """Walk down both lists at every node; sums (4, D) of the paths."""
    found = np.zeros((4, len(part.weight)))
    free = np.zeros((plan.room + 1, *part.weight.shape))
    free[0] = part.weight
    held = np.zeros_like(free)
    for p in range(plan.n_programs):
        one, g = plan._replace(**only(plan, p)), plan.group[p]
        invited = invitations(one, part.a[:, g])[..., 0]
        ranked = rankings(one, part.b[:, g], part.c[:, g])[..., 0]
        is_free = bool(plan.kind[p] == INTERVIEWED)
        found[WITH] += taken(held, invited, ranked * plan.supplemental[p], is_free).sum(axis=(0, 2))
        here = taken(free, invited, ranked * plan.listed[p], is_free)
        if plan.track[p] == ADVANCED:
            held += here
        else:
            found[PATH_OF[int(plan.track[p])]] += here.sum(axis=(0, 2))
    found[WITHOUT] = held.sum(axis=(0, 2))
    return found


def taken(state: Array, invited: Array, taking: Array, is_free: bool) -> Array:
    """Move a state past one program, in place; return what it takes, by interviews accepted.

    Parameters
    ----------
    state : array (room + 1, ...)
        `state[k]` is the mass with k interviews accepted.
    invited, taking : arrays (...)
        Chance of an invitation, and of being taken by an interview.
    is_free : bool
        Whether the interview takes no room, having been held already.

    Returns
    -------
    array (room + 1, ...)
    """
    if is_free:
        found = state * taking
        state -= found
        return np.asarray(found)
    going = state[:-1] * invited
    state[:-1] -= going
    state[1:] += going * (1 - taking)
    found = np.zeros_like(state)
    found[1:] = going * taking
    return found
