"""WHAT IT LOOKS LIKE: each chart answers one question of an applicant, one module each.

Public functions take a result and return a matplotlib `Figure` that carries its own text for those who cannot see it
(`describe`); `FAMILY` lists them all, with what they take and answer; `save_all` writes those of a `RunResult`.
May import from `simulator.advice` `theme` and what sorts results without wording them for a
terminal (`frequency`, `alike`, `places`, `reasons`), and reads results as data. Matplotlib is
loaded by the first figure and never through pyplot, so no window system or global figure list is
involved and charts can be drawn on a server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

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
from simulator.advice.charts.files import describe, image_bytes, save_all
from simulator.advice.charts.icons import chance_of_100
from simulator.advice.charts.lessons import what_a_season_teaches
from simulator.advice.charts.market_rates import market_rates
from simulator.advice.charts.market_reliability import market_reliability
from simulator.advice.charts.portfolio import money_and_chance
from simulator.advice.charts.position import list_position
from simulator.advice.charts.programs import programs
from simulator.advice.charts.reconstructions import reconstructions
from simulator.advice.charts.registry import FAMILY
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

    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.result import RunResult

__all__ = [
    "CHARTS",
    "CHARTS_OF_COUPLES",
    "CHARTS_OF_STRATEGIES",
    "FAMILY",
    "arms_race",
    "caps_study",
    "chance_of_100",
    "cost_against_gain",
    "couple_cost",
    "couple_gains",
    "couple_outcomes",
    "couple_pairs",
    "couples_ridge",
    "describe",
    "image_bytes",
    "interview_count",
    "interviews_curve",
    "list_position",
    "market_rates",
    "market_reliability",
    "money_and_chance",
    "programs",
    "rank_vs_fill",
    "reconstructions",
    "save_all",
    "season_fan",
    "seasons_ahead",
    "selection",
    "signals_study",
    "strategies",
    "strategies_of_100",
    "tornado",
    "validation",
    "what_a_season_teaches",
    "who_gains",
]

#: Every chart by its file name, in the order in which a person should meet them.
CHARTS: dict[str, Callable[[RunResult], Figure]] = {
    "chance_of_100": chance_of_100,
    "interviews_curve": interviews_curve,
    "interview_count": interview_count,
    "list_position": list_position,
    "programs": programs,
    "rank_vs_fill": rank_vs_fill,
}

#: Those that only a result with strategies has, by file name.
CHARTS_OF_STRATEGIES: dict[str, Callable[[RunResult], Figure]] = {
    "strategies_of_100": strategies_of_100,
    "strategies": strategies,
    "cost_against_gain": cost_against_gain,
}

#: Those that a couple has instead of `CHARTS`, which are about one applicant, by file name.
CHARTS_OF_COUPLES: dict[str, Callable[[CoupleResult], Figure]] = {
    "couple_outcomes": couple_outcomes,
    "couple_pairs": couple_pairs,
    "couple_cost": couple_cost,
}
