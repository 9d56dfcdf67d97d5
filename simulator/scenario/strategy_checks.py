"""What the strategies of a file must agree on with its programs and with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from simulator.errors import MAX_FAULTS_SHOWN, Fault
from simulator.scenario.checks import At, date_faults, list_faults, name_faults, one_year_faults
from simulator.scenario.listing import Listing, listing
from simulator.scenario.names import same_name
from simulator.scenario.nodes import Path
from simulator.scenario.program import MAX_PROGRAMS
from simulator.scenario.suggest import did_you_mean

Placed = tuple[Path, Mapping[str, object]]


def strategy_faults(raw: Mapping[str, object], at: At) -> Iterator[Fault]:
    """Yield what is wrong across the fields of ``strategies``.

    Parameters
    ----------
    raw : mapping
        The whole raw file.
    at : At
        Makes the faults.
    """
    base = listing(raw.get("programs"), ("programs",))
    partner = _partner_of(raw)
    seen: dict[str, Path] = {}
    strategies = raw.get("strategies")
    for index, strategy in enumerate(strategies if isinstance(strategies, tuple) else ()):
        path = ("strategies", index)
        name = strategy.get("name") if isinstance(strategy, dict) else None
        first = seen.setdefault(same_name(name), path) if isinstance(name, str) else path
        if first != path:
            where = at.line((*first, "name"))
            yield at.fault((*path, "name"), "duplicate strategy name", name, hint=where)
        edits = strategy.get("edits") if isinstance(strategy, dict) else None
        placed = [((*path, "edits", k), e) for k, e in enumerate(edits if isinstance(edits, tuple) else ())]
        yield from _each_person(placed, base, partner, at)


def _each_person(
    edits: Sequence[tuple[Path, object]], base: Listing, partner: Listing | None, at: At
) -> Iterator[Fault]:
    """Follow the edits of either partner."""
    mine: list[Placed] = [(here, edit) for here, edit in edits if isinstance(edit, dict)]
    inner = [((*here, "partner"), edit.get("partner")) for here, edit in mine]
    theirs: list[Placed] = [(here, edit) for here, edit in inner if isinstance(edit, dict)]
    if partner is None:
        yield from _without_partner(mine, at)
    for some, programs in ((mine, base), (theirs, partner)):
        if programs is not None and programs.is_expandable:
            yield from _edit_faults(some, programs, at)


def _partner_of(raw: Mapping[str, object]) -> Listing | None:
    """Programs of the second partner, where there is one."""
    couple = raw.get("couple")
    partner = couple.get("partner") if isinstance(couple, dict) else None
    return listing(partner.get("programs"), ("couple", "partner", "programs")) if isinstance(partner, dict) else None


def _without_partner(edits: list[Placed], at: At) -> Iterator[Fault]:
    """Refuse edits that need a partner where the file has none."""
    for here, edit in edits:
        for action in ("partner", "set_couple"):
            if edit.get(action) is not None:
                yield at.fault((*here, action), "is for couples, and this scenario has no partner")


def _edit_faults(edits: list[Placed], base: Listing, at: At) -> Iterator[Fault]:
    """Follow the edits in order; ``programs`` is what is there after each."""
    programs = base
    may_have_gone = False
    for here, edit in edits:
        if edit.get("add_programs") is not None:
            added = listing(edit["add_programs"], (*here, "add_programs"))
            yield from _added_faults(added, Listing((), (), whole=True) if may_have_gone else programs, at)
            programs = Listing(base.path, programs.entries + added.entries, programs.whole and added.whole)
        if not programs.is_expandable:
            allowed = f"at most {MAX_PROGRAMS:,} with the scenario's own"
            yield at.fault(here, "too many programs", programs.n_programs, allowed)
            return
        may_have_gone = may_have_gone or "remove_programs" in edit
        yield from _where_faults(edit, here, programs, at)
        for action in ("set_rank_order_list", "set_supplemental_rank_order_list"):
            yield from _set_list_faults(edit.get(action), (*here, action), programs, at)


def _added_faults(added: Listing, before: Listing, at: At) -> Iterator[Fault]:
    taken = {same_name(name): entry.path for entry in before.entries for name in entry.names()}
    yield from name_faults(added, at, taken)
    for entry in added.entries:
        yield from date_faults(entry, at)
        yield from one_year_faults(entry, at)


def _where_faults(edit: Mapping[str, object], path: Path, programs: Listing, at: At) -> Iterator[Fault]:
    known = programs.status_of()
    for action in ("remove_programs", "set_programs"):
        part = edit.get(action)
        where = part.get("where") if isinstance(part, dict) else None
        named = where.get("name") if isinstance(where, dict) else None
        names = named if isinstance(named, tuple) else (named,)
        groups = {entry.name for entry in programs.entries}
        unknown = [name for name in names if isinstance(name, str) and name not in known and name not in groups]
        for name in unknown[:MAX_FAULTS_SHOWN] if programs.whole else ():
            hint = did_you_mean(name, known)
            yield at.fault((*path, action, "where", "name"), "no program has this name", name, hint=hint)


def _set_list_faults(ranked: object, path: Path, programs: Listing, at: At) -> Iterator[Fault]:
    """Check a new list; statuses may have been edited, so only its names are looked at."""
    open_minded = tuple(replace(entry, raw={}) for entry in programs.entries)
    yield from list_faults(ranked, path, programs._replace(entries=open_minded), at)
