"""Whether a matching is stable: an independent checker, written from the definition.

For a program p with q places and the people R it has, Ch(S) is the best q of the set S
on its list. A matching is stable if no program has more people than places, every place
is ranked by both sides, and nobody would rather be where they would be taken:

- a single applicant a, at a program p they prefer, with a in Ch(R + a);
- a couple (a, b), at a pair (p, r) they prefer: a in Ch_p(R_p + a) and b in Ch_r(R_r + b),
  where no match always takes anybody; for the same program twice, both of them in
  Ch_p(R_p + a + b);
- the holder of an advanced place, at a preliminary program of its supplemental list that
  they prefer to the one they have, in the same way.

A program that asks for an odd or even number has one, or nobody; and no program has more
places in force than its own and what may have reverted to it (`stability_quotas`).

R has the couple's own members in it as they stand now. With `definition="withdraw"` the
couple first gives its places back; that is another definition, under which some markets
have no stable matching that have one under the first, and the other way round.

This module, `stability_kernels` and `stability_quotas` share no code with the solver.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.market import forms
from simulator.market.matching import Blocking
from simulator.market.stability_quotas import quota_faults

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from simulator.market.problem import Market

KINDS = (
    "single",
    "couple",
    "couple_one_program",
    "couple_same_program",
    "supplemental",
    "over_quota",
    "not_ranked",
    "parity",
    "quota",
)
DEFINITIONS = ("offer", "withdraw")


class Given(NamedTuple):
    """What the loops need of a market; as in `Market`."""

    applicant_start: NDArray[np.int64]
    applicant_list: NDArray[np.int32]
    program_start: NDArray[np.int64]
    program_list: NDArray[np.int32]
    couple_start: NDArray[np.int64]
    supplemental_start: NDArray[np.int64]
    supplemental_list: NDArray[np.int32]


def blocking(
    problem: Market,
    program_of: ArrayLike,
    preliminary_of: ArrayLike | None = None,
    quota: ArrayLike | None = None,
    *,
    definition: str = "offer",
    most: int = 100,
) -> tuple[Blocking, ...]:
    """List what blocks a matching.

    Parameters
    ----------
    problem : Market
    program_of : array (A,)
        Program of each applicant, -1 for none.
    preliminary_of : array (A,), optional
        Linked preliminary places; none by default.
    quota : array (P,), optional
        Quotas in force, after reversions and even or odd numbers; as given by default.
    definition : str
        ``"offer"``: programs answer with everybody where they are; ``"withdraw"``: a
        couple gives its places back before programs answer.
    most : int
        List no more than this.

    Returns
    -------
    tuple of Blocking
        Empty if the matching is stable.

    Raises
    ------
    ValueError
        Unknown definition, or arrays of a wrong size.
    """
    if definition not in DEFINITIONS:
        raise ValueError(f"definition: unknown (got {definition!r}). Allowed: {', '.join(DEFINITIONS)}")
    n_applicants = problem.n_applicants
    matched = (
        _column(program_of, n_applicants, problem.n_programs, "program_of"),
        _column(-1 if preliminary_of is None else preliminary_of, n_applicants, problem.n_programs, "preliminary_of"),
    )
    in_force = np.ascontiguousarray(problem.quota if quota is None else quota, np.int32)
    if in_force.shape != problem.quota.shape:
        raise ValueError(f"quota: got shape {in_force.shape}. Allowed: {problem.quota.shape}")
    rows = np.full(5 * most, -1, np.int64)
    n = _run(problem, matched, in_force, rows, DEFINITIONS.index(definition))
    found = [_named(row) for row in rows[: 5 * min(n, most)].reshape(-1, 5).tolist()]
    return (*found, *quota_faults(problem, matched, in_force))[:most]


def verify(problem: Market, program_of: ArrayLike, **further: Any) -> bool:
    """Say whether nothing blocks a matching.

    Parameters
    ----------
    problem, program_of, **further
        As in `blocking`.

    Returns
    -------
    bool
    """
    return not blocking(problem, program_of, **further, most=1)


def _column(given: ArrayLike, n: int, n_programs: int, name: str) -> NDArray[np.int32]:
    whole = np.asarray(given)
    if whole.shape not in {(), (n,)} or (whole.size and whole.dtype.kind not in "iu"):
        raise ValueError(
            f"{name}: got {whole.dtype} of shape {whole.shape}. Allowed: whole numbers, one for each of {n}"
        )
    found = np.array(np.broadcast_to(whole.astype(np.int32), (n,)))
    bad = np.flatnonzero((found < -1) | (found >= n_programs))
    if bad.size:
        raise ValueError(
            f"{name}, applicant {bad[0]}: no such program (got {found[bad[0]]}). Allowed: -1 to {n_programs - 1}"
        )
    return found


def _named(row: list[int]) -> Blocking:
    kind = KINDS[row[0]]
    who = tuple(a for a in row[1:3] if a >= 0)
    return Blocking(kind, who, tuple(row[3:5]) if len(who) == 2 else tuple(row[3:4]))


def _run(
    problem: Market,
    matched: tuple[NDArray[np.int32], ...],
    quota: NDArray[np.int32],
    rows: NDArray[np.int64],
    rule: int,
) -> int:
    given = Given(*(getattr(problem, name) for name in Given._fields))
    pair = problem.couple_list.reshape(-1, 2)
    columns = [problem.couple.reshape(-1), pair[:, 0], pair[:, 1], *problem.linked.T]
    pairs, links = (tuple(np.ascontiguousarray(x, np.int32) for x in columns[k : k + 3]) for k in (0, 3))
    parts = (given, pairs, links, matched, quota, _work(problem))
    if not forms.is_interpreted(problem.applicant_list.size + problem.program_list.size + 3 * len(pair)):
        return _check(forms.compiled(), parts, rows, rule)
    out = rows.tolist()
    n = _check(forms.plain(), tuple(map(_plain, parts)), out, rule)
    rows[:] = out
    return n


def _plain(x: Any) -> Any:
    if isinstance(x, Given):
        return forms.as_lists(x)
    return tuple(map(_plain, x)) if isinstance(x, tuple) else x.tolist()


def _work(problem: Market) -> tuple[Any, ...]:
    n_applicants, n_programs, n = problem.n_applicants, problem.n_programs, problem.program_list.size
    roster = (np.zeros(n_programs, np.int32), np.full(n_programs, n_applicants, np.int32))
    offers = (
        np.zeros(n_applicants + 1, np.int64),
        np.zeros(n_applicants, np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.int32),
        np.empty(n, np.bool_),
    )
    tables = (np.zeros(n_programs, np.int32), np.zeros(n_programs, np.int32))
    is_member, has_link = np.zeros((2, n_applicants), np.bool_)
    is_member[problem.couple.reshape(-1)] = True
    return roster, offers, tables, is_member, has_link, np.zeros(1, np.int64)


def _check(kernels: Any, parts: tuple[Any, ...], rows: Any, rule: int) -> int:
    given, pairs, links, matched, quota, (roster, offers, tables, is_member, has_link, n) = parts
    found = (n, rows)
    kernels.count_rosters(given, matched, quota, roster)
    kernels.count_offers(given, roster, offers)
    kernels.check_quotas(quota, roster, found)
    kernels.check_singles(given, matched, offers, tables[0], is_member, found)
    kernels.check_couples(given, pairs, matched, quota, roster, offers, tables, found, rule)
    kernels.check_supplemental(given, links, matched, offers, tables[0], has_link, found)
    return int(n[0])
