"""A joint list in a file of its own: written, edited, read back, and refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import InputError
from simulator.scenario import Scenario, load_scenario
from simulator.scenario.couple_file import ListedPair, pairs_csv, pairs_yaml
from simulator.scenario.couple_people import each_alone

TOP = """name: couple
season: 2027
applicant: {type: us_md}
programs:
  - {name: Lakeside, count: 2, specialty: neurology, setting: community, status: interviewed}
couple:
  partner:
    applicant: {type: us_do}
    programs:
      - {name: Riverside, count: 2, specialty: pediatrics, setting: community, status: interviewed}
"""
PAIRS = [
    ListedPair("Lakeside 2", "Riverside 1", "same city: Flint"),
    ListedPair("Lakeside 1", None, "first partner alone"),
    ListedPair(None, "Riverside 2", "second partner alone"),
]


def load(folder: Path, csv: str, more: str = "") -> Scenario:
    (folder / "joint.csv").write_text(csv)
    (folder / "couple.yaml").write_text(f"{TOP}  joint_rank_order_list_file: joint.csv\n{more}")
    return load_scenario(folder / "couple.yaml")


def refusals(folder: Path, csv: str, more: str = "") -> list[str]:
    with pytest.raises(InputError) as caught:
        load(folder, csv, more)
    return [fault.render() for fault in caught.value.faults]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    found = load(tmp_path, pairs_csv(PAIRS)).couple
    assert found is not None
    assert found.joint_rank_order_list == tuple((p.first, p.second) for p in PAIRS)
    (tmp_path / "other.yaml").write_text(TOP + pairs_yaml(PAIRS))
    again = load_scenario(tmp_path / "other.yaml").couple
    assert again is not None
    assert again.joint_rank_order_list == found.joint_rank_order_list


def test_ranks_order_the_pairs_and_may_have_gaps(tmp_path: Path) -> None:
    found = load(tmp_path, "rank,first,second\n20,Lakeside 1,\n\n3,Lakeside 2,Riverside 1\n").couple
    assert found is not None
    assert found.joint_rank_order_list == (("Lakeside 2", "Riverside 1"), ("Lakeside 1", None))


@pytest.mark.parametrize(
    ("csv", "line", "said"),
    [
        ("rank,first,secnd\n", 1, "secnd: unknown column"),
        ("rank,first\n1,Lakeside 1\n", 1, "second: missing column"),
        ("rank,rank,first,second\n", 1, "rank: duplicate column"),
        ("rank,first,second\n1,Lakeside 1\n", 2, "wrong number of cells"),
        ("rank,first,second\none,Lakeside 1,\n", 2, "rank: must be a whole number"),
        ("rank,first,second\n1,Lakeside 1,\n1,Lakeside 2,\n", 3, "a rank that stands there before"),
        ("rank,first,second\n1,,\n", 2, "is a pair without a program"),
        ("rank,first,second\n1,Lakeside 1,\n2,Lakeside 3,\n", 3, "Lakeside 2"),
        ("rank,first,second\n", None, "is an empty list"),
    ],
)
def test_refused_at_its_line(tmp_path: Path, csv: str, line: int | None, said: str) -> None:
    found = refusals(tmp_path, csv)
    assert any(said in text for text in found), found
    if line is not None:
        assert any(f"joint.csv:{line}:" in text for text in found), found


def test_no_such_file_is_said_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "couple.yaml").write_text(f"{TOP}  joint_rank_order_list_file: none.csv\n")
    with pytest.raises(InputError, match="no such file") as caught:
        load_scenario(tmp_path / "couple.yaml")
    assert caught.value.faults[0].line == 11


def test_one_way_to_give_the_list(tmp_path: Path) -> None:
    (twice,) = refusals(tmp_path, pairs_csv(PAIRS), "  joint_rank_order_list: [[Lakeside 1, null]]\n")
    assert "a second time" in twice
    (both,) = refusals(tmp_path, pairs_csv(PAIRS), "  build: {together: any}\n")
    assert "gives a joint list and asks to build one" in both


def test_too_many_pairs_are_the_nrmps_limit(tmp_path: Path) -> None:
    rows = "".join(f"{k},Lakeside 1,Riverside 1\n" for k in range(1, 302))
    (text,) = refusals(tmp_path, "rank,first,second\n" + rows)
    assert "300 pairs, the NRMP's limit" in text


def test_faults_of_the_second_partner_are_placed_in_the_file(tmp_path: Path) -> None:
    first, second = each_alone(load(tmp_path, pairs_csv(PAIRS)))
    assert [p.name for p in second.programs] == ["Riverside 1", "Riverside 2"]
    fault = second.fault("programs[1].setting", "odd")
    assert (fault.line, fault.field) == (10, "couple.partner.programs[1].setting")
    assert second.fault("season", "odd").line == first.fault("season", "odd").line == 2
    with pytest.raises(ValueError, match="no partner"):
        each_alone(first)
