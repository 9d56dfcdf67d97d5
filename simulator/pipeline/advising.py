"""What can still be done this season: a scenario in, everything that `matchsim advise` says out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.strategy.calendar import advice
from simulator.strategy.communication import communication_plan
from simulator.strategy.messages import Own
from simulator.strategy.season_clock import season_clock
from simulator.strategy.selfcheck import self_check

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy.calendar import Advice
    from simulator.strategy.clock import SeasonClock
    from simulator.strategy.messages import Plan
    from simulator.strategy.selfcheck_parts import SelfCheck


class Advised(NamedTuple):
    """Where a season stands and what can still be done.

    Attributes
    ----------
    clock : SeasonClock
        What was learned so far, and the invitations still to come, week by week.
    self_check : SelfCheck
        What falls short of the programs' limits, of published profiles and of usual advice.
    calendar : tuple of Advice
        What can still be done, by its last day; each item is a strategy.
    communication : Plan
        Who to write to, when and about what, and who not to.
    """

    clock: SeasonClock
    self_check: SelfCheck
    calendar: tuple[Advice, ...]
    communication: Plan


def advise(
    scenario: Scenario, *, news: str = "", first_choice: str | None = None, first_choice_is_true: bool = False
) -> Advised:
    """Say where a season stands, what falls short, what can still be done, and who to write to.

    Parameters
    ----------
    scenario : Scenario
        Only its facts are used; its strategies are not.
    news : str
        Something new and real since the applications went out; nobody but you can state it.
    first_choice : str, optional
        Program of the one letter of intent, which binds nobody but must be true.
    first_choice_is_true : bool
        That you will in fact rank it first; without it a first choice is refused.

    Returns
    -------
    Advised

    Raises
    ------
    InputError
        The scenario holds what the model cannot take, or the letter of intent may not be written.
    """
    plan = communication_plan(scenario, Own(news, first_choice, first_choice_is_true))
    return Advised(season_clock(scenario), self_check(scenario), advice(scenario), plan)
