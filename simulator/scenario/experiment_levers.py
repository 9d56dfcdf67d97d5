"""What an experiment on the market may change: one lever a key.

The first five are what applicants do, so that a share of them can do it; the others are
rules of the market and hold for everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import model_validator

from simulator.scenario.base import Part
from simulator.scenario.kinds import Choice, Number, Whole, wrong
from simulator.scenario.text_kinds import SpecialtyName

MOST_APPLICATIONS = 5_000
MOST_INTERVIEWS = 500
MOST_SIGNALS = 30
MOST_SIGNALS_IN_ALL = 60
"""Gold and silver together, in one specialty."""
MOST_COUPLES = 20_000
PERCENT = (-90, 400)
SIDES = ("applicants", "programs")
CROWD = ("cap_applications", "cap_interviews", "more_applications", "community_programs", "more_interviews")
"""Levers that applicants pull themselves."""


def _given(part: Part) -> list[str]:
    return [key for key in part.model_fields_set if getattr(part, key) is not None and getattr(part, key) != {}]


class _NotEmpty(Part):
    """A mapping that must say something."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not _given(self):
            raise wrong("is empty", ", ".join(type(self).model_fields), "Name at least one field.")
        return self


class CapApplications(_NotEmpty):
    """Most applications that one person may send."""

    total: Annotated[int, Whole(1, MOST_APPLICATIONS)] | None = None
    """Over all specialties, a count 1-5000."""
    per_specialty: Annotated[int, Whole(1, MOST_APPLICATIONS)] | None = None
    """In each specialty, a count 1-5000."""
    by_specialty: Mapping[Annotated[str, SpecialtyName()], Annotated[int, Whole(1, MOST_APPLICATIONS)]] | None = None
    """In single specialties, a count 1-5000 each; goes before per_specialty."""


class CapInterviews(Part):
    """Most interviews that one person may hold."""

    total: Annotated[int, Whole(1, MOST_INTERVIEWS)]
    """Over all specialties, a count 1-500."""


class MoreApplications(Part):
    """More (or fewer) applications than now."""

    percent: Annotated[float, Number(*PERCENT)]
    """Percent more than now in each specialty, -90 to 400."""


class CommunityPrograms(Part):
    """Applications to further community programs."""

    number: Annotated[int, Whole(1, MOST_INTERVIEWS)]
    """Community programs more than now, in the first specialty, a count 1-500."""


class MoreInterviews(Part):
    """More (or fewer) invitations accepted than now."""

    percent: Annotated[float, Number(*PERCENT)]
    """Percent more than now that a person attends at most, -90 to 400."""


class ProgramInterviews(Part):
    """More (or fewer) people interviewed by each program."""

    percent: Annotated[float, Number(*PERCENT)]
    """Percent more than now, -90 to 400."""


class SignalLimits(_NotEmpty):
    """Signals that one applicant may send in a specialty."""

    gold: Annotated[int, Whole(0, MOST_SIGNALS)] | None = None
    """Gold signals, a count 0-30; left out, as now."""
    silver: Annotated[int, Whole(0, MOST_SIGNALS)] | None = None
    """Silver signals, a count 0-30; left out, as now."""


class Signals(SignalLimits):
    """Other numbers of signals; specialties without signals keep none unless they are named."""

    times: Annotated[float, Number(0, 3)] | None = None
    """Factor on the present numbers, rounded, 0-3; 0 turns signals off."""
    by_specialty: Mapping[Annotated[str, SpecialtyName()], SignalLimits] | None = None
    """Numbers in single specialties; they go before the others."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.times is not None and (self.gold is not None or self.silver is not None):
            raise wrong("gives a factor and numbers", hint="Give times, or gold and silver.")
        return self


class Couples(Part):
    """How many couples there are."""

    number: Annotated[int, Whole(0, MOST_COUPLES)] | None = None
    """Couples in a national market; a smaller one has proportionally fewer. A count 0-20000."""
    share: Annotated[float, Number(0, 0.5)] | None = None
    """Applicants who are in a couple, of all, 0-0.5."""
    times: Annotated[float, Number(0, 20)] | None = None
    """Factor on the present number, 0-20."""

    @model_validator(mode="after")
    def _one_of_three(self) -> Self:
        if len(_given(self)) != 1:
            raise wrong("must give exactly one of the three", "number, share, times")
        return self


class Lever(Part):
    """One change: exactly one of the nine keys."""

    cap_applications: CapApplications | None = None
    """Most applications of a person."""
    cap_interviews: CapInterviews | None = None
    """Most interviews of a person."""
    more_applications: MoreApplications | None = None
    """More applications, or fewer."""
    community_programs: CommunityPrograms | None = None
    """Applications to further community programs."""
    more_interviews: MoreInterviews | None = None
    """More invitations accepted, or fewer."""
    program_interviews: ProgramInterviews | None = None
    """More people interviewed by each program, or fewer."""
    signals: Signals | None = None
    """Other numbers of signals."""
    couples: Couples | None = None
    """Other numbers of couples."""
    proposing: Annotated[Literal["applicants", "programs"], Choice(SIDES)] | None = None
    """Who proposes in the match: applicants, as the NRMP does, or programs."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) == 1 and not _given(self):
            name = next(iter(self.model_fields_set))
            raise wrong(f"the value of {name} is missing", hint="Indent it below the key.", got=None)
        if len(_given(self)) != 1:
            raise wrong("must hold exactly one lever", ", ".join(type(self).model_fields), "Give each lever a '-'.")
        return self

    @property
    def name(self) -> str:
        """Which lever this is."""
        return _given(self)[0]

    @property
    def is_of_people(self) -> bool:
        """Whether it is something that applicants do, so that some of them can do it."""
        return self.name in CROWD
