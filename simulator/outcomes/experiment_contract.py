"""An experiment's result as JSON, field by field as the documentation promises, and as a notebook shows it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from simulator.outcomes.contract import number
from simulator.outcomes.experiment import SCHEMA_VERSION
from simulator.outcomes.experiment_measures import OF
from simulator.outcomes.html import FOOT

if TYPE_CHECKING:
    from simulator.outcomes.experiment import ArmResult, CrowdResult, ExperimentResult, Moved, Row
    from simulator.outcomes.experiment_measures import Effect
    from simulator.outcomes.experiment_race import Left, Reached


def as_contract(result: ExperimentResult) -> dict[str, Any]:
    """Turn a result into plain dictionaries and lists.

    Parameters
    ----------
    result : ExperimentResult

    Returns
    -------
    dict
        Absent parts are absent; nothing in it tells command, path, workers, time or host.
    """
    market = {"applicants": result.applicants, "programs": result.programs, "positions": result.positions}
    named = {} if result.specialties is None else {"specialties": list(result.specialties)}
    return {
        "schema_version": SCHEMA_VERSION,
        "experiment": result.name,
        "question": result.question,
        "market": {**named, "scale": result.scale, **market},
        "seed": result.seed,
        "replicates": result.replicates,
        "level": result.level,
        "base": {
            "stable_seasons": result.stable_seasons,
            "values": [{"measure": m, **_group(g), "value": number(v)} for (m, g), v in result.base.items()],
        },
        "arms": [_arm(arm, result.level) for arm in result.arms],
        **({"crowds": [_crowd(one, result.level) for one in result.crowds]} if result.crowds else {}),
        "warnings": list(result.warnings),
    }


def _arm(arm: ArmResult, level: float) -> dict[str, Any]:
    return {
        "arm": arm.name,
        **({} if arm.share is None else {"share": arm.share}),
        "stable_seasons": arm.stable_seasons,
        **_reached(arm.reached),
        "differences": [_row(row, level) for row in arm.rows],
        "changes": [{"who": m.who, **_moved(m, level)} for m in arm.moved],
    }


def _crowd(one: CrowdResult, level: float) -> dict[str, Any]:
    found: dict[str, Any] = {"arm": one.name, **_reached(one.reached)}
    found["individual"] = [_moved(m, level) for m in one.individual]
    if one.collective:
        found["collective"] = [_moved(m, level) for m in one.collective]
        found["individual_less_collective"] = [_moved(m, level) for m in one.apart]
        found["share_left"] = [_left(row, level) for row in one.left]
    return found


def _reached(rows: tuple[Reached, ...]) -> dict[str, Any]:
    found = [{"lever": row.lever, "asked": number(row.asked), "reached": number(row.reached)} for row in rows]
    return {"levers": found} if found else {}


def _left(row: Left, level: float) -> dict[str, Any]:
    ends = {"level": level, "low": number(row.low), "high": number(row.high)}
    return {"group": row.group, "value": number(row.value), "interval": ends}


def _row(row: Row, level: float) -> dict[str, Any]:
    found = {"measure": row.measure, **_group(row.group), "base": number(row.base), "value": number(row.value)}
    return found | _effect(row.effect, level)


def _moved(row: Moved, level: float) -> dict[str, Any]:
    return {"measure": row.measure, "group": row.group, **_effect(row.effect, level)}


def _group(group: str) -> dict[str, str]:
    return {"group": group} if group else {}


def _effect(effect: Effect, level: float) -> dict[str, Any]:
    return {
        "difference": number(effect.difference),
        "mc_standard_error": number(effect.mc_standard_error),
        "interval": {"level": level, "low": number(effect.low), "high": number(effect.high)},
        "one_season": {"low": number(effect.season_low), "high": number(effect.season_high)},
        "established": effect.is_established,
    }


def as_html(result: ExperimentResult) -> str:
    """Return a result as HTML: the main differences for everybody, arm by arm, or what one gains alone.

    Parameters
    ----------
    result : ExperimentResult
    """
    wide = result.differences if result.arms else result.crowd
    shown = wide[wide["group"].isin(["all", ""])].drop(columns=["group", "mc_standard_error"])
    shown = shown.assign(measure=[OF[name].words if name in OF else name for name in shown["measure"]])
    if not result.crowds:
        shown = shown.drop(columns=["share"])
    head = f"<h4>{escape(result.name)}</h4><p>{escape(result.question)}</p>"
    said = "".join(f"<li>{escape(text)}</li>" for text in result.warnings)
    body = shown.to_html(index=False, escape=True, float_format=lambda x: f"{x:.4g}")
    return f"{head}{body}<ul>{said}</ul><p><small>{FOOT}</small></p>"
