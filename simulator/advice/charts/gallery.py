"""The gallery: one page of the docs with every chart, drawn from the shipped scenarios.

``python -m simulator.advice.charts.gallery docs`` writes ``docs/gallery.md`` and ``docs/images/gallery/*.png``. The
text of each picture is stored in it, so that a test can tell whether it still says what the code would draw.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.advice.charts.files import describe, small_png
from simulator.advice.charts.gallery_examples import SLOW, Examples
from simulator.advice.charts.png import description
from simulator.advice.charts.registry import FAMILY
from simulator.outcomes.saving import write_whole

if TYPE_CHECKING:
    from simulator.advice.charts.registry import Entry

PAGE, PICTURES = "gallery.md", "images/gallery"
HEAD = """# Gallery of charts

Every chart of the family, drawn from the scenarios in `scenarios/`. This page and its pictures are written by code:

```sh
python -m simulator.advice.charts.gallery docs
```

In Python each chart is a function of a result: `simulator.charts.NAME(result)` returns a matplotlib `Figure`, which
shows itself in a notebook; `simulator.charts.describe(figure)` returns the text that stands for it where it cannot be
seen.
The command writes them as PNG and SVG with `--charts DIR`; both carry that text.

One colour, one meaning: blue is a match or more of them; vermillion, always hatched, hollow or crossed as well, none or
fewer; orange is this applicant, or those whom a strategy changes; light blue is what the model does not know; black and
dashed, other people as published; grey, not established. Counts are of 100, whole, and never 0 or 100.
"""


def page(told: Sequence[tuple[Entry, str]], source: Mapping[str, str]) -> str:
    """Return the page of the docs.

    Parameters
    ----------
    told : sequence of (Entry, str)
        The charts, and what each shows in words.
    source : mapping
        What each is drawn from, by name.
    """
    return "\n".join([HEAD, *(_section(entry, alt, source[entry.name]) for entry, alt in told)])


def _section(entry: Entry, alt: str, source: str) -> str:
    command = f" Command: `{entry.command}`." if entry.command else ""
    words = _escaped(alt)
    return (
        f"## {entry.question}\n\n"
        f"![{words}]({PICTURES}/{entry.name}.png)\n\n"
        f"`{entry.draw.__name__}` of a `{entry.takes}`; here of {source}.{command}\n\n"
        f"*In words:* {words}\n"
    )


def _escaped(text: str) -> str:
    """Return text in which nothing is Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>$" else c for c in text)


def drawn(examples: Examples, folder: Path, slow: bool = False) -> Iterator[tuple[Entry, str, bytes]]:
    """Draw every chart from its example; those that take minutes only where asked for, or not there yet.

    Parameters
    ----------
    examples : Examples
    folder : Path
        Of the pictures as they are.
    slow : bool
        Whether to draw those of the national market anew, too.

    Yields
    ------
    (Entry, str, bytes)
        In the order of the family: what it shows in words, and its picture.
    """
    for entry in FAMILY:
        path = folder / f"{entry.name}.png"
        if entry.name in SLOW and not slow and path.exists():
            picture = path.read_bytes()
            yield entry, description(picture), picture
        else:
            figure = entry.draw(examples.of(entry.name))
            yield entry, describe(figure), small_png(figure)


def write(docs: Path, scenarios: Path, slow: bool = False) -> list[Path]:
    """Write the page and its pictures.

    Parameters
    ----------
    docs : Path
        Folder of the docs.
    scenarios : Path
        Folder of the shipped scenarios.
    slow : bool
        As in `drawn`.

    Returns
    -------
    list of Path
        The page, then the pictures.
    """
    examples, folder = Examples(scenarios), docs / PICTURES
    made = list(drawn(examples, folder, slow))
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(docs / PAGE, page([(entry, alt) for entry, alt, _ in made], examples.sources()))
    pictures = [folder / f"{entry.name}.png" for entry, _, _ in made]
    for path, (_, _, picture) in zip(pictures, made, strict=True):
        path.write_bytes(picture)
    return [docs / PAGE, *pictures]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the gallery from the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        By default those of the process.
    """
    parser = argparse.ArgumentParser(description="Write the gallery of charts: one page and its pictures.")
    parser.add_argument("docs", type=Path, help="folder of the docs")
    parser.add_argument("--scenarios", type=Path, default=Path("scenarios"), help="folder of the shipped scenarios")
    parser.add_argument("--slow", action="store_true", help="draw those of the national market anew, too (minutes)")
    given = parser.parse_args(arguments)
    write(given.docs, given.scenarios, given.slow)


if __name__ == "__main__":
    main()
