"""`Session`: what a screen asks, answered; pure functions of what is sent, with the last answers kept.

A session belongs to no person: the same scenario gives the same view to everybody, and nothing is written anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.advice.session import form, later
from simulator.advice.session.ground import people_of
from simulator.advice.session.kept import Kept
from simulator.advice.session.levers import available, is_what_if, read_levers, strategy_data, strategy_of
from simulator.advice.session.moves import Told, moves_of
from simulator.advice.session.stood import Progress, Stood, seen_refined
from simulator.advice.session.view import merged, view
from simulator.errors import InputError
from simulator.model.checks import check
from simulator.model.parameters import DEFAULT, SHIPPED, Calibration, load_calibration
from simulator.pipeline import check_couple
from simulator.scenario import Scenario, Strategy
from simulator.scenario.upload import Uploaded, uploaded_data, uploaded_text
from simulator.scenario.writer import data_text
from simulator.season.apply import applications
from simulator.season.caveats import grave

SEASONS_KEPT, ANSWERS_KEPT = 24, 200

Plain = dict[str, Any]


class Session:
    """Answers for screens.

    Parameters
    ----------
    calibration : str, optional
        Used where a scenario names none: a name, or a path that whoever started the program gave.
    """

    def __init__(self, calibration: str | None = None) -> None:
        self.calibration = calibration or DEFAULT
        load_calibration(self.calibration)
        self.calibrations = list(dict.fromkeys([*SHIPPED, self.calibration]))
        self._read: Kept[Uploaded] = Kept(SEASONS_KEPT)
        self._stood: Kept[Stood] = Kept(SEASONS_KEPT)
        self._answers: Kept[Plain] = Kept(ANSWERS_KEPT)
        self._moves: Kept[Plain] = Kept(SEASONS_KEPT)
        self._seasons: Kept[Plain] = Kept(SEASONS_KEPT)

    def allow(self, calibration: str | None) -> None:
        """Let scenarios name a calibration that whoever started the program gave, such as a path."""
        if calibration is not None and calibration not in self.calibrations:
            self.calibrations.append(calibration)

    def read_text(self, text: str, name: str = "the file") -> Uploaded:
        """Read a scenario from YAML that may name no other file; see `scenario.upload`."""
        return self._with_calibration(uploaded_text(text, self.calibrations, name))

    def read_data(self, data: Mapping[str, Any]) -> Uploaded:
        """Read a scenario from plain data, kept so that it is checked once."""
        return self._read.get(_key(data), lambda: self._with_calibration(uploaded_data(data, self.calibrations)))

    def read_form(self, values: Mapping[str, Any]) -> Uploaded:
        """Make a scenario of the guided form; faults name the form's fields."""
        data = form.scenario_data(values)
        try:
            found = self.read_data(data)
            self.calibration_of(found.scenario)
        except InputError as error:
            raise form.at_fields(error, values) from None
        return found

    def _with_calibration(self, found: Uploaded) -> Uploaded:
        named = found.scenario.calibration or (None if self.calibration == DEFAULT else self.calibration)
        return found._replace(scenario=replace(found.scenario, calibration=named))

    def calibration_of(self, scenario: Scenario) -> Calibration:
        """Refuse what the model cannot take; return the calibration for the (first) applicant."""
        return check(scenario) if scenario.couple is None else check_couple(scenario)[1][0]

    def checked(self, found: Uploaded) -> Plain:
        """Return a scenario as data and as a file, what to know of it, and the levers that fit it.

        Parameters
        ----------
        found : Uploaded

        Returns
        -------
        dict
            scenario, yaml, warnings, levers_available.

        Raises
        ------
        InputError
            The scenario holds what the model cannot take.
        """
        calibration = self.calibration_of(found.scenario)
        said = [text for person in people_of(found.scenario) for text in grave(person, applications(person))]
        return {
            "scenario": found.data,
            "yaml": data_text(found.data),
            "warnings": list(dict.fromkeys([*said, *found.scenario.warnings])),
            "levers_available": available(found.scenario, calibration),
        }

    def stood(self, data: Mapping[str, Any]) -> Stood:
        """Return a season as it stands, solved once and kept."""
        return self._stood.get(_key(data), lambda: Stood(self.read_data(data).scenario))

    def done(self, data: Mapping[str, Any], levers: Mapping[str, Any]) -> Strategy | None:
        """Return what the levers do, as a strategy; None where they do nothing."""
        set_here = read_levers(levers)
        if not set_here:
            return None
        stood = self.stood(data)
        return strategy_of(stood.scenario, stood.calibration, set_here)

    def answer(self, data: Mapping[str, Any], levers: Mapping[str, Any] | None = None, has_curve: bool = True) -> Plain:
        """Return the view of a scenario with the levers as they are.

        Parameters
        ----------
        data : mapping
            A scenario as plain data.
        levers : mapping of key to value, optional
            Those left out are at rest.
        has_curve : bool
            Whether the curve of what the levers do is wanted; it takes a while.

        Returns
        -------
        dict
            See `view.view`; also levers, levers_available and, where they are known already, moves, fan and plan.

        Raises
        ------
        InputError
            With every fault of scenario and levers.
        """
        set_here = read_levers(levers or {})
        key = (_key(data), _key(set_here), has_curve)
        found = self._answers.get(key, lambda: self._answered(data, set_here, has_curve))
        for known in (self._moves.peek(key[0]), self._seasons.peek(key[0])):
            found = found if known is None else merged(found, known)
        return dict(json.loads(json.dumps(found)))  # a copy, which nobody else changes

    def _answered(self, data: Mapping[str, Any], set_here: Mapping[str, Any], has_curve: bool) -> Plain:
        stood = self.stood(data)
        found = view(stood.seen(self.done(data, set_here), is_what_if(set_here), has_curve))
        found["levers"] = dict(set_here)
        found["levers_available"] = stood.levers_available
        if stood.is_couple and stood.scenario.strategies:
            found["pending"] = ["strategies"]
        return found

    def moves(self, data: Mapping[str, Any], tell: Told | None = None) -> Plain:
        """Return what moves the answer most, with its text.

        Parameters
        ----------
        data : mapping
        tell : callable of float, optional
            Told what share of the work has just been done; what it raises stops the work.
        """
        return self._moves.get(_key(data), lambda: self._moved(data, tell))

    def _moved(self, data: Mapping[str, Any], tell: Told | None) -> Plain:
        scenario = replace(self.read_data(data).scenario, strategies=())
        calibration = self.calibration_of(scenario)
        return moves_of(scenario, calibration, tell)

    def season(self, data: Mapping[str, Any]) -> Plain:
        """Return the invitations still to come and what can still be done, with their text; of a couple, of both."""
        return self._seasons.get(_key(data), lambda: self._season(data))

    def _season(self, data: Mapping[str, Any]) -> Plain:
        scenario = replace(self.read_data(data).scenario, strategies=())
        self.calibration_of(scenario)
        found = [later.season_of(person) for person in people_of(scenario)]
        return found[0] if len(found) == 1 else later.of_couple(*found)

    def refine(
        self,
        data: Mapping[str, Any],
        levers: Mapping[str, Any],
        replicates: int | None = None,
        progress: Progress | None = None,
    ) -> Plain:
        """Return the view with every draw of the parameters and so many simulated seasons.

        Parameters
        ----------
        data, levers
            As in `answer`.
        replicates : int, optional
            Left out, the scenario's own number, or the product's.
        progress : callable of int, optional
            Told how many seasons have just been simulated; what it raises stops the work.

        Returns
        -------
        dict

        Raises
        ------
        InputError
            As `answer`, or a number of replicates that is out of range.
        """
        set_here = read_levers(levers)
        scenario, done = self.read_data(data).scenario, self.done(data, set_here)
        found = view(seen_refined(scenario, done, is_what_if(set_here), replicates, progress))
        found["levers"] = dict(set_here)
        found["levers_available"] = available(scenario, self.calibration_of(scenario))
        return found | {"refined": True}

    def whole_scenario(self, data: Mapping[str, Any], levers: Mapping[str, Any]) -> Plain:
        """Return the data of a scenario in which what the levers do is one more strategy."""
        found = self.read_data(data)
        yours = strategy_data(found.scenario, self.calibration_of(found.scenario), read_levers(levers))
        if yours is None:
            return found.data
        return {**found.data, "strategies": [*found.data.get("strategies", []), yours]}


def _key(data: Mapping[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, default=str)
