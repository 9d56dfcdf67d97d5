"""How far answers move from one calibration to another: ``python -m benchmarks.moves [BEFORE AFTER]``.

Prints a Markdown table of the shipped scenarios: the exact chance of a match, of 100, with its 90% range.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from simulator.outcomes.result import Estimate
from simulator.pipeline import run
from simulator.scenario import Scenario, load_scenario

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
REPLICATES = 100  # the exact answer is shown, so that sampling need not be long


def rows(before: str, after: str, folder: Path = SCENARIOS) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, answer before, answer after, and the move in points, for every scenario of a folder."""
    for file in sorted(folder.glob("*.yaml")):
        scenario = load_scenario(file)
        first, second = (_answer(scenario, calibration) for calibration in (before, after))
        move = round(100 * second.exact) - round(100 * first.exact)
        yield file.stem, _told(first), _told(second), f"{move:+d}"


def _answer(scenario: Scenario, calibration: str) -> Estimate:
    return run(replace(scenario, calibration=calibration), replicates=REPLICATES).match


def _told(match: Estimate) -> str:
    return f"{100 * match.exact:.0f} ({100 * match.low:.0f} to {100 * match.high:.0f})"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.moves", description=__doc__.partition("\n")[0])
    parser.add_argument("before", nargs="?", default="rules-of-thumb", metavar="BEFORE")
    parser.add_argument("after", nargs="?", default="nrmp-2026", metavar="AFTER")
    asked = parser.parse_args()
    print(f"| scenario | `{asked.before}` | `{asked.after}` | move |\n|---|---|---|---|")
    for row in rows(asked.before, asked.after):
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    main()
