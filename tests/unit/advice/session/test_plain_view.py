"""What the page warns of names no key of a file: who reads it has a form before them, not a file."""

import re

import pytest

from simulator.advice.session.session import Session

KEY = re.compile(r"\b[a-z]+[0-9]?(?:_[a-z0-9]+)+\b|\bas_of\b")
BARE = """
name: Little is known
season: 2027
applicant: {type: us_do, applications_sent: {obstetrics_gynecology: 40}}
programs:
  - {name: A, specialty: obstetrics_gynecology, setting: community, status: interviewed}
  - {name: B, specialty: physical_medicine_rehabilitation, setting: community}
strategies:
  - {name: nothing new, edits: [{set_programs: {where: {name: B}, set: {status: applied}}}]}
  - {name: practised, edits: [{set_programs: {where: {name: B}, set: {performance: strong}}}]}
"""
LATE = BARE.replace("season: 2027", "season: 2027\nas_of: 2027-03-25")


@pytest.mark.parametrize("text", [BARE, LATE])
def test_warnings_and_cautions_of_the_page_are_in_plain_words(text: str):
    session = Session()
    found = session.read_text(text)
    seen = session.answer(found.data, {})
    said = [*seen["warnings"], *(row.get("caution", "") for row in seen["strategies"])]
    assert any("skill in interviews" in one for one in said)
    assert not [one for one in said if KEY.search(one)]
    assert not [one for one in session.checked(found)["warnings"] if KEY.search(one)]
