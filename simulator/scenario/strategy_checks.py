"""What the strategies of a file must agree on with its programs and with each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from simulator.errors import MAX_FAULTS_SHOWN, Fault
from simulator.scenario.checks import At, date_faults, list_faults, name_faults, one_year_faults
from simulator.scenario.listing import Listing, listing
from simulator.scenario.names import same_name
from simulator.scenario.nodes import Path
from simulator.scenario.program import MAX_PROGRAMS
from simulator.scenario.suggest import did_you_mean


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
        if isinstance(edits, tuple) and base.is_expandable:
            yield from _edit_faults(edits, (*path, "edits"), base, at)


def _edit_faults(edits: tuple[object, ...], path: Path, base: Listing, at: At) -> Iterator[Fault]:
    """Follow the edits in order; ``programs`` is what is there after each."""
    programs = base
    may_have_gone = False
    for index, edit in enumerate(edits):
        here = (*path, index)
        if not isinstance(edit, dict):
            continue
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
