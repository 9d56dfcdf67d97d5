"""Cautions on what a strategy says of the applicant: the past cannot be changed, and some things take long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.passing import passes, under_passing
from simulator.model.profile import IMG_TYPES
from simulator.strategy.caution import Caution, some
from simulator.strategy.messages import limit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from simulator.scenario import Applicant, Edited, Program, Scenario

#: Fields that stand on the record and only ever grow.
RECORD = {
    "failed_attempts": "failed attempts",
    "red_flags": "red flags",
    "prior_match_attempts": "earlier seasons in the Match",
    "years_since_graduation": "years since graduation",
}
WHAT_IF = "not something that can be done now, shown as a what-if"


def person_cautions(scenario: Scenario, edited: Edited) -> Iterator[Caution]:
    """Say what of a strategy's edits of the applicant nobody can do now.

    Parameters
    ----------
    scenario : Scenario
        As it stands.
    edited : Edited
        The same under the strategy.
    """
    was, now = scenario.applicant, edited.scenario.applicant
    undone = list(_undone(was, now))
    if undone:
        yield Caution(f"takes back {' and '.join(undone)}: {WHAT_IF}.", is_what_if=True)
    if now.step2_ck != was.step2_ck:
        yield from _score(scenario, was.step2_ck, now.step2_ck)
    yield from _certification(was, now)
    yield from _connections(scenario, edited.scenario)


def _undone(was: Applicant, now: Applicant) -> Iterator[str]:
    """What is on the record before a strategy and no longer after it."""
    for field, words in RECORD.items():
        before, after = _number(getattr(was, field)), _number(getattr(now, field))
        if before is not None and after is not None and after < before:
            yield words
    if was.step1 == "failed_attempt" and now.step1 == "pass":
        yield "a failed attempt at Step 1"


def _number(value: object) -> float | None:
    if isinstance(value, tuple):
        return len(value)
    return float(value) if isinstance(value, int | float) else None


def _score(scenario: Scenario, was: int | None, now: int | None) -> Iterator[Caution]:
    if passes(was, scenario.season):
        yield Caution(f"a Step 2 CK that is passed cannot be taken again: {WHAT_IF}.", is_what_if=True)
    if under := under_passing(now, scenario.season):
        yield Caution(under)


def _certification(was: Applicant, now: Applicant) -> Iterator[Caution]:
    if now.ecfmg_certified is False and was.ecfmg_certified is not False and now.type in IMG_TYPES:
        yield Caution(
            "without ECFMG certification by the rank order list deadline nothing can match and no residency can start; "
            "the number does not count that."
        )


def _connections(scenario: Scenario, edited: Scenario) -> Iterator[Caution]:
    """Rotations and mentors at more programs than anybody can come by."""
    before = {p.name: p.connection for p in scenario.programs}
    made: list[Program] = [p for p in edited.programs if before.get(p.name, p.connection) != p.connection]
    made = [p for p in made if p.connection in ("rotation", "mentor")]
    if len(made) > limit("new_connections"):
        yield Caution(f"a rotation or a mentor at {some(made)}: {WHAT_IF}.", is_what_if=True)
