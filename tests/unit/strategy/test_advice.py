"""Calendar, self-check and plan of communication on the shipped scenarios and on made-up ones."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from simulator.advice.letters import SKELETONS, skeleton
from simulator.errors import InputError
from simulator.model.seasonclock import season_calendar
from simulator.model.tables import table
from simulator.scenario import Scenario, load_scenario, scenario_from_dict
from simulator.scenario.edited import apply_strategy
from simulator.strategy.calendar import advice
from simulator.strategy.communication import communication_plan
from simulator.strategy.messages import KINDS, Own
from simulator.strategy.selfcheck import self_check

SHIPPED = sorted((Path(__file__).resolve().parents[3] / "scenarios").glob("*.yaml"))
IM = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
EVERYTHING = [
    IM | {"name": "Heard", "status": "interviewed", "interview_on": "2026-12-01"},
    IM | {"name": "Waiting", "count": 40},
    IM | {"name": "Near", "connection": "geographic"},
    IM | {"name": "Known", "connection": "rotation"},
    IM | {"name": "Unclear", "visas": None},
    IM | {"name": "Strict", "min_step2_ck": 250, "connection": "geographic"},
    IM | {"name": "Refusing", "status": "rejected", "connection": "geographic"},
    IM | {"name": "Perhaps", "status": "considering"},
    IM | {"name": "Asked", "status": "invited", "visas": None, "invited_on": "2026-11-20"},
]


def season(programs: list[dict[str, Any]] = EVERYTHING, **more: Any) -> Scenario:
    person = {"type": "non_us_img", "step2_ck": 235, "visa": "j1"} | more.pop("applicant", {})
    programs = [{k: v for k, v in p.items() if v is not None} for p in programs]
    return scenario_from_dict(
        {"name": "n", "season": 2027, "as_of": "2026-12-02", "applicant": person, "programs": programs} | more
    )


def ends_of(scenario: Scenario) -> set[str]:
    return {item.key for item in advice(replace(scenario, as_of=None))}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.stem)
def test_every_item_can_be_applied_to_the_scenario_at_hand(path: Path):
    scenario = load_scenario(path)
    items = advice(scenario)
    assert items
    for item in items:
        edited = apply_strategy(replace(scenario, strategies=(item.strategy,)), 0)
        assert not edited.faults, item.key


def test_every_item_is_offered_to_somebody():
    either_visa = season(applicant={"visa": "j1_or_h1b"})
    assert ends_of(either_visa) == {item["key"] for item in table("calendar_advice")["item"]}


@pytest.mark.parametrize(
    ("applicant", "is_told"),
    [
        ({"visa": "j1"}, False),
        ({"visa": "none"}, False),
        ({"type": "us_md", "visa": "none"}, False),
        ({"visa": "h1b"}, True),
        ({"visa": "j1_or_h1b"}, True),
        ({"visa": "h1b", "step3": True}, False),
    ],
)
def test_step_3_is_advised_only_to_those_whom_it_opens_a_visa(applicant: dict[str, Any], is_told: bool):
    assert ("step3" in ends_of(season(applicant=applicant))) == is_told


@pytest.mark.parametrize("year", [2024, 2026, 2027, 2030])
def test_items_lie_within_the_season_and_name_their_source(year: int):
    calendar = season_calendar(year)
    for item in advice(replace(season(), season=year, as_of=None)):
        assert calendar.first <= item.first <= item.until <= calendar.last
        assert item.source
        assert item.months


def test_what_is_over_is_left_out_and_what_is_open_comes_first():
    items = advice(season(as_of="2027-01-20"))
    assert all(item.until >= date(2027, 1, 20) for item in items)
    assert [item.is_open for item in items] == sorted((item.is_open for item in items), reverse=True)
    assert "widen" not in {item.key for item in items}


def test_messages_have_a_reason_and_the_others_are_refused_with_the_rule():
    plan = communication_plan(season())
    kind_of = {m.program: m.kind for m in plan.messages if m.kind != "thanks"}
    assert kind_of == {"Known": "rotation", "Near": "tie", "Unclear": "visa", "Asked": "visa", "Heard": "interest"}
    why = {name: refused.why for refused in plan.refused for name in refused.programs}
    assert "said no" in why["Refusing"]
    assert "without an application" in why["Perhaps"]
    assert "shuts this file out" in why["Strict"]
    assert "no reason" in why["Waiting 1"]


def test_news_goes_to_thirty_programs_at_most_and_earlier_messages_count():
    assert sum(m.kind in ("update", "tie", "rotation", "visa") and m.program not in ("Heard", "Asked")
               for m in communication_plan(season(), Own("Step 3 passed")).messages) == 30  # fmt: skip
    sent = [p | {"emails": ["update"]} if p["name"] == "Waiting" else p for p in EVERYTHING]
    plan = communication_plan(season(sent), Own("Step 3 passed"))
    assert plan.already == 40
    assert {m.program for m in plan.messages} == {"Heard", "Asked"}


def test_two_of_the_five_questions_must_be_yes():
    found = {m.program: m for m in communication_plan(season()).messages}
    assert found["Near"].needed == 0
    assert found["Unclear"].needed == 1
    assert len(found["Unclear"].open_questions) == 2


def test_letters_come_two_weeks_after_the_interview_and_a_week_before_the_deadline():
    letter = next(m for m in communication_plan(season()).messages if m.kind == "interest")
    assert (letter.first, letter.until) == (date(2026, 12, 15), date(2027, 2, 24))
    late = communication_plan(season(as_of="2027-02-26"))
    assert not [m for m in late.messages if m.kind == "interest"]


def test_letters_of_interest_are_few():
    many = season([IM | {"name": "Heard", "count": 9, "status": "interviewed"}])
    assert sum(m.kind == "interest" for m in communication_plan(many).messages) == 4


@pytest.mark.parametrize(
    ("own", "more", "what"),
    [
        (Own("", "Heard"), {}, "not affirmed as true"),
        (Own("", "Near", is_true=True), {}, "did not interview"),
        (Own("", "Nowhere", is_true=True), {}, "no program has this name"),
        (Own("", "Heard", is_true=True), {"rank_order_list": ["Asked", "Heard"]}, "not first on the rank order list"),
    ],
)
def test_a_letter_of_intent_that_would_not_be_true_is_refused(own: Own, more: dict[str, Any], what: str):
    with pytest.raises(InputError, match=what):
        communication_plan(season(**more), own)


def test_a_second_letter_of_intent_is_refused_and_the_one_that_is_true_is_planned():
    two = [*EVERYTHING, IM | {"name": "Other", "status": "interviewed", "letter": "intent"}]
    with pytest.raises(InputError, match="a second letter of intent: Other has one"):
        communication_plan(season(two), Own("", "Heard", is_true=True))
    plan = communication_plan(season(), Own("", "Heard", is_true=True))
    assert [m.program for m in plan.messages if m.kind == "intent"] == ["Heard"]


def test_there_is_a_skeleton_for_each_kind_and_it_is_short():
    assert set(SKELETONS) == set(KINDS)
    for message in communication_plan(season(), Own("", "Heard", is_true=True)).messages:
        text = skeleton(message)
        assert "{" not in text
        assert len(text.split()) < 150


def test_the_self_check_names_who_shuts_the_file_out_and_why():
    check = self_check(season([*EVERYTHING, IM | {"name": "None", "visas": [], "count": 2}]))
    assert {c.field: c.programs for c in check.closed} == {"step2_ck": ("Strict",), "visa": ("None 1", "None 2")}


def test_the_score_is_held_against_the_published_profile():
    check = self_check(season(applicant={"step2_ck": 239}))
    (seen,) = check.published
    assert (seen.matched_q1, seen.matched_median, seen.unmatched_median, seen.verdict) == (240, 251, 243, "short")
    assert self_check(season(applicant={"step2_ck": 251})).published[0].verdict == "fine"
    assert self_check(season(applicant={"type": "us_img", "visa": "none"})).no_figures == ("internal_medicine",)


def test_too_narrow_and_too_broad():
    def verdicts(count: int, *specialties: str) -> dict[str, str]:
        listed = [IM | {"name": s, "specialty": s, "count": count} for s in specialties]
        return {t.key: t.verdict for t in self_check(season(listed)).targeting}

    assert verdicts(40, "internal_medicine")["applications"] == "too narrow"
    assert verdicts(100, "internal_medicine")["applications"] == "fine"
    assert verdicts(250, "internal_medicine")["applications"] == "too broad"
    assert verdicts(90, "internal_medicine", "family_medicine", "pediatrics")["specialties"] == "too broad"
    assert verdicts(90, "internal_medicine")["visa_friendly"] == "fine"


def test_shares_say_what_is_not_known():
    listed = [IM | {"name": "A", "img_share": 0.8}, IM | {"name": "B", "count": 3}]
    (share,) = [t for t in self_check(season(listed)).targeting if t.key == "img_friendly"]
    assert (share.value, share.unknown) == (0.25, 0.75)
