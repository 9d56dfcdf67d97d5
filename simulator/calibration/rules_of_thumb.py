"""Fit the `rules-of-thumb` calibration to the seed articles' tables.

Run `python -m simulator.calibration.rules_of_thumb` to write the parameters again; the
result is the same on every machine up to the last digits of the solver.

Fitted, one after the other, each on the targets that speak of it:
- the rank intercept, by the smallest largest miss of the six match rates by number of ranked programs
  (reference non-US IMG, two thirds community and one third university-affiliated);
- skill and the year, so that all shared latents together spread 0.18 on the link scale;
- US IMGs, years since graduation and the lesser profile, so that each reaches the green
  bound at the number of interviews the articles call safe for them;
- university programs for IMGs, from five big-name interviews;
- US graduates by setting, so that depth of fill agrees with ranks needed per position.
The draws around the fit are judgement, not a posterior, and are labelled so.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from simulator.calibration.draws import draw_around
from simulator.calibration.files import parameter_table, save
from simulator.model import behaviour
from simulator.model.parameters import SPREADS, Calibration, without_volume
from simulator.model.pool import filled_share
from simulator.model.tables import table
from simulator.scenario import scenario_from_dict
from simulator.season.draws import match_by_count
from simulator.season.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

NAME = "rules-of-thumb"
LABEL = (
    "Reproduces rules of thumb from advice articles, not measured data. Its table is almost one constant chance "
    "per interview: it shows little shared luck, and who was invited so far tells it much about invitations to come "
    "but little about the rank lists. Its ranges are judgement."
)
DATA = Path(__file__).resolve().parent.parent / "model" / "data"
N_DRAWS, SEED = 400, 20260105
INTERVALS = 64
DRAWS = f"{N_DRAWS} draws around the fit, seed {SEED}; judgement, not a posterior"
REFERENCE = {"type": "non_us_img"}
OLDER = REFERENCE | {"years_since_graduation": 7}
AVERAGE = REFERENCE | {
    "step2_ck": 228,
    "years_since_graduation": 6,
    "us_clinical_experience_months": 1,
    "letters": "weak",
}
US_EFFECTS = {"community": "type_us_md", "university_affiliated": "university_affiliated_us"}
US_EFFECTS["university"] = "university_us"
MIXED, BIG_NAME = ("community", "community", "university_affiliated"), ("university",)
SHARED = ("skill", "season_type", "season_specialty")
LESSER = ("step2_ck", "us_clinical_experience", "letters_weak")


def starting_point() -> Calibration:
    """Return the effects and spreads of the data files as a calibration without draws."""
    effects, spreads = table("effects"), table("spreads")
    stage = {s: np.array([[e.get(s, {"value": 0.0})["value"] for e in effects.values()]]) for s in ("invite", "rank")}
    spread = np.array([[spreads[name]["value"] for name in SPREADS]])
    drawn = without_volume(stage["invite"], stage["rank"], spread)
    return Calibration(NAME, LABEL, tuple(effects), drawn, [], None, "")


class Fit:
    """Parameters on their way from the data files to the fitted values."""

    def __init__(self) -> None:
        self.calibration = starting_point()

    def set_rank(self, name: str, value: float) -> None:
        """Set one effect at the rank list."""
        self.calibration.all_parameters.rank[0, self.calibration.effects.index(name)] = value

    def rank(self, name: str) -> float:
        """Return one effect at the rank list."""
        return float(self.calibration.all_parameters.rank[0, self.calibration.effects.index(name)])

    def chance(
        self, applicant: dict[str, Any], settings: Sequence[str], counts: Sequence[float]
    ) -> NDArray[np.float64]:
        """Return the match likelihood with each number of interviews, all attended."""
        programs = [
            {"name": f"P{k}", "specialty": "internal_medicine", "setting": s, "status": "interviewed", "visas": ["j1"]}
            for k, s in enumerate(settings)
        ]
        data = {"name": "fit", "season": 2027, "applicant": {"visa": "j1"} | applicant, "programs": programs}
        if applicant["type"] == "us_img":
            data["applicant"] = applicant | {"visa": "none"}
        plan = make_plan(scenario_from_dict(data), self.calibration)
        return np.asarray(match_by_count(plan, counts, np.ones(plan.n_programs), INTERVALS)[0])

    def solve(self, name: str, target: Callable[[], float], low: float, high: float) -> None:
        """Find the value of one effect at which a target function is zero."""

        def at(value: float) -> float:
            self.set_rank(name, value)
            return target()

        self.set_rank(name, brentq(at, low, high, xtol=1e-10))


def fit() -> Calibration:
    """Fit everything; see the module's description.

    Returns
    -------
    Calibration
        With its draws.
    """
    f = Fit()
    seeds = table("rules_of_thumb")
    _spreads(f, seeds["shared_spread"]["total"])
    _intercept(f, seeds["match_rate_by_ranks"])
    green = float(f.chance(REFERENCE, MIXED, [9.5])[0])
    _profiles(f, seeds["safe_target"], green)
    big_name = seeds["program_type"]["university_five"]
    f.solve("university_img", lambda: f.chance(REFERENCE, BIG_NAME, [5])[0] - big_name, -2.0, 0.0)
    _us_graduates(f)
    return _finish(f)


def _spreads(f: Fit, total: float) -> None:
    spread = f.calibration.all_parameters.spread
    columns = [SPREADS.index(n) for n in SHARED]
    start = spread[0, columns].copy()

    def gap(factor: float) -> float:
        spread[0, columns] = factor * start
        p = f.calibration.central
        return float((behaviour.shared_sd(p) / behaviour.link_sd(p))[0]) - total

    gap(brentq(gap, 0.1, 3.0, xtol=1e-12))


def _intercept(f: Fit, rates: dict[str, Any]) -> None:
    def loss(value: float) -> float:
        f.set_rank("intercept", value)
        return float(np.abs(f.chance(REFERENCE, MIXED, rates["centre"]) - rates["share"]).max())

    f.set_rank("intercept", minimize_scalar(loss, bracket=(-1.6, -1.4, -1.2), method="golden", tol=1e-10).x)


def _profiles(f: Fit, targets: dict[str, float], green: float) -> None:
    """Each profile reaches the green bound at its own number, relative to the reference's."""
    ahead = targets["strong_non_us_img"] - 9.5

    def gap(person: dict[str, Any], key: str) -> float:
        return float(f.chance(person, MIXED, [targets[key] - ahead])[0]) - green

    f.solve("type_us_img", lambda: gap({"type": "us_img"}, "strong_us_img"), -0.5, 1.0)
    f.solve("years_since_graduation", lambda: gap(OLDER, "older_graduate"), -0.3, 0.1)
    start = {name: f.rank(name) for name in LESSER}

    def lesser(factor: float) -> float:
        for name in LESSER:
            f.set_rank(name, factor * start[name])
        return gap(AVERAGE, "average_img")

    lesser(brentq(lesser, 0.0, 4.0, xtol=1e-10))


def _us_graduates(f: Fit) -> None:
    """Depth of fill over number interviewed, at the reference size, from ranks needed."""
    usual = table("specialties")["internal_medicine"]
    filled = usual["ranks_needed_per_position"] / usual["interviews_per_position"]
    names = {
        "community": "type_us_md",
        "university_affiliated": "university_affiliated_us",
        "university": "university_us",
    }
    for setting, name in names.items():

        def gap(setting: str = setting) -> float:
            f.set_rank("type_us_do", f.rank("type_us_md") - 0.2)
            return filled_share(setting, "internal_medicine", f.calibration) - float(filled)

        f.solve(name, gap, -3.0, 5.0)


def _finish(f: Fit) -> Calibration:
    drawn = draw_around(f.calibration, N_DRAWS, SEED)
    entries = parameter_table(f.calibration)
    observed = {"source": table("rules_of_thumb")["source"], **table("rules_of_thumb")["match_rate_by_ranks"]}
    return Calibration(NAME, LABEL, f.calibration.effects, drawn, entries, observed, "")


if __name__ == "__main__":
    save(fit(), DATA / "rules_of_thumb", made_by="python -m simulator.calibration.rules_of_thumb", draws=DRAWS)
