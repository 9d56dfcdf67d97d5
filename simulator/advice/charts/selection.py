"""Different people against one person: how much of a published curve is who has the interviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulator.advice import theme
from simulator.advice.charts.people import specialty_words
from simulator.advice.charts.shared import listed, scale_of_100

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simulator.calibration.described import Told

ALL = "all"
BLOCK, LABELS = 0.8, 1.46  #: inches: height of an assumption, width of its name
PEOPLE, PERSON = -0.12, 0.28  #: places of the two lines of a block
THIN = 0.003  #: so much more on either side, that a range of nothing is seen


def selection(found: Told) -> Figure:
    """Draw people with 3 and with 8 ranks, and one person moved from 3 to 8, under each assumption.

    There are ranges only: no published figure says where in them the truth lies.

    Parameters
    ----------
    found : Told
        From `simulator.calibration.described.told`: its table `selection` holds assumptions with 90% intervals of
        chances, the last row all assumptions together.
    """
    told, settings = found.tables["selection"], found.calibration
    with theme.style():
        page = theme.sheet(_title(told[-1]), BLOCK * len(told) + 0.95, _caption(settings), _alt(told))
        axes = page.axes(LABELS, 0.88, page.width - LABELS - 0.2, BLOCK * len(told))
        for place, row in enumerate(told):
            _pair(axes, place + PEOPLE, row["observed_at_3"], row["observed_at_8"], theme.OTHERS, "--")
            _pair(axes, place + PERSON, row["same_person_at_3"], row["same_person_at_8"], theme.MATCH, "-")
        _names(axes, [row["assumption"] for row in told])
        axes.plot(
            [],
            [],
            color=theme.OTHERS,
            linewidth=5,
            solid_capstyle="butt",
            label="different people, with 3 and with 8 ranks",
        )
        axes.plot(
            [],
            [],
            color=theme.MATCH,
            linewidth=5,
            solid_capstyle="butt",
            label="one person with 3 interviews, and given 8",
        )
        up = (page.bottom + 0.02) / page.figure.get_figheight()
        page.figure.legend(loc="lower left", bbox_to_anchor=(page.left / theme.WIDTH, up))
        return page.figure


def _title(whole: Mapping[str, Any]) -> str:
    people, person = (_hundred(whole[k], " to ") for k in ("difference_between_people", "gain_of_the_same_person"))
    return f"Of 100 people with 8 ranks {people} more match than with 3; one person given 8 instead of 3 gains {person}"


def _hundred(ends: Sequence[float], between: str) -> str:
    low, high = (round(100 * end) for end in ends)
    return str(low) if low == high else f"{low}{between}{high}"


def _caption(settings: str) -> str:
    return (
        f"Settings {settings}; non-US IMGs in internal medicine. Bars: 90% ranges under each stated assumption on how "
        "much of the file still counts after the interview, and how much people differ as interviewees. Published "
        "figures are about the black pairs; they do not tell which blue pair is right, so no middle is drawn."
    )


def _alt(told: Sequence[Mapping[str, Any]]) -> str:
    def said(row: Mapping[str, Any]) -> str:
        people, person = (
            " and ".join(_hundred(row[f"{who}_at_{n}"], " to ") for n in (3, 8)) for who in ("observed", "same_person")
        )
        return f"{_name(row['assumption'])}: people {people}, one person {person}"

    return f"Matched, of 100, with 3 and with 8 ranks. {listed(map(said, told))}"


def _name(assumption: str) -> str:
    return "all together" if assumption == ALL else specialty_words(assumption)


def _pair(axes: Axes, y: float, few: Sequence[float], many: Sequence[float], colour: str, line: str) -> None:
    """Draw two ranges, and a thin line from one to the other."""
    axes.plot([few[1], many[0]], [y, y], color=colour, linewidth=0.9, linestyle=line, zorder=1)
    for low, high in (few, many):
        axes.plot([low - THIN, high + THIN], [y, y], color=colour, linewidth=6, solid_capstyle="butt", zorder=2)
        middle = (low + high) / 2
        label = _hundred((low, high), "\u2013")
        axes.text(middle, y - 0.07, label, fontsize=theme.SMALL_SIZE, ha="center", va="bottom", color=colour, zorder=3)


def _names(axes: Axes, names: Sequence[str]) -> None:
    words = [_name(name) for name in names]
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(range(len(names)), [theme.shorten(word, LABELS - 0.15, theme.TEXT_SIZE) for word in words])
    axes.tick_params(axis="y", length=0, pad=6)
    axes.spines["left"].set_visible(False)
    scale_of_100(axes, "x")
    axes.set_xlabel("matched, of 100")
    if names[-1] == ALL and len(names) > 1:
        axes.axhline(len(names) - 1.5, color=theme.LINE, linewidth=0.8)
