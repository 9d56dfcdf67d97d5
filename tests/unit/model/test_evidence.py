"""The tables of evidence hold together, and each says where it is from."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator.model.evidence import about, evidence, evidence_names
from simulator.scenario import SPECIALTIES
from simulator.scenario.groups import APPLICANT_GROUPS

FOLDER = Path(__file__).resolve().parents[3] / "simulator" / "model" / "data" / "evidence"


def test_the_index_and_the_folder_name_the_same_tables() -> None:
    assert sorted(evidence_names()) == sorted(path.stem for path in FOLDER.glob("*.csv"))


@pytest.mark.parametrize("name", evidence_names())
def test_every_table_says_what_it_is_and_where_it_is_from(name: str) -> None:
    said = about(name)
    for key in ("title", "year", "group", "definition", "source", "grade", "use"):
        assert said[key].strip(), key
    table = evidence(name)
    assert len(table)
    for column in ("grade", "source"):
        if f"column {column}" in said[column]:
            assert table[column].notna().all()
    if "grade" in table:
        assert set(table["grade"]) <= {"A", "B", "C"}


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_the_files_are_plain_text(path: Path) -> None:
    text = path.read_bytes()
    assert text.isascii()
    assert b"\r" not in text


@pytest.mark.parametrize("name", evidence_names())
def test_specialties_and_groups_are_known_keys(name: str) -> None:
    table = evidence(name)
    if "specialty" in table:
        assert set(table["specialty"]) <= {*SPECIALTIES, "all"}
    for column in ("applicant_group", "applicant_type"):
        if column in table:
            assert set(table[column]) <= set(APPLICANT_GROUPS)


def test_ranks_2007_is_whole() -> None:
    table = evidence("match_by_ranks_2007")
    panels = table.groupby(["specialty", "applicant_group"])["contiguous_ranks"].agg(tuple)
    assert set(panels) == {(*map(str, range(1, 16)), "16+")}
    assert (table[["matched", "not_matched"]] >= 0).all(axis=None)


def test_scores_2007_are_of_the_same_people_as_ranks_2007() -> None:
    both = ["specialty", "applicant_group"]
    sums = [
        evidence(name).groupby(both)[["matched", "not_matched"]].sum()
        for name in ("match_by_ranks_2007", "match_by_step2_2007")
    ]
    shared = sums[0].index.intersection(sums[1].index)
    assert len(shared) >= 6
    pd.testing.assert_frame_equal(sums[0].loc[shared], sums[1].loc[shared])


def test_charting_2026_is_consistent() -> None:
    table = evidence("charting_non_us_img_2026")
    assert (table["matched"] + table["not_matched"] <= table["all_applicants"]).all()
    for field in ("contiguous_ranks", "step2ck"):
        for outcome in ("matched", "not_matched"):
            stem = f"{field}_{outcome}"
            assert (table[f"{stem}_n"] <= table[outcome]).all()
            told = table.dropna(subset=[f"{stem}_mean"])
            assert (told[f"{stem}_n"] >= 5).all()
            assert (np.diff(told[[f"{stem}_q1", f"{stem}_median", f"{stem}_q3"]], axis=1) >= 0).all()


def test_types_2025_matched_are_among_the_applicants() -> None:
    table = evidence("types_2025")
    assert len(table) == 36
    assert (table["matched"] < table["applicants"]).all()


def test_couples_add_up() -> None:
    table = evidence("couples")
    assert (table["both"] + table["one"] + table["neither"] == table["couples"]).all()


def test_rates_fit_their_counts() -> None:
    table = evidence("match_rates_by_year").drop_duplicates(["year", "group", "measure"])
    wide = table.pivot_table(index=["year", "group"], columns="measure", values="value").dropna()
    assert len(wide) >= 2
    rate = 100 * wide["matched"] / wide["active_applicants"]
    assert (rate - wide["match_rate"]).abs().max() < 0.2


def test_a_table_may_be_changed_without_changing_the_next() -> None:
    mine = evidence("soap")
    mine["positions"] = 0
    assert (evidence("soap")["positions"] > 0).all()


def test_an_unknown_table_is_named_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'ranks'.*couples"):
        evidence("ranks")
