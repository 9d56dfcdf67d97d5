"""How many program signals an applicant may send, and who has sent too many.

Limits per specialty, with their source, are in ``data/signals.toml``. Where a specialty has one kind of signal
only, a scenario writes it as ``gold`` and ``silver`` is not offered.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.model.editions import Edition, edition_for
from simulator.model.tables import table
from simulator.scenario.plain_words import specialty_words

if TYPE_CHECKING:
    from simulator.errors import Fault
    from simulator.scenario import Scenario


class SignalLimit(NamedTuple):
    """How many signals one specialty, or several that share, may receive from one applicant.

    Attributes
    ----------
    specialties : tuple of str
        Keys of the specialties that draw on this allowance together.
    gold, silver : int
        Most signals of each kind; ``silver`` 0 means that there is one kind only.
    edition : str
        The list it is from, such as ``"ERAS 2025"``.
    """

    specialties: tuple[str, ...]
    gold: int
    silver: int
    edition: str

    def most(self, kind: str) -> int:
        """Return the limit of one kind of signal, ``"gold"`` or ``"silver"``."""
        return self.gold if kind == "gold" else self.silver

    def says(self) -> str:
        """Return what is allowed, as it stands in an error message."""
        where = " and ".join(self.specialties)
        if self.silver:
            return f"at most {self.gold} gold and {self.silver} silver in {where} ({self.edition} list)"
        return f"at most {self.gold} in {where}, which has one kind of signal, written gold ({self.edition} list)"


def signal_limits(season: int) -> dict[str, SignalLimit]:
    """Return the limits that hold in a season.

    Parameters
    ----------
    season : int
        The year of the Match; the latest list not after it is used, else the earliest.

    Returns
    -------
    dict of str to SignalLimit
        By specialty. A specialty that is not on the list is not here: its limit is not known.
    """
    entry = _list(season).entry
    limits = [_limit(row, str(entry["name"])) for row in entry["limits"]]
    return {specialty: limit for limit in limits for specialty in limit.specialties}


def signal_faults(scenario: Scenario) -> list[Fault]:
    """Name every program at which a scenario sends a signal more than there are.

    Programs that are only being considered have received none and are not counted.

    Parameters
    ----------
    scenario : Scenario
        As read from a file.

    Returns
    -------
    list of Fault
        One for each kind of signal and allowance that is overdrawn, at the first signal too many.
    """
    faults = []
    for (limit, kind), places in _signals_by_limit(scenario).items():
        if len(places) > limit.most(kind):
            field = f"programs[{places[limit.most(kind)]}].signal"
            message, got = _excess(limit, kind, len(places))
            faults.append(scenario.fault(field, message, got=got, allowed=limit.says()))
    return faults


def signal_warnings(scenario: Scenario) -> tuple[str, ...]:
    """Say what could not be checked about a scenario's signals.

    Parameters
    ----------
    scenario : Scenario
        As read from a file.

    Returns
    -------
    tuple of str
        Sentences: signals in specialties without a known limit, a list of another season.
    """
    limits = signal_limits(scenario.season)
    signalled = {specialty for _, specialty, _ in _sent(scenario)}
    unknown = sorted(signalled - limits.keys())
    edition = _list(scenario.season)
    warnings = [edition.warning("Limits of signals")] if signalled & limits.keys() else []
    if unknown:
        named = ", ".join(map(specialty_words, unknown))
        warnings.append(f"No limit of signals is on file for {named}: their number was not checked.")
    return tuple(filter(None, warnings))


def _sent(scenario: Scenario) -> Iterator[tuple[int, str, str]]:
    """Index of the program, its specialty and the kind of signal, for each signal sent."""
    for index, program in enumerate(scenario.programs):
        if program.signal != "none" and program.status != "considering":
            yield index, program.specialty, program.signal


def _signals_by_limit(scenario: Scenario) -> dict[tuple[SignalLimit, str], list[int]]:
    limits = signal_limits(scenario.season)
    places_of: dict[tuple[SignalLimit, str], list[int]] = {}
    for index, specialty, kind in _sent(scenario):
        if specialty in limits:
            places_of.setdefault((limits[specialty], kind), []).append(index)
    return places_of


def _excess(limit: SignalLimit, kind: str, count: int) -> tuple[str, object]:
    where = " and ".join(limit.specialties)
    if limit.most(kind) == 0:
        return f"{where} offers no {kind} signals", kind
    return f"too many {kind} signals in {where}", count


def _limit(row: dict[str, Any], edition: str) -> SignalLimit:
    return SignalLimit(tuple(row["specialties"]), row["gold"], row["silver"], edition)


def _list(season: int) -> Edition:
    return edition_for(table("signals")["list"], season)
