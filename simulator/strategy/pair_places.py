"""Where the partners of a pair would live: the same program, city or state, so many miles apart, or apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.scenario.program import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

EARTH_RADIUS_MILES = 3958.8
PLACES = ("same program", "same city", "same state", "apart", "place not given")
ALONE = ("first partner alone", "second partner alone")


def _codes(programs: Sequence[Program], what: Callable[[Program], object], number: dict[object, float]) -> Array:
    """Numbers that are equal where programs agree; not a number where one is not known."""
    return np.array([number.setdefault(what(p), float(len(number))) for p in programs])


def name_of(program: Program) -> object:
    """What tells programs apart: name, track and specialty."""
    return (" ".join(program.name.casefold().split()), program.track, program.specialty)


def state_of(program: Program) -> object:
    """The state, case and spaces not counted; None where it is not given."""
    return program.state and program.state.casefold().strip()


def city_of(program: Program) -> object:
    """City and state; None where the city is not given."""
    return program.city and (program.city.casefold().strip(), state_of(program))


def same(first: Sequence[Program], second: Sequence[Program], what: Callable[[Program], object]) -> Mask:
    """Whether programs agree, (P1, P2) of bool; False where one is not known."""
    number: dict[object, float] = {None: np.nan}
    one, two = (_codes(programs, what, number) for programs in (first, second))
    return np.equal(one[:, None], two[None, :])


def miles(first: Sequence[Program], second: Sequence[Program]) -> Array:
    """Distances (P1, P2) in miles over the globe (haversine formula); not a number where a place is not known."""
    lat, lon = zip(*(_radians(programs) for programs in (first, second)), strict=True)
    half = (lat[0][:, None] - lat[1][None, :]) / 2, (lon[0][:, None] - lon[1][None, :]) / 2
    chord = np.sin(half[0]) ** 2 + np.cos(lat[0])[:, None] * np.cos(lat[1])[None, :] * np.sin(half[1]) ** 2
    return np.asarray(2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.minimum(chord, 1.0))))


def _radians(programs: Sequence[Program]) -> tuple[Array, Array]:
    given = [(p.latitude, p.longitude) for p in programs]
    known = [(np.nan, np.nan) if None in place else place for place in given]
    lat, lon = np.radians(np.array(known, dtype=np.float64).reshape(-1, 2)).T
    return lat, lon


def place_of_pair(first: Program | None, second: Program | None) -> str:
    """Return where the partners of a pair would live: one of `PLACES`, or one of `ALONE`.

    Parameters
    ----------
    first, second : Program or None
        None for no match.

    Returns
    -------
    str
    """
    if not isinstance(first, Program) or not isinstance(second, Program):
        return ALONE[0] if isinstance(first, Program) else ALONE[1]
    if name_of(first) == name_of(second):
        return PLACES[0]
    if city_of(first) is not None and city_of(first) == city_of(second):
        return PLACES[1]
    if first.state is None or second.state is None:
        return PLACES[4]
    return PLACES[2] if state_of(first) == state_of(second) else PLACES[3]


def reason_of(first: Program | None, second: Program | None, within_miles: float | None = None) -> str:
    """Say in a few words why a pair stands on the list.

    Parameters
    ----------
    first, second : Program or None
        None for no match.
    within_miles : float, optional
        Distance that counts as together.

    Returns
    -------
    str
        Such as "same city: Flint", "31 miles apart" or "first partner alone".
    """
    place = place_of_pair(first, second)
    if not isinstance(first, Program) or not isinstance(second, Program) or place == PLACES[0]:
        return place
    apart = float(miles([first], [second])[0, 0])
    if place != PLACES[1] and within_miles is not None and apart <= within_miles:
        return f"{apart:.0f} miles apart"
    told = {PLACES[1]: first.city, PLACES[2]: first.state, PLACES[3]: f"{_where(first)} and {_where(second)}"}
    return f"{place}: {told[place]}" if place in told else place


def _where(program: Program) -> str:
    return ", ".join(part for part in (program.city, program.state) if part)
