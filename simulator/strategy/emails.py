"""Emails with new applications: they count towards the limit only where the application is sent.

More programs emailed than the limit is mass email, which helps nobody. A choice therefore keeps emails within the
limit: the search takes each candidate's email as one within it, and where more are chosen, only as many as still fit
keep theirs, those that add most first.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from simulator.model.tables import constant
from simulator.season.apply import applications, emailed
from simulator.season.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from simulator.model.parameters import Calibration
    from simulator.scenario import Program, Scenario
    from simulator.season.plan import Plan


def emails_left(scenario: Scenario) -> int:
    """Return how many more programs may be emailed.

    Parameters
    ----------
    scenario : Scenario
        Programs that are only considered do not count.

    Returns
    -------
    int
    """
    return max(0, int(constant("invite", "email_limit")) - emailed(applications(scenario)))


def with_emails(scenario: Scenario, kept: Collection[str]) -> Scenario:
    """Return a scenario in which only some of the programs considered are to be emailed.

    Parameters
    ----------
    scenario : Scenario
    kept : collection of str
        Names of programs considered whose emails stay.

    Returns
    -------
    Scenario
    """

    def without(p: Program) -> Program:
        return p.model_copy(update={"emails": ()}) if p.status == "considering" and p.name not in kept else p

    return dataclasses.replace(scenario, programs=tuple(map(without, scenario.programs)))


def to_be_emailed(scenario: Scenario, names: Sequence[str]) -> list[str]:
    """Return which of some programs have an email, in the order given."""
    has = {p.name for p in scenario.programs if p.emails}
    return [name for name in names if name in has]


def everything_sent(scenario: Scenario, calibration: Calibration, facts: Plan, names: Sequence[str], left: int) -> Plan:
    """Prepare the season with every candidate applied to, each email taken as one within the limit.

    Parameters
    ----------
    scenario : Scenario
        With all candidates applied to.
    calibration : Calibration
    facts : Plan
        Of the season as it is.
    names : sequence of str
        The candidates.
    left : int
        How many of them may be emailed.

    Returns
    -------
    Plan
    """
    mailed = to_be_emailed(scenario, names)
    if len(mailed) <= left or not left:
        return make_plan(scenario, calibration, facts=facts)
    batches = [set(mailed[start : start + left]) for start in range(0, len(mailed), left)]
    plans = [make_plan(_silent(scenario, set(mailed) - batch), calibration, facts=facts) for batch in batches]
    whole, name_of = plans[0], [plans[0].applied[k].program.name for k in plans[0].live]
    invite, rank = whole.invite_shift.copy(), whole.rank_shift.copy()
    for batch, plan in zip(batches, plans, strict=True):
        mine = [k for k, name in enumerate(name_of) if name in batch]
        invite[:, mine], rank[:, mine] = plan.invite_shift[:, mine], plan.rank_shift[:, mine]
    return whole._replace(invite_shift=invite, rank_shift=rank)


def _silent(scenario: Scenario, names: Collection[str]) -> Scenario:
    programs = (p.model_copy(update={"emails": ()}) if p.name in names else p for p in scenario.programs)
    return dataclasses.replace(scenario, programs=tuple(programs))
