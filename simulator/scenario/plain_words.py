"""What the keys of a scenario file are called by people: "non-US IMG", "obstetrics and gynecology".

A sentence for people may name a key for those who edit the file, in round brackets and nowhere else: "no day is given
(as_of)". `without_keys` takes such brackets out where nobody has a file before them: on the page, on paper.
"""

from __future__ import annotations

import re

#: Applicants by type.
TYPES = {"us_md": "US MD", "us_do": "US DO", "us_img": "US citizen IMG", "non_us_img": "non-US IMG"}
#: Fields of the applicant, as what they tell.
PROFILE = {
    "step2_ck": "Step 2 CK score",
    "years_since_graduation": "years since graduation",
    "us_clinical_experience_months": "months of US clinical experience",
    "failed_attempts": "failed attempts at exams",
    "step3": "whether Step 3 is passed",
    "letters": "strength of the letters",
    "interview_skill": "skill in interviews",
}
#: Specialties whose key lacks a word of the name.
SPECIALTIES = {
    "internal_medicine_pediatrics": "internal medicine and pediatrics",
    "obstetrics_gynecology": "obstetrics and gynecology",
    "physical_medicine_rehabilitation": "physical medicine and rehabilitation",
}
#: Keys that sentences for people name in brackets.
IN_BRACKETS = (
    *("as_of", "applications_sent", "max_interviews", "interview_skill", "correlation"),
    *("add_programs", "remove_programs", "set_programs", "set_applicant", "set_couple", "partner"),
    *("set_rank_order_list", "set_supplemental_rank_order_list"),
)
_BRACKETS = re.compile(rf" \((?:{'|'.join(IN_BRACKETS)})\)")


def type_words(kind: str) -> str:
    """Return what an applicant type is called: "non-US IMG".

    Parameters
    ----------
    kind : str
        As in a file; a kind that is not known is returned as it is.
    """
    return TYPES.get(kind, kind)


def specialty_words(key: str) -> str:
    """Return what a specialty is called: "internal medicine".

    Parameters
    ----------
    key : str
        As in a file.
    """
    return SPECIALTIES.get(key) or key.replace("_", " ")


def without_keys(text: str) -> str:
    """Return a sentence without the keys of a file that it names in brackets.

    Parameters
    ----------
    text : str
        Such as a warning of a result.
    """
    return _BRACKETS.sub("", text)
