"""A matching in words: the summary, and one page that explains one applicant's place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from simulator.errors import one_line
from simulator.market.matching import Blocking
from simulator.outcomes.match_explained import Choice, Explanation
from simulator.outcomes.match_floor import Side
from simulator.outcomes.matching import MatchOutcome

MOST_ROWS = 40
MOST_COALITIONS = 3
MOST_CHOICES = 30


def match_summary(outcome: MatchOutcome) -> str:
    """Say what came of a match; a small one is listed whole.

    Parameters
    ----------
    outcome : MatchOutcome

    Returns
    -------
    str
    """
    return "\n".join(_summary(outcome))


def _summary(outcome: MatchOutcome) -> Iterator[str]:
    n, matched = outcome.n_applicants, outcome.n_matched
    if n <= MOST_ROWS:
        yield from _table(outcome)
        yield ""
    yield f"{matched:,} of {n:,} applicants matched ({_percent(matched, n)}), {n - matched:,} unmatched."
    yield f"{outcome.n_filled:,} of {outcome.n_positions:,} positions filled."
    first, listed = outcome.n_first_choice, outcome.n_with_list
    yield f"{first:,} of {listed:,} with a list have their first choice ({_percent(first, listed)})."
    yield from _stability(outcome)
    yield from _about(outcome)


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"


def _table(outcome: MatchOutcome) -> Iterator[str]:
    names = [_name(name) for name in outcome.lists.applicants]
    width = max(map(len, names))
    found = outcome.matching
    for name, p, q in zip(names, found.program_of, found.preliminary_of, strict=True):
        place = _name(outcome.lists.programs[p]) if p >= 0 else "unmatched"
        extra = f", with {_name(outcome.lists.programs[q])}" if q >= 0 else ""
        yield f"  {name:<{width}}  {place}{extra}"


def _name(text: str) -> str:
    return one_line(text, 60)


def _stability(outcome: MatchOutcome) -> Iterator[str]:
    found = outcome.matching
    if found.is_stable:
        yield "Stable: an independent check found nobody who could do better together with a program that agrees."
        return
    n = len(found.blocking)
    if found.is_proof:
        yield "NOT STABLE: no stable matching exists; every choice of the couples was tried."
    else:
        yield "NOT STABLE: no stable matching was found, which does not prove that none exists."
    yield f"This is the best one seen; {n if n < 100 else '100 or more'} coalition{'s' * (n != 1)} would undo it:"
    for coalition in found.blocking[:MOST_COALITIONS]:
        yield f"  {_coalition(outcome, coalition)}"
    if n > MOST_COALITIONS:
        yield "  the others are in the JSON"


def _coalition(outcome: MatchOutcome, found: Blocking) -> str:
    """Say in words what blocks."""
    applicants, programs = ([_name(name) for name in names] for names in outcome.names(found))
    who = " and ".join(applicants)
    if found.kind == "over_quota":
        return f"{programs[0]} holds more people than it has places."
    if found.kind == "not_ranked":
        return f"{who} and {programs[0]} did not rank each other."
    if found.kind == "parity":
        return f"{programs[0]} has an even number of people where it asked for an odd one, or the other way round."
    if found.kind == "quota":
        return f"{programs[0]} has more places than its own and those that may revert to it."
    where = " and ".join(name or "no match" for name in programs)
    if len(applicants) == 1:
        return f"{who} would rather go to {where}, and {where} would rather have {who}."
    return f"the couple {who} would rather go to {where}, and would be taken there."


def _about(outcome: MatchOutcome) -> Iterator[str]:
    """Say what was changed or left out on the way."""
    if outcome.n_elsewhere is not None:
        n = outcome.n_elsewhere
        where = "would be elsewhere" if n else "would be elsewhere: both sides' algorithms give the same"
        yield f"Programs proposed. If applicants propose, {n:,} applicant{'s' * (n != 1)} {where}."
    dropped = int(outcome.matching.dropped)
    if dropped:
        yield f"note: {dropped:,} rank{'s' * (dropped != 1)} of applicants that no program returned could not count."
    changed = np.flatnonzero(outcome.matching.quota != outcome.lists.quota).tolist()
    if changed:
        named = ", ".join(
            f"{_name(outcome.lists.programs[p])} from {outcome.lists.quota[p]} to {outcome.matching.quota[p]}"
            for p in changed[:MOST_COALITIONS]
        )
        more = f" and {len(changed) - MOST_COALITIONS:,} more" if len(changed) > MOST_COALITIONS else ""
        yield f"note: reversion or parity changed quotas: {named}{more}."
    yield from (f"note: {text}" for text in outcome.lists.notes)


def match_page(found: Explanation, *, is_stable: bool) -> str:
    """Explain one applicant's place, or a couple's, on one page.

    Parameters
    ----------
    found : Explanation
    is_stable : bool
        Whether the matching is stable, so that "why not higher" has an answer.

    Returns
    -------
    str
    """
    return "\n".join(_page(found, is_stable=is_stable))


def _page(found: Explanation, *, is_stable: bool) -> Iterator[str]:
    people = [_name(name) for name in found.people]
    yield f"{' and '.join(people)}: {_place(found)}"
    yield from _above(found, people)
    if found.at is not None:
        yield f"> {_choice(found.at, people)}"
    if found.n_below:
        n = found.n_below
        yield f"  {n} rank{'s' * (n != 1)} below {'were' if n != 1 else 'was'} not needed."
    yield from _displaced(found)
    yield from _linked(found)
    if not is_stable:
        yield "The matching is not stable: a program above may be open to them all the same."


def _place(found: Explanation) -> str:
    if found.at is None:
        return "unmatched" if found.above else "no ranks, unmatched"
    where = " and ".join(_name(side.program) or "no match" for side in found.at.sides)
    return f"matched to {where}, rank {found.at.rank} on {'the' if len(found.people) == 1 else 'their joint'} list"


def _above(found: Explanation, people: list[str]) -> Iterator[str]:
    for choice in found.above[:MOST_CHOICES]:
        yield f"  {_choice(choice, people)}"
    if len(found.above) > MOST_CHOICES:
        yield f"  and {len(found.above) - MOST_CHOICES} more ranks above, none of them to be had"


def _choice(choice: Choice, people: list[str]) -> str:
    said = "; ".join(_side(side, name) for side, name in zip(choice.sides, people, strict=True))
    return f"{choice.rank:>3}. {said}"


def _side(side: Side, name: str) -> str:
    program, mine = _name(side.program), side.program_rank
    last = f"the last of them, {_name(side.last)}, is at rank {side.last_rank}"
    changed = f", by reversion or parity: the file has {side.asked}" if side.quota != side.asked else ""
    filled = f"{side.n_filled} of {side.quota} places filled{changed}"
    return {
        "no_match": f"no match for {name}",
        "not_ranked": f"{program} did not rank {name}",
        "no_positions": f"{program} has no position to fill{changed}",
        "filled": f"{program} filled its {side.quota} with people it prefers{changed}: {last}, {name} at rank {mine}",
        "open": f"{program} would take {name}, at rank {mine} of its list ({filled})",
        "not_both": f"{program} has no place for both ({name} is at rank {mine})",
        "matched": f"{program} has {name} at rank {mine} of its list ({filled})",
    }[side.verdict]


def _displaced(found: Explanation) -> Iterator[str]:
    for row in found.displaced:
        holder, program, name = _name(row.holder), _name(row.program), _name(row.name)
        pair = ", who would need a place for the partner too" if row.is_partner else ""
        yield f"Without {holder}, {program} would look next at {name}, rank {row.program_rank} of its list{pair}."
    if found.at is not None and not found.displaced:
        yield "Nobody was displaced: nobody else on the list would rather be there."


def _linked(found: Explanation) -> Iterator[str]:
    if found.supplemental:
        yield "Preliminary programs that go with it:"
    for name, choice in found.supplemental:
        mark = ">" if choice.sides[0].verdict == "matched" else " "
        yield f"{mark} {_choice(choice, [_name(name)])}"
