"""Results of a block of replicates as one Parquet file, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simulator.outcomes.arrow import arrow, parquet
from simulator.outcomes.encoded import Form, Leaf, decode, encode

FORM_KEY = b"matchsim.form"
AXES = ".axes"  # column of lengths of axes, for arrays of two and more


class DamagedError(ValueError):
    """A file is not as it was written."""


def part_bytes(answers: Mapping[int, object]) -> bytes | None:
    """Return the file of some replicates.

    Parameters
    ----------
    answers : mapping of replicate to result

    Returns
    -------
    bytes or None
        None if the results are not all of one form; then each needs a file of its own.

    Raises
    ------
    TypeError
        Results that cannot be kept.
    """
    pa, pq = arrow(), parquet()

    found = [encode(result) for result in answers.values()]
    forms = {json.dumps(form) for form, _ in found}
    if len(forms) > 1:
        return None
    columns: dict[str, Any] = {"replicate": pa.array(list(answers), pa.int64())}
    for path in found[0][1]:
        columns |= _columns(path, [leaves[path] for _, leaves in found])
    table = pa.table(columns).replace_schema_metadata({FORM_KEY: forms.pop().encode()})
    out = pa.BufferOutputStream()
    pq.write_table(table, out, compression="zstd", write_page_checksum=True)
    data: bytes = out.getvalue().to_pybytes()
    return data


def _columns(path: str, leaves: Sequence[Leaf]) -> dict[str, Any]:
    pa = arrow()

    if isinstance(leaves[0], str):
        return {path: pa.array(leaves, pa.string())}
    arrays = [np.asarray(leaf) for leaf in leaves]
    if arrays[0].ndim == 0:
        return {path: pa.array(np.stack(arrays))}
    offsets = np.cumsum([0, *(x.size for x in arrays)])
    values = np.concatenate([x.ravel() for x in arrays])
    column = {path: pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(values))}
    if arrays[0].ndim > 1:
        column[path + AXES] = pa.array([list(x.shape) for x in arrays], pa.list_(pa.int64()))
    return column


def read_part(data: bytes, package: str) -> dict[int, Any]:
    """Return the results in a file.

    Parameters
    ----------
    data : bytes
        As `part_bytes` made them.
    package : str
        As in `encoded.decode`.

    Returns
    -------
    dict of replicate to result

    Raises
    ------
    DamagedError
        The file is not as it was written; its checksums are looked at.
    """
    table, form = _table(data)
    names = [name for name in table.column_names if name != "replicate" and not name.endswith(AXES)]
    cells = [_cells(table, name) for name in names]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)] if names else [{}] * table.num_rows
    return {r: decode(form, row, package) for r, row in zip(table["replicate"].to_pylist(), rows, strict=True)}


def _table(data: bytes) -> tuple[Any, Form]:
    try:
        table = parquet().read_table(arrow().BufferReader(data), page_checksum_verification=True)
        form: Form = json.loads((table.schema.metadata or {})[FORM_KEY])
        table.validate(full=True)
    except (ValueError, KeyError, OSError) as error:
        raise DamagedError(str(error)) from error
    return table, form


def _cells(table: Any, name: str) -> list[Leaf]:
    """One column, a leaf for each replicate, of the type that it had."""
    pa = arrow()

    column = table[name].combine_chunks()
    if pa.types.is_string(column.type):
        texts: list[Leaf] = column.to_pylist()
        return texts
    if not pa.types.is_list(column.type):
        return [np.asarray(x) for x in column.to_numpy(zero_copy_only=False)]
    arrays = np.split(column.values.to_numpy(zero_copy_only=False), column.offsets.to_numpy()[1:-1])
    if name + AXES not in table.column_names:
        return [x.copy() for x in arrays]
    axes = table[name + AXES].to_pylist()
    return [x.reshape(lengths).copy() for x, lengths in zip(arrays, axes, strict=True)]
