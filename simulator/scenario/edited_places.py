"""Where everything of an edited scenario stands: at the edit that put it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.scenario.nodes import Path, Place, place_of, spelled
from simulator.scenario.scenario import Places

PARTNER = ("couple", "partner")


@dataclass(frozen=True)
class EditedPlaces(Places):
    """Where everything of an edited scenario stands: at the edit that put it there, else in the scenario."""

    made_at: Mapping[tuple[str, str], Path]
    partner_made_at: Mapping[tuple[str, str], Path] = field(default_factory=dict)

    def _origin(self, path: Path, names: Mapping[Path, tuple[str, ...]]) -> Path | None:
        if path[:2] == PARTNER:
            return _found(path[2:], names.get((*PARTNER, "programs"), ()), self.partner_made_at)
        return _found(path, names.get(("programs",), ()), self.made_at)

    def find(self, path: Path, names: Mapping[Path, tuple[str, ...]]) -> Place:
        """Return the place of a path, at the edit where one has set it."""
        origin = self._origin(path, names)
        return super().find(path, names) if origin is None else place_of(self.root, origin)

    def named(self, text: str, path: Path, names: Mapping[Path, tuple[str, ...]]) -> str:
        """Return how a message names a path: by the edit where one has set it."""
        origin = self._origin(path, names)
        return text if origin is None else spelled(origin)


def _found(path: Path, known: tuple[str, ...], made_at: Mapping[tuple[str, str], Path]) -> Path | None:
    """Path of the edit that has set what stands at a path of one person, if one has."""
    if path[:1] == ("applicant",) and len(path) > 1:
        return made_at.get(("", str(path[1])))
    if path[:1] != ("programs",) or len(path) < 2 or not isinstance(path[1], int) or path[1] >= len(known):
        return None
    name = known[path[1]]
    own = made_at.get((name, str(path[2]))) if len(path) > 2 else None
    added = made_at.get((name, ""))
    return own or (None if added is None else (*added, *path[2:]))
