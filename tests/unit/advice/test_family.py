"""Every chart of the family keeps one contract: a Figure, whole and legible, with its own text, the same each time."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import simulator.advice.charts as package
from simulator import pipeline
from simulator.advice import charts, fonts, theme
from simulator.advice.charts.registry import FAMILY, Entry
from simulator.calibration.couples_ridge import found as ridge
from simulator.calibration.described import Told
from simulator.pipeline import studies
from simulator.scenario import scenario_from_dict
from simulator.strategy.reapply import reapply
from tests.unit.advice.couple_edges import COUPLES, couple_case
from tests.unit.advice.edges import LONG, case
from tests.unit.advice.test_calibration_charts import REBUILT, ROWS
from tests.unit.advice.test_charts import ALLOWED, CHANCE_OF_NONE_OR_ALL, colours_of, texts
from tests.unit.advice.test_experiment_words import result as experiment
from tests.unit.advice.test_market_reliability_chart import found_of as reliability
from tests.unit.advice.test_portfolio_chart import found as portfolio
from tests.unit.advice.test_study_charts import report as market
from tests.unit.advice.test_validation_chart import a_row, on, on_rows

PERSON = {"type": "non_us_img", "step2_ck": 240, "years_since_graduation": 3, "visa": "j1"}
PROGRAM = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"], "city": "Flint", "state": "MI"}
NAMES = (f"{LONG} 1", "東京 General Hospital", "São Paulo/Łódź Hôpital", "$x_1^2$ <b>Clinic</b>")


@cache
def _signals() -> Any:
    return studies.signalling((5, 25), replicates=4)


@cache
def _caps() -> Any:
    return [studies.interview_caps(form=f, replicates=2, caps=(None, 8)) for f in ("lottery", "match_and_offers")]


def _renamed(name: str) -> Any:
    made = experiment()
    crowds = tuple(replace(one, name=name) for one in made.crowds)
    return replace(made, crowds=crowds, arms=tuple(replace(arm, name=name) for arm in made.arms))


def season(status: str, **more: Any) -> dict[str, Any]:
    """A scenario with names that are long, foreign or look like markup."""
    programs = [PROGRAM | {"name": name, "status": status} for name in NAMES]
    return {"name": "n", "season": 2027, "as_of": "2026-11-15", "applicant": PERSON, "programs": programs, **more}


@cache
def _couple_advice() -> Any:
    couple = {"partner": season("interviewed") | {"name": "m"}, "build": {"together": "city"}}
    couple["partner"] = {key: couple["partner"][key] for key in ("applicant", "programs")}
    return pipeline.couple_advice(scenario_from_dict(season("interviewed", as_of="2027-02-10", couple=couple)))


@cache
def _sensitivity() -> Any:
    return pipeline.sensitivity(scenario_from_dict(season("applied")))


@cache
def _clock() -> Any:
    return pipeline.advise(scenario_from_dict(season("applied"))).clock


@cache
def _again() -> Any:
    return reapply(scenario_from_dict(season("interviewed", as_of="2027-02-10")), 2)


def _couples_with_strategies(name: str) -> Any:
    return replace(case("thirty strategies"), couple=couple_case(name).couple)


#: What each kind of chart is tried on, by what it takes.
SAMPLES: dict[str, dict[str, Callable[[], Any]]] = {
    "RunResult": {
        "many": lambda: case("thirty strategies"),
        "odd": lambda: case("odd names"),
        "none": lambda: case("zero programs"),
        "of a couple": lambda: _couples_with_strategies("usual"),
    },
    "CoupleResult": {name: COUPLES[name] for name in ("usual", "long names", "odd names", "thirty cities")},
    "CoupleAdvice": {"odd names": _couple_advice},
    "SeasonClock": {"odd names": _clock},
    "Sensitivity": {"odd names": _sensitivity},
    "Portfolio": {"tiers": lambda: portfolio("tiers"), "nothing": lambda: portfolio("nothing")},
    "Reapplying": {"odd names": _again},
    "Validation": {
        "one cell": lambda: on_rows(a_row()),
        "odd name": lambda: on_rows(a_row("A $x^2$ specialty \u4e2d\u6587 " + "long " * 20), a_row()),
        "figures": lambda: on("charting_non_us_img_2026"),
    },
    "Told": {"usual": lambda: Told("nrmp-2026", {"selection": ROWS, "reconstructions": REBUILT})},
    "couples_ridge.found()": {"usual": ridge},
    "ExperimentResult": {"usual": experiment, "odd name": lambda: _renamed(NAMES[0])},
    "MarketReliability": {"usual": reliability, "nobody": lambda: reliability(usual=False)},
    "MarketReport": {"usual": lambda: market(True), "outside": lambda: market(False)},
    "Study": {"usual": _signals},
    "two Study": {"usual": _caps},
}
CASES = [(entry, name) for entry in FAMILY for name in SAMPLES[entry.takes]]
every_chart = pytest.mark.parametrize("entry", FAMILY, ids=lambda entry: entry.name)
every_case = pytest.mark.parametrize(("entry", "sample"), CASES, ids=lambda x: x if isinstance(x, str) else x.name)


@cache
def drawn(entry: Entry, sample: str) -> Figure:
    figure = entry.draw(SAMPLES[entry.takes][sample]())
    with theme.style():
        figure.draw_without_rendering()
    return figure


def first(entry: Entry) -> Figure:
    return drawn(entry, next(iter(SAMPLES[entry.takes])))


def modules() -> list[Any]:
    return [importlib.import_module(f"{package.__name__}.{m.name}") for m in pkgutil.iter_modules(package.__path__)]


def test_every_public_function_that_returns_a_figure_is_in_the_family_once() -> None:
    made = {
        (module.__name__, name)
        for module in modules()
        for name, value in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and value.__module__ == module.__name__
        if inspect.signature(value).return_annotation == "Figure"
    }
    parts = {name for _, name in made} - {entry.draw.__name__ for entry in FAMILY}
    assert parts == {"message", "no_strategies", "draw_figures"}, "a new chart belongs into charts.registry.FAMILY"
    assert len({entry.name for entry in FAMILY}) == len(FAMILY)
    assert {entry.draw.__name__ for entry in FAMILY} <= set(charts.__all__)
    assert all(getattr(charts, entry.draw.__name__) is entry.draw for entry in FAMILY)


def test_charts_name_meanings_and_never_colours() -> None:
    for module in modules():
        text = inspect.getsource(module)
        strings = {
            n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
        named = {s for s in strings if re.fullmatch("#[0-9A-Fa-f]{3,8}", s) or s in mpl.colors.CSS4_COLORS}
        assert not {s for s in named if s not in ("red", "green", "yellow")}, module.__name__
        assert "theme.PALETTE" not in text, module.__name__
        assert "theme.TINTS" not in text, module.__name__


@every_case
def test_a_figure_of_the_familys_size_with_a_finding_and_its_limits(entry: Entry, sample: str) -> None:
    figure = drawn(entry, sample)
    said = {text.get_gid(): " ".join(text.get_text().split()) for text in figure.texts}
    assert isinstance(figure, Figure)
    assert figure.get_figwidth() == theme.WIDTH
    assert len(said["title"]) > 10
    assert re.search(r"In this model|Settings|\bruns\b.* seed \d", said["caption"])
    assert "Not affiliated with NRMP, AAMC or ECFMG; not advice." in said["caption"]
    assert colours_of(figure) <= ALLOWED


@every_case
def test_no_text_is_cut_off_covered_or_too_small(entry: Entry, sample: str) -> None:
    figure = drawn(entry, sample)
    boxes = list(texts(figure))
    width, height = figure.bbox.width, figure.bbox.height
    assert not [
        text.get_text() for text, b in boxes if b.x0 < 0 or b.y0 < 0 or b.x1 > width or b.y1 > height
    ]  # fmt: skip
    assert not [
        (one.get_text(), other.get_text())
        for (one, a), (other, b) in combinations(boxes, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2.5
    ]
    assert min(text.get_fontsize() for text, _ in boxes) >= 9  # 8 pixels on a phone of 360


@every_case
def test_it_says_what_it_shows(entry: Entry, sample: str) -> None:
    figure = drawn(entry, sample)
    alt = charts.describe(figure)
    title = next(" ".join(t.get_text().split()) for t in figure.texts if t.get_gid() == "title")
    assert "".join(alt.split()).startswith("".join(title.partition("\u2026")[0].split()))
    assert len(alt) > len(title) + 30, alt
    assert not CHANCE_OF_NONE_OR_ALL.search(alt), alt
    assert not re.search(r"\bnan\b|\bNone\b|\s[,;.:]|\.\.", alt.replace("None to", "")), alt
    svg = charts.image_bytes(figure, "svg").decode("utf-8")
    assert svg.count('role="img"') == 1
    assert " aria-label=" in svg


@every_chart
def test_every_character_has_a_glyph(entry: Entry) -> None:
    known = frozenset[int]().union(*fonts._glyphs(bold=False))
    for sample in SAMPLES[entry.takes]:
        drawn_texts = "".join(text.get_text() for text, _ in texts(drawn(entry, sample)))
        assert not {c for c in drawn_texts if ord(c) not in known and c != "\n"}


@every_chart
def test_the_same_result_gives_the_same_bytes(entry: Entry) -> None:
    sample = next(iter(SAMPLES[entry.takes].values()))()
    one, other = (charts.image_bytes(entry.draw(sample), "svg") for _ in range(2))
    assert one == other


@every_chart
def test_a_notebook_shows_it_with_its_text(entry: Entry) -> None:
    data, about = first(entry)._repr_png_()
    assert data.startswith(b"\x89PNG")
    assert about["alt"] == charts.describe(first(entry))
    assert about["width"] == 540


# Machado, Oliveira & Fernandes 2009, IEEE TVCG 15(6), severity 1: what people without one kind of cone see, linear RGB.
BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
}
#: Meanings that stand beside one another as marks.
APART = {
    "match": theme.MATCH, "no match": theme.NO_MATCH, "you": theme.YOU, "partly": theme.PARTLY,
    "belief": theme.BELIEF, "others": theme.OTHERS, "paper": theme.PAPER,
}  # fmt: skip


def lab(colour: str, seen: list[list[float]]) -> np.ndarray:
    """CIE L*a*b* (D65) of a colour as it is seen."""
    rgb = np.array(to_rgb(colour))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(np.array(seen) @ linear, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", list(BLINDNESS))
def test_meanings_look_different_to_everyone(kind: str) -> None:
    """No two marks are nearer than 15 in L*a*b*, six times what is just noticed (2.3: Mahy et al. 1994)."""
    seen = BLINDNESS[kind]
    near = {
        (a, b): round(float(np.linalg.norm(lab(APART[a], seen) - lab(APART[b], seen))), 1)
        for a, b in combinations(APART, 2)
    }
    assert min(near.values()) > 15, {pair: apart for pair, apart in near.items() if apart <= 15}


def test_a_match_and_none_never_differ_by_colour_alone() -> None:
    """Where bars or marks are of no match or fewer, they are hatched, hollow or crossed as well."""
    figure = drawn(next(entry for entry in FAMILY if entry.name == "couple_outcomes"), "usual")
    of_none = [p for p in figure.axes[1].patches if mpl.colors.to_hex(p.get_facecolor()) == theme.NO_MATCH.lower()]
    assert of_none
    assert all(patch.get_hatch() for patch in of_none)
