"""What the table of parameters says of those of `nrmp-2026`: meaning, unit, data or judgement, source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.model.parameters import SPREADS
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

STAGES = ("invite", "rank")


def entries(effects: Sequence[str]) -> list[dict[str, Any]]:
    """Describe effects, once for all their scopes, and spreads; what is missing is as `effects.toml` says.

    Parameters
    ----------
    effects : sequence of str
        With their scopes.

    Returns
    -------
    list of dict
        `name`, `stage`, `meaning`, `unit`, `kind` and `source`.
    """
    rows = []
    for name in dict.fromkeys((*(effect.split("@")[0] for effect in effects), *SPREADS, "volume", "attended")):
        told = table("nrmp_2026")["entries"].get(name) or _kept(name)
        said = {k: v for k, v in told.items() if k != "stages"}
        rows += [{"name": name, "stage": stage, **said} for stage in told.get("stages", STAGES) if told]
    return rows


def _kept(name: str) -> dict[str, Any]:
    """What another calibration's fit set is judgement here, since these figures do not speak of it."""
    told = table("effects").get(name, {})
    if told.get("kind") != "fitted":
        return {}
    said = {k: told[k] for k in ("meaning", "unit")}
    return said | {"kind": "judgement", "source": f"as for rules-of-thumb: {told['source']}"}
