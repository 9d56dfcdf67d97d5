"""What one person's programs and list must agree on, beyond the shape of each field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.errors import MAX_FAULTS_SHOWN, MISSING, Fault, shown
from simulator.scenario.listing import Entry, Listing, is_rankable, listing
from simulator.scenario.names import same_name
from simulator.scenario.nodes import Node, Path, place_of, spelled
from simulator.scenario.program import MAX_PROGRAMS
from simulator.scenario.specialties import ONE_YEAR, specialty_key
from simulator.scenario.suggest import did_you_mean


class At:
    """Makes faults at the place of a path."""

    def __init__(self, root: Node) -> None:
        self.root = root

    def fault(self, path: Path, message: str, got: object = MISSING, allowed: str = "", hint: str = "") -> Fault:
        """Return a fault located at ``path``."""
        place = place_of(self.root, path)
        in_other_file = place.file != self.root.place.file
        field = str(path[-1]) if in_other_file and isinstance(path[-1], str) else spelled(path)
        return Fault(message, *place, field=field, got=got, allowed=allowed, hint=hint)

    def line(self, path: Path, beside: Path | None = None) -> str:
        """Return where a path is, in words; its file too where that of `beside` is another."""
        place = place_of(self.root, path)
        if place.line is None:
            return ""
        is_elsewhere = beside is not None and place_of(self.root, beside).file != place.file
        return f"The first one is on line {place.line}{f' of {place.file}' if is_elsewhere else ''}."


def person_faults(person: Mapping[str, object], path: Path, at: At) -> Iterator[Fault]:
    """Yield what is wrong across the fields of one applicant's part of the file.

    Parameters
    ----------
    person : mapping
        The raw file, or the raw ``couple.partner``.
    path : Path
        Where it is.
    at : At
        Makes the faults.
    """
    programs = listing(person.get("programs"), (*path, "programs"))
    yield from _size(programs, at)
    yield from name_faults(programs, at)
    for entry in programs.entries:
        yield from date_faults(entry, at)
        yield from one_year_faults(entry, at)
    yield from _intents(programs, at)
    yield from _applications(person.get("applicant"), (*path, "applicant"), programs, at)
    yield from list_faults(person.get("rank_order_list"), (*path, "rank_order_list"), programs, at)


def _size(programs: Listing, at: At) -> Iterator[Fault]:
    if not programs.is_expandable:
        allowed = f"at most {MAX_PROGRAMS:,} after counts are expanded"
        yield at.fault(programs.path, "too many programs", programs.n_programs, allowed)


def name_faults(programs: Listing, at: At, taken: Mapping[str, Path] | None = None) -> Iterator[Fault]:
    """Yield a fault for each entry that repeats a name, case and spaces not counted."""
    seen = dict(taken or {})
    for entry in programs.entries if programs.is_expandable else ():
        repeated = None
        for name in entry.names():
            first = seen.setdefault(same_name(name), entry.path)
            repeated = repeated or (None if first is entry.path else (name, first))
        if repeated is not None:
            name, first = repeated
            where = at.line((*first, "name"), (*entry.path, "name"))
            yield at.fault((*entry.path, "name"), "duplicate program name", name, hint=where)


def date_faults(entry: Entry, at: At) -> Iterator[Fault]:
    """Yield faults of dates that the status, or each other, rule out."""
    status = entry.status
    invited, interview = entry.day("invited_on"), entry.day("interview_on")
    if interview and status not in {"invited", "interviewed", None}:
        message = f"an interview date with status '{status}'"
        yield at.fault((*entry.path, "interview_on"), message, interview, "status invited or interviewed")
    if invited and status in {"considering", "applied"}:
        message = f"an invitation date with status '{status}'"
        yield at.fault((*entry.path, "invited_on"), message, invited, "status invited or interviewed")
    if invited and interview and interview < invited:
        message = "the interview is before the invitation"
        yield at.fault((*entry.path, "interview_on"), message, interview, f"{invited} or later")


def one_year_faults(entry: Entry, at: At) -> Iterator[Fault]:
    """Yield a fault for a position of one year that is called something else."""
    if entry.specialty in ONE_YEAR and entry.track not in {"preliminary", None}:
        message = f"a position in {entry.specialty} lasts for the first year only"
        yield at.fault((*entry.path, "track"), message, entry.track, "preliminary, or nothing")


def _intents(programs: Listing, at: At) -> Iterator[Fault]:
    intents = [entry for entry in programs.entries if entry.text("letter") == "intent"]
    if sum(entry.count or 1 for entry in intents) > 1:
        second = intents[0] if (intents[0].count or 1) > 1 else intents[1]
        hint = "A letter of intent promises to rank one program first."
        yield at.fault((*second.path, "letter"), "a second letter of intent", hint=hint)


def _applications(applicant: object, path: Path, programs: Listing, at: At) -> Iterator[Fault]:
    sent = applicant.get("applications_sent") if isinstance(applicant, dict) else None
    seen: set[str] = set()
    for spelling, number in sent.items() if isinstance(sent, dict) else ():
        key = specialty_key(spelling)
        here = (*path, "applications_sent", spelling)
        if key is None:
            continue
        if key in seen:
            yield at.fault(here, f"the specialty {key} is given twice", number)
        seen.add(key)
        listed = _n_applied(programs, key)
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < listed:
            message = f"fewer applications than the {listed} listed programs of {key} that were applied to"
            yield at.fault(here, message, number, f"{listed} or more")


def _n_applied(programs: Listing, specialty: str) -> int:
    applied = (entry for entry in programs.entries if entry.status != "considering")
    return sum(entry.count or 1 for entry in applied if entry.specialty == specialty)


def list_faults(ranked: object, path: Path, programs: Listing, at: At) -> Iterator[Fault]:
    """Yield faults of a rank order list: unknown, repeated and unrankable programs."""
    if not isinstance(ranked, tuple) or len(ranked) > MAX_PROGRAMS:
        return
    status_of = programs.status_of()
    seen: dict[str, Path] = {}
    names = ((i, name) for i, name in enumerate(ranked) if isinstance(name, str))
    for index, name in names:
        here = (*path, index)
        if name in seen:
            yield at.fault(here, "ranked twice", name, hint=at.line(seen[name]))
        elif name in status_of and not is_rankable(status_of[name]):
            hint = "Take it off the list, or correct its status."
            yield at.fault(here, f"a program with status '{status_of[name]}' cannot be ranked", name, hint=hint)
        seen.setdefault(name, here)
    if programs.whole and programs.is_expandable:
        yield from unknown_names({n: p for n, p in seen.items() if n not in status_of}, programs, at)


def unknown_names(unknown: Mapping[str, Path], programs: Listing, at: At) -> Iterator[Fault]:
    """Yield a fault for each name that no program has; suggestions for the first few only."""
    known = programs.status_of()
    groups = {entry.name: entry for entry in programs.entries if entry.count != 1}
    for position, (name, path) in enumerate(unknown.items()):
        hint = did_you_mean(name, known) if position < MAX_FAULTS_SHOWN else ""
        if name in groups:
            hint = stands_for(groups[name])
        yield at.fault(path, "no program has this name", name, hint=hint)


def stands_for(entry: Entry) -> str:
    """Return the sentence that tells what a name with a count stands for."""
    names = entry.names()
    if not names:
        return ""
    return f"{shown(entry.name)} stands for {shown(names[0])} to {shown(names[-1])}: write these names."


def person_warnings(person: Mapping[str, object], whose: str) -> Iterator[str]:
    """Yield what is accepted but has no meaning, one sentence for each kind."""
    programs = listing(person.get("programs"), ("programs",))
    if person.get("programs") in (None, ()):
        yield f"{whose}no programs are given, so the season is empty."
    kinds = {"performance": ("an interview performance", None), "letter": ("a letter", "none")}
    for field, (noun, nothing) in kinds.items():
        early = [e for e in programs.entries if e.status != "interviewed" and e.raw.get(field) not in {None, nothing}]
        if early:
            names = ", ".join(shown(entry.name) for entry in early[:3]) + (", ..." if len(early) > 3 else "")
            yield f"{whose}{noun} is given before an interview ({names}); it says something only after one."
