"""What to apply to: seconds for 150 of 600 candidates, and how far from the best the choice can be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks import situations
from benchmarks.measure import save, take_turns
from simulator.model.parameters import load_calibration
from simulator.scenario import scenario_from_dict
from simulator.strategy.portfolio import choose, look_at

if TYPE_CHECKING:
    from simulator.scenario import Scenario
    from simulator.strategy.portfolio import Choice

QUESTION = "150 of 600 candidates: seconds to choose on thinned draws and certify on all"
CANDIDATES, CHOSEN, TARGET_S = 600, 150, 8.0
CALIBRATION = "nrmp-2026"
AFTER_SIGNALS = "2026-10-01"


def candidates(as_of: str | None) -> Scenario:
    """600 programs of internal medicine to choose from, no two alike; with a date after signals were sent, or none."""
    applicant = {"type": "non_us_img", "step2_ck": 240, "years_since_graduation": 3, "visa": "j1"}
    rows = [
        {
            "name": f"Program {k + 1}",
            "specialty": "internal_medicine",
            "setting": situations.SETTINGS[k % len(situations.SETTINGS)],
            "status": "considering",
            "visas": ["j1"],
            "img_share": round(0.1 + 0.7 * k / CANDIDATES, 6),
        }
        for k in range(CANDIDATES)
    ]
    about = {"name": "600 candidates", "season": 2027, "calibration": CALIBRATION, "applicant": applicant}
    return scenario_from_dict({**about, "programs": rows} | ({} if as_of is None else {"as_of": as_of}))


def main(repeats: int = 3) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    calibration = load_calibration(CALIBRATION).for_type("non_us_img")
    ways = {"without signals to place": candidates(AFTER_SIGNALS), "with signals to place": candidates(None)}
    found: dict[str, Choice] = {}

    def job(name: str) -> None:
        found[name] = choose(look_at(ways[name], calibration), float("inf"), CHOSEN)

    timing = take_turns({name: partial(job, name) for name in ways}, repeats)
    rows = [
        {
            "what": name,
            "wall, s": round(t.wall_s, 2),
            "processor, s": round(t.cpu_s, 2),
            "match, of 100": round(100 * found[name].match, 3),
            "bound, of 100": round(100 * found[name].bound, 3),
            "gap, points": round(100 * (found[name].bound - found[name].match), 4),
            "repeats": t.repeats,
        }
        for name, t in timing.items()
    ]
    first = timing["without signals to place"]
    findings = {
        "150 of 600 within 8 s, processor": first.cpu_s < TARGET_S,
        "150 of 600 within 8 s, with signals, processor": timing["with signals to place"].cpu_s < TARGET_S,
    }
    save("what_to_apply_to", QUESTION, rows, findings)
