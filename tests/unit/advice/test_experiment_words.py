"""What is said and drawn of an experiment: findings with intervals, and when no effect can be told."""

import dataclasses
from functools import cache

import pytest

import simulator as ms
from simulator.advice.charts.experiment import arms_race, experiment_charts, who_gains
from simulator.advice.charts.files import image_bytes
from simulator.advice.effect_words import effect_words, fewer_or_more, interval_words, range_of, signed
from simulator.advice.experiment_words import experiment_summary, finding, race
from simulator.outcomes.experiment import ArmResult, CrowdResult, ExperimentResult, Moved, Row
from simulator.outcomes.experiment_measures import OF, Effect
from simulator.outcomes.experiment_race import Left

CLEAR = Effect(0.012, 0.001, 0.009, 0.015, 0.005, 0.02)
SMALL = Effect(0.001, 0.0002, 0.0006, 0.0014, 0, 0.002)
UNCLEAR = Effect(0.001, 0.002, -0.003, 0.005, -0.01, 0.012)
NONE = Effect(0, 0, 0, 0, 0, 0)


def turned(effect: Effect) -> Effect:
    return Effect(-effect[0], effect[1], -effect[3], -effect[2], -effect[5], -effect[4])


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (CLEAR, "12 more of 1,000 match (9 to 15 more)"),
        (turned(CLEAR), "12 fewer of 1,000 match (9 to 15 fewer)"),
        (SMALL, "1 more of 1,000 match (1 more)"),
        (UNCLEAR, "cannot be told from no effect (3 fewer to 5 more of 1,000)"),
        (NONE, "as many match as before, in every season"),
        (Effect(2e-4, 1e-5, 1e-4, 3e-4, 0, 0), "less than 1 more of 1,000 match (less than 1 more)"),
    ],
)
def test_effects_are_said_of_1000_with_their_interval(effect: Effect, said: str):
    assert effect_words(effect) == said


def test_ends_on_both_sides_keep_their_words():
    assert range_of(UNCLEAR) == "3 fewer to 5 more"
    assert fewer_or_more(0) == "none"


@pytest.mark.parametrize(
    ("value", "is_share", "said"),
    [
        (0.0123, True, "+1.23"),
        (-2.5, False, "\N{MINUS SIGN}2.50"),
        (0.004, False, "+0.004"),
        (1234.5, False, "+1,234"),
        (0, True, "0.00"),
    ],
)
def test_differences_carry_their_sign(value: float, is_share: bool, said: str):
    assert signed(value, is_share) == said


def test_a_question_mark_stands_where_no_difference_is_inside():
    assert interval_words(UNCLEAR, OF["matched"]).endswith("?")
    assert not interval_words(CLEAR, OF["matched"]).endswith("?")
    assert interval_words(NONE, OF["matched"]) == "no difference"


def arm(share: float | None, doers: Effect, *types: tuple[str, Effect]) -> ArmResult:
    rows = [Row("matched", group, 0.7, 0.7, effect) for group, effect in (("all", doers), *types)]
    moved = [Moved("doers", name, "all", doers) for name in ("matched", "gained", "lost", "better", "worse")]
    return ArmResult("an arm", share, 8, tuple(rows), tuple(moved))


def crowd(alone: Effect, together: Effect, gap: Effect | None = None) -> CrowdResult:
    """A crowd with a difference of its own, season by season; left out, as if the two did not hang together."""
    error = (alone.mc_standard_error**2 + together.mc_standard_error**2) ** 0.5
    mean = alone.difference - together.difference
    apart = gap or Effect(mean, error, mean - 2 * error, mean + 2 * error, mean - 6 * error, mean + 6 * error)
    left = (Left("all", 0.2, 0.14, 0.26),) if alone.is_established else ()
    single = (Moved("doers", "matched", "all", alone),)
    return CrowdResult("an arm", single, (arm(1, together),), (Moved("doers", "matched", "all", apart),), left)


def test_a_finding_names_those_who_move_most():
    found = finding(arm(None, UNCLEAR, ("us_md", SMALL), ("us_img", turned(CLEAR)), ("us_do", UNCLEAR)))
    assert found == (
        "Of all applicants, the effect cannot be told from no effect (3 fewer to 5 more of 1,000); of US IMGs, 12 "
        "fewer of 1,000 match (9 to 15 fewer); of US MD seniors, 1 more of 1,000 match (1 more)."
    )


@pytest.mark.parametrize(
    ("alone", "together", "said"),
    [
        (CLEAR, SMALL, "when all do it, about 20% (14 to 26) of what one gains alone is left."),
        (CLEAR, UNCLEAR, "arms race: each gains by doing it, and when all do it no gain is left"),
        (CLEAR, turned(SMALL), "arms race: each gains by doing it, and when all do it each is worse off"),
        (CLEAR, CLEAR, "cannot be told apart in the same seasons: nor can a race"),
        (SMALL, CLEAR, "Each gains more when all do it than alone: that is no race."),
        (UNCLEAR, SMALL, "cannot be told from nothing here"),
        (turned(CLEAR), SMALL, "that nobody can leave alone"),
        (turned(SMALL), turned(CLEAR), "loses matches by it"),
    ],
)
def test_the_race_is_said_only_where_it_shows(alone: Effect, together: Effect, said: str):
    assert said in race(crowd(alone, together))


