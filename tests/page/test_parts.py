"""The parts behind the answer, and what can be taken away."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.page.actions import example, load, part, season


def test_a_couple_has_its_own_tab_with_four_outcomes(visit: Any) -> None:
    page = visit()
    load(page, example("couple_two_imgs_ten_each"))
    assert "both match" in page.inner_text("#big")
    part(page, "The couple")
    rows = page.locator("#figure-couple .row:not(.axis)").all_inner_texts()
    assert [row.split("\n")[0] for row in rows] == ["Both match", "Only the first", "Only the second", "Neither"]
    assert all(re.search(r"\d|fewer", row) for row in rows)
    assert page.inner_text("#figure-couple figcaption")


def test_one_applicant_has_no_tab_of_a_couple(visit: Any) -> None:
    page = visit()
    load(page, season(3, 0))
    assert not page.is_visible("#tab-couple")
    assert not page.is_visible("#tab-strategies")


def test_every_part_has_a_picture_and_words_beside_it(visit: Any) -> None:
    page = visit()
    load(page, example("five_interviews_or_forty_applications"))
    for name, host in (
        ("Where on the list", "place"),
        ("Interviews", "curve"),
        ("What moves it", "moves"),
        ("Strategies", "strategies"),
        ("The season ahead", "fan"),
    ):
        part(page, name)
        page.wait_for_selector(f"#figure-{host} svg")
        assert len(page.inner_text(f"#figure-{host} figcaption")) > 20, name


def test_the_table_says_what_the_curve_draws(visit: Any) -> None:
    page = visit()
    load(page, season(6, 0))
    part(page, "Interviews")
    page.locator("#figure-curve summary").click()
    page.wait_for_selector("#figure-curve tbody tr")
    rows = page.locator("#figure-curve tbody tr").all_inner_texts()
    assert len(rows) > 10
    assert all(re.search(r"\d+ to \d+|fewer|more|\d", row) for row in rows)


def test_words_never_claim_certainty(visit: Any) -> None:
    page = visit()
    load(page, season(40, 0))
    shown = page.inner_text("#answer")
    assert not re.search(r"\b(0|100) of 100 match", shown)
    assert "1 in " not in shown
    assert page.inner_text("#first-limit")


def test_what_is_poor_comes_with_support(visit: Any) -> None:
    page = visit()
    load(page, example("november_zero_interviews"))
    assert page.is_visible("#support")
    assert page.locator("#support li").count() >= 1


@pytest.mark.parametrize(
    ("button", "ending", "start"),
    [
        ("Report (PDF)", ".pdf", b"%PDF-"),
        ("Charts", ".zip", b"PK"),
        ("Numbers (CSV)", ".csv", None),
        ("Numbers (JSON)", ".json", b"{"),
        ("The season as a file", ".yaml", None),
    ],
)
def test_what_is_taken_away_is_what_it_says(
    visit: Any, tmp_path: Path, button: str, ending: str, start: bytes | None
) -> None:
    page = visit()
    load(page, season(3, 0))
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    assert waiting.value.suggested_filename.endswith(ending)
    waiting.value.save_as(tmp_path / "taken")
    content = (tmp_path / "taken").read_bytes()
    assert content.startswith(start or b"")
    assert len(content) > 100
    if ending == ".zip":
        assert [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.endswith(".png")]
    if ending == ".json":
        assert f"{json.loads(content)['match']['exact'] * 100:.0f} of 100" in page.inner_text("#headline")
    page.wait_for_selector("#download-status:has-text('Saved')")


def test_what_was_saved_can_be_opened_again(visit: Any, tmp_path: Path) -> None:
    page = visit()
    load(page, season(5, 2))
    before = page.inner_text("#big")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="The season as a file").click()
    waiting.value.save_as(tmp_path / "mine.yaml")
    other = visit()
    load(other, (tmp_path / "mine.yaml").read_text(encoding="utf-8"))
    assert other.inner_text("#big") == before
