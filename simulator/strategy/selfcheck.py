"""The self-check: which fields and which choices of programs fall short, of whose bounds.

Three yardsticks, kept apart: the limits that the scenario's own programs state, the published
profile of those who matched in the specialty, and the bounds of the advice literature
(``model/data/selfcheck.toml``).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from simulator.model.evidence import about, evidence
from simulator.model.filters import paper_filters, sponsoring_probability, usable_visas, visa_filter
from simulator.model.profile import IMG_TYPES, visa_of
from simulator.model.tables import table
from simulator.scenario.specialties import ONE_YEAR
from simulator.strategy.selfcheck_parts import Closed, Published, SelfCheck, Targeting, Yardstick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from simulator.scenario import Applicant, Program, Scenario

PUBLISHED, PUBLISHED_TYPE = "charting_non_us_img_2026", "non_us_img"
SHORT, CLOSE, FINE, UNKNOWN = "short", "close", "fine", "not given"


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
        observed = field == "us_clinical_experience_months" and person.us_clinical_experience_type == "observership"
        said = (field, entry["title"], entry["unit"], value, bound, usual)
        yield Yardstick(*said, SHORT if observed else verdict, entry["source"], entry["grade"], observed)


def _verdict(value: float, bound: float, usual: float) -> str:
    if value < bound:
        return SHORT
    return FINE if value >= usual else CLOSE


def _published(person: Applicant, names: Sequence[str]) -> Iterator[Published]:
    rows = {row["specialty"]: row for row in evidence(PUBLISHED).to_dict("records")}
    for name in names:
        row = rows.get(name, {})
        low = _known(row.get("step2ck_matched_q1"))
        if low is None:
            continue
        middle, score = float(row["step2ck_matched_median"]), person.step2_ck
        yield Published(
            specialty=name,
            value=score,
            matched_q1=low,
            matched_median=middle,
            matched_q3=float(row["step2ck_matched_q3"]),
            unmatched_median=_known(row["step2ck_not_matched_median"]),
            ranks_matched_median=_known(row["contiguous_ranks_matched_median"]),
            ranks_unmatched_median=_known(row["contiguous_ranks_not_matched_median"]),
            n_matched=int(row["step2ck_matched_n"]),
            verdict=UNKNOWN if score is None else _verdict(score, low, middle),
            source=about(PUBLISHED)["source"],
        )


def _known(value: Any) -> float | None:
    return None if value is None or np.isnan(value) else float(value)


def _targeting(scenario: Scenario) -> Iterator[Targeting]:
    person = scenario.applicant
    inside = [p for p in scenario.programs if p.status != "considering"]
    if not inside:
        yield _measured("any", 0)
        return
    sent: Counter[str] = Counter(p.specialty for p in inside)
    for name, number in (person.applications_sent or {}).items():
        sent[name] = max(sent[name], number)
    if person.type in IMG_TYPES and not _is_excerpt(scenario, inside):
        for name, number in sent.items():
            yield _measured("applications", number, specialty=name)
    if residencies := sent.keys() - ONE_YEAR:
        yield _measured("specialties", len(residencies))
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
        low = "too narrow" if entry["unit"] == "programs" else "low"
        verdict, says = "none" if key == "any" else low, entry["says_below"]
    elif value > entry.get("at_most", value):
        verdict, says = "too broad", entry["says_above"]
    return Targeting(
        key, entry["title"], entry["unit"], value, unknown, verdict, says, specialty, entry["source"], entry["grade"]
    )
