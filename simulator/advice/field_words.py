"""Fields and numbers of the model in plain words: "Step 2 CK, 5 points higher", not step2_ck: 245 points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

PROFILE: dict[tuple[str, str], str] = {
    ("interview_skill", "poor"): "weaker than most in interviews",
    ("interview_skill", "average"): "like most in interviews",
    ("interview_skill", "strong"): "stronger than most in interviews",
    ("letters", "weak"): "weak letters of recommendation",
    ("letters", "average"): "average letters of recommendation",
    ("letters", "strong"): "strong letters of recommendation",
    ("research", "none"): "no research",
    ("research", "some"): "some research",
    ("research", "strong"): "strong research",
    ("red_flags", "0"): "nothing that has to be explained",
    ("red_flags", "1"): "one thing that has to be explained",
    ("step1", "pass"): "Step 1 passed at the first attempt",
    ("step1", "failed_attempt"): "Step 1 failed once",
    ("step3", "yes"): "Step 3 passed",
    ("step3", "no"): "Step 3 not passed",
    ("ecfmg_certified", "yes"): "ECFMG certified",
    ("ecfmg_certified", "no"): "not ECFMG certified",
    ("us_clinical_experience_type", "hands_on"): "US experience hands-on",
    ("us_clinical_experience_type", "observership"): "US experience as an observer only",
    ("visa", "j1"): "a J-1 visa needed",
    ("visa", "h1b"): "an H-1B visa needed",
    ("visa", "j1_or_h1b"): "a J-1 or an H-1B, either would do",
    ("visa", "none"): "no visa needed",
}
PROGRAM: dict[tuple[str, str], str] = {
    ("setting", "community"): "open programs: all community",
    ("setting", "university_affiliated"): "open programs: all university-affiliated",
    ("setting", "university"): "open programs: all university",
    ("visas", "j1 and h1b"): "open programs: J-1 and H-1B sponsored",
    ("visas", "j1"): "open programs: only J-1 sponsored",
    ("connection", "none"): "open programs: no connection",
    ("connection", "geographic"): "open programs: a tie to the place",
    ("connection", "rotation"): "open programs: a rotation there",
    ("connection", "mentor"): "open programs: a mentor there",
    ("min_step2_ck", "no filter"): "open programs: no minimum score",
    ("max_years_since_graduation", "no filter"): "open programs: no limit of years",
    ("min_us_clinical_experience_months", "no filter"): "open programs: no minimum of US months",
    ("img_share", "0.1 more"): "open programs: 10 of 100 more IMGs",
    ("img_share", "0.1 less"): "open programs: 10 of 100 fewer IMGs",
}
#: What is counted, in the plural, and what more and less of it are called.
COUNTED: dict[str, tuple[str, str, str]] = {
    "step2_ck": ("Step 2 CK, {} point{} ", "higher", "lower"),
    "years_since_graduation": ("{} year{} {} since graduation", "more", "fewer"),
    "us_clinical_experience_months": ("{} month{} {} of US experience", "more", "fewer"),
    "failed_attempts": ("{} failed attempt{} {} at a Step", "more", "fewer"),
    "prior_match_attempts": ("{} earlier season{} {} in the Match", "more", "fewer"),
    "last_clinical_activity_years": ("{} year{} {} since clinical work", "more", "fewer"),
}
SPREADS = {
    "strength": "how much files differ beyond their fields",
    "strength_at_rank": "how much the file still counts once interviewed",
    "skill": "how much people differ in interviews",
    "season_type": "how much years differ for this type of applicant",
    "season_specialty": "how much years differ in the specialty",
    "performance": "how much one interview differs from the next",
    "cutoff": "how much a program differs from year to year",
}
WHOSE = {"first": "first partner", "second": "second partner"}
COUPLE = {
    "correlation": "how alike you are in what no field tells: {}",
    "no_match_pairs": "pairs in which one matches alone: {}",
}
STAGES = {"invite": "inviting", "rank": "ranking"}


def field_words(row: Mapping[str, Any]) -> str:
    """Return what was moved, in words.

    Parameters
    ----------
    row : mapping
        A row of `Sensitivity.fields`, or of `CoupleSensitivity.fields`.
    """
    if row.get("who") in WHOSE:
        return f"{WHOSE[row['who']]}: {_field_words(row)}"
    return _field_words(row)


def _field_words(row: Mapping[str, Any]) -> str:
    field, value = str(row["field"]), str(row["value"])
    if row["kind"] == "couple":
        return COUPLE[field].format(value)
    if row["kind"] == "profile" and field in COUNTED and isinstance(row.get("step"), int | float) and row["step"]:
        return _counted(field, float(row["step"]))
    known = PROFILE if row["kind"] == "profile" else PROGRAM
    where = "" if row["kind"] == "profile" else "open programs: "
    return known.get((field, value)) or f"{where}{field}: {value}".replace("_", " ")


def _counted(field: str, step: float) -> str:
    form, more, less = COUNTED[field]
    number, plural = f"{abs(step):g}", "" if abs(step) == 1 else "s"
    word = more if step > 0 else less
    if form.endswith(" "):
        return form.format(number, plural) + word
    return form.format(number, plural, word if word != "fewer" or abs(step) != 1 else "less")


def parameter_words(name: str) -> str:
    """Return what a number of the model is about, in words.

    Parameters
    ----------
    name : str
        As in `Sensitivity.parameters`, such as ``rank: visa_h1b``.
    """
    stage, _, rest = name.partition(": ")
    if stage == "spread":
        return SPREADS.get(rest, rest.replace("_", " "))
    what, _, cell = rest.partition("@")
    if cell:
        from simulator.advice.charts.people import group_words, specialty_words

        group, _, specialty = cell.partition("/")
        about = "how strict" if what == "intercept" else f"weight of {what.replace('_', ' ')}"
        return f"{about} in {STAGES.get(stage, stage)}: {group_words(group)}, {specialty_words(specialty)}"
    return f"weight in {STAGES.get(stage, stage)}: {rest.replace('_', ' ')}"
