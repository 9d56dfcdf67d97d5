"""Which edition of a list that is published year by year holds for a season.

The rule, the same for fees, signals and the calendar: the latest edition not after the season; for a season
before all of them, the earliest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple


class Edition(NamedTuple):
    """An edition chosen for a season.

    Attributes
    ----------
    entry : dict
        The entry as it stands in the data file.
    season : int
        The season that was asked for.
    """

    entry: dict[str, Any]
    season: int

    @property
    def is_older(self) -> bool:
        """Whether the edition is of an earlier season than the one asked for."""
        return int(self.entry["season"]) < self.season

    def warning(self, what: str) -> str:
        """Say that the edition is not the season's own.

        Parameters
        ----------
        what : str
            What it lists, as the subject of a sentence, such as ``"Application fees"``.

        Returns
        -------
        str
            One sentence; empty where edition and season agree.
        """
        if self.entry["season"] == self.season:
            return ""
        which = "latest" if self.is_older else "earliest"
        return f"{what} are those of {self.entry['name']}, the {which} on file for season {self.season}."


def edition_for(entries: Sequence[dict[str, Any]], season: int) -> Edition:
    """Choose the edition that holds for a season.

    Parameters
    ----------
    entries : sequence of dict
        Each with a ``season`` (the year of its Match), in any order.
    season : int
        The year of the Match.

    Returns
    -------
    Edition
        The latest not after the season, else the earliest.
    """
    past = [entry for entry in entries if entry["season"] <= season]
    if past:
        return Edition(max(past, key=_season), season)
    return Edition(min(entries, key=_season), season)


def _season(entry: dict[str, Any]) -> int:
    return int(entry["season"])
