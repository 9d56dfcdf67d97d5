"""Write a calibration as the data files that `model` ships: parameters, draws, provenance."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.model.parameters import SPREADS
from simulator.model.tables import table

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.model.parameters import Calibration


def parameter_table(calibration: Calibration) -> list[dict[str, Any]]:
    """Every parameter with its value, spread, unit, kind and source.

    Parameters
    ----------
    calibration : Calibration

    Returns
    -------
    list of dict
        `stage` is invite, rank or spread.
    """
    rows = []
    for k, (name, entry) in enumerate(table("effects").items()):
        for stage in ("invite", "rank"):
            if stage in entry:
                value = float(getattr(calibration.all_parameters, stage)[0, k])
                rows.append(_entry(name, stage, value, {"sd": entry[stage]["sd"]}, entry))
    for name, entry in table("spreads").items():
        value = float(calibration.all_parameters.sd(name)[0])
        rows.append(_entry(name, "spread", value, {"log_sd": entry["log_sd"]}, entry | {"unit": "probit"}))
    return rows


def _entry(name: str, stage: str, value: float, sd: dict[str, float], entry: dict[str, Any]) -> dict[str, Any]:
    kept = {key: entry[key] for key in ("meaning", "unit", "kind", "source")}
    return {"name": name, "stage": stage, "value": round(value, 10), **sd, **kept}


def save(calibration: Calibration, stem: Path, made_by: str, draws: str) -> None:
    """Write a calibration as STEM.json and STEM.npz.

    Parameters
    ----------
    calibration : Calibration
    stem : Path
        Without an ending.
    made_by : str
        The command that makes it again.
    draws : str
        What the draws are, in words.
    """
    buffer = io.BytesIO()
    held: dict[str, Any] = {
        k: np.round(v, 10) for k, v in calibration.all_parameters._asdict().items() if np.isfinite(v).all()
    }
    np.savez_compressed(buffer, **held)
    raw = buffer.getvalue()
    meta = {
        "name": calibration.name,
        "label": calibration.label,
        "made_by": made_by,
        "draws": draws,
        "draws_sha256": hashlib.sha256(raw).hexdigest(),
        "effects": list(calibration.effects),
        "spreads": list(SPREADS),
        "observed": calibration.observed,
        "entries": calibration.entries,
    }
    stem.with_suffix(".npz").write_bytes(raw)
    stem.with_suffix(".json").write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
