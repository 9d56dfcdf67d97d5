"""Scoped effects: an effect that holds for one applicant type, one specialty, or one of each.

`step2_ck@family_medicine` is the feature `step2_ck` at family medicine programs and zero
elsewhere; `intercept@non_us_img/internal_medicine` is 1 for non-US IMGs at internal
medicine programs; `research@us_md` holds for one type in every specialty. A name without
a scope holds everywhere. Effects of the same feature add up.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from simulator.model.tables import table

MARK, SEPARATOR = "@", "/"


class Effect(NamedTuple):
    """An effect's feature and where it holds; None means everywhere."""

    feature: str
    applicant_type: str | None
    specialty: str | None

    def holds(self, applicant_type: str, specialty: str) -> bool:
        """Whether the effect concerns an applicant of this type at a program of this specialty."""
        return self.applicant_type in (None, applicant_type) and self.specialty in (None, specialty)


def cell(applicant_type: str, specialty: str) -> str:
    """Name of an applicant type in a specialty, as calibration files write it."""
    return f"{applicant_type}{SEPARATOR}{specialty}"


def split_cell(name: str) -> tuple[str, str]:
    """Applicant type and specialty of a cell's name.

    Parameters
    ----------
    name : str
        TYPE/SPECIALTY.

    Returns
    -------
    (str, str)

    Raises
    ------
    ValueError
        Either of them is unknown.
    """
    applicant_type, _, specialty = name.partition(SEPARATOR)
    if applicant_type not in table("groups") or specialty not in table("specialties"):
        raise ValueError(f"unknown cell {name!r}")
    return applicant_type, specialty


def effect_of(name: str) -> Effect:
    """Take an effect's name apart.

    Parameters
    ----------
    name : str
        FEATURE, FEATURE@TYPE, FEATURE@SPECIALTY or FEATURE@TYPE/SPECIALTY.

    Returns
    -------
    Effect

    Raises
    ------
    ValueError
        Feature or scope is unknown.
    """
    feature, mark, scope = name.partition(MARK)
    if feature not in table("effects"):
        raise ValueError(f"unknown effect {name!r}")
    if not mark:
        return Effect(feature, None, None)
    if SEPARATOR in scope:
        return Effect(feature, *split_cell(scope))
    if scope in table("groups"):
        return Effect(feature, scope, None)
    if scope in table("specialties"):
        return Effect(feature, None, scope)
    raise ValueError(f"unknown scope of effect {name!r}")


@functools.cache
def columns_for(effects: tuple[str, ...], applicant_type: str, specialty: str) -> tuple[tuple[int, str], ...]:
    """Which columns of the effects hold for an applicant type in a specialty, with their features.

    Parameters
    ----------
    effects : tuple of str
        Names, as the calibration lists them.
    applicant_type, specialty : str

    Returns
    -------
    tuple of (column, feature)
    """
    parsed = enumerate(map(effect_of, effects))
    return tuple((k, effect.feature) for k, effect in parsed if effect.holds(applicant_type, specialty))
