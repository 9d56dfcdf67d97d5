"""What the levers do: from their positions to one strategy, edits applied in order.

Each lever gives the edits that a scenario file would hold for the same thing, so that whatever is set on a screen can
be saved, read and run by the command. A lever at rest gives none.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.advice.session import lever_edits as edits
from simulator.advice.session.controls import levers
from simulator.advice.session.ground import Edits, Ground, ground_of
from simulator.errors import Fault, InputError
from simulator.scenario import Strategy
from simulator.scenario.suggest import did_you_mean
from simulator.scenario.vocabulary import SETTINGS

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario

YOURS = "What is set here"  #: name of the strategy that the levers make


def read_levers(values: Mapping[str, Any]) -> dict[str, Any]:
    """Check the positions of levers.

    Parameters
    ----------
    values : mapping of key to value
        Levers left out are at rest.

    Returns
    -------
    dict
        Those that are not at rest.

    Raises
    ------
    InputError
        An unknown lever, or a value that it cannot have.
    """
    known = {lever["key"]: lever for lever in levers()}
    faults = [
        Fault("is no lever", field=f"levers.{key}", hint=did_you_mean(key, known)) for key in values if key not in known
    ]
    faults += [fault for key, value in values.items() if key in known for fault in _faults(known[key], value)]
    if faults:
        raise InputError(faults)
    return {key: value for key, value in values.items() if value != known[key]["default"]}


def _faults(lever: Mapping[str, Any], value: object) -> list[Fault]:
    field = f"levers.{lever['key']}"
    if lever["kind"] == "choice":
        words = [one["value"] for one in lever["choices"]]
        return [] if value in words else [Fault("unknown value", field=field, got=value, allowed=", ".join(words))]
    if lever["kind"] == "switch":
        wanted = "true, false"
        return (
            [] if isinstance(value, bool) else [Fault("must be true or false", field=field, got=value, allowed=wanted)]
        )
    low, high = lever["min"], lever["max"]
    allowed = f"a number from {low:g} to {high:g}"
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        return [Fault("is out of range", field=field, got=value, allowed=allowed)]
    return (
        []
        if lever["step"] % 1 or float(value).is_integer()
        else [Fault("must be a whole number", field=field, got=value, allowed=allowed)]
    )


def edits_of(scenario: Scenario, calibration: Calibration, values: Mapping[str, Any]) -> Edits:
    """Turn the positions of levers into edits, as a scenario file writes them.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
    values : mapping of key to value
        From `read_levers`.

    Returns
    -------
    list of dict
        Empty where nothing is set that would do anything in this scenario.
    """
    ground = ground_of(scenario, calibration, values)
    return [edit for key in LEVERS if key in values and fits(key, ground) for edit in LEVERS[key].edits(ground)]


def strategy_data(scenario: Scenario, calibration: Calibration, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Turn the positions of levers into one strategy, as a scenario file writes it; None where they set nothing.

    Parameters
    ----------
    scenario, calibration, values
        As in `edits_of`.
    """
    found = edits_of(scenario, calibration, values)
    return {"name": _new_name(scenario), "edits": found} if found else None


def strategy_of(scenario: Scenario, calibration: Calibration, values: Mapping[str, Any]) -> Strategy | None:
    """Turn the positions of levers into one strategy; None where they set nothing.

    Parameters
    ----------
    scenario, calibration, values
        As in `edits_of`.
    """
    data = strategy_data(scenario, calibration, values)
    return None if data is None else Strategy.model_validate(_tuples(data))


def is_what_if(values: Mapping[str, Any]) -> bool:
    """Whether a lever is set that says what nobody can do now."""
    return any(lever["group"] == "what_if" for lever in levers() if lever["key"] in values)


def _new_name(scenario: Scenario) -> str:
    taken = {strategy.name.casefold() for strategy in scenario.strategies}
    return YOURS if YOURS.casefold() not in taken else f"{YOURS} now"


def _tuples(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _tuples(inner) for key, inner in value.items()}
    return tuple(_tuples(inner) for inner in value) if isinstance(value, list | tuple) else value


def available(scenario: Scenario, calibration: Calibration) -> list[str]:
    """Return the keys of the levers that can do something in a scenario.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration

    Returns
    -------
    list of str
        In the order of the controls.
    """
    ground = ground_of(scenario, calibration, {})
    return [key for key in LEVERS if fits(key, ground)]


def fits(key: str, ground: Ground) -> bool:
    """Whether a lever belongs to a scenario: of a couple or of one, and with something to act on."""
    lever = LEVERS[key]
    of = {one["key"]: one.get("couple", False) for one in levers()}[key]
    if ground.partner is None:
        return not of and lever.fits(ground)
    return (of or lever.for_couples) and lever.fits(ground)


class Lever(NamedTuple):
    """What one lever does, and where it can do anything."""

    edits: Callable[[Ground], Edits]
    fits: Callable[[Ground], bool] = lambda _: True
    for_couples: bool = False


def _nothing(ground: Ground) -> Edits:
    """Edits of a lever that says how much another one does."""
    del ground
    return []


LEVERS: dict[str, Lever] = {
    **{f"{s}_interviews": Lever(functools.partial(edits.interviews, s)) for s in reversed(SETTINGS)},
    **{f"{s}_applications": Lever(functools.partial(edits.further_applications, s)) for s in reversed(SETTINGS)},
    "practice": Lever(edits.practice, edits.can_practise, for_couples=True),
    "emails": Lever(edits.emails, lambda ground: bool(edits.written_to(ground))),
    "signals": Lever(edits.signals, edits.can_signal),
    "interest_letters": Lever(edits.interest, lambda ground: len(ground.liked) > 1),
    "intent_letter": Lever(edits.intent, edits.can_intend),
    "step3": Lever(lambda _: [{"set_applicant": {"step3": True}}], edits.wants_h1b, for_couples=True),
    "drop_closed": Lever(
        lambda ground: [{"remove_programs": {"where": {"name": ground.closed}}}], lambda ground: bool(ground.closed)
    ),
    "second_specialty": Lever(edits.second),
    "second_interviews": Lever(_nothing),
    "second_applications": Lever(_nothing),
    "together": Lever(edits.together),
    "shared_interviews": Lever(edits.shared, lambda ground: edits.shared_place(ground) is not None),
    "partner_practice": Lever(edits.partner_practice, edits.partner_can_practise),
    "step2_ck_points": Lever(edits.score),
    "visa_instead": Lever(lambda ground: [{"set_applicant": {"visa": ground.values["visa_instead"]}}]),
    "experience_months": Lever(edits.experience),
}
