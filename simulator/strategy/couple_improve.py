"""What would raise the chance that both match most: further pairs, wider wishes, further interviews.

A further interview is given, not earned: it teaches nothing about the person. It is one like those on the list, in a
city where either partner has interviewed, and its pairs are those that the couple's wishes allow.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.tables import constant, table
from simulator.outcomes.uncertainty import interval
from simulator.season.couple import FIRST, SECOND, live_programs
from simulator.strategy.couple_base import couple_base, exact_both, settings
from simulator.strategy.couple_extra import EACH, gains_over_draws, sampled_gains
from simulator.strategy.couple_list import joint_list
from simulator.strategy.couple_question import question_of, room, wishes_of_couple
from simulator.strategy.couple_sites import further_sites
from simulator.strategy.pair_places import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from simulator.scenario import Scenario
    from simulator.strategy.couple_base import CoupleBase
    from simulator.strategy.couple_extra import Question
    from simulator.strategy.couple_question import Asked
    from simulator.strategy.couple_sites import Site
    from simulator.strategy.joint_list import JointList

    Adds = Callable[[str, tuple[int, ...]], "Gain"]

WHO = ("first", "second", "each")


class Gain(NamedTuple):
    """What something adds to the chance that both match: a difference of probabilities.

    Attributes
    ----------
    gain : under the central parameters
    mc_standard_error : its sampling error
    low, high : interval over the draws
    """

    gain: float
    mc_standard_error: float
    low: float
    high: float


class ExtraPair(NamedTuple):
    """A pair that is not on the list.

    Attributes
    ----------
    first, second : names
    reason : where they would live, in words
    fits : whether it fits the couple's wishes, and the list left it out for want of room
    adds : Gain
    """

    first: str
    second: str
    reason: str
    fits: bool
    adds: Gain


class Wider(NamedTuple):
    """All pairs that a wider wish would add.

    Attributes
    ----------
    together : ``state`` or ``any``
    pairs : how many more
    adds : Gain
    """

    together: str
    pairs: int
    adds: Gain


class ExtraInterview(NamedTuple):
    """A further interview.

    Attributes
    ----------
    who : ``first``, ``second`` or ``each``
    setting : of the program
    place : city and state, empty where none is known
    pairs : how many pairs it would make
    adds : Gain
    """

    who: str
    setting: str
    place: str
    pairs: int
    adds: Gain


class Improvements(NamedTuple):
    """What would raise the chance that both match, each list with the largest first.

    Attributes
    ----------
    base : CoupleBase
    listed : JointList
    both : Gain
        The chance itself as things stand.
    pairs : tuple of ExtraPair
    wider : tuple of Wider
    interviews : tuple of ExtraInterview
    room : int
        Pairs of two that the list can still take.
    """

    base: CoupleBase
    listed: JointList
    both: Gain
    pairs: tuple[ExtraPair, ...]
    wider: tuple[Wider, ...]
    interviews: tuple[ExtraInterview, ...]
    room: int


def improve(scenario: Scenario, seed: int, progress: Callable[[float], None] | None = None) -> Improvements:
    """Find what would raise the chance that both match most.

    Parameters
    ----------
    scenario : Scenario
        With a couple; checked. Strategies are left aside.
    seed : int
    progress : callable of float, optional
        Told which share of the work has just been done.

    Returns
    -------
    Improvements
    """
    scenario, listed = replace(scenario, strategies=()), joint_list(scenario)
    base = couple_base(scenario, seed, settings("search_draws"))
    sites = list(further_sites(scenario, base))
    asked = question_of(base, listed, wishes_of_couple(scenario, listed), sites)
    adds = _answers(base, asked.question, progress or _nothing)
    wider = asked.question.wider
    return Improvements(
        base=base,
        listed=listed,
        both=adds("both", ()),
        pairs=tuple(_pairs(asked, adds)) if room(listed) > 0 else (),
        wider=tuple(Wider(name, int(wider[k].sum()), adds("wider", (k,))) for k, name in enumerate(asked.wider)),
        interviews=_interviews(asked.question, sites, adds),
        room=room(listed),
    )


def _answers(base: CoupleBase, question: Question, tell: Callable[[float], None]) -> Adds:
    """Answer the question; what comes back tells the gain of anything in it."""
    mean, error = sampled_gains(question, settings("strategy_replicates"), base.side)
    draws, central = gains_over_draws(question, settings("draws_replicates"), base.side, tell)
    draws = draws + (mean.flat() - central)
    exact = exact_both([base.form])[0]
    if not np.isnan(exact):
        draws[:, 0] += exact - mean.both
        mean, error = mean._replace(both=np.asarray(exact)), error._replace(both=np.zeros(()))
    low, high = (mean.filled(row) for row in interval(draws, base.weight, constant("simulation", "interval_level")))

    def adds(part: str, at: tuple[int, ...]) -> Gain:
        return Gain(*(float(np.maximum(getattr(one, part)[at], 0.0)) for one in (mean, error, low, high)))

    return adds


def _nothing(share: float) -> None:
    del share


def _pairs(asked: Asked, adds: Adds) -> Iterator[ExtraPair]:
    """Pairs that could be added, the largest gains first."""
    first, second = (live_programs(plan) for plan in asked.question.form.couple.plans)
    at = list(zip(*np.nonzero(asked.candidates), strict=True))
    found = [(adds("pair", (int(i), int(j))), int(i), int(j)) for i, j in at]
    most = int(table("couples")["improve"]["most_pairs"]["value"])
    for gain, i, j in sorted(found, key=lambda row: (-row[0].gain, row[1], row[2]))[:most]:
        yield ExtraPair(first[i].name, second[j].name, reason_of(first[i], second[j]), bool(asked.fits[i, j]), gain)


def _interviews(question: Question, sites: Sequence[Site], adds: Adds) -> tuple[ExtraInterview, ...]:
    found = []
    for k, extra in enumerate(question.extras):
        site = sites[k // 3]
        pairs = sum(int(extra.partners[1 - w].sum()) for w in (FIRST, SECOND) if extra.program[w] >= 0)
        pairs += extra.who == EACH and min(extra.program) >= 0
        found.append(ExtraInterview(WHO[extra.who], site.setting, site.place, pairs, adds("extra", (k,))))
    return tuple(sorted(found, key=lambda one: -one.adds.gain))
