"""The joint list of a couple under a strategy's edits.

A list that the file gives stays as it is, less the pairs whose programs are gone; one that is
built is built anew from what the edits leave. A program added to a list that is given stands on
no pair until the strategy says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.errors import Fault
from simulator.scenario.edited_places import EditedPlaces
from simulator.scenario.listing import is_rankable
from simulator.scenario.nodes import Path, place_of, spelled
from simulator.scenario.scenario import Partner
from simulator.scenario.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.scenario.couple import CoupleChange, Pair
    from simulator.scenario.editing import Work
    from simulator.scenario.scenario import Couple, Scenario


class JointWork:
    """A couple's joint list at work.

    Parameters
    ----------
    base : Couple
        As the file has it.
    works : sequence of Work
        Of both partners; looked at when all edits are done.
    """

    def __init__(self, base: Couple, works: Sequence[Work]) -> None:
        self.base, self.couple, self.works = base, base, works
        self.at: Path | None = None
        self.faults: list[Fault] = []
        self.warnings: list[str] = []

    def apply(self, change: CoupleChange, path: Path) -> bool:
        """Take another joint list, or none; whether that changes anything."""
        new = replace(self.couple, joint_rank_order_list=change.joint_rank_order_list, build=change.build)
        if self.at is not None and new != self.couple:
            self._fault(path, f"contradicts {spelled(self.at)}", hint="Leave out one of the two.")
        changes = new != self.couple
        self.at, self.couple = path, new
        return changes

    def result(self, edited: Scenario, path: Path, name: str) -> Scenario:
        """Put the couple into the first partner's edited scenario.

        Parameters
        ----------
        edited : Scenario
            Of the first partner's edits.
        path : Path
            Of the strategy.
        name : str
            Of the strategy.

        Returns
        -------
        Scenario
        """
        second = self.works[1].result(name)
        partner = Partner(second.applicant, second.programs, second.rank_order_list, second.rank_order_list_given)
        pairs = self.couple.joint_rank_order_list
        if pairs is not None:
            pairs = self._kept(pairs, path)
            self._warn_of_idle(pairs, name)
        places = edited.places
        made_at = [work.made_at for work in self.works]
        return replace(
            edited,
            couple=replace(self.couple, partner=partner, joint_rank_order_list=pairs),
            places=EditedPlaces(places.root, places.entry_of, made_at[0], made_at[1]),
        )

    def _kept(self, pairs: tuple[Pair, ...], path: Path) -> tuple[Pair, ...]:
        """Pairs whose programs are still there; what an edit's own list may not name is a fault."""
        known = [{p.name for p in work.programs.values() if is_rankable(p.status)} for work in self.works]
        is_there = [all(name is None or name in known[side] for side, name in enumerate(pair)) for pair in pairs]
        if self.at is not None:
            self._unknown(pairs, known)
        elif not any(is_there):
            self._fault(path, "leaves no pair of the joint list", hint="Give another with set_couple.")
        return tuple(pair for pair, here in zip(pairs, is_there, strict=True) if here)

    def _unknown(self, pairs: tuple[Pair, ...], known: list[set[str]]) -> None:
        """Refuse names of an edit's own list that no program has, or that cannot be ranked."""
        path = (*(self.at or ()), "joint_rank_order_list")
        said: set[tuple[int, str]] = set()
        for k, pair in enumerate(pairs):
            for side, name in enumerate(pair):
                if name is None or name in known[side] or (side, name) in said:
                    continue
                said.add((side, name))
                whose = "partner's" if side else "file's own"
                what = f"none of the {whose} programs that can be ranked has this name"
                self._fault((*path, k, side), what, name, did_you_mean(name, known[side]))

    def _warn_of_idle(self, pairs: tuple[Pair, ...], name: str) -> None:
        """Warn of programs added by the strategy that stand on no pair."""
        for side, work in enumerate(self.works):
            listed = {pair[side] for pair in pairs}
            added = [n for n, key in work.made_at if not key and n in work.programs and n not in listed]
            idle = [n for n in added if is_rankable(work.programs[n].status)]
            if idle:
                more = f" and {len(idle) - 1} more" if len(idle) > 1 else ""
                self.warnings.append(
                    f"Strategy '{name}': {idle[0]}{more} stands on no pair of the joint list, so nothing can come of "
                    "it; add pairs to the joint list (set_couple)."
                )

    def _fault(self, path: Path, message: str, got: object = None, hint: str = "") -> None:
        place = place_of(self.works[0].root, path)
        fault = Fault(message, *place, field=spelled(path), hint=hint)
        self.faults.append(fault if got is None else replace(fault, got=got))
