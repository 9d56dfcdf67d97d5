"""What can still be done, month by month, each item as a strategy that fits the scenario at hand.

Items, their days and sources are in ``model/data/calendar_advice.toml``. An item is offered
where what it needs holds of the scenario; its edits name the scenario's own programs.
"""

from __future__ import annotations

from calendar import month_name
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.model.behaviour import in_sd
from simulator.model.filters import paper_filters, usable_visas, visa_filter
from simulator.model.profile import visa_of
from simulator.model.seasonclock import day_of, season_calendar
from simulator.model.tables import table
from simulator.scenario import Strategy
from simulator.scenario.applicant import EXPERIENCE_MONTHS
from simulator.scenario.vocabulary import UNRANKABLE_STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from simulator.scenario import Applicant, Program, Scenario


class Advice(NamedTuple):
    """One thing that can still be done.

    Attributes
    ----------
    key : short name, the same in every season
    title, says : what it is, and what to bear in mind
    first, until : first and last day on which it makes sense
    is_open : whether it can be done now: `as_of` lies between them, or is not given
    source, grade : where the advice is from, and how sure (C: advice, not measurement)
    verb : the command that weighs it: ``run`` or ``reapply``; empty where it changes nothing in this scenario
    strategy : its edits, to be put under `strategies` of the scenario
    """

    key: str
    title: str
    says: str
    first: date
    until: date
    is_open: bool
    source: str
    grade: str
    verb: str
    strategy: Strategy

    @property
    def months(self) -> tuple[str, ...]:
        """Names of the months in which it can be done."""
        numbers = range(self.first.year * 12 + self.first.month, self.until.year * 12 + self.until.month + 1)
        return tuple(month_name[(n - 1) % 12 + 1] for n in numbers)


def advice(scenario: Scenario) -> tuple[Advice, ...]:
    """Return everything that fits the scenario and is not over yet, soonest to close first.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    tuple of Advice
        Without `as_of` the whole season's; items whose last day has passed are left out.
    """
    facts = facts_of(scenario)
    found = (_advice(scenario, item, facts) for item in table("calendar_advice")["item"] if _fits(item, facts))
    return tuple(sorted((a for a in found if scenario.as_of is None or scenario.as_of <= a.until), key=_when))


def _when(item: Advice) -> tuple[bool, date, date]:
    return not item.is_open, item.until, item.first


def _fits(item: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return all(facts[need] for need in item["needs"])


def _advice(scenario: Scenario, item: Mapping[str, Any], facts: Mapping[str, Any]) -> Advice:
    first = day_of(item["from"], scenario.season)
    last = item["until"]
    until = (
        season_calendar(scenario.season).rank_list_deadline if isinstance(last, str) else day_of(last, scenario.season)
    )
    return Advice(
        key=item["key"],
        title=item["title"],
        says=item["says"],
        first=first,
        until=until,
        is_open=scenario.as_of is None or first <= scenario.as_of <= until,
        source=item["source"],
        grade=item["grade"],
        verb="" if item["key"] in facts["without_effect"] else item["verb"],
        strategy=Strategy.model_validate({"name": item["title"], "edits": _filled(item["edits"], facts)}),
    )


def _filled(value: Any, facts: Mapping[str, Any]) -> Any:
    """Put the scenario's own values in the place of words that begin with a dollar sign; lists become tuples.

    What is None, because a limit of the file format is reached, is left out; new programs get names of their own.
    """
    if isinstance(value, str) and value.startswith("$"):
        return facts[value[1:]]
    if isinstance(value, dict):
        filled = {key: _filled(inner, facts) for key, inner in value.items()}
        if "add_programs" in filled:
            added = filled["add_programs"]
            filled["add_programs"] = {**added, "name": _new_name(added["name"], facts["names"])}
        return {key: inner for key, inner in filled.items() if inner is not None}
    return tuple(_filled(inner, facts) for inner in value) if isinstance(value, list) else value


def _new_name(name: str, taken: frozenset[str]) -> str:
    """Return a name that no program has, nor any with this name and a number."""
    while any(one == name or one.startswith(f"{name} ") for one in taken):
        name = f"Further {name[0].lower()}{name[1:]}"
    return name


def facts_of(scenario: Scenario) -> dict[str, Any]:
    """Return what items may need or name: facts by name, empty or false where they do not hold.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    dict
    """
    person = scenario.applicant
    inside = [p for p in scenario.programs if p.status != "considering"]
    silent = [p for p in inside if p.status == "applied" and not _is_closed(scenario, p)]
    fill = {name: entry["value"] for name, entry in table("calendar_advice")["fill"].items()}
    rankable = _rankable(scenario)
    ahead = [p for p in inside if p.status in ("applied", "invited")]
    return {
        "applied_anywhere": bool(inside),
        "specialty": main_specialty(inside),
        "visas": tuple(v for v in usable_visas(person) if v != "none"),
        "no_family_medicine": bool(inside) and all(p.specialty != "family_medicine" for p in inside),
        "visa_not_known": _names(silent, lambda p: p.visas is None and visa_of(person) != "none")[: fill["emails"]],
        "silent_with_tie": _names(silent, lambda p: p.connection != "none" and not p.emails)[: fill["emails"]],
        "step3_opens_h1b": not person.step3 and visa_of(person) in ("h1b", "j1_or_h1b"),
        "interview_ahead": bool(ahead),
        "practised": _practised(person, fill["practice"]),
        "interviewed_without_letter": _letterless(scenario)[: fill["letters"]],
        "something_to_rank": bool(scenario.programs) and bool(rankable),
        "rankable": rankable,
        "more_experience": _more_experience(person, fill["added_months"]),
        "names": frozenset(p.name for p in scenario.programs),
        "without_effect": ("rank_all",) if rankable == scenario.rank_order_list else (),
    }


def _practised(person: Applicant, added: float) -> float | None:
    """Interview skill after practice; None where it is strong already."""
    now = 0.0 if person.interview_skill is None else in_sd(person.interview_skill)
    return now + added if now < in_sd("strong") else None


def _more_experience(person: Applicant, added: float) -> float | None:
    """Months of US clinical experience a year on, within what a file can say; None where that is reached."""
    months = person.us_clinical_experience_months
    now = table("groups")[person.type]["us_clinical_experience_months"] if months is None else months
    most = EXPERIENCE_MONTHS[1]
    return min(now + added, most) if now < most else None


def main_specialty(programs: list[Program]) -> str:
    """Return the specialty with the most programs, the first of them where several have as many."""
    counts: dict[str, int] = {}
    for program in programs:
        counts[program.specialty] = counts.get(program.specialty, 0) + 1
    return max(counts, key=lambda name: counts[name], default="internal_medicine")


def _is_closed(scenario: Scenario, program: Program) -> bool:
    return bool(visa_filter(scenario.applicant, program) or paper_filters(scenario.applicant, program))


def _names(programs: list[Program], test: Any) -> tuple[str, ...]:
    return tuple(p.name for p in programs if test(p))


def _letterless(scenario: Scenario) -> tuple[str, ...]:
    """Programs at which the applicant interviewed and has sent no letter, best liked first."""
    without = {p.name for p in scenario.programs if p.status == "interviewed" and p.letter == "none"}
    return tuple(name for name in scenario.rank_order_list if name in without)


def _rankable(scenario: Scenario) -> tuple[str, ...]:
    """The rank order list, and behind it what could stand on it and does not."""
    listed = set(scenario.rank_order_list)
    more: Iterator[str] = (
        p.name for p in scenario.programs if p.status not in UNRANKABLE_STATUSES and p.name not in listed
    )
    return (*scenario.rank_order_list, *more)
