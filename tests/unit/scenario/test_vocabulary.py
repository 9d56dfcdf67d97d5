"""Specialties by every spelling, and suggestions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.scenario import SPECIALTIES, specialty_key
from simulator.scenario.specialties import SPECIALTY_ALIASES, _reduced
from simulator.scenario.suggest import did_you_mean

PUBLISHED = {
    "Anesthesiology | PGY-2": "anesthesiology",
    "Neurology (C)": "neurology",
    "Diagnostic and Interventional Radiology": "diagnostic_radiology",
    "Radiology-Diagnostic (A)": "diagnostic_radiology",
    "Radiology": "diagnostic_radiology",
    "Interventional Radiology (Integrated)": "interventional_radiology",
    "Internal Medicine (Categorical) | PGY-1": "internal_medicine",
    "Internal Medicine (categorical)": "internal_medicine",
    "Medicine (preliminary)": "preliminary_medicine",
    "Medicine-Preliminary (PGY-1 Only) | PGY-1": "preliminary_medicine",
    "Medicine-Pediatrics | PGY-1": "internal_medicine_pediatrics",
    "Internal Medicine/Pediatrics": "internal_medicine_pediatrics",
    "Obstetrics-Gynecology": "obstetrics_gynecology",
    "Obstetrics and Gynecology": "obstetrics_gynecology",
    "Orthopedic Surgery": "orthopaedic_surgery",
    "PM&R": "physical_medicine_rehabilitation",
    "Physical Medicine & Rehab | PGY-2": "physical_medicine_rehabilitation",
    "Pathology-Anatomic and Clinical": "pathology",
    "Pediatrics (Categorical) | PGY-1": "pediatrics",
    "Plastic Surgery (Integrated)": "plastic_surgery",
    "Psychiatry (Categorical) | PGY-1": "psychiatry",
    "Public Health and General Preventive Medicine": "preventive_medicine",
    "Surgery": "general_surgery",
    "Surgery (Categorical)": "general_surgery",
    "Surgery-General": "general_surgery",
    "Surgery (preliminary)": "preliminary_surgery",
    "Surgery-Preliminary (PGY-1 Only)": "preliminary_surgery",
    "Thoracic Surgery (Integrated)": "thoracic_surgery",
    "Transitional (PGY-1 Only) | PGY-1": "transitional_year",
    "Transitional Year": "transitional_year",
    "Vascular Surgery (Integrated)": "vascular_surgery",
}


@pytest.mark.parametrize("spelling", PUBLISHED)
def test_published_spellings_are_known(spelling: str) -> None:
    assert specialty_key(spelling) == PUBLISHED[spelling]


@pytest.mark.parametrize("key", SPECIALTIES)
def test_a_key_is_its_own_spelling_in_any_dress(key: str) -> None:
    words = key.replace("_", " ")
    assert {specialty_key(s) for s in (key, key.upper(), words, words.title(), words.replace(" ", "-"))} == {key}


def test_a_spelling_belongs_to_one_specialty() -> None:
    spellings = [(_reduced(name), key) for key, names in SPECIALTY_ALIASES.items() for name in names]
    spellings += [(_reduced(key.replace("_", " ")), key) for key in SPECIALTIES]
    assert len({reduced for reduced, _ in spellings}) == len(set(spellings))
    assert set(SPECIALTY_ALIASES) == set(SPECIALTIES)


@pytest.mark.parametrize("spelling", ["", "medicine", "Medicine-Dermatology", "Psychiatry-Neurology", "x" * 10_000])
def test_what_is_no_specialty_here_is_not_guessed(spelling: str) -> None:
    assert specialty_key(spelling) is None


@given(st.text())
def test_any_text_is_a_known_key_or_none(text: str) -> None:
    assert specialty_key(text) in {None, *SPECIALTIES}


def test_suggestions_are_near_or_absent() -> None:
    assert did_you_mean("comunity", ["community", "university"]) == "Did you mean 'community'?"
    assert did_you_mean("University-Affiliated", ["university_affiliated"]) == "Did you mean 'university_affiliated'?"
    assert did_you_mean("zzz", ["community"]) == ""
    assert did_you_mean(3, ["community"]) == ""
    assert did_you_mean("x" * 1000, ["x" * 1000]) == ""
