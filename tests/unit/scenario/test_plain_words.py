"""Keys of a file in the words of people, and sentences without them."""

import ast
import re
from pathlib import Path

import pytest

import simulator
from simulator.scenario import SPECIALTIES as KEYS
from simulator.scenario import Applicant, Edit
from simulator.scenario.plain_words import (
    IN_BRACKETS,
    PROFILE,
    SPECIALTIES,
    TYPES,
    specialty_words,
    type_words,
    without_keys,
)
from simulator.scenario.vocabulary import APPLICANT_TYPES

BRACKETED = re.compile(r" \(([a-z0-9]+(?:_[a-z0-9]+)+)\)")


def test_every_type_field_and_specialty_has_words():
    assert tuple(TYPES) == APPLICANT_TYPES
    assert set(PROFILE) <= set(Applicant.model_fields)
    assert set(SPECIALTIES) <= set(KEYS)
    for text in (*TYPES.values(), *PROFILE.values(), *map(specialty_words, KEYS)):
        assert "_" not in text
    assert type_words("non_us_img") == "non-US IMG"
    assert specialty_words("obstetrics_gynecology") == "obstetrics and gynecology"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("No day is given (as_of), so silence tells nothing.", "No day is given, so silence tells nothing."),
        (
            "Strategy 's': edit 1 (set_programs) matches no program.",
            "Strategy 's': edit 1 matches no program.",
        ),
        ("Lakeside (Flint) and Town (as of May)", "Lakeside (Flint) and Town (as of May)"),
    ],
)
def test_keys_go_and_everything_else_stays(text: str, plain: str):
    assert without_keys(text) == plain


def test_every_key_that_a_sentence_names_in_brackets_is_known():
    assert set(Edit.model_fields) <= set(IN_BRACKETS)
    package = Path(simulator.__file__).parent
    found = {key for part in ("season", "strategy", "pipeline") for key in _bracketed(package / part)}
    assert found
    assert found <= set(IN_BRACKETS)


def _bracketed(folder: Path) -> set[str]:
    trees = (ast.parse(file.read_text("utf-8")) for file in folder.rglob("*.py"))
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {key for text in texts if isinstance(text, str) for key in BRACKETED.findall(text)}
