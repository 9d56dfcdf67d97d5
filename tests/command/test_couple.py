"""`matchsim couple`: the list written and read back, the words, the JSON as documented, one line for a fault."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main

ROOT = Path(__file__).resolve().parents[2]
TEXT = """\
name: Two of us
season: 2027
applicant: {type: non_us_img, visa: j1}
programs:
  - {name: Flint IM, count: 3, specialty: internal_medicine, setting: community, status: interviewed, visas: [j1],
     city: Flint, state: MI}
couple:
  partner:
    applicant: {type: us_img}
    programs:
      - {name: Flint FM, count: 2, specialty: family_medicine, setting: community, status: interviewed, visas: [j1],
         city: Flint, state: MI}
      - {name: Ann Arbor FM, specialty: family_medicine, setting: university, status: interviewed, visas: [j1],
         city: Ann Arbor, state: MI}
"""
BUILD = "  build: {together: city}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "two.yaml").write_text(TEXT + BUILD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def matchsim(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(list(arguments))
    return int(stop.value.code or 0)


def keys(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        yield from found
        for inner in found.values():
            yield from keys(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from keys(inner)


def documented() -> set[str]:
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    section = text.partition("## JSON of `couple`")[2].partition("\n## ")[0]
    cells = [" ".join(line.split("|")[1:4]) for line in section.splitlines() if line.startswith("| `")]
    spans = (span for cell in cells for span in re.findall(r"`([^`]+)`", cell))
    return {part.removesuffix("[]") for span in spans for part in span.split(".")}


def test_the_list_is_written_and_read_back(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert matchsim("couple", "two.yaml", "--out", "joint.csv", "--json", "one.json", "--quiet") == 0
    lines = Path("joint.csv").read_text("utf-8").splitlines()
    assert lines[:2] == ["rank,first,second,reason", "1,Flint IM 1,Flint FM 1,same city: Flint"]
    (here / "back.yaml").write_text(TEXT + "  joint_rank_order_list_file: joint.csv\n", encoding="utf-8")
    assert matchsim("couple", "back.yaml", "--out", "joint.yaml", "--json", "two.json", "--quiet") == 0
    one, two = (json.loads(Path(name).read_text("utf-8")) for name in ("one.json", "two.json"))
    assert [row["reason"] for row in one["joint_list"]] == [row["reason"] for row in two["joint_list"]]
    assert one["both"] == two["both"]
    pasted = TEXT + Path("joint.yaml").read_text("utf-8")
    (here / "pasted.yaml").write_text(pasted, encoding="utf-8")
    assert matchsim("check", "pasted.yaml") in (0, 2)
    assert capfd.readouterr().out.count("rank,first") == 0


def test_the_words(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert matchsim("couple", "two.yaml", "--needed", "--charts", "charts") == 0
    said = " ".join(capfd.readouterr().out.split())
    for words in ("both match for about", "Your joint list: 12 pairs", "What staying together costs", "Rank pairs in"):
        assert words in said
    assert "plausibly" in said
    assert "advice articles for couples of international graduates say 12 to 15" in said
    assert (here / "charts" / "couple_gains.png").stat().st_size > 10_000


def test_every_key_of_the_json_is_described_and_no_other(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert matchsim("couple", "two.yaml", "--needed", "--json", "-") == 0
    written = set(keys(json.loads(capfd.readouterr().out)))
    values = {"state", "any", "each", "difference", "strategies"}
    assert sorted(written - documented()) == []
    assert sorted(documented() - written - values) == []


def test_sensitivity_of_a_couple(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert matchsim("sensitivity", "two.yaml", "--charts", "charts") == 0
    assert "first partner:" in capfd.readouterr().out
    assert (here / "charts" / "sensitivity.png").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["couple", "alone.yaml"], "couple: is missing"),
        (["couple", "two.yaml", "--out", "joint.txt"], "--out: needs a known ending"),
        (["couple", "two.yaml", "--out", "two.yaml"], "would overwrite the input"),
        (["couple", "two.yaml", "--out", "-", "--json", "-"], "two outputs go to one place"),
        (["couple", "nobody.yaml"], "nothing fits these wishes"),
        (["couple", "missing.yaml"], "missing.yaml"),
        (["couple", "two.yaml", "--seed", "-1"], "--seed"),
    ],
)
def test_a_fault_is_a_line(here: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    alone = TEXT.partition("couple:")[0]
    (here / "alone.yaml").write_text(alone, encoding="utf-8")
    nobody = (
        TEXT.replace("city: Flint, state: MI", "state: MI", 1) + "  build: {together: city, include_no_match: false}\n"
    )
    (here / "nobody.yaml").write_text(nobody, encoding="utf-8")
    assert matchsim(*arguments) == 2
    found = capfd.readouterr()
    assert words in found.err
    assert found.out == ""
    assert "Traceback" not in found.err
