"""The model's curve by number of ranks among curves rebuilt from published moments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.advice import frequency, theme
from simulator.advice.charts.people import group_words, specialty_words
from simulator.advice.charts.shared import listed, scale_of_100, step_ticks

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.calibration.described import Told


def reconstructions(found: Told) -> Figure:
    """Draw the model's curve with its band, and the curve as each family of distributions rebuilds it.

    Parameters
    ----------
    found : Told
        From `simulator.calibration.described.told`.
    """
    told, settings = found.tables["reconstructions"], found.calibration
    with theme.style():
        entries = len(told["families"]) + 1
        foot = 0.52 + 0.2 * entries
        page = theme.sheet(_title(told), 2.6 + foot, _caption(told, settings), _alt(told))
        axes = page.axes(0.56, foot, page.width - 0.62, page.height - foot - 0.08)
        _curves(axes, told)
        up = (page.bottom + 0.02) / page.figure.get_figheight()
        page.figure.legend(loc="lower left", bbox_to_anchor=(page.left / theme.WIDTH, up))
        return page.figure


def _title(told: Mapping[str, Any]) -> str:
    families = np.array(list(told["families"].values()))
    model = np.asarray(told["model"])
    inside = int(((model >= families.min(axis=0)) & (model <= families.max(axis=0))).sum())
    many = "all" if inside == model.size else str(inside)
    return f"At {many} of {model.size} numbers of ranks the model lies among curves rebuilt from means and SDs"


def _caption(told: Mapping[str, Any], settings: str) -> str:
    group, _, rest = str(told["group"]).partition("/")
    return (
        f"Settings {settings}; {group_words(group)}, {specialty_words(rest)}. Published were only how many matched, "
        "and mean and SD of the ranks of those who did and did not. Each line takes these numbers to come from another "
        "family of distributions; the band is the model's 90% range. Different people at each number of ranks."
    )


def _alt(told: Mapping[str, Any]) -> str:
    rows = list(zip(told["counts"], told["low"], told["high"], strict=True))
    said = (f"with {n} ranks {frequency.range_words(low, high)}" for n, low, high in rows[:: max(1, len(rows) // 5)])
    families = np.array(list(told["families"].values()))
    apart = frequency.count_words(float((families.max(axis=0) - families.min(axis=0)).max()))
    return f"The model's range, of 100: {listed(said)} Rebuilt curves lie up to {apart} of 100 apart."


def _curves(axes: Axes, told: Mapping[str, Any]) -> None:
    counts = told["counts"]
    axes.fill_between(counts, told["low"], told["high"], facecolor=theme.RANGE, edgecolor=theme.RANGE_EDGE, zorder=1)
    axes.plot(counts, told["model"], color=theme.MATCH, linewidth=2.6, zorder=3, label="the model, with its range")
    for place, (name, curve) in enumerate(told["families"].items()):
        colour, line = theme.ASSUMPTIONS[place % len(theme.ASSUMPTIONS)]
        axes.plot(counts, curve, color=colour, linestyle=line, linewidth=1.5, zorder=2, label=name)
    axes.set_xlim(min(counts), max(counts))
    axes.set_xticks(step_ticks(min(counts), max(counts), 15))
    axes.set_xlabel("programs ranked")
    scale_of_100(axes)
    axes.set_ylabel("matched, of 100 such people")
