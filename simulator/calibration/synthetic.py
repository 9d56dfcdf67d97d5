"""When can one tell how much more interviews do for one person? `python -m simulator.calibration.synthetic`.

Level, carried and skill of made-up people (`synthetic_studies`) are fitted by maximum likelihood to what
different studies would see of them. For each the range is told within which the chance of a person with 3
interviews, had he or she been given 8, can lie without any visible loss of fit (profile likelihood, 95%).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy import optimize

from simulator.calibration.synthetic_studies import (
    FEW,
    MANY,
    PUBLISHED,
    STUDIES,
    TRUTHS,
    by_ranks,
    draw,
    moved,
    observed,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.calibration.synthetic_studies import Likelihood, Truth

    Array = NDArray[np.float64]

PEOPLE = 10_000
ALLOWED = 1.92  # loss of log-likelihood within a 95% interval
BOUNDS = ((-6.0, 1.0), (0.0, 1.2), (0.0, 1.5))  # of level, carried, skill
STARTS = ((-1.6, 0.1, 0.1), (-1.6, 0.5, 0.1), (-1.6, 0.1, 0.8), (-1.6, 0.5, 0.8))
SLACK = 0.05  # of the constraint, allowed to the optimizer
ALIKE = "and how differently people interview"
HELD = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55)


class Told(NamedTuple):
    """What a study tells of the person moved from few interviews to many.

    Attributes
    ----------
    best : (level, carried, skill) of greatest likelihood
    value : its log-likelihood
    low, high : range of the chance within `ALLOWED` of it
    """

    best: Array
    value: float
    low: float
    high: float


def told(truth: Truth, likelihood: Likelihood, bounds: Sequence[tuple[float, float]] = BOUNDS) -> Told:
    """Find the best fit, and how far the chance of the moved person can lie from it without visible loss.

    Parameters
    ----------
    truth : Truth
        Its `base` and `spread` count as known: numbers of ranks alone tell them.
    likelihood : callable
    bounds : sequence of pair
        Of level, carried and skill; equal ends hold one fixed.

    Returns
    -------
    Told
    """
    starts = [np.clip(np.array(start), *np.transpose(bounds)) for start in STARTS]
    lowest: Any = optimize.minimize  # whose stubs know no mixture of these arguments
    found = [lowest(lambda x: -likelihood(x), s, method="L-BFGS-B", bounds=bounds) for s in starts]
    best = min(found, key=lambda r: r.fun)
    enough = {"type": "ineq", "fun": lambda x: likelihood(x) + best.fun + ALLOWED}
    tries = [best.x, *(r.x for r in found)]

    def end(sign: int) -> float:
        values = []
        for start in tries:
            kept = {"bounds": bounds, "constraints": [enough]}
            r = lowest(lambda x: sign * moved(truth, x), start, method="SLSQP", **kept)
            values += [sign * r.fun] if likelihood(r.x) + best.fun + ALLOWED > -SLACK else []
        return float(min(values, key=lambda v: sign * v))

    return Told(best.x, -best.fun, end(1), end(-1))


def recovery(seed: int, people: int = PEOPLE) -> list[dict[str, Any]]:
    """Tell what each study finds of each made-up population.

    Parameters
    ----------
    seed : int
    people : int
        With at least one interview.

    Returns
    -------
    list of dict
        A row a population and study. `truth`: the chance of a person with 3 interviews, given 8;
        `low`, `high`: what the study leaves possible; `observed_few`, `observed_many`: the share
        matched among people who have 3 and 8; `same_few`: the person with 3, as it is.
    """
    return [row for k, name in enumerate(TRUTHS) for row in _studied(name, seed + k, people)]


def _studied(name: str, seed: int, n: int) -> list[dict[str, Any]]:
    truth, rng = TRUTHS[name], np.random.Generator(np.random.Philox(seed))
    x, people = np.array(truth[2:]), draw(truth, n, rng)
    seen = {study: (make(truth, people, rng), BOUNDS) for study, make in STUDIES.items()}
    seen[ALIKE] = (seen[PUBLISHED][0], (*BOUNDS[:2], (truth.skill, truth.skill)))
    facts = {
        "population": name,
        "truth": moved(truth, x),
        "observed_few": observed(truth, x, FEW),
        "observed_many": observed(truth, x, MANY),
        "same_few": moved(truth, x, FEW, FEW),
    }
    found = {study: told(truth, likelihood, bounds) for study, (likelihood, bounds) in seen.items()}
    return [{**facts, "study": study, "low": t.low, "high": t.high} for study, t in found.items()]


def equally_good(seed: int, people: int = PEOPLE, population: str = "both") -> list[dict[str, Any]]:
    """Fit matches by number of ranks with the share of the file that carries on held at one value after another.

    Parameters
    ----------
    seed, people : int
    population : str
        One of `TRUTHS`.

    Returns
    -------
    list of dict
        `carried` (held), `skill` (best with it), `worse`: loss of log-likelihood against the best of all,
        `moved`: the person with 3 interviews, given 8.
    """
    truth, rng = TRUTHS[population], np.random.Generator(np.random.Philox(seed))
    likelihood = by_ranks(truth, draw(truth, people, rng), rng)
    best = told(truth, likelihood).value
    rows = []
    for carried in HELD:
        fit = told(truth, likelihood, (BOUNDS[0], (carried, carried), BOUNDS[2]))
        rows.append({
            "carried": carried, "skill": float(fit.best[2]), "worse": best - fit.value, "moved": moved(truth, fit.best)
        })  # fmt: skip
    return rows


def page(seed: int, people: int = PEOPLE) -> str:
    """Lay both tables out in Markdown."""
    studies = [
        (
            r["population"],
            r["study"],
            *(f"{r[k]:.1%}" for k in ("observed_few", "observed_many", "truth", "low", "high")),
        )
        for r in recovery(seed, people)
    ]
    held = [
        (f"{r['carried']:.2f}", f"{r['skill']:.2f}", f"{r['worse']:.2f}", f"{r['moved']:.1%}")
        for r in equally_good(seed, people)
    ]
    columns = (
        "population",
        "what is seen",
        "matched of those with 3",
        "with 8",
        "3 moved to 8",
        "possible, from",
        "to",
    )
    fits = ("carried, held", "skill, best", "loss of log-likelihood", "3 moved to 8")
    return _grid(columns, studies) + "\n" + _grid(fits, held)


def _grid(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.write(page(*(int(x) for x in sys.argv[1:3] or ["1"])))
