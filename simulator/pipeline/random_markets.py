"""What theory says of random markets beside the solver at size: a function a result; see `studies`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simulator.market.seasons import each_replicate
from simulator.market.studies.closed_forms import match_rate, side_ranks
from simulator.market.studies.random_markets import RandomMarket
from simulator.outcomes import study_figures as figures
from simulator.outcomes.study import Study, StudyCell, cells_of, study_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LISTS = (1, 3, 5, 10)


def match_rates(
    size: int = 50_000, *, lists: Sequence[int] = LISTS, replicates: int = 5, seed: int = 1, workers: int = 1
) -> Study:
    """Compare match rates of large random markets with their closed forms.

    Parameters
    ----------
    size : int
        Applicants, and programs of one place.
    lists : sequence of int
        Lengths of the lists.
    replicates, seed, workers
        As in `studies.signalling`.

    Returns
    -------
    Study
        One case for each length and order of the programs.
    """
    cells: list[StudyCell] = []
    for n in lists:
        for one_order in (False, True):
            task = RandomMarket(size, size, n, one_order=one_order, seed=seed)
            runs = each_replicate(task, replicates, workers=workers)
            case = f"{n} ranks, {'one order' if one_order else 'own orders'}"
            matched = {"matched": figures.rank_figures(runs)["matched"]}
            cells += cells_of(case, matched, {"matched": match_rate(n, one_order=one_order)})
    source = "closed forms of large markets: Arnosti 2023, Management Science 69"
    return study_of("Short lists of random programs", source, seed, replicates, cells)


def unbalanced(size: int = 500, *, replicates: int = 40, seed: int = 1, workers: int = 1) -> Study:
    """Show what one applicant more or fewer does to a market with complete lists.

    Parameters
    ----------
    size : int
        Programs of one place; the cases have one applicant fewer, as many, and one more.
    replicates, seed, workers
        As in `studies.signalling`.

    Returns
    -------
    Study
        The published figures are limits of theory: of the balanced market about log n and n/log n; else the short
        side's mean rank is at most, and the long side's at least, what is given.
    """
    if size < 3:
        raise ValueError(f"size: got {size}. Allowed: 3 or more")
    cells: list[StudyCell] = []
    for n in (size - 1, size, size + 1):
        runs = each_replicate(RandomMarket(n, size, seed=seed, both_ends=True), replicates, workers=workers)
        how = {"applicants": _sided(n - size), "programs": _sided(size - n)}
        cells += cells_of(f"{n} applicants", figures.rank_figures(runs), _limits(n, size), relation=how)
    source = "Ashlagi, Kanoria & Leshno 2017, Journal of Political Economy 125, 69-98; Knuth 1976; Pittel 1989"
    return study_of(f"{size} programs, complete lists", source, seed, replicates, cells)


def _sided(more: int) -> str:
    """How theory bounds the mean rank of a side with so many more people."""
    return "about" if not more else "at least" if more > 0 else "at most"


def _limits(applicants: int, programs: int) -> Mapping[str, float]:
    if applicants == programs:
        return {"applicants": math.log(programs), "programs": programs / math.log(programs)}
    sides = side_ranks(min(applicants, programs), max(applicants, programs))
    ours, theirs = sides if applicants < programs else sides[::-1]
    return {"applicants": ours, "programs": theirs}


def short_lists(
    size: int = 1000, *, lists: Sequence[int] = (5, 10, 20, 40), replicates: int = 20, seed: int = 1, workers: int = 1
) -> Study:
    """Show that one applicant too many changes little where lists are short.

    Parameters
    ----------
    size : int
        Programs of one place, for one applicant more.
    lists : sequence of int
        Lengths of the lists.
    replicates, seed, workers
        As in `studies.signalling`.

    Returns
    -------
    Study
        The published figure of both mean ranks is the square root of the length, the order of size that theory gives.
    """
    cells: list[StudyCell] = []
    for n in lists:
        task = RandomMarket(size + 1, size, n, seed=seed, both_ends=True)
        runs = each_replicate(task, replicates, workers=workers)
        about = {"applicants": math.sqrt(n), "programs": math.sqrt(n)}
        cells += cells_of(f"{n} ranks", figures.rank_figures(runs), about, relation=dict.fromkeys(about, "about"))
    source = "Kanoria, Min & Qian 2021, Which Random Matching Markets Exhibit a Stark Effect of Competition?"
    return study_of(f"{size} programs, {size + 1} applicants, short lists", source, seed, replicates, cells)
