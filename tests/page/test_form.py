"""The guided form, from empty to the report."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.page.actions import ANSWERED, numbers


def _fill(page: Any) -> None:
    kinds = page.locator("#fields select").first
    kinds.select_option(label=kinds.locator("option", has_text="non-US IMG").inner_text())
    page.get_by_label("Specialty", exact=False).first.select_option(label="Internal medicine")
    page.get_by_label("Step 2 CK", exact=False).first.fill("241")
    page.get_by_label("Years since graduation", exact=False).first.fill("3")
    page.get_by_label("community, went well", exact=False).first.fill("2")
    page.get_by_label("community, as usual", exact=False).first.fill("3")


def test_from_the_empty_form_to_the_report(visit: Any, tmp_path: Path) -> None:
    page = visit()
    _fill(page)
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_selector(ANSWERED)
    assert re.fullmatch(r"\d+ of 100 matchplausibly \d+ to \d+", page.inner_text("#big").replace("\n", ""))
    assert "of 100" in page.inner_text("#headline")
    assert page.evaluate("document.activeElement.id") == "answer-title"
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Report to print (HTML)").click()
    waiting.value.save_as(tmp_path / "report.html")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    number = re.search(r"about (\d+) of 100", page.inner_text("#headline"))
    assert number
    assert f"{number[1]} of 100" in report


@pytest.mark.usefixtures("refusals")
def test_a_field_that_is_wrong_is_told_beside_it_and_linked_from_above(visit: Any) -> None:
    page = visit()
    page.get_by_role("button", name="Show the answer").click()
    assert page.locator("#form-faults li").count() >= 2
    _fill(page)
    score = page.get_by_label("Step 2 CK", exact=False).first
    score.fill("2410")
    page.get_by_role("button", name="Show the answer").click()
    assert score.get_attribute("aria-invalid") == "true"
    said = page.locator(f"#{score.get_attribute('aria-describedby').split()[-1]}").inner_text()
    assert "2410" in said
    assert "300" in said
    page.locator("#form-faults a").first.click()
    assert page.evaluate("document.activeElement.name") == score.get_attribute("name")
    score.fill("241")
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_selector(ANSWERED)
    assert score.get_attribute("aria-invalid") is None


def test_a_change_of_the_form_redraws_without_taking_focus(visit: Any) -> None:
    page = visit()
    _fill(page)
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_selector(ANSWERED)
    before = page.inner_text("#big")
    page.locator("#start > summary").click()
    cell = page.get_by_label("community, went well", exact=False).first
    cell.fill("6")
    for _ in range(100):
        if page.inner_text("#big") != before:
            break
        page.wait_for_timeout(50)
    assert page.inner_text("#big") != before
    assert page.evaluate("document.activeElement.name") == cell.get_attribute("name")
    assert page.locator("#start").get_attribute("open") is not None
    assert numbers(page) == 0  # only levers are timed
