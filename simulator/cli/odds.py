"""`matchsim odds`: one quick question without a file."""

from __future__ import annotations

import dataclasses
from typing import Annotated

import typer

from simulator.cli.numbers import number, whole
from simulator.cli.options import Charts, Json, Quiet, Replicates, Seed, Workers
from simulator.cli.output import check_outputs, deliver, simulate
from simulator.errors import Fault, InputError

MOST = 500
Type = Annotated[str, typer.Option("--type", help="us_md, us_do, us_img or non_us_img.", show_default=False)]
Specialty = Annotated[
    str, typer.Option(help="Such as internal_medicine, family_medicine, psychiatry.", show_default=False)
]
Community = Annotated[
    int, typer.Option(parser=whole("--community", 0, MOST), metavar="N", help="Interviews at community programs.")
]
Affiliated = Annotated[
    int,
    typer.Option(
        parser=whole("--university-affiliated", 0, MOST),
        metavar="N",
        help="Interviews at university-affiliated programs.",
    ),
]
University = Annotated[
    int, typer.Option(parser=whole("--university", 0, MOST), metavar="N", help="Interviews at university programs.")
]
Visa = Annotated[
    str | None, typer.Option(help="none, j1, h1b or j1_or_h1b (default: none for US types, j1 for non_us_img).")
]
Sponsoring = Annotated[
    int | None,
    typer.Option(
        parser=whole("--sponsoring", 0),
        metavar="N",
        help="How many of them sponsor the visa, community first (default: all).",
    ),
]
Score = Annotated[int | None, typer.Option(parser=whole("--ck"), metavar="SCORE", help="Step 2 CK, 1-300.")]
Years = Annotated[
    float | None,
    typer.Option(parser=number("--years", "a number of years"), metavar="YEARS", help="Years since graduation."),
]
Experience = Annotated[
    float | None,
    typer.Option(
        parser=number("--experience", "a number of months"), metavar="MONTHS", help="Months of US clinical experience."
    ),
]
Attempts = Annotated[int | None, typer.Option(parser=whole("--attempts"), metavar="N", help="Failed USMLE attempts.")]
Step3 = Annotated[bool, typer.Option("--step3", help="Step 3 is passed (H-1B needs it).")]
Skill = Annotated[str | None, typer.Option(help="How the person interviews: poor, average, strong, or a number of SD.")]
Season = Annotated[int | None, typer.Option(parser=whole("--season"), metavar="YEAR", help="Year of the Match.")]
Calibration = Annotated[str | None, typer.Option(help="Calibration by name or path.")]


def odds(
    applicant_type: Type,
    specialty: Specialty,
    community: Community = 0,
    university_affiliated: Affiliated = 0,
    university: University = 0,
    visa: Visa = None,
    sponsoring: Sponsoring = None,
    ck: Score = None,
    years: Years = None,
    experience: Experience = None,
    attempts: Attempts = None,
    step3: Step3 = False,
    skill: Skill = None,
    season: Season = None,
    calibration: Calibration = None,
    json: Json = None,
    charts: Charts = None,
    seed: Seed = None,
    replicates: Replicates = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Answer one quick question without a file: the odds with so many interviews attended.

    Every interview counts as attended and ranked, community programs first on the list.

    Example: matchsim odds --type non_us_img --specialty internal_medicine --community 5 --university 3 --visa j1
    """
    from simulator.scenario.quick import quick_scenario

    check_outputs(json, charts)
    applicant = {
        "type": applicant_type, "visa": visa, "step2_ck": ck, "years_since_graduation": years,
        "us_clinical_experience_months": experience, "failed_attempts": attempts, "interview_skill": _skill(skill),
        "step3": step3 or None,
    }  # fmt: skip
    counts = {"community": community, "university_affiliated": university_affiliated, "university": university}
    try:
        scenario = quick_scenario(applicant, specialty, counts, _season(season), sponsoring, calibration)
    except InputError as error:
        raise InputError([_about_option(fault) for fault in error.faults]) from None
    result = simulate(scenario, replicates, seed, workers, quiet)
    from simulator.advice.words import one_line

    deliver(result, json, charts, quiet, lambda: one_line(result))
    for warning in result.warnings:
        if warning.startswith(("VISA", "The table behind", "Only ")) and not quiet:
            typer.echo(warning, err=True)


OPTION_OF = {
    "type": "--type",
    "visa": "--visa",
    "step2_ck": "--ck",
    "years_since_graduation": "--years",
    "us_clinical_experience_months": "--experience",
    "failed_attempts": "--attempts",
    "interview_skill": "--skill",
    "specialty": "--specialty",
    "season": "--season",
    "calibration": "--calibration",
}


def _about_option(fault: Fault) -> Fault:
    """Name the option that a fault of the quick scenario comes from."""
    last = fault.field.rpartition(".")[2]
    return dataclasses.replace(fault, field=OPTION_OF.get(last, fault.field))


def _season(asked: int | None) -> int:
    from simulator.model.tables import constant

    return int(constant("simulation", "season")) if asked is None else asked


def _skill(word: str | None) -> str | float | None:
    try:
        return word if word is None else float(word)
    except ValueError:
        return word
