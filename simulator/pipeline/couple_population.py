"""A population of couples through the product's own builder: `python -m simulator.pipeline.couple_population`.

Makes up couples of US seniors (`simulator.calibration.couples`), builds each couple's joint list with
`simulator.strategy.joint_list`, walks it down as `season.couple_walk` does, and writes how many couples
both, one and neither match to `simulator/model/data/couples_2007.json`. It takes a few minutes;
`python -m simulator.calibration.couples_page` makes a page of docs of it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import simulator.model as model_package
from simulator.calibration.couples import elsewhere, partners
from simulator.calibration.predict import Fit, fit_of
from simulator.engine.streams import identity
from simulator.model.parameters import load_calibration
from simulator.model.tables import table
from simulator.scenario import Program, scenario_from_dict
from simulator.scenario.couple import MAX_PAIRS, BuildEntry
from simulator.season.couple import NO_MATCH
from simulator.season.couple_conditional import BOTH, outcomes, walker
from simulator.strategy.joint_list import build_joint_list, wishes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.calibration.couples import Partners
    from simulator.scenario import Scenario

    Array = NDArray[np.float64]
    Ints = NDArray[np.int64]

NAME, SEED = "nrmp-2026", 1
FILE = "couples_2007.json"
LARGE_WORK = 1e9  # pairs times replicates: the compiled form
LABEL = 2027  # a season that scenarios may have; the builder does not look at it


class Assumed(NamedTuple):
    """What has to be assumed of the couples of 2007; see `couples_population.toml`.

    Attributes
    ----------
    couples, draws_apart, replicates, longest : sizes of the computation
    cities : in which both partners' programs lie
    together : as in a scenario's `couple.build`
    elsewhere : whether each list ends with a place outside the preferred specialty
    """

    couples: int
    draws_apart: int
    replicates: int
    longest: int
    cities: int
    together: str
    elsewhere: bool


def assumed() -> Assumed:
    """Return the assumptions of the data file."""
    told = table("couples_population")["assumed"]
    return Assumed(**{name: told[name] for name in Assumed._fields})


def splits(correlation: float, of: Assumed) -> Array:
    """Predict the splits of couples.

    Parameters
    ----------
    correlation : float
        Between partners, -1 to 1.
    of : Assumed

    Returns
    -------
    array (2, D, 3)
        Shares of couples of whom both, one and neither match, under each draw: if none ends the list with
        pairs of one alone, and if all do.
    """
    people = partners(thinned(of.draws_apart), correlation, of.couples, of.longest, SEED)
    coins = np.random.Generator(np.random.Philox(identity("couples of 2007")))
    last = elsewhere() if of.elsewhere else 0.0
    blank = scenario_from_dict({"name": "one", "season": LABEL, "applicant": {"type": "us_md"}, "programs": []})
    total = np.zeros((2, people.chance.shape[2], 3))
    for k in range(of.couples):
        lists = [_with_programs(blank, people, k, side, of, coins) for side in (0, 1)]
        total += _of_couple((lists[0], lists[1]), people.chance[k], last, of, coins)
    return total / of.couples


def thinned(apart: int) -> Fit:
    """Every so many draws of the calibration's fit."""
    fit = fit_of(load_calibration(NAME))
    shared, own = ({k: v[::apart] for k, v in of.items()} for of in (fit.shared, fit.by_specialty))
    return Fit(shared, own, fit.specialties, fit.fitted)


def _with_programs(
    blank: Scenario, people: Partners, k: int, side: int, of: Assumed, coins: np.random.Generator
) -> Scenario:
    """One partner with a list; the last program, if any, is that outside the preferred specialty."""
    count = int(people.ranks[k, side]) + of.elsewhere
    cities = coins.integers(0, of.cities, count)
    programs = tuple(
        Program.model_construct(name=f"{'AB'[side]} {n}", specialty="internal_medicine", setting="community",
                                city=f"City {c}", state=f"State {c}")
        for n, c in enumerate(cities)
    )  # fmt: skip
    return replace(blank, programs=programs, rank_order_list=tuple(p.name for p in programs))


