"""From the address bar to a download with the keyboard alone."""

from typing import Any

from tests.page.actions import ANSWERED, numbers

ACTIVE = "document.activeElement.id || document.activeElement.name || document.activeElement.textContent.trim()"


def _tab_to(page: Any, wanted: str, most: int = 120) -> None:
    """Press Tab until the element that matches a selector has the focus."""
    for _ in range(most):
        if page.evaluate(f"document.activeElement.matches({wanted!r})"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {wanted}; it is at {page.evaluate(ACTIVE)}")


def test_the_whole_way_by_keyboard(visit: Any) -> None:
    page = visit()
    page.keyboard.press("Tab")
    assert page.evaluate(ACTIVE) == "Skip to the season and the answer"
    page.keyboard.press("Enter")
    _tab_to(page, "#tab-form")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(ACTIVE) == "tab-examples"
    assert page.is_visible("#panel-examples")
    assert not page.is_visible("#panel-form")
    _tab_to(page, "#examples ul:nth-of-type(2) li:nth-child(2) button")
    page.keyboard.press("Enter")
    page.wait_for_selector(ANSWERED)
    assert page.evaluate(ACTIVE) == "answer-title"
    _tab_to(page, "#levers input[type=range]")
    before = numbers(page)
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("#as-it-stands:not([hidden])")
    assert numbers(page) > before
    _tab_to(page, "#parts [role=tab]")
    page.keyboard.press("End")
    assert page.locator("#parts [aria-selected=true]").get_attribute("id") == "tab-season"
    page.keyboard.press("ArrowRight")
    assert page.locator("#parts [aria-selected=true]").get_attribute("id") == "tab-place"
    _tab_to(page, "#downloads button[data-kind='answer.csv']")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".csv")
    assert page.evaluate("document.activeElement.dataset.kind") == "answer.csv"


def test_only_the_open_tab_is_a_stop_and_focus_is_seen(visit: Any) -> None:
    page = visit()
    assert page.locator("#start [role=tab][tabindex='0'], #start [role=tab]:not([tabindex])").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    look = "getComputedStyle(document.activeElement)"
    style = [page.evaluate(f"{look}.{name}") for name in ("outlineStyle", "outlineWidth")]
    assert style == ["solid", "3px"]


def test_a_new_number_is_announced_once_things_are_calm(visit: Any) -> None:
    page = visit()
    page.get_by_role("tab", name="Look at an example").click()
    page.locator("#examples button").first.click()
    page.wait_for_selector("#announce:has-text('of 100')")
    assert page.get_attribute("#announce", "role") == "status"
    assert page.inner_text("#announce") == page.inner_text("#headline")
