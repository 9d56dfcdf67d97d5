"""Evidence: what invitations, silences and rejections so far say about this person.

Facts of the base scenario update the person and the year once; edits of strategies never
do. With F the share of invitations out by now and G the share of rejection notices, a
program that has invited contributes i + L, one that has said no 1 - i - L, a silent one
i(1-F) + L(1-F_late) + (1 - i - L)(1 - G), where a = u + w. The likelihood is used only
where it has a date and a denominator (`can_learn`). Otherwise the person is taken as the
calibration has those with this number of interviews (`count`), which for the rules of thumb
means no learning from the count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model import behaviour
from simulator.model.profile import design
from simulator.season.answers import COUNT, HEARD_NO, HEARD_YES, SILENT, count_rows, group_rows, number_read
from simulator.season.apply import emailed
from simulator.season.count import Numbers, count_log_likelihood

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.model.behaviour import Timing
    from simulator.model.parameters import Calibration, Parameters
    from simulator.scenario import Scenario
    from simulator.season.apply import Application

    Array = NDArray[np.float64]

ROWS_AT_ONCE = 32  # keeps arrays small


class Evidence(NamedTuple):
    """Answers heard so far, look-alikes counted together; E rows.

    Attributes
    ----------
    group : (E,) specialty
    heard : (E,) HEARD_YES, HEARD_NO, SILENT, or COUNT: programs of which only the number of
        invitations is known
    number : (E,) how many such programs (fractions for an assumed mix)
    sponsor : (E,) chance that the program sponsors the applicant's visa
    shift : (D, E) linear predictor of the invitation
    invitations : (G,) number of invitations in each specialty, for its COUNT rows
    out : (G,) share of invitations out by now, for the same rows
    volume : (D, G) as in `Parameters`, by specialty
    attended : (D,) as in `Parameters`
    """

    group: NDArray[np.int64]
    heard: NDArray[np.int64]
    number: Array
    sponsor: Array
    shift: Array
    invitations: NDArray[np.int64]
    out: Array
    volume: Array
    attended: Array

    def of(self, group: int) -> Evidence:
        """Return the evidence of one specialty."""
        return self._where(self.group == group)

    def without_count(self) -> Evidence:
        """Return the evidence without what the number of invitations says."""
        return self._where(self.heard != COUNT)

    def _where(self, rows: NDArray[np.bool_]) -> Evidence:
        columns = {name: getattr(self, name)[rows] for name in ("group", "heard", "number", "sponsor")}
        return self._replace(**columns, shift=self.shift[:, rows])

    def rows(self, chosen: slice | NDArray[np.int64]) -> Evidence:
        """Return the evidence under some of the parameter sets."""
        cut = {name: getattr(self, name)[chosen] for name in ("shift", "volume", "attended")}
        return self._replace(**cut)

    def numbers(self, group: int) -> Numbers:
        """Return what is known of how many invitations people have in a specialty with COUNT rows."""
        rows = np.flatnonzero((self.heard == COUNT) & (self.group == group))
        volume = self.volume[:, group]
        return Numbers(self.number[rows], self.shift[:, rows], volume, self.attended, float(self.out[group]))


def log_likelihood(evidence: Evidence, a: Array, timing: Timing, rate: float) -> Array:
    """Log-likelihood of what was heard, for shared latents a = u + w.

    Parameters
    ----------
    evidence : Evidence, D rows of shifts
    a : array (D, ...)
        Shared latents at the invitation stage.
    timing : Timing
    rate : float
        Rate of late places.

    Returns
    -------
    array (D, ...)
        Zero where there is no evidence.
    """
    from scipy.special import ndtr

    total = np.zeros_like(a)
    for heard in (HEARD_YES, HEARD_NO, SILENT):
        rows = np.flatnonzero(evidence.heard == heard)
        for some in np.array_split(rows, -(-rows.size // ROWS_AT_ONCE)) if rows.size else ():
            shift = evidence.shift[:, some].reshape(len(a), *(1,) * (a.ndim - 1), some.size)
            invited = evidence.sponsor[some] * ndtr(a[..., None] + shift)
            chance = _chance(heard, invited, timing, rate)
            total += (np.log(np.maximum(chance, 1e-300)) * evidence.number[some]).sum(axis=-1)
    for group in np.unique(evidence.group[evidence.heard == COUNT]):
        total += count_log_likelihood(a, int(evidence.invitations[group]), evidence.numbers(group))
    return total


def _chance(heard: int, invited: Array, timing: Timing, rate: float) -> Array:
    if heard == HEARD_YES:
        return invited + behaviour.late_place(invited, rate)
    if heard == HEARD_NO:
        return 1 - invited - behaviour.late_place(invited, rate)
    return behaviour.silence(invited, timing, rate)


def gather(
    scenario: Scenario,
    applied: list[Application],
    groups: tuple[str, ...],
    calibration: Calibration,
    parameters: Parameters,
) -> Evidence:
    """Collect the answers heard in every specialty where silence, or else their number, can be read.

    Parameters
    ----------
    scenario : Scenario
    applied : list of Application
    groups : tuple of specialty names
    calibration : Calibration
    parameters : Parameters, D rows

    Returns
    -------
    Evidence
        Without rows where nothing can be learned.
    """
    counts = [number_read(scenario, applied, name, calibration) for name in groups]
    rows = [
        row
        for g, (name, count) in enumerate(zip(groups, counts, strict=True))
        for row in (count_rows(g, name, count) if count.invitations else group_rows(scenario, applied, g, name))
    ]
    features = design(scenario.applicant, [row.program for row in rows], calibration, emailed(applied))
    return Evidence(
        group=np.array([row.group for row in rows], dtype=np.int64),
        heard=np.array([row.heard for row in rows], dtype=np.int64),
        number=np.array([row.number for row in rows], dtype=np.float64),
        sponsor=np.array([row.sponsor for row in rows], dtype=np.float64),
        shift=parameters.invite @ features.T,
        invitations=np.array([count.invitations for count in counts], dtype=np.int64),
        out=np.array([count.out for count in counts], dtype=np.float64),
        volume=parameters.volume[:, [calibration.volume_column(name) for name in groups]],
        attended=parameters.attended,
    )
