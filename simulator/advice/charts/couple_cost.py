"""What staying together costs each partner: alone against the joint list, with ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.advice import frequency, theme
from simulator.advice.charts.shared import listed, model_note, put, rows_axes, scale_of_100
from simulator.scenario.plain_words import type_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.outcomes.couple import CoupleResult, PartnerAlone
    from simulator.outcomes.result import Estimate

NAMES, FOOT, ROW, HEAD = 2.4, 0.5, 0.42, 0.34  #: inches


def couple_cost(result: CoupleResult) -> Figure:
    """Draw how many of 100 match alone and by the joint list, for each partner, with ranges.

    Parameters
    ----------
    result : CoupleResult
        `RunResult.couple`, or what `run_couple` returned.
    """
    with theme.style():
        block = HEAD + 2 * ROW
        page = theme.sheet(_title(result), 2 * block + FOOT, _caption(result), _alt(result))
        names = rows_axes(page, FOOT, 2 * block)
        axes = page.axes(NAMES, FOOT, page.width - NAMES - 0.15, 2 * block)
        scale_of_100(axes, "x")
        axes.set(ylim=(2 * block, 0), yticks=[])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("matched, of 100")
        for side, (who, one) in enumerate(zip(("First", "Second"), result.partners, strict=True)):
            _partner(axes, names, side * block, who, one)
        return page.figure


def _partner(axes: Axes, names: Axes, top: float, who: str, one: PartnerAlone) -> None:
    kind = type_words(one.applicant_type)
    put(names, 0, top + 0.6 * HEAD, theme.printable(f"{who}: {kind}"), fontweight="bold")
    if top:
        axes.axhline(top + 0.04, color=theme.FAINT, linewidth=0.8)
    for row, (words, found, is_alone) in enumerate((("alone", one.alone, True), ("joint list", one.matched, False))):
        y = top + HEAD + ROW * (row + 0.5)
        put(names, 0.12, y, f"{words}: {_numbers(found)}", fontsize=theme.SMALL_SIZE)
        _dot(axes, y, found, is_alone)


def _numbers(found: Estimate) -> str:
    words, within = frequency.count_words(found.exact), frequency.range_words(found.low, found.high)
    said = words if within == words else f"{words}, plausibly {within}"
    return said.replace("fewer than ", "<").replace("more than ", ">")


def _dot(axes: Axes, y: float, found: Estimate, is_alone: bool) -> None:
    """Hollow alone, full by the joint list."""
    colour = theme.OPEN if is_alone else theme.MATCH
    axes.plot(
        [found.low, found.high], [y, y], color=colour, linewidth=2.4, solid_capstyle="butt", zorder=2, clip_on=False
    )
    marker, face = ("o", theme.PAPER) if is_alone else ("s", colour)
    axes.scatter(
        found.exact, y, s=52, marker=marker, facecolor=face, edgecolor=colour, linewidth=1.6, zorder=3, clip_on=False
    )


def _alt(result: CoupleResult) -> str:
    said = (
        f"{who} partner alone {_numbers(one.alone)}, by the joint list {_numbers(one.matched)}"
        for who, one in zip(("first", "second"), result.partners, strict=True)
    )
    return f"Matched, of 100: {listed(said)}"


def _title(result: CoupleResult) -> str:
    costs = [frequency.of_100(one.alone.exact) - frequency.of_100(one.in_couple) for one in result.partners]
    if max(costs) <= 0:
        return "Staying together costs neither of you anything in this model"
    first, second = (f"about {cost} of 100" if cost > 0 else "nothing" for cost in costs)
    return f"Staying together costs the first partner {first}, the second {second}"


def _caption(result: CoupleResult) -> str:
    return (
        f"{model_note(result)}. Circle: alone, with a list of one's own. Square: by the joint list, together or "
        f"not. Lines: the range that the model holds to be {round(100 * result.both.level)} of 100 likely."
    )
