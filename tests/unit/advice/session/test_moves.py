"""What moves it: cut where it dwarfs the rest, told in words that nobody has to look up, never a badge on a loss."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from simulator.advice.session import moves
from simulator.advice.session.kept import StoppedError
from simulator.advice.session.session import Session
from simulator.model.tables import table

ROOT = Path(__file__).resolve().parents[4]

PROGRAM = {
    "specialty": "internal_medicine",
    "setting": "community",
    "status": "interviewed",
    "city": "Flint",
    "state": "MI",
}
SMALL_COUPLE = {
    "name": "Two of us",
    "season": 2027,
    "applicant": {"type": "non_us_img"},
    "programs": [{**PROGRAM, "name": "North"}, {**PROGRAM, "name": "South", "status": "applied"}],
    "couple": {
        "partner": {"applicant": {"type": "us_md"}, "programs": [{**PROGRAM, "name": "North"}]},
        "build": {"together": "city"},
    },
}


@cache
def session() -> Session:
    return Session()


def data_of(name: str) -> dict[str, Any]:
    text = (ROOT / "scenarios" / f"{name}.yaml").read_text("utf-8")
    return session().read_text(text).data


def test_one_that_dwarfs_the_others_is_cut_and_the_rest_fit_the_scale():
    found = session().moves(data_of("november_four_interviews"))
    cut = [row for row in found["moves"] if row.get("broken")]
    assert cut == found["moves"][: len(cut)]
    assert 1 <= len(cut) <= 5
    low, high = found["axis"]["low"], found["axis"]["high"]
    assert low < 0 < high
    for row in found["moves"][len(cut) :]:
        assert low <= row["low"] <= row["high"] <= high
    assert max(-low, high) < max(max(abs(row["low"]), abs(row["high"])) for row in cut)
    assert moves.BROKEN in found["text"]["moves"]
    assert moves.ORDER in found["text"]["moves"]


def test_the_order_is_the_one_that_is_seen():
    rows = session().moves(data_of("november_four_interviews"))["moves"]
    reach = [max(abs(row["low"]), abs(row["high"])) for row in rows]
    assert reach == sorted(reach, reverse=True)


def test_what_would_be_worse_is_not_called_still_in_your_hands():
    rows = session().moves(data_of("november_four_interviews"))["moves"]
    assert any(row["can"] for row in rows)
    assert not any(row["can"] and row["high"] <= 0 for row in rows)


def test_every_thing_that_is_tried_has_words_without_names_of_fields():
    for kind in ("profile", "program"):
        for rule in table("sensitivity")[kind]:
            for value in rule.get("values", [f"{rule.get('step', 0):g} more"]):
                said = " and ".join(value) if isinstance(value, list) else value
                said = {True: "yes", False: "no"}[said] if isinstance(said, bool) else str(said)
                words = moves.move_words(
                    {"kind": kind, "field": rule["field"], "value": said, "step": rule.get("step", 0)}
                )
                assert not words[0].islower()
                assert "_" not in words
                assert "open programs:" not in words.lower()
    for value in table("couples")["sensitivity"]["correlations"]["value"]:
        assert ("correlation", f"{value:g}") in moves.PLAIN


def test_of_a_couple_it_counts_both_and_says_whose_each_is():
    told: list[float] = []
    found = session().moves(SMALL_COUPLE, told.append)
    assert moves.BOTH in found["text"]["moves"]
    whose = {row["label"].split(":")[0] for row in found["moves"]}
    assert {"First partner", "Second partner"} <= whose
    assert sum(told) == pytest.approx(1, abs=0.05)


def test_it_tells_how_far_it_is_and_stops_when_it_is_told_to():
    told: list[float] = []
    asking = Session()
    asking.moves(data_of("mock_interviews"), told.append)
    assert sum(told) == pytest.approx(1)
    assert min(told) > 0

    def stop(share: float) -> None:
        raise StoppedError

    other = Session()
    with pytest.raises(StoppedError):
        other.moves(data_of("mock_interviews"), stop)
    assert other.moves(data_of("mock_interviews")) == asking.moves(data_of("mock_interviews"))  # not kept as a failure
