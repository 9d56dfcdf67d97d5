"""What an experiment on the market came to: each arm's differences from the base, and individual against collective."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.outcomes.experiment_measures import OF, Effect
from simulator.outcomes.experiment_race import Left, Reached

if TYPE_CHECKING:
    import pandas as pd

SCHEMA_VERSION = 1


class Row(NamedTuple):
    """One measure of one arm.

    Attributes
    ----------
    measure : str
        From `experiment_measures.MEASURES`.
    group : str
        Type of applicant, fifth of strength, or ``"all"``; empty for a number of the market.
    base, value : float
        Means over seasons.
    effect : Effect
    """

    measure: str
    group: str
    base: float
    value: float
    effect: Effect


class Moved(NamedTuple):
    """What changed for people who rank alone.

    Attributes
    ----------
    who : str
        ``"doers"`` or ``"others"``.
    measure : str
        ``matched``, ``applications`` and ``interviews``: more than in the base; ``gained``, ``lost``: matched only in
        the arm, only in the base; ``better``, ``worse``: at a program that they like better, less.
    group : str
    effect : Effect
        A share of people; of applications and interviews, a number for each.
    """

    who: str
    measure: str
    group: str
    effect: Effect


@dataclass(frozen=True)
class ArmResult:
    """One arm at one share.

    Attributes
    ----------
    name : str
    share : float or None
        Of those who do it; None in an arm without shares, where everybody does.
    stable_seasons : int
        In how many the independent checker found the match stable.
    rows : tuple of Row
    moved : tuple of Moved
    reached : tuple of Reached
        Of a lever that asks for a number of applications: how far it could be pulled.
    """

    name: str
    share: float | None
    stable_seasons: int
    rows: tuple[Row, ...]
    moved: tuple[Moved, ...]
    reached: tuple[Reached, ...] = ()

    def row(self, measure: str, group: str = "all") -> Row | None:
        """Return one measure, None where it is not known; of numbers of the market the group does not count."""
        wanted = group if OF[measure].groups else ""
        return next((row for row in self.rows if row.measure == measure and row.group == wanted), None)


@dataclass(frozen=True)
class CrowdResult:
    """What one applicant gains who alone does something, and what all of them gain when all do.

    Attributes
    ----------
    name : str
        Of the arm.
    individual : tuple of Moved
        One applicant alone, everybody else as in the base.
    arms : tuple of ArmResult
        By share, the smallest first.
    apart : tuple of Moved
        Gain alone less gain when all do it, of the same people in the same seasons; empty where no arm has a share
        of 1.
    left : tuple of Left
        How much of the gain in matches is left when all do it, where there is one.
    reached : tuple of Reached
        As in `ArmResult`, of those who do it alone.
    """

    name: str
    individual: tuple[Moved, ...]
    arms: tuple[ArmResult, ...]
    apart: tuple[Moved, ...] = ()
    left: tuple[Left, ...] = ()
    reached: tuple[Reached, ...] = ()

    @property
    def collective(self) -> tuple[Moved, ...]:
        """What changes for those who do it when all of them do; empty where no arm has a share of 1."""
        return next((tuple(m for m in arm.moved if m.who == "doers") for arm in self.arms if arm.share == 1), ())

    def found(self, share: float, who: str = "doers", measure: str = "matched", group: str = "all") -> Effect | None:
        """Return one effect; share 0 is the individual one."""
        rows = self.individual if share == 0 else next((arm.moved for arm in self.arms if arm.share == share), ())
        return _effect_of(rows, who, measure, group)

    def gap(self, measure: str = "matched", group: str = "all") -> Effect | None:
        """Return how much more one gains alone than each when all do it, season by season; None where not asked."""
        return _effect_of(self.apart, "doers", measure, group)

    def share_left(self, group: str = "all") -> Left | None:
        """Return how much of the gain in matches is left when all do it; None where that cannot be told."""
        return next((one for one in self.left if one.group == group), None)


@dataclass(frozen=True)
class ExperimentResult:
    """What an experiment on the market came to.

    Attributes
    ----------
    name, question : str
    specialties : tuple of str or None
        None for the national market.
    scale : float
    seed, replicates : int
    level : float
        Of the intervals.
    applicants, programs, positions : int
        Applicants of the first season.
    stable_seasons : int
        Of the base.
    base : dict
        Means of the base by (measure, group).
    arms : tuple of ArmResult
        In the order of the file, shares from the smallest.
    crowds : tuple of CrowdResult
        Of the arms that have shares.
    warnings : tuple of str
    """

    name: str
    question: str
    specialties: tuple[str, ...] | None
    scale: float
    seed: int
    replicates: int
    level: float
    applicants: int
    programs: int
    positions: int
    stable_seasons: int
    base: dict[tuple[str, str], float]
    arms: tuple[ArmResult, ...]
    crowds: tuple[CrowdResult, ...]
    warnings: tuple[str, ...]

    @property
    def differences(self) -> pd.DataFrame:
        """Every measure of every arm: arm, share, measure, group, base, value, and the effect."""
        return _frame(
            ("arm", "share", "measure", "group", "base", "value"),
            [((arm.name, arm.share, *row[:4]), row.effect) for arm in self.arms for row in arm.rows],
        )

    @property
    def changes(self) -> pd.DataFrame:
        """What changed for people who rank alone: arm, share, who, measure, group, and the effect."""
        return _frame(
            ("arm", "share", "who", "measure", "group"),
            [((arm.name, arm.share, *row[:3]), row.effect) for arm in self.arms for row in arm.moved],
        )

    @property
    def crowd(self) -> pd.DataFrame:
        """Individual (share 0) against collective gains: arm, share, who, measure, group, and the effect."""
        rows = [
            ((one.name, share, *row[:3]), row.effect)
            for one in self.crowds
            for share, moved in ((0.0, one.individual), *((arm.share, arm.moved) for arm in one.arms))
            for row in moved
        ]
        return _frame(("arm", "share", "who", "measure", "group"), rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain values; docs/market_experiments.md describes each."""
        from simulator.outcomes.experiment_contract import as_contract

        return as_contract(self)

    def to_json(self) -> str:
        """Return the result as JSON."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"

    def _repr_html_(self) -> str:
        from simulator.outcomes.experiment_contract import as_html

        return as_html(self)


def _effect_of(rows: Sequence[Moved], who: str, measure: str, group: str) -> Effect | None:
    return next((m.effect for m in rows if (m.who, m.measure, m.group) == (who, measure, group)), None)


_EFFECT = (*Effect._fields, "established")


def _frame(columns: Sequence[str], rows: Sequence[tuple[tuple[Any, ...], Effect]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        [(*keys, *effect, effect.is_established) for keys, effect in rows], columns=[*columns, *_EFFECT]
    )
