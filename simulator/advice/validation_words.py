"""How a calibration fares on a published table, in words for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice.terminal import Paper, paper

if TYPE_CHECKING:
    from simulator.calibration.validation import Validation
    from simulator.calibration.validation_figures import Figure

MOST_OUTSIDE = 12


def validation_summary(found: Validation, colour: bool = False) -> str:
    """Return a validation as text: what was expected beside what was found.

    Parameters
    ----------
    found : Validation
    colour : bool
        Whether the terminal shows colour.
    """
    page = paper(colour=colour)
    lines = [page.paint(f"Settings {found.calibration}", "bold")]
    lines += page.paragraph(f"{found.cells:,} cells with {found.people:,} people" + _skipped(found.skipped))
    if found.cells:
        lines += page.heading("Do the published shares lie in their predicted ranges?") + _coverage(page, found)
        lines += page.heading("How probable were the outcomes? (0 is best)") + _scores(page, found)
    if found.figures:
        lines += page.heading("Published figures in their 90% ranges") + _figures(page, found.figures)
    if found.warnings:
        lines += page.heading("Notes") + page.bullets(found.warnings)
    return page.printed(lines)


def _skipped(n: int) -> str:
    return f"; {n:,} figures are not told, or not predicted, and were skipped." if n else "."


def _coverage(page: Paper, found: Validation) -> list[str]:
    rows = [
        ("inside 50% ranges (50% expected)", found.coverage_50, None),
        ("inside 90% ranges (90% expected)", found.coverage_90, found.coverage_90_interval),
        ("the same, cells of 20 or more people", found.coverage_90_n20, found.coverage_90_n20_interval),
    ]
    told = [(name, f"{share:.0%}", _range(ends)) for name, share, ends in rows if share is not None]
    note = "By randomised PIT, which is fair to small cells. In brackets: 90% range if specialties are drawn again."
    return page.table(told, 6) + page.paragraph(note, "dim", first="  ", indent=2)


def _range(ends: tuple[float, float] | None) -> str:
    return "" if ends is None else f"[{ends[0]:.0%} to {ends[1]:.0%}]"


def _scores(page: Paper, found: Validation) -> list[str]:
    rows = [
        ("log score per person, model", found.log_score, ""),
        ("  one chance for everyone of a group", found.log_score_constant_p, ""),
        ("  a line in the logarithm of the number of ranks", found.log_score_logistic, ""),
        ("  model minus line", found.log_score_minus_logistic, _error(found.log_score_minus_logistic_se)),
        ("Brier score", found.brier, ""),
        (
            "calibration slope (1 is right, less is too sure)",
            found.calibration_slope,
            _error(found.calibration_slope_se),
        ),
    ]
    return page.table([(name, f"{value:.3f}", note) for name, value, note in rows if value is not None], 7)


def _error(error: float | None) -> str:
    return "" if error is None else f"(se {error:.3f})"


def _distance(figure: Figure) -> float:
    """How far outside a figure lies, in widths of its range."""
    return max(figure.low - figure.published, figure.published - figure.high) / max(figure.high - figure.low, 1e-9)


def _figures(page: Paper, figures: tuple[Figure, ...]) -> list[str]:
    outside = sorted((figure for figure in figures if not figure.inside), key=_distance, reverse=True)
    first = "; the farthest outside first:" if outside else "."
    lines = [f"  {len(figures) - len(outside)} of {len(figures)} are inside{first}"]
    for figure in outside[:MOST_OUTSIDE]:
        text = (
            f"{figure.specialty}, {figure.group} {figure.year}, {figure.name}: published {figure.published:.3g}, "
            f"expected {figure.low:.3g} to {figure.high:.3g}"
        )
        lines += page.paragraph(f"outside: {text}", first="  ", indent=4)
    more = len(outside) - MOST_OUTSIDE
    return [*lines, f"  and {more} more outside"] if more > 0 else lines
