"""A calibration: the central parameters, draws around them, and where they come from.

Effects enter two linear predictors on the probit scale, one at the invitation and one at
the rank list; spreads are standard deviations of what nobody knows yet. Draw 0 of the
file is the central parameter set, the others are draws from the calibration's
distribution over parameters (a posterior, or stated judgement).
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from numpy.typing import NDArray

SHIPPED = {"rules-of-thumb": "rules_of_thumb"}
DEFAULT = "rules-of-thumb"
SPREADS = ("strength", "strength_at_rank", "skill", "season_type", "season_specialty", "performance", "cutoff")


class Parameters(NamedTuple):
    """Parameter sets, one per row; D rows.

    Attributes
    ----------
    invite, rank : array (D, n_effects)
        Effects on the invitation and on the rank list, probit scale.
    spread : array (D, 7)
        Standard deviations in the order of `SPREADS`; `strength_at_rank` is the factor
        lambda, not a standard deviation.
    """

    invite: NDArray[np.float64]
    rank: NDArray[np.float64]
    spread: NDArray[np.float64]

    def sd(self, name: str) -> NDArray[np.float64]:
        """Return one column of `spread`, shape (D,)."""
        return self.spread[:, SPREADS.index(name)]

    def rows(self, chosen: slice | NDArray[np.int64]) -> Parameters:
        """Return some of the parameter sets."""
        return Parameters(self.invite[chosen], self.rank[chosen], self.spread[chosen])


@dataclass(frozen=True)
class Calibration:
    """A named set of parameters with its draws and provenance.

    Attributes
    ----------
    name : str
        As written in a scenario file.
    label : str
        One sentence for people: what it can and cannot show.
    effects : tuple of str
        Names of the columns of `Parameters.invite` and `.rank`.
    all_parameters : Parameters
        Row 0 central, the rest draws.
    entries : list of dict
        Every parameter with value, spread, unit, kind (data, seed, survey, judgement,
        fitted) and source.
    observed : dict or None
        The published curve of matching by number of ranks, if there is one.
    """

    name: str
    label: str
    effects: tuple[str, ...]
    all_parameters: Parameters
    entries: list[dict[str, Any]]
    observed: dict[str, Any] | None
    checksum: str

    @property
    def central(self) -> Parameters:
        """The central parameter set, one row."""
        return self.all_parameters.rows(slice(0, 1))

    @property
    def draws(self) -> Parameters:
        """The draws, one row each."""
        return self.all_parameters.rows(slice(1, None))


def load_calibration(name: str | None = None) -> Calibration:
    """Load a shipped calibration by name, or one from a file by its path.

    Parameters
    ----------
    name : str, optional
        `rules-of-thumb`, or the path of a `.json` calibration file with its `.npz` of
        draws beside it. Left out, the product's default.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        Unknown name, unreadable file, or draws that do not fit their checksum.
    """
    return _load(name or DEFAULT)


@functools.cache
def _load(name: str) -> Calibration:
    if name in SHIPPED:
        folder = resources.files("simulator.model").joinpath("data")
        return _read(folder.joinpath(f"{SHIPPED[name]}.json"), folder.joinpath(f"{SHIPPED[name]}.npz"), name)
    path = Path(name)
    if path.suffix != ".json":
        raise InputError([_fault(name, "unknown calibration", name)])
    return _read(path, path.with_suffix(".npz"), name)


def _fault(file: str, message: str, got: object) -> Fault:
    allowed = ", ".join(SHIPPED) + ", or the path of a calibration's .json file"
    return Fault(message, file=file, field="calibration", got=got, allowed=allowed)


def _read(meta_file: Path | Traversable, draws_file: Path | Traversable, name: str) -> Calibration:
    try:
        meta = json.loads(meta_file.read_text("utf-8"))
        raw = draws_file.read_bytes()
    except (OSError, ValueError) as error:
        raise InputError([_fault(name, f"cannot read the calibration: {type(error).__name__}", name)]) from error
    checksum = hashlib.sha256(raw).hexdigest()
    if checksum != meta.get("draws_sha256"):
        raise InputError([_fault(str(draws_file), "the draws do not fit their checksum", checksum[:12])])
    try:
        return _build(meta, raw, name, checksum)
    except (KeyError, ValueError) as error:
        raise InputError([_fault(name, f"not a calibration of this version: {error}", name)]) from error


def _build(meta: dict[str, Any], raw: bytes, name: str, checksum: str) -> Calibration:
    with np.load(io.BytesIO(raw), allow_pickle=False) as held:
        parameters = Parameters(*(np.asarray(held[field], dtype=np.float64) for field in Parameters._fields))
    if parameters.spread.shape[1] != len(SPREADS) or meta["spreads"] != list(SPREADS):
        raise ValueError("spreads")
    return Calibration(
        name=meta.get("name", name),
        label=meta["label"],
        effects=tuple(meta["effects"]),
        all_parameters=parameters,
        entries=meta["entries"],
        observed=meta.get("observed"),
        checksum=checksum,
    )
