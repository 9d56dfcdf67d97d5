"""Several edited forms of one season as one list of kinds of programs, so that each kind is computed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.season.intervened import Before
from simulator.season.lookalikes import BY_PROGRAM, chosen, kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.season.plan import Plan

ALIKE = 9  # decimals: the same program comes out of two forms with other rounding errors
SHIFTS = ("invite_shift", "rank_shift")


class Question(NamedTuple):
    """What is asked of a form of a season: sums of chances that one of some programs takes the applicant.

    Attributes
    ----------
    programs : (R, P) of bool, sets of programs
    sums : (A, R) how often each set counts in each of the answers
    """

    programs: NDArray[np.bool_]
    sums: NDArray[np.float64]


class Together(NamedTuple):
    """Forms of one season, put together; S forms, K kinds of programs, R sets of programs of all forms.

    Attributes
    ----------
    plan : Plan of one program of each kind, with the person and the evidence of the first form
    number : (R, K) how many of each kind are in each set, form by form
    sums : for each form, how often each of its sets counts in each answer
    order : for each form, the kind of each of its programs, best first
    forms : the plans that were put together
    """

    plan: Plan
    number: NDArray[np.int64]
    sums: tuple[NDArray[np.float64], ...]
    order: tuple[NDArray[np.int64], ...]
    forms: tuple[Plan, ...]


def of_a_match(plan: Plan) -> Question:
    """Ask for a match: that one program of the rank order list takes the applicant."""
    return Question(plan.listed[None], np.ones((1, 1)))


def of_nothing(plan: Plan, like: Question) -> Question:
    """Ask nothing of a form, with as many answers as another question has."""
    return Question(np.zeros((0, plan.n_programs), dtype=bool), np.zeros((len(like.sums), 0)))


def counted_only(union: Together) -> Together:
    """Leave out the kinds of programs that no question counts.

    Parameters
    ----------
    union : Together

    Returns
    -------
    Together
        Without `order`.
    """
    used = np.flatnonzero(union.number.any(axis=0))
    return union._replace(plan=chosen(union.plan, used), number=union.number[:, used], order=())


def together(plans: Sequence[Plan], questions: Sequence[Question] | None = None) -> Together:
    """Put the programs of all forms into one plan, one of each kind.

    Parameters
    ----------
    plans : sequence of Plan
        The season as it is, then edited forms of it (`make_plan` with its `facts`).
    questions : sequence of Question, optional
        One for each form; left out, a match.

    Returns
    -------
    Together
    """
    groups = tuple(dict.fromkeys(name for plan in plans for name in plan.groups))
    base = plans[0]
    parts = [_with_skill_of(base, _regrouped(plan, groups)) for plan in plans]
    joined: dict[str, Any] = {name: np.concatenate([getattr(plan, name) for plan in parts]) for name in BY_PROGRAM}
    joined |= {name: np.concatenate([getattr(plan, name) for plan in parts], axis=1) for name in SHIFTS}
    union = base._replace(**joined, groups=groups, before=_before(parts))
    first, kind_of = kinds(union, ALIKE)
    order = tuple(np.split(kind_of, np.cumsum([plan.n_programs for plan in plans])[:-1]))
    asked = questions or [of_a_match(plan) for plan in plans]
    sets = [(of, members) for of, one in zip(order, asked, strict=True) for members in one.programs]
    number = [np.bincount(of[members], minlength=first.size) for of, members in sets]
    return Together(chosen(union, first), np.asarray(number), tuple(one.sums for one in asked), order, tuple(plans))


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