def _of_couple(lists: tuple[Scenario, Scenario], chance: Array, last: float, of: Assumed, coins: Any) -> Array:
    """Both, one and neither of one couple, (2, D, 3): without and with pairs of one alone."""
    offer = [_chances(scenario, row, last, of) for scenario, row in zip(lists, chance, strict=True)]
    half = coins.random((len(offer[0]), of.replicates // 2))
    offered = np.tile(np.concatenate([half, 1 - half], axis=1), chance.shape[1]) < offer[0]
    pairs = _pairs(lists, of.together, include_no_match=True)
    found = np.stack([outcomes(pairs, walker(LARGE_WORK)(pairs, offered, offer[1]))] * 2)
    if len(pairs) == MAX_PAIRS:  # room may have been kept for the pairs of one
        pairs = _pairs(lists, of.together, include_no_match=False)
        found[0] = outcomes(pairs, walker(LARGE_WORK)(pairs, offered, offer[1]))
    else:  # the same pairs of two, at the top of the list
        found[0, BOTH + 1 : -1], found[0, -1] = 0.0, 1 - found[0, BOTH]
    by_draw = found.reshape(2, 4, chance.shape[1], of.replicates).mean(axis=3)
    return np.stack([by_draw[:, 0], by_draw[:, 1] + by_draw[:, 2], by_draw[:, 3]], axis=2)


def _chances(scenario: Scenario, chance: Array, last: float, of: Assumed) -> Array:
    """Chance of an offer at each program under each draw, repeated for the replicates, (P, n)."""
    rows = np.tile(chance, (len(scenario.programs), 1))
    if of.elsewhere:
        rows[-1] = last
    return np.repeat(rows, of.replicates, axis=1)


def _pairs(lists: tuple[Scenario, Scenario], together: str, *, include_no_match: bool) -> Ints:
    """Joint list of the builder as places, (L, 2)."""
    wishes = wishes_of(BuildEntry.model_validate({"together": together, "include_no_match": include_no_match}))
    built = build_joint_list(lists, wishes)
    at = [{p.name: k for k, p in enumerate(scenario.programs)} for scenario in lists]
    rows = [
        [NO_MATCH if p.first is None else at[0][p.first], NO_MATCH if p.second is None else at[1][p.second]]
        for p in built.pairs
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def find() -> dict[str, Any]:
    """Predict the splits on the grid of the data file; plain numbers, shares of couples.

    Returns
    -------
    dict
        calibration, draws, elsewhere; grid: of each correlation, `none` and `all` (couples with pairs of one
        alone): mean, low and high (90% of draws) of both, one, neither; others: the same under other
        assumptions.
    """
    told, base = table("couples_population"), assumed()
    bounds = told["other_assumptions"]
    other = {name: base._replace(**changes) for name, changes in bounds.items() if isinstance(changes, dict)}
    return {
        "calibration": NAME,
        "draws": len(thinned(base.draws_apart).shared["strength"]),
        "elsewhere": round(elsewhere(), 4),
        "grid": {f"{r:g}": _plain(splits(r, base)) for r in told["unidentified"]["correlation"]},
        "others": {name: _plain(splits(bounds["correlation"], of)) for name, of in other.items()},
    }


def _plain(found: Array) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, rows in zip(("none", "all"), found, strict=True):
        low, high = np.quantile(rows, (0.05, 0.95), axis=0)
        told[name] = {key: _rounded(x) for key, x in (("mean", rows.mean(axis=0)), ("low", low), ("high", high))}
    return told


def _rounded(values: Array) -> list[float]:
    return [round(float(x), 5) for x in values]


def main(arguments: Sequence[str]) -> None:
    """Write the splits to the package's data file, or to the file named."""
    path = Path(arguments[0]) if arguments else Path(model_package.__path__[0]) / "data" / FILE
    path.write_text(json.dumps(find(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
