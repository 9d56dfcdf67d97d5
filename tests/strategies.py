"""Random valid scenarios: one description of them, for Hypothesis and for fixed seeds alike.

``scenario_data(rng)`` describes a scenario as a scenario file would, drawing every choice from ``rng``. Hypothesis
hands it a ``Random`` that it can shrink (`scenarios`); statistical tests hand it a seeded one (`examples`).
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from simulator.scenario import Scenario, scenario_from_dict
from simulator.scenario.specialties import ONE_YEAR
from tests.factories import TWO_SPECIALTIES, TWO_TYPES, make_calibration

TYPES = ("us_md", "us_do", "us_img", "non_us_img")
SETTINGS = ("community", "university_affiliated", "university")
STATUSES = ("applied",) * 4 + ("invited",) * 2 + ("interviewed",) * 4 + ("rejected", "considering")
SILVER = {"internal_medicine", "diagnostic_radiology", "interventional_radiology", "dermatology"}
SPECIALTIES = (
    "internal_medicine", "family_medicine", "psychiatry", "general_surgery",
    "diagnostic_radiology", "interventional_radiology", "dermatology", "preliminary_medicine",
)  # fmt: skip
GOLD_EACH, SILVER_EACH = 3, 3  # below every limit, also where two specialties share one
SEEN, DEADLINE = date(2026, 9, 23), date(2027, 3, 3)  # of season 2027: programs see files; rank lists close
DAYS = (DEADLINE - SEEN).days

Data = dict[str, Any]

CELLS: Data = {"calibration": make_calibration(), "types": TWO_TYPES, "known": TWO_SPECIALTIES, "specialties": 2}
"""Keywords of `scenario_data` for scenarios under the calibration of cells that tests make up."""


def scenarios(most: int = 6, **fixed: Any) -> st.SearchStrategy[Data]:
    """Scenario files as dictionaries, at most ``most`` programs; keywords go to `scenario_data`."""
    return st.randoms(use_true_random=False).map(lambda rng: scenario_data(rng, most, **fixed))


def examples(n: int, seed: int, most: int = 6, **fixed: Any) -> list[Scenario]:
    """Return ``n`` scenarios, the same for the same seed."""
    rng = Random(seed)  # noqa: S311 - not for secrets
    return [scenario_from_dict(scenario_data(rng, most, **fixed)) for _ in range(n)]


def scenario_data(
    rng: Random,
    most: int = 6,
    specialties: int = 3,
    statuses: tuple[str, ...] = STATUSES,
    limits: bool = True,
    dates: bool = True,
    performance: bool = True,
    calibration: str = "rules-of-thumb",
    types: tuple[str, ...] = TYPES,
    known: tuple[str, ...] = SPECIALTIES,
    tracks: bool = False,
) -> Data:
    """Describe one random scenario.

    Parameters
    ----------
    rng : Random
    most : int
        Most entries under ``programs``.
    specialties : int
        Most specialties.
    statuses : tuple of str
        Statuses to choose from.
    limits : bool
        Whether ``max_interviews`` may be given.
    dates : bool
        Whether ``as_of``, ``applications_sent`` and dates of interviews may be given.
    performance : bool
        Whether interviews may be reported and interview skill given.
    calibration : str
        Name or path.
    types, known : tuples of str
        Applicant types and specialties to choose from.
    tracks : bool
        Whether most programs are preliminary or advanced, and a supplemental list may be given.
    """
    fields = rng.sample(known, rng.randint(1, specialties))
    as_of = SEEN + timedelta(days=rng.randint(5, DAYS - 5)) if dates and rng.random() < 0.6 else None
    programs = [
        _program(rng, k, rng.choice(fields), rng.choice(statuses), as_of, dates)
        for k in range(rng.choice([0, *range(1, most + 1), most, most]))
    ]
    _signals(rng, programs)
    if not performance:
        for program in programs:
            program.pop("performance", None)
    applicant = _applicant(rng, performance, types)
    if limits and rng.random() < 0.5:
        applicant["max_interviews"] = rng.randint(0, most + 1)
    if dates and rng.random() < 0.4:
        applicant["applications_sent"] = _sent(rng, programs, fields)
    about: Data = {"name": "random", "season": 2027, "calibration": calibration}
    data = about | {"applicant": applicant, "programs": programs}
    if as_of is not None:
        data["as_of"] = as_of.isoformat()
    if rng.random() < 0.6:
        data["rank_order_list"] = _ranked(rng, programs)
    return _with_tracks(rng, data) if tracks else data


def _with_tracks(rng: Random, data: Data) -> Data:
    """Make most programs preliminary or advanced, and give a supplemental list where one is of use."""
    for program in data["programs"]:
        program["track"] = rng.choice(["categorical", "preliminary", "preliminary", "advanced", "advanced"])
        if program["specialty"] in ONE_YEAR:
            program["track"] = "preliminary"
    rankable = [p for p in data["programs"] if p["status"] not in ("considering", "rejected")]
    listed = data.get("rank_order_list", [p["name"] for p in rankable])
    years = [p["name"] for p in rankable if p["track"] == "preliminary"]
    if years and any(p["track"] == "advanced" and p["name"] in listed for p in rankable) and rng.random() < 0.5:
        data["supplemental_rank_order_list"] = rng.sample(years, rng.randint(1, len(years)))
    return data


def _maybe(rng: Random, fields: Data, name: str, value: Any, chance: float = 0.4) -> None:
    if rng.random() < chance:
        fields[name] = value


def _applicant(rng: Random, skill: bool, types: tuple[str, ...]) -> Data:
    kind = rng.choice(types)
    found: Data = {"type": kind}
    _maybe(rng, found, "step2_ck", rng.randint(205, 275), 0.6)
    _maybe(rng, found, "failed_attempts", rng.randint(0, 3), 0.3)
    _maybe(rng, found, "years_since_graduation", rng.choice([0, 1, 3, 5.5, 8, 20]), 0.5)
    _maybe(rng, found, "us_clinical_experience_months", rng.choice([0, 1, 2.5, 6, 14]), 0.5)
    _maybe(rng, found, "us_clinical_experience_type", rng.choice(["hands_on", "observership"]))
    _maybe(rng, found, "letters", rng.choice(["weak", "average", "strong"]))
    _maybe(rng, found, "step3", rng.random() < 0.5)
    _maybe(rng, found, "research", rng.choice(["none", "some", "strong", 4]), 0.2)
    _maybe(rng, found, "red_flags", rng.randint(0, 2), 0.2)
    _maybe(rng, found, "prior_match_attempts", rng.randint(0, 3), 0.2)
    _maybe(rng, found, "ecfmg_certified", rng.random() < 0.7, 0.3)
    if kind == "non_us_img":
        _maybe(rng, found, "visa", rng.choice(["none", "j1", "j1", "h1b", "j1_or_h1b"]), 0.7)
    if skill:
        _maybe(rng, found, "interview_skill", rng.choice(["poor", "average", "strong", -0.7, 1.5]))
    return found


def _program(rng: Random, k: int, specialty: str, status: str, as_of: date | None, dates: bool) -> Data:
    found: Data = {"name": f"Program {k}", "specialty": specialty, "setting": rng.choice(SETTINGS), "status": status}
    _maybe(rng, found, "visas", rng.choice([[], ["j1"], ["j1"], ["h1b"], ["j1", "h1b"]]), 0.6)
    _maybe(rng, found, "img_share", round(rng.random(), 2))
    _maybe(rng, found, "positions", rng.choice([1, 2, 6, 15, 60]))
    _maybe(rng, found, "track", rng.choice(["categorical", "preliminary", "advanced"]), 0.3)
    if specialty in ONE_YEAR:
        found.pop("track", None)
    _maybe(rng, found, "min_step2_ck", rng.randint(200, 250), 0.1)
    _maybe(rng, found, "max_years_since_graduation", rng.randint(2, 10), 0.1)
    _maybe(rng, found, "min_us_clinical_experience_months", rng.randint(0, 6), 0.1)
    _maybe(rng, found, "connection", rng.choice(["geographic", "rotation", "mentor"]), 0.3)
    _maybe(rng, found, "emails", rng.sample(["update", "visa", "tie", "interest", "mass"], rng.randint(1, 3)), 0.3)
    if status == "interviewed":
        _maybe(rng, found, "performance", rng.choice(["poor", "average", "strong", 0.4, -1.7]))
        _maybe(rng, found, "letter", "interest", 0.2)
    if dates and status in ("invited", "interviewed"):
        _days(rng, found, status, as_of)
    return found


def _days(rng: Random, program: Data, status: str, as_of: date | None) -> None:
    """Days of invitation and interview; only few different ones, so that interviews clash."""
    latest = (as_of or DEADLINE) - timedelta(days=1)
    invited = SEEN + timedelta(days=rng.randint(0, max(0, (latest - SEEN).days)))
    _maybe(rng, program, "invited_on", invited.isoformat(), 0.3)
    if status == "interviewed":
        _maybe(rng, program, "interview_on", latest.isoformat(), 0.2)
    else:
        _maybe(rng, program, "interview_on", (DEADLINE - timedelta(days=rng.randint(0, 1))).isoformat(), 0.5)


def _signals(rng: Random, programs: list[Data]) -> None:
    """Send a few signals, within the limits of every specialty."""
    used: dict[tuple[str, str], int] = {}
    for program in programs:
        kinds = ["none", "gold", "silver"] if program["specialty"] in SILVER else ["none", "gold"]
        kind = rng.choice(kinds)
        place = (program["specialty"], kind)
        used[place] = used.get(place, 0) + 1
        if kind != "none" and used[place] <= (GOLD_EACH if kind == "gold" else SILVER_EACH):
            program["signal"] = kind


def _sent(rng: Random, programs: list[Data], fields: list[str]) -> dict[str, int]:
    listed = {f: sum(p["specialty"] == f and p["status"] != "considering" for p in programs) for f in fields}
    return {f: n + rng.choice([0, 3, 40]) for f, n in listed.items()}


def _ranked(rng: Random, programs: list[Data]) -> list[str]:
    names = [p["name"] for p in programs if p["status"] not in ("considering", "rejected")]
    return rng.sample(names, rng.randint(0, len(names)))
