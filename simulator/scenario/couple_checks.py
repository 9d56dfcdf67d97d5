"""What the couple's part of the file must agree on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.errors import Fault
from simulator.scenario.checks import At, person_faults, person_warnings, unknown_names
from simulator.scenario.listing import Listing, is_rankable, listing
from simulator.scenario.nodes import Path

_LIST = ("couple", "joint_rank_order_list")


def couple_faults(raw: Mapping[str, object], at: At) -> Iterator[Fault]:
    """Yield what is wrong across the fields of ``couple``.

    Parameters
    ----------
    raw : mapping
        The whole raw file.
    at : At
        Makes the faults.
    """
    couple = raw.get("couple")
    if not isinstance(couple, dict):
        return
    partner = couple.get("partner")
    partner = partner if isinstance(partner, dict) else {}
    yield from person_faults(partner, ("couple", "partner"), at)
    yield from _ways(couple, at)
    yield from _distances(couple.get("build"), at)
    pairs = couple.get("joint_rank_order_list")
    for side, person in enumerate((raw, partner)):
        programs = listing(person.get("programs"), ())
        yield from _side_faults(pairs, side, programs, at)


def _ways(couple: Mapping[str, object], at: At) -> Iterator[Fault]:
    """Yield a fault where the joint list is neither given nor to be built, or both."""
    is_given = couple.get("joint_rank_order_list") is not None or couple.get("joint_rank_order_list_file") is not None
    is_built = couple.get("build") is not None
    if is_given == is_built:
        what = "gives a joint list and asks to build one" if is_built else "needs a joint list"
        allowed = "one of joint_rank_order_list, joint_rank_order_list_file and build"
        yield at.fault(("couple",), what, allowed=allowed)


def _distances(build: object, at: At) -> Iterator[Fault]:
    """Yield a fault where a distance is asked for and not given."""
    if isinstance(build, dict) and build.get("together") == "distance" and build.get("within_miles") is None:
        yield at.fault(("couple", "build"), "needs within_miles with together: distance", allowed="a number of miles")


def _side_faults(pairs: object, side: int, programs: Listing, at: At) -> Iterator[Fault]:
    status_of = programs.status_of()
    unknown: dict[str, Path] = {}
    for index, pair in enumerate(pairs if isinstance(pairs, tuple) else ()):
        name = pair[side] if isinstance(pair, tuple) and len(pair) == 2 else None
        path = (*_LIST, index, side)
        if isinstance(name, str) and name not in status_of:
            unknown.setdefault(name, path)
        elif isinstance(name, str) and not is_rankable(status_of[name]):
            yield at.fault(path, f"a program with status '{status_of[name]}' cannot be ranked", name)
    if programs.whole and programs.is_expandable:
        yield from unknown_names(unknown, programs, at)


def couple_warnings(raw: Mapping[str, object]) -> Iterator[str]:
    """Yield what is accepted in ``couple`` but has no effect."""
    couple = raw.get("couple")
    if not isinstance(couple, dict):
        return
    if isinstance(couple.get("partner"), dict):
        yield from person_warnings(couple["partner"], "Partner: ")
    pairs = couple.get("joint_rank_order_list")
    if isinstance(pairs, tuple) and len(set(pairs)) < len(pairs):
        n_repeated = len(pairs) - len(set(pairs))
        yield f"{n_repeated} pair(s) of the joint list stand there twice; the later ones have no effect."
