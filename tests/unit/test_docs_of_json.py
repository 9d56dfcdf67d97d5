"""docs/json.md names every key that the commands write, and none that they do not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import main

ROOT = Path(__file__).resolve().parents[2]
CALLS: dict[str, list[list[str]]] = {
    "advise": [
        ["november_four_interviews.yaml", "--news", "n"],
        ["november_zero_interviews.yaml"],
    ],
    "reapply": [["reapply_next_season.yaml", "--strategy", "both", "--seasons", "2"]],
    "optimize": [["optimize/september.yaml", "--budget-usd", "30"]],
    "sensitivity": [["november_four_interviews.yaml"]],
}
#: Keys that hold something of another format, described elsewhere, and those that are not always there.
ELSEWHERE = {"strategy"}
MAY_LACK = {"programs", "value_unlimited", "worth_until_usd"}
#: Words in the tables that are values, not keys.
VALUES = {"before", "now", "answers", "number", "nothing", "profile", "program", "sd", "unit"}


def keys(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for key, inner in found.items():
            yield key
            if key not in ELSEWHERE:
                yield from keys(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from keys(inner)


def documented(command: str) -> set[str]:
    text = (ROOT / "docs" / "json.md").read_text("utf-8")
    section = text.partition(f"## JSON of {command}\n")[2].partition("\n## ")[0]
    cells = [" ".join(line.split("|")[1:3]) for line in section.splitlines() if line.startswith("| `")]
    spans = (span for cell in cells for span in re.findall(r"`([^`]+)`", cell))
    return {part.removesuffix("[]") for span in spans for part in span.split(".")}


def produced(command: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    found: set[str] = set()
    for file, *more in CALLS[command]:
        with pytest.raises(SystemExit) as stop:
            main([command, str(ROOT / "scenarios" / file), *more, "--json", "-"])
        assert stop.value.code in (0, None)
        found |= set(keys(json.loads(capsys.readouterr().out)))
    return found


@pytest.mark.parametrize("command", list(CALLS))
def test_every_key_of_the_json_is_described_and_no_other(command: str, capsys: pytest.CaptureFixture[str]):
    told, written = documented(f"`{command}`"), produced(command, capsys)
    assert sorted(written - told) == []
    assert sorted(told - written - MAY_LACK - VALUES) == []


def test_the_part_of_a_couple_is_described(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "couple.yaml"
    text = (ROOT / "scenarios" / "couple_two_imgs_ten_each.yaml").read_text("utf-8")
    path.write_text(text.replace("visas: [j1], img_share: 0.4", "visas: [], img_share: 0.4"), "utf-8")
    with pytest.raises(SystemExit):
        main(["run", str(path), "--replicates", "2000", "--quiet", "--json", "-"])
    part = json.loads(capsys.readouterr().out)["couple"]
    items = {next(iter(cost["other"])) for cost in part["cost_usd"]["partners"]}
    written = set(keys(part)) - items | {"couple"}
    told = documented("`run` for a couple")
    assert sorted(written - told) == []
    kinds = {
        "quadrature",
        "mixed",
        "conditional",
        "place not given",
        "same program",
        "same city",
        "same state",
        "apart",
    }
    assert sorted(told - written - kinds - {"match", "exact", "refined"}) == []


def test_an_offer_is_described():
    text = (ROOT / "docs" / "json.md").read_text("utf-8").partition("## JSON of `offer`")[2]
    assert all(f"`offer.{key}`" in text for key in ("accepted", "declined", "withdraw_by"))
