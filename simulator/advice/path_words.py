"""Where a match leads, in words: of 100 people, how many to a whole residency and how many to part of one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.advice.frequency import count_words, of_100, range_words
from simulator.advice.terminal import Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.outcomes.paths import Paths
    from simulator.outcomes.result import RunResult

COUNTED = "The NRMP counts every one of these as a match, and so does the zone."


def paths(result: RunResult, sheet: Paper) -> list[str]:
    """Return where the matches lead; nothing where every place is a whole residency."""
    return [] if result.paths is None else sheet.paragraph(paths_sentence(result.paths))


def paths_sentence(found: Paths) -> str:
    """Return where a match leads as one or two sentences whose counts add up.

    Parameters
    ----------
    found : Paths
    """
    residency = found.residency
    within = range_words(residency.low, residency.high)
    if of_100(min(found.match, 1.0)) < 1:
        return f"A whole residency: {count_words(residency.exact)} of 100, plausibly {within}."
    kinds = {where: p for where, p in found.told().items() if p > 0}
    counts = shared_out(of_100(min(found.match, 1.0)), list(kinds.values()))
    said = ", ".join(f"{n or 'fewer than 1'} {where}" for n, where in zip(counts, kinds, strict=True))
    if found.advanced_with_first_year <= 0 < found.advanced_without_first_year:
        said += " (the file has no preliminary program that could give one)"
    total = count_words(min(found.match, 1.0))
    return f"Of 100 like you, {total} match: {said}. {COUNTED} A whole residency: plausibly {within}."


def shared_out(total: int, parts: Sequence[float]) -> list[int]:
    """Share a whole number out in proportion, so that the shares add up to it (largest remainder).

    Parameters
    ----------
    total : int
    parts : sequence of float
        Not negative, not all 0.
    """
    exact = [total * part / sum(parts) for part in parts]
    counts = [math.floor(x) for x in exact]
    left = sorted(range(len(parts)), key=lambda k: counts[k] - exact[k])[: total - sum(counts)]
    return [n + (k in left) for k, n in enumerate(counts)]
