"""From a person and a program to the features that the effects multiply.

A feature is zero for the reference person of the group at a community internal medicine
program; a field left out of the scenario counts as the reference value. The calibration may
say who the reference person is, for an applicant type or for a type in a specialty, and
which effects there are: features that it gives no effect are left out.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.model.scopes import columns_for
from simulator.model.tables import constant, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.scenario import Applicant, Program

IMG_TYPES = ("us_img", "non_us_img")


def visa_of(applicant: Applicant) -> str:
    """Visa the applicant needs: as given, or the reference of the applicant type."""
    return applicant.visa or str(table("groups")[applicant.type]["visa"])


def tier_of(specialty: str) -> str:
    """Competitiveness tier of a specialty: primary_care, moderate or competitive."""
    return str(table("specialties")[specialty]["tier"])


def reference_of(calibration: Calibration, applicant_type: str, specialty: str) -> Mapping[str, Any]:
    """Return the reference person of an applicant type in a specialty.

    Parameters
    ----------
    calibration : Calibration
    applicant_type, specialty : str

    Returns
    -------
    dict of field name to value
        Those of `groups.toml`, unless the calibration says otherwise.
    """
    own = calibration.specialty_references.get(applicant_type, {}).get(specialty, {})
    return {**table("groups")[applicant_type], **calibration.references.get(applicant_type, {}), **own}


def design(
    applicant: Applicant, programs: Sequence[Program], calibration: Calibration, n_emailed: int | None = None
) -> NDArray[np.float64]:
    """Features of one applicant at each program.

    Parameters
    ----------
    applicant : Applicant
    programs : sequence of Program
    calibration : Calibration
        Its effects name the columns; one with a scope is zero outside of it.
    n_emailed : int, optional
        Programs emailed in the whole season; left out, those among `programs`.

    Returns
    -------
    array (n_programs, n_effects)
        Multiply by the effects of a stage and sum to get its linear predictor.
    """
    n_emailed = sum(bool(p.emails) for p in programs) if n_emailed is None else n_emailed
    over_limit = n_emailed > constant("invite", "email_limit")
    matrix = np.zeros((len(programs), len(calibration.effects)))
    seen: dict[object, NDArray[np.float64]] = {}
    person: dict[str, dict[str, float]] = {}
    for row, program in enumerate(programs):
        key, specialty = program_key(program), program.specialty
        if specialty not in person:
            person[specialty] = person_features(applicant, reference_of(calibration, applicant.type, specialty))
        if key not in seen:
            features = person[specialty] | program_features(applicant, program, over_limit)
            seen[key] = _row(features, calibration.effects, applicant.type, specialty)
        matrix[row] = seen[key]
    return matrix


def program_key(program: Program) -> tuple[object, ...]:
    """Everything about a program that features depend on: look-alikes share it."""
    return (
        program.specialty, program.setting, program.img_share, program.signal,
        program.connection, program.emails, program.letter,
    )  # fmt: skip


def _row(
    features: Mapping[str, float], effects: tuple[str, ...], applicant_type: str, specialty: str
) -> NDArray[np.float64]:
    row = np.zeros(len(effects))
    for column, feature in columns_for(effects, applicant_type, specialty):
        row[column] = features.get(feature, 0.0)
    return row


def person_features(applicant: Applicant, reference: Mapping[str, Any] | None = None) -> dict[str, float]:
    """Features that depend on the program by its specialty's reference person at most.

    Parameters
    ----------
    applicant : Applicant
    reference : mapping of field name to value, optional
        The person with whom the applicant is compared; left out, that of `groups.toml`.

    Returns
    -------
    dict of effect name to feature value
    """
    group = table("groups")[applicant.type] if reference is None else reference
    found = {"intercept": 1.0, "step3": float(bool(applicant.step3))}
    if applicant.type != "non_us_img":
        found[f"type_{applicant.type}"] = 1.0
    found["step2_ck"] = _score(applicant.step2_ck, group["step2_ck"])
    found["failed_attempts"] = _count(_attempts(applicant))
    found["years_since_graduation"] = _years(applicant, group)
    found["us_clinical_experience"] = _experience(applicant, group)
    found["research"] = _research(applicant.research)
    found["red_flags"] = _count(_flags(applicant.red_flags))
    found["prior_match_attempts"] = _count(applicant.prior_match_attempts or 0)
    found["clinical_gap"] = _gap(applicant.last_clinical_activity_years)
    found["not_certified"] = float(applicant.ecfmg_certified is False and applicant.type in IMG_TYPES)
    if applicant.letters in ("weak", "strong"):
        found[f"letters_{applicant.letters}"] = 1.0
    return found | _visa(applicant)


def _score(ck: int | None, reference: float) -> float:
    limit = constant("profile", "ck_limit_sd")
    points = 0.0 if ck is None else ck - reference
    return min(max(points / constant("profile", "ck_points"), -limit), limit)


def _attempts(applicant: Applicant) -> int:
    return max(applicant.failed_attempts or 0, int(applicant.step1 == "failed_attempt"))


def _count(n: int) -> float:
    return min(float(n), constant("profile", "count_limit"))


def _years(applicant: Applicant, group: Mapping[str, float]) -> float:
    years, usual = applicant.years_since_graduation, group["years_since_graduation"]
    return _past_knee(usual if years is None else years) - _past_knee(usual)


def _past_knee(years: float) -> float:
    knee, limit = (constant("profile", f"graduation_{which}_years") for which in ("knee", "limit"))
    return max(min(years, limit) - knee, 0.0)


def _experience(applicant: Applicant, group: Mapping[str, float]) -> float:
    limit = constant("profile", "experience_limit_months")
    reference = group["us_clinical_experience_months"]
    months = applicant.us_clinical_experience_months
    if months is None:
        return 0.0
    if applicant.us_clinical_experience_type == "observership":
        months *= constant("profile", "observership_weight")
    return math.log2(1 + min(months, limit)) - math.log2(1 + reference)


def _research(research: int | str | None) -> float:
    words = {None: 0.0, "none": 0.0}
    if research in words:
        return 0.0
    outputs = constant("profile", f"research_{research}") if isinstance(research, str) else float(research or 0)
    return math.log2(1 + min(outputs, constant("profile", "research_limit")))


def _flags(flags: int | Sequence[str] | None) -> int:
    return flags if isinstance(flags, int) else len(flags or ())


def _gap(years: float | None) -> float:
    return min(max((years or 0.0) - 1.0, 0.0), constant("profile", "clinical_gap_limit_years"))


def _visa(applicant: Applicant) -> dict[str, float]:
    """Visa effects, against the reference of the type: only IMGs abroad differ."""
    visa = visa_of(applicant)
    name = {"h1b": "visa_h1b", "j1_or_h1b": "visa_flexible", "none": "visa_none"}.get(visa)
    if name is None or (name == "visa_none" and applicant.type != "non_us_img"):
        return {}
    return {name: 1.0}


def program_features(applicant: Applicant, program: Program, over_limit: bool = False) -> dict[str, float]:
    """Features of one applicant at one program.

    Parameters
    ----------
    applicant : Applicant
    program : Program
    over_limit : bool
        True when more programs were emailed than the limit of the rules: then every
        email counts as mass email.

    Returns
    -------
    dict of effect name to feature value
    """
    is_img = applicant.type in IMG_TYPES
    found: dict[str, float] = {}
    if program.setting != "community":
        found[f"{program.setting}_{'img' if is_img else 'us'}"] = 1.0
    if (tier := tier_of(program.specialty)) != "primary_care":
        found[f"{tier}_specialty"] = 1.0
    if is_img and program.img_share is not None:
        found["img_share"] = _img_share(program)
    for field in ("signal", "connection", "letter"):
        if (value := getattr(program, field)) != "none":
            found[f"{field}_{value}"] = 1.0
    return found | _emails(applicant, program, over_limit)


def _img_share(program: Program) -> float:
    limit = constant("profile", "img_share_limit")
    specialties = table("specialties")
    relative = (
        specialties[program.specialty]["matched_img_share"] / specialties["internal_medicine"]["matched_img_share"]
    )
    usual = relative * float(table("settings")[program.setting]["resident_img_share"])
    return float(10 * min(max((program.img_share or 0.0) - usual, -limit), limit))


def _emails(applicant: Applicant, program: Program, over_limit: bool) -> dict[str, float]:
    kinds = set(program.emails)
    if kinds and over_limit:
        kinds = {"mass"}
    if visa_of(applicant) == "none":
        kinds.discard("visa")
    return {f"email_{kind}": 1.0 for kind in sorted(kinds)}
