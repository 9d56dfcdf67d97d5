"""WHAT CAME OF IT: results as tables with provenance, and the sums they are made from.

May import `market`, `season`, `model`, `scenario`, `engine` and `errors`; it turns counts and exact
solutions into a `RunResult` and its JSON, and knows nothing of words, charts or screens.
"""

from simulator.outcomes.result import Cost, Estimate, Interviews, RunResult, Soap

__all__ = ["Cost", "Estimate", "Interviews", "RunResult", "Soap"]
