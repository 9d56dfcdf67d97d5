"""The specialties and every spelling by which a file may name them.

Matching ignores case, punctuation, "and" and the qualifiers that NRMP tables add to a
name: "Internal Medicine (Categorical) | PGY-1" is internal_medicine. The spellings are
those of NRMP's and AAMC's published tables, and common short forms.
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import Literal, get_args

Specialty = Literal[
    "internal_medicine",
    "family_medicine",
    "pediatrics",
    "psychiatry",
    "neurology",
    "child_neurology",
    "pathology",
    "diagnostic_radiology",
    "interventional_radiology",
    "emergency_medicine",
    "anesthesiology",
    "general_surgery",
    "obstetrics_gynecology",
    "orthopaedic_surgery",
    "otolaryngology",
    "dermatology",
    "neurological_surgery",
    "plastic_surgery",
    "physical_medicine_rehabilitation",
    "radiation_oncology",
    "thoracic_surgery",
    "vascular_surgery",
    "urology",
    "ophthalmology",
    "internal_medicine_pediatrics",
    "preventive_medicine",
    "medical_genetics",
    "transitional_year",
    "preliminary_medicine",
    "preliminary_surgery",
]
SPECIALTIES: tuple[str, ...] = get_args(Specialty)
ONE_YEAR: frozenset[str] = frozenset({"transitional_year", "preliminary_medicine", "preliminary_surgery"})
"""Specialties whose positions last for the first year only."""

SPECIALTY_ALIASES: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "internal_medicine": ("Internal Medicine", "Internal Med", "IM"),
        "family_medicine": ("Family Medicine", "Family Practice", "Family Med", "FM"),
        "pediatrics": ("Pediatrics", "Paediatrics", "Peds"),
        "psychiatry": ("Psychiatry", "Psych"),
        "neurology": ("Neurology", "Neuro"),
        "child_neurology": ("Child Neurology", "Pediatric Neurology"),
        "pathology": ("Pathology", "Pathology-Anatomic and Clinical"),
        "diagnostic_radiology": (
            "Radiology-Diagnostic",
            "Radiology",
            "Diagnostic and Interventional Radiology",
        ),
        "interventional_radiology": (
            "Interventional Radiology",
            "Interventional Radiology (Integrated)",
            "Radiology-Interventional",
        ),
        "emergency_medicine": ("Emergency Medicine", "Emergency Med", "EM"),
        "anesthesiology": ("Anesthesiology", "Anaesthesiology", "Anesthesia"),
        "general_surgery": ("Surgery-General", "Surgery", "General Surgery", "Gen Surg"),
        "obstetrics_gynecology": (
            "Obstetrics and Gynecology",
            "Obstetrics-Gynecology",
            "OB/GYN",
            "Obstetrics and Gynaecology",
        ),
        "orthopaedic_surgery": (
            "Orthopaedic Surgery",
            "Orthopedic Surgery",
            "Orthopaedics",
            "Orthopedics",
        ),
        "otolaryngology": ("Otolaryngology", "ENT", "Otolaryngology (ENT)", "Otolaryngology-Head and Neck Surgery"),
        "dermatology": ("Dermatology", "Derm"),
        "neurological_surgery": ("Neurological Surgery", "Neurosurgery"),
        "plastic_surgery": ("Plastic Surgery", "Plastic Surgery (Integrated)"),
        "physical_medicine_rehabilitation": (
            "Physical Medicine and Rehabilitation",
            "Physical Medicine & Rehab",
            "PM&R",
            "Physiatry",
        ),
        "radiation_oncology": ("Radiation Oncology", "Rad Onc"),
        "thoracic_surgery": ("Thoracic Surgery", "Thoracic Surgery (Integrated)"),
        "vascular_surgery": ("Vascular Surgery", "Vascular Surgery (Integrated)"),
        "urology": ("Urology",),
        "ophthalmology": ("Ophthalmology",),
        "internal_medicine_pediatrics": (
            "Internal Medicine/Pediatrics",
            "Medicine-Pediatrics",
            "Med-Peds",
        ),
        "preventive_medicine": (
            "Preventive Medicine",
            "Public Health and Preventive Medicine",
            "Public Health and General Preventive Medicine",
        ),
        "medical_genetics": ("Medical Genetics", "Medical Genetics and Genomics"),
        "transitional_year": ("Transitional Year", "Transitional (PGY-1 Only)", "TY"),
        "preliminary_medicine": (
            "Medicine-Preliminary (PGY-1 Only)",
            "Medicine (preliminary)",
            "Internal Medicine (preliminary)",
            "Preliminary Internal Medicine",
            "Prelim Medicine",
        ),
        "preliminary_surgery": (
            "Surgery-Preliminary (PGY-1 Only)",
            "Surgery (preliminary)",
            "General Surgery (preliminary)",
            "Preliminary General Surgery",
            "Prelim Surgery",
        ),
    }
)
"""Key -> spellings; a spelling belongs to one key only."""

_QUALIFIER = re.compile(r"\((?:c|a|categorical|advanced|integrated|pgy-?\d(?: only)?)\)|\|\s*pgy-?\d")
_WORD = re.compile(r"[a-z0-9]+")
_MAX_SPELLING_CHARACTERS = 120


def specialty_key(spelling: str) -> str | None:
    """Return the key of a specialty, however it is spelled.

    Parameters
    ----------
    spelling : str
        A key, or a name as published tables spell it, such as ``"PM&R"`` or
        ``"Surgery (Categorical) | PGY-1"``. Case and punctuation do not matter.

    Returns
    -------
    str or None
        The key, such as ``"general_surgery"``; None for a specialty not known here.
    """
    if len(spelling) > _MAX_SPELLING_CHARACTERS:
        return None
    return _key_of().get(_reduced(spelling))


def _reduced(spelling: str) -> str:
    plain = _QUALIFIER.sub(" ", spelling.casefold())
    return "".join(word for word in _WORD.findall(plain) if word != "and")


@cache
def _key_of() -> dict[str, str]:
    spellings = {_reduced(key.replace("_", " ")): key for key in SPECIALTIES}
    for key, names in SPECIALTY_ALIASES.items():
        spellings.update({_reduced(name): key for name in names})
    return spellings
