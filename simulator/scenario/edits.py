"""Strategies: ordered lists of edits to a scenario, as a file writes them.

An edit says what the applicant would do (an intervention); it never changes what is known
about the past, so ``type`` and ``applications_sent`` cannot be edited. This module checks
and keeps edits; it applies none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, Self, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    create_model,
    model_validator,
)
from pydantic_core import core_schema

from simulator.scenario.applicant import ApplicantFields
from simulator.scenario.base import Part
from simulator.scenario.couple import CoupleChange
from simulator.scenario.kinds import Choice, Kind, each_checked, wrong
from simulator.scenario.list_kinds import Sized
from simulator.scenario.program import MAX_PROGRAMS, Program, ProgramEntry, RankedNames
from simulator.scenario.text_kinds import SpecialtyName, Text
from simulator.scenario.vocabulary import (
    CONNECTIONS,
    EMAILS,
    LETTERS,
    SETTINGS,
    SIGNALS,
    SPONSORED_VISAS,
    STATUSES,
    TRACKS,
)

MAX_EDITS = 1_000

Action = Literal[
    "add_programs",
    "remove_programs",
    "set_programs",
    "set_applicant",
    "set_rank_order_list",
    "set_supplemental_rank_order_list",
    "partner",
    "set_couple",
]


def _wrapped(value: object) -> object:
    return value if isinstance(value, tuple) else (value,)


def _all_optional(name: str, of: type[BaseModel], fields: Iterable[str]) -> type[BaseModel]:
    """Make a model of some fields of another one, none of them required."""
    definitions: dict[str, object] = {}
    for key in fields:
        field = of.model_fields[key]
        kind = Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation
        definitions[key] = (kind, Field(default=None, description=field.description))
    made = create_model(name, __base__=Part, **definitions)  # type: ignore[call-overload]
    return cast("type[BaseModel]", made)


ProgramChange = _all_optional("ProgramChange", Program, [k for k in Program.model_fields if k != "name"])
ApplicantChange = _all_optional("ApplicantChange", ApplicantFields, ApplicantFields.model_fields)


class AnyOf(Kind):
    """A condition: one accepted value, or a list of them."""

    def __init__(self, of: Kind) -> None:
        self.of = of

    def check(self, value: object) -> tuple[object, ...]:
        """Return the accepted values as a tuple."""
        values = value if isinstance(value, tuple) else (value,)
        if not values:
            raise wrong("is an empty list, which nothing satisfies")
        return each_checked(self.of.check, values)

    def json_schema(self) -> dict[str, object]:
        """Return the value or the list."""
        one = self.of.json_schema()
        return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}


Values = tuple[str, ...]


class ProgramFilter(Part):
    """Which programs an edit is about: a program must satisfy every field given."""

    name: Annotated[Values, AnyOf(Text())] | None = None
    """Name or names of programs; a name with a count stands for all its look-alikes."""
    specialty: Annotated[Values, AnyOf(SpecialtyName())] | None = None
    """Specialty or specialties."""
    setting: Annotated[Values, AnyOf(Choice(SETTINGS))] | None = None
    """Setting or settings."""
    track: Annotated[Values, AnyOf(Choice(TRACKS))] | None = None
    """Track or tracks."""
    status: Annotated[Values, AnyOf(Choice(STATUSES))] | None = None
    """Status or statuses."""
    visas: Annotated[Values, AnyOf(Choice(SPONSORED_VISAS))] | None = None
    """Programs known to sponsor any of these visas."""
    state: Annotated[Values, AnyOf(Text(50))] | None = None
    """State or states, as the programs spell them."""
    city: Annotated[Values, AnyOf(Text(100))] | None = None
    """City or cities, as the programs spell them."""
    signal: Annotated[Values, AnyOf(Choice(SIGNALS))] | None = None
    """Signal or signals sent."""
    connection: Annotated[Values, AnyOf(Choice(CONNECTIONS))] | None = None
    """Connection or connections."""
    emails: Annotated[Values, AnyOf(Choice(EMAILS))] | None = None
    """Programs that were sent any of these kinds of email."""
    letter: Annotated[Values, AnyOf(Choice(LETTERS))] | None = None
    """Letter or letters sent."""


class _GivenFields:
    """Annotation: check a mapping against a model and keep only the fields that it gives."""

    def __init__(self, model: type[BaseModel], *, may_be_empty: bool = False) -> None:
        self.model = model
        self.may_be_empty = may_be_empty
        self.null_is_a_value = model is not ProgramFilter

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        inner = handler.generate_schema(self.model)
        return core_schema.no_info_after_validator_function(self._given, inner)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, object]:
        found = handler(schema)
        return found if self.may_be_empty else {**found, "minProperties": 1}

    def _given(self, checked: BaseModel) -> dict[str, object]:
        pairs = ((key, getattr(checked, key)) for key in type(checked).model_fields)
        given = {
            key: value
            for key, value in pairs
            if key in checked.model_fields_set and (value is not None or self.null_is_a_value)
        }
        if not given and not self.may_be_empty:
            raise wrong("is empty", hint="Name at least one field.")
        return given


Changes = Mapping[str, object]
"""Field -> new value; only the fields to be changed."""
Where = Mapping[str, tuple[object, ...]]
"""Field -> accepted values; a program must satisfy every field (any value of each)."""


class RemovePrograms(Part):
    """Which programs to withdraw from."""

    where: Annotated[Where, _GivenFields(ProgramFilter)]
    """Programs to remove: field to value or list of values; all fields must hold."""


class SetPrograms(Part):
    """Which programs to change, and how."""

    where: Annotated[Where, _GivenFields(ProgramFilter, may_be_empty=True)] = Field(default_factory=dict)
    """Programs to change: field to value or list of values; left out, every program."""
    set: Annotated[Changes, _GivenFields(ProgramChange)]
    """New values, by field of a program (name excepted)."""


ProgramEntries = Annotated[
    tuple[ProgramEntry, ...],
    Sized(1, MAX_PROGRAMS),
    BeforeValidator(_wrapped, json_schema_input_type=ProgramEntry | tuple[ProgramEntry, ...]),
]


class OwnEdit(Part):
    """One edit of one person's season: exactly one of the six keys."""

    add_programs: ProgramEntries | None = None
    """One program, or a list of them, to add; the same fields as `programs`."""
    remove_programs: RemovePrograms | None = None
    """Programs to withdraw from."""
    set_programs: SetPrograms | None = None
    """Programs to change."""
    set_applicant: Annotated[Changes, _GivenFields(ApplicantChange)] | None = None
    """New values, by field of the applicant (type and applications_sent excepted)."""
    set_rank_order_list: RankedNames | None = None
    """A new rank order list, best first."""
    set_supplemental_rank_order_list: RankedNames | None = None
    """A new list of preliminary programs for the first year of advanced positions, best first."""

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_fields_set) == 1 and getattr(self, *self.model_fields_set) is None:
            raise wrong(
                f"the value of {next(iter(self.model_fields_set))} is missing",
                hint="Indent it below the key.",
                got=None,
            )
        if len([key for key in self.model_fields_set if getattr(self, key) is not None]) != 1:
            raise wrong("must hold exactly one edit", ", ".join(type(self).model_fields), "Give each edit a '-'.")
        return self

    @property
    def action(self) -> Action:
        """Which edit this is."""
        return cast("Action", next(key for key in self.model_fields_set if getattr(self, key) is not None))


class Edit(OwnEdit):
    """One edit: exactly one of the eight keys. The first six are about the file's own applicant."""

    partner: OwnEdit | None = None
    """One of the first six edits, for the second partner of a couple."""
    set_couple: CoupleChange | None = None
    """Another joint list for a couple, or none at all."""


class Strategy(Part):
    """A named, ordered list of edits, compared with the scenario as it stands."""

    name: Annotated[str, Text()]
    """Name of the strategy, unique in the file, 1-200 characters."""
    edits: Annotated[tuple[Edit, ...], Sized(1, MAX_EDITS)]
    """The edits, applied in order."""
