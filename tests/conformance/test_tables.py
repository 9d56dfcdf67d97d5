"""Published tables of users: every valid file is read, every invalid one has the one fault that expected.txt says."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.scenario.files import MAX_CSV_BYTES
from simulator.scenario.published import MAX_ROWS, read_table
from simulator.scenario.published_tables import ChartingTable, Moments, RanksTable

HERE = Path(__file__).parent / "tables"
EVIDENCE = Path(__file__).resolve().parents[2] / "simulator" / "model" / "data" / "evidence"
EXPECTED = [line.split(":", 2) for line in (HERE / "invalid" / "expected.txt").read_text("utf-8").splitlines()]
HEADER = "specialty,applicant_group,contiguous_ranks,matched,not_matched\n"


def ranks(name: str) -> RanksTable:
    table = read_table(HERE / "valid" / f"{name}.csv")
    assert isinstance(table, RanksTable)
    return table


def charting(name: str) -> ChartingTable:
    table = read_table(HERE / "valid" / f"{name}.csv")
    assert isinstance(table, ChartingTable)
    return table


def test_every_invalid_file_has_its_expectation() -> None:
    assert sorted(path.name for path in (HERE / "invalid").glob("*.csv")) == sorted(name for name, *_ in EXPECTED)
    assert len(EXPECTED) >= 50


@pytest.mark.parametrize(("name", "line", "fragment"), EXPECTED, ids=[name for name, *_ in EXPECTED])
def test_invalid_table_has_the_one_expected_fault(name: str, line: str, fragment: str) -> None:
    path = HERE / "invalid" / name
    with pytest.raises(InputError) as caught:
        read_table(path)
    faults = caught.value.faults
    wanted = [fault for fault in faults if fragment.strip() in fault.render()]
    assert wanted, str(caught.value)
    assert len(faults) == 1 or name == "neither_format.csv", str(caught.value)
    assert (wanted[0].file, wanted[0].line) == (str(path), int(line))
    assert wanted[0].render().isprintable()


@pytest.mark.parametrize("path", sorted((HERE / "valid").glob("*.csv")), ids=lambda path: path.stem)
def test_valid_table_is_read(path: Path) -> None:
    assert read_table(path).file == str(path)


def test_the_evidence_itself_is_in_the_format() -> None:
    ranks_2007 = read_table(EVIDENCE / "match_by_ranks_2007.csv")
    assert isinstance(ranks_2007, RanksTable)
    assert (len(ranks_2007.rows), ranks_2007.skipped, ranks_2007.warnings) == (576, 0, ())
    assert ranks_2007.rows[15][5:7] == (16, None)
    charting_2026 = read_table(EVIDENCE / "charting_non_us_img_2026.csv")
    assert isinstance(charting_2026, ChartingTable)
    assert (len(charting_2026.rows), charting_2026.warnings) == (21, ())
    medicine = next(row for row in charting_2026.rows if row.specialty == "internal_medicine")
    assert (medicine.group, medicine.year, medicine.matched, medicine.not_matched) == ("non_us_img", 2026, 3392, 3600)
    assert medicine.moments["contiguous_ranks", "matched"] == Moments(2649, 6.1, 4.5, 3, 5, 8)
    assert medicine.moments["step2ck", "not_matched"] == Moments(2730, 242, 14, 233, 243, 253)


def test_byte_order_mark_line_ends_and_blank_lines_do_no_harm() -> None:
    assert [(row.first, row.matched) for row in ranks("bom_crlf_blank_lines").rows] == [(1, 10), (2, 5)]


def test_columns_may_come_in_any_order_with_others_between() -> None:
    first, second = ranks("column_order_and_extras").rows
    assert first[2:] == ("dermatology", "us_senior", 2007, 1, 1, 10, 20)
    assert second[2:] == ("general_surgery", "independent_applicant", 2007, 16, None, 1234, 5)


def test_years_ranges_and_long_lists() -> None:
    told = [(row.year, row.first, row.last) for row in ranks("long_lists_and_years").rows]
    assert told == [(2022, 1, 4), (2022, 5, 5), (2022, 25, None), (2007, 5, 5)]


def test_an_unknown_specialty_is_kept_under_its_name_with_a_warning() -> None:
    table = ranks("unknown_specialty")
    assert table.rows[0].specialty == "Space Medicine"
    assert "Space Medicine" in table.warnings[0]


def test_missing_figures_are_skipped_and_counted() -> None:
    table = ranks("missing_figures")
    assert ([row.first for row in table.rows], table.skipped) == ([3], 2)
    nothing = charting("charting_nothing_told")
    assert (nothing.rows[0].moments, nothing.skipped) == ({}, 20)


def test_score_columns_may_be_absent_together() -> None:
    table = charting("charting_without_scores")
    assert {measure for measure, _ in table.rows[0].moments} == {"contiguous_ranks"}
    assert table.skipped == 0


def test_year_and_group_columns_of_a_table_of_moments() -> None:
    told = [(row.group, row.year) for row in charting("charting_us_imgs_2024").rows]
    assert told == [("us_img", 2024), ("non_us_img", 2024)]


def test_two_names_of_one_specialty_are_both_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "Surgery,US senior,1,1,2\nSurgery-General,US senior,1,1,2\n", "utf-8")
    table = read_table(path)
    assert len(table.rows) == 2
    assert "general_surgery" in table.warnings[0]


def test_at_most_twenty_faults_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "".join(f"Dermatology,US senior,{n},-1,2\n" for n in range(1, 31)), "utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path)
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (21, "and 10 more")


def test_too_many_rows_and_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEADER + "".join(f"S{n},US senior,1,1,2\n" for n in range(MAX_ROWS + 1)), "utf-8")
    with pytest.raises(InputError, match="too many rows"):
        read_table(path)
    path.write_bytes(b"x" * (MAX_CSV_BYTES + 1))
    with pytest.raises(InputError, match="too large"):
        read_table(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_table(tmp_path / "none.csv")
