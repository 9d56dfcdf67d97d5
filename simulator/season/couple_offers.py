"""Who offers: for each replicate and each program of a partner, whether a match there is possible.

An offer is an interview that takes place, at a program that can sponsor the visa, and a score at
or above the cutoff: the events of `visit`, draw by draw. This is the readable form; `couple_compiled`
is its compiled twin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import ndtr

from simulator.engine.streams import Stage, normals, tables, uniforms, words
from simulator.model import behaviour
from simulator.season.invite import Past, invitation_chances
from simulator.season.plan import INTERVIEWED, OPEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from simulator.season.latents import Latents
    from simulator.season.plan import Plan
    from simulator.season.setup import Setup

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]
    Known = dict[tuple[object, ...], Array]


class Luck(NamedTuple):
    """The coins of one partner in n replicates, by live program; None where none is tossed.

    Attributes
    ----------
    invitation, sponsor : uniform deviates
    score, cutoff : standard normal deviates
    """

    invitation: list[Array | None]
    sponsor: list[Array | None]
    score: list[Array | None]
    cutoff: list[Array | None]


def draw_luck(setup: Setup, wanted: Mask, first: int, n: int) -> Luck:
    """Draw the coins of a partner.

    Parameters
    ----------
    setup : Setup
    wanted : (P,) programs whose offers are asked for
    first, n : int
        Both multiples of four.

    Returns
    -------
    Luck
    """
    plan = setup.plan
    everybody = plan.room >= 0

    def drawn(stage: int, row: int, which: Mask, form: Callable[[NDArray[np.uint32]], Array]) -> list[Array | None]:
        keys = [key[row] for key in setup.keys]
        return [
            form(words(setup.seed, stage, key, first, n)) if w else None for key, w in zip(keys, which, strict=True)
        ]

    def deviate(word: NDArray[np.uint32]) -> Array:
        return normals(word, tables())

    answering = (wanted | everybody) & (plan.kind == OPEN)
    return Luck(
        drawn(Stage.INVITATION, 0, answering, uniforms),
        drawn(Stage.SPONSORSHIP, 1, wanted & (plan.rank_sponsor < 1), uniforms),
        drawn(Stage.SCORE, 0, wanted, deviate),
        drawn(Stage.CUTOFF, 1, wanted, deviate),
    )


def offers(setup: Setup, latents: Latents, luck: Luck, wanted: Mask) -> Mask:
    """Decide every wanted program.

    Parameters
    ----------
    setup : Setup
    latents : Latents of n replicates
    luck : Luck of the same replicates
    wanted : (P,)

    Returns
    -------
    array (P, n) of bool
        False where not wanted.
    """
    held = interviews(setup.plan, latents, luck, wanted)
    for p in np.flatnonzero(wanted):
        held[p] &= _ranked(setup, latents, luck, int(p))
    return held


def interviews(plan: Plan, latents: Latents, luck: Luck, wanted: Mask) -> Mask:
    """Decide which interviews take place, (P, n); False where neither wanted nor needed for the limit."""
    n = latents.carried.size
    held = np.zeros((plan.n_programs, n), dtype=bool)
    accepted = np.zeros(n, dtype=np.int64)
    known: Known = {}
    for p in range(plan.n_programs):
        takes_room = plan.room >= 0 and plan.kind[p] != INTERVIEWED
        if not (wanted[p] or takes_room):
            continue
        held[p] = _invited(plan, latents, luck, p, known)
        if takes_room:
            held[p] &= accepted < plan.room
            accepted += held[p]
    return held


def _invited(plan: Plan, latents: Latents, luck: Luck, p: int, known: Known) -> Mask:
    coin = luck.invitation[p]
    if plan.kind[p] != OPEN or coin is None:
        return np.ones(latents.carried.size, dtype=bool)
    return np.asarray(coin < _invitation(plan, latents, p, known))


def _invitation(plan: Plan, latents: Latents, p: int, known: Known) -> Array:
    """Chance of an invitation from an open program, (n,); computed once for look-alikes."""
    past = plan.before and Past(float(plan.before.shift[0, p]), bool(plan.before.is_new[p]))
    about = float(plan.invite_shift[0, p]), float(plan.invite_sponsor[p]), past
    key = (int(plan.group[p]), *about)
    if key not in known:
        paper, (shift, sponsor, _) = latents.paper[plan.group[p]], about
        early, late = invitation_chances(paper, shift, sponsor, plan.timing, plan.late_rate, tables(), past)
        known[key] = early + late
    return known[key]


def _ranked(setup: Setup, latents: Latents, luck: Luck, p: int) -> Mask:
    plan, noise, moved = setup.plan, luck.score[p], luck.cutoff[p]
    assert noise is not None  # noqa: S101 - drawn for every wanted program
    assert moved is not None  # noqa: S101
    skill = 0.0 if plan.reported[p] else latents.skill
    score = plan.rank_shift[0, p] + latents.carried + skill + setup.noise_sd * noise
    ranked = score >= setup.cutoff_sd * moved - latents.season[plan.group[p]]
    coin = luck.sponsor[p]
    return ranked if coin is None else np.asarray(ranked & (coin < plan.rank_sponsor[p]))


def chances(setup: Setup, latents: Latents, chosen: NDArray[np.int64], cutoff: Sequence[Array | None]) -> Array:
    """Chance of being ranked to match at some programs, given an interview there and a sponsor.

    Parameters
    ----------
    setup : Setup
    latents : Latents of n replicates
    chosen : array (Q,)
        Live programs.
    cutoff : by live program
        The program's cutoff in standard deviations where it is given (n,), None where it is not known.

    Returns
    -------
    array (Q, n)
    """
    found = margin(setup, latents, chosen)
    loose = behaviour.link_sd(setup.plan.parameters)[0]
    for k, p in enumerate(chosen):
        moved = cutoff[p]
        found[k] = found[k] / loose if moved is None else (found[k] - setup.cutoff_sd * moved) / setup.noise_sd
    return np.asarray(ndtr(found))


def margin(setup: Setup, latents: Latents, chosen: NDArray[np.int64]) -> Array:
    """Mean of score minus cutoff at some programs, (Q, n), probit scale."""
    plan = setup.plan
    skill = np.where(plan.reported[chosen, None], 0.0, latents.skill)
    return np.asarray(plan.rank_shift[0, chosen, None] + latents.carried + skill + latents.season[plan.group[chosen]])


def invitation_shares(plan: Plan, latents: Latents, chosen: NDArray[np.int64]) -> Array:
    """Chance of an interview at some programs without a limit on interviews, (Q, n)."""
    found = np.ones((chosen.size, latents.carried.size))
    known: Known = {}
    for k, p in enumerate(chosen):
        if plan.kind[p] == OPEN:
            found[k] = np.minimum(_invitation(plan, latents, int(p), known), 1.0)
    return found
