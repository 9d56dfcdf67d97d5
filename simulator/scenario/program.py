"""The programs' side of the schema: one entry of the file, and one program after expansion."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import model_validator

from simulator.scenario.base import Part
from simulator.scenario.kinds import Choice, Level, Number, Whole
from simulator.scenario.list_kinds import Distinct, Sized
from simulator.scenario.specialties import ONE_YEAR, Specialty
from simulator.scenario.text_kinds import Day, SpecialtyName, Text
from simulator.scenario.vocabulary import (
    CONNECTIONS,
    DEFAULT_STATUS,
    EMAILS,
    LETTERS,
    SETTINGS,
    SIGNALS,
    SKILLS,
    SPONSORED_VISAS,
    STATUSES,
    TRACKS,
    Connection,
    Email,
    Letter,
    Setting,
    Signal,
    SponsoredVisa,
    Status,
    Track,
)

MAX_PROGRAMS = 5_000
MAX_PATH_CHARACTERS = 1_000
MAX_SKILL_SD = 4.0

VisaList = Annotated[tuple[Annotated[SponsoredVisa, Choice(SPONSORED_VISAS)], ...], Distinct()]
RankedNames = Annotated[tuple[Annotated[str, Text()], ...], Sized(0, MAX_PROGRAMS)]
EmailList = Annotated[tuple[Annotated[Email, Choice(EMAILS)], ...], Distinct()]


class Program(Part):
    """One residency program and how things stand with it.

    ``None`` stands for a field that the file does not give; for ``visas`` it means that
    it is not known what the program sponsors, while ``()`` means that it sponsors none.
    """

    name: Annotated[str, Text()]
    """Name of the program, unique in the file (case and spaces do not count), 1-200 characters."""
    specialty: Annotated[Specialty, SpecialtyName()]
    """Specialty key, such as internal_medicine; the spellings of NRMP tables are read too."""
    setting: Annotated[Setting, Choice(SETTINGS)]
    """Kind of hospital: university, university_affiliated or community."""
    track: Annotated[Track, Choice(TRACKS)] = "categorical"
    """categorical (the whole residency; default), preliminary (first year only; default of preliminary medicine and
    surgery and of the transitional year, which are nothing else) or advanced (from the second year)."""
    status: Annotated[Status, Choice(STATUSES)] = DEFAULT_STATUS
    """How far things have come: considering (not applied), applied (default), invited, interviewed, rejected."""
    visas: VisaList | None = None
    """Visas the program sponsors, any of j1 and h1b; [] for none; left out when not known."""
    img_share: Annotated[float, Number(0, 1)] | None = None
    """Share of international medical graduates among current residents, 0-1."""
    positions: Annotated[int, Whole(1, 500)] | None = None
    """Positions offered in this Match, a count 1-500."""
    state: Annotated[str, Text(50)] | None = None
    """State, such as MI."""
    city: Annotated[str, Text(100)] | None = None
    """City, such as Flint."""
    latitude: Annotated[float, Number(-90, 90)] | None = None
    """Degrees north, -90 to 90; only the distances of a couple use it."""
    longitude: Annotated[float, Number(-180, 180)] | None = None
    """Degrees east, -180 to 180 (negative in the United States)."""
    min_step2_ck: Annotated[int, Whole(1, 300)] | None = None
    """Lowest Step 2 CK score the program considers, 1-300 points."""
    max_years_since_graduation: Annotated[float, Number(0, 60)] | None = None
    """Most years since graduation the program accepts, 0-60."""
    min_us_clinical_experience_months: Annotated[float, Number(0, 120)] | None = None
    """Least US clinical experience the program asks for, months, 0-120."""
    invited_on: Annotated[date, Day()] | None = None
    """Day of the invitation (YYYY-MM-DD); not with status considering or applied."""
    interview_on: Annotated[date, Day()] | None = None
    """Day of the interview (YYYY-MM-DD); only with status invited or interviewed."""
    performance: Annotated[str | float, Level(SKILLS, -MAX_SKILL_SD, MAX_SKILL_SD)] | None = None
    """How this interview went: poor, average, strong, or standard deviations from average (-4 to 4)."""
    signal: Annotated[Signal, Choice(SIGNALS)] = "none"
    """Preference signal sent with the application: none, silver or gold."""
    connection: Annotated[Connection, Choice(CONNECTIONS)] = "none"
    """Tie to the program: none, geographic, rotation or mentor."""
    emails: EmailList = ()
    """Emails sent to the program, any of update, visa, tie, interest, mass; each kind once."""
    letter: Annotated[Letter, Choice(LETTERS)] = "none"
    """Letter after the interview: none, interest or intent (intent to one program only)."""

    @model_validator(mode="after")
    def _settled(self) -> Program:
        return settled(self)


def natural_track(specialty: str | None) -> Track:
    """Return the track that a program of this specialty has unless it says otherwise."""
    return "preliminary" if specialty in ONE_YEAR else "categorical"


def settled(program: Program) -> Program:
    """Give a program whose track is not given the one that its specialty has, in place; return it."""
    if "track" not in program.model_fields_set:
        program.__dict__["track"] = natural_track(program.specialty)
    return program


class ProgramEntry(Program):
    """A program as a file lists it: with ``count``, that many look-alikes."""

    count: Annotated[int, Whole(1, MAX_PROGRAMS)] = 1
    """That many look-alikes, 1-5000 (default 1); count 3 makes "NAME 1", "NAME 2", "NAME 3"."""
