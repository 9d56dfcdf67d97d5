"""Every chart, in the order in which a person should meet them: what it answers, what it takes, what draws it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.advice.charts.cost import cost_against_gain
from simulator.advice.charts.couple_cost import couple_cost
from simulator.advice.charts.couple_gains import couple_gains
from simulator.advice.charts.couple_outcomes import couple_outcomes
from simulator.advice.charts.couple_pairs import couple_pairs
from simulator.advice.charts.couples_ridge import couples_ridge
from simulator.advice.charts.curve import interviews_curve
from simulator.advice.charts.depth import rank_vs_fill
from simulator.advice.charts.dots import interview_count
from simulator.advice.charts.experiment import arms_race, who_gains
from simulator.advice.charts.fan import season_fan
from simulator.advice.charts.icons import chance_of_100
from simulator.advice.charts.lessons import what_a_season_teaches
from simulator.advice.charts.market_rates import market_rates
from simulator.advice.charts.market_reliability import market_reliability
from simulator.advice.charts.portfolio import money_and_chance
from simulator.advice.charts.position import list_position
from simulator.advice.charts.programs import programs
from simulator.advice.charts.reconstructions import reconstructions
from simulator.advice.charts.seasons import seasons_ahead
from simulator.advice.charts.selection import selection
from simulator.advice.charts.strategies import strategies
from simulator.advice.charts.strategy_people import strategies_of_100
from simulator.advice.charts.study_caps import caps_study
from simulator.advice.charts.study_signals import signals_study
from simulator.advice.charts.tornado import tornado
from simulator.advice.charts.validation import validation

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Entry(NamedTuple):
    """One chart of the family.

    Attributes
    ----------
    name : of its files, and in the gallery
    draw : takes the result, returns the figure
    takes : what the result is called in Python
    question : what it answers
    command : the command that draws it; empty where only Python does
    """

    name: str
    draw: Callable[[Any], Figure]
    takes: str
    question: str
    command: str


RUN, COUPLE, ADVISE = (
    "matchsim run FILE --charts DIR",
    "matchsim couple FILE --charts DIR",
    "matchsim advise FILE --charts DIR",
)
MOVES, SPEND = "matchsim sensitivity FILE --charts DIR", "matchsim optimize FILE --budget-usd USD --charts DIR"
MARKET = "matchsim market run FILE --charts DIR"
REAPPLY, VALIDATE = "matchsim reapply FILE --charts DIR", "matchsim validate --against FILE.csv --charts DIR"

FAMILY: tuple[Entry, ...] = (
    Entry("chance_of_100", chance_of_100, "RunResult", "Of 100 people like me, how many match?", RUN),
    Entry("interviews_curve", interviews_curve, "RunResult", "What would more interviews change, and for whom?", RUN),
    Entry("interview_count", interview_count, "RunResult", "How many interviews may I expect?", RUN),
    Entry("list_position", list_position, "RunResult", "Where on my list does the match fall?", RUN),
    Entry("programs", programs, "RunResult", "Which programs carry the chance, and which are closed?", RUN),
    Entry("rank_vs_fill", rank_vs_fill, "RunResult", "Does a program's list get down to me?", RUN),
    Entry("strategies_of_100", strategies_of_100, "RunResult", "Of the same 100 people, whom does it help?", RUN),
    Entry("strategies", strategies, "RunResult", "What does each strategy change, and how sure is that?", RUN),
    Entry("cost_against_gain", cost_against_gain, "RunResult", "What do the gains cost?", RUN),
    Entry("couple_outcomes", couple_outcomes, "CoupleResult", "Both, one of us, or neither?", RUN),
    Entry("couple_pairs", couple_pairs, "CoupleResult", "Which pairs of programs carry our chance?", RUN),
    Entry("couple_cost", couple_cost, "CoupleResult", "What does staying together cost each of us?", RUN),
    Entry("couple_gains", couple_gains, "CoupleAdvice", "What would help both of us most?", COUPLE),
    Entry("season_clock", season_fan, "SeasonClock", "How many invitations may still come, and by when?", ADVISE),
    Entry("sensitivity", tornado, "Sensitivity", "What moves the answer most?", MOVES),
    Entry("money_and_chance", money_and_chance, "Portfolio", "How far is money worth spending?", SPEND),
    Entry("seasons_ahead", seasons_ahead, "Reapplying", "If it takes further seasons?", REAPPLY),
    Entry("what_a_season_teaches", what_a_season_teaches, "Reapplying", "What does no match say about me?", REAPPLY),
    Entry("validation", validation, "Validation", "Do published figures lie where the model says?", VALIDATE),
    Entry("selection", selection, "Told", "How much of the published curve is who has the interviews?", ""),
    Entry("reconstructions", reconstructions, "Told", "What do published means say of the curve?", ""),
    Entry("arms_race", arms_race, "ExperimentResult", "What does one gain alone, and what when all do it?", MARKET),
    Entry("who_gains", who_gains, "ExperimentResult", "Who gains from a change for everybody, and who loses?", MARKET),
    Entry("market_rates", market_rates, "MarketReport", "Does the national market match as many as published?", ""),
    Entry("market_reliability", market_reliability, "MarketReliability", "Of those told 60 of 100, do 60 match?", ""),
    Entry("signals_study", signals_study, "Study", "Does a published simulation of signals come out again?", ""),
    Entry("caps_study", caps_study, "two Study", "Does a published simulation of caps come out again?", ""),
    Entry("couples_ridge", couples_ridge, "couples_ridge.found()", "What do published couples leave open?", ""),
)
