"""Small windows, dark rooms, large type, paper; and how soon something is seen."""

import re
from typing import Any

import pytest

from tests.page.actions import example, load, part, season

FIRST_PAINT_MS = 2000
LEAST_TARGET_PX = 24  # WCAG 2.2, 2.5.8
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PARTS = ("Where on the list", "Interviews", "What moves it", "Strategies", "The season ahead")
WIDER = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def _fits(page: Any) -> None:
    whole, seen = page.evaluate(WIDER)
    assert whole <= seen, f"{whole} px wide in a window of {seen}"


def test_a_phone_shows_everything_without_scrolling_sideways(visit: Any) -> None:
    page = visit(**PHONE)
    _fits(page)
    load(page, example("five_interviews_or_forty_applications"))
    for name in PARTS:
        part(page, name)
        page.wait_for_selector("#details [role=tabpanel]:not([hidden]) figure svg")
        for summary in page.locator("#details details.numbers:visible > summary").all():
            summary.click()
        _fits(page)
    page.evaluate("document.getElementById('levers').scrollIntoView()")
    page.wait_for_selector("#pinned:not([hidden])")
    assert "of 100" in page.inner_text("#pinned")
    page.evaluate("document.getElementById('start').open = true")
    sizes = [
        one.bounding_box() for one in page.locator("button:visible, select:visible, input[type=number]:visible").all()
    ]
    assert sizes
    assert min(size["height"] for size in sizes) >= LEAST_TARGET_PX


def test_a_phone_leads_to_the_levers_and_covers_nothing(visit: Any) -> None:
    page = visit(**PHONE)
    load(page, example("five_interviews_or_forty_applications"))
    assert not page.is_visible("#pinned")  # the answer is on the screen: nothing lies over its legend
    page.get_by_role("link", name="What if …").click()
    page.wait_for_selector("#pinned:not([hidden])")
    assert 0 <= page.locator("#levers-title").bounding_box()["y"] < 200
    tops = page.locator("#parts [role=tab]:visible").evaluate_all("(all) => all.map((one) => one.offsetTop)")
    assert len(set(tops)) == 1  # one row, which scrolls
    page.locator("#parts [aria-selected=true]").focus()
    page.keyboard.press("End")
    tab, strip = page.locator("#tab-season").bounding_box(), page.locator("#parts").bounding_box()
    assert tab["x"] >= strip["x"]
    assert tab["x"] + tab["width"] <= strip["x"] + strip["width"] + 1


def test_levers_that_lie_below_are_hinted_at(visit: Any) -> None:
    page = visit(viewport={"width": 1280, "height": 600})
    load(page, season(6, 0))
    page.evaluate("document.querySelectorAll('#levers .theme').forEach((one) => { one.open = true; })")
    page.evaluate("document.getElementById('levers').scrollTop = 0")
    page.wait_for_selector("#more-below:not([hidden])")
    page.evaluate("document.getElementById('levers').scrollTop = 100000")
    page.wait_for_selector("#more-below", state="hidden")


def test_at_200_percent_nothing_is_cut_off(visit: Any) -> None:
    """A window of 1280 pixels at 200% is one of 640 with twice the pixels."""
    page = visit(viewport={"width": 640, "height": 400}, device_scale_factor=2)
    load(page, season(6, 2))
    for name in PARTS[:2]:
        part(page, name)
        _fits(page)


@pytest.mark.parametrize(("scheme", "dark"), [("light", False), ("dark", True)])
def test_light_and_dark_follow_the_system(visit: Any, scheme: str, dark: bool) -> None:
    page = visit(color_scheme=scheme)
    colour = page.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor")
    assert (sum(int(x) for x in re.findall(r"\d+", colour)[:3]) < 200) == dark


def test_nothing_moves_where_motion_is_not_wanted(visit: Any) -> None:
    page = visit(reduced_motion="reduce")
    moving = (
        "(one) => (({transitionDuration: t, animationName: a}) => t !== '0s' || a !== 'none')(getComputedStyle(one))"
    )
    assert not page.evaluate(f"[...document.querySelectorAll('*')].some({moving})")


def test_forced_colours_keep_the_figures_apart(visit: Any) -> None:
    page = visit(forced_colors="active")
    load(page, season(4, 0))
    look = "['full', 'none'].map((kind) => getComputedStyle(document.querySelector(`.people .person.${kind}`)).fill)"
    full, none = page.evaluate(look)
    assert full != none


def test_paper_has_the_answer_and_not_the_controls(visit: Any) -> None:
    page = visit()
    load(page, season(4, 2))
    page.emulate_media(media="print")
    assert page.is_visible("#headline")
    assert page.is_visible("#figure-strategies")
    assert not page.is_visible("#levers")
    assert not page.is_visible("#start")


def test_something_is_seen_within_two_seconds(visit: Any, record_testsuite_property: Any) -> None:
    page = visit()
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint').map((one) => one.startTime)")
    ready = page.evaluate("performance.getEntriesByName('ready')[0].startTime")
    record_testsuite_property("first_paint_ms", round(painted[0]))
    assert painted[0] < FIRST_PAINT_MS
    assert ready < FIRST_PAINT_MS