def test_the_race_rests_on_seasons_compared_one_by_one_not_on_two_ranges():
    """Two ranges that overlap, and a difference that is above 0 in every season: a race. And the other way round."""
    wide, near = Effect(0.012, 0.004, 0.004, 0.02, 0, 0), Effect(0.008, 0.004, 0.001, 0.016, 0, 0)
    always = Effect(0.004, 0.0005, 0.003, 0.005, 0.002, 0.006)
    assert "In this model it is an arms race" in race(crowd(wide, near, always))
    assert "cannot be told apart" in race(crowd(CLEAR, SMALL, UNCLEAR))


def test_without_a_share_of_all_there_is_no_word_on_a_race():
    assert race(CrowdResult("an arm", crowd(CLEAR, SMALL).individual, (arm(0.5, SMALL),))) == ""


@cache
def result() -> ExperimentResult:
    asked = {
        "name": "Both",
        "question": "What happens?",
        "market": {"specialties": ["otolaryngology"], "scale": 0.3},
        "arms": [
            {"name": "more", "shares": [0.5, 1], "levers": [{"more_applications": {"percent": 100}}]},
            {"name": "cap", "levers": [{"cap_interviews": {"total": 3}}]},
        ],
    }
    return ms.run_experiment(ms.experiment_from_dict(asked), replicates=3, seed=2, workers=1)


def test_the_summary_says_question_market_arms_and_stability():
    said = experiment_summary(result())
    for text in (
        "Question: What happens?",
        "The market of otolaryngology at scale 0.3",
        "One applicant alone",
        "\ncap\n",
    ):
        assert text in said
    assert "every match stable (3 of 3 seasons)" in said
    assert "those who do it" in said
    assert "Alone against together, the same people in the same seasons: " in said
    assert "alone less all" in said
    assert max(map(len, said.splitlines())) < 400


def test_what_one_gains_alone_is_said_and_shown_where_nobody_else_does_it():
    arms = [{"name": "more", "shares": [0], "levers": [{"more_applications": {"percent": 100}}]}]
    asked = {
        "name": "One",
        "question": "What?",
        "market": {"specialties": ["otolaryngology"], "scale": 0.3},
        "arms": arms,
    }
    found = ms.run_experiment(ms.experiment_from_dict(asked), replicates=2, seed=2, workers=1)
    said = experiment_summary(found)
    assert "One applicant alone, everybody else as now:" in said
    assert "  US MD seniors  " in said
    assert "alone less all" not in said
    assert "<tbody>\n    <tr>" in found._repr_html_()
    assert [name for name, _ in experiment_charts(found)] == ["arms_race"]


def texts(figure: object) -> dict[str, str]:
    return {text.get_gid(): " ".join(text.get_text().split()) for text in figure.texts}  # type: ignore[attr-defined]


def test_charts_are_drawn_with_finding_and_limits():
    names = dict(experiment_charts(result()))
    assert list(names) == ["arms_race", "who_gains"]
    for figure in names.values():
        assert image_bytes(figure, "png")[:4] == b"\x89PNG"
        assert "Not affiliated" in texts(figure)["caption"]
    assert texts(names["arms_race"])["title"].startswith("more. One alone: ")


def test_the_title_of_the_race_says_what_cannot_be_told():
    found = dataclasses.replace(result(), crowds=(crowd(CLEAR, UNCLEAR),))
    title = texts(arms_race(found, "an arm"))["title"]
    assert title == "an arm. One alone: 12 more of 1,000 match; when all do it: none that can be told"
    with pytest.raises(ValueError, match="has no shares"):
        arms_race(found, "another")


def test_who_gains_says_how_many_arms_move_the_market():
    arms = tuple(dataclasses.replace(arm(None, e), name=f"arm {n}") for n, e in enumerate((CLEAR, UNCLEAR, NONE)))
    assert texts(who_gains(dataclasses.replace(result(), arms=arms)))["title"].startswith("1 of 3 changes moves")
    assert texts(who_gains(dataclasses.replace(result(), arms=arms[:1])))["title"] == (
        "arm 0: 12 more of 1,000 match (9 to 15 more)"
    )
    unclear = dataclasses.replace(result(), arms=arms[1:])
    assert texts(who_gains(unclear))["title"].startswith("No change here can be told")
    many = tuple(dataclasses.replace(arms[0], name=f"arm {n}") for n in range(9))
    assert "The first 6 of 9" in texts(who_gains(dataclasses.replace(result(), arms=many)))["caption"]


def test_several_crowds_have_a_chart_each():
    found = dataclasses.replace(
        result(), crowds=(crowd(CLEAR, SMALL), dataclasses.replace(crowd(CLEAR, CLEAR), name="other"))
    )
    assert [name for name, _ in experiment_charts(found)] == ["arms_race_1", "arms_race_2", "who_gains"]
