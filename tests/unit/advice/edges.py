"""Results at every edge: the situations in which words and pictures go wrong first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from simulator.outcomes.result import Estimate, RunResult
from tests.factories import NAMES, make_curve, make_positions, make_programs, make_result, make_strategies

NONE = Estimate(0.0, 0.0, 0.0, 0.0, 0.0, 0.9)
SURE = Estimate(1.0, 0.0, 0.9999, 0.98, 1.0, 0.9)
ODD_NAMES = (
    "$x_1^2$ Clinic",
    "<b>Bold</b> & Sons",
    "São Paulo/Łódź Hôpital",
    "東京 General Hospital",
    "a_b_c $5 fee \\frac{1}{2}",
    "مستشفى Cairo",
    "\x1b[31mred\n\x00line",
    "100% {x} {0} %s",
    "W" * 400,
)
LONG = "Our Lady of Perpetual Help Regional Medical Center and Teaching Hospital, Program"
VISA = ["needs J-1; the program sponsors no visa"]
REFUSED = ["the program has turned the application down"]
LIMIT = ["years since graduation 9 against the program's maximum of 5"]
UNLISTED = "Applications sent but not listed count as silent so far."
SCORE = ["Step 2 CK 221 against the program's minimum of 230", "years since graduation 9 against 5"]


def _zero() -> RunResult:
    return make_result(
        0.0, [], match=NONE, interviews=[1.0], zones=("red",), curve=make_curve(observed=False),
        observed_at_this_count=None, warnings=(), notes=(),
    )  # fmt: skip


def _strategies() -> RunResult:
    return make_result(0.6, compared=make_strategies(("five more", "emails", ODD_NAMES[-1], *ODD_NAMES[:5], "rest")))


def _one_strategy() -> RunResult:
    return make_result(0.97, compared=make_strategies(("practice",)), priors=("a", "b"))


def _many_strategies() -> RunResult:
    names = [f"strategy {n} with a name that goes on and on until it no longer fits anywhere" for n in range(30)]
    return make_result(0.3, compared=make_strategies(names), priors=("a",))


def _cautioned() -> RunResult:
    """Every strategy with cautions, every second a what-if."""
    made = make_strategies(("practice", "emails to all", ODD_NAMES[-1], "letters", "signals", "more"))
    text = "Strategy '{}': too late."
    said = tuple(replace(s, warnings=(text.format(s.name),), is_what_if=n % 2 == 0) for n, s in enumerate(made))
    return make_result(0.5, compared=said, warnings=tuple(text for one in said for text in one.warnings))


def _one_sure() -> RunResult:
    table = make_programs(["Solo"], status="interviewed", invite=1.0, ranked=0.999)
    return make_result(1.0, programs=table, match=SURE, interviews=[0.0, 1.0], zones=("green",))


def _all_filtered() -> RunResult:
    table = make_programs(filtered=[VISA] * 3 + [SCORE] * 3)
    return make_result(0.0, programs=table, match=NONE, interviews=[1.0], zones=("red",))


def _odd() -> RunResult:
    filtered = [[], [], [], [], [], [*VISA, *SCORE], [], [], []]
    return make_result(0.5, programs=make_programs(ODD_NAMES, filtered=filtered), scenario_name=ODD_NAMES[6])


def _many() -> RunResult:
    names = [f"{n} Street Hospital" for n in range(300)]
    table = make_programs(names, filtered=[VISA] * 40 + [[]] * 260, invite=0.08)
    spread = np.exp(-0.5 * ((np.arange(60) - 20) / 5) ** 2)
    return make_result(0.7, programs=table, interviews=list(spread / spread.sum()))


def _five_thousand() -> RunResult:
    names = [f"Program {n}" for n in range(5000)]
    return make_result(0.93, programs=make_programs(names, invite=0.1), interviews=[1 / 400] * 400)


def _alike() -> RunResult:
    """Two kinds that answered, eighty look-alikes that did not, twelve refusals, two other reasons."""
    open_ones = ["River Valley FM", *(f"Town FM {n}" for n in (1, 2))]
    silent, refused = [f"Silent FM {n}" for n in range(1, 81)], [f"FM that said no {n}" for n in range(1, 13)]
    closed = ["Visa FM", "Old Graduates FM"]
    names = [*open_ones, *closed, *silent, *refused]
    filtered = [[]] * 3 + [VISA, LIMIT] + [[]] * 80 + [REFUSED] * 12
    table = make_programs(names, filtered=filtered)
    place = np.arange(len(names))
    silence = (place >= 5) & (place < 85)
    table["status"] = np.where(silence, "applied", np.where(place < 3, "interviewed", "rejected"))
    for column in ("invite_probability", "interview_probability"):
        table[column] = np.where(place < 3, 1.0, np.where(silence, 0.011 + 0.0002 * (place % 7), 0.0))
    table["ranked_to_match_exact"] = np.where(place == 0, 0.27, np.where(place < 3, 0.2, 0.13 * silence))
    table["ranked_to_match_probability"] = table["ranked_to_match_exact"] * (1 + 0.1 * (place % 3))
    table["match_probability"] = np.where(place == 0, 0.27, np.where(place < 3, 0.12, 0.001 * silence))
    return make_result(0.6, programs=table, warnings=(UNLISTED,), by_position=_positions(table))


def _positions(table: pd.DataFrame) -> pd.DataFrame:
    listed = make_positions(list(table["program"])[:85], 0.6)
    listed["probability"] = listed["exact"] = table["match_probability"][:85]
    return listed


def _hardly() -> RunResult:
    return make_result(0.05, match=Estimate(0.05, 0.001, 0.05, 0.004, 0.13, 0.9), interviews=[0.7, 0.2, 0.1])


def _unsampled() -> RunResult:
    whole = make_result(0.3, NAMES[:2])
    return make_result(0.3, NAMES[:2], rank_samples=whole.rank_samples.iloc[:0], curve=whole.curve.iloc[:0])


def _unidentified() -> RunResult:
    """A calibration fitted under several assumptions: a band without a middle, and a published range."""
    return make_result(
        0.6, curve=make_curve(spread=0.05), priors=("much selection", "little"), observed_range=(0.53, 0.63)
    )


def _unidentified_low() -> RunResult:
    match = Estimate(0.1, 0.001, 0.1, 0.02, 0.3, 0.9)
    return make_result(
        0.1, NAMES[:2], match=match, curve=make_curve(9, 0.04, spread=0.02), priors=("one",), observed_range=(0.1, 0.1)
    )


CASES = {
    "usual": make_result,
    "not identified": _unidentified,
    "not identified, low": _unidentified_low,
    "low": lambda: make_result(0.12, NAMES[:2]),
    "high": lambda: make_result(0.93, zones=("green",)),
    "zero programs": _zero,
    "one sure program": _one_sure,
    "all filtered": _all_filtered,
    "odd names": _odd,
    "long names": lambda: make_result(0.5, [f"{LONG} {n}" for n in range(3)]),
    "three hundred": _many,
    "five thousand": _five_thousand,
    "look-alikes": _alike,
    "hardly an interview": _hardly,
    "nothing sampled": _unsampled,
    "strategies": _strategies,
    "one strategy": _one_strategy,
    "thirty strategies": _many_strategies,
    "strategies with cautions": _cautioned,
}
_MADE: dict[str, RunResult] = {}


def case(name: str) -> RunResult:
    """Return the result of that name, made once."""
    if name not in _MADE:
        _MADE[name] = CASES[name]()
    return _MADE[name]
