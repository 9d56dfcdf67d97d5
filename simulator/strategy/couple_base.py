"""A couple's season as it stands, ready to be compared with other forms of itself.

Facts weigh the draws of the parameters once, for the season as it stands and for every other form alike: each partner's
facts as evidence of that partner, both together on the parameters. Forms are what would be done, and teach nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulator.model.parameters import load_calibration
from simulator.model.tables import table
from simulator.outcomes.couple import common_draws
from simulator.outcomes.uncertainty import over_draws
from simulator.scenario.couple_people import each_alone
from simulator.season.couple import make_couple
from simulator.season.couple_both import both_probability
from simulator.season.couple_forms import CoupleForm, alone_pairs
from simulator.season.couple_given import sampled_side
from simulator.season.exact import solve
from simulator.season.plan import make_plan
from simulator.strategy.counted import counted
from simulator.strategy.couple_list import joint_list
from simulator.strategy.portfolio import systematic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from simulator.model.parameters import Calibration
    from simulator.outcomes.uncertainty import Drawn
    from simulator.scenario import Scenario
    from simulator.season.couple import Couple

    Array = NDArray[np.float64]
    Pairs = Sequence[tuple[str | None, str | None]]


class CoupleBase(NamedTuple):
    """A couple's season as it stands.

    Attributes
    ----------
    scenario : Scenario
    calibration : Calibration
        Of all types.
    kinds : (Calibration, Calibration)
        For the applicant type of each.
    form : CoupleForm
        Under the central parameters and under d of the draws.
    weight : (d,)
        Of these draws, in all 1.
    side : int
        The partner whose offers are drawn, in all forms.
    """

    scenario: Scenario
    calibration: Calibration
    kinds: tuple[Calibration, Calibration]
    form: CoupleForm
    weight: Array
    side: int

    @property
    def couple(self) -> Couple:
        """Both partners and the joint list, with the central parameters."""
        return self.form.couple


def settings(name: str) -> int:
    """Return how much to sample for a couple, by name (`couples.toml`)."""
    return int(table("couples")["simulation"][name]["value"])


def couple_base(
    scenario: Scenario, seed: int, draws: int, pairs: Pairs | None = None, drawn: tuple[Drawn, Drawn] | None = None
) -> CoupleBase:
    """Prepare a couple's season as it stands.

    Parameters
    ----------
    scenario : Scenario
        With a couple; checked.
    seed : int
    draws : int
        How many draws of the parameters to use, evenly taken by weight.
    pairs : sequence of (name or None, name or None), optional
        The joint list; left out, that of the scenario, given or built.
    drawn : (Drawn, Drawn), optional
        Each partner alone under the draws, where that is known already.

    Returns
    -------
    CoupleBase
    """
    people, calibration = each_alone(scenario), load_calibration(scenario.calibration)
    kinds = (calibration.for_type(people[0].applicant.type), calibration.for_type(people[1].applicant.type))
    named = [(p.first, p.second) for p in joint_list(scenario).pairs] if pairs is None else pairs
    correlation = None if scenario.couple is None else scenario.couple.correlation
    couple = make_couple(people, named, calibration, seed, correlation)
    if drawn is None:
        one, two = (over_draws(s, kind, solve(plan)) for s, kind, plan in zip(people, kinds, couple.plans, strict=True))
        drawn = (one, two)
    rows, weight = common_draws(drawn, len(kinds[0].draws.rank))
    some, weight = systematic(weight, draws)
    first, second = (make_plan(s, kind, kind.draws.rows(rows[some])) for s, kind in zip(people, kinds, strict=True))
    form = CoupleForm(couple, (first, second), is_alone=False)
    return CoupleBase(scenario, calibration, kinds, form, weight, sampled_side(couple))


def form_of(
    base: CoupleBase, edited: Scenario, pairs: Pairs | None = None, before: Scenario | None = None
) -> CoupleForm:
    """Prepare another form of a couple's season: the same people, with something changed.

    Parameters
    ----------
    base : CoupleBase
    edited : Scenario
        With a couple, or with one that is dissolved.
    pairs : sequence of (name or None, name or None), optional
        The joint list; left out, that of `edited`.
    before : Scenario, optional
        The season as it stands, so that what comes too late or too early in `edited` is not counted.

    Returns
    -------
    CoupleForm
    """
    people, couple = each_alone(edited), edited.couple
    if before is not None:
        first, second = (counted(*each) for each in zip(each_alone(before), people, strict=True))
        people = (first, second)
    is_alone = couple is None or couple.is_dissolved
    if pairs is None and is_alone:
        pairs = alone_pairs((people[0].rank_order_list, people[1].rank_order_list))
    elif pairs is None:
        pairs = [(p.first, p.second) for p in joint_list(edited).pairs]
    seed, correlation = base.couple.people[0].seed, None if couple is None else couple.correlation
    made = make_couple(people, pairs, base.calibration, seed, correlation, facts=base.couple.plans)
    known = zip(people, base.kinds, base.form.plans, strict=True)
    one, two = (make_plan(s, kind, facts=facts) for s, kind, facts in known)
    return CoupleForm(made, (one, two), is_alone)


def exact_both(forms: Sequence[CoupleForm]) -> Array:
    """Return the exact chances that both match, (S,); not a number for a form that does not allow it."""
    found = [None if form.is_alone else both_probability(form.couple) for form in forms]
    return np.array([np.nan if x is None else x for x in found])


def without_strategies(scenario: Scenario) -> Scenario:
    """Return the season as it stands, without what could be done."""
    return replace(scenario, strategies=())
