"""The applicant's side of the schema: everything optional but the type.

A field left out means the reference value of the applicant's group; the model says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from simulator.scenario.base import Part
from simulator.scenario.kinds import Choice, Flag, Level, Number, Whole
from simulator.scenario.text_kinds import CountOrTexts, SpecialtyName
from simulator.scenario.vocabulary import (
    APPLICANT_TYPES,
    APPLICANT_VISAS,
    EXPERIENCE_TYPES,
    RESEARCH_LEVELS,
    SKILLS,
    STEP1_RESULTS,
    STRENGTHS,
    ApplicantType,
    ApplicantVisa,
    ExperienceType,
    Step1,
    Strength,
)

MAX_SKILL_SD = 4.0
MAX_APPLICATIONS = 5_000
YEARS = (0, 60)
"""Years since something, at least and at most."""
EXPERIENCE_MONTHS = (0, 120)
"""Months of US clinical experience, at least and at most."""
ATTEMPTS = (0, 20)
"""Earlier attempts at the Match, at least and at most."""


class ApplicantFields(Part):
    """What can be known of an applicant, apart from the type and the season's facts."""

    step2_ck: Annotated[int, Whole(1, 300)] | None = None
    """USMLE Step 2 CK score, 1-300 points."""
    failed_attempts: Annotated[int, Whole(0, 10)] | None = None
    """Failed attempts at any USMLE Step, a count 0-10."""
    years_since_graduation: Annotated[float, Number(*YEARS)] | None = None
    """Years from medical school graduation to the season's Match, 0-60."""
    us_clinical_experience_months: Annotated[float, Number(*EXPERIENCE_MONTHS)] | None = None
    """Clinical experience in the United States, months, 0-120."""
    visa: Annotated[ApplicantVisa, Choice(APPLICANT_VISAS)] | None = None
    """Visa the applicant needs: none, j1, h1b, or j1_or_h1b (either would do)."""
    step3: Annotated[bool, Flag()] | None = None
    """Whether USMLE Step 3 is passed (needed for H-1B)."""
    letters: Annotated[Strength, Choice(STRENGTHS)] | None = None
    """Strength of the letters of recommendation: weak, average or strong."""
    interview_skill: Annotated[str | float, Level(SKILLS, -MAX_SKILL_SD, MAX_SKILL_SD)] | None = None
    """How the applicant interviews: poor, average, strong, or standard deviations from average (-4 to 4)."""
    step1: Annotated[Step1, Choice(STEP1_RESULTS)] | None = None
    """USMLE Step 1: pass (at the first attempt) or failed_attempt."""
    us_clinical_experience_type: Annotated[ExperienceType, Choice(EXPERIENCE_TYPES)] | None = None
    """Kind of US clinical experience: hands_on or observership."""
    ecfmg_certified: Annotated[bool, Flag()] | None = None
    """Whether ECFMG certification is held (graduates of non-US schools)."""
    last_clinical_activity_years: Annotated[float, Number(*YEARS)] | None = None
    """Years since the applicant last worked clinically, 0-60."""
    prior_match_attempts: Annotated[int, Whole(*ATTEMPTS)] | None = None
    """Earlier seasons in which the applicant took part in the Match, a count 0-20."""
    research: Annotated[str | int, Level(RESEARCH_LEVELS, 0, 500, whole=True)] | None = None
    """Research: none, some, strong, or the number of outputs (papers, abstracts, posters), 0-500."""
    red_flags: Annotated[int | tuple[str, ...], CountOrTexts(20)] | None = None
    """Things a program would ask about, such as a leave or a dismissal: a count 0-20, or a list of texts."""
    max_interviews: Annotated[int, Whole(0, 200)] | None = None
    """Most interviews the applicant can attend this season, a count 0-200."""


class Applicant(ApplicantFields):
    """One applicant; ``None`` stands for a field that the file does not give."""

    type: Annotated[ApplicantType, Choice(APPLICANT_TYPES)]
    """Applicant type: us_md, us_do, us_img (US citizen, school abroad) or non_us_img."""
    applications_sent: Mapping[Annotated[str, SpecialtyName()], Annotated[int, Whole(0, MAX_APPLICATIONS)]] | None = (
        None
    )
    """Applications sent, by specialty, a count 0-5000; the listed programs are among them."""
