"""The calibration as a page: `python -m simulator.calibration.report > docs/calibration.md`.

Every number is read from the calibration's file, from what its fit takes as given, or from the
evidence; a test holds the committed page to this. Parts that a file does not have are left out.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

from simulator.calibration import report_words as said
from simulator.calibration.described import free_tables
from simulator.calibration.markdown import between, grid, numbers, section, words
from simulator.calibration.report_figures import figures_part, held_out_part, reconstructions_part, selection_part
from simulator.model.evidence import about, evidence_names
from simulator.model.parameters import load_calibration
from simulator.model.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

NAME = "nrmp-2026"


def page(name: str = NAME) -> str:
    """Write what a calibration rests on, how it was fitted, and how it does.

    Parameters
    ----------
    name : str
        A calibration with a fitted model of populations, by name or path.

    Returns
    -------
    str
        Markdown.
    """
    made, told = load_calibration(name), free_tables(name)
    basis = [said.HEAD.format(name=made.name, label=made.label), _evidence(), _model(), _assumptions()]
    free: dict[str, Callable[[Any], str]] = {
        "selection": selection_part, "validation": held_out_part, "reconstructions": reconstructions_part,
        "diagnostics": _convergence, "simulation_check": _simulation, "sensitivity": _sensitivity,
        "power_scaling": _power,
    }  # fmt: skip
    parts = {key: write(told[key]) for key, write in free.items() if told.get(key)}
    parts = {"figures": figures_part(made)} | parts
    order = (
        "selection", "validation", "figures", "reconstructions", "diagnostics", "simulation_check", "sensitivity",
        "power_scaling",
    )  # fmt: skip
    found = [parts[key] for key in order if key in parts]
    end = [_given(), _priors(), section("Limits", said.LIMITS), section("Make it again", said.AGAIN)]
    return "\n".join([*basis, *found, *end])


def _evidence() -> str:
    """One row a table of published figures."""
    rows = []
    for name in evidence_names():
        of = about(name)
        group, grade, source = (_without_columns(of[key]) for key in ("group", "grade", "source"))
        rows.append((f"`{name}`", of["year"], group or "several", of["title"], of["use"], grade, source))
    heads = ("table", "year", "people", "what", "used for", "grade", "source")
    return section("What it rests on", said.EVIDENCE, grid(heads, rows), said.EVIDENCE_USE)


def _without_columns(text: str) -> str:
    """Leave out which column of the table tells it row by row."""
    return re.sub(r"^Column \w+[:;]? ?|; column .*$", "", text)


def _model() -> str:
    shares = table("nrmp_2026")["given"]["independent_applicants"]
    mixture = ", ".join(f"{100 * v:.0f} of 100 {words(k)}" for k, v in shares.items() if k != "source")
    return section("The model", said.MODEL.format(mixture=mixture))


def _assumptions() -> str:
    rows = (
        (words(name), of["meaning"], *(f"{of[k][0]:g} ± {of[k][1]:g}" for k in ("carried", "skill")))
        for name, of in table("nrmp_2026")["assumptions"].items()
    )
    heads = ("assumption", "in words", "carried strength, lambda * sigma_u", "interview skill, sigma_v")
    return section("The stated assumptions", said.ASSUMPTIONS, grid(heads, rows))


def _convergence(told: Sequence[Mapping[str, Any]]) -> str:
    rows = (
        (words(r["assumption"]), str(r["chains"]), f"{r['draws']:,}", str(r["divergences"]),
         f"{r['worst_r_hat']:.4f} ({r['of']})", f"{r['least_effective_sample_size']:,} ({r['for']})")
        for r in told
    )  # fmt: skip
    heads = ("assumption", "chains", "draws", "divergences", "largest R-hat", "smallest effective sample size")
    return section("Did the sampler converge?", said.CONVERGENCE, grid(heads, rows))


def _simulation(told: Mapping[str, Any]) -> str:
    rows = ((words(key), _plain(value)) for key, value in told.items())
    return section("Does the fit find what is known?", said.SIMULATION, grid(("what", "value"), rows))


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plain(below)}" for key, below in value.items())
    return numbers(value)


def _sensitivity(told: Sequence[Mapping[str, Any]]) -> str:
    heads = ("", *(words(row["assumption"]) for row in told))
    names = told[0]["quantities"]
    quantities = ((name, *(between(*row["quantities"][name]) for row in told)) for name in names)
    terms = [
        (words(term), *(f"{row['log_likelihood'][term]:.1f}" for row in told)) for term in told[0]["log_likelihood"]
    ]
    totals = [sum(row["log_likelihood"].values()) for row in told]
    terms.append(("all", *(f"{total:.1f}" for total in totals)))
    spread = said.LIKELIHOOD.format(spread=max(totals) - min(totals))
    return section(
        "What the assumptions change",
        f"{said.SENSITIVITY}\n",
        grid(heads, quantities),
        f"{spread}\n",
        grid(heads, terms),
    )


def _power(told: Sequence[Mapping[str, Any]]) -> str:
    heads = ("parameter", *told[0]["shift"], "least draws")
    rows = (
        (f"`{row['parameter']}`", *(f"{x:+.1f}" for x in row["shift"].values()), str(row["least_draws"]))
        for row in told
    )
    return section("What the priors change", said.POWER, grid(heads, rows))


def _given() -> str:
    rows = []
    for name, of in table("nrmp_2026")["given"].items():
        held = "; ".join(f"{words(k)} {numbers(v)}" for k, v in of.items() if k != "source")
        rows.append((words(name), held, of["source"]))
    return section("Taken as given", said.GIVEN, grid(("what", "values", "source"), rows))


def _priors() -> str:
    rows = (
        (f"`{name}`", of["meaning"], words(of["kind"]), numbers(of["location"]), numbers(of["scale"]), of["source"])
        for name, of in table("nrmp_2026")["priors"].items()
    )
    heads = ("parameter", "meaning", "kind", "location", "scale", "source")
    return section("Priors", said.PRIORS, grid(heads, rows))


if __name__ == "__main__":
    sys.stdout.write(page())
