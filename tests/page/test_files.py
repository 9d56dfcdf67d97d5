"""Files that people bring: wrong ones are told kindly, hostile ones stay inert."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.page.actions import ANSWERED, load, part, season, upload

SCRIPT = "<script>document.title='broken in'</script><img src=x onerror=alert(1)>"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 8


def _said(page: Any) -> str:
    page.wait_for_selector("#file-faults:not([hidden])")
    return page.inner_text("#file-faults")


def test_a_file_of_50_mb_is_refused_with_its_size(visit: Any, tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    page = visit()
    page.get_by_role("tab", name="Open a file").click()
    page.set_input_files("#file", big)
    assert "50 MB" in _said(page)
    assert page.evaluate("document.activeElement.id") == "file-faults"


def test_a_picture_named_yaml_is_called_no_text(visit: Any) -> None:
    page = visit()
    page.get_by_role("tab", name="Open a file").click()
    page.set_input_files("#file", {"name": "photo.yaml", "mimeType": "text/yaml", "buffer": PNG})
    assert "not text" in _said(page)


@pytest.mark.usefixtures("refusals")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: x\n  season: [2027\n", "Line 2"),
        ("name: x\nseason: 2027\napplicant: {type: martian}\nprograms: []\n", "martian"),
        ("name: x\nseason: 2027\napplicant: {type: us_md}\nprograms_file: /etc/passwd\n", "programs_file"),
        ("", "empty"),
    ],
    ids=["broken", "unknown value", "another file", "nothing in it"],
)
def test_a_file_with_faults_is_told_line_by_line(visit: Any, text: str, words: str) -> None:
    page = visit()
    upload(page, text)
    assert words in _said(page)
    assert not page.is_visible(ANSWERED)


@pytest.mark.usefixtures("refusals")
def test_a_fault_leads_to_its_line_in_the_text(visit: Any) -> None:
    page = visit()
    page.get_by_role("tab", name="Edit as text").click()
    page.fill("#yaml", "name: x\nseason: 2027\napplicant: {type: martian}\nprograms: []\n")
    page.get_by_role("button", name="Use this text").click()
    page.get_by_role("button", name="Go to line 3").click()
    chosen = "((area) => area.value.slice(area.selectionStart, area.selectionEnd))(document.getElementById('yaml'))"
    assert page.evaluate(chosen) == "applicant: {type: martian}"


def test_examples_are_gathered_by_question(visit: Any) -> None:
    page = visit()
    page.get_by_role("tab", name="Look at an example").click()
    groups = page.locator("#examples h3").all_inner_texts()
    assert len(groups) > 4
    assert "Couples" in groups
    assert ".yaml" not in page.inner_text("#panel-examples")


def test_names_that_are_markup_or_formulas_stay_text(visit: Any, tmp_path: Path) -> None:
    data = json.loads(season(3, 1))
    data["name"] = SCRIPT
    data["programs"][0]["name"] = SCRIPT
    data["programs"][1]["name"] = "=cmd|' /C calc'!A0"
    data["strategies"][0]["name"] = SCRIPT + "!"
    page = visit()
    load(page, json.dumps(data))
    assert SCRIPT in page.inner_text("#season-name")
    assert SCRIPT in page.inner_text("#figure-place")
    assert page.locator("img").count() == 0
    part(page, "Strategies")
    assert SCRIPT in page.inner_text("#figure-strategies")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Numbers (CSV)").click()
    waiting.value.save_as(tmp_path / "answer.csv")
    with (tmp_path / "answer.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert any("cmd|" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r")]
    assert "broken" not in page.title()


def test_a_file_may_be_dropped_anywhere(visit: Any) -> None:
    page = visit()
    dropped = page.evaluate_handle(
        "(text) => { const carried = new DataTransfer();"
        " carried.items.add(new File([text], 'season.yaml', {type: 'text/yaml'})); return carried; }",
        season(3, 0),
    )
    page.dispatch_event("header", "drop", {"dataTransfer": dropped})
    page.wait_for_selector(ANSWERED)
    assert "Fifteen interviews" in page.inner_text("#season-name")


def test_two_thousand_programs_work_or_say_their_limit(visit: Any) -> None:
    data = json.loads(season(2, 0))
    silent = {"name": "Silent", "count": 1998, "status": "applied", "visas": ["j1"]}
    data["programs"].append({**silent, "specialty": "internal_medicine", "setting": "community"})
    page = visit()
    upload(page, json.dumps(data))
    page.wait_for_selector(f"{ANSWERED}, #file-faults:not([hidden]), #trouble:not([hidden])")
    if page.is_visible(ANSWERED):
        assert page.locator("#figure-place .row").count() < 40
        page.locator("#figure-place summary").click()
        page.wait_for_selector("#figure-place tbody tr")
        assert page.locator("#figure-place tbody tr").count() > 2000
    else:
        assert "2,000" in page.inner_text("main") or "programs" in page.inner_text("main")
