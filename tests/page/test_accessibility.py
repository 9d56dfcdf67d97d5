"""The audit of axe in every state of the page: no serious or critical finding; the dark ones for their contrast."""

from typing import Any

import pytest

from tests.page.actions import example, load, part

PARTS = ("Interviews", "What moves it", "Strategies", "The season ahead")


def _audit(page: Any, state: str) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    assert found["passes"], "axe looked at nothing"
    grave = [one for one in found["violations"] if one["impact"] in ("serious", "critical")]
    return [f"{state}: {one['id']} ({one['impact']}) at {one['nodes'][0]['target']}" for one in grave]


@pytest.mark.usefixtures("refusals")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_grave_finding_before_an_answer(visit: Any, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    found = _audit(page, "form") if scheme == "light" else []
    page.get_by_role("button", name="Show the answer").click()
    found += _audit(page, "form with faults")
    for tab in ("Look at an example", "Open a file", "Edit as text") if scheme == "light" else ("Edit as text",):
        page.get_by_role("tab", name=tab).click()
        found += _audit(page, tab) if scheme == "light" else []
    page.fill("#yaml", "name: 1")
    page.get_by_role("button", name="Use this text").click()
    page.wait_for_selector("#text-faults:not([hidden])")
    assert not found + _audit(page, "text with faults")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_grave_finding_in_any_part_of_the_answer(visit: Any, scheme: str) -> None:
    page = visit(color_scheme=scheme)
    load(page, example("five_interviews_or_forty_applications"))
    for name in PARTS:
        part(page, name)
        page.wait_for_selector("#details [role=tabpanel]:not([hidden]) figure svg")
    found = _audit(page, "answer") if scheme == "light" else []
    page.evaluate("document.querySelectorAll('#session details').forEach((one) => { one.open = true; })")
    page.evaluate("document.querySelectorAll('#details [role=tabpanel]').forEach((one) => { one.hidden = false; })")
    assert not found + _audit(page, "every part at once")


def test_no_grave_finding_for_a_couple_on_a_phone(visit: Any) -> None:
    page = visit(viewport={"width": 360, "height": 740})
    load(page, example("couple_two_imgs_ten_each"))
    part(page, "The couple")
    assert not _audit(page, "couple on a phone")
