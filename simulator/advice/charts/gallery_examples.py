"""Results that the gallery draws: every one from a shipped scenario, or from what a calibration says of itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.outcomes.couple import CoupleResult
    from simulator.outcomes.result import RunResult
    from simulator.scenario import Scenario
    from simulator.strategy.course import Reapplying

REPLICATES = 4_000  #: for the clouds of simulated seasons; every number that is said is solved exactly
SEASON, DATED = "five_interviews_or_forty_applications", "november_four_interviews"
COUPLE, AGAIN, BUDGET = "couple_two_imgs_ten_each", "reapply_next_season", "optimize/september"
CATALOGUE, BUDGET_USD, SEASONS, CHANGE = "optimize/catalogue.csv", 800.0, 3, "both"
EXPERIMENT, SEASONS_OF_MARKET, SEED = "market/everybody_sends_20_percent_more", 4, 1
PEOPLE = 500
SIGNALS, RUNS_OF_SIGNALS, CAPS, RUNS_OF_CAPS = (1, 5, 15, 25), 8, (None, 12, 8), 8
#: Those of many seasons of a market: the test of the gallery does not draw them again.
SLOW = ("arms_race", "who_gains", "market_rates", "market_reliability", "signals_study", "caps_study")
PUBLISHED = "match_by_ranks_2007"
SPECIALTIES = ("internal_medicine", "family_medicine", "pediatrics")
#: What each chart is drawn from: an attribute of `Examples`, and where its input comes from.
OF: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("chance_of_100", "interviews_curve", "interview_count", "list_position"), ("season", SEASON)),
    **dict.fromkeys(("programs", "rank_vs_fill"), ("season", SEASON)),
    **dict.fromkeys(("strategies_of_100", "strategies", "cost_against_gain"), ("season", SEASON)),
    **dict.fromkeys(("couple_outcomes", "couple_pairs", "couple_cost"), ("couple", COUPLE)),
    "couple_gains": ("couple_advice", COUPLE),
    "season_clock": ("clock", DATED),
    "sensitivity": ("sensitivity", DATED),
    "money_and_chance": ("portfolio", BUDGET),
    **dict.fromkeys(("seasons_ahead", "what_a_season_teaches"), ("again", AGAIN)),
    "validation": ("validation", PUBLISHED),
    **dict.fromkeys(("selection", "reconstructions"), ("told", "")),
    **dict.fromkeys(("arms_race", "who_gains"), ("experiment", EXPERIMENT)),
    "market_rates": ("market", ""),
    "market_reliability": ("reliability", ""),
    "signals_study": ("signals", ""),
    "caps_study": ("caps", ""),
    "couples_ridge": ("ridge", ""),
}


#: What is no scenario file, in words.
WORDS = {
    "market": f"{SEASONS_OF_MARKET} seasons of the national market",
    "reliability": f"{SEASONS_OF_MARKET} seasons of the national market, {PEOPLE} people of each type in each",
    "signals": f"{RUNS_OF_SIGNALS} runs of the published set-up",
    "caps": f"{RUNS_OF_CAPS} runs of the published set-up",
}


class Examples:
    """Results by the name of a chart, each found when it is first asked for.

    Parameters
    ----------
    scenarios : Path
        Folder of the shipped scenarios.
    """

    def __init__(self, scenarios: Path) -> None:
        self.folder = scenarios

    def of(self, name: str) -> Any:
        """Return what the chart of that name draws."""
        return getattr(self, OF[name][0])

    def sources(self) -> dict[str, str]:
        """Return what each chart is drawn from, in words, by name."""
        return {name: _source(made_of, file) for name, (made_of, file) in OF.items()}

    def _scenario(self, name: str) -> Scenario:
        from simulator.scenario import load_scenario

        return load_scenario(self.folder / f"{name}.yaml")

    @cached_property
    def season(self) -> RunResult:
        """One applicant with strategies."""
        from simulator.pipeline import run

        return run(self._scenario(SEASON), replicates=REPLICATES)

    @cached_property
    def couple(self) -> CoupleResult | None:
        """Two partners."""
        from simulator.pipeline import run_couple

        return run_couple(self._scenario(COUPLE), replicates=REPLICATES)

    @cached_property
    def couple_advice(self) -> Any:
        """What would help the two."""
        from simulator.pipeline import couple_advice

        return couple_advice(self._scenario(COUPLE))

    @cached_property
    def clock(self) -> Any:
        """Invitations to come in a season under way."""
        from simulator.pipeline import advise

        return advise(self._scenario(DATED)).clock

    @cached_property
    def sensitivity(self) -> Any:
        """What moves the answer of a season under way."""
        from simulator.pipeline.what_moves import sensitivity

        return sensitivity(self._scenario(DATED))

    @cached_property
    def portfolio(self) -> Any:
        """What to apply to within a budget."""
        from simulator.pipeline import optimize
        from simulator.scenario.catalogue import with_catalogue

        return optimize(with_catalogue(self._scenario(BUDGET), self.folder / CATALOGUE), budget_usd=BUDGET_USD)

    @cached_property
    def again(self) -> Reapplying:
        """Further seasons, the same and changed."""
        from simulator.strategy.next_season import with_strategy
        from simulator.strategy.reapply import reapply

        return reapply(self._scenario(AGAIN), SEASONS, lambda scenario: with_strategy(scenario, CHANGE))

    @cached_property
    def validation(self) -> Any:
        """The model beside a published table."""
        from importlib.resources import as_file, files

        from simulator.calibration.validation import validate
        from simulator.scenario.published import read_table

        with as_file(files("simulator.model") / "data" / "evidence" / f"{PUBLISHED}.csv") as path:
            table = read_table(path)
            some: Any = tuple(row for row in table.rows if row.specialty in SPECIALTIES)
            return validate(replace(table, rows=some), None)

    @cached_property
    def told(self) -> Any:
        """What the calibration says of its own making."""
        from simulator.calibration.described import told

        return told()

    @cached_property
    def experiment(self) -> Any:
        """A change for everybody, on the national market."""
        from simulator.pipeline.experiment import run_experiment
        from simulator.scenario.experiment_file import load_experiment

        asked = load_experiment(self.folder / f"{EXPERIMENT}.yaml")
        return run_experiment(asked, replicates=SEASONS_OF_MARKET, seed=SEED)

    @cached_property
    def market(self) -> Any:
        """The national market beside published figures."""
        from simulator.pipeline.market import market_report

        return market_report(replicates=SEASONS_OF_MARKET, seed=SEED)

    @cached_property
    def reliability(self) -> Any:
        """What the season of one tells members of the market, and what the market does."""
        from simulator.pipeline.market import market_reliability

        return market_reliability(replicates=SEASONS_OF_MARKET, seed=SEED, people=PEOPLE)

    @cached_property
    def signals(self) -> Any:
        """A published simulation of preference signals, again."""
        from simulator.pipeline.studies import signalling

        return signalling(SIGNALS, replicates=RUNS_OF_SIGNALS, seed=SEED)

    @cached_property
    def caps(self) -> Any:
        """A published simulation of caps on interviews, as published and with the algorithm."""
        from simulator.pipeline.studies import interview_caps

        forms = ("lottery", "match_and_offers")
        return [interview_caps(form=form, caps=CAPS, replicates=RUNS_OF_CAPS, seed=SEED) for form in forms]

    @cached_property
    def ridge(self) -> Any:
        """What published couples leave open."""
        from simulator.calibration.couples_ridge import found

        return found()


def _source(made_of: str, file: str) -> str:
    if made_of in WORDS:
        return WORDS[made_of]
    if made_of == "validation":
        return f"three specialties of the published table `{file}`"
    return f"`scenarios/{file}.yaml`" if file else "the calibration that is shipped"
