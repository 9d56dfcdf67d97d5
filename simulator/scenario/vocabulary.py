"""The words a scenario may use: who applies, where, and how far things have come.

The specialties, with their many spellings, have a module of their own (``specialties``).
"""

from __future__ import annotations

from typing import Literal, get_args

ApplicantType = Literal["us_md", "us_do", "us_img", "non_us_img"]
ApplicantVisa = Literal["none", "j1", "h1b", "j1_or_h1b"]
SponsoredVisa = Literal["j1", "h1b"]
Strength = Literal["weak", "average", "strong"]
Skill = Literal["poor", "average", "strong"]
Step1 = Literal["pass", "failed_attempt"]
ExperienceType = Literal["hands_on", "observership"]
Research = Literal["none", "some", "strong"]
Setting = Literal["university", "university_affiliated", "community"]
Track = Literal["categorical", "preliminary", "advanced"]
Status = Literal["considering", "applied", "invited", "interviewed", "rejected"]
Signal = Literal["none", "silver", "gold"]
Connection = Literal["none", "geographic", "rotation", "mentor"]
Email = Literal["update", "visa", "tie", "interest", "mass"]
Letter = Literal["none", "interest", "intent"]
Together = Literal["city", "distance", "state", "any", "career_first"]

APPLICANT_TYPES: tuple[str, ...] = get_args(ApplicantType)
APPLICANT_VISAS: tuple[str, ...] = get_args(ApplicantVisa)
SPONSORED_VISAS: tuple[str, ...] = get_args(SponsoredVisa)
STRENGTHS: tuple[str, ...] = get_args(Strength)
SKILLS: tuple[str, ...] = get_args(Skill)
STEP1_RESULTS: tuple[str, ...] = get_args(Step1)
EXPERIENCE_TYPES: tuple[str, ...] = get_args(ExperienceType)
RESEARCH_LEVELS: tuple[str, ...] = get_args(Research)
SETTINGS: tuple[str, ...] = get_args(Setting)
TRACKS: tuple[str, ...] = get_args(Track)
STATUSES: tuple[str, ...] = get_args(Status)
SIGNALS: tuple[str, ...] = get_args(Signal)
CONNECTIONS: tuple[str, ...] = get_args(Connection)
EMAILS: tuple[str, ...] = get_args(Email)
LETTERS: tuple[str, ...] = get_args(Letter)
TOGETHER: tuple[str, ...] = get_args(Together)

UNRANKABLE_STATUSES: frozenset[str] = frozenset({"considering", "rejected"})
"""Programs that cannot stand on a rank order list."""

DEFAULT_STATUS: Status = "applied"
"""A program listed without a status has been applied to and has not answered."""
