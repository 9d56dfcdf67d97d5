"""What could be added to a couple's season: further pairs, wider wishes, further interviews in their cities.

A further interview is given, not earned: it teaches nothing about the person. It is one like those on the list, in a
city where either partner has one, and its pairs are those that the couple's wishes allow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.scenario.couple import MAX_PAIRS
from simulator.scenario.couple_people import each_alone
from simulator.season.couple import FIRST, SECOND, live_programs, make_couple
from simulator.season.couple_forms import CoupleForm
from simulator.season.plan import make_plan
from simulator.strategy.couple_extra import EACH, Extra, Question
from simulator.strategy.couple_sites import with_sites
from simulator.strategy.joint_list import Wishes, allowed_pairs, wishes_of
from simulator.strategy.pair_places import PLACES, place_of_pair

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.scenario import Scenario
    from simulator.season.couple import Couple
    from simulator.strategy.couple_base import CoupleBase
    from simulator.strategy.couple_sites import Site
    from simulator.strategy.joint_list import JointList

    Mask = NDArray[np.bool_]


class Asked(NamedTuple):
    """What is asked of a couple's season, and of which pairs.

    Attributes
    ----------
    question : Question
    wider : names of its sets of pairs
    candidates : (P1, P2) of bool, pairs that could be added
    fits : (P1, P2) of bool, those among them that fit the wishes
    """

    question: Question
    wider: tuple[str, ...]
    candidates: Mask
    fits: Mask


def wishes_of_couple(scenario: Scenario, listed: JointList) -> Wishes:
    """Return the wishes of a couple: as given, or as loose as the list that it gives.

    Parameters
    ----------
    scenario : Scenario
    listed : JointList

    Returns
    -------
    Wishes
    """
    if scenario.couple is not None and scenario.couple.build is not None:
        return wishes_of(scenario.couple.build)
    first, second = ({p.name: p for p in person.programs} for person in each_alone(scenario))
    both = [(first[p.first], second[p.second]) for p in listed.pairs if p.first is not None and p.second is not None]
    places = {place_of_pair(a, b) for a, b in both}
    together = "city" if places <= set(PLACES[:2]) else "state" if places <= set(PLACES[:3]) else "any"
    return Wishes(together if both else "any", None, 1.0, 1.0, 0.0, MAX_PAIRS, include_no_match=True)


def question_of(base: CoupleBase, listed: JointList, wishes: Wishes, sites: Sequence[Site]) -> Asked:
    """Put all that could be added to a couple's season into one question.

    Parameters
    ----------
    base : CoupleBase
    listed : JointList
    wishes : Wishes
    sites : sequence of Site

    Returns
    -------
    Asked
        Its extras: for every site one for the first partner, for the second, and for each.
    """
    n_listed = len(listed.pairs)
    form = _with_everything(base, listed, sites)
    is_both = (form.couple.pairs[:n_listed] >= 0).all(axis=1)
    upto = int(np.flatnonzero(is_both)[-1]) + 1 if is_both.any() else 0
    candidates, fits = _candidates(form.couple, wishes, base)
    wider: dict[str, Mask] = {}
    for name in _wider(wishes):
        mask = _that_fit(candidates & _fitting(form.couple, wishes._replace(together=name)), room(listed))
        if mask.any() and not any(np.array_equal(mask, one) for one in wider.values()):
            wider[name] = mask
    question = Question(form, upto, _extras(form.couple, wishes, sites), tuple(wider.values()))
    return Asked(question, tuple(wider), candidates, fits)


def room(listed: JointList) -> int:
    """Return how many more pairs of two a joint list can take; pairs of one alone at its end make room."""
    return MAX_PAIRS - sum(p.first is not None and p.second is not None for p in listed.pairs)


def _that_fit(pairs: Mask, most: int) -> Mask:
    """As many of a set of pairs as the list can take, those high on both lists first."""
    i, j = np.nonzero(pairs)
    chosen = np.argsort(i + j, kind="stable")[: max(0, most)]
    found = np.zeros_like(pairs)
    found[i[chosen], j[chosen]] = True
    return found


def _with_everything(base: CoupleBase, listed: JointList, sites: Sequence[Site]) -> CoupleForm:
    """The season with all further programs in it, the joint list first and then every program of either alone."""
    people = with_sites(base.scenario, sites)
    plans = base.couple.plans
    looked_at = [
        *((p.name, None) for p in live_programs(plans[FIRST])),
        *((None, p.name) for p in live_programs(plans[SECOND])),
    ]
    pairs = [*((p.first, p.second) for p in listed.pairs), *looked_at]
    seed, correlation = base.couple.people[0].seed, base.couple.strength
    made = make_couple(people, pairs, base.calibration, seed, correlation, facts=plans)
    made = _unlimited(made._replace(skill=base.couple.skill), base.couple)
    known = zip(people, base.kinds, base.form.plans, strict=True)
    first, second = (make_plan(s, kind, facts=f)._replace(room=f.room) for s, kind, f in known)
    return CoupleForm(made, (first, second), is_alone=False)


def _unlimited(made: Couple, base: Couple) -> Couple:
    """Further interviews take no room from those that are still to be accepted."""
    one, two = (
        setup._replace(plan=setup.plan._replace(room=plan.room))
        for setup, plan in zip(made.people, base.plans, strict=True)
    )
    return made._replace(people=(one, two))


def _wider(wishes: Wishes) -> tuple[str, ...]:
    """Wishes that are wider than these."""
    return {"city": ("state", "any"), "distance": ("state", "any"), "state": ("any",)}.get(wishes.together, ())


def _fitting(couple: Couple, wishes: Wishes) -> Mask:
    first, second = (live_programs(plan) for plan in couple.plans)
    return allowed_pairs(first, second, wishes)


def _candidates(couple: Couple, wishes: Wishes, base: CoupleBase) -> tuple[Mask, Mask]:
    """Pairs of two that could be added, and which of them fit the wishes: between listed programs, not there yet."""
    first, second = (live_programs(plan) for plan in couple.plans)
    people = each_alone(base.scenario)
    mine, theirs = (
        np.array([p.name in person.rank_order_list for p in programs], dtype=bool)
        for person, programs in zip(people, (first, second), strict=True)
    )
    loosest = wishes._replace(together="any")
    found = allowed_pairs(first, second, loosest) & mine[:, None] & theirs[None, :]
    there = couple.pairs[(couple.pairs >= 0).all(axis=1)]
    found[there[:, 0], there[:, 1]] = False
    return found, found & allowed_pairs(first, second, wishes)


def _extras(couple: Couple, wishes: Wishes, sites: Sequence[Site]) -> list[Extra]:
    """Every further interview: for the first partner, for the second, and one for each."""
    programs = [live_programs(plan) for plan in couple.plans]
    place = [{p.name: k for k, p in enumerate(some)} for some in programs]
    new = [np.array([p.name in {s.programs[k].name for s in sites} for p in programs[k]], dtype=bool) for k in (0, 1)]
    fitting = _fitting(couple, wishes)
    found = []
    for site in sites:
        at = [place[k].get(site.programs[k].name, -1) for k in (FIRST, SECOND)]
        theirs = fitting[at[0]] & ~new[1] if at[0] >= 0 else np.zeros(new[1].size, dtype=bool)
        mine = fitting[:, at[1]] & ~new[0] if at[1] >= 0 else np.zeros(new[0].size, dtype=bool)
        for who in (FIRST, SECOND, EACH):
            chosen = (at[0] if who != SECOND else -1, at[1] if who != FIRST else -1)
            found.append(Extra(who, chosen, (mine, theirs)))
    return found
