"""What moves the answer most: asked for apart from the answer, since every field is moved in turn."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from simulator.advice.dwarfing import ENDS, NARROWEST, SIDE, dwarfing
from simulator.advice.field_words import field_words
from simulator.advice.gains import count_of, range_of_ends
from simulator.advice.session.ground import different, people_of
from simulator.advice.session.later import TOO_MANY
from simulator.advice.session.numbers import Plain
from simulator.pipeline.what_moves import sensitivity
from simulator.strategy.sensitivity import ground, shifts

if TYPE_CHECKING:
    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario

SHOWN = 14
MOST = 150  #: different programs up to which this is asked for from a screen: some seconds
Told = Callable[[float], None]
Row = dict[Any, Any]  #: of `Sensitivity.fields` or `CoupleSensitivity.fields`

#: Labels of fields, where those of charts (`field_words`) are too short to be understood beside a badge.
PLAIN = {
    ("interview_skill", "poor"): "interviewing less well than most",
    ("interview_skill", "average"): "interviewing like most",
    ("interview_skill", "strong"): "interviewing better than most",
    ("letters", "weak"): "letters of recommendation weaker than most",
    ("letters", "average"): "letters of recommendation like most",
    ("letters", "strong"): "letters of recommendation stronger than most",
    ("research", "strong"): "much research",
    ("red_flags", "0"): "nothing in the file that has to be explained",
    ("red_flags", "1"): "one thing in the file that has to be explained, such as a leave",
    ("us_clinical_experience_type", "hands_on"): "clinical experience in the US that was hands-on",
    ("us_clinical_experience_type", "observership"): "clinical experience in the US as an observer only",
    ("setting", "community"): "if every open program were a community program",
    ("setting", "university_affiliated"): "if every open program were university-affiliated",
    ("setting", "university"): "if every open program were a university program",
    ("visas", "j1 and h1b"): "if every open program sponsored J-1 and H-1B",
    ("visas", "j1"): "if every open program sponsored J-1 only",
    ("connection", "none"): "if there were no tie to any open program",
    ("connection", "geographic"): "a tie to the place of every open program",
    ("connection", "rotation"): "a rotation at every open program",
    ("connection", "mentor"): "a mentor at every open program",
    ("min_step2_ck", "no filter"): "if no open program had a minimum score",
    ("max_years_since_graduation", "no filter"): "if no open program had a limit of years since graduation",
    ("min_us_clinical_experience_months", "no filter"): "if no open program asked for months of US experience",
    ("img_share", "0.1 more"): "if open programs trained more international graduates (10 more of 100 residents)",
    ("img_share", "0.1 less"): "if open programs trained fewer international graduates (10 fewer of 100 residents)",
    ("correlation", "0"): "if the two of you had nothing in common beyond what is entered here",
    ("correlation", "0.95"): "if the two of you were nearly alike beyond what is entered here",
    ("no_match_pairs", "none"): "a joint list without pairs in which only one matches",
    ("no_match_pairs", "all, at the bottom"): "a joint list that ends with every pair in which only one matches",
}
WHOSE = {"first": "first partner", "second": "second partner"}
ORDER = "Longest first: what could move the answer furthest, up or down."
MOVES = (
    "One thing at a time, everything else and all facts kept: no promise that a thing can be changed, and no measure "
    "of what changing it costs. Each line is the plausible range."
)
OPEN = "Open programs are those applied to or invited by where no interview has been held yet."
BROKEN = "A line that is cut runs on beyond the scale; the words beside it say how far."
BOTH = "What is counted here is how often both match."


def moves_of(scenario: Scenario, calibration: Calibration, tell: Told | None = None) -> Plain:
    """Return what moves the answer most, largest first, of 100.

    Parameters
    ----------
    scenario : Scenario
        Of one applicant, or of a couple: then what moves the chance that both match. Checked.
    calibration : Calibration
        For the (first) applicant's type.
    tell : callable of float, optional
        Told what share of the work has just been done; what it raises stops the work.

    Returns
    -------
    dict
        moves, axis and text.
    """
    if max(map(different, people_of(scenario))) > MOST:
        return no_moves()
    if scenario.couple is None:
        rows: list[Row] = [one._asdict() for one in shifts(ground(scenario, calibration), tell)]
    else:
        found = sensitivity(scenario, tell)
        rows = found.fields.to_dict("records")
    has_middle = not calibration.priors
    shown = sorted(rows, key=lambda row: -_length(row, has_middle))[:SHOWN]
    return _told(shown, has_middle, is_couple=scenario.couple is not None)


def no_moves() -> Plain:
    """Return what is said where so many different programs would take too long."""
    return {"moves": [], "text": {"moves": TOO_MANY.format(command="sensitivity")}}


def _length(row: Row, has_middle: bool) -> float:
    """How far a row reaches to the eye: its middle, or the far end of its range where it has no middle."""
    return float(abs(row["difference"]) if has_middle else max(abs(row["low"]), abs(row["high"])))


def _told(rows: list[Row], has_middle: bool, is_couple: bool) -> Plain:
    giants = dwarfing(rows)
    moved = [_move(row, has_middle, is_broken=k < giants) for k, row in enumerate(rows)]
    if not moved:
        return {"moves": [], "text": {"moves": f"Nothing that can still move. {MOVES}"}}
    first = f"Most of all: {moved[0]['label']} ({moved[0]['words']} of 100)."
    mine = next((row for row in moved if row["can"]), None)
    about = [f"Still in your hands: {mine['label']} ({mine['words']} of 100)."] if mine and mine != moved[0] else []
    about += [BOTH] if is_couple else []
    about += [OPEN] if any(row["kind"] == "program" for row in rows) else []
    about += [BROKEN] if giants else []
    return {"moves": moved, "axis": _axis(rows, giants), "text": {"moves": " ".join([first, *about, ORDER, MOVES])}}


def move_words(row: Row) -> str:
    """Return what is moved, in words for somebody who has never seen the file.

    Parameters
    ----------
    row : dict
        As for `field_words`.
    """
    plain = PLAIN.get((str(row["field"]), str(row["value"]))) or field_words({**row, "who": ""})
    words = f"{WHOSE[row['who']]}: {plain}" if row.get("who") in WHOSE else plain
    return words[0].upper() + words[1:]


def _move(row: Row, has_middle: bool, is_broken: bool) -> Plain:
    """One row; what would be worse is in nobody's plan, even where it lies in somebody's hands."""
    found: Plain = {"label": move_words(row), "low": count_of(row["low"]), "high": count_of(row["high"])}
    found |= {"of_100_change": count_of(row["difference"])} if has_middle else {}
    found |= {"broken": True} if is_broken else {}
    found["words"] = range_of_ends(row["low"], row["high"])
    return found | {"can": bool(row["can"]) and row["difference"] > 0}


def _axis(rows: list[Row], giants: int) -> Plain:
    """Ends of the scale in whole numbers of 100: set by the rows drawn whole, with room for those that are cut."""
    whole = [100 * row[end] for row in rows[giants:] for end in ENDS]
    low, high = min(-NARROWEST, *whole), max(NARROWEST, *whole)
    for row in rows[:giants]:
        low = min(low, -SIDE * high) if row["difference"] < 0 else low
        high = max(high, -SIDE * low) if row["difference"] > 0 else high
    return {"low": math.floor(low), "high": math.ceil(high)}
