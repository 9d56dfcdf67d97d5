"""The people and programs that measurements are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.model.parameters import load_calibration
from simulator.scenario import scenario_from_dict
from simulator.season.plan import make_plan
from simulator.season.setup import make_setup

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.setup import Setup

SETTINGS = ("community", "university_affiliated", "university")
CALIBRATION = "rules-of-thumb"
SEED = 7


def calibration() -> Calibration:
    """Parameters that all measurements use."""
    return load_calibration(CALIBRATION)


def situation(name: str, programs: int, status: str) -> Scenario:
    """One non-US IMG with so many internal medicine programs, no two of them alike.

    Parameters
    ----------
    name : str
    programs : int
    status : str
        ``"interviewed"`` or ``"applied"``.

    Returns
    -------
    Scenario
    """
    applicant = {"type": "non_us_img", "step2_ck": 240, "years_since_graduation": 3, "visa": "j1"}
    rows = [_program(k, programs, status) for k in range(programs)]
    return scenario_from_dict(
        {"name": name, "season": 2027, "calibration": CALIBRATION, "applicant": applicant, "programs": rows}
    )


def _program(k: int, of: int, status: str) -> dict[str, Any]:
    return {
        "name": f"Program {k + 1}",
        "specialty": "internal_medicine",
        "setting": SETTINGS[k % len(SETTINGS)],
        "status": status,
        "visas": ["j1"],
        "img_share": round(0.2 + 0.5 * k / of, 6),
    }


def twelve_interviews() -> Scenario:
    """Twelve interviews attended."""
    return situation("Twelve interviews", 12, "interviewed")


def many_applications() -> Scenario:
    """150 applications, nothing heard yet."""
    return situation("150 applications", 150, "applied")


def setup_of(scenario: Scenario, seed: int = SEED) -> Setup:
    """Prepare a situation for the samplers.

    Parameters
    ----------
    scenario : Scenario
    seed : int

    Returns
    -------
    Setup
    """
    return make_setup(scenario, make_plan(scenario, calibration()), seed)
