"""`Portfolio`: what to apply to, what it costs, what it is worth, how far from the best it can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.fees import application_cost
from simulator.model.tables import constant
from simulator.outcomes.uncertainty import interval
from simulator.season.draws import solve_draws
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.strategy.candidates import applied_to, considered, sent
from simulator.strategy.new_file import for_a_file
from simulator.strategy.nothing import why_nothing
from simulator.strategy.path import path_of, worth_until

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from simulator.scenario import Program, Scenario
    from simulator.season.solution import Solution
    from simulator.strategy.path import Path
    from simulator.strategy.portfolio import Choice, Season

    Array = NDArray[np.float64]

NEXT_TO_NOTHING = 1e-4


class Likely(NamedTuple):
    """A probability, or a difference of two: under the central parameters, and its interval over the draws."""

    exact: float
    low: float
    high: float


@dataclass(frozen=True)
class Portfolio:
    """What to apply to within a budget. Probabilities are 0-1.

    Attributes
    ----------
    scenario_name, season, calibration : what it is about
    budget_usd : float
        Most dollars for new applications; infinite where none was named.
    max_programs : int or None
    before, after, difference : Likely
        P(match) without and with the applications; the difference draw by draw.
    probability_better : float
        Share of the draws, by weight, under which the applications help.
    level : float
        Of the intervals.
    value, bound : float
        P(match) with the choice as a mean over the draws, and the most that any choice within the budget can reach.
    value_unlimited : float or None, `value` if `max_interviews` did not bind, where it may
    is_proved : bool
        Whether it is proved that no choice is better: the bound is met, or few candidates were searched to the end.
    added_usd, total_usd : float
        Application fees of the choice, and of the whole season with it.
    chosen : DataFrame
        program, specialty, setting, signal, cost_usd, invite_probability, ranked_to_match_probability (given an
        interview), adds (to P(match), on top of those before it): the most useful first.
    path : DataFrame
        applications (0, 1, 2 ... in the order of `chosen`), usd (dollars up to there), match, low, high: P(match) as
        the choice grows, a mean over the draws, and its interval.
    worth_until_usd : float or None
        Dollars from which on no application adds a point (1 of 100) per 100 dollars; None where all do.
    has_middle : bool
        Whether one number may stand for the difference; not where published figures leave open what applications do.
    left_out : DataFrame
        program, specialty, adds (to P(match), on top of all chosen), reason.
    scenario : Scenario
        For a new file: with the applications in it, or, where silence already speaks, with a strategy that sends them.
    programs : tuple of Program
        The chosen ones, as applied to.
    nothing : str
        Why nothing was chosen; empty where something was.
    """

    scenario_name: str
    season: int
    calibration: str
    budget_usd: float
    max_programs: int | None
    before: Likely
    after: Likely
    difference: Likely
    probability_better: float
    level: float
    value: float
    value_unlimited: float | None
    bound: float
    is_proved: bool
    added_usd: float
    total_usd: float
    fee_schedule: str
    chosen: pd.DataFrame
    path: pd.DataFrame
    worth_until_usd: float | None
    has_middle: bool
    left_out: pd.DataFrame
    scenario: Scenario
    programs: tuple[Program, ...]
    n_candidates: int
    warnings: tuple[str, ...]
    nothing: str = ""

    @property
    def gap(self) -> float:
        """How much better than the choice any other can be at most."""
        return max(0.0, self.bound - self.value)

    def to_json(self) -> str:
        """Return the answer as JSON, with a line break at the end."""
        import json

        from simulator.strategy.contract import as_contract

        return json.dumps(as_contract(self), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def portfolio_of(season: Season, choice: Choice, usd: float, most: int | None) -> Portfolio:
    """Put a choice into words that numbers have: tables, probabilities, cost, warnings.

    Parameters
    ----------
    season : Season
    choice : Choice
    usd, most : what may be spent, as in `choose`

    Returns
    -------
    Portfolio
    """
    signal_of = {season.found.open[p]: season.found.kinds[choice.kind[p]] for p in choice.order}
    edited = applied_to(season.scenario, signal_of)
    solution = solve(make_plan(edited, season.calibration, facts=season.central))
    plan = make_plan(edited, season.calibration, facts=season.drawn.plan)
    match, _ = solve_draws(plan, season.intervals)
    is_limited = plan.room >= 0
    path = path_of(season, choice, match)
    base, weight = season.drawn.match, season.drawn.weight
    before_exact, after_exact = float(season.solution.match[0]), float(solution.match[0])
    paid = application_cost(sent(season.scenario), season.scenario.season)
    chosen = _chosen(season, choice, edited, solution, path.adds if is_limited else choice.adds)
    added = float(chosen["cost_usd"].sum()) if len(chosen) else 0.0
    return Portfolio(
        scenario_name=season.scenario.name,
        season=season.scenario.season,
        calibration=season.calibration.name,
        budget_usd=usd,
        max_programs=most,
        before=_likely(before_exact, base, weight),
        after=_likely(after_exact, match, weight),
        difference=_likely(after_exact - before_exact, match - base, weight),
        probability_better=min(1.0, float(weight[match > base + 1e-12].sum())),
        level=constant("simulation", "interval_level"),
        value=float(weight @ match),
        value_unlimited=choice.match if is_limited else None,
        bound=max(choice.bound, float(weight @ match)),
        is_proved=choice.is_proved and not is_limited,
        added_usd=added,
        total_usd=paid.total_usd + added,
        fee_schedule=paid.schedule,
        chosen=chosen,
        path=_path(path, chosen),
        worth_until_usd=worth_until(chosen["cost_usd"].tolist(), path.adds),
        has_middle=not season.calibration.priors,
        left_out=_left_out(season, choice),
        scenario=for_a_file(season.scenario, edited, signal_of),
        programs=tuple(p for p in edited.programs if p.name in signal_of),
        n_candidates=len(considered(season.scenario)),
        warnings=_warnings(season, edited, paid.warning),
        nothing="" if choice.order.size else why_nothing(season, usd),
    )


def _likely(exact: float, values: Array, weight: Array) -> Likely:
    low, high = interval(values, weight, constant("simulation", "interval_level"))
    return Likely(exact, float(low), float(high))


def _path(path: Path, chosen: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    usd = np.concatenate([[0.0], np.cumsum(chosen["cost_usd"].to_numpy(dtype=float))])
    about = {"applications": range(usd.size), "usd": usd}
    return pd.DataFrame({**about, "match": path.match, "low": path.low, "high": path.high})


def _chosen(season: Season, choice: Choice, edited: Scenario, solution: Solution, adds: Array) -> pd.DataFrame:
    import pandas as pd

    by_name = {p.name: p for p in edited.programs}
    plan = make_plan(edited, season.calibration, facts=season.central)
    at = {plan.applied[k].program.name: column for column, k in enumerate(plan.live)}
    count = sent(season.scenario)
    rows = []
    for p, added in zip(choice.order, adds, strict=True):
        program = by_name[season.found.open[p]]
        here, specialty = at[program.name], program.specialty
        fee = [application_cost({specialty: count[specialty] + n}, edited.season).total_usd for n in (0, 1)]
        count[specialty] += 1
        seen = float(solution.interviewed[0, here])
        ranked = float(solution.ranked[0, here]) / seen if seen > 0 else 0.0
        about = (program.name, specialty, program.setting, program.signal, fee[1] - fee[0])
        rows.append((*about, float(solution.invited[0, here]), ranked, float(added)))
    names = ["program", "specialty", "setting", "signal", "cost_usd"]
    return pd.DataFrame(rows, columns=[*names, "invite_probability", "ranked_to_match_probability", "adds"])


def _left_out(season: Season, choice: Choice) -> pd.DataFrame:
    import pandas as pd

    specialty = {p.name: p.specialty for p in season.scenario.programs}
    rows = [(name, specialty[name], 0.0, "filtered: " + "; ".join(why)) for name, why in season.found.closed.items()]
    for p in np.argsort(-choice.alone, kind="stable"):
        name, worth = season.found.open[p], float(choice.alone[p])
        if choice.kind[p] < 0:
            why = "adds next to nothing" if worth < NEXT_TO_NOTHING else "adds less than the chosen"
            rows.append((name, specialty[name], worth, why))
    return pd.DataFrame(rows, columns=["program", "specialty", "adds", "reason"])


def _warnings(season: Season, edited: Scenario, fee_warning: str) -> tuple[str, ...]:
    limit = edited.applicant.max_interviews
    plan = make_plan(edited, season.calibration, facts=season.central)
    said = [fee_warning, season.found.signals_say]
    if plan.room >= 0:
        said.append(
            f"The limit on interviews (max_interviews) is {limit}, and more may come: the choice was searched without "
            "that limit, all probabilities are computed with it. The bound holds, but the true best choice may differ."
        )
    if plan.timing.released >= 1:
        said.append("All first invitations of the season are out: only places that open late can still come.")
    if plan.has_paths:
        said.append(
            "A match of any kind is looked for: one year only and an advanced position without a first year count as "
            "well. `matchsim run` on the new file says how many of the matches are whole residencies."
        )
    if season.drawn.weight.size < len(season.calibration.draws.rank):
        n, of = season.drawn.weight.size, len(season.calibration.draws.rank)
        said.append(f"So many candidates in several specialties: computed on {n} of {of} parameter sets, evenly taken.")
    return tuple(filter(None, said))
