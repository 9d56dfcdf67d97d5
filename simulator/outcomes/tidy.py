"""Results of replicates as one long table: a row for each replicate and each number in its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.outcomes.arrow import arrow, parquet
from simulator.outcomes.encoded import encode

Axes = Mapping[str, Sequence[Sequence[str]]]
AXIS_COLUMNS = ("axis_1", "axis_2", "axis_3")
CHUNK = 64  # replicates in one row group


def write_long(path: Path, answers: Sequence[object], axes: Axes) -> None:
    """Write the long table: ``replicate``, ``quantity``, ``axis_1`` to ``axis_3``, ``value``.

    Parameters
    ----------
    path : Path
    answers : sequence
        Results in the order of replicates.
    axes : mapping of quantity to the labels of each of its axes
        A quantity that is not named, or whose labels do not fit, has numbers from 0.

    Raises
    ------
    OSError
        The file cannot be written.
    """
    with path.open("wb") as out, parquet().ParquetWriter(out, _schema(), compression="zstd") as writer:
        for first in range(0, len(answers), CHUNK):
            writer.write_table(_rows(first, answers[first : first + CHUNK], axes))


def _schema() -> Any:
    pa = arrow()
    word = pa.dictionary(pa.int32(), pa.string())
    words = [(name, word) for name in ("quantity", *AXIS_COLUMNS)]
    return pa.schema([("replicate", pa.int64()), *words, ("value", pa.float64())])


def _rows(first: int, answers: Sequence[object], axes: Axes) -> Any:
    pa = arrow()
    found = [
        (r, path, leaf)
        for r, answer in enumerate(answers, first)
        for path, leaf in encode(answer)[1].items()
        if not isinstance(leaf, str)
    ]
    columns: dict[str, Any] = {
        "replicate": np.repeat([r for r, _, _ in found], [x.size for _, _, x in found]).astype(np.int64),
        "quantity": [path for _, path, leaf in found for _ in range(leaf.size)],
        **_axes(found, axes),
        "value": np.concatenate([np.empty(0), *(leaf.ravel().astype(np.float64) for _, _, leaf in found)]),
    }
    return pa.table(columns).cast(_schema())


def _axes(found: Sequence[tuple[int, str, NDArray[Any]]], axes: Axes) -> dict[str, list[str]]:
    known: dict[tuple[str, tuple[int, ...]], list[list[str]]] = {}
    columns: dict[str, list[str]] = {name: [] for name in AXIS_COLUMNS}
    for _, path, leaf in found:
        key = (path, leaf.shape)
        if key not in known:
            known[key] = list(_labels(leaf.shape, axes.get(path, ())))
        for name, words in zip(AXIS_COLUMNS, known[key], strict=True):
            columns[name] += words
    return columns


def _labels(shape: tuple[int, ...], axes: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Labels of each element, by axis; empty where there is no such axis. A fourth axis and more share the third."""
    last = len(AXIS_COLUMNS) - 1
    folded = shape if len(shape) <= last + 1 else (*shape[:last], int(np.prod(shape[last:])))
    places = np.indices(folded).reshape(len(folded), int(np.prod(folded)))
    for k in range(len(AXIS_COLUMNS)):
        if k >= len(folded):
            yield [""] * places.shape[1]
        elif k < len(axes) and len(axes[k]) == folded[k]:
            yield [axes[k][i] for i in places[k]]
        else:
            yield [str(i) for i in places[k]]
