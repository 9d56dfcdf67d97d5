"""Numbers of preference signals: a published simulation, ours on the same set-up, and ours with what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.advice import theme
from simulator.advice.charts.shared import listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.study import Study, StudyCell

PANELS = {
    "interview_given_signal": "Interviews, of 100 signals",
    "reviews_per_program": "Applications a program looks at",
    "unfilled": "Positions left open",
}
SHARES = {"interview_given_signal"}
PANEL, GAP = 1.35, 0.42  #: inches


def signals_study(study: Study, beyond: Study | None = None) -> Figure:
    """Draw figures by number of signals.

    Parameters
    ----------
    study : Study
        From `pipeline.studies.signalling`, as published.
    beyond : Study, optional
        The same with other rules; drawn as a line beside it.
    """
    with theme.style():
        height = len(PANELS) * (PANEL + GAP) + 0.75
        page = theme.sheet(_title(study), height, _caption(study, beyond), _alt(study))
        for place, (figure, name) in enumerate(PANELS.items()):
            y = height - (place + 1) * (PANEL + GAP) + 0.1
            axes = page.axes(0.45, y, page.width - 0.6, PANEL)
            _panel(axes, figure, study, beyond)
            axes.set_title(name, fontsize=theme.TEXT_SIZE, loc="left", pad=5)
        axes.set_xlabel("signals each applicant may send")
        handles, labels = axes.get_legend_handles_labels()
        up = (page.bottom + 0.0) / page.figure.get_figheight()
        page.figure.legend(handles, labels, loc="lower left", ncols=3, bbox_to_anchor=(page.left / theme.WIDTH, up))
        return page.figure


def _title(study: Study) -> str:
    agree, asked = study.agreement
    return f"{agree} of {asked} published figures lie where ours fall on the same set-up"


def _caption(study: Study, beyond: Study | None) -> str:
    other = (
        " Dashed: programs see each applicant in their own way, applicants have taste, and a signal adds to a score "
        "instead of coming before everything: our additions, not the study's."
    )
    return (
        f"{study.title}, {study.replicates} runs of ours a number, seed {study.seed}. Band: where {study.level:.0%} of "
        f"means of as many runs as were published fall. Published: {study.source.split(',')[0]}."
        f"{other if beyond else ''}"
    )


def _alt(study: Study) -> str:
    def said(figure: str, name: str) -> str:
        one = _series(study, figure)
        ends = [f"{one['x'][k]} signals {one['low'][k]:.0f} to {one['high'][k]:.0f}" for k in (0, -1)]
        published = ", ".join(f"{x} {y:.0f}" for x, y in zip(one["told_x"], one["told"], strict=True))
        return f"{name}: {', '.join(ends)}" + (f"; published {published}" if published else "")

    return listed(said(*panel) for panel in PANELS.items())


def _signals(cell: StudyCell) -> int:
    return int(cell.case.split()[0])


def _series(study: Study, figure: str) -> dict[str, list[Any]]:
    scale = 100 if figure in SHARES else 1
    cells = sorted((c for c in study.cells if c.figure == figure), key=_signals)
    found: dict[str, list[Any]] = {"x": [_signals(c) for c in cells]}
    for name in ("model", "low", "high"):
        found[name] = [scale * getattr(c, name) for c in cells]
    told = [c for c in cells if c.published is not None]
    found["told_x"] = [_signals(c) for c in told]
    found["told"] = [scale * c.published for c in told if c.published is not None]
    return found


def _panel(axes: Axes, figure: str, study: Study, beyond: Study | None) -> None:
    ours = _series(study, figure)
    axes.fill_between(ours["x"], ours["low"], ours["high"], facecolor=theme.RANGE, linewidth=0, zorder=1)
    axes.plot(ours["x"], ours["model"], color=theme.MATCH, linewidth=2.0, zorder=2, label="ours")
    look: dict[str, Any] = {
        "color": theme.OTHERS,
        "markerfacecolor": "none",
        "markeredgecolor": theme.OTHERS,
        "markersize": 4.2,
        "clip_on": False,
    }
    axes.plot(ours["told_x"], ours["told"], "o", zorder=4, label="published", **look)
    if beyond is not None:
        other = _series(beyond, figure)
        colour, dashes = theme.ASSUMPTIONS[1]
        line: dict[str, Any] = {"color": colour, "linestyle": dashes, "linewidth": 1.8}
        axes.plot(other["x"], other["model"], zorder=3, label="with what it leaves out", **line)
    axes.set_xlim(0.4, max(ours["x"]) + 0.6)
    axes.set_ylim(0, 1.04 * max([*ours["high"], *ours["told"]]))
    axes.grid(axis="y")
