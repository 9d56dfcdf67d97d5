"""What moves a couple's answer: one field of either partner at a time, the correlation, and pairs of one alone.

A field moved is an intervention, as for a single applicant; the joint list stays. The correlation is another belief
about the world: what the two could have in common is not known. Everything is compared on the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.model.tables import constant, table
from simulator.outcomes.uncertainty import interval
from simulator.scenario.couple_people import each_alone
from simulator.season.couple_forms import forms_over_draws, sample_forms
from simulator.strategy.couple_base import couple_base, exact_both, form_of, settings
from simulator.strategy.couple_list import joint_list
from simulator.strategy.sensitivity import MOVES, Whose, profile_edits, program_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from simulator.scenario import Scenario
    from simulator.season.couple_forms import CoupleForm
    from simulator.strategy.couple_base import CoupleBase, Pairs

    Array = NDArray[np.float64]
    Row = tuple[Any, ...]

WHO = ("first", "second", "couple")
COLUMNS = ("who", "kind", "field", "value", "difference", "low", "high", "one", "can", "step")


class _Moved(NamedTuple):
    """One thing moved, as a row of the table has it, and the form of the season that it leads to."""

    who: str
    kind: str
    field: str
    value: str
    can: bool
    step: float
    form: CoupleForm


@dataclass(frozen=True)
class CoupleSensitivity:
    """What moves the chance that both match. Probabilities are 0-1.

    Attributes
    ----------
    scenario_name, season, calibration : what it is about
    match : float
        The chance that both match as things stand.
    level : float
        Of the intervals.
    fields : DataFrame
        who (first, second or couple), kind (profile, program or couple), field, value, difference of the chance that
        both match, low, high, one (difference of the chance that exactly one does), can, step.
    warnings : tuple of str
    """

    scenario_name: str
    season: int
    calibration: str
    match: float
    level: float
    fields: pd.DataFrame
    warnings: tuple[str, ...]

    def to_json(self) -> str:
        """Return the table as JSON, with a line break at the end."""
        import json

        found: dict[str, Any] = {"schema_version": 1, "scenario": self.scenario_name, "season": self.season}
        found |= {"calibration": self.calibration, "both": {"exact": self.match}, "level": self.level}
        found |= {"fields": self.fields.to_dict("records"), "warnings": list(self.warnings)}
        return json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def couple_sensitivity(
    scenario: Scenario, seed: int, progress: Callable[[float], None] | None = None
) -> CoupleSensitivity:
    """Find what moves the chance that both match.

    Parameters
    ----------
    scenario : Scenario
        With a couple; checked. Strategies are left aside.
    seed : int
    progress : callable of float, optional
        Told which share of the work has just been done.

    Returns
    -------
    CoupleSensitivity
    """
    import pandas as pd

    scenario = replace(scenario, strategies=())
    base = couple_base(scenario, seed, settings("search_draws"))
    pairs = [(p.first, p.second) for p in joint_list(scenario).pairs]
    moved = [*_fields(base, pairs), *_of_couple(base, pairs)]
    rows, both = _solved(base, moved, progress or _nothing)
    kept = sorted((row for row in rows if max(abs(x) for x in row[4:8]) > MOVES), key=lambda row: -abs(row[4]))
    return CoupleSensitivity(
        scenario_name=scenario.name,
        season=scenario.season,
        calibration=base.kinds[0].name,
        match=both,
        level=constant("simulation", "interval_level"),
        fields=pd.DataFrame(kept, columns=list(COLUMNS)),
        warnings=(),
    )


def _nothing(share: float) -> None:
    del share


def _fields(base: CoupleBase, pairs: Pairs) -> Iterator[_Moved]:
    """Every field of either partner."""
    people = each_alone(base.scenario)
    for side, (person, kind, plan) in enumerate(zip(people, base.kinds, base.couple.plans, strict=True)):
        edits = (*profile_edits(Whose(person, kind, plan)), *program_edits(person))
        for what, field, value, edited, can, step in edits:
            form = form_of(base, _put(base.scenario, side, edited), pairs)
            yield _Moved(WHO[side], what, field, value, can, step, form)


def _put(scenario: Scenario, side: int, person: Scenario) -> Scenario:
    """The couple with one partner's season edited."""
    couple = scenario.couple
    if side == 0 or couple is None:
        return replace(scenario, applicant=person.applicant, programs=person.programs)
    partner = replace(couple.partner, applicant=person.applicant, programs=person.programs)
    return replace(scenario, couple=replace(couple, partner=partner))


def _of_couple(base: CoupleBase, pairs: Pairs) -> Iterator[_Moved]:
    """The correlation at both extremes; the joint list without pairs of one alone, and with all of them."""
    for value in table("couples")["sensitivity"]["correlations"]["value"]:
        couple = base.couple._replace(strength=value, skill=value)
        form = base.form._replace(couple=couple)
        yield _Moved("couple", "couple", "correlation", f"{value:g}", can=False, step=0.0, form=form)
    of_two = [pair for pair in pairs if None not in pair]
    alone = [(p, None) for p in base.scenario.rank_order_list]
    partner = base.scenario.couple
    alone_too = [(None, p) for p in (partner.partner.rank_order_list if partner else ())]
    for value, some in (("none", of_two), ("all, at the bottom", [*of_two, *alone, *alone_too])):
        if some and list(some) != list(pairs):
            form = form_of(base, base.scenario, some)
            yield _Moved("couple", "couple", "no_match_pairs", value, can=True, step=0.0, form=form)


def _solved(
    base: CoupleBase, moved: list[_Moved], tell: Callable[[float], None]
) -> tuple[list[tuple[Any, ...]], float]:
    """Rows of the table, and the chance that both match as things stand."""
    rule = table("couples")["sensitivity"]
    n, light = (int(rule[name]["value"]) for name in ("replicates", "draws_replicates"))
    forms = [base.form, *(one.form for one in moved)]
    moments = sample_forms(forms, n, base.side, progress=lambda some: tell(0.5 * some / n))
    draws, central = forms_over_draws(forms, light, base.side, lambda share: tell(0.5 * share))
    shift = (moments.apart[1:] - (central[1:] - central[0]))[:, None]
    apart = draws[1:] - draws[0] + shift
    level = constant("simulation", "interval_level")
    rows: list[Row] = []
    for k, one in enumerate(moved):
        low, high = interval(apart[k, :, 0], base.weight, level)
        both, first, second = (float(x) for x in moments.apart[k + 1])
        said = (both, float(low), float(high), first + second - 2 * both)
        rows.append((one.who, one.kind, one.field, one.value, *said, one.can, one.step))
    exact = float(exact_both([base.form])[0])
    return rows, float(moments.mean[0, 0]) if np.isnan(exact) else exact
