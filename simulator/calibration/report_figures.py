"""Parts of the page on the calibration that set it beside published figures."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.calibration import report_words as said
from simulator.calibration.markdown import grid, of_100, section, words
from simulator.calibration.validation import validate
from simulator.scenario.published import read_table
from simulator.scenario.published_tables import ChartingTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from simulator.calibration.validation_figures import Figure
    from simulator.model.parameters import Calibration

SPECIALTY = "internal_medicine"
SHARE = "match_rate"
HELD_OUT = {
    "cells": "cells", "people": "people", "specialties": "specialties",
    "coverage_50": "inside the 50% interval, share of cells", "coverage_90": "inside the 90% interval, share of cells",
    "coverage_90_interval": "its 90% interval, specialties drawn again",
    "coverage_90_n20": "the same, cells of 20 or more people",
    "coverage_90_n20_interval": "its 90% interval, specialties drawn again",
    "log_score": "log score per person, higher is better", "log_score_constant_p": "log score of one chance for all",
    "log_score_logistic": "log score of the logistic line", "log_score_minus_logistic": "model less logistic line",
    "log_score_minus_logistic_se": "its standard error, by specialty", "brier": "Brier score, lower is better",
    "calibration_slope": "slope of outcome on prediction; 1 is right", "calibration_slope_se": "its standard error",
}  # fmt: skip
SELECTION = {
    "observed_at_3": "people with 3 ranks", "observed_at_8": "people with 8 ranks",
    "difference_between_people": "difference between people", "same_person_at_3": "one person with 3",
    "same_person_at_8": "the same person, moved to 8", "gain_of_the_same_person": "gain of the same person",
}  # fmt: skip


def published_figures(made: Calibration, specialty: str = SPECIALTY) -> tuple[Figure, ...]:
    """Compare the package's own table of 2026 with a calibration, for one specialty.

    Parameters
    ----------
    made : Calibration
    specialty : str

    Returns
    -------
    tuple of Figure
    """
    data = resources.files("simulator.model").joinpath("data", "evidence", "charting_non_us_img_2026.csv")
    with resources.as_file(data) as path:
        whole = read_table(Path(path))
    if not isinstance(whole, ChartingTable):
        raise TypeError("the table of 2026 is not one of moments")
    rows = tuple(row for row in whole.rows if row.specialty == specialty)
    return validate(ChartingTable(whole.file, rows, 0, ()), made).figures or ()


def figures_part(made: Calibration) -> str:
    """Write the figures of internal medicine beside their predictions."""
    found = published_figures(made)
    inside = sum(figure.inside for figure in found)
    rows = (
        (_named(f.name), _value(f, f.published), _value(f, f.model), _ends(f), "yes" if f.inside else "no")
        for f in found
    )
    heads = ("figure", "published", "model", "90% interval", "inside")
    tally = f"{inside} of {len(found)} lie inside."
    return section("The figures of 2026", said.FIGURES, grid(heads, rows), tally)


def _named(name: str) -> str:
    return words(name.replace("step2ck", "Step 2 CK,").replace("contiguous_ranks", "ranks,"))


def _value(figure: Figure, value: float) -> str:
    return f"{100 * value:.1f} of 100" if figure.name == SHARE else f"{value:.1f}"


def _ends(figure: Figure) -> str:
    factor = 100 if figure.name == SHARE else 1
    return f"{factor * figure.low:.1f} to {factor * figure.high:.1f}"


def reconstructions_part(told: Mapping[str, Any]) -> str:
    """Write the model's curve beside the four rebuilt from moments."""
    families = told["families"]
    lowest, highest = ([end(f[k] for f in families.values()) for k in range(len(told["counts"]))] for end in (min, max))
    heads = ("ranks", "model", "90% interval", *families, "between them")
    inside = [low <= model <= high for low, model, high in zip(lowest, told["model"], highest, strict=True)]
    rows = []
    for k, n in enumerate(told["counts"]):
        of_families = (_hundred(f[k]) for f in families.values())
        interval = of_100(told["low"][k], told["high"][k])
        rows.append((str(n), _hundred(told["model"][k]), interval, *of_families, "yes" if inside[k] else "no"))
    tally = f"at {sum(inside)} of {len(inside)} numbers of ranks ({_group(told)})"
    about = f"*Between them*: the model's curve lies between the lowest and the highest, {tally}."
    return section("The curve by number of ranks", said.RECONSTRUCTIONS, grid(heads, rows), about)


def _group(told: Mapping[str, Any]) -> str:
    applicant_type, _, rest = str(told["group"]).partition("/")
    return f"{words(applicant_type)}, {words(rest)}"


def _hundred(share: float) -> str:
    return f"{100 * share:.1f}"


def selection_part(told: Sequence[Mapping[str, Any]]) -> str:
    """Write people with 3 and 8 ranks beside one person moved from 3 to 8, under each assumption."""
    heads = ("assumption", *SELECTION.values())
    rows = ((words(row["assumption"]), *(of_100(*row[key]) for key in SELECTION)) for row in told)
    return section("Evidence is not intervention", said.SELECTION, grid(heads, rows), said.SELECTION_END)


NOMINAL = 0.9  # of the intervals


def held_out_part(told: Mapping[str, Any]) -> str:
    """Write the scores of specialties that were left out of the fit."""
    rows = ((text, _score(told[key])) for key, text in HELD_OUT.items() if told.get(key) is not None)
    about = said.HELD_OUT.format(assumption=words(str(told.get("assumption", "both"))))
    narrow = (said.HELD_OUT_END,) if told.get("coverage_90", 1.0) < NOMINAL else ()
    return section("Leaving one specialty out", about, grid(("what", "value"), rows), *narrow)


def _score(value: object) -> str:
    if isinstance(value, list | tuple):
        return " to ".join(_score(end) for end in value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
