"""The table of parameters: a calibration with cells in compact tables, one without as a list."""

import dataclasses

import pytest

from simulator.calibration.markdown import between, words
from simulator.calibration.table import page
from simulator.model.parameters import load_calibration
from tests.factories import INTERCEPTS, TWO_SPECIALTIES, make_calibration


@pytest.fixture(scope="module")
def made() -> str:
    return page([load_calibration(make_calibration()), load_calibration("rules-of-thumb")])


def rows_of(text: str, title: str) -> list[list[str]]:
    """Cells of the rows of the table under a title, its heading first."""
    below = text.partition(f"# {title}\n")[2].partition("\n#")[0]
    lines = [line for line in below.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_levels_are_a_row_a_specialty_and_a_column_a_type(made: str):
    head, *rows = rows_of(made, "`intercept` at the invitation")
    assert head == ["specialty", "US MD", "non-US IMG"]
    assert [row[0] for row in rows] == ["internal medicine", "family medicine"]
    central = INTERCEPTS["non_us_img/internal_medicine"][0]
    assert rows[0][2].startswith(f"{central:.2f} [")
    low, high = (float(end) for end in rows[0][2].partition("[")[2].strip("]").split(", "))
    assert low < central < high


def test_a_star_marks_the_cells_without_a_figure(made: str):
    _, internal, family = rows_of(made, "`intercept` at the rank list")
    assert family[1].endswith("*")
    assert not any(cell.endswith("*") for cell in (internal[1], internal[2], family[2]))


def test_effects_that_do_not_go_by_cell_have_interval_kind_and_source(made: str):
    head, *rows = rows_of(made, "Other effects at the invitation")
    assert head[3:] == ["90% interval", "unit", "kind", "source"]
    by_name = {row[0]: row for row in rows}
    assert {"step2_ck@family_medicine", "visa_h1b@non_us_img", "university_img"} <= set(by_name)
    assert all(row[3].startswith("[") for row in rows)
    assert by_name["signal_gold"][5] == "survey"


def test_spreads_stand_by_group(made: str):
    head, *rows = rows_of(made, "Spreads, by group of applicant types")
    assert head[2:4] == ["img", "us"]
    by_name = {row[0]: row for row in rows}
    assert by_name["strength"][2].startswith("0.650 [")
    assert by_name["strength"][3].startswith("0.450 [")
    assert "volume" in by_name


def test_reference_persons_of_specialties_are_told(made: str):
    head, row = rows_of(made, "Reference persons by specialty")
    assert (head, row) == (["specialty", "non-US IMG"], ["family medicine", "step2 CK: 231.5"])


def test_the_rules_of_thumb_keep_their_list(made: str):
    below = made.partition("## Calibration `rules-of-thumb`")[2]
    head, *rows = rows_of(below, "Effects at the invitation")
    assert head[2:4] == ["value", "sd"]
    assert {"intercept", "type_us_md", "competitive_specialty"} <= {row[0] for row in rows}


def test_types_that_differ_nowhere_share_a_column():
    apart = load_calibration(make_calibration(types=("us_img", "non_us_img")))
    invite = apart.all_parameters.invite.copy()
    for s in TWO_SPECIALTIES:
        us, non_us = (apart.effects.index(f"intercept@{t}/{s}") for t in ("us_img", "non_us_img"))
        invite[:, us] = invite[:, non_us]
    alike = dataclasses.replace(apart, all_parameters=apart.all_parameters._replace(invite=invite))
    assert rows_of(page([alike]), "`intercept` at the invitation")[0] == ["specialty", "US IMG, non-US IMG"]
    assert rows_of(page([alike]), "`intercept` at the rank list")[0] == ["specialty", "US IMG", "non-US IMG"]


@pytest.mark.parametrize(("ends", "text"), [((-0.001, 0.2), "[0.00, 0.20]"), ((-1.234, -0.5), "[-1.23, -0.50]")])
def test_an_interval_has_no_negative_zero(ends: tuple[float, float], text: str):
    assert between(*ends) == text


def test_names_are_words():
    assert [words(name) for name in ("non_us_img", "us_md", "family_medicine")] == [
        "non-US IMG",
        "US MD",
        "family medicine",
    ]
