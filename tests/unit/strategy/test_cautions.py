"""Cautions: what a strategy cannot do any more, would not be true, or drops; and what of it counts as nothing."""

from typing import Any

import pytest

from simulator.outcomes.comparison import Strategy
from simulator.pipeline import run
from simulator.scenario import Edited, Scenario, apply_strategy, scenario_from_dict
from simulator.strategy.caution import Caution
from simulator.strategy.cautions import cautions
from simulator.strategy.counted import counted

ABOUT = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
PROGRAMS = [
    ABOUT | {"name": "Held", "status": "interviewed"},
    ABOUT | {"name": "Coming", "count": 2, "status": "invited"},
    ABOUT | {"name": "Silent", "count": 6},
    ABOUT | {"name": "Rotated", "connection": "rotation"},
    ABOUT | {"name": "Unknown visa", "visas": None},
    ABOUT | {"name": "Strict", "min_step2_ck": 250},
    ABOUT | {"name": "Maybe", "status": "considering"},
]
PERSON = {
    "type": "non_us_img", "step2_ck": 240, "visa": "j1", "failed_attempts": 2, "red_flags": ["a leave"],
    "prior_match_attempts": 1, "years_since_graduation": 6, "step1": "failed_attempt",
}  # fmt: skip


def both(*edits: dict[str, Any], as_of: str | None = "2026-11-15", **about: Any) -> tuple[Scenario, Edited]:
    dated = {"as_of": as_of} if as_of else {}
    programs = [{k: v for k, v in program.items() if v is not None} for program in PROGRAMS]
    raw = {"name": "n", "season": 2027, "applicant": PERSON, "programs": programs, **dated} | about
    scenario = scenario_from_dict(raw | {"strategies": [{"name": "s", "edits": list(edits)}]})
    edited = apply_strategy(scenario, 0)
    assert edited.faults == []
    return scenario, edited


def found(*edits: dict[str, Any], **about: Any) -> tuple[Caution, ...]:
    return cautions(*both(*edits, **about))


def put(where: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"set_programs": {"where": where, "set": fields}}


def person(**fields: Any) -> dict[str, Any]:
    return {"set_applicant": fields}


def ranked(*names: str) -> dict[str, Any]:
    return {"set_rank_order_list": list(names)}


EVERYTHING = ("Held", "Coming 1", "Coming 2", *(f"Silent {k}" for k in range(1, 7)), "Rotated", "Unknown visa")
WITHOUT = [
    pytest.param(put({"name": "Rotated"}, emails=["tie", "update"]), id="a true tie"),
    pytest.param(put({"name": "Unknown visa"}, emails=["visa"]), id="an open question"),
    pytest.param(put({"name": "Maybe"}, status="applied", signal="gold"), id="a signal with a new application"),
    pytest.param(put({"name": "Held"}, letter="intent"), id="a true letter"),
    pytest.param(put({"name": "Coming"}, letter="interest"), id="interest after an interview to come"),
    pytest.param(put({"name": "Coming 1"}, status="interviewed", performance="strong"), id="an interview held"),
    pytest.param(person(failed_attempts=3, years_since_graduation=7, step3=True), id="what grows"),
    pytest.param(ranked(*reversed(EVERYTHING)), id="another order, without what is closed"),
    pytest.param({"remove_programs": {"where": {"name": "Silent"}}}, id="withdrawing from the silent"),
    pytest.param(put({"name": ["Silent 1", "Silent 2"]}, connection="mentor"), id="two mentors"),
]
WITH = [
    (put({"name": "Silent"}, signal="gold"), "Silent 1 and 5 more already have it: too late", False),
    (put({"name": "Silent 1"}, signal="gold"), "Silent 1 already has it", False),
    (ranked("Held", "Coming 1"), "leaves out Coming 2 and 8 more, which could be ranked: no match can come", False),
    (ranked(), "left on the list: Held and 10 more are dropped, and no match can come of them.", False),
    ({"remove_programs": {"where": {"specialty": "internal_medicine"}}}, "nothing that could match is left", False),
    ({"remove_programs": {"where": {"name": "Coming 2"}}}, "withdraws from Coming 2: no match can come of it", False),
    (put({"name": "Coming 2"}, letter="intent"), "An untrue letter is never advised", True),
    (put({"name": "Silent 2"}, letter="interest"), "Silent 2 has not invited: it is counted as nothing", False),
    (put({"name": "Silent 2"}, letter="intent"), "a letter of intent comes after the interview", False),
    (person(failed_attempts=0), "takes back failed attempts", True),
    (person(red_flags=0, prior_match_attempts=0), "red flags and earlier seasons in the Match", True),
    (person(years_since_graduation=1), "takes back years since graduation", True),
    (person(step1="pass"), "a failed attempt at Step 1", True),
    (person(step2_ck=260), "cannot be taken again", True),
    (person(step2_ck=2), "under the passing score of 218", True),
    (person(ecfmg_certified=False), "without ECFMG certification", False),
    (put({"name": "Silent"}, connection="rotation"), "a rotation or a mentor at Silent 1 and 5 more", True),
    (put({"name": "Coming"}, performance="strong"), "Coming 1 and 1 more have not held one: it changes nothing", False),
    (put({"name": "Held"}, performance="strong"), "how it went at Held lies in the past", True),
    (put({"name": "Coming 1"}, emails=["update"]), "has invited already", False),
    (put({"name": "Silent 1"}, emails=["tie"]), "where the file gives no connection", True),
    (put({"name": "Silent 1"}, emails=["visa"]), "leaves no question of visa open", False),
    (put({"name": "Rotated"}, emails=["tie", "update", "interest"]), "more than 2 kinds of email", False),
    (put({"name": "Strict"}, emails=["update"]), "the program is closed by a rule", False),
    (person(interview_skill="strong"), "the interview at Held has been held and stays as it went", False),
]


