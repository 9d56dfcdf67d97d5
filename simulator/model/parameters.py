"""A calibration: the central parameters, draws around them, and where they come from.

Effects enter two linear predictors on the probit scale, one at the invitation and one at
the rank list; spreads are standard deviations of what nobody knows yet. Draw 0 of the
file is the central parameter set, the others are draws from the calibration's
distribution over parameters (a posterior, or stated judgement).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.errors import Fault, InputError
from simulator.model.scopes import cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = {"nrmp-2026": "nrmp_2026", "rules-of-thumb": "rules_of_thumb"}
DEFAULT = "nrmp-2026"
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
    volume : array (D, V)
        How much people of the same strength differ in the number of their invitations,
        because they write to more or fewer, and to other, programs: 1 / sqrt(shape) of the
        negative binomial distribution of that number. Column by specialty, see
        `Calibration.volume_column`. NaN where the calibration has none.
    attended : array (D,)
        Interviews that anybody has time for: a mean of m becomes m / (1 + m / attended).
        Infinite where numbers do not level off.
    """

    invite: NDArray[np.float64]
    rank: NDArray[np.float64]
    spread: NDArray[np.float64]
    volume: NDArray[np.float64]
    attended: NDArray[np.float64]

    def sd(self, name: str) -> NDArray[np.float64]:
        """Return one column of `spread`, shape (D,)."""
        return self.spread[:, SPREADS.index(name)]

    def rows(self, chosen: slice | NDArray[np.int64]) -> Parameters:
        """Return some of the parameter sets."""
        return Parameters(*(values[chosen] for values in self))


def without_volume(invite: NDArray[np.float64], rank: NDArray[np.float64], spread: NDArray[np.float64]) -> Parameters:
    """Return parameter sets of a calibration that says nothing of the number of invitations."""
    n = len(spread)
    return Parameters(invite, rank, spread, np.full((n, 1), np.nan), np.full(n, np.inf))


class Group(NamedTuple):
    """What differs by group of applicant types: fields of `Parameters`, one row per parameter set."""

    spread: NDArray[np.float64]
    volume: NDArray[np.float64]
    attended: NDArray[np.float64]


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
        Names of the columns of `Parameters.invite` and `.rank`, with their scopes.
    all_parameters : Parameters
        Row 0 central, the rest draws. Where spreads go by groups of applicant types they
        are NaN until `for_type` has chosen one.
    entries : list of dict
        Every parameter with value, spread, unit, kind (data, seed, survey, judgement,
        fitted) and source.
    observed : dict or None
        The published curve of matching by number of ranks, if there is one.
    references, specialty_references : by applicant type, by type and specialty
        Fields of the reference person that differ from `groups.toml`.
    applications : by applicant type
        Usual number of applications in a specialty.
    cells : by TYPE/SPECIALTY
        Whether a figure was published for it; empty where a calibration has no cells.
    priors : tuple of dict
        The stated priors under which it was fitted, name and meaning; empty where the
        draws are no posterior.
    prior : array (1 + D,) of int, or None
        Which of them each draw comes from; -1 for the central parameters.
    groups : by name
        What differs by group of applicant types.
    group_of : by applicant type
        Its group.
    volume_specialties : tuple of str
        Specialties with a volume of their own, in the order of its columns after the first.
    fit : by name
        Parameters of the population model behind the draws, (D, ...); empty where there is none.
    fit_specialties, fitted : tuple of str
        Columns of the parameters of specialties, and which of them figures were known of.
    """

    name: str
    label: str
    effects: tuple[str, ...]
    all_parameters: Parameters
    entries: list[dict[str, Any]]
    observed: dict[str, Any] | None
    checksum: str
    references: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    specialty_references: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    applications: Mapping[str, float] = field(default_factory=dict)
    cells: Mapping[str, bool] = field(default_factory=dict)
    priors: tuple[Mapping[str, Any], ...] = ()
    prior: NDArray[np.int8] | None = None
    groups: Mapping[str, Group] = field(default_factory=dict)
    group_of: Mapping[str, str] = field(default_factory=dict)
    volume_specialties: tuple[str, ...] = ()
    fit: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
    fit_specialties: tuple[str, ...] = ()
    fitted: tuple[str, ...] = ()

    @property
    def central(self) -> Parameters:
        """The central parameter set, one row."""
        return self.all_parameters.rows(slice(0, 1))

    @property
    def draws(self) -> Parameters:
        """The draws, one row each."""
        return self.all_parameters.rows(slice(1, None))

    def for_type(self, applicant_type: str) -> Calibration:
        """Return the calibration with the spreads and volume of an applicant type.

        Parameters
        ----------
        applicant_type : str

        Returns
        -------
        Calibration
            Itself where spreads do not go by applicant type.
        """
        if not self.groups:
            return self
        chosen = self.groups[self.group_of[applicant_type]]
        return dataclasses.replace(self, all_parameters=self.all_parameters._replace(**chosen._asdict()))

    def every(self, step: int) -> Calibration:
        """Return the calibration with every so many of its draws, for answers that cannot wait for all of them.

        Parameters
        ----------
        step : int
            1 or more; 1 gives the calibration itself.

        Returns
        -------
        Calibration
            The central parameters, the first draw and every `step`-th after it; without `fit`.
        """
        if step == 1:
            return self
        kept = np.r_[0, 1 : len(self.all_parameters.rank) : step]
        return dataclasses.replace(
            self,
            all_parameters=self.all_parameters.rows(kept),
            prior=None if self.prior is None else self.prior[kept],
            groups={name: Group(*(values[kept] for values in group)) for name, group in self.groups.items()},
            fit={},
        )

    def volume_column(self, specialty: str) -> int:
        """Return the column of `Parameters.volume` for a specialty; 0 where it has none of its own."""
        width = self.all_parameters.volume.shape[1]
        if width == 1 or specialty not in self.volume_specialties:
            return 0
        return 1 + self.volume_specialties.index(specialty)

    def knows(self, applicant_type: str, specialty: str) -> bool:
        """Whether the calibration has parameters for a type in a specialty, with figures behind them or not."""
        if self.group_of and applicant_type not in self.group_of:
            return False
        return not self.cells or cell(applicant_type, specialty) in self.cells

    def has_data(self, applicant_type: str, specialty: str) -> bool:
        """Whether a figure was published for a type in a specialty; True where there are no cells."""
        return not self.cells or self.cells.get(cell(applicant_type, specialty), False)


def load_calibration(name: str | None = None) -> Calibration:
    """Load a shipped calibration by name, or one from a file by its path.

    Parameters
    ----------
    name : str, optional
        One of `SHIPPED`, or the path of a `.json` calibration file with its `.npz` of
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
    from simulator.model.stored import read_calibration

    if name in SHIPPED:
        folder = resources.files("simulator.model").joinpath("data")
        stem = SHIPPED[name]
        return read_calibration(folder.joinpath(f"{stem}.json"), folder.joinpath(f"{stem}.npz"), name)
    path = Path(name)
    if path.suffix != ".json":
        allowed = ", ".join(SHIPPED) + ", or the path of a calibration's .json file"
        raise InputError([Fault("unknown calibration", file=name, field="calibration", got=name, allowed=allowed)])
    return read_calibration(path, path.with_suffix(".npz"), name)
