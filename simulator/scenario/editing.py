"""One strategy at work: the programs, the list and the person as edits leave them, and what edits may not do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from simulator.errors import MISSING, Fault
from simulator.scenario.edited_places import EditedPlaces
from simulator.scenario.edits import OwnEdit, ProgramEntries, SetPrograms
from simulator.scenario.expand import expand_programs
from simulator.scenario.listing import is_rankable
from simulator.scenario.names import same_name
from simulator.scenario.nodes import Node, Path, find, place_of, spelled
from simulator.scenario.program import Program, settled
from simulator.scenario.scenario import Scenario
from simulator.scenario.specialties import ONE_YEAR
from simulator.scenario.tracks import ADVANCED, NOTHING_TO_SERVE, ONLY_PRELIMINARY, PRELIMINARY, usual_supplemental
from simulator.scenario.where import Groups, groups_added, matching

INTERVIEWS = ("invited", "interviewed")
HAPPENED = (*INTERVIEWS, "rejected")
UNDONE = ("considering", "applied")


@dataclass
class Ordered:
    """A list of names: as it stands, whether anybody has given it, and the edit that has."""

    names: list[str]
    is_given: bool
    at: Path | None = None


@dataclass
class Work:
    """A scenario under the edits: programs by name in file order, the lists, and who set what."""

    base: Scenario
    programs: dict[str, Program]
    ranked: Ordered
    supplemental: Ordered
    groups: Groups = field(default_factory=dict)
    person: dict[str, object] = field(default_factory=dict)
    made_at: dict[tuple[str, str], Path] = field(default_factory=dict)
    reason: str = ""
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def root(self) -> Node:
        """The tree of the file."""
        return self.base.places.root

    def fault(self, path: Path, message: str, got: object = MISSING, allowed: str = "", hint: str = "") -> None:
        """Note that something is wrong at a place of the file."""
        place = place_of(self.root, path)
        self.faults.append(Fault(message, *place, field=spelled(path), got=got, allowed=allowed, hint=hint))

    def apply(self, edit: OwnEdit, path: Path) -> bool:
        """Apply one edit; whether it changes anything."""
        here = (*path, edit.action)
        if edit.add_programs is not None:
            return self._add(edit.add_programs, here)
        if edit.remove_programs is not None:
            return self._remove(edit.remove_programs.where, here)
        if edit.set_programs is not None:
            return self._set(edit.set_programs, here)
        if edit.set_applicant is not None:
            return self._set_person(edit.set_applicant, here)
        if edit.set_rank_order_list is not None:
            return self._rank(self.ranked, self._list, edit.set_rank_order_list, here)
        return self._rank(self.supplemental, self._second, edit.set_supplemental_rank_order_list or (), here)

    def _add(self, entries: ProgramEntries, path: Path) -> bool:
        known = {same_name(name) for name in self.programs}
        self.groups |= groups_added(entries)
        is_list = isinstance(getattr(find(self.root, path), "value", None), list)
        for k, entry in enumerate(entries):
            here = (*path, k) if is_list else path
            for program in expand_programs((entry,)):
                if same_name(program.name) in known:
                    self.fault((*here, "name"), "duplicate program name", program.name)
                    break
                self._takes_back(program.name, program.status, (*here, "status"))
                known.add(same_name(program.name))
                self.programs[program.name] = program
                self.made_at[program.name, ""] = here
                self._list_last(program)
        return True

    def _remove(self, where: Mapping[str, tuple[object, ...]], path: Path) -> bool:
        gone = self._matching(where)
        for name in gone:
            if (name, "") in self.made_at:
                hint = "Leave out one of the two."
                self.fault(path, "contradicts an earlier edit, which adds this program", name, hint=hint)
                break
            del self.programs[name]
        self.made_at = {key: at for key, at in self.made_at.items() if key[0] not in gone or not key[0]}
        for order in (self.ranked, self.supplemental):
            order.names = [name for name in order.names if name in self.programs]
        return bool(gone)

    def _set(self, edit: SetPrograms, path: Path) -> bool:
        found, changes = self._matching(edit.where), False
        for name in found:
            old = self.programs[name]
            if not all(self._may_set(name, key, value, (*path, "set", key)) for key, value in edit.set.items()):
                break
            new = settled(old.model_copy(update=dict(edit.set)))
            changes = changes or new != old
            self.programs[name] = new
            if is_rankable(new.status) and not is_rankable(old.status):
                self._list_last(new)
        self.reason = "finds every program so already" if found else self.reason
        return changes

    def _may_set(self, name: str, key: str, value: object, path: Path) -> bool:
        """Refuse what another edit says otherwise, and what takes back what has happened."""
        earlier = self.made_at.get((name, key))
        if earlier is not None and getattr(self.programs[name], key) != value:
            self.fault(path, f"contradicts {spelled(earlier)} for {name}", value, hint="Leave out one of the two.")
            return False
        if key == "status" and self._takes_back(name, value, path):
            return False
        self.made_at[name, key] = path
        return True

    def _takes_back(self, name: str, status: object, path: Path) -> bool:
        """Refuse a status that takes back what has happened."""
        was = next((p.status for p in self.base.programs if p.name == name), None)
        if was not in HAPPENED or status not in UNDONE:
            return False
        hint = "To decline it, remove the program."
        self.fault(path, f"takes back what has happened at {name} ({was})", status, ", ".join(HAPPENED), hint)
        return True

    def _set_person(self, changes: Mapping[str, object], path: Path) -> bool:
        old = {key: self.person.get(key, getattr(self.base.applicant, key)) for key in changes}
        for key, value in changes.items():
            earlier = self.made_at.get(("", key))
            if earlier is not None and old[key] != value:
                self.fault((*path, key), f"contradicts {spelled(earlier)}", value, hint="Leave out one of the two.")
            self.made_at["", key] = (*path, key)
        self.person |= changes
        self.reason = "finds the applicant so already"
        return old != dict(changes)

    def _rank(self, order: Ordered, stands: Callable[[], list[str]], names: Iterable[str], path: Path) -> bool:
        chosen = list(names)
        if order.at is not None and chosen != order.names:
            self.fault(path, f"contradicts {spelled(order.at)}", hint="Leave out one of the two.")
        for k, name in enumerate(chosen):
            if name not in self.programs:
                self.fault((*path, k), "an earlier edit has removed this program", name, hint="Take it off the list.")
        changes = chosen != stands()
        order.at, order.names, order.is_given = path, chosen, True
        self.reason = "finds the list so already"
        return changes

    def _list_last(self, program: Program) -> None:
        kinds = [self.ranked, *([self.supplemental] if program.track == PRELIMINARY else [])]
        for order in kinds if is_rankable(program.status) else ():
            if program.name not in order.names:
                order.names.append(program.name)

    def _list(self) -> list[str]:
        """The rank order list as it stands."""
        return self._rankable(self.ranked.names if self.ranked.is_given else self.programs)

    def _second(self) -> list[str]:
        """The supplemental list as it stands."""
        if not self.supplemental.is_given:
            return list(usual_supplemental(self.programs.values(), self._list()))
        return [n for n in self._rankable(self.supplemental.names) if self.programs[n].track == PRELIMINARY]

    def _rankable(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name in self.programs and is_rankable(self.programs[name].status)]

    def _matching(self, where: Mapping[str, tuple[object, ...]]) -> list[str]:
        self.reason = "matches no program"
        return matching(self.programs.values(), where, self.groups)

    def check_whole(self) -> None:
        """Refuse what only all edits together make wrong."""
        intents = [p.name for p in self.programs.values() if p.letter == "intent"]
        if len(intents) > 1:
            path = next((at for name in reversed(intents) for at in [self._at(name, "letter")] if at), ())
            hint = "A letter of intent promises to rank one program first."
            self.fault(path, f"a second letter of intent (to {intents[0]} and {intents[1]})", hint=hint)
        for order in (self.ranked, self.supplemental):
            self._check_list(order)
        for program in self.programs.values():
            self._check_dates(program)
            self._check_track(program)

    def _check_list(self, order: Ordered) -> None:
        """Refuse what cannot stand on a list that an edit has given."""
        if order.at is None:
            return
        for k, program in [(k, self.programs[n]) for k, n in enumerate(order.names) if n in self.programs]:
            if not is_rankable(program.status):
                self.fault((*order.at, k), f"a program with status '{program.status}' cannot be ranked", program.name)
            elif order is self.supplemental and program.track != PRELIMINARY:
                self.fault((*order.at, k), f"{ONLY_PRELIMINARY} (this one is {program.track})", program.name)
        tracks = {self.programs[name].track for name in self._list()}
        if order is self.supplemental and order.names and ADVANCED not in tracks:
            self.fault(order.at, NOTHING_TO_SERVE)

    def _check_track(self, program: Program) -> None:
        if program.specialty not in ONE_YEAR or program.track == PRELIMINARY:
            return
        path = self._at(program.name, "track") or self._at(program.name, "specialty")
        if path is not None:
            message = f"a position in {program.specialty} lasts for the first year only"
            self.fault(path, message, program.track, PRELIMINARY)

    def _check_dates(self, program: Program) -> None:
        for key, needs in (("interview_on", INTERVIEWS), ("invited_on", HAPPENED)):
            if getattr(program, key) is None or program.status in needs:
                continue
            path = self._at(program.name, key) or self._at(program.name, "status")
            if path is not None:
                message = f"{program.name} has {key}, which goes with another status"
                self.fault(path, message, program.status, " or ".join(needs))
                return

    def _at(self, name: str, key: str) -> Path | None:
        added = self.made_at.get((name, ""))
        return self.made_at.get((name, key)) or (None if added is None else (*added, key))

    def result(self, name: str) -> Scenario:
        """The scenario after all edits."""
        places = self.base.places
        return replace(
            self.base,
            name=f"{self.base.name}: {name}",
            applicant=self.base.applicant.model_copy(update=dict(self.person)),
            programs=tuple(self.programs.values()),
            rank_order_list=tuple(self._list()),
            rank_order_list_given=self.ranked.is_given,
            supplemental_given=tuple(self._second()) if self.supplemental.is_given else None,
            strategies=(),
            places=EditedPlaces(places.root, places.entry_of, self.made_at),
        )
