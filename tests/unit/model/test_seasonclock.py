"""The season's calendar, and how much has been said by a day."""

from datetime import date, timedelta

import pytest

from simulator.model import seasonclock
from simulator.model.seasonclock import (
    late_month_shares_after,
    late_released,
    month_shares_after,
    months,
    notices_sent,
    released,
    season_calendar,
    timing,
)


@pytest.mark.parametrize(
    ("season", "day", "expected"),
    [
        (2026, "applications_open", date(2025, 9, 3)),  # AAMC, ERAS timeline
        (2026, "programs_see", date(2025, 9, 24)),  # the same
        (2026, "rank_list_deadline", date(2026, 3, 4)),
        (2024, "rank_list_deadline", date(2024, 2, 28)),  # NRMP calendar 2024
        (2024, "match_day", date(2024, 3, 15)),  # the same
        (2023, "rank_list_deadline", date(2023, 3, 1)),  # NRMP, February 2023
        (2027, "first", date(2026, 6, 1)),
        (2027, "last", date(2027, 3, 31)),
        (2021, "programs_see", date(2020, 9, 15)),  # earliest of the odd seasons
    ],
)
def test_days_that_were_announced(season: int, day: str, expected: date) -> None:
    assert getattr(season_calendar(season), day) == expected


@pytest.mark.parametrize("season", range(2020, 2036))
def test_days_are_in_order_in_every_season(season: int) -> None:
    days = season_calendar(season)
    ordered = [
        days.first, days.applications_open, days.programs_see, days.rank_list_deadline, days.match_day, days.last
    ]  # fmt: skip
    assert ordered == sorted(set(ordered))
    assert days.programs_see <= date(season - 1, 9, 29)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2026, 6, 1), 0.0),
        (date(2026, 9, 22), 0.0),  # the eve of the day on which programs see applications
        (date(2026, 9, 30), 0.25),
        (date(2026, 10, 31), 0.65),
        (date(2026, 11, 15), 0.75),  # half of November
        (date(2026, 11, 30), 0.85),
        (date(2026, 12, 31), 0.95),
        (date(2027, 2, 15), 1.0),
        (date(2027, 3, 31), 1.0),
    ],
)
def test_invitations_released_follow_the_shares_by_month(day: date, share: float) -> None:
    assert released(day, 2027) == pytest.approx(share, abs=1e-12)


def test_program_directors_say_it_is_slower_at_first() -> None:
    assert released(date(2026, 9, 30), 2027, "survey_2018") == pytest.approx(0.18)
    assert released(date(2026, 11, 30), 2027, "survey_2018") == pytest.approx(0.87)


def test_without_a_day_nothing_is_out() -> None:
    assert timing(None, 2027) == (0.0, 0.0, 0.0)


def test_late_places_come_mostly_in_december_and_january() -> None:
    whole = dict(zip(months(), late_month_shares_after(None, 2027), strict=True))
    assert whole["December"] + whole["January"] > 0.7
    assert late_released(date(2026, 11, 15), 2027) < 0.1


@pytest.mark.parametrize(
    ("day", "share"),
    [(date(2026, 10, 31), 0.05), (date(2026, 11, 30), 0.15), (date(2026, 12, 31), 0.35), (date(2027, 3, 31), 0.5)],
)
def test_half_of_the_rejections_never_come(day: date, share: float) -> None:
    assert notices_sent(day, 2027) == pytest.approx(share)


def test_timing_is_the_three_shares_of_a_day() -> None:
    day = date(2026, 12, 31)
    assert timing(day, 2027) == (released(day, 2027), late_released(day, 2027), notices_sent(day, 2027))


def test_shares_never_fall_and_stay_between_zero_and_one() -> None:
    days = [date(2026, 6, 1) + timedelta(days=n) for n in range(304)]
    for of in (released, late_released, notices_sent):
        shares = [of(day, 2027) for day in days]
        assert shares == sorted(shares)
        assert 0 == shares[0] < shares[-1] <= 1


def test_months_of_the_whole_season_are_the_shares_of_the_source() -> None:
    shares = month_shares_after(None, 2027)
    assert shares[:4] == pytest.approx((0.25, 0.40, 0.20, 0.10))
    assert sum(shares) == pytest.approx(1)


def test_months_to_come_leave_out_what_has_passed() -> None:
    shares = dict(zip(months(), month_shares_after(date(2026, 11, 15), 2027), strict=True))
    assert shares["September"] == shares["October"] == 0
    assert shares["November"] == pytest.approx(0.10 / 0.25)
    assert shares["December"] == pytest.approx(0.10 / 0.25)
    assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("shares_after", [month_shares_after, late_month_shares_after])
def test_at_the_end_nothing_is_still_to_come(shares_after: object) -> None:
    assert callable(shares_after)
    assert shares_after(date(2027, 2, 15), 2027) == (0.0,) * 6


def test_january_has_its_part_although_its_step_ends_in_february() -> None:
    shares = dict(zip(months(), month_shares_after(date(2026, 12, 31), 2027), strict=True))
    assert shares["January"] == pytest.approx(31 / 46)
    assert shares["February"] == pytest.approx(15 / 46)


def test_each_distribution_on_file_says_its_source() -> None:
    clock = seasonclock.table("season_clock")
    entries = [*clock["calendar"], clock["season"], *clock["invitations"].values(), clock["late_places"]]
    assert all(entry["source"] and entry["grade"] in "ABCJ" for entry in [*entries, clock["rejection_notices"]])
