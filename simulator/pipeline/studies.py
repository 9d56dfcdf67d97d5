"""Published simulations on their own set-ups, with the matching algorithm of this package: a study a function.

Every study takes its replicates, seed and threads; the answer is the same for any number of threads.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from simulator.market.seasons import each_replicate
from simulator.market.studies.closed_forms import match_rate, side_ranks
from simulator.market.studies.interview_caps import FORMS, CapTask
from simulator.market.studies.random_markets import RandomMarket
from simulator.market.studies.signalling import SignalTask
from simulator.market.studies.signalling_draws import Rules
from simulator.model.tables import table
from simulator.outcomes import study_figures as figures
from simulator.outcomes.study import Study, StudyCell, cells_of, level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    Progress = Callable[[int], None] | None

SIGNALS = (1, 5, 10, 25)
LISTS = (1, 3, 5, 10)


def _done(title: str, source: str, seed: int, replicates: int, cells: Iterable[StudyCell]) -> Study:
    return Study(title, source, seed, replicates, level(), tuple(cells))


def _check_whole(field: str, value: int, lowest: int) -> None:
    if value < lowest:
        raise ValueError(f"{field}: got {value}. Allowed: {lowest} or more")


def signalling(
    signals: Sequence[int] = SIGNALS,
    *,
    rules: Rules | None = None,
    replicates: int = 200,
    seed: int = 1,
    workers: int = 1,
    progress: Progress = None,
) -> Study:
    """Reproduce the study of preference signals in otolaryngology.

    Parameters
    ----------
    signals : sequence of int
        Numbers of signals, each a case.
    rules : Rules, optional
        How people choose; left out, as published. With other rules nothing is compared.
    replicates : int
        2 or more.
    seed : int
    workers : int
        Threads.
    progress : callable of int, optional
        Told how many replicates have just been finished.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        Fewer than two replicates, or a negative number of signals.
    """
    _check_whole("signals", min(signals, default=-1), 0)
    chosen = rules or Rules()
    runs = each_replicate(SignalTask(tuple(signals), seed, chosen), replicates, workers=workers, progress=progress)
    told = table("market_studies")["signalling"]["published"]
    cells: list[StudyCell] = []
    for k, n in enumerate(signals):
        ours = [run[k] for run in runs]
        values = figures.signalling_figures(ours) | figures.matched_by_quarter(ours)
        values = {name: x for name, x in values.items() if n or not name.endswith(("given_signal", "by_signal"))}
        published = figures.published_signalling(n) if chosen == Rules() else None
        cells += cells_of(f"{n} signals", values, published, int(told["replicates"]))
    return _done("Preference signals in otolaryngology", str(told["source"]), seed, replicates, cells)


def beyond_signalling() -> dict[str, Rules]:
    """Return what the signalling study's set-up leaves out, one thing after another, by name."""
    given = table("market_studies")["signalling"]["beyond"]
    taste, view, worth = (float(given[name]) for name in ("taste_sd", "view_sd", "signal_worth"))
    return {
        "as published": Rules(),
        "own taste": Rules(taste_sd=taste),
        "own view of applicants": Rules(view_sd=view),
        "a signal adds to the score": Rules(view_sd=view, signal_worth=worth),
        "all three": Rules(taste_sd=taste, view_sd=view, signal_worth=worth),
    }


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
        As in `signalling`.

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
    return _done("Short lists of random programs", source, seed, replicates, cells)


def unbalanced(size: int = 500, *, replicates: int = 40, seed: int = 1, workers: int = 1) -> Study:
    """Show what one applicant more or fewer does to a market with complete lists.

    Parameters
    ----------
    size : int
        Programs of one place; the cases have one applicant fewer, as many, and one more.
    replicates, seed, workers
        As in `signalling`.

    Returns
    -------
    Study
        The published figures are limits of theory: of the balanced market about log n and n/log n; else the short
        side's mean rank is at most, and the long side's at least, what is given.
    """
    _check_whole("size", size, 3)
    cells: list[StudyCell] = []
    for n in (size - 1, size, size + 1):
        runs = each_replicate(RandomMarket(n, size, seed=seed, both_ends=True), replicates, workers=workers)
        how = {"applicants": _sided(n - size), "programs": _sided(size - n)}
        cells += cells_of(f"{n} applicants", figures.rank_figures(runs), _limits(n, size), relation=how)
    source = "Ashlagi, Kanoria & Leshno 2017, Journal of Political Economy 125, 69-98; Knuth 1976; Pittel 1989"
    return _done(f"{size} programs, complete lists", source, seed, replicates, cells)


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
        As in `signalling`.

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
    return _done(f"{size} programs, {size + 1} applicants, short lists", source, seed, replicates, cells)


def cap_guesses() -> list[dict[str, Any]]:
    """Return our guesses of what the study of caps did not publish, each as arguments of `interview_caps`."""
    return [dict(one) for one in table("market_studies")["interview_caps"]["guesses"]]


def interview_caps(
    *,
    form: str = "lottery",
    interviews: int | None = None,
    power: float | None = None,
    caps: Sequence[int | None] | None = None,
    replicates: int = 100,
    seed: int = 1,
    workers: int = 1,
) -> Study:
    """Reproduce the study of caps on interviews in otolaryngology, as far as its inputs are published.

    Parameters
    ----------
    form : str
        ``"lottery"`` as published, ``"match"`` or ``"match_and_offers"``: see `CapTask`.
    interviews : int, optional
        People that each program interviews; left out, the first guess of ``market_studies.toml``.
    power : float, optional
        How steeply weights fall; left out, the first guess.
    caps : sequence of int or None, optional
        None for no cap; left out, the published ones.
    replicates, seed, workers
        As in `signalling`.

    Returns
    -------
    Study

    Raises
    ------
    ValueError
        An unknown form, fewer than two replicates, or nobody interviewed.
    """
    given = table("market_studies")["interview_caps"]
    guess = cap_guesses()[0]
    met = guess["interviews"] if interviews is None else interviews
    steep = guess["power"] if power is None else power
    if form not in FORMS:
        raise ValueError(f"form: unknown (got {form!r}). Allowed: {', '.join(FORMS)}")
    _check_whole("interviews", met, 1)
    _check_whole("caps", min((c for c in caps or () if c is not None), default=1), 1)
    cells: list[StudyCell] = []
    for cap in caps if caps is not None else (None, *given["caps"]):
        runs = each_replicate(CapTask(cap, met, steep, form, seed), replicates, workers=workers)
        values = figures.cap_figures(runs) | figures.matched_by_decile(runs)
        values = {name: x for name, x in values.items() if name != "heavy_matched" or cap is None or cap >= 12}
        at = "none" if cap is None else f"cap_{cap}"
        told = {name: row[at] for name, row in given["published"].items() if at in row}
        cells += cells_of("no cap" if cap is None else f"cap of {cap}", values, told)
    return _done("Caps on interviews in otolaryngology", str(given["source"]), seed, replicates, cells)
