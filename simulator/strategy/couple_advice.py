"""`CoupleAdvice`: a couple's joint list, what staying together costs, what would improve it, how many interviews do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simulator.model.tables import constant, table
from simulator.outcomes.comparison import difference
from simulator.season.couple_forms import KINDS
from simulator.strategy.couple_base import form_of
from simulator.strategy.couple_compare import solve_couple_forms
from simulator.strategy.couple_improve import improve
from simulator.strategy.couple_needed import interviews_needed, usual_kinds
from simulator.strategy.needed import NO_LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.outcomes.comparison import Difference
    from simulator.scenario import Scenario
    from simulator.scenario.couple_file import ListedPair
    from simulator.strategy.couple_improve import ExtraInterview, ExtraPair, Gain, Improvements, Wider
    from simulator.strategy.couple_needed import CoupleNeeded


@dataclass(frozen=True)
class CoupleAdvice:
    """What a couple can do about the joint list. Probabilities are 0-1.

    Attributes
    ----------
    scenario_name, season, calibration, seed : what it is about
    level : float
        Of the intervals.
    both : Gain
        The chance that both match as things stand, with its interval.
    together : dict of str to Difference
        ``both``, ``first`` and ``second``: how much more likely it would be if each ranked the single list. What
        staying together costs.
    joint_list : tuple of ListedPair
        Best first, each with its reason.
    n_left_out, n_apart, n_without_place, room : int
        Pairs that fit the wishes and not the list; pairs that the wishes rule out; programs without the place needed;
        pairs of two that the list can still take.
    pairs, wider, interviews : tuples of ExtraPair, Wider and ExtraInterview
        What would raise the chance that both match, the largest first.
    needed : tuple of CoupleNeeded
        Empty unless asked for.
    needed_about : tuple of (str, str)
        Specialty and setting of each partner that `needed` is about.
    most_tried : int
        Interviews each that were tried.
    advice : (int, int)
        Interviews each that advice articles name.
    has_middle : bool
        Whether one number may stand for what further interviews bring. Not where the calibration was fitted under
        several assumptions, between which published figures cannot tell.
    warnings : tuple of str
    """

    scenario_name: str
    season: int
    calibration: str
    seed: int
    level: float
    both: Gain
    together: dict[str, Difference]
    joint_list: tuple[ListedPair, ...]
    n_left_out: int
    n_apart: int
    n_without_place: int
    room: int
    pairs: tuple[ExtraPair, ...]
    wider: tuple[Wider, ...]
    interviews: tuple[ExtraInterview, ...]
    needed: tuple[CoupleNeeded, ...]
    needed_about: tuple[tuple[str, str], ...]
    most_tried: int
    advice: tuple[int, int]
    has_middle: bool
    warnings: tuple[str, ...]

    def to_json(self) -> str:
        """Return all of it as JSON, with a line break at the end."""
        import json

        return json.dumps(self._contract(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    def _contract(self) -> dict[str, Any]:
        about = {"schema_version": 1, "scenario": self.scenario_name, "season": self.season}
        found: dict[str, Any] = {
            **about,
            "calibration": self.calibration,
            "seed": self.seed,
            "level": self.level,
            "both": _probability(self.both),
            "staying_together": {name: _apart(one) for name, one in self.together.items()},
            "joint_list": [_listed(k, p) for k, p in enumerate(self.joint_list, start=1)],
            "pairs_left_out": self.n_left_out,
            "room": self.room,
            "pairs": [_one(x) for x in self.pairs],
            "wider": [_one(x) for x in self.wider],
            "interviews": [_one(x) for x in self.interviews],
        }
        if self.needed:
            found["needed"] = [{k: v for k, v in one._asdict().items() if v is not None} for one in self.needed]
            found["needed_about"] = [{"specialty": a, "setting": b} for a, b in self.needed_about]
            found["most_interviews_tried"] = self.most_tried
            found["advice_articles"] = {"low": self.advice[0], "high": self.advice[1]}
        return found | {"warnings": list(self.warnings)}


def _probability(both: Gain) -> dict[str, float]:
    return {"exact": both.gain, "mc_standard_error": both.mc_standard_error, "low": both.low, "high": both.high}


def _apart(one: Difference) -> dict[str, Any]:
    names = ("exact", "mc_standard_error", "low", "high", "probability_better")
    return {name: getattr(one, name) for name in names} | {"established": one.is_established}


def _listed(rank: int, pair: ListedPair) -> dict[str, Any]:
    names = {"first": pair.first, "second": pair.second}
    return {"rank": rank, **{k: v for k, v in names.items() if v is not None}, "reason": pair.reason}


def _one(found: ExtraPair | Wider | ExtraInterview) -> dict[str, Any]:
    row = found._asdict()
    return {**{k: v for k, v in row.items() if k != "adds"}, **found.adds._asdict()}


def advise_on_couple(
    scenario: Scenario,
    seed: int,
    needed: bool = False,
    warnings: tuple[str, ...] = (),
    progress: Callable[[float], None] | None = None,
) -> CoupleAdvice:
    """Find what a couple can do about the joint list.

    Parameters
    ----------
    scenario : Scenario
        With a couple; checked. Strategies are left aside.
    seed : int
    needed : bool
        Whether to ask too how many interviews each it takes.
    warnings : tuple of str
        Said first.
    progress : callable of float, optional
        Told which share of the work has just been done.

    Returns
    -------
    CoupleAdvice
    """
    tell = progress or _nothing
    share = 0.4 if needed else 0.7
    found = improve(scenario, seed, lambda x: tell(share * x))
    together = _together(found, lambda x: tell(0.3 * x))
    numbers = interviews_needed(scenario, progress=lambda x: tell(0.3 * x)) if needed else ()
    rule, listed = table("couples")["needed"], found.listed
    return CoupleAdvice(
        scenario_name=scenario.name,
        season=scenario.season,
        calibration=found.base.kinds[0].name,
        seed=seed,
        level=constant("simulation", "interval_level"),
        both=found.both,
        together=together,
        joint_list=listed.pairs,
        n_left_out=listed.n_left_out,
        n_apart=listed.n_apart,
        n_without_place=listed.n_without_place,
        room=found.room,
        pairs=found.pairs,
        wider=found.wider,
        interviews=found.interviews,
        needed=numbers,
        needed_about=tuple((p.specialty, p.setting) for p in usual_kinds(scenario)) if needed else (),
        most_tried=int(rule["most_interviews"]["value"]),
        advice=(int(rule["advice"]["value"][0]), int(rule["advice"]["value"][1])),
        has_middle=not found.base.kinds[0].priors,
        warnings=(*warnings, *_warnings(scenario)),
    )


def _nothing(share: float) -> None:
    del share


def _together(found: Improvements, tell: Callable[[float], None]) -> dict[str, Difference]:
    """What each would gain by ranking alone."""
    base, couple = found.base, found.base.scenario.couple
    if couple is None:
        return {}
    alone = replace(base.scenario, couple=replace(couple, build=None, joint_rank_order_list=None))
    solved = solve_couple_forms(base, [base.form, form_of(base, alone)], progress=tell)
    level, n = constant("simulation", "interval_level"), solved.moments.replicates
    return {name: difference(solved.pair(1, k), n, solved.weight, level) for k, name in enumerate(KINDS)}


def _warnings(scenario: Scenario) -> tuple[str, ...]:
    people = (scenario.applicant, scenario.couple.partner.applicant if scenario.couple else scenario.applicant)
    limited = any(person.max_interviews is not None for person in people)
    return (NO_LIMIT,) if limited else ()