@pytest.mark.parametrize("edit", WITHOUT)
def test_what_can_be_done_has_no_caution(edit: dict[str, Any]) -> None:
    assert found(edit) == ()


@pytest.mark.parametrize(("edit", "text", "is_what_if"), WITH)
def test_each_says_its_reason(edit: dict[str, Any], text: str, is_what_if: bool) -> None:
    said = found(edit)
    assert any(text in caution.text for caution in said), said
    assert any(caution.is_what_if for caution in said) == is_what_if


def test_a_score_that_did_not_pass_may_be_bettered() -> None:
    assert found(person(step2_ck=230), applicant=PERSON | {"step2_ck": 200}) == ()


def test_what_the_list_leaves_out_already_is_no_news() -> None:
    assert found(ranked("Coming 1", "Held"), rank_order_list=["Held", "Coming 1"]) == ()


def test_without_a_date_signals_are_as_the_season_begins() -> None:
    scenario, edited = both(put({"name": "Silent 1"}, signal="gold"), as_of=None)
    assert cautions(scenario, edited) == ()
    assert counted(scenario, edited.scenario) is edited.scenario


def test_only_what_is_late_or_early_is_left_out() -> None:
    scenario, edited = both(
        put({"name": "Silent 1"}, signal="gold", emails=["update"]),
        put({"name": "Maybe"}, status="applied", signal="gold"),
        put({"name": "Silent 2"}, letter="intent"),
    )
    now = {p.name: p for p in counted(scenario, edited.scenario).programs}
    assert (now["Silent 1"].signal, now["Silent 1"].emails, now["Maybe"].signal) == ("none", ("update",), "gold")
    assert now["Silent 2"].letter == "none"


def compared(*edits: dict[str, Any], **about: Any) -> Strategy:
    return run(both(*edits, calibration="rules-of-thumb", **about)[0], replicates=500).compared[0]


@pytest.mark.parametrize(
    "edit",
    [put({"name": "Silent"}, signal="silver"), put({"name": "Silent 1"}, letter="intent")],
    ids=["late", "early"],
)
def test_what_comes_too_late_or_too_early_changes_nothing(edit: dict[str, Any]) -> None:
    one = compared(edit)
    assert (one.difference.exact, one.difference.low, one.difference.high, one.difference.estimate) == (0, 0, 0, 0)
    assert one.warnings[0].startswith("Strategy 's': ")
    assert not one.cautions[0].startswith("Strategy")


def test_a_what_if_is_shown_and_never_helps() -> None:
    one = compared(person(failed_attempts=0))
    assert one.difference.is_gain
    assert one.is_what_if
    assert not one.helps
    assert compared(person(step3=True)).helps
    costly = compared(person(failed_attempts=0), put({"name": "Maybe"}, status="applied"))
    assert (costly.added_usd > 0, costly.usd_per_point) == (True, None)


@pytest.mark.parametrize(("n", "is_too_many"), [(4, False), (5, True)])
def test_letters_of_interest_are_few(n: int, is_too_many: bool) -> None:
    said = found(
        put({"name": "Held"}, letter="interest"),
        programs=[ABOUT | {"name": "Held", "count": n, "status": "interviewed"}],
    )
    assert [c.is_what_if for c in said if "letters of interest" in c.text] == [True] * is_too_many
