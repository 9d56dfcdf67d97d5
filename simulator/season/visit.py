"""What happens between the applicant and one program, many replicates at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.engine.streams import Stage, normals, tables, uniforms, words, words_at
from simulator.season.invite import Past, invitation_chances
from simulator.season.latents import draw, readable_source
from simulator.season.plan import ADVANCED, INTERVIEWED, OPEN
from simulator.season.rank import places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from simulator.season.latents import Latents
    from simulator.season.setup import Setup

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

FEW = 8  # below one in so many, words are drawn one by one


class Moment(NamedTuple):
    """Where a block stands on its way down the list; n replicates.

    Attributes
    ----------
    attended : (n,) interviews attended so far
    accepted : (n,) of them, those that take room under a limit
    free : (n,) not matched yet
    advanced : (n,) matched to an advanced program
    first_year : (n,) ranked to match at a program of the supplemental list
    """

    attended: NDArray[np.int64]
    accepted: NDArray[np.int64]
    free: Mask
    advanced: Mask
    first_year: Mask


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


def make_block(setup: Setup, first: int, n: int, months: NDArray[np.int64]) -> Block:
    """Draw the latents of a block; `months` will count its invitations."""
    padded = -(-n // 4) * 4
    latents = draw(setup.plan, setup.posterior, setup.seed, first, padded, readable_source())
    return Block(setup, latents, first, n, padded, months)


def start(n: int) -> Moment:
    """Nobody has interviewed, nobody is matched."""
    (attended, accepted), free = np.zeros((2, n), dtype=np.int64), np.ones(n, dtype=bool)
    return Moment(attended, accepted, free, ~free, ~free)


def visit(block: Block, p: int, moment: Moment) -> Outcome:
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
    moment.advanced[who] |= matched & (plan.track[p] == ADVANCED)
    moment.first_year[who] |= ranked & plan.supplemental[p]
    return Outcome(int(np.count_nonzero(invited)), who, placed, ranked, unranked, matched, position, depth)


def _invited(block: Block, p: int) -> Mask:
    setup, plan = block.setup, block.setup.plan
    if plan.kind[p] != OPEN:
        return np.ones(block.n, dtype=bool)
    paper = block.latents.paper[plan.group[p], : block.n]
    shift, sponsor = plan.invite_shift[0, p], plan.invite_sponsor[p]
    past = plan.before and Past(float(plan.before.shift[0, p]), bool(plan.before.is_new[p]))
    early, late = invitation_chances(paper, shift, sponsor, plan.timing, plan.late_rate, tables(), past)
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
