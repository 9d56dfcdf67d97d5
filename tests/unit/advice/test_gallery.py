"""The gallery: the page says what the code would draw now, and so does every picture of it; all small enough."""

from pathlib import Path

import pytest

from simulator.advice.charts import gallery
from simulator.advice.charts.gallery_examples import OF, Examples
from simulator.advice.charts.png import description
from simulator.advice.charts.registry import FAMILY, Entry

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "docs" / gallery.PICTURES
MOST_BYTES = 60_000
REMEDY = "run: python -m simulator.advice.charts.gallery docs"


@pytest.fixture(scope="module")
def made() -> tuple[list[tuple[Entry, str]], Examples]:
    """All but the slow charts drawn again; those of the national market are as their pictures have them."""
    examples = Examples(ROOT / "scenarios")
    return [(entry, alt) for entry, alt, _ in gallery.drawn(examples, FOLDER)], examples


def test_every_chart_has_an_example() -> None:
    assert list(OF) == [entry.name for entry in FAMILY]


def test_the_page_is_current(made: tuple[list[tuple[Entry, str]], Examples]) -> None:
    told, examples = made
    assert (ROOT / "docs" / gallery.PAGE).read_text("utf-8") == gallery.page(told, examples.sources()), REMEDY


def test_every_picture_is_current_and_small(made: tuple[list[tuple[Entry, str]], Examples]) -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{entry.name}.png" for entry in FAMILY}
    for entry, alt in made[0]:
        data = (FOLDER / f"{entry.name}.png").read_bytes()
        assert description(data) == alt, f"{entry.name}: {REMEDY}"
        assert len(data) < MOST_BYTES, entry.name


def test_the_page_escapes_what_would_be_markdown() -> None:
    told = [(FAMILY[0], "a *b* [c](d) $e$ <f>")]
    page = gallery.page(told, {FAMILY[0].name: "x"})
    assert r"a \*b\* \[c\](d) \$e\$ \<f\>" in page
