"""A cap on interviews: who matches, by competitiveness, under a published lottery and under the algorithm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import theme
from simulator.advice.charts.shared import scale_of_100

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.study import Study

LOOKS: tuple[dict[str, Any], ...] = (
    {"color": theme.INK, "linestyle": "-", "marker": "o"},
    {"color": theme.PALETTE["blue"], "linestyle": (0, (5, 2)), "marker": "s"},
    {"color": theme.PALETTE["vermillion"], "linestyle": (0, (1, 1.2)), "marker": "^"},
    {"color": theme.PALETTE["green"], "linestyle": (0, (4, 1.5, 1, 1.5)), "marker": "D"},
)
TENTH = "matched, tenth "


def caps_study(lottery: Study, settled: Study) -> Figure:
    """Draw the share matched by tenth of competitiveness, a line for each cap.

    Parameters
    ----------
    lottery : Study
        From `pipeline.studies.interview_caps` as published.
    settled : Study
        The same caps with offers and the algorithm.
    """
    with theme.style():
        page = theme.sheet(_title(lottery, settled), 3.2, _caption(lottery))
        half = page.width / 2
        for place, (study, name) in enumerate(
            ((lottery, "Programs draw in turn"), (settled, "Offers, then the Match"))
        ):
            axes = page.axes(0.42 + place * half, 0.85, half - 0.5, 2.05)
            _lines(axes, study)
            axes.set_title(name, fontsize=theme.TEXT_SIZE, loc="left", pad=5)
        up = page.bottom / page.figure.get_figheight()
        handles, labels = axes.get_legend_handles_labels()
        page.figure.legend(handles, labels, loc="lower left", ncols=4, bbox_to_anchor=(page.left / theme.WIDTH, up))
        return page.figure


def _cases(study: Study) -> list[str]:
    return list(dict.fromkeys(cell.case for cell in study.cells))


def _title(lottery: Study, settled: Study) -> str:
    tightest = _cases(lottery)[-1]
    before, after = (round(study.cell(tightest, "unfilled").model) for study in (lottery, settled))
    return f"With a {tightest}, drawing in turn leaves {before} positions open, offers and the Match {after}"


def _caption(study: Study) -> str:
    return (
        f"{study.title}: 120 programs, 360 positions, 570 applicants, {study.replicates} runs, seed {study.seed}. "
        "Left: the set-up of Mitton, Elder & Hunter 2023 with our guesses of what they did not publish. Right: people "
        "keep the offers that they like best, and both sides rank whom they met."
    )


def _lines(axes: Axes, study: Study) -> None:
    for look, case in zip(LOOKS, _cases(study), strict=False):
        shares = [c.model for c in study.cells if c.case == case and c.figure.startswith(TENTH)]
        axes.plot(range(1, len(shares) + 1), shares, label=case, linewidth=1.5, markersize=3.2, clip_on=False, **look)
    axes.set_xlim(0.6, 10.4)
    axes.set_xticks([1, 10], ["most", "least"])
    axes.set_xlabel("competitive, in tenths", labelpad=-2)
    scale_of_100(axes)
