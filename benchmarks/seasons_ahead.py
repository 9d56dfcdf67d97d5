"""What can still be done, and further seasons: seconds of `advise` and `reapply` on shipped situations."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from benchmarks.measure import save, take_turns
from simulator.pipeline import advise
from simulator.scenario import load_scenario
from simulator.strategy.next_season import stronger
from simulator.strategy.reapply import reapply

QUESTION = "advise, and reapply over three seasons with a stronger file beside the same one: seconds"
SCENARIOS = ("november_four_interviews", "reapply_next_season")
FOLDER = Path(__file__).resolve().parents[1] / "scenarios"


def main(repeats: int = 3) -> None:
    """Measure and save.

    Parameters
    ----------
    repeats : int
    """
    jobs = {}
    for name in SCENARIOS:
        scenario = load_scenario(FOLDER / f"{name}.yaml")
        jobs[f"advise, {name}"] = partial(advise, scenario)
        jobs[f"reapply, {name}"] = partial(reapply, scenario, 3, partial(stronger, changes={"letters": "strong"}))
    timing = take_turns(jobs, repeats)
    rows = [
        {"what": name, "wall, s": round(t.wall_s, 2), "processor, s": round(t.cpu_s, 2), "repeats": t.repeats}
        for name, t in timing.items()
    ]
    save("seasons_ahead", QUESTION, rows, {"each within 5 s, processor": all(t.cpu_s < 5 for t in timing.values())})
