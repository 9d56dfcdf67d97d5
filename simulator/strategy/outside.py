"""An offer outside the Match, taken or declined: only where it is certain that it may be taken at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from simulator.errors import Fault, InputError
from simulator.model.seasonclock import season_calendar
from simulator.strategy.reapply import reapply

if TYPE_CHECKING:
    from datetime import date

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.strategy.course import Reapplying


class OutsideOffer(NamedTuple):
    """What the user states of a position offered outside the Match.

    Attributes
    ----------
    is_outside_nrmp : the position is not in the NRMP's Match this season
    is_outside_all_in : its program takes no part in the Match, so that the All In Policy does not bind it
    """

    is_outside_nrmp: bool
    is_outside_all_in: bool


class Offer(NamedTuple):
    """The two ways.

    Attributes
    ----------
    accepted : chance (0-1) of a place in the Match after signing: none, one must withdraw
    declined : what the Match and further seasons are worth instead
    withdraw_by : last day on which one can withdraw from the Match
    """

    accepted: float
    declined: Reapplying
    withdraw_by: date


def outside_offer(
    scenario: Scenario, offer: OutsideOffer, seasons: int = 2, calibration: Calibration | None = None
) -> Offer:
    """Set an offer outside the Match against the Match.

    Parameters
    ----------
    scenario : Scenario
    offer : OutsideOffer
    seasons : int
        1 to 3, of the way without the offer.
    calibration : Calibration, optional

    Returns
    -------
    Offer

    Raises
    ------
    InputError
        The user does not state both; or the last day to withdraw has passed.
    """
    stated = {"outside NRMP": offer.is_outside_nrmp, "outside All In": offer.is_outside_all_in}
    hint = (
        "A program that takes part in the Match may not sign anybody for these positions, and neither may you. "
        "Ask the NRMP (support@nrmp.org) before signing anything."
    )
    faults = [
        Fault("is not stated", field=name, allowed="only if it is certain", hint=hint)
        for name, yes in stated.items()
        if not yes
    ]
    deadline = season_calendar(scenario.season).rank_list_deadline
    if scenario.as_of is not None and scenario.as_of > deadline:
        faults.append(
            scenario.fault(
                "as_of", "too late to withdraw from the Match: its result binds", scenario.as_of, f"up to {deadline}"
            )
        )
    if faults:
        raise InputError(faults)
    return Offer(0.0, reapply(scenario, seasons, None, calibration), deadline)
