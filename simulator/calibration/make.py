"""Fit, check and write the calibration: everything that `matchsim calibrate` does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from simulator.calibration.convergence import diagnostics
from simulator.calibration.joint.figures import figures
from simulator.calibration.joint.levels import Kind
from simulator.calibration.nrmp_2026 import Fitted, assemble, cells_with_figures, fit, pool, save
from simulator.calibration.power_scaling import power_scaling
from simulator.calibration.reconstructions import compare
from simulator.calibration.sensitivity import sensitivity
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simulator.calibration.joint.walk import Settings

HELD_OUT_DRAWS, HELD_OUT_WARMUP = 240, 80


def make(stem: Path, settings: Settings, held_out: bool, say: Callable[[str], None]) -> str:
    """Fit and write a calibration.

    Parameters
    ----------
    stem : Path
        Of the files to write, without an ending.
    settings : Settings
    held_out : bool
        Whether to leave out one specialty at a time, too.
    say : callable of str

    Returns
    -------
    str
        A sentence on how well the sampler converged.
    """
    fitted = fit(settings, say)
    validation = leave_one_out(settings, say) if held_out else None
    return write(stem, fitted, settings.seed, validation)


def write(stem: Path, fitted: Fitted, seed: int, validation: dict[str, Any] | None) -> str:
    """Write what was fitted; see `make`."""
    told = diagnostics(fitted)
    drawn, prior = pool(fitted, table("nrmp_2026")["sampler"]["shipped_per_assumption"], seed)
    meta, arrays = assemble(drawn, prior, seed)
    meta |= {
        "cells": cells_with_figures(fitted.found),
        "diagnostics": told,
        "sensitivity": sensitivity(fitted),
        "power_scaling": power_scaling(fitted, Kind("internal_medicine", "non_us_img", is_now=True)),
        "reconstructions": compare(drawn),
    }
    save(meta | ({"validation": validation} if validation else {}), arrays, stem)
    worst = max(row["worst_r_hat"] for row in told)
    least = min(row["least_effective_sample_size"] for row in told)
    return f"Largest R-hat {worst:.3f}, smallest effective sample size {least}."


def leave_one_out(settings: Settings, say: Callable[[str], None]) -> dict[str, Any]:
    """Score every specialty of 2007 as predicted from the others; plain numbers."""
    from simulator.calibration.held_out import leave_one_out as run
    from simulator.calibration.held_out import scored
    from simulator.calibration.joint.sample import Sampler

    short = settings._replace(warmup=HELD_OUT_WARMUP, draws=HELD_OUT_DRAWS, chains=1)
    sampler = Sampler(figures(), short, say)
    sampler.posterior("both")
    return scored(run(sampler, say=say))


def add_validation(stem: Path, validation: dict[str, Any]) -> None:
    """Put leave-one-out scores into a calibration file that has been written."""
    path = stem.with_suffix(".json")
    told = json.loads(path.read_text("utf-8")) | {"validation": validation}
    path.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
