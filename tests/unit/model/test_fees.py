"""ERAS fees against AAMC's own worked examples."""

import pytest

from simulator.model.fees import application_cost, other_costs


@pytest.mark.parametrize(
    ("season", "counts", "total"),
    [
        (2026, {"internal_medicine": 43, "diagnostic_radiology": 7}, 797),
        (2026, {"internal_medicine": 32, "emergency_medicine": 32}, 780),
        (2026, {"emergency_medicine": 30}, 330),
        (2024, {"emergency_medicine": 30}, 519),
    ],
)
def test_worked_examples_of_aamc(season: int, counts: dict[str, int], total: int) -> None:
    cost = application_cost(counts, season)
    assert cost.total_usd == total
    assert cost.schedule == f"ERAS {season}"
    assert not cost.is_older
    assert cost.warning == ""


@pytest.mark.parametrize(
    ("n", "total"),
    [(0, 0), (1, 99), (10, 99), (11, 118), (20, 289), (21, 312), (30, 519), (31, 546), (40, 789)],
)
def test_every_tier_of_2024_and_both_sides_of_its_edges(n: int, total: int) -> None:
    assert application_cost({"internal_medicine": n}, 2024).total_usd == total


@pytest.mark.parametrize(("n", "total"), [(0, 0), (1, 11), (30, 330), (31, 360), (150, 3930)])
def test_both_tiers_of_2026(n: int, total: int) -> None:
    assert application_cost({"internal_medicine": n}, 2026).total_usd == total


def test_nothing_applied_to_costs_nothing() -> None:
    assert application_cost({}, 2026).total_usd == 0


@pytest.mark.parametrize(
    ("season", "schedule", "is_older"),
    [(2020, "ERAS 2024", False), (2025, "ERAS 2024", True), (2027, "ERAS 2026", True), (2035, "ERAS 2026", True)],
)
def test_a_season_without_its_own_schedule_gets_a_warning(season: int, schedule: str, is_older: bool) -> None:
    cost = application_cost({"psychiatry": 5}, season)
    assert (cost.schedule, cost.is_older) == (schedule, is_older)
    assert schedule in cost.warning
    assert str(season) in cost.warning


def test_a_negative_count_is_refused_with_its_value() -> None:
    with pytest.raises(ValueError, match=r"got -3 in psychiatry"):
        application_cost({"psychiatry": -3}, 2026)


def test_other_costs_are_those_on_file_and_say_their_season() -> None:
    assert other_costs(2023) == ()
    for season in (2024, 2027):
        assert [tuple(cost) for cost in other_costs(season)] == [("USMLE transcript (ERAS 2024)", 80.0)]
