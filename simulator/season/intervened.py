"""An intervened season: what an edit changes of what is still to come, and what it leaves as it happened.

Facts update the person once (`evidence`); edits never do. So an edited season keeps the
evidence of the season as it is, and only what has not happened yet follows the edit:

- A program that was written to and has been silent keeps that silence behind it, as it was
  before the edit. With i the chance of an invitation before the edit and j after it,

      P(an invitation still to come | silence) = (j (1 - F) + L(j) (1 - F_late)) / S(i)

  with S(i) the chance of silence so far (`behaviour.silence`): whoever would have been
  invited later still is, and a program that has not decided yet decides by the new file.
- A program that a filter had closed could not have answered yes: S(0) stands behind it.
- A program newly written to has no silence behind it, but the season has run without it: the
  share F of its invitations is out, to others. Its denominator is 1.
- Skill moves by what the edit does to the mean; how sure one is of it does not change. An
  interview that had been held by the scenario's date went as it went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model import behaviour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.plan import Plan

    Array = NDArray[np.float64]

APPLIED, INTERVIEWED = "applied", "interviewed"


class Before(NamedTuple):
    """How programs without an answer stood before an edit; P programs.

    Attributes
    ----------
    shift : (D, P) linear predictor of the invitation under which the program has been silent;
        minus infinity where a filter had closed it
    is_new : (P,) written to by the edit only, so that no silence lies behind it
    """

    shift: Array
    is_new: NDArray[np.bool_]

    def rows(self, chosen: slice | NDArray[np.int64]) -> Before:
        """Return the same under some of the parameter sets."""
        return self._replace(shift=self.shift[chosen])

    def of(self, programs: NDArray[np.int64] | slice) -> Before:
        """Return the same for some of the programs."""
        return Before(self.shift[:, programs], self.is_new[programs])


def before_edits(plan: Plan, facts: Plan) -> Before | None:
    """Tell how the programs of an edited season stood before the edit.

    Parameters
    ----------
    plan : Plan
        Of the edited scenario.
    facts : Plan
        Of the season as it is, with the same parameter sets.

    Returns
    -------
    Before or None
        None where it makes no difference: nothing has been released yet, or no program
        without an answer was touched.
    """
    if not any(plan.timing):
        return None
    column = {facts.applied[k].program.name: p for p, k in enumerate(facts.live)}
    status = {a.program.name: a.program.status for a in facts.applied}
    shift = plan.invite_shift.copy()
    is_new = np.zeros(plan.n_programs, dtype=bool)
    programs = [plan.applied[k].program for k in plan.live]
    for p, name in [(p, x.name) for p, x in enumerate(programs) if x.status == APPLIED]:
        is_new[p] = status.get(name) != APPLIED
        if not is_new[p]:
            shift[:, p] = facts.invite_shift[:, column[name]] if name in column else -np.inf
    if is_new.any() or not np.array_equal(shift, plan.invite_shift):
        return Before(shift, is_new)
    return None


def skill_moved(plan: Plan, facts: Plan) -> Plan:
    """Move interview skill by what an edit says of it, for interviews that are still to come.

    Parameters
    ----------
    plan : Plan
        Of the edited scenario, with the skill of the facts.
    facts : Plan

    Returns
    -------
    Plan
        The mean of v moves, its spread stays. Interviews held by a scenario that has a date
        keep the skill they were held with; without a date the season is looked at as a whole.
    """
    new, old = (behaviour.skill_prior(x.stated_skill, plan.parameters)[0] for x in (plan, facts))
    moved = new - old
    status = {a.program.name: a.program.status for a in facts.applied}
    names = [plan.applied[k].program.name for k in plan.live]
    is_held = np.array([status.get(name) == INTERVIEWED for name in names], dtype=bool) & plan.is_dated
    rank_shift = plan.rank_shift - np.where(is_held & ~plan.reported, moved[:, None], 0.0)
    return plan._replace(skill=(plan.skill[0] + moved, plan.skill[1]), rank_shift=rank_shift)
