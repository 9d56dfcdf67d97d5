"""A cap on interviews: who matches, by competitiveness, under a published lottery and under the algorithm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.advice import theme
from simulator.advice.charts.shared import listed, scale_of_100
from simulator.advice.frequency import count_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.study import Study

MARKERS = ("o", "s", "^", "D")
TENTH = "matched, tenth "


def caps_study(found: Sequence[Study]) -> Figure:
    """Draw the share matched by tenth of competitiveness, a line for each cap.

    Parameters
    ----------
    found : sequence of two Study
        From `pipeline.studies.interview_caps`: as published, then the same caps with offers and the algorithm.
    """
    lottery, settled = found
    with theme.style():
        page = theme.sheet(_title(lottery, settled), 3.2, _caption(lottery), _alt(lottery, settled))
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


def _alt(lottery: Study, settled: Study) -> str:
    def said(study: Study, how: str, case: str) -> str:
        shares = [cell.model for cell in study.cells if cell.case == case and cell.figure.startswith(TENTH)]
        most, least = count_words(shares[0]), count_words(shares[-1])
        return f"{how}, {case}: {most} of the most competitive tenth, {least} of the least"

    both = ((lottery, "drawing in turn"), (settled, "offers and the Match"))
    every = [said(study, how, case) for study, how in both for case in (_cases(study)[0], _cases(study)[-1])]
    return f"Matched, of 100: {listed(every)}"


def _caption(study: Study) -> str:
    return (
        f"{study.title}: 120 programs, 360 positions, 570 applicants, {study.replicates} runs, seed {study.seed}. "
        "Left: the set-up of Mitton, Elder & Hunter 2023 with our guesses of what they did not publish. Right: people "
        "keep the offers that they like best, and both sides rank whom they met."
    )


def _lines(axes: Axes, study: Study) -> None:
    for (colour, line), marker, case in zip(theme.ASSUMPTIONS, MARKERS, _cases(study), strict=False):
        look: dict[str, Any] = {"color": colour, "linestyle": line, "marker": marker}
        shares = [c.model for c in study.cells if c.case == case and c.figure.startswith(TENTH)]
        axes.plot(range(1, len(shares) + 1), shares, label=case, linewidth=1.5, markersize=3.2, clip_on=False, **look)
    axes.set_xlim(0.6, 10.4)
    axes.set_xticks([1, 10], ["most", "least"])
    axes.set_xlabel("competitive, in tenths")
    scale_of_100(axes)
