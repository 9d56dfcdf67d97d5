"""Limits of signals per specialty, and what a scenario hears that sends too many."""

import pytest

from simulator.model.signals import signal_faults, signal_limits, signal_warnings
from simulator.scenario.specialties import SPECIALTIES
from tests.unit.model.stand_ins import program, scenario


def _many(n: int, **fields: str) -> list[object]:
    return [program(name=f"{fields} {i}", **fields) for i in range(n)]


def test_limits_are_those_of_the_eras_2025_list() -> None:
    limits = signal_limits(2027)
    found = {name: (limit.gold, limit.silver) for name, limit in limits.items()}
    assert found["internal_medicine"] == (3, 12)
    assert found["dermatology"] == (3, 25)
    assert found["orthopaedic_surgery"] == (30, 0)
    assert found["diagnostic_radiology"] == found["interventional_radiology"] == (6, 6)
    assert len(found) == 21


def test_every_specialty_on_the_list_is_one_that_scenarios_know() -> None:
    assert set(signal_limits(2027)) <= set(SPECIALTIES)


def test_as_many_as_allowed_are_no_fault_and_one_more_is() -> None:
    allowed = [*_many(3, signal="gold"), *_many(12, signal="silver")]
    assert signal_faults(scenario(*allowed)) == []
    faults = signal_faults(scenario(*allowed, program(signal="gold")))
    assert [fault.field for fault in faults] == ["programs[15].signal"]
    assert faults[0].render() == (
        "programs[15].signal: too many gold signals in internal_medicine (got 4). "
        "Allowed: at most 3 gold and 12 silver in internal_medicine (ERAS 2025 list)."
    )


def test_silver_and_gold_are_counted_apart_and_both_are_named() -> None:
    faults = signal_faults(scenario(*_many(4, signal="gold"), *_many(13, signal="silver")))
    assert [(fault.field, fault.got) for fault in faults] == [("programs[3].signal", 4), ("programs[16].signal", 13)]


def test_a_specialty_without_tiers_counts_gold_and_refuses_silver() -> None:
    family = {"specialty": "family_medicine"}
    assert signal_faults(scenario(*_many(5, signal="gold", **family))) == []
    (fault,) = signal_faults(scenario(*_many(2, signal="silver", **family)))
    assert fault.field == "programs[0].signal"
    assert fault.message == "family_medicine offers no silver signals"
    assert (fault.got, fault.allowed[:35]) == ("silver", "at most 5 in family_medicine, which")


def test_radiologies_share_one_allowance() -> None:
    both = [*_many(4, signal="gold", specialty="diagnostic_radiology")]
    both += _many(3, signal="gold", specialty="interventional_radiology")
    (fault,) = signal_faults(scenario(*both))
    assert (fault.field, fault.got) == ("programs[6].signal", 7)


def test_specialties_do_not_share_otherwise() -> None:
    assert signal_faults(scenario(*_many(3, signal="gold"), *_many(5, signal="gold", specialty="pathology"))) == []


def test_programs_only_considered_have_received_no_signal() -> None:
    assert signal_faults(scenario(*_many(9, signal="gold", status="considering"))) == []


def test_a_specialty_without_a_known_limit_is_not_checked_and_says_so() -> None:
    unknown = scenario(*_many(40, signal="gold", specialty="urology"))
    assert signal_faults(unknown) == []
    assert signal_warnings(unknown) == ("No limit of signals is on file for urology: their number was not checked.",)


@pytest.mark.parametrize(("season", "n"), [(2024, 1), (2025, 0), (2027, 1)])
def test_a_list_of_another_season_is_named(season: int, n: int) -> None:
    warnings = signal_warnings(scenario(program(signal="gold"), season=season))
    assert len(warnings) == n
    assert all("ERAS 2025" in warning for warning in warnings)


def test_no_signal_no_warning() -> None:
    assert signal_warnings(scenario(program())) == ()
