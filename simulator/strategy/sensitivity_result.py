"""`Sensitivity`: what moves the answer, and how many interviews would do, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.model.tables import constant
from simulator.strategy.needed import NO_LIMIT, needed
from simulator.strategy.sensitivity import ground, shifts
from simulator.strategy.sensitivity_parameters import parameter_shifts

if TYPE_CHECKING:
    import pandas as pd

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario


@dataclass(frozen=True)
class Sensitivity:
    """What moves the answer. Probabilities are 0-1.

    Attributes
    ----------
    scenario_name, season, calibration : what it is about
    match : float
        P(match) as things stand, exact under the central parameters.
    level : float
        Of the intervals.
    fields : DataFrame
        kind (profile or program), field, value, difference, low, high, can, step (by how much a number of the profile
        is moved, else 0): one field moved at a time.
    parameters : DataFrame
        field, value, difference, central, moved: one parameter of the model moved by a standard deviation of its
        draws, from its central number to another.
    interviews : DataFrame
        setting, target, further, low, high (<NA> where no number tried reaches the target), share (of the draws under
        which some number does).
    most_tried : int
        Further interviews that were tried.
    has_middle : bool
        Whether `further` may be quoted. Not where the calibration was fitted under several assumptions, between which
        published figures cannot tell: what other numbers of interviews do for one person is then a range only.
    warnings : tuple of str
    """

    scenario_name: str
    season: int
    calibration: str
    match: float
    level: float
    fields: pd.DataFrame
    parameters: pd.DataFrame
    interviews: pd.DataFrame
    most_tried: int
    has_middle: bool
    warnings: tuple[str, ...]

    def to_json(self) -> str:
        """Return the tables as JSON, with a line break at the end; a number that is not there is left out."""
        import json

        return json.dumps(self._contract(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"

    def _contract(self) -> dict[str, object]:
        about = {"schema_version": 1, "scenario": self.scenario_name, "season": self.season}
        return {
            **about,
            "calibration": self.calibration,
            "match": {"exact": self.match},
            "level": self.level,
            "fields": self.fields.to_dict("records"),
            "parameters": self.parameters.to_dict("records"),
            "most_interviews_tried": self.most_tried,
            "further_interviews": [
                {
                    key: (value if isinstance(value, str | float) else int(value))
                    for key, value in row.items()
                    if _is(value)
                }
                for row in self.interviews.to_dict("records")
            ],
            "warnings": list(self.warnings),
        }


def _is(value: object) -> bool:
    import pandas as pd

    return not pd.isna(value)  # type: ignore[call-overload]


def sensitivity_of(scenario: Scenario, calibration: Calibration) -> Sensitivity:
    """Find what moves the answer.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
        For the applicant's type.

    Returns
    -------
    Sensitivity
    """
    import pandas as pd

    from simulator.model.tables import table

    base = ground(scenario, calibration)
    columns = ["kind", "field", "value", "difference", "low", "high", "can", "step"]
    named = ["field", "value", "difference", "central", "moved"]
    parameters = pd.DataFrame(parameter_shifts(base), columns=named)
    interviews = pd.DataFrame(needed(base), columns=["setting", "target", "further", "low", "high", "share"])
    whole = dict.fromkeys(("further", "low", "high"), "Int64")
    limit = scenario.applicant.max_interviews
    said = NO_LIMIT if limit is not None else ""
    return Sensitivity(
        scenario_name=scenario.name,
        season=scenario.season,
        calibration=calibration.name,
        match=base.match,
        level=constant("simulation", "interval_level"),
        fields=pd.DataFrame(shifts(base), columns=columns),
        parameters=parameters,
        interviews=interviews.astype(whole),
        most_tried=int(table("sensitivity")["inverse"]["most_interviews"]),
        has_middle=not calibration.priors,
        warnings=tuple(filter(None, [said])),
    )
