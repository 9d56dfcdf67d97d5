"""The ``couple`` part of a run's JSON, field by field as the documentation promises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.outcomes.contract import about_cost, about_match, number, rows
from simulator.outcomes.couple import OUTCOMES

if TYPE_CHECKING:
    from simulator.outcomes.couple import CoupleResult, Filtered, PartnerAlone, Share


def as_contract(result: CoupleResult) -> dict[str, Any]:
    """Turn what a couple's run says into plain dictionaries and lists.

    Parameters
    ----------
    result : CoupleResult

    Returns
    -------
    dict
        The four outcomes come first and add up to 1.
    """
    shares = {name: getattr(result, name) for name in OUTCOMES}
    total = sum(cost.total_usd for cost in result.costs)
    return {name: number(share.probability) for name, share in shares.items()} | {
        "method": result.method,
        "uncertainty": {name: _about(share) for name, share in shares.items()},
        "correlation": dict(zip(("strength", "skill"), map(number, result.correlation), strict=True)),
        "both_alone": number(result.both_alone),
        "partners": [_partner(one, own) for one, own in zip(result.partners, result.filtered, strict=True)],
        "by_place": rows(result.by_place),
        "by_pair": rows(result.by_pair),
        "cost_usd": {"total": number(total), "partners": [about_cost(cost) for cost in result.costs]},
    }


def _about(share: Share) -> dict[str, Any]:
    return {
        "mc_standard_error": number(share.mc_standard_error),
        "refined": number(share.refined),
        "refined_standard_error": number(share.refined_standard_error),
        "credible_interval": _interval(share.level, share.low, share.high),
    }


def _partner(one: PartnerAlone, filtered: Filtered) -> dict[str, Any]:
    cost = {
        "estimate": number(one.cost),
        "credible_interval": _interval(one.matched.level, one.cost_low, one.cost_high),
    }
    return {
        "type": one.applicant_type,
        "alone": about_match(one.alone),
        "in_couple": about_match(one.matched),
        "cost_of_pairing": cost,
        "filtered": [{"program": name, "reasons": list(reasons)} for name, reasons in filtered],
    }


def _interval(level: float, low: float, high: float) -> dict[str, Any]:
    return {"level": number(level), "low": number(low), "high": number(high)}
