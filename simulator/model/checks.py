"""What a scenario may not hold, once the model's own data are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.errors import InputError
from simulator.model.dates import date_faults
from simulator.model.parameters import load_calibration
from simulator.model.signals import signal_faults
from simulator.scenario import unsupported_parts

if TYPE_CHECKING:
    from simulator.errors import Fault
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario


def check(scenario: Scenario) -> Calibration:
    """Refuse what the model cannot take; return the calibration that the scenario names.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        Dates that the season does not have, more signals than there are, parts that are
        not yet supported, an unknown or damaged calibration.
    """
    faults: list[Fault] = [*date_faults(scenario), *signal_faults(scenario), *unsupported_parts(scenario)]
    try:
        calibration = load_calibration(scenario.calibration)
    except InputError as error:
        first = error.faults[0]
        faults.append(scenario.fault("calibration", first.message, first.got, first.allowed))
    if faults:
        raise InputError(faults)
    return calibration
