"""What the couple's part of the file must agree on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from simulator.errors import Fault
from simulator.scenario.checks import At, person_faults, person_warnings, unknown_names
from simulator.scenario.listing import Listing, is_rankable, listing
from simulator.scenario.nodes import Path

_LIST = ("couple", "joint_rank_order_list")
WHO = ("first", "second")
SWAPPED = "It is a program of the {} partner; each pair names the first partner's program first."


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
    if "couple" in raw and couple is None:
        hint = "Leave the key away for one applicant."
        yield at.fault(("couple",), "is empty", allowed="partner, and a joint list or how to build one", hint=hint)
    if not isinstance(couple, dict):
        return
    partner = couple.get("partner")
    partner = partner if isinstance(partner, dict) else {}
    yield from person_faults(partner, ("couple", "partner"), at)
    yield from _ways(couple, at)
    yield from _distances(couple.get("build"), at)
    pairs = couple.get("joint_rank_order_list")
    both = [listing(person.get("programs"), ()) for person in (raw, partner)]
    for side, programs in enumerate(both):
        yield from _side_faults(pairs, side, programs, both[1 - side], at)


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


def _side_faults(pairs: object, side: int, programs: Listing, other: Listing, at: At) -> Iterator[Fault]:
    status_of = programs.status_of()
    unknown: dict[str, Path] = {}
    for index, pair in enumerate(pairs if isinstance(pairs, tuple) else ()):
        name = pair[side] if isinstance(pair, tuple) and len(pair) == 2 else None
        path: Path = (*_LIST, index, side)
        if isinstance(name, str) and name not in status_of:
            unknown.setdefault(name, path)
        elif isinstance(name, str) and not is_rankable(status_of[name]):
            whose = _whose(path)
            yield at.fault(path, f"{whose}: a program with status '{status_of[name]}' cannot be ranked", name)
    if programs.whole and programs.is_expandable:
        others = other.status_of()
        for fault, (name, path) in zip(unknown_names(unknown, programs, at), unknown.items(), strict=True):
            hint = SWAPPED.format(WHO[1 - side]) if name in others else fault.hint
            yield replace(fault, message=f"{_whose(path)}: {fault.message}", hint=hint)


def _whose(path: Path) -> str:
    """Return which pair a path of the joint list is in, counted from 1, and which partner."""
    return f"pair {int(path[2]) + 1}, {WHO[int(path[3])]} partner"


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
        many = "1 pair of the joint list stands" if n_repeated == 1 else f"{n_repeated} pairs of the joint list stand"
        yield f"{many} there twice; only the first time counts."
