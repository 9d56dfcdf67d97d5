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


def test_what_is_one_partners_own_says_whose_it_is(visit: Any) -> None:
    page = visit()
    load(page, example("couple_two_imgs_ten_each"))
    facts = page.locator("#facts li").all_inner_texts()
    assert [text.split(":")[0] for text in facts[:2]] == ["First partner", "Second partner"]
    assert "first partner $" in facts[-1]
    assert "second partner $" in facts[-1]
    practice = page.locator("#levers .lever-name", has_text="by practice").all_text_contents()
    assert [label.split(": ")[1] for label in practice] == ["the first partner", "the second partner"]
    part(page, "The couple")
    assert page.inner_text("#headline") not in page.inner_text("#panel-couple")
    part(page, "The season ahead")
    page.wait_for_selector("#plan li")
    assert all(
        re.search("both of you|first partner|second partner", when)
        for when in page.locator("#plan .when").all_inner_texts()
    )


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


def test_what_moves_it_explains_itself(visit: Any) -> None:
    """Cut lines say that they are cut; the order is said; badges stand on gains only; a table has the same numbers."""
    page = visit()
    load(page, example("november_four_interviews"))
    part(page, "What moves it")
    page.wait_for_selector("#figure-moves svg")
    said = page.inner_text("#figure-moves figcaption")
    assert "Longest first" in said
    cut = page.locator("#figure-moves .tip").count()
    assert ("cut" in said) == bool(cut)
    rows = page.locator("#figure-moves .row:not(.axis)")
    badged = rows.filter(has_text="still in your hands").locator(".row-words").all_inner_texts()
    assert badged
    assert not [words for words in badged if words.endswith("fewer")]
    ends = "(line) => [line.x1.baseVal.valueInSpecifiedUnits, line.x2.baseVal.valueInSpecifiedUnits]"
    for x in page.locator("#figure-moves line.spread").evaluate_all(f"(all) => all.flatMap({ends})"):
        assert 0 <= x <= 100
    page.locator("#figure-moves summary").click()
    page.wait_for_selector("#figure-moves tbody tr")
    assert page.locator("#figure-moves tbody tr").count() == rows.count()


def test_the_season_as_it_stands_has_a_range_among_the_strategies(visit: Any) -> None:
    page = visit()
    load(page, season(6, 2))
    part(page, "Strategies")
    first = page.locator("#figure-strategies .row:not(.axis)").first
    assert re.search(r"As things stand\s+about \d+ of 100 \(plausibly .+\)", first.inner_text())
    assert re.search(r"As things stand about \d+ of 100 .* match\.", page.inner_text("#figure-strategies figcaption"))


def test_the_fan_says_what_goes_up_and_what_goes_along(visit: Any) -> None:
    page = visit()
    load(page, example("november_four_interviews"))
    part(page, "The season ahead")
    page.wait_for_selector("#figure-fan svg[role=img]")
    texts = "[...document.querySelectorAll('#figure-fan text')]"
    place = f"(name) => (({{x, y}}) => ({{x, y}}))({texts}.find((one) => one.textContent.includes(name)).getBBox())"
    up, along = (page.evaluate(place, name) for name in ("further invitations", "by this day"))
    assert up["y"] < along["y"]
    assert up["x"] < along["x"]


def test_a_range_that_was_refined_says_so(visit: Any) -> None:
    page = visit(simulate=True)
    load(page, example("november_four_interviews"))
    quick = page.inner_text("#big")
    assert "quick answer" in page.inner_text("#refined")
    page.wait_for_selector("#refined:has-text('simulated seasons with')")
    said = page.inner_text("#refined")
    assert ("The quick answer said" in said) == (page.inner_text("#big") != quick)


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
