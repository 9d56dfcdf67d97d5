"""Names of groups of people and of specialties, as words on a chart."""

from __future__ import annotations

from simulator.advice import theme

GROUPS = {
    "us_md": "US MDs",
    "us_do": "US DOs",
    "us_img": "US IMGs",
    "non_us_img": "non-US IMGs",
    "us_senior": "US seniors",
    "independent_applicant": "independents",
}


def group_words(group: str) -> str:
    """Return the name of a group of applicants."""
    return GROUPS.get(group, group)


#: Names of the field for narrow columns.
SHORT = {
    "internal_medicine_pediatrics": "med-peds",
    "obstetrics_gynecology": "OB-GYN",
    "physical_medicine_rehabilitation": "PM&R",
}


def short_specialty(specialty: str) -> str:
    """Return the shortest usual name of a specialty, for a narrow column."""
    return SHORT.get(specialty) or specialty_words(specialty)


def specialty_words(specialty: str) -> str:
    """Return the name of a specialty, on one line that the chart font can draw."""
    return theme.printable(specialty.replace("_", " "))
