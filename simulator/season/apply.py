"""Apply: which programs are in the season at all, and why the others are not.

Hard filters bind applications; an invitation or interview in fact overrides a program's
paper filters; the visa binds always. Two interviews known to fall on one day clash: the
one lower on the list is declined.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from simulator.model.filters import paper_filters, sponsoring_probability, visa_filter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.scenario import Applicant, Program, Scenario

FACTS = ("invited", "interviewed")
#: Fields of a program that its rules rest on.
RULES = (
    *("specialty", "visas", "min_step2_ck", "max_years_since_graduation"),
    "min_us_clinical_experience_months",
)


class Application(NamedTuple):
    """One program in the season.

    Attributes
    ----------
    place : in `scenario.programs`, from 0
    program : Program
    filtered : reasons why nothing can come of it; empty if none
    is_live : whether anything can still happen there; an interview held at a program that
        cannot sponsor the visa took place but leads to nothing, an invitation from one is
        not worth a day or a place under a limit
    overridden : paper filters that the program has in fact waived
    sponsoring : probability that the program can sponsor the applicant's visa
    position : 0-based place on the rank order list, or -1
    """

    place: int
    program: Program
    filtered: list[str]
    is_live: bool
    overridden: list[str]
    sponsoring: float
    position: int


def applications(scenario: Scenario) -> list[Application]:
    """List every program that was applied to, in the order in which interviews are kept.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    list of Application
        In the order of the rank order list, then of the supplemental list, then in file order; `considering`
        programs are outside the season and left out.
    """
    return list(_applications(_Same(scenario)))


class _Same:
    """A scenario as the key of what has been worked out of it: itself, and no other that is equal."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.scenario is self.scenario


@functools.lru_cache(maxsize=32)
def _applications(same: _Same) -> tuple[Application, ...]:
    """Applications of a scenario; several parts of one answer ask for them."""
    scenario = same.scenario
    place = {name: k for k, name in enumerate(scenario.rank_order_list)}
    order = {name: k for k, name in enumerate(dict.fromkeys((*place, *scenario.supplemental_rank_order_list)))}
    inside = [(i, p) for i, p in enumerate(scenario.programs) if p.status != "considering"]
    inside.sort(key=lambda pair: (order.get(pair[1].name, len(order)), pair[0]))
    judged = _judged(scenario.applicant, [p for _, p in inside])
    useful = [p for (_, p), rules in zip(inside, judged, strict=True) if p.status == "interviewed" or not rules.visa]
    clashes = clashing(useful)
    return tuple(
        _application(i, p, rules, place.get(p.name, -1), clashes.get(p.name))
        for (i, p), rules in zip(inside, judged, strict=True)
    )


class _Rules(NamedTuple):
    """What the rules of a program say of an applicant: reasons of visa, reasons on paper, chance of sponsoring."""

    visa: list[str]
    paper: list[str]
    sponsoring: float


def _judged(applicant: Applicant, programs: Sequence[Program]) -> list[_Rules]:
    """Rules of every program, looked at once for programs whose rules are the same."""
    known: dict[tuple[object, ...], _Rules] = {}
    return [_rules(applicant, program, known) for program in programs]


def _rules(applicant: Applicant, program: Program, known: dict[tuple[object, ...], _Rules]) -> _Rules:
    key = tuple(getattr(program, name) for name in RULES)
    if key not in known:
        visa, paper = visa_filter(applicant, program), paper_filters(applicant, program)
        known[key] = _Rules(visa, paper, sponsoring_probability(applicant, program))
    return known[key]


def _application(place: int, program: Program, rules: _Rules, position: int, clash: str | None) -> Application:
    visa, paper, sponsoring = rules
    fact = program.status in FACTS
    gone = [f"same day as the interview at {clash}, which is kept"] if clash else []
    if program.status == "rejected":
        gone.append("the program has turned the application down")
    return Application(
        place=place,
        program=program,
        filtered=gone + visa + ([] if fact else paper),
        is_live=not gone and (program.status == "interviewed" or not (visa or (paper and not fact))),
        overridden=paper if fact else [],
        sponsoring=sponsoring,
        position=position,
    )


def clashing(programs: Sequence[Program]) -> dict[str, str]:
    """Interviews declined because another one is kept on the same day.

    Parameters
    ----------
    programs : sequence of Program
        Best first.

    Returns
    -------
    dict of declined program name to the name of the one kept
        Interviews already held are always kept.
    """
    kept: dict[object, str] = {}
    for program in sorted(programs, key=lambda p: p.status != "interviewed"):
        if program.interview_on is not None and program.status in FACTS:
            kept.setdefault(program.interview_on, program.name)
    return {
        p.name: kept[p.interview_on]
        for p in programs
        if p.status == "invited" and p.interview_on is not None and kept[p.interview_on] != p.name
    }


def emailed(applied: Sequence[Application]) -> int:
    """Count the programs of the season that were emailed."""
    return sum(bool(a.program.emails) for a in applied)
