"""What one season's kernels look up: weights of applications, levels by group and program, what people bring."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.market.cohort_counts import GROUPS, by_group
from simulator.market.cohort_people import IMGS, LINKED, SENIORS, like
from simulator.market.cohort_programs import usual_img_share
from simulator.market.year_levels import cells, doubted, effect, fitted_levels, fitted_settings, levels_of
from simulator.model.signals import signal_limits
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from simulator.market.cohort import Cohort
    from simulator.market.draws import Address

    Array = NDArray[np.float64]

BINS = 5  # of people by strength on paper, within group and specialty
SEASON = 2025


class Tables(NamedTuple):
    """Look-up tables for T groups, P programs, S specialties, A people, L plans and R regions.

    Attributes
    ----------
    kind : array (A,) of int64
        Row of `weight`: group, visa and strength bin of each person.
    weight : array (K, P) of float32
        How readily a kind of person applies to a program.
    total : array (K, S, R + 1)
        Sum of the weights of a specialty's programs for somebody of each region; the last is for none.
    home : float
        Factor on the weight of programs in the own region.
    sent : array (L,)
        How many programs each plan would be sent to.
    community : array (L,)
        Factor on the chance that a plan goes to a community program; 1 but in experiments.
    paper, rank : arrays (T, P) of float32
        Level of a group at a program, at the invitation and at the rank list.
    ck_paper, ck_rank : arrays (T, S)
        Effect of one unit of `ck_sd`.
    person_paper, person_rank : arrays (A,)
        What else a person brings.
    near_paper, near_rank : float
        Effect of a program in the own region.
    signals : array (S, 2) of int64
        Gold and silver signals that one applicant may send.
    signal : array (3,)
        Effect of no, a gold and a silver signal at the invitation.
    noise_rank : float
        SD at the rank list of what is new in one interview.
    taste, near, later, reach : float
        Weights of applicants' preferences; `reach` is how much less standing counts where signals go.
    interviews : array (P,) of int32
        How many people each program can interview.
    """

    kind: NDArray[np.int64]
    weight: NDArray[np.float32]
    total: Array
    home: float
    sent: Array
    community: Array
    paper: NDArray[np.float32]
    rank: NDArray[np.float32]
    ck_paper: Array
    ck_rank: Array
    person_paper: Array
    person_rank: Array
    near_paper: float
    near_rank: float
    signals: NDArray[np.int64]
    signal: Array
    noise_rank: float
    taste: float
    near: float
    later: float
    reach: float
    interviews: NDArray[np.int32]


def make_tables(
    cohort: Cohort,
    address: Address,
    levels: Mapping[str, Mapping[str, float]] | None = None,
    settings: Mapping[str, float] | None = None,
    *,
    uncertain: bool = False,
) -> Tables:
    """Make the tables of one season.

    Parameters
    ----------
    cohort : Cohort
    address : Address
        Of the year's own luck by group and specialty.
    levels : by specialty and group, optional
        Levels at the invitation; left out, those of ``market_fit.toml``.
    settings : by name, optional
        Those of ``market_fit.toml``, some of them replaced.
    uncertain : bool
        Whether settings and levels are drawn from what the fit leaves open.

    Returns
    -------
    Tables
    """
    chosen = {**fitted_settings(), **(settings or {})}
    doubt = 0.0
    if uncertain:
        chosen, doubt = doubted(chosen, address), float(table("market")["uncertainty"]["level"])
    people, given = cohort.people, table("market")
    person_paper, person_rank, ck_paper, ck_rank = _persons_and_scores(cohort, chosen)
    kind = _kinds(cohort, person_paper + people.ck_sd * ck_paper[cohort.plans.group, cohort.plans.first])
    weight, total = _weights(cohort)
    paper, rank = levels_of(cohort, address, fitted_levels() if levels is None else levels, chosen, doubt)
    return Tables(
        kind=kind,
        weight=weight,
        total=total,
        home=float(np.exp(given["applications"]["home_pull"])),
        sent=_sent(cohort),
        community=np.ones(cohort.plans.specialty.size),
        paper=paper,
        rank=rank,
        ck_paper=ck_paper,
        ck_rank=ck_rank,
        person_paper=person_paper,
        person_rank=person_rank,
        near_paper=effect("us_md", "invite", "connection_geographic"),
        near_rank=effect("us_md", "rank", "connection_geographic"),
        signals=present_signals(cohort.shape.specialties),
        signal=np.array([0.0, chosen["signal_gold"], chosen["signal_silver"]]),
        noise_rank=float(given["interviews"]["noise_rank"]),
        taste=float(chosen["taste"]),
        near=float(given["preferences"]["home"]),
        later=float(given["backup"]["later"]),
        reach=float(given["preferences"]["signal_reach"]),
        interviews=np.maximum(1, np.rint(float(chosen["interviews_factor"]) * cohort.programs.interviews)).astype(
            np.int32
        ),
    )


def _persons_and_scores(cohort: Cohort, chosen: Mapping[str, float]) -> tuple[Array, Array, Array, Array]:
    """What people bring at both stages, and the effects of their scores.

    The calibration's effects at the rank list are what outcomes show: net of stronger people facing higher
    cutoffs, which is added (`sorting`).
    """
    paper, net = _persons(cohort, float(chosen["spread_us"]))
    ck_paper, ck_net = (cells(cohort, stage, "step2_ck") for stage in ("invite", "rank"))
    sorting = np.array([chosen["sorting_img" if k in IMGS else "sorting_us"] for k in range(len(GROUPS))])
    return paper, net + sorting[cohort.plans.group] * paper, ck_paper, ck_net + sorting[:, None] * ck_paper


def _persons(cohort: Cohort, spread_us: float) -> tuple[Array, Array]:
    """What people bring besides type and score, at the invitation and at the rank list."""
    people, group = cohort.people, cohort.plans.group
    knee = float(table("behaviour")["profile"]["graduation_knee_years"]["value"])
    limit = float(table("behaviour")["profile"]["graduation_limit_years"]["value"])
    past = np.maximum(0.0, np.minimum(people.years, limit) - knee)
    slope = {stage: effect("non_us_img", stage, "years_since_graduation") for stage in ("invite", "rank")}
    carried = np.array([float(like(g).sd("strength_at_rank")[0]) for g in GROUPS])[group]
    own = (carried * people.strength + people.skill) * np.where(np.isin(group, SENIORS), spread_us, 1.0)
    return people.strength + slope["invite"] * past, own + slope["rank"] * past


def _kinds(cohort: Cohort, paper: Array) -> NDArray[np.int64]:
    """Row of the weights: strength on paper in fifths of one's group and first specialty."""
    group, first = cohort.plans.group.astype(np.int64), cohort.plans.first
    cell = group * len(cohort.shape.specialties) + first
    order = np.lexsort((paper, cell))
    size = np.bincount(cell)
    place = np.empty(cell.size, np.int64)
    place[order] = np.arange(cell.size) - (np.cumsum(size) - size)[cell[order]]
    fifth = place * BINS // size[cell]
    return np.asarray((group * 2 + cohort.people.needs_visa) * BINS + fifth)


