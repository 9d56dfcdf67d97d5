"""Warnings about positions of one year, and about advanced positions that need a first year elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.scenario import Scenario
    from simulator.season.apply import Application

ADVANCED, PRELIMINARY = "advanced", "preliminary"


def track_caveats(scenario: Scenario, applied: list[Application]) -> Iterator[str]:
    """Say what a list of advanced and preliminary programs asks for, and where it stands in its own way.

    Parameters
    ----------
    scenario : Scenario
    applied : list of Application
        In the order of the rank order list.
    """
    second = frozenset(scenario.supplemental_rank_order_list)
    listed = [a.program for a in applied if a.position >= 0 and a.is_live]
    can_give = any(a.program.name in second and a.is_live for a in applied)
    if any(program.track == ADVANCED for program in listed) and not can_give:
        yield (
            "Advanced positions start in the second year and need a first year elsewhere; no preliminary program of "
            "this season can give one, so every advanced match here is one without a first year."
        )
    above = next((k for k, program in enumerate(listed) if program.track == PRELIMINARY), len(listed))
    below = next((program for program in listed[above:] if program.track != PRELIMINARY), None)
    if below is not None:
        yield (
            f"{listed[above].name} (one year only) stands above {below.name} on the rank order list: who matches to "
            "the one year is not tried at the programs below it. A first year for an advanced position belongs on the "
            "supplemental list, a year on its own below everything that is a whole residency."
        )
