"""A programs_file and the scenario that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.scenario import Scenario, load_scenario
from simulator.scenario.csv_reader import columns
from simulator.scenario.program import ProgramEntry

HEADER = "name,specialty,setting"


def load(folder: Path, text: str | bytes) -> Scenario:
    (folder / "list.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    file = folder / "a.yaml"
    file.write_text("name: x\nseason: 2027\napplicant: {type: us_md}\nprograms_file: list.csv\n")
    return load_scenario(file)


def refused(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(folder, text)
    return [fault.render().replace(f"{folder}/", "") for fault in caught.value.faults]


def test_columns_are_the_fields_of_a_program() -> None:
    assert set(columns()) == set(ProgramEntry.model_fields)
    assert {name for name, cell in columns().items() if cell.is_list} == {"visas", "emails"}


@pytest.mark.parametrize(
    "cell", ["j1;h1b", "j1|h1b", "j1 h1b", '"j1, h1b"', "[j1;h1b]", "\"['j1', 'h1b']\"", "\"('j1', 'h1b')\""]
)
def test_lists_in_a_cell_may_be_written_in_several_ways(tmp_path: Path, cell: str) -> None:
    (found,) = load(tmp_path, f"{HEADER},visas\nA,neurology,community,{cell}\n").programs
    assert found.visas == ("j1", "h1b")


@pytest.mark.parametrize(("cell", "visas"), [("", None), ("none", ()), ("[]", ()), ("None", ())])
def test_a_blank_cell_is_not_the_empty_list(tmp_path: Path, cell: str, visas: tuple[str, ...] | None) -> None:
    (found,) = load(tmp_path, f"{HEADER},visas\nA,neurology,community,{cell}\n").programs
    assert found.visas == visas


def test_line_endings_blank_lines_and_marks_do_no_harm(tmp_path: Path) -> None:
    found = load(tmp_path, f"\ufeff{HEADER}\r\n\r\nA,neurology,community\r\n,,\r\nB , neurology,community".encode())
    assert [program.name for program in found.programs] == ["A", "B"]


def test_order_of_columns_does_not_matter(tmp_path: Path) -> None:
    (found,) = load(tmp_path, "setting,positions,name,specialty\ncommunity,12,A,neurology\n").programs
    assert (found.name, found.positions) == ("A", 12)


def test_a_program_may_be_named_by_a_number_or_a_word_of_yaml(tmp_path: Path) -> None:
    found = load(tmp_path, f"{HEADER}\n42,neurology,community\ntrue,neurology,community\n")
    assert [program.name for program in found.programs] == ["42", "true"]


def test_all_faults_of_all_rows_come_at_once(tmp_path: Path) -> None:
    text = f"{HEADER},img_share,positions\nA,neurology,community,NaN,3.5\nB,neurology\n,neurology,rural,2,x\n"
    lines = refused(tmp_path, text)
    assert [line.split(" (")[0].split(". ")[0] for line in lines] == [
        "list.csv:2: img_share: must be a finite number", "list.csv:2: positions: must be a whole number",
        "list.csv:3: wrong number of cells", "list.csv:4: name: is missing", "list.csv:4: setting: unknown value",
        "list.csv:4: img_share: is out of range", "list.csv:4: positions: must be a whole number",
    ]  # fmt: skip


def test_a_row_is_placed_where_it_begins(tmp_path: Path) -> None:
    lines = refused(tmp_path, f'{HEADER}\n"A\nB",neurology,community\nC,magic,community\n')
    assert [line.split(": ")[0] for line in lines] == ["list.csv:2", "list.csv:4"]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_explained(tmp_path: Path, separator: str) -> None:
    (line,) = refused(tmp_path, f"{HEADER}\nA,neurology,community\n".replace(",", separator))
    assert "Separate the columns by commas." in line


def test_too_many_rows_columns_and_bytes_are_refused(tmp_path: Path) -> None:
    rows = "".join(f"A{n},neurology,community\n" for n in range(5001))
    assert refused(tmp_path, f"{HEADER}\n{rows}") == ["list.csv:5002: too many rows. Allowed: at most 5,000 programs."]
    assert "too many columns" in refused(tmp_path, ",".join(f"c{n}" for n in range(30_000)))[0]
    assert "a.yaml:4:16: programs_file: is too large" in refused(tmp_path, b"x" * 5_300_000)[0]
    assert "field larger than" in refused(tmp_path, f"{HEADER}\n{'x' * 200_000},neurology,community\n")[0]


def test_a_list_is_not_blamed_for_a_file_that_could_not_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("name: x\nseason: 2027\napplicant: {type: us_md}\nprograms_file: no.csv\nrank_order_list: [A]\n")
    with pytest.raises(InputError) as caught:
        load_scenario(file)
    assert [fault.field for fault in caught.value.faults] == ["programs_file"]


def test_5000_rows_fill_the_limit(tmp_path: Path) -> None:
    rows = "".join(f"A{n},neurology,community\n" for n in range(5000))
    assert len(load(tmp_path, f"{HEADER}\n{rows}").programs) == 5000
