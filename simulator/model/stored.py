"""Read a calibration from its two files, JSON and NPZ, and refuse what is damaged.

The JSON holds names, provenance and tables, the NPZ the parameter sets: `invite` and
`rank`, and `spread` with, if need be, `volume`; or, where these go by groups of applicant
types, `spread.GROUP`, `volume.GROUP` and `attended.GROUP` for every group of the JSON's
`spread_groups`. A volume is one number a parameter set, or one for any specialty followed
by one for each of the JSON's `volume_specialties`. Without `attended`, numbers of
interviews do not level off.
Arrays may be of single precision in the file; they are of double precision here. Further
parts of either file (`fit.*`, `diagnostics`, `selection`, `validation`) are for readers.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.errors import Fault, InputError
from simulator.model.parameters import SPREADS, Calibration, Group, Parameters, without_volume
from simulator.model.scopes import effect_of, split_cell
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

UNREADABLE = (KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError, OSError)
DAMAGED = (*UNREADABLE, zipfile.BadZipFile, zlib.error, NotImplementedError)
REFERENCE_FIELDS = ("step2_ck", "years_since_graduation", "us_clinical_experience_months")


def read_calibration(meta_file: Path | Traversable, draws_file: Path | Traversable, name: str) -> Calibration:
    """Read and check a calibration.

    Parameters
    ----------
    meta_file, draws_file : Path or Traversable
        The JSON and the NPZ.
    name : str
        What the user called it.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        One fault: unreadable, not fitting its checksum, or not of this version.
    """
    try:
        meta = json.loads(meta_file.read_text("utf-8"))
        raw = draws_file.read_bytes()
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(name, f"cannot read the calibration: {type(error).__name__}", name) from error
    checksum = hashlib.sha256(raw).hexdigest()
    promised = meta.get("draws_sha256") if isinstance(meta, dict) else None
    if checksum != promised:
        raise _refused(str(draws_file), "the draws do not fit their checksum", checksum[:12])
    try:
        return _build(meta, raw, name, checksum)
    except DAMAGED as error:
        raise _refused(name, f"not a calibration of this version: {_said(error)}", name) from error


def _said(error: BaseException) -> str:
    """What went wrong; a missing key by its name."""
    return f"no {error}" if isinstance(error, KeyError) else str(error) or type(error).__name__


def _refused(file: str, message: str, got: object) -> InputError:
    allowed = "a calibration's .json file with the .npz written together with it"
    return InputError([Fault(message, file=file, field="calibration", got=got, allowed=allowed)])


def _build(meta: dict[str, Any], raw: bytes, name: str, checksum: str) -> Calibration:
    if meta["spreads"] != list(SPREADS):
        raise ValueError("spreads")
    effects = tuple(meta["effects"])
    for effect in effects:
        effect_of(effect)
    with np.load(io.BytesIO(raw), allow_pickle=False) as held:
        named = tuple(meta.get("volume_specialties", ()))
        groups = _groups(held, meta.get("spread_groups", {}), len(named))
        parameters = _parameters(held, len(effects), bool(groups))
        prior = np.asarray(held["prior"], dtype=np.int8) if "prior" in held.files else None
        fit = {name[4:]: np.asarray(held[name], dtype=np.float64) for name in held.files if name.startswith("fit.")}
    return Calibration(
        name=meta.get("name", name),
        label=meta["label"],
        effects=effects,
        all_parameters=parameters,
        entries=meta["entries"],
        observed=_observed(meta.get("observed")),
        checksum=checksum,
        references=_references(meta.get("references", {})),
        specialty_references=_specialty_references(meta.get("specialty_references", {})),
        applications=_applications(meta.get("applications", {})),
        cells=_cells(meta.get("cells", {})),
        priors=tuple(meta.get("priors", ())),
        prior=_prior(prior, len(meta.get("priors", ())), len(parameters.invite)),
        groups=_same_rows(groups, len(parameters.invite)),
        group_of=_types(meta.get("spread_groups", {})),
        volume_specialties=named,
        fit=fit,
        fit_specialties=tuple(meta.get("fit_specialties", ())),
        fitted=tuple(meta.get("fitted", ())),
    )


def _parameters(held: Mapping[str, Any], n_effects: int, is_grouped: bool) -> Parameters:
    invite, rank = (_finite(held, stage, (None, n_effects)) for stage in ("invite", "rank"))
    n = len(invite)
    if n < 2 or len(rank) != n:
        raise ValueError("rows of invite and rank")
    if is_grouped:
        return without_volume(invite, rank, np.full((n, len(SPREADS)), np.nan))
    return without_volume(invite, rank, _spread(held, "spread", n))


def _groups(held: Mapping[str, Any], group_of: Mapping[str, str], n_named: int) -> dict[str, Group]:
    return {g: _group(held, g, n_named) for g in sorted(set(group_of.values()))}


def _group(held: Mapping[str, Any], name: str, n_named: int) -> Group:
    spread, volume = _spread(held, f"spread.{name}"), np.asarray(held[f"volume.{name}"], dtype=np.float64)
    volume = volume[:, None] if volume.ndim == 1 else volume
    if not (volume.ndim == 2 and volume.shape[1] in (1, 1 + n_named) and np.isfinite(volume).all()):
        raise ValueError(f"volume.{name} of shape {volume.shape}")
    attended = np.full(len(spread), np.inf)
    if f"attended.{name}" in held:
        attended = _finite(held, f"attended.{name}", (None,))
    return Group(spread, _positive(volume, f"volume.{name}"), _positive(attended, f"attended.{name}"))


def _spread(held: Mapping[str, Any], name: str, n: int | None = None) -> Array:
    spread = _finite(held, name, (n, len(SPREADS)))
    _positive(np.delete(spread, SPREADS.index("strength_at_rank"), axis=1), name)
    return spread


def _finite(held: Mapping[str, Any], name: str, shape: tuple[int | None, ...]) -> Array:
    found = np.asarray(held[name], dtype=np.float64)
    fits = found.ndim == len(shape) and all(want in (None, has) for want, has in zip(shape, found.shape, strict=True))
    if not fits or not np.isfinite(found).all():
        raise ValueError(f"{name} of shape {found.shape}")
    return found


def _positive(values: Array, name: str) -> Array:
    if not (values > 0).all():
        raise ValueError(f"{name} must be positive")
    return values


def _same_rows(groups: dict[str, Group], n: int) -> dict[str, Group]:
    for name, parts in groups.items():
        if any(len(part) != n for part in parts):
            raise ValueError(f"rows of group {name!r}")
    return groups


def _prior(prior: NDArray[np.int8] | None, n_priors: int, n: int) -> NDArray[np.int8] | None:
    if prior is None:
        return None
    if prior.shape != (n,) or prior[0] != -1 or prior[1:].min() < 0 or prior.max() >= n_priors:
        raise ValueError("prior")
    return prior


def _types(given: Mapping[str, Any]) -> dict[str, Any]:
    for applicant_type in given:
        if applicant_type not in table("groups"):
            raise ValueError(f"unknown applicant type {applicant_type!r}")
    return dict(given)


def _references(given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Fields of reference persons; the visa of a group is not the calibration's to change."""
    found = {}
    for applicant_type, fields in _types(given).items():
        usual = table("groups")[applicant_type]
        odd = [k for k in fields if k not in REFERENCE_FIELDS and fields[k] != usual.get(k)]
        if odd:
            raise ValueError(f"references: {odd[0]}")
        found[applicant_type] = {k: float(fields[k]) for k in REFERENCE_FIELDS if k in fields}
    return found


