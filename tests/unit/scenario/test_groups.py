"""Groups and specialties are found under the spellings of published tables."""

import pytest

from simulator.scenario.groups import APPLICANT_GROUPS, GROUP_ALIASES, group_key
from simulator.scenario.specialties import specialty_key


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("US senior", "us_senior"),
        ("U.S. Seniors", "us_senior"),
        ("Independent applicant", "independent_applicant"),
        ("INDEPENDENT APPLICANTS", "independent_applicant"),
        ("Non-U.S. IMGs", "non_us_img"),
        ("non_us_img", "non_us_img"),
        ("US IMG", "us_img"),
        ("U.S. MD Seniors", "us_md"),
        ("US DO senior", "us_do"),
        ("Martians", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_group_key(spelling: str, key: str | None) -> None:
    assert group_key(spelling) == key


def test_a_spelling_belongs_to_one_group_only() -> None:
    assert set(GROUP_ALIASES) == set(APPLICANT_GROUPS)
    assert all(group_key(name) == key for key, names in GROUP_ALIASES.items() for name in names)


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("Pathology-Anatomic and Clinical", "pathology"),
        ("Radiology-Diagnostic", "diagnostic_radiology"),
        ("Surgery-General", "general_surgery"),
        ("Surgery (Categorical)", "general_surgery"),
        ("Obstetrics and Gynecology", "obstetrics_gynecology"),
        ("Internal Medicine (Categorical)", "internal_medicine"),
        ("Public Health and Preventive Medicine", "preventive_medicine"),
        ("Interventional Radiology (Integrated)", "interventional_radiology"),
        ("Orthopaedic Surgery", "orthopaedic_surgery"),
        ("Orthopedic Surgery", "orthopaedic_surgery"),
        ("Internal Medicine/Pediatrics", "internal_medicine_pediatrics"),
        ("Medicine-Pediatrics", "internal_medicine_pediatrics"),
        ("Thoracic Surgery (Integrated)", "thoracic_surgery"),
        ("Vascular Surgery (Integrated)", "vascular_surgery"),
        ("Plastic Surgery (Integrated)", "plastic_surgery"),
        ("Physical Medicine & Rehab", "physical_medicine_rehabilitation"),
        ("Transitional Year", "transitional_year"),
        ("Transitional (PGY-1 Only)", "transitional_year"),
        ("Otolaryngology (ENT)", "otolaryngology"),
        ("Diagnostic Radiology", "diagnostic_radiology"),
        ("Medicine-Primary", None),
    ],
)
def test_published_spellings_of_specialties(spelling: str, key: str | None) -> None:
    assert specialty_key(spelling) == key
