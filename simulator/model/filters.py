"""Hard filters: what closes a program before anyone reads the file.

Score, year and experience filters bind an application; a program that has in fact
invited or interviewed overrides its own paper filters. The visa binds at every stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.profile import visa_of
from simulator.model.tables import table

if TYPE_CHECKING:
    from simulator.scenario import Applicant, Program


def paper_filters(applicant: Applicant, program: Program) -> list[str]:
    """Reasons of score, year and experience why the program would not read the file.

    Parameters
    ----------
    applicant : Applicant
        A field left out passes.
    program : Program

    Returns
    -------
    list of str
        A sentence per reason, empty if none.
    """
    checks = (
        ("Step 2 CK", applicant.step2_ck, program.min_step2_ck, "minimum", -1),
        ("years since graduation", applicant.years_since_graduation, program.max_years_since_graduation, "maximum", 1),
        (
            "months of US clinical experience",
            applicant.us_clinical_experience_months,
            program.min_us_clinical_experience_months,
            "minimum",
            -1,
        ),
    )
    return [
        f"{what} {mine:g} against the program's {word} of {bound:g}"
        for what, mine, bound, word, sign in checks
        if mine is not None and bound is not None and sign * (mine - bound) > 0
    ]


def visa_filter(applicant: Applicant, program: Program) -> list[str]:
    """Reasons of visa why the program cannot take the applicant; empty if it might.

    Parameters
    ----------
    applicant : Applicant
    program : Program
        `visas` None means not known, which does not filter.

    Returns
    -------
    list of str
    """
    usable = usable_visas(applicant)
    if "none" in usable:
        return []
    if not usable:
        return [_NEEDS_STEP3]
    if lacks_step3(applicant, program):
        return [f"{_NEEDS_STEP3}; the program sponsors H-1B only"]
    if program.visas is None or set(usable) & set(program.visas):
        return []
    needed = " or ".join(_SPELT[v] for v in usable)
    offered = ", ".join(_SPELT.get(v, v) for v in program.visas) or "no visa"
    return [f"needs {needed}; the program sponsors {offered}"]


_NEEDS_STEP3 = "H-1B needs Step 3, which is not passed"
_SPELT = {"j1": "J-1", "h1b": "H-1B"}


def lacks_step3(applicant: Applicant, program: Program) -> bool:
    """Whether the program could sponsor the H-1B that would do, but for Step 3.

    Parameters
    ----------
    applicant : Applicant
    program : Program

    Returns
    -------
    bool
        False where another visa would do, or the program's visas are not known.
    """
    wants = visa_of(applicant) in ("h1b", "j1_or_h1b") and not applicant.step3
    opens = program.visas is not None and "h1b" in program.visas
    return wants and opens and not set(usable_visas(applicant)) & set(program.visas or ())


def usable_visas(applicant: Applicant) -> tuple[str, ...]:
    """Visas on which the applicant could start: H-1B only with Step 3 passed.

    Parameters
    ----------
    applicant : Applicant

    Returns
    -------
    tuple of str
        `("none",)` where no visa is needed; empty where only H-1B would do and Step 3
        is not passed.
    """
    visa = visa_of(applicant)
    if visa == "none":
        return ("none",)
    wanted = ("j1", "h1b") if visa == "j1_or_h1b" else (visa,)
    return tuple(v for v in wanted if v != "h1b" or applicant.step3)


def sponsoring_probability(applicant: Applicant, program: Program) -> float:
    """Probability (0-1) that the program can sponsor what the applicant needs.

    Parameters
    ----------
    applicant : Applicant
    program : Program

    Returns
    -------
    float
        0 or 1 where the program's visas are known, the specialty's sponsoring share
        (J Grad Med Educ 2022, 14(6):680 for internal medicine) where they are not.
    """
    usable = usable_visas(applicant)
    if "none" in usable:
        return 1.0
    if not usable:
        return 0.0
    if program.visas is not None:
        return float(bool(set(usable) & set(program.visas)))
    shares = table("specialties")[program.specialty]["sponsors"]
    return float(max(shares[v] for v in usable))
