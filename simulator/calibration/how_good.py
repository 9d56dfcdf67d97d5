"""How good is it? The current numbers on one page: `python -m simulator.calibration.how_good > docs/how_good.md`.

Every number is read from the data files that the checks themselves wrote; a test holds the committed page to this.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from simulator.calibration.described import free_tables
from simulator.calibration.how_good_words import BRIEF, END, HEAD, MARKET, NOT, PUBLISHED, UNSEEN
from simulator.calibration.markdown import grid, of_100, section, words
from simulator.calibration.market_check import stored
from simulator.calibration.report_figures import published_figures
from simulator.model.parameters import load_calibration

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "nrmp-2026"
HEADLINES = ("non_us_img/internal_medicine", "us_img/internal_medicine")


def page(name: str = NAME) -> str:
    """Write how the shipped calibration and the market do against what was published.

    Parameters
    ----------
    name : str
        A calibration with a fitted model of populations.

    Returns
    -------
    str
        Markdown.
    """
    told, market = free_tables(name), stored()
    parts = [
        HEAD,
        section("In brief", BRIEF, _brief(told, market, name)),
        section("On specialties that the fit has not seen", UNSEEN, _unseen(told["validation"])),
        section("On the figures of 2026", PUBLISHED, _published(name)),
        section("In a whole market", MARKET, _seasons(market), _market(market), _reliability(market)),
        section("What was not tested", NOT),
        END,
    ]
    return "\n".join(parts)


def _brief(told: Mapping[str, Any], market: Mapping[str, Any], name: str) -> str:
    held, figures = told["validation"], published_figures(load_calibration(name))
    inside = sum(figure.inside for figure in figures)
    unfitted = [f for f in market["figures"] if not f["fitted"]]
    within = sum(f["inside"] for f in unfitted)
    rows = [
        ("does a 90% range hold 90 of 100 published cells of a specialty left out?",
         f"{100 * held['coverage_90']:.0f} of 100 ({of_100(*held['coverage_90_interval'])})"),
        ("is a predicted 60 really 60? Slope of outcome on prediction, 1 is right",
         f"{held['calibration_slope']:.2f}, standard error {held['calibration_slope_se']:.2f}"),
        ("published moments of internal medicine 2026 inside their range", f"{inside} of {len(figures)}"),
        ("figures of the national market inside their range, of those that it was not fitted to",
         f"{within} of {len(unfitted)}"),
    ]  # fmt: skip
    rows += [
        (f"slope of the market's outcomes on the season of one, {_who(row['group'])}", _slope(row))
        for row in market["reliability"] if row["group"] in HEADLINES
    ]  # fmt: skip
    return grid(("question", "answer"), rows)


def _unseen(held: Mapping[str, Any]) -> str:
    rows = [
        ("this model", f"{held['log_score']:.3f}"),
        ("one chance for everybody", f"{held['log_score_constant_p']:.3f}"),
        ("a line in the logarithm of the number of ranks", f"{held['log_score_logistic']:.3f}"),
    ]
    return grid(("forecast of specialties left out", "log score per person"), rows)


def _published(name: str) -> str:
    found = [f for f in published_figures(load_calibration(name)) if not f.inside]
    rows = [(f.name.replace("_", " "), f"{f.published:g}", f"{f.low:.3g} to {f.high:.3g}") for f in found]
    return grid(("outside its range", "published", "the model's range"), rows) if rows else "None is outside.\n"


def _seasons(market: Mapping[str, Any]) -> str:
    n = market["seasons"]
    return (
        f"Seed {market['seed']}, on whose seasons the market's settings were looked at too: {n['report']} seasons for "
        f"the figures, {n['reliability']} for the slopes. "
        "[market.md](market.md#the-season-of-one-against-the-market) has slopes of a seed that had no part in them."
    )


def _market(market: Mapping[str, Any]) -> str:
    names = sorted({f["name"] for f in market["figures"]})
    rows = [_tally(name, [f for f in market["figures"] if f["name"] == name]) for name in names]
    return grid(("figure", "how many", "inside", "of these fitted to", "inside without being fitted"), rows)


def _tally(name: str, of: list[dict[str, Any]]) -> tuple[str, str, str, str, str]:
    free = [f for f in of if not f["fitted"]]
    inside, inside_free = sum(f["inside"] for f in of), sum(f["inside"] for f in free)
    tested = f"{inside_free} of {len(free)}" if free else "none to test"
    return name.replace("_", " "), str(len(of)), str(inside), str(len(of) - len(free)), tested


def _reliability(market: Mapping[str, Any]) -> str:
    rows = [
        (_who(row["group"]), f"{row['people']:,}", f"{100 * row['predicted']:.0f}", f"{100 * row['matched']:.0f}",
         _slope(row), f"{row['brier']:.3f}")
        for row in market["reliability"]
    ]  # fmt: skip
    return grid(("who", "people", "predicted, of 100", "matched, of 100", "slope (90%)", "Brier"), rows)


def _slope(row: Mapping[str, Any]) -> str:
    middle, low, high = row["slope"]
    return f"{middle:.2f} ({low:.2f} to {high:.2f})"


def _who(group: str) -> str:
    return ", ".join(map(words, group.split("/")))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr] # a terminal's stream can
    sys.stdout.write(page())
