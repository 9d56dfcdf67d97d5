"""Which markets are refused, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.market.quotas import donors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.market.problem import Market


def check(problem: Market) -> None:
    """Refuse lists out of range, repeated ranks, couples that share a partner, circles of reversion.

    Parameters
    ----------
    problem : Market

    Raises
    ------
    ValueError
        Names the list and the value.
    """
    _arrays(problem)
    n_applicants, n_programs = problem.n_applicants, problem.n_programs
    _sizes(problem)
    _entries("applicant", problem.applicant_start, problem.applicant_list, n_programs)
    _entries("program", problem.program_start, problem.program_list, n_applicants)
    _entries("supplemental list", problem.supplemental_start, problem.supplemental_list, n_programs)
    _couples(problem)
    _linked(problem)
    _reversions(problem)


COLUMNS = {"couple": 2, "couple_list": 2, "linked": 3}


def _arrays(problem: Market) -> None:
    """Refuse what is no array of whole numbers, or has the wrong number of columns."""
    for name, found in problem._asdict().items():
        if not isinstance(found, np.ndarray) or found.dtype.kind not in "iu":
            raise ValueError(f"{name}: must be an array of whole numbers (got {type(found).__name__})")
        columns = COLUMNS.get(name)
        if found.shape[1:] != (() if columns is None else (columns,)):
            raise ValueError(f"{name}: got shape {found.shape}. Allowed: {columns or 1} column(s)")


def _sizes(problem: Market) -> None:
    for name in ("program_start", "quota", "reverts_to", "parity"):
        got = len(getattr(problem, name)) - (name == "program_start")
        if got != problem.n_programs:
            raise ValueError(f"{name}: {got} programs, but quota has {problem.n_programs}")
    bad = np.flatnonzero(problem.quota < 0)
    if bad.size:
        raise ValueError(f"program {bad[0]}: quota must be 0 or more (got {problem.quota[bad[0]]})")
    positions = int(problem.quota.sum(dtype=np.int64))
    if positions >= 2**31 - 1:
        raise ValueError(f"quota: {positions} positions in sum. Allowed: fewer than {2**31 - 1}")
    odd = np.flatnonzero((problem.parity < 0) | (problem.parity > 2))
    if odd.size:
        raise ValueError(f"program {odd[0]}: parity {problem.parity[odd[0]]}. Allowed: 0, 1 (odd), 2 (even)")


def _entries(name: str, start: NDArray[np.int64], found: NDArray[np.int32], n: int, least: int = 0) -> None:
    if start[0] != 0 or start[-1] != len(found) or np.any(np.diff(start) < 0):
        raise ValueError(f"{name} lists: starts must rise from 0 to {len(found)} (got {start[0]} to {start[-1]})")
    owner = np.repeat(np.arange(start.size - 1), np.diff(start))
    _within(name, owner, found, least, n)
    key = np.sort(owner * np.int64(n) + found)
    twice = np.flatnonzero(key[1:] == key[:-1])
    if twice.size:
        who, what = divmod(int(key[twice[0]]), n)
        raise ValueError(f"{name} {who}: ranks {what} twice")


def _within(name: str, owner: NDArray[np.int64], found: NDArray[np.int32], least: int, n: int) -> None:
    bad = np.flatnonzero((found < least) | (found >= n))
    if bad.size:
        raise ValueError(f"{name} {owner[bad[0]]}: ranks {found[bad[0]]}. Allowed: {least} to {n - 1}")


def _couples(problem: Market) -> None:
    couple, start, pairs = problem.couple, problem.couple_start, problem.couple_list
    if start.size != len(couple) + 1 or start[0] != 0 or start[-1] != len(pairs) or np.any(np.diff(start) < 0):
        raise ValueError(f"couple_start: must rise from 0 to {len(pairs)} over {len(couple)} couples")
    owner = np.repeat(np.arange(len(couple)), np.diff(start))
    for side in (0, 1):
        _within("couple", owner, pairs[:, side], -1, problem.n_programs)
    member = couple.reshape(-1)
    _within("couple", np.repeat(np.arange(len(couple)), 2), member, 0, problem.n_applicants)
    who, times = np.unique(member, return_counts=True)
    if np.any(times > 1):
        raise ValueError(f"applicant {who[times > 1][0]}: partner twice in couples. Allowed: once")
    listed = np.diff(problem.applicant_start)[member] > 0
    if np.any(listed):
        raise ValueError(f"applicant {member[listed][0]}: in a couple, but with a list alone as well")
    _pairs_once(owner, pairs, problem.n_programs + 1)


def _pairs_once(owner: NDArray[np.int64], pairs: NDArray[np.int32], n: int) -> None:
    key = np.sort((owner * n + pairs[:, 0] + 1) * n + pairs[:, 1] + 1)
    twice = np.flatnonzero(key[1:] == key[:-1])
    if twice.size:
        rest, second = divmod(int(key[twice[0]]), n)
        who, first = divmod(rest, n)
        raise ValueError(f"couple {who}: ranks the pair ({first - 1}, {second - 1}) twice")


def _linked(problem: Market) -> None:
    linked = problem.linked
    row = np.arange(len(linked))
    limits = (problem.n_applicants, problem.n_programs, problem.supplemental_start.size - 1)
    for column, (name, limit) in enumerate(zip(("applicant", "program", "list"), limits, strict=True)):
        _within(f"linked {name}, row", row, linked[:, column], 0, limit)
    key = np.sort(linked[:, 0] * np.int64(problem.n_programs) + linked[:, 1])
    twice = np.flatnonzero(key[1:] == key[:-1])
    if twice.size:
        who, where = divmod(int(key[twice[0]]), problem.n_programs)
        raise ValueError(f"applicant {who}: two supplemental lists for advanced program {where}. Allowed: one")


def _reversions(problem: Market) -> None:
    to = problem.reverts_to
    _within("reverts_to of program", np.arange(to.size), to, -1, problem.n_programs)
    lost = sorted(set(np.flatnonzero(to >= 0).tolist()) - set(donors(to)))
    if lost:
        seen, here = [lost[0]], int(to[lost[0]])
        while here not in seen:
            seen.append(here)
            here = int(to[here])
        raise ValueError(f"program {here}: positions revert in a circle, through program {to[here]}")
