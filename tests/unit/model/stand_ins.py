"""The least of a scenario that checks of the model look at."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from simulator.errors import MISSING, Fault


def program(**fields: Any) -> SimpleNamespace:
    """A program with status applied and nothing else said, but for ``fields``."""
    plain = {
        "name": "A", "specialty": "internal_medicine", "setting": "community", "status": "applied",
        "signal": "none", "invited_on": None, "interview_on": None,
    }  # fmt: skip
    return SimpleNamespace(**(plain | fields))


def scenario(*programs: SimpleNamespace, season: int = 2027, as_of: date | None = None) -> Any:
    """A scenario of these programs that places no fault."""

    def fault(field: str, message: str, got: object = MISSING, allowed: str = "", hint: str = "") -> Fault:
        return Fault(message, field=field, got=got, allowed=allowed, hint=hint)

    return SimpleNamespace(programs=programs, season=season, as_of=as_of, fault=fault)
