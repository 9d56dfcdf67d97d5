"""Positions of one year, positions from the second year on, and the supplemental list that joins them.

An advanced position starts in the second year; whoever holds one needs a first year elsewhere, at a preliminary or
transitional-year program. The NRMP lets an applicant add a supplemental list of such programs to the advanced programs
of the primary list; it is tried only once an advanced place is held, and if it fails that place stands. A preliminary
program may stand on the primary list as well, as a position for one year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from simulator.errors import Fault
from simulator.scenario.checks import At, list_faults
from simulator.scenario.listing import Listing, is_rankable, listing
from simulator.scenario.nodes import Path
from simulator.scenario.program import Program

PRELIMINARY, ADVANCED = "preliminary", "advanced"
SECOND_LIST = "supplemental_rank_order_list"
ONLY_PRELIMINARY = "only a preliminary program can stand on the supplemental list"
NOTHING_TO_SERVE = "no advanced program is on the rank order list for it to serve"
ADVANCED_FIRST = "It gives advanced positions their first year; a year on its own belongs on rank_order_list."


def usual_supplemental(programs: Iterable[Program], ranked: Iterable[str]) -> tuple[str, ...]:
    """Return the supplemental list of a scenario that gives none.

    Parameters
    ----------
    programs : iterable of Program
        In file order.
    ranked : iterable of str
        The rank order list.

    Returns
    -------
    tuple of str
        Every preliminary program that can be ranked, in file order; empty where the list holds no advanced program.
    """
    found = {p.name: p for p in programs}
    if not any(found[name].track == ADVANCED for name in ranked if name in found):
        return ()
    return tuple(name for name, p in found.items() if p.track == PRELIMINARY and is_rankable(p.status))


def supplemental_faults(raw: Mapping[str, object], path: Path, at: At) -> Iterator[Fault]:
    """Yield what is wrong with the supplemental list of one applicant.

    Parameters
    ----------
    raw : mapping
        The raw file.
    path : Path
        Where it is.
    at : At
        Makes the faults.
    """
    programs = listing(raw.get("programs"), (*path, "programs"))
    second, ranked = raw.get(SECOND_LIST), raw.get("rank_order_list")
    here = (*path, SECOND_LIST)
    yield from list_faults(second, here, programs, at)
    if isinstance(second, tuple) and programs.is_expandable:
        yield from _served(second, here, programs, ranked, at)


def _served(second: tuple[object, ...], path: Path, programs: Listing, ranked: object, at: At) -> Iterator[Fault]:
    """Yield faults of programs that cannot stand on the list, and of a list that nothing asks for."""
    entry_of = {name: entry for entry in programs.entries for name in entry.names()}
    for index, name in enumerate(second):
        track = entry_of[name].track if isinstance(name, str) and name in entry_of else None
        if track not in {PRELIMINARY, None}:
            yield at.fault(
                (*path, index), f"{ONLY_PRELIMINARY} (this one is {track})", name, hint="Take it off the list."
            )
    on_list = ranked if isinstance(ranked, tuple) else [n for n, e in entry_of.items() if is_rankable(e.status)]
    tracks = {entry_of[name].track for name in on_list if isinstance(name, str) and name in entry_of}
    if second and programs.whole and not tracks & {ADVANCED, None}:
        yield at.fault(path, NOTHING_TO_SERVE, hint=ADVANCED_FIRST)
