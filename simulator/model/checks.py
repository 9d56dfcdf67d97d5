"""What a scenario may not hold, once the model's own data are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import InputError
from simulator.model.dates import date_faults
from simulator.model.parameters import load_calibration
from simulator.model.signals import signal_faults
from simulator.model.tables import table
from simulator.scenario import apply_strategy, unsupported_parts

if TYPE_CHECKING:
    from simulator.errors import Fault
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario


def check(scenario: Scenario) -> Calibration:
    """Refuse what the model cannot take; return the calibration that the scenario names, for its applicant type.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        Dates that the season does not have, more signals than there are, a couple (each partner is
        checked alone, see `pipeline.check_couple`), an unknown or damaged calibration, or one that knows nothing of
        such an applicant.
    """
    faults: list[Fault] = [*date_faults(scenario), *signal_faults(scenario), *unsupported_parts(scenario)]
    faults = faults or _strategy_faults(scenario)
    try:
        calibration = load_calibration(scenario.calibration)
        for index in (None, *range(len(scenario.strategies))):
            season = scenario if index is None else apply_strategy(scenario, index).scenario
            faults = faults or _unknown_cells(season, calibration)
    except InputError as error:
        first = error.faults[0]
        faults.append(scenario.fault("calibration", first.message, first.got, first.allowed))
    if faults:
        raise InputError(faults)
    return calibration.for_type(scenario.applicant.type)


def _strategy_faults(scenario: Scenario) -> list[Fault]:
    """What is wrong with edits, and with what they lead to."""
    faults: list[Fault] = []
    for index in range(len(scenario.strategies)):
        edited = apply_strategy(scenario, index)
        wrong = [*date_faults(edited.scenario), *signal_faults(edited.scenario)]
        faults.extend(edited.faults or wrong)
    return faults


def _unknown_cells(scenario: Scenario, calibration: Calibration) -> list[Fault]:
    """Refuse specialties of which the calibration has no parameters for this applicant type."""
    kind = scenario.applicant.type
    if calibration.group_of and kind not in calibration.group_of:
        known = ", ".join(calibration.group_of)
        return [scenario.fault("calibration", f"{calibration.name} has no parameters for this type", kind, known)]
    named = dict.fromkeys([*(p.specialty for p in scenario.programs), *(scenario.applicant.applications_sent or {})])
    missing = [name for name in named if not calibration.knows(kind, name)]
    known = ", ".join(name for name in table("specialties") if calibration.knows(kind, name)) or "another calibration"
    return [
        scenario.fault("calibration", f"{calibration.name} has no parameters for {kind} in it", name, known)
        for name in missing[:1]
    ]
