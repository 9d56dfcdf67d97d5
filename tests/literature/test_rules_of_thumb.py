"""The rules-of-thumb calibration against the advice it reproduces.

Residency Advisor, "How Many Interview Invitations Do IMGs Need to Feel Safe?", 5 January 2026: match rate by number
of ranked programs; outlook; safer targets by profile; ten community against five university; visas; older graduates.
"""

from typing import Any

import numpy as np
import pytest

from simulator.calibration import rules_of_thumb
from simulator.model.observed import observed_curve
from simulator.model.parameters import load_calibration
from simulator.model.zones import zone_of
from simulator.pipeline import run
from simulator.scenario import scenario_from_dict
from simulator.season.exact import match_probability

TABLE = {2: 0.20, 5: 0.45, 8: 0.65, 11: 0.80, 14: 0.85, 17: 0.90}
REFERENCE = {
    "type": "non_us_img",
    "step2_ck": 240,
    "years_since_graduation": 3,
    "visa": "j1",
    "us_clinical_experience_months": 3,
}
ADVICE = {"name": "advice", "season": 2027, "calibration": "rules-of-thumb", "applicant": REFERENCE}
C, A, U = "community", "university_affiliated", "university"
MIXES = {"two thirds community": (C, C, A), "half": (C, A), "all community": (C,)}


def season(k: int, mix: tuple[str, ...] = (C, C, A), visas: Any = ("j1",), **applicant: Any) -> Any:
    """K attended interviews in internal medicine; ``visas`` of each, the same for all or one by one."""
    each = visas if visas and isinstance(visas[0], list) else [list(visas)] * k
    programs = [
        {
            "name": f"P{j}",
            "specialty": "internal_medicine",
            "setting": mix[j % len(mix)],
            "status": "interviewed",
            "visas": each[j],
        }
        for j in range(k)
    ]
    return scenario_from_dict(ADVICE | {"applicant": REFERENCE | applicant, "programs": programs})


def chance(k: int, *args: Any, **kwargs: Any) -> float:
    return match_probability(season(k, *args, **kwargs))


@pytest.mark.parametrize("mix", MIXES.values(), ids=MIXES)
@pytest.mark.parametrize(("k", "published"), TABLE.items())
def test_match_rate_by_number_of_ranked_programs(k: int, published: float, mix: tuple[str, ...]):
    assert chance(k, mix) == pytest.approx(published, abs=0.05)


@pytest.mark.parametrize(("k", "published"), TABLE.items())
def test_the_published_rate_is_shown_beside_the_answer(k: int, published: float):
    assert run(season(k), replicates=500).observed_at_this_count == pytest.approx(published, abs=0.02)


def test_the_published_curve_rises_from_nothing_and_says_nothing_of_others():
    calibration = load_calibration("rules-of-thumb")
    curve = observed_curve(calibration, "us_img", ("psychiatry",), np.arange(60))
    assert curve[0] == 0
    assert (np.diff(curve) >= 0).all()
    assert curve[-1] == 0.9
    assert observed_curve(calibration, "us_md", ("psychiatry",), [5]) is None
    assert observed_curve(calibration, "us_img", ("dermatology",), [5]) is None
    assert observed_curve(calibration, "us_img", (), [5]) is None


@pytest.mark.parametrize("k", range(16))
def test_zones_are_the_outlook_table(k: int):
    expected = "red" if k < 5 else "yellow" if k < 10 else "green"
    assert zone_of(chance(k)) == expected


def test_ten_community_are_clearly_safer_than_five_university():
    ten, five = chance(10, (C,)), chance(5, (U,))
    assert ten - five > 0.3
    assert zone_of(ten) == "green"
    assert zone_of(five) == "red"


def test_ten_interviews_with_h1b_of_which_three_sponsor_are_three():
    h1b = {"visa": "h1b", "step3": True}
    every, three = [["j1", "h1b"]] * 10, [["j1", "h1b"]] * 3 + [["j1"]] * 7
    all_ten, some, only = (chance(n, (C,), v, **h1b) for n, v in ((10, every), (10, three), (3, every[:3])))
    assert some == pytest.approx(only, abs=1e-6)
    assert zone_of(all_ten) != "red"
    assert zone_of(some) == "red"
    assert all_ten - some > 0.3
    assert chance(10, (C,), every, visa="h1b", step3=False) == 0


@pytest.mark.parametrize(
    ("person", "few", "safe"),
    [
        ({"type": "us_img", "visa": "none"}, 7, 10),
        ({}, 9, 12),
        ({"years_since_graduation": 7}, 11, 15),
        ({"step2_ck": 228, "years_since_graduation": 6, "us_clinical_experience_months": 1, "letters": "weak"}, 11, 15),
    ],
    ids=["strong US-IMG 8-10", "strong non-US IMG 10-12", "older graduate 12-15", "average IMG 12-15"],
)
def test_safer_targets_by_profile(person: dict[str, Any], few: int, safe: int):
    assert zone_of(chance(few, **person)) == "yellow"
    assert zone_of(chance(safe, **person)) == "green"


def test_an_older_graduate_needs_more_interviews_for_the_same_chance():
    assert chance(13, years_since_graduation=7) == pytest.approx(chance(10), abs=0.02)
    assert chance(10, years_since_graduation=7) < chance(10) - 0.03
    assert chance(10, years_since_graduation=12) < chance(10, years_since_graduation=7)


def test_no_number_is_safe_in_a_highly_competitive_field():
    def ten(specialty: str) -> float:
        programs = [
            {"name": "P", "count": 10, "specialty": specialty, "setting": C, "status": "interviewed", "visas": ["j1"]}
        ]
        return match_probability(scenario_from_dict(ADVICE | {"programs": programs}))

    assert zone_of(ten("internal_medicine")) == "green"
    assert zone_of(ten("dermatology")) != "green"
    assert ten("dermatology") < ten("diagnostic_radiology") < ten("internal_medicine")


def test_interval_and_exact_answer_hang_together_at_ten():
    match = run(season(10), replicates=20_000).match
    assert match.low < match.exact < match.high
    assert match.probability == pytest.approx(match.exact, abs=5 * match.mc_standard_error)


def test_a_refit_gives_the_shipped_numbers():
    shipped, again = load_calibration("rules-of-thumb"), rules_of_thumb.fit()
    for kept, made in zip(shipped.all_parameters, again.all_parameters, strict=True):
        assert np.allclose(kept, made, rtol=0, atol=1e-6, equal_nan=True)
    values, refitted = ([e["value"] for e in c.entries] for c in (shipped, again))
    assert refitted == pytest.approx(values, abs=1e-6)
    assert [e | {"value": 0} for e in again.entries] == [e | {"value": 0} for e in shipped.entries]
    assert again.observed == shipped.observed
    assert (again.name, again.label, again.effects) == (shipped.name, shipped.label, shipped.effects)


def test_every_entry_says_where_it_comes_from():
    calibration = load_calibration("rules-of-thumb")
    assert "not measured" in calibration.label
    for entry in calibration.entries:
        assert entry["source"]
        assert entry["meaning"]
        assert entry["kind"] in {"data", "seed", "survey", "judgement", "fitted"}
