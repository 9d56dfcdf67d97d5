"""The sampler: whole seasons drawn stage by stage, many replicates at a time.

This is the readable form, one pass over the programs from the top of the list with NumPy
arrays over replicates. `compiled` holds its compiled twin; both give the same counts to
the last digit, so that which of them ran never shows in a result.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import Stage, identity, normals, tables, uniforms, words, words_at
from simulator.model.seasonclock import late_month_shares_after, month_shares_after
from simulator.model.tables import constant
from simulator.season.invite import invitation_chances
from simulator.season.latents import draw, posterior, readable_source
from simulator.season.plan import APPLICANT, INTERVIEWED, OPEN
from simulator.season.rank import places
from simulator.season.soap import soap_chances
from simulator.season.tally import bin_width, empty_tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from simulator.scenario import Scenario
    from simulator.season.latents import Latents, Posterior
    from simulator.season.plan import Plan
    from simulator.season.tally import Tally

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]


FEW = 8  # below one in so many, words are drawn one by one


class Setup(NamedTuple):
    """What every block of one run shares.

    Attributes
    ----------
    plan : Plan with the central parameters
    seed : key of the random numbers
    posterior : tables of the evidence, or None
    keys : identities of (applicant at program, program) by live program
    noise_sd, cutoff_sd : standard deviations of one score and of one cutoff
    unranked_share : share of interviewed applicants a program leaves off its list
    months : (2, 6) cumulative shares by month of first-wave and of late invitations
    soap : (4,) cumulative chance of a SOAP position by round
    """

    plan: Plan
    seed: int
    posterior: Posterior | None
    keys: list[tuple[int, int]]
    noise_sd: float
    cutoff_sd: float
    unranked_share: float
    months: Array
    soap: Array


class Moment(NamedTuple):
    """Where a block stands on its way down the list; n replicates.

    Attributes
    ----------
    attended : (n,) interviews attended so far
    accepted : (n,) of them, those that take room under a limit
    free : (n,) not matched yet
    """

    attended: NDArray[np.int64]
    accepted: NDArray[np.int64]
    free: Mask


class Outcome(NamedTuple):
    """What happened at one program.

    Attributes
    ----------
    n_invited : replicates with an invitation
    attended : (m,) replicates, counted from the first of the block, that interviewed there
    placed : (m,) whether the program could rank the applicant (it sponsors the visa);
        where it could not, position and depth mean nothing
    ranked : (m,) ranked to match
    unranked : (m,) left off the list
    matched : (m,) matched there
    position, depth : (m,) rank position and fill depth
    """

    n_invited: int
    attended: NDArray[np.int64]
    placed: Mask
    ranked: Mask
    unranked: Mask
    matched: Mask
    position: NDArray[np.int64]
    depth: NDArray[np.int64]


class Block(NamedTuple):
    """A range of replicates under way; n of them, `padded` to a multiple of four."""

    setup: Setup
    latents: Latents
    first: int
    n: int
    padded: int
    months: NDArray[np.int64]

    def words(self, stage: int, who: int, chosen: NDArray[np.int64] | None = None) -> NDArray[np.uint32]:
        """Words of all replicates of the block, or of some."""
        if chosen is None or chosen.size * FEW > self.n:
            drawn = words(self.setup.seed, stage, who, self.first, self.padded)[: self.n]
            return drawn if chosen is None or chosen.size == self.n else drawn[chosen]
        return words_at(self.setup.seed, stage, who, self.first + chosen)


def make_setup(scenario: Scenario, plan: Plan, seed: int) -> Setup:
    """Prepare what every block shares.

    Parameters
    ----------
    scenario : Scenario
    plan : Plan
        With one parameter set.
    seed : int
        0 to 2**63 - 1.

    Returns
    -------
    Setup
    """
    p = plan.parameters
    return Setup(
        plan=plan,
        seed=seed,
        posterior=posterior(plan),
        keys=plan.keys(),
        noise_sd=float(np.sqrt(1 + p.sd("performance")[0] ** 2)),
        cutoff_sd=float(p.sd("cutoff")[0]),
        unranked_share=constant("rank", "unranked_share"),
        months=_month_shares(scenario),
        soap=np.cumsum(soap_chances(scenario)),
    )


def _month_shares(scenario: Scenario) -> Array:
    waves = (month_shares_after, late_month_shares_after)
    return np.cumsum([shares(scenario.as_of, scenario.season) for shares in waves], axis=1)


def block_sampler(setup: Setup) -> Callable[[int, int], Tally]:
    """Return a function of (first, n) that draws replicates and counts.

    Parameters
    ----------
    setup : Setup

    Returns
    -------
    callable of (first, n) to Tally
    """
    return functools.partial(sample_block, setup)


def sample_block(setup: Setup, first: int, n: int) -> Tally:
    """Draw replicates first .. first + n - 1 and count.

    Parameters
    ----------
    setup : Setup
    first, n : int
        `first` is a multiple of four; n need not be.

    Returns
    -------
    Tally
    """
    tally = empty_tally(setup.plan)
    block = _block(setup, first, n, tally.months)
    moment = _start(n)
    for p in range(setup.plan.n_programs):
        outcome = _visit(block, p, moment)
        _count(setup, tally, p, outcome)
    tally.interviews[:] = np.bincount(moment.attended, minlength=setup.plan.n_programs + 1)
    count_soap(setup, tally, moment.free, block.words(Stage.SOAP, identity(APPLICANT)))
    return tally


def sample_outcomes(setup: Setup, first: int, n: int, most: int) -> list[Outcome]:
    """Draw replicates and return what happened at every program, for charts and study.

    Parameters
    ----------
    setup : Setup
    first, n : int
        As in `sample_block`.
    most : int
        Only so many programs, from the top of the list.

    Returns
    -------
    list of Outcome, by live program
    """
    block = _block(setup, first, n, empty_tally(setup.plan).months)
    moment = _start(n)
    return [_visit(block, p, moment) for p in range(min(most, setup.plan.n_programs))]


def _block(setup: Setup, first: int, n: int, months: NDArray[np.int64]) -> Block:
    padded = -(-n // 4) * 4
    latents = draw(setup.plan, setup.posterior, setup.seed, first, padded, readable_source())
    return Block(setup, latents, first, n, padded, months)


def _start(n: int) -> Moment:
    return Moment(np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64), np.ones(n, dtype=bool))


def _visit(block: Block, p: int, moment: Moment) -> Outcome:
    """Everything that happens between the applicant and one program; `moment` moves on."""
    plan = block.setup.plan
    invited = _invited(block, p)
    held = plan.kind[p] == INTERVIEWED
    attending = invited if held or plan.room < 0 else invited & (moment.accepted < plan.room)
    who = np.flatnonzero(attending)
    moment.attended[who] += 1
    moment.accepted[who] += not held
    position, depth, above, is_ranked = _placed(block, p, who)
    placed = _sponsored(block, p, who)
    ranked = placed & is_ranked
    unranked = ~placed | (~is_ranked & (above > 1 - block.setup.unranked_share))
    matched = ranked & moment.free[who] & bool(plan.listed[p])
    moment.free[who] &= ~matched
    return Outcome(int(np.count_nonzero(invited)), who, placed, ranked, unranked, matched, position, depth)


def _invited(block: Block, p: int) -> Mask:
    setup, plan = block.setup, block.setup.plan
    if plan.kind[p] != OPEN:
        return np.ones(block.n, dtype=bool)
    paper = block.latents.paper[plan.group[p], : block.n]
    shift, sponsor = plan.invite_shift[0, p], plan.invite_sponsor[p]
    early, late = invitation_chances(paper, shift, sponsor, plan.timing, plan.late_rate, tables())
    coin = uniforms(block.words(Stage.INVITATION, setup.keys[p][0]))
    invited = coin < early + late
    who = np.flatnonzero(invited)
    when = uniforms(block.words(Stage.MONTH, setup.keys[p][0], who))
    is_late = coin[who] >= early[who]
    for shares, chosen in zip(setup.months, (when[~is_late], when[is_late]), strict=True):
        month = np.searchsorted(shares[:-1], chosen, side="right")
        block.months[:] += np.bincount(month, minlength=block.months.size)
    return np.asarray(invited)


def _sponsored(block: Block, p: int, who: NDArray[np.int64]) -> Mask:
    chance = block.setup.plan.rank_sponsor[p]
    if chance >= 1:
        return np.ones(who.size, dtype=bool)
    return np.asarray(uniforms(block.words(Stage.SPONSORSHIP, block.setup.keys[p][1], who)) < chance)


def _placed(block: Block, p: int, who: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], Array, Mask]:
    """Score against cutoff: rank position, fill depth, share above, and the event."""
    setup, plan, latents = block.setup, block.setup.plan, block.latents
    noise = normals(block.words(Stage.SCORE, setup.keys[p][0], who), tables())
    moved = normals(block.words(Stage.CUTOFF, setup.keys[p][1], who), tables())
    skill = 0.0 if plan.reported[p] else latents.skill[who]
    score = plan.rank_shift[0, p] + latents.carried[who] + skill + setup.noise_sd * noise
    cutoff = setup.cutoff_sd * moved - latents.season[plan.group[p], who]
    position, depth, above = places(score, cutoff, plan.pools[p], tables())
    return position, depth, above, score >= cutoff


def _count(setup: Setup, tally: Tally, p: int, outcome: Outcome) -> None:
    tally.invited[p] = outcome.n_invited
    tally.interviewed[p] = outcome.attended.size
    for name in ("ranked", "unranked", "matched"):
        getattr(tally, name)[p] = np.count_nonzero(getattr(outcome, name))
    width = bin_width(setup.plan.pools[p].size)
    for name in ("position", "depth"):
        place = (getattr(outcome, name)[outcome.placed] - 1) // width
        counts = getattr(tally, name)
        counts[p] = np.bincount(place, minlength=counts.shape[1])


def count_soap(setup: Setup, tally: Tally, free: Mask, word: NDArray[np.uint32]) -> None:
    """Count SOAP positions by round among the unmatched, in place.

    Parameters
    ----------
    setup : Setup
    tally : Tally
        Its `soap` is filled.
    free : array (n,)
        Not matched.
    word : array (n,) or longer
        One random word per replicate.
    """
    coin = uniforms(word[: free.size][free])
    place = np.searchsorted(setup.soap, coin, side="right")
    tally.soap[:] = np.bincount(place, minlength=setup.soap.size + 1)[: setup.soap.size]
