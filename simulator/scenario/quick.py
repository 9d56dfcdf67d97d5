"""A quick question as a scenario: so many interviews attended, nothing else known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.errors import Fault, InputError
from simulator.scenario.loader import scenario_from_dict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.scenario.scenario import Scenario

SPONSORED = ["j1", "h1b"]
FILE = "matchsim odds"


def quick_scenario(
    applicant: Mapping[str, Any],
    specialty: str,
    interviews: Mapping[str, int],
    season: int,
    sponsoring: int | None = None,
    calibration: str | None = None,
) -> Scenario:
    """Build the scenario of a quick question.

    Parameters
    ----------
    applicant : mapping
        Profile as in a scenario file; None means not given.
    specialty : str
    interviews : mapping of setting to number
        All attended and ranked, in this order.
    season : int
        Year of the Match.
    sponsoring : int, optional
        How many of them, from the first, sponsor the visa; all if left out.
    calibration : str, optional

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        As for a file; or more sponsoring programs than interviews.
    """
    total = sum(interviews.values())
    if sponsoring is not None and sponsoring > total:
        allowed = f"at most the number of interviews, {total}"
        raise InputError(
            [Fault("more than there are interviews", FILE, field="--sponsoring", got=sponsoring, allowed=allowed)]
        )
    left = total if sponsoring is None else sponsoring
    programs: list[dict[str, Any]] = []
    for setting, n in interviews.items():
        first = min(n, left)
        left -= first
        for count, visas in ((first, SPONSORED), (n - first, [])):
            if count:
                programs.append(_look_alikes(specialty, setting, count, visas))
    data: dict[str, Any] = {
        "name": "quick question",
        "season": season,
        "applicant": {k: v for k, v in applicant.items() if v is not None},
        "programs": programs,
    }
    return scenario_from_dict(data | ({"calibration": calibration} if calibration else {}), file=FILE)


def _look_alikes(specialty: str, setting: str, count: int, visas: list[str]) -> dict[str, Any]:
    spelt = setting.replace("_", " ")
    name = f"{spelt} program" + ("" if visas else " without visa")
    return {
        "name": name,
        "count": count,
        "specialty": specialty,
        "setting": setting,
        "status": "interviewed",
        "visas": visas,
    }
