"""Charts on disk: all of them or none, each file whole."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.advice import theme
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simulator.outcomes.result import RunResult


def save_all(result: RunResult, directory: str | os.PathLike[str]) -> list[Path]:
    """Write every chart as PNG and SVG into a folder, which is made if need be.

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
        The files, in the order of `CHARTS`, PNG before SVG.

    Raises
    ------
    InputError
        If the folder cannot be made or written to; nothing half-written stays behind.
    """
    from simulator.advice.charts import CHARTS

    images: dict[str, bytes] = {}
    for name, draw in CHARTS.items():
        figure = draw(result)
        images[f"{name}.png"] = image_bytes(figure, "png")
        images[f"{name}.svg"] = image_bytes(figure, "svg")
    try:
        return _write(images, Path(directory))
    except OSError as problem:
        raise InputError(_fault(directory, problem)) from problem


def image_bytes(figure: Figure, kind: str) -> bytes:
    """Return a chart as the bytes of a PNG or SVG file, the same for the same chart.

    Parameters
    ----------
    figure : Figure
        One of our charts.
    kind : str
        "png" or "svg". The SVG carries title and caption as text for screen readers.
    """
    texts = {text.get_gid(): " ".join(text.get_text().split()) for text in figure.texts}
    title, caption = texts.get("title", ""), texts.get("caption", "")
    metadata: dict[str, str | None] = {"Title": title, "Description": caption}
    if kind == "svg":
        metadata |= {"Date": None, "Creator": None}
    else:
        metadata["Software"] = None
    options: dict[str, Any] = {"pil_kwargs": {"compress_level": 2}} if kind == "png" else {}
    buffer = io.BytesIO()
    with theme.style():
        figure.savefig(buffer, format=kind, metadata=metadata, **options)
    return buffer.getvalue()


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
