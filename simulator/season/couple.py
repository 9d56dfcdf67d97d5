"""Two partners and one joint list: the arrays that the couple's sampler and solvers share.

Each partner is a season of his or her own (`plan`, `setup`). They share the year, as far as
their applicant types and specialties are the same, and the cutoff and the visas of a program
that both apply to; strength u and interview skill v are correlated. The outcome is the first
pair of the joint list at which both are ranked to match; "no match" is a program that always
offers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import identity
from simulator.model.tables import table
from simulator.season.plan import make_plan, program_identities
from simulator.season.setup import make_setup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Program, Scenario
    from simulator.season.plan import Plan
    from simulator.season.setup import Setup

NO_MATCH, CLOSED = -1, -2
PARTNER = "partner"
FIRST, SECOND = 0, 1


class Couple(NamedTuple):
    """Two partners and their joint list; L pairs.

    Attributes
    ----------
    people : (Setup, Setup)
        First and second partner, each with the central parameters and evidence of his or her own.
    pairs : (L, 2) of int
        Places among the live programs of each partner, best pair first; NO_MATCH (-1) where a
        partner stays unmatched, CLOSED (-2) where nothing can come of the pair.
    strength, skill : float
        Correlations of u and of v.
    same_year : bool
        Whether both are of one applicant type, so that w_type is the same.
    same_program : (P2,) of int
        The first partner's place of each program of the second, -1 where only the second applies.
    """

    people: tuple[Setup, Setup]
    pairs: NDArray[np.int64]
    strength: float
    skill: float
    same_year: bool
    same_program: NDArray[np.int64]

    @property
    def plans(self) -> tuple[Plan, Plan]:
        """Plans of both partners."""
        return self.people[0].plan, self.people[1].plan

    def in_joint_list(self, side: int) -> NDArray[np.bool_]:
        """Which live programs of a partner a pair can still lead to, (P,)."""
        wanted = np.zeros(self.plans[side].n_programs, dtype=bool)
        open_pairs = self.pairs[(self.pairs != CLOSED).all(axis=1)]
        wanted[open_pairs[open_pairs[:, side] >= 0, side]] = True
        return wanted

    def turned(self) -> Couple:
        """Return the couple with the partners in the other order."""
        other = np.full(self.plans[FIRST].n_programs, -1, dtype=np.int64)
        shared = np.flatnonzero(self.same_program >= 0)
        other[self.same_program[shared]] = shared
        return self._replace(people=self.people[::-1], pairs=self.pairs[:, ::-1], same_program=other)


def make_couple(
    partners: tuple[Scenario, Scenario],
    pairs: Sequence[tuple[str | None, str | None]],
    calibration: Calibration,
    seed: int,
    correlation: float | None = None,
    facts: tuple[Plan, Plan] | None = None,
) -> Couple:
    """Prepare the season of a couple.

    Parameters
    ----------
    partners : (Scenario, Scenario)
        Each alone, from `scenario.each_alone`.
    pairs : sequence of (name or None, name or None)
        The joint list, best first; None for "no match".
    calibration : Calibration
    seed : int
        0 to 2**63 - 1. The first partner's random numbers are those of a run alone.
    correlation : float, optional
        Of the partners' u and v, -1 to 1; left out, those of `couples.toml`.
    facts : (Plan, Plan), optional
        Plans of the season as it is, of which `partners` are edited forms (`make_plan`).

    Returns
    -------
    Couple
    """
    known = facts or (None, None)
    plans = (make_plan(partners[0], calibration, facts=known[0]), make_plan(partners[1], calibration, facts=known[1]))
    first, second = (make_setup(s, plan, seed) for s, plan in zip(partners, plans, strict=True))
    keys, same_program = _partner_keys(plans)
    usual = table("couples")["correlation"]
    return Couple(
        people=(first, second._replace(keys=keys)),
        pairs=_places(plans, pairs),
        strength=float(usual["strength"]["value"]) if correlation is None else correlation,
        skill=float(usual["skill"]["value"]) if correlation is None else correlation,
        same_year=partners[0].applicant.type == partners[1].applicant.type,
        same_program=same_program,
    )


def live_programs(plan: Plan) -> list[Program]:
    """Return the live programs of a plan, in its order."""
    return [plan.applied[k].program for k in plan.live]


def _partner_keys(plans: tuple[Plan, Plan]) -> tuple[list[tuple[int, int]], NDArray[np.int64]]:
    """Identities of the second partner's draws, and which programs are the first's too.

    A program is the same if name, track and specialty are; one that only shares the name (a
    hospital's, say) has a cutoff of its own.
    """
    own = {program_identities(p.name, p.track)[1]: (k, p) for k, p in enumerate(live_programs(plans[FIRST]))}
    keys, same = [], []
    for p in live_programs(plans[SECOND]):
        _, program = program_identities(p.name, p.track)
        place, twin = own.get(program, (-1, None))
        is_other = twin is not None and twin.specialty != p.specialty
        folded = " ".join(p.name.casefold().split())
        keys.append((identity(PARTNER, folded, p.track), identity("program", folded, p.track, PARTNER)))
        same.append(-1 if is_other else place)
        if not is_other:
            keys[-1] = keys[-1][0], program
    return keys, np.array(same, dtype=np.int64)


def _places(plans: tuple[Plan, Plan], pairs: Sequence[tuple[str | None, str | None]]) -> NDArray[np.int64]:
    places = [{p.name: k for k, p in enumerate(live_programs(plan))} for plan in plans]
    found = [
        [NO_MATCH if name is None else at.get(name, CLOSED) for name, at in zip(pair, places, strict=True)]
        for pair in pairs
    ]
    table_of = np.array(found, dtype=np.int64).reshape(-1, 2)
    return _without_repeats(table_of, _too_small(plans, table_of))


def _too_small(plans: tuple[Plan, Plan], pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Pairs of two places at one program that has one position."""
    first, second = (live_programs(plan) for plan in plans)
    return np.array(
        [i >= 0 and j >= 0 and first[i].positions == 1 and _is_one(first[i], second[j]) for i, j in pairs], dtype=bool
    )


def _is_one(first: Program, second: Program) -> bool:
    same_name = program_identities(first.name, first.track) == program_identities(second.name, second.track)
    return same_name and first.specialty == second.specialty


def _without_repeats(pairs: NDArray[np.int64], closed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Close pairs that stand there before, or cannot be."""
    seen: set[tuple[int, int]] = set()
    for k, pair in enumerate(map(tuple, pairs.tolist())):
        if pair in seen or closed[k]:
            pairs[k] = CLOSED
        seen.add(pair)
    return pairs
