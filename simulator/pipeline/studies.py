"""Published simulations on their own set-ups, with the matching algorithm of this package: a study a function.

Every study takes its replicates, seed and threads; the answer is the same for any number of threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.market.seasons import each_replicate
from simulator.market.studies.interview_caps import FORMS, CapTask
from simulator.market.studies.signalling import SignalTask
from simulator.market.studies.signalling_draws import Rules
from simulator.model.tables import table
from simulator.outcomes import study_figures as figures
from simulator.outcomes.study import Study, StudyCell, cells_of, study_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Progress = Callable[[int], None] | None

SIGNALS = (1, 5, 10, 25)


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
    return study_of("Preference signals in otolaryngology", str(told["source"]), seed, replicates, cells)


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
    return study_of("Caps on interviews in otolaryngology", str(given["source"]), seed, replicates, cells)