def _weights(cohort: Cohort) -> tuple[NDArray[np.float32], Array]:
    from scipy.special import ndtri

    given, programs = table("market")["applications"], cohort.programs
    aim = ndtri((np.arange(BINS) + 0.5) / BINS)
    gap = (programs.standing[None, :] - aim[:, None]) / float(given["reach_sd"])
    reach = -0.5 * gap**2
    pull = float(given["img_pull"]) * (programs.img_share - usual_img_share(programs))
    rows = []
    for k in range(len(GROUPS)):
        for needs in (False, True):
            shut = np.where(programs.sponsors, 0.0, np.log(float(given["no_visa"]))) if needs else 0.0
            rows.append(np.exp(reach + (pull if k in IMGS else -pull if k in SENIORS else 0.0) + shut))
    weight = np.concatenate(rows).astype(np.float32)
    return weight, _totals(cohort, weight, float(np.exp(given["home_pull"])))


def _totals(cohort: Cohort, weight: NDArray[np.float32], home: float) -> Array:
    n, starts = int(table("market")["profile"]["regions"]), cohort.programs.start[:-1]
    every = np.add.reduceat(weight.astype(np.float64), starts, axis=1)
    near = [np.add.reduceat(np.where(cohort.programs.region == r, weight, 0.0), starts, axis=1) for r in range(n)]
    return np.stack([every + (home - 1) * row for row in near] + [every], axis=2)


def _sent(cohort: Cohort) -> Array:
    """How many programs each plan would be sent to."""
    given, plans = table("market")["applications"], cohort.plans
    owner = np.repeat(np.arange(plans.first.size), np.diff(plans.start))
    first, has_second = float(given["first_share"]), np.zeros(plans.first.size, bool)
    one_year = _one_year(cohort)[plans.specialty]
    has_second[owner[(plans.role == 1) & ~one_year]] = True
    share = np.where(has_second[owner], np.where(plans.role == 0, first, 1 - first), 1.0)
    partner = np.ones(plans.first.size)
    partner[cohort.people.couple.ravel()] = float(table("market")["couples"]["applications"])
    usual = (by_group("applications", "mean") * by_group("applications", "factor"))[plans.group] * partner
    own = (usual * cohort.people.volume)[owner]
    return np.asarray(np.where(one_year & (plans.role != 0), float(given["preliminary"]), share * own))


def _one_year(cohort: Cohort) -> NDArray[np.bool_]:
    from simulator.scenario.specialties import ONE_YEAR

    return np.array([s in ONE_YEAR for s in cohort.shape.specialties])


def present_signals(specialties: tuple[str, ...]) -> NDArray[np.int64]:
    """Gold and silver signals of each specialty as they are now, (S, 2)."""
    limits = signal_limits(SEASON)
    return np.array([[limits[s].gold, limits[s].silver] if s in limits else [0, 0] for s in specialties], np.int64)


def room_of(cohort: Cohort) -> NDArray[np.int32]:
    """Most interviews that each person attends; applicants to advanced programs have more, for preliminary years."""
    extra = int(table("market")["interviews"]["preliminary"])
    has = np.zeros(cohort.plans.first.size, bool)
    owner = np.repeat(np.arange(has.size), np.diff(cohort.plans.start))
    has[owner[cohort.plans.role == LINKED]] = True
    return np.asarray(cohort.people.limit + extra * has, np.int32)
