"""The couple's part of the schema: a partner and how the joint list comes about."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from simulator.scenario.applicant import Applicant
from simulator.scenario.base import Part
from simulator.scenario.kinds import Choice, Flag, Kind, Number, Whole, each_checked, wrong
from simulator.scenario.list_kinds import Sized
from simulator.scenario.program import MAX_PATH_CHARACTERS, ProgramEntry, RankedNames
from simulator.scenario.text_kinds import Text
from simulator.scenario.vocabulary import TOGETHER, Together

MAX_PAIRS = 300
MOST_MILES, MOST_WEIGHT = 6_000, 100

Pair = tuple[str | None, str | None]


def _name_or_none(name: object) -> str | None:
    return None if name is None else Text().check(name)


class PairKind(Kind):
    """A pair of program names, either of which may be null, but not both."""

    def check(self, value: object) -> Pair:
        """Return the pair."""
        allowed = "[first partner's program, second partner's program], null for no match"
        if not isinstance(value, tuple) or len(value) != 2:
            raise wrong("must be a pair", allowed)
        if value == (None, None):
            raise wrong("is a pair without a program", allowed)
        first, second = each_checked(_name_or_none, value)
        return first, second

    def json_schema(self) -> dict[str, object]:
        """Return an array of two names or nulls."""
        name: dict[str, object] = {"anyOf": [Text().json_schema(), {"type": "null"}]}
        return {
            "type": "array",
            "prefixItems": [name, name],
            "minItems": 2,
            "maxItems": 2,
            "items": False,
            "contains": {"type": "string"},
        }


PairList = Annotated[tuple[Annotated[Pair, PairKind()], ...], Sized(1, MAX_PAIRS, "pairs, the NRMP's limit")]


class BuildEntry(Part):
    """How to build the joint list from the two single lists."""

    together: Annotated[Together, Choice(TOGETHER)]
    """Pairs to keep: both programs in one city, within a distance, in one state; any two, the nearer ones higher; or
    career_first, any two by the single lists alone."""
    within_miles: Annotated[float, Number(0, MOST_MILES)] | None = None
    """Largest distance of a pair, miles 0-6000, by the programs' coordinates; needed with together: distance."""
    first_weight: Annotated[float, Number(0, MOST_WEIGHT)] | None = None
    """What a place on the first partner's list counts, 0-100 (default 1)."""
    second_weight: Annotated[float, Number(0, MOST_WEIGHT)] | None = None
    """What a place on the second partner's list counts, 0-100 (default 1)."""
    together_weight: Annotated[float, Number(0, MOST_WEIGHT)] | None = None
    """Places worth giving up to be in one city and not only in one state, or there and not apart, 0-100."""
    max_pairs: Annotated[int, Whole(1, MAX_PAIRS)] | None = None
    """Longest joint list to build, a count of pairs 1-300 (default 300)."""
    include_no_match: Annotated[bool, Flag()] | None = None
    """Whether to end with pairs in which one partner stays unmatched (default true)."""


class PartnerEntry(Part):
    """The second partner: an applicant with programs and a list of his or her own."""

    applicant: Applicant
    """The partner's profile; the same fields as `applicant`."""
    programs: tuple[ProgramEntry, ...] | None = None
    """The partner's programs; the same fields as `programs`."""
    programs_file: Annotated[str, Text(MAX_PATH_CHARACTERS)] | None = None
    """CSV file with the partner's programs, relative to the scenario file."""
    rank_order_list: RankedNames | None = None
    """The partner's own list, best first; default: file order of what can be ranked."""


class CoupleEntry(Part):
    """Two applicants who enter the Match as a couple."""

    partner: PartnerEntry
    """The second partner."""
    joint_rank_order_list: PairList | None = None
    """Pairs [first partner's program, second partner's program], best first, at most 300; null for no match."""
    joint_rank_order_list_file: Annotated[str, Text(MAX_PATH_CHARACTERS)] | None = None
    """CSV file with the joint list (rank,first,second,reason), relative to the scenario file; blank for no match."""
    build: BuildEntry | None = None
    """Build the joint list from the two single lists, instead of giving it."""
    correlation: Annotated[float, Number(-1, 1)] | None = None
    """How alike the partners are in what no field tells, -1 to 1; left out, the model's own judgement."""


class CoupleChange(Part):
    """What a strategy does about the joint list: exactly one of the three keys."""

    build: BuildEntry | None = None
    """Build the joint list anew, by these wishes."""
    joint_rank_order_list: PairList | None = None
    """Pairs [first partner's program, second partner's program], best first, at most 300; null for no match."""
    alone: Annotated[bool, Flag()] | None = None
    """true: no couple any more; each ranks the single list."""

    @model_validator(mode="after")
    def _exactly_one(self) -> CoupleChange:
        if len([key for key in self.model_fields_set if getattr(self, key) is not None]) != 1:
            raise wrong("must hold exactly one change", ", ".join(CoupleChange.model_fields))
        if self.alone is False:
            raise wrong("says nothing with alone: false", "alone: true, build, or joint_rank_order_list")
        if self.build is not None and self.build.together == "distance" and self.build.within_miles is None:
            raise wrong("needs within_miles with together: distance", "a number of miles")
        return self
