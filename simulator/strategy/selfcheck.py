"""The self-check: which fields and which choices of programs fall short, of whose bounds.

Three yardsticks, kept apart: the limits that the scenario's own programs state, the published
profile of those who matched in the specialty, and the bounds of the advice literature
(``model/data/selfcheck.toml``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from simulator.model.evidence import about, evidence
from simulator.model.filters import paper_filters, sponsoring_probability, usable_visas, visa_filter
from simulator.model.profile import IMG_TYPES, visa_of
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from simulator.scenario import Applicant, Program, Scenario

PUBLISHED, PUBLISHED_TYPE = "charting_non_us_img_2026", "non_us_img"
SHORT, CLOSE, FINE, UNKNOWN = "short", "close", "fine", "not given"


class Closed(NamedTuple):
    """One reason why programs do not read the file, and which.

    Attributes
    ----------
    field : of the applicant: step2_ck, years_since_graduation, us_clinical_experience_months or visa
    programs : names, in file order
    example : the most frequent of the reasons, as a sentence
    """

    field: str
    programs: tuple[str, ...]
    example: str


class Yardstick(NamedTuple):
    """One field of the profile against what is usual.

    Attributes
    ----------
    field, title, unit : of the profile
    value : the applicant's; None where it is not given
    bound, comfortable : what many programs ask for, and what is usual
    verdict : ``short``, ``close``, ``fine`` or ``not given``
    source, grade : of the bounds
    """

    field: str
    title: str
    unit: str
    value: float | None
    bound: float
    comfortable: float
    verdict: str
    source: str
    grade: str


class Published(NamedTuple):
    """Step 2 CK against those of the same type who matched and did not match in a specialty.

    Attributes
    ----------
    specialty : key
    value : the applicant's score; None where it is not given
    matched_q1, matched_median, matched_q3 : of those who matched
    unmatched_median : of those who did not; None where not published
    ranks_matched_median, ranks_unmatched_median : programs ranked, likewise
    n_matched : people behind the figures
    verdict : below the lower quartile ``short``, below the median ``close``, else ``fine``
    source : of the figures
    """

    specialty: str
    value: float | None
    matched_q1: float
    matched_median: float
    matched_q3: float
    unmatched_median: float | None
    ranks_matched_median: float | None
    ranks_unmatched_median: float | None
    n_matched: int
    verdict: str
    source: str


class Targeting(NamedTuple):
    """One choice of programs against its bounds.

    Attributes
    ----------
    key, title, unit : what is measured
    value : a share (0-1) or a number
    unknown : share of programs of which it is not known; 0 where that cannot be
    verdict : ``too narrow``, ``too broad``, ``low`` (a share) or ``fine``
    says : why, where it is not fine
    specialty : where it is measured by specialty, else empty
    source, grade : of the bounds
    """

    key: str
    title: str
    unit: str
    value: float
    unknown: float
    verdict: str
    says: str
    specialty: str
    source: str
    grade: str


class SelfCheck(NamedTuple):
    """Everything that falls short, or does not.

    Attributes
    ----------
    closed : by reason, programs applied to or considered that do not read the file
    profile : against what the advice literature calls usual; IMGs only
    published : against the published profile, by specialty; only types with figures on file
    targeting : the list of programs
    no_figures : specialties of which no profile of this type is published
    """

    closed: tuple[Closed, ...]
    profile: tuple[Yardstick, ...]
    published: tuple[Published, ...]
    targeting: tuple[Targeting, ...]
    no_figures: tuple[str, ...]


def self_check(scenario: Scenario) -> SelfCheck:
    """Hold profile and list of programs against three yardsticks.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    SelfCheck
    """
    person = scenario.applicant
    names = tuple(dict.fromkeys(p.specialty for p in scenario.programs))
    published = tuple(_published(person, names)) if person.type == PUBLISHED_TYPE else ()
    return SelfCheck(
        closed=tuple(_closed(person, scenario.programs)),
        profile=tuple(_yardsticks(person)) if person.type in IMG_TYPES else (),
        published=published,
        targeting=tuple(_targeting(scenario)),
        no_figures=tuple(n for n in names if n not in {p.specialty for p in published}),
    )


_FIELDS = {
    "Step 2 CK": "step2_ck",
    "years since graduation": "years_since_graduation",
    "months of US clinical experience": "us_clinical_experience_months",
}


def _closed(person: Applicant, programs: Sequence[Program]) -> Iterator[Closed]:
    reasons: dict[str, list[tuple[str, str]]] = {}
    for program in programs:
        for said in visa_filter(person, program):
            reasons.setdefault("visa", []).append((program.name, said))
        if program.status in ("considering", "applied", "rejected"):
            for said in paper_filters(person, program):
                field = next(field for start, field in _FIELDS.items() if said.startswith(start))
                reasons.setdefault(field, []).append((program.name, said))
    for field, found in reasons.items():
        said = Counter(text for _, text in found).most_common(1)[0][0]
        yield Closed(field, tuple(name for name, _ in found), said)


def _yardsticks(person: Applicant) -> Iterator[Yardstick]:
    for field, entry in table("selfcheck")["profile"].items():
        value = getattr(person, field)
        sign = 1 if "at_least" in entry else -1
        bound = entry["at_least"] if sign > 0 else entry["at_most"]
        usual = entry["comfortable"]
        verdict = UNKNOWN if value is None else _verdict(sign * value, sign * bound, sign * usual)
        if field == "us_clinical_experience_months" and person.us_clinical_experience_type == "observership":
            verdict = SHORT
        yield Yardstick(
            field, entry["title"], entry["unit"], value, bound, usual, verdict, entry["source"], entry["grade"]
        )


def _verdict(value: float, bound: float, usual: float) -> str:
    if value < bound:
        return SHORT
    return FINE if value >= usual else CLOSE


def _published(person: Applicant, names: Sequence[str]) -> Iterator[Published]:
    figures = evidence(PUBLISHED).set_index("specialty")
    for name in names:
        if name not in figures.index or np.isnan(figures.loc[name, "step2ck_matched_q1"]):
            continue
        row = figures.loc[name]
        low, middle, high = (float(row[f"step2ck_matched_{q}"]) for q in ("q1", "median", "q3"))
        others = [_known(row[f"{what}_median"]) for what in _MEDIANS]
        score = person.step2_ck
        verdict = UNKNOWN if score is None else _verdict(score, low, middle)
        n = int(row["step2ck_matched_n"])
        yield Published(name, score, low, middle, high, *others, n, verdict, about(PUBLISHED)["source"])


_MEDIANS = ("step2ck_not_matched", "contiguous_ranks_matched", "contiguous_ranks_not_matched")


def _known(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


def _targeting(scenario: Scenario) -> Iterator[Targeting]:
    person = scenario.applicant
    inside = [p for p in scenario.programs if p.status != "considering"]
    if not inside:
        return
    sent = Counter(p.specialty for p in inside)
    for name, number in (person.applications_sent or {}).items():
        sent[name] = max(sent[name], number)
    if person.type in IMG_TYPES and not _is_excerpt(scenario, inside):
        for name, number in sent.items():
            yield _measured("applications", number, specialty=name)
    yield _measured("specialties", len(sent))
    for key, test in _shares(person).items():
        found = [test(p) for p in inside]
        yield _measured(key, sum(x is True for x in found) / len(found), sum(x is None for x in found) / len(found))


def _is_excerpt(scenario: Scenario, inside: Sequence[Program]) -> bool:
    """Whether the file lists only programs that have answered, and no number, so that nothing is known of the rest."""
    return scenario.applicant.applications_sent is None and all(p.status in ("invited", "interviewed") for p in inside)


def _shares(person: Applicant) -> dict[str, Callable[[Program], bool | None]]:
    """Tests by name: True, False, or None where it is not known."""
    friendly = float(table("selfcheck")["img_friendly"]["share"]["value"])
    found: dict[str, Callable[[Program], bool | None]] = {
        "open": lambda p: not visa_filter(person, p) and not paper_filters(person, p)
    }
    if person.type in IMG_TYPES:
        found["community"] = lambda p: p.setting == "community"
        found["img_friendly"] = lambda p: None if p.img_share is None else p.img_share >= friendly
    if visa_of(person) != "none" and usable_visas(person):
        found["visa_friendly"] = lambda p: None if p.visas is None else sponsoring_probability(person, p) > 0
    return found


def _measured(key: str, value: float, unknown: float = 0.0, specialty: str = "") -> Targeting:
    entry = table("selfcheck")["list"][key]
    verdict, says = FINE, ""
    if value + 1e-12 < entry.get("at_least", value):
        verdict, says = "too narrow" if entry["unit"] == "programs" else "low", entry["says_below"]
    elif value > entry.get("at_most", value):
        verdict, says = "too broad", entry["says_above"]
    return Targeting(
        key, entry["title"], entry["unit"], value, unknown, verdict, says, specialty, entry["source"], entry["grade"]
    )
