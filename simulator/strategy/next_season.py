"""The scenario of the season after this one: the same person and list, a year later, nothing heard yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.errors import Fault, InputError
from simulator.outcomes.comparison import warned
from simulator.scenario import Strategy
from simulator.scenario.applicant import ATTEMPTS, YEARS, ApplicantFields
from simulator.scenario.edited import apply_strategy
from simulator.scenario.schema import SEASONS
from simulator.scenario.suggest import did_you_mean
from simulator.scenario.vocabulary import DEFAULT_STATUS
from simulator.strategy.cautions import cautions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.scenario import Applicant, Program, Scenario


def next_season(scenario: Scenario) -> Scenario:
    """Return the next season of the same person with the same list and an unchanged file.

    Years since graduation and years since clinical work go up by one, where they are given,
    and earlier attempts at the Match by one; filters are thereby applied again. Every program
    that was applied to is applied to again, with the signals and connections it had; what was
    heard, emails, letters and reports of interviews belong to the season before and go.

    Parameters
    ----------
    scenario : Scenario
        Of one applicant.

    Returns
    -------
    Scenario
        Without `as_of`: nothing of the new season has happened yet.

    Raises
    ------
    InputError
        No later season is known to the file format, or the scenario is a couple's.
    """
    last = SEASONS[1]
    if scenario.season >= last:
        raise InputError(scenario.fault("season", "has no season after it", scenario.season, f"up to {last - 1}"))
    if scenario.couple is not None:
        raise InputError(scenario.fault("couple", "cannot be followed into another season yet"))
    programs = tuple(_again(program) for program in scenario.programs)
    left_off = _left_off(scenario)
    inside = [p.name for p in programs if p.status != "considering" and p.name not in left_off]
    listed = dict.fromkeys([*(n for n in scenario.rank_order_list if n in set(inside)), *inside])
    return replace(
        scenario,
        season=scenario.season + 1,
        as_of=None,
        applicant=_older(scenario.applicant),
        programs=programs,
        rank_order_list=tuple(listed),
    )


def _left_off(scenario: Scenario) -> set[str]:
    """Programs that could have been ranked and are not: they stay off the list.

    Which those are, only what happened tells: an interview; where nothing has happened yet, every application.
    """
    if not scenario.rank_order_list_given:
        return set()
    ranked = set(scenario.rank_order_list)
    inside = [p for p in scenario.programs if p.status != "considering"]
    is_untouched = scenario.as_of is None and all(p.status == DEFAULT_STATUS for p in inside)
    able = (DEFAULT_STATUS,) if is_untouched else ("invited", "interviewed")
    return {p.name for p in inside if p.status in able and p.name not in ranked}


def _again(program: Program) -> Program:
    if program.status == "considering":
        return program
    gone: dict[str, Any] = {
        "invited_on": None,
        "interview_on": None,
        "performance": None,
        "emails": (),
        "letter": "none",
    }
    return program.model_copy(update={**gone, "status": DEFAULT_STATUS})


def _older(person: Applicant) -> Applicant:
    changed: dict[str, Any] = {
        "prior_match_attempts": min((person.prior_match_attempts or 0) + 1, ATTEMPTS[1]),
        "applications_sent": None,
    }
    for name in ("years_since_graduation", "last_clinical_activity_years"):
        years = getattr(person, name)
        if years is not None:
            changed[name] = min(years + 1, YEARS[1])
    return person.model_copy(update=changed)


def stronger(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """Return a season with a changed profile.

    Parameters
    ----------
    scenario : Scenario
    changes : mapping of field to value
        As in `set_applicant` of a strategy; checked as there.

    Returns
    -------
    Scenario

    Raises
    ------
    InputError
        A field or value that a file could not hold.
    """
    from pydantic import ValidationError

    try:
        edit = Strategy.model_validate({"name": "stronger", "edits": ({"set_applicant": dict(changes)},)}).edits[0]
    except ValidationError as problem:
        raise InputError(
            [_fault(error["loc"], error["msg"], error["input"], error.get("ctx", {})) for error in problem.errors()]
        ) from problem
    return replace(scenario, applicant=scenario.applicant.model_copy(update=dict(edit.set_applicant or {})))


def _fault(where: tuple[int | str, ...], message: str, got: object, context: Mapping[str, Any]) -> Fault:
    name = str(where[-1])
    if name in ApplicantFields.model_fields:
        allowed, hint = (str(context.get(key, "")) for key in ("allowed", "hint"))
        return Fault(message, field=f"set_applicant.{name}", got=context.get("got", got), allowed=allowed, hint=hint)
    fields = tuple(ApplicantFields.model_fields)
    hint = did_you_mean(name, fields)
    return Fault("is no field that can be changed", field=f"set_applicant.{name}", allowed=", ".join(fields), hint=hint)


def with_strategy(scenario: Scenario, name: str) -> Scenario:
    """Return a season edited by one of the strategies of its file.

    Parameters
    ----------
    scenario : Scenario
    name : str
        Of a strategy.

    Returns
    -------
    Scenario
        Its warnings say also which edits match nothing, and what stands in their way.

    Raises
    ------
    InputError
        No strategy has the name, or its edits do not fit the season.
    """
    names = [strategy.name for strategy in scenario.strategies]
    if name not in names:
        known = "; ".join(names) or "none: the file has no strategies"
        raise InputError(
            Fault(
                "no strategy has this name", field="strategy", got=name, allowed=known, hint=did_you_mean(name, names)
            )
        )
    edited = apply_strategy(scenario, names.index(name))
    if edited.faults:
        raise InputError(edited.faults)
    said = (*scenario.warnings, *edited.warnings, *(warned(name, one.text) for one in cautions(scenario, edited)))
    return replace(edited.scenario, warnings=said)