def _specialty_references(given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, dict[str, float]]]:
    found: dict[str, dict[str, dict[str, float]]] = {}
    for applicant_type, by_specialty in _types(given).items():
        for specialty, fields in by_specialty.items():
            split_cell(f"{applicant_type}/{specialty}")
            fitting = _references({applicant_type: fields})[applicant_type]
            found.setdefault(applicant_type, {})[specialty] = fitting
    return found


def _applications(given: Mapping[str, Any]) -> dict[str, float]:
    found = {name: float(n) for name, n in _types(given).items()}
    if not all(n > 0 for n in found.values()):
        raise ValueError("applications must be positive")
    return found


def _cells(given: Mapping[str, Mapping[str, Any]]) -> dict[str, bool]:
    for name in given:
        split_cell(name)
    return {name: bool(about["data"]) for name, about in given.items()}


def _observed(given: dict[str, Any] | None) -> dict[str, Any] | None:
    """Check a published curve in the form of cells; the form by classes is taken as it is."""
    if given is None or given.get("form") != "cells":
        return given
    counts = np.asarray(given["counts"], dtype=np.float64)
    if not counts.size or counts[0] <= 0 or (np.diff(counts) <= 0).any():
        raise ValueError("observed: counts")
    for name, curve in given["cells"].items():
        split_cell(name)
        low, share, high = (np.asarray(curve[part], dtype=np.float64) for part in ("low", "share", "high"))
        if not low.shape == share.shape == high.shape == counts.shape:
            raise ValueError(f"observed: {name}")
        if not ((low >= 0) & (low <= share) & (share <= high) & (high <= 1)).all():
            raise ValueError(f"observed: {name}")
    return given
