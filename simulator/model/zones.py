"""Outlook zones: red, yellow or green, by the probability of matching."""

from __future__ import annotations

from simulator.model.tables import table

ORDER = ("red", "yellow", "green")


def zone_bounds() -> tuple[float, float]:
    """Return the probability below which it is red, and from which it is green."""
    zones = table("zones")
    return float(zones["red_below"]), float(zones["green_from"])


def zone_of(probability: float) -> str:
    """Return the zone of a probability (0-1)."""
    red, green = zone_bounds()
    return ORDER[(probability >= red) + (probability >= green)]


def zones_touched(low: float, high: float) -> tuple[str, ...]:
    """Return every zone that an interval of probabilities touches, worst first."""
    first, last = (ORDER.index(zone_of(p)) for p in (low, high))
    return ORDER[first : last + 1]
