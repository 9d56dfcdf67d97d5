"""What the table says of parameters of nrmp-2026."""

import pytest

from simulator.calibration.entries import entries
from simulator.model.parameters import SPREADS
from simulator.model.tables import table

EFFECTS = ("intercept@us_md/neurology", "intercept@us_do/neurology", "university_us", "letters_weak", "visa_none")


def test_an_effect_is_described_once_for_all_its_scopes_and_at_both_stages():
    told = [(row["name"], row["stage"]) for row in entries(EFFECTS)]
    assert told[:2] == [("intercept", "invite"), ("intercept", "rank")]
    assert len(set(told)) == len(told)
    assert "letters_weak" not in {name for name, _ in told}


def test_spreads_and_volume_are_described_as_such():
    told = {row["name"] for row in entries(()) if row["stage"] == "spread"}
    assert told == {*SPREADS, "volume", "attended"}


@pytest.mark.parametrize("row", entries(EFFECTS), ids=lambda row: f"{row['name']} {row['stage']}")
def test_every_entry_says_what_it_is_and_why(row: dict[str, str]):
    assert all(row[key] for key in ("meaning", "unit", "kind", "source"))
    assert "stages" not in row


def test_what_another_fit_set_is_called_judgement():
    assert table("effects")["university_us"]["kind"] == "fitted"
    kept = [row for row in entries(("university_us",)) if row["name"] == "university_us"]
    assert {row["kind"] for row in kept} == {"judgement"}
    assert all(row["source"].startswith("as for rules-of-thumb: ") for row in kept)
