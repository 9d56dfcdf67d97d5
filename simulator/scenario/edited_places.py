"""Where everything of an edited scenario stands: at the edit that put it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.scenario.nodes import Path, Place, place_of, spelled
from simulator.scenario.scenario import Places


@dataclass(frozen=True)
class EditedPlaces(Places):
    """Where everything of an edited scenario stands: at the edit that put it there, else in the scenario."""

    made_at: Mapping[tuple[str, str], Path]

    def _origin(self, path: Path, names: Mapping[Path, tuple[str, ...]]) -> Path | None:
        known = names.get(("programs",), ())
        if path[:1] == ("applicant",) and len(path) > 1:
            return self.made_at.get(("", str(path[1])))
        if path[:1] != ("programs",) or len(path) < 2 or not isinstance(path[1], int) or path[1] >= len(known):
            return None
        name = known[path[1]]
        own = self.made_at.get((name, str(path[2]))) if len(path) > 2 else None
        added = self.made_at.get((name, ""))
        return own or (None if added is None else (*added, *path[2:]))

    def find(self, path: Path, names: Mapping[Path, tuple[str, ...]]) -> Place:
        """Return the place of a path, at the edit where one has set it."""
        origin = self._origin(path, names)
        return super().find(path, names) if origin is None else place_of(self.root, origin)

    def named(self, text: str, path: Path, names: Mapping[Path, tuple[str, ...]]) -> str:
        """Return how a message names a path: by the edit where one has set it."""
        origin = self._origin(path, names)
        return text if origin is None else spelled(origin)
