"""The chance that both match, exactly, for long lists too where their shape allows it.

Where every pair of two stands above every pair of one alone, both match if and only if some pair
of the list has two offers, in whatever order. Given the latents, programs that are paired with the
same partners' programs act as one that offers unless all of them refuse, and parts of the list
without a common program are independent. So a list of all pairs within each city is a product over
cities (`couple_walk.city_complete`), whatever its length; other lists take the sets of offers of
such groups, of which there must be few.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.season.couple import CLOSED, FIRST, SECOND
from simulator.season.couple_exact import USUAL, at_both, latents_at_nodes, offered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.couple import Couple
    from simulator.season.couple_exact import Fineness
    from simulator.season.couple_walk import Shared

    Array = NDArray[np.float64]
    Places = tuple[int, ...]

MOST_GROUPS = 10  # of one partner in one part of the list: 1,024 sets of offers
FOR_LONG_LISTS = USUAL._replace(year=3)  # with many programs the year decides more


class Part(NamedTuple):
    """A part of the list that has no program in common with the rest.

    Attributes
    ----------
    first, second : groups of programs of each partner that act as one
    pairs : which groups stand together, (first, second)
    """

    first: tuple[Places, ...]
    second: tuple[Places, ...]
    pairs: frozenset[tuple[int, int]]


def parts_of(couple: Couple) -> list[Part] | None:
    """Take the joint list apart.

    Parameters
    ----------
    couple : Couple

    Returns
    -------
    list of Part or None
        None where the list has no such form: a pair of one alone stands above a pair of two, a limit on interviews
        binds, a part has too many groups, or more than one and a program of both, or two parts share a program.
    """
    pairs = couple.pairs[(couple.pairs != CLOSED).all(axis=1)]
    is_both = (pairs >= 0).all(axis=1)
    if any(plan.room >= 0 for plan in couple.plans) or (np.diff(is_both.astype(int)) > 0).any():
        return None
    partners: tuple[dict[int, set[int]], dict[int, set[int]]] = ({}, {})
    for i, j in pairs[is_both].tolist():
        partners[FIRST].setdefault(i, set()).add(j)
        partners[SECOND].setdefault(j, set()).add(i)
    found = [_part(members, partners) for members in _components(partners)]
    return found if _are_apart(found, couple) and all(_is_easy(part, couple) for part in found) else None


def _are_apart(parts: list[Part], couple: Couple) -> bool:
    """Whether no program of both partners stands in two parts: its cutoff would tie them together."""
    theirs = [{int(couple.same_program[j]) for group in part.second for j in group} for part in parts]
    mine = [{i for group in part.first for i in group} for part in parts]
    return not any(a != b and mine[a] & theirs[b] for a in range(len(parts)) for b in range(len(parts)))


def _components(partners: tuple[dict[int, set[int]], dict[int, set[int]]]) -> list[set[int]]:
    """Programs of the first partner, by the part of the list that they belong to."""
    left, found = set(partners[FIRST]), []
    while left:
        part, new = set(), {min(left)}
        while new:
            part |= new
            seconds = set().union(*(partners[FIRST][i] for i in new))
            new = set().union(*(partners[SECOND][j] for j in seconds)) - part
        found.append(part)
        left -= part
    return found


def _part(members: set[int], partners: tuple[dict[int, set[int]], dict[int, set[int]]]) -> Part:
    seconds = set().union(*(partners[FIRST][i] for i in members))
    first, second = (_groups(who, table) for who, table in zip((members, seconds), partners, strict=True))
    near = partners[FIRST]
    pairs = ((a, b) for a, one in enumerate(first) for b, two in enumerate(second) if two[0] in near[one[0]])
    return Part(first, second, frozenset(pairs))


def _groups(members: set[int], partners: dict[int, set[int]]) -> tuple[Places, ...]:
    """Programs that are paired with the same programs, together."""
    alike: dict[frozenset[int], list[int]] = {}
    for program in sorted(members):
        alike.setdefault(frozenset(partners[program]), []).append(program)
    return tuple(tuple(group) for group in alike.values())


def _is_easy(part: Part, couple: Couple) -> bool:
    if len(part.first) == 1:
        return True
    theirs = {j for group in part.second for j in group if couple.same_program[j] >= 0}
    is_shared = any(int(couple.same_program[j]) in group for j in theirs for group in part.first)
    return not is_shared and min(len(part.first), len(part.second)) <= MOST_GROUPS


def both_probability(couple: Couple, fineness: Fineness = FOR_LONG_LISTS) -> float | None:
    """Probability (0-1) that both match, without sampling error.

    Parameters
    ----------
    couple : Couple
    fineness : Fineness

    Returns
    -------
    float or None
        None where the list has no form that allows it (`parts_of`).
    """
    parts = parts_of(couple)
    if parts is None:
        return None
    total = 0.0
    for first, second, weight in latents_at_nodes(couple, fineness):
        one, two = offered(couple.people[FIRST], first), offered(couple.people[SECOND], second)
        shared = at_both(couple, first, second)
        nobody = np.ones_like(weight)
        for part in parts:
            nobody *= _none(part, one, two, shared)
        total += float((weight * (1 - nobody)).sum())
    return total


def _none(part: Part, one: Array, two: Array, shared: Shared | None) -> Array:
    """Chance at every node that no pair of a part has two offers."""
    few, many, pairs = _refused(one, part.first), _refused(two, part.second), part.pairs
    if len(part.first) == 1:
        return np.asarray(few[0] + many[0] - _neither(part, one, two, shared))
    if len(part.second) < len(part.first):
        few, many, pairs = many, few, frozenset((b, a) for a, b in pairs)
    total = np.zeros(one.shape[1])
    for answers in product((False, True), repeat=len(few)):
        weight = np.prod([1 - few[k] if yes else few[k] for k, yes in enumerate(answers)], axis=0)
        needed = sorted({b for a, b in pairs if answers[a]})
        total += weight * np.prod([many[b] for b in needed], axis=0)
    return total


def _refused(offers: Array, groups: tuple[Places, ...]) -> list[Array]:
    """Chance that all programs of each group refuse."""
    return [np.prod(1 - offers[list(group)], axis=0) for group in groups]


def _neither(part: Part, one: Array, two: Array, shared: Shared | None) -> Array:
    """Chance that all programs of both partners refuse, programs of both taken once."""
    found = np.prod(1 - one[list(part.first[0])], axis=0) * np.prod(1 - two[list(part.second[0])], axis=0)
    if shared is None:
        return np.asarray(found)
    for mine, theirs, both in zip(*shared, strict=True):
        if mine in part.first[0] and theirs in part.second[0]:
            apart = (1 - one[mine]) * (1 - two[theirs])
            found = found * (1 - one[mine] - two[theirs] + both) / np.maximum(apart, 1e-300)
    return np.asarray(found)
