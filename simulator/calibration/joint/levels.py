"""From the parameters of the fit to the traits of each kind of people.

Kinds of people are (specialty, applicant type, 2007 or now). Levels at each stage go
specialty by specialty: those of US graduates in 2007, those of IMGs in 2007 around what the
former suggest, and those of IMGs today around 2007's; types differ by constant steps. US
graduates' change since 2007 follows the IMGs' in the same specialty. A level is that of a
person met at random: Phi(level) is about the share invited, or ranked to match, over people
of all strengths; the level at given strength is wider by their spread. (That is the scale
on which figures speak, so levels and spreads can be learned apart.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.calibration.joint.people import Traits, link_sd
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from simulator.calibration.joint.backend import Backend

TYPES = ("us_md", "us_do", "us_img", "non_us_img", "other")
TIERS = ("primary_care", "moderate", "competitive")
TINY = 1e-6


class Kind(NamedTuple):
    """One kind of people: specialty, applicant type, and whether today's (else 2007's)."""

    specialty: str
    applicant_type: str
    is_now: bool


class Kinds(NamedTuple):
    """Kinds of people as arrays (n,).

    Attributes
    ----------
    specialty, applicant_type : indices
    is_now, is_img : 0 or 1
    applications : usual number of applications
    """

    specialty: NDArray[np.int64]
    applicant_type: NDArray[np.int64]
    is_now: NDArray[np.int64]
    is_img: NDArray[np.int64]
    applications: NDArray[np.float64]


def as_arrays(kinds: Sequence[Kind], specialties: Sequence[str]) -> Kinds:
    """Put kinds of people into arrays.

    Parameters
    ----------
    kinds : sequence of Kind
    specialties : sequence of str
        In the order of the parameters' columns.
    """
    is_img = [int(k.applicant_type not in ("us_md", "us_do")) for k in kinds]
    return Kinds(
        np.array([list(specialties).index(k.specialty) for k in kinds], dtype=np.int64),
        np.array([TYPES.index(k.applicant_type) for k in kinds], dtype=np.int64),
        np.array([int(k.is_now) for k in kinds], dtype=np.int64),
        np.array(is_img, dtype=np.int64),
        np.array([usual_applications(k) for k in kinds]),
    )


def tier_of(specialty: str) -> int | None:
    """Class of a specialty, an index of `TIERS`; None where it has none.

    Parameters
    ----------
    specialty : str
    """
    told = table("specialties").get(specialty)
    return None if told is None else TIERS.index(told["tier"])


def usual_applications(kind: Kind) -> float:
    """Usual number of applications of a kind of people."""
    given = table("nrmp_2026")["given"]
    if kind.is_now:
        return float(given["applications_2026"][kind.applicant_type])
    return float(given["applications_2007"]["us" if kind.applicant_type in ("us_md", "us_do") else "img"])


def traits(p: Mapping[str, Any], kinds: Kinds, b: Backend) -> Traits:
    """Traits of each kind of people.

    Parameters
    ----------
    p : mapping
        Parameters of the fit by name (`model/data/nrmp_2026.toml`), one draw.
    kinds : Kinds
    b : Backend

    Returns
    -------
    Traits
    """
    xp, s, g, now = b.xp, kinds.specialty, kinds.is_img, kinds.is_now
    by_group = [xp.stack([p[f"{name}_us"], p[f"{name}_img"]]) for name in ("carried", "skill")]
    carried, skill = (x[g] for x in by_group)
    strength = p["strength"][g]
    score = p["ck_invite"][g] + p["ck_spread"] * p["ck_slope"][s] * g
    score_rank = p["ck_ratio"] * score
    paper = score**2 + strength**2
    both = score * score_rank + carried * strength
    factor = both / paper
    shown = score_rank**2 + carried**2 + skill**2
    rest = shown - both**2 / paper + TINY
    zero = 0.0 * p["short"]
    lengths = 1 - 1 / (1 + xp.exp(p["unserious_length"]))
    unserious = b.expit(p["unserious"])
    return Traits(
        invite=_level(p, "invite", kinds, b) * xp.sqrt(1 + paper),
        rank=_level(p, "rank", kinds, b) * xp.sqrt(1 + shown / link_sd() ** 2),
        applications=kinds.applications,
        attended=p["attended"][g],
        paper_sd=xp.sqrt(paper),
        rest_sd=xp.sqrt(rest),
        carried=factor,
        shape=xp.exp(p["log_shape"][2 * g + now] + g * now * p["log_shape_specialty"][s]),
        short=xp.stack([b.expit(p["short"]), zero])[g],
        unserious=xp.where(g == 1, unserious[now], 0.0),
        unserious_more=lengths[now] + 0.0 * score,
        score_on_paper=score / xp.sqrt(paper),
        score_on_rest=(score_rank - factor * score) / xp.sqrt(rest),
    )


def _level(p: Mapping[str, Any], stage: str, kinds: Kinds, b: Backend) -> Any:
    xp, s = b.xp, kinds.specialty
    us, img, now = (p[f"{stage}_{name}"] for name in ("us", "img", "img_now"))
    step, drift = p[f"{stage}_type"], p[f"{stage}_drift"]
    us_now = us + drift[0] + (now - img) - drift[1]
    of_us = xp.where(kinds.is_now == 1, us_now[s], us[s])
    of_img = xp.where(kinds.is_now == 1, now[s], img[s])
    zero = 0.0 * step[0]
    steps = xp.stack([zero, step[1], step[2], zero, step[4]])
    return xp.where(kinds.is_img == 1, of_img, of_us) + steps[kinds.applicant_type]


def rest_of_score(t: Traits, b: Backend) -> Any:
    """SD of the standardized score given a and e, (n,)."""
    return b.xp.sqrt(b.xp.maximum(1 - t.score_on_paper**2 - t.score_on_rest**2, 1e-4))
