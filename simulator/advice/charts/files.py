"""Charts on disk: all of them or none, each file whole."""

from __future__ import annotations

import gc
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from simulator.advice import theme
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from simulator.outcomes.result import RunResult


def save_all(result: RunResult, directory: str | os.PathLike[str]) -> list[Path]:
    """Write every chart as PNG and SVG into a folder, which is made if need be; of a couple, the charts of couples.

    Charts are drawn in memory first; each file appears under its name only when it is whole.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    directory : path
        Folder to write to.

    Returns
    -------
    list of Path
        The files, in the order of `CHARTS` (of a couple, `CHARTS_OF_COUPLES`) and then
        `CHARTS_OF_STRATEGIES`, PNG before SVG.

    Raises
    ------
    InputError
        If the folder cannot be made or written to; nothing half-written stays behind.
    """
    with _no_collection():
        return save_figures(_drawn(result), directory)


def _drawn(result: RunResult) -> Iterator[tuple[str, Figure]]:
    """Draw one chart after the other, with its file name."""
    from simulator.advice.charts import CHARTS, CHARTS_OF_COUPLES, CHARTS_OF_STRATEGIES

    couple = result.couple
    if couple is None:
        yield from ((name, draw(result)) for name, draw in CHARTS.items())
    else:
        yield from ((name, draw(couple)) for name, draw in CHARTS_OF_COUPLES.items())
    if result.compared:
        yield from ((name, draw(result)) for name, draw in CHARTS_OF_STRATEGIES.items())


def save_figures(figures: Iterable[tuple[str, Figure]], directory: str | os.PathLike[str]) -> list[Path]:
    """Write named charts as PNG and SVG into a folder, as `save_all` does.

    Parameters
    ----------
    figures : iterable of (str, Figure)
        File names without an ending, and our charts.
    directory : path
        Folder to write to, made if need be.

    Returns
    -------
    list of Path

    Raises
    ------
    InputError
        If the folder cannot be made or written to; nothing half-written stays behind.
    """
    images: dict[str, bytes] = {}
    for name, figure in figures:
        images[f"{name}.png"] = image_bytes(figure, "png")
        images[f"{name}.svg"] = image_bytes(figure, "svg")
    try:
        return _write(images, Path(directory))
    except OSError as problem:
        raise InputError(_fault(directory, problem)) from problem


@contextmanager
def _no_collection() -> Iterator[None]:
    """Put off the search for garbage: drawing makes many small objects, and searches take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def describe(figure: Figure) -> str:
    """Return what a chart shows, with its numbers, in words: the text that stands for it where it cannot be seen.

    Parameters
    ----------
    figure : Figure
        One of our charts.
    """
    return str(getattr(figure, "alt", ""))


def image_bytes(figure: Figure, kind: str) -> bytes:
    """Return a chart as the bytes of a PNG or SVG file, the same for the same chart.

    Parameters
    ----------
    figure : Figure
        One of our charts.
    kind : str
        "png" or "svg". Both carry the title and what `describe` says, the SVG for screen readers, the PNG its caption.
    """
    with theme.style():
        return _svg(figure, _about(figure)) if kind == "svg" else _png(figure, _about(figure))


def small_png(figure: Figure, dpi: float = 100.0) -> bytes:
    """Return a chart as a PNG file of few colours and few bytes, for a page of the docs.

    Parameters
    ----------
    figure : Figure
        One of our charts.
    dpi : float
        Pixels per inch.
    """
    from simulator.advice.charts.png import small_png_bytes

    with theme.style():
        return small_png_bytes(_pixels(figure, dpi), dpi, _about(figure))


def _about(figure: Figure) -> dict[str, str]:
    texts = {text.get_gid(): " ".join(text.get_text().split()) for text in figure.texts}
    return {"Title": texts.get("title", ""), "Description": describe(figure), "Comment": texts.get("caption", "")}


def _svg(figure: Figure, about: dict[str, str]) -> bytes:
    buffer = io.StringIO()
    known = {"Title": about["Title"], "Description": about["Description"]}
    figure.savefig(buffer, format="svg", metadata={**known, "Date": None, "Creator": None})
    label = quoteattr(about["Description"])
    return buffer.getvalue().replace("<svg ", f'<svg role="img" aria-label={label} ', 1).encode("utf-8")


def _png(figure: Figure, about: dict[str, str]) -> bytes:
    import matplotlib as mpl

    from simulator.advice.charts.png import png_bytes

    dpi = float(mpl.rcParams["savefig.dpi"])
    return png_bytes(_pixels(figure, dpi), dpi, about)


def _pixels(figure: Figure, dpi: float) -> NDArray[np.uint8]:
    """Render on a canvas apart, so that the figure keeps its own and its resolution on screen."""
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    screen, own = figure.canvas, figure.dpi
    try:
        canvas = FigureCanvasAgg(figure)
        figure.dpi = dpi
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels: NDArray[np.uint8] = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        return pixels[:, :, :3]
    finally:
        figure.dpi = own
        figure.set_canvas(screen)


def _fault(directory: str | os.PathLike[str], problem: OSError) -> Fault:
    reason = (problem.strerror or type(problem).__name__).lower()
    return Fault(
        f"cannot write charts to this folder: {reason}",
        file=os.fspath(directory),
        hint="Try: a folder that you may write to, with free space",
    )


def _write(images: dict[str, bytes], directory: Path) -> list[Path]:
    """Write each file under a passing name, then give all their names."""
    directory.mkdir(parents=True, exist_ok=True)
    whole = [directory / name for name in images]
    parts = [path.with_name(f".{path.name}.{os.getpid()}.part") for path in whole]
    try:
        for part, content in zip(parts, images.values(), strict=True):
            part.write_bytes(content)
        for part, path in zip(parts, whole, strict=True):
            part.replace(path)
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
    return whole
