"""Measure: ``python -m benchmarks [--only NAME ...] [--repeats N] [--report]``."""

from __future__ import annotations

import argparse
from importlib import import_module

from benchmarks import report

SITUATIONS = (
    "twelve_interviews",
    "many_applications",
    "exact_answer",
    "growth",
    "start_up",
    "national_match",
    "couples_match",
    "couples_list",
    "small_matches",
    "what_to_apply_to",
    "comparing",
    "seasons_ahead",
    "market_scale",
    "slider",
    "season_for_everyone",
)


def main() -> None:
    """Measure what the command line names, everything if it names nothing, and write the report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed, memory and start-up.")
    parser.add_argument("--only", nargs="+", choices=SITUATIONS, default=SITUATIONS, metavar="NAME")
    parser.add_argument("--repeats", type=int, metavar="N", help="instead of each situation's own number")
    parser.add_argument("--report", action="store_true", help="only write RESULTS.md from the results on file")
    asked = parser.parse_args()
    for name in () if asked.report else asked.only:
        print(f"measuring {name} ...", flush=True)
        measure = import_module(f"benchmarks.{name}").main
        measure() if asked.repeats is None else measure(asked.repeats)
    report.write()
    print("written: benchmarks/RESULTS.md")


if __name__ == "__main__":
    main()
