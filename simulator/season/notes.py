"""Notes: what an answer rests on, what it leaves out, and why it differs from published figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.profile import IMG_TYPES
from simulator.model.tables import constant

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario

UNSERIOUS = (
    "Some of them also ranked programs that never interviewed them; such ranks count in the figure and hardly ever "
    "bring a match. "
)
UNMODELLED = (
    "Not in the model: the personal statement, how well you fit one particular program, who you know beyond what "
    "the file says, and anything that changes after today."
)
SELECTION = (
    "People with more interviews are also stronger on average: adding interviews to one person does less than the "
    "figures of different people suggest. How much less is not known, so it is shown as a range, never as one number."
)


def notes(calibration: Calibration) -> tuple[str, ...]:
    """What the answer rests on and what it leaves out, in plain sentences.

    Parameters
    ----------
    calibration : Calibration

    Returns
    -------
    tuple of str
        What was not modelled comes first.
    """
    return (UNMODELLED, _range_note(calibration), calibration.label)


def _range_note(calibration: Calibration) -> str:
    if not calibration.priors:
        return "The range is over what nobody knows about the model's numbers; one person's season is still one draw."
    return (
        f"The range comes from {len(calibration.draws.rank)} sets of the model's numbers that agree with what was "
        f"published, under {len(calibration.priors)} assumptions about how much people with more interviews match more "
        "because they are stronger, and how much because of the interviews: the figures cannot tell the two apart. One "
        "person's season is still one draw."
    )


def difference(scenario: Scenario, calibration: Calibration, own: float, others: float | None) -> tuple[str, ...]:
    """Explain why the published figure for this number of interviews and the answer differ, where they do.

    Parameters
    ----------
    scenario : Scenario
    calibration : Calibration
    own : float
        Probability (0-1) that this applicant matches.
    others : float or None
        Share (0-1) matched among people who ranked as many programs.

    Returns
    -------
    tuple of str
        Nothing where the two are close, or nothing is published.
    """
    if others is None or abs(own - others) < constant("simulation", "worth_explaining"):
        return ()
    visa = ", the visa" if scenario.applicant.type in IMG_TYPES else ""
    way = "above" if own > others else "below"
    said = (
        f"This answer lies {way} the figure for other people who ranked about this many programs. They are people of "
        f"every kind; the file, the mix of programs{visa} and how interviews went are this applicant's own."
    )
    if not calibration.priors:
        return (said,)
    return (f"{said} {UNSERIOUS if own > others else ''}{SELECTION}",)
