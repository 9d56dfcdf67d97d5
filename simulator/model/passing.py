"""The passing score of Step 2 CK: that of exams taken for a season, and those of earlier exams."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from simulator.model.seasonclock import season_calendar
from simulator.model.tables import table


class Standard(NamedTuple):
    """A passing score.

    Attributes
    ----------
    since : date
        First day of exams that it holds for.
    score : int
        Lowest score that passes, points.
    """

    since: date
    score: int


def passing_standards(season: int) -> tuple[Standard, ...]:
    """Return the passing scores of Step 2 CK up to a season, the oldest on file first.

    Parameters
    ----------
    season : int
        The year of the Match; the last one holds on the day on which its applications open.

    Returns
    -------
    tuple of Standard
        Sources in ``data/passing_scores.toml``.
    """
    last = season_calendar(season).applications_open
    standards = (Standard(row["from"], row["value"]) for row in table("passing_scores")["step2_ck"])
    return tuple(sorted(one for one in standards if one.since <= last))


def passes(score: int | None, season: int) -> bool:
    """Return whether a Step 2 CK score passes by the standard of a season; none given does not."""
    return score is not None and score >= passing_standards(season)[-1].score


def under_passing(score: int | None, season: int) -> str:
    """Say that a Step 2 CK score is under the passing score.

    Parameters
    ----------
    score : int or None
        Points; None is not known, of which nothing is said.
    season : int

    Returns
    -------
    str
        Sentences; empty where the score passes.
    """
    if score is None or passes(score, season):
        return ""
    standards = passing_standards(season)
    said = (
        f"STEP 2 CK: {score} is under the passing score of {standards[-1].score} (exams since "
        f"{standards[-1].since:%B %Y}): check for a typing error. Without a pass no residency can start, and the "
        "answer does not count that."
    )
    older = [k for k, one in enumerate(standards) if score >= one.score]
    if older:
        after = standards[older[-1] + 1].since
        said += f" An exam taken before {after:%B %Y} did pass with {score}."
    return said
