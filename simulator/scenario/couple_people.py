"""A couple's scenario as two: each partner alone, with programs and a list of his or her own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simulator.scenario.nodes import Path, Place
from simulator.scenario.scenario import Places, Scenario

PARTNER = ("couple", "partner")
_OWN = ("applicant", "programs", "programs_file", "rank_order_list")


@dataclass(frozen=True)
class _PartnerPlaces(Places):
    """Where everything of the second partner stands: under ``couple.partner`` of the whole file."""

    whole: Places

    def named(self, text: str, path: Path, names: Mapping[Path, tuple[str, ...]]) -> str:
        """Return how a message names a path: as the whole file does."""
        if path and path[0] in _OWN:
            return self.whole.named(f"{'.'.join(PARTNER)}.{text}", (*PARTNER, *path), _of_whole(names))
        return self.whole.named(text, path, names)

    def find(self, path: Path, names: Mapping[Path, tuple[str, ...]]) -> Place:
        """Return the place of a path in the whole file."""
        if path and path[0] in _OWN:
            return self.whole.find((*PARTNER, *path), _of_whole(names))
        return self.whole.find(path, names)


def _of_whole(names: Mapping[Path, tuple[str, ...]]) -> dict[Path, tuple[str, ...]]:
    return {(*PARTNER, *key): known for key, known in names.items()}


def each_alone(scenario: Scenario) -> tuple[Scenario, Scenario]:
    """Return the two partners of a couple as scenarios of single applicants.

    Parameters
    ----------
    scenario : Scenario
        With a couple.

    Returns
    -------
    (Scenario, Scenario)
        First and second partner: the same season, date and calibration, each with his or her own
        profile, programs and list; without strategies. Faults of the second one are placed where
        the file has them, under ``couple.partner``.

    Raises
    ------
    ValueError
        Without a couple.
    """
    if scenario.couple is None:
        raise ValueError("a scenario of one applicant has no partner")
    partner = scenario.couple.partner
    places = _PartnerPlaces(scenario.places.root, scenario.places.entry_of, scenario.places)
    alone = replace(scenario, couple=None, strategies=())
    second = replace(
        alone,
        applicant=partner.applicant,
        programs=partner.programs,
        rank_order_list=partner.rank_order_list,
        rank_order_list_given=partner.rank_order_list_given,
        warnings=(),
        places=places,
    )
    return alone, second
