"""The page on the calibration: each part says what the calibration's file says, and nothing that it does not."""

import re
from pathlib import Path

import pytest

from simulator.calibration import report, report_words
from simulator.calibration.described import free_tables
from simulator.calibration.report_figures import held_out_part, reconstructions_part, selection_part
from simulator.model.evidence import evidence_names
from simulator.model.tables import table
from tests.factories import make_calibration

FIGURES = Path(__file__).resolve().parents[3] / "simulator" / "calibration" / "joint" / "figures.py"
SELECTION = [
    {
        "assumption": name, "observed_at_3": [0.43, 0.46], "observed_at_8": [0.8, 0.83],
        "same_person_at_3": [0.43, 0.46], "same_person_at_8": [low, 0.79],
        "gain_of_the_same_person": [low - 0.44, 0.35], "difference_between_people": [0.35, 0.39],
    }
    for name, low in (("people_differ", 0.58), ("all", 0.57))
]  # fmt: skip
FAMILIES = {"one": [0.1, 0.3, 0.5], "other": [0.2, 0.4, 0.6]}
REBUILT = {
    "group": "non_us_img/internal_medicine 2026", "counts": [1, 2, 3], "model": [0.15, 0.45, 0.6],
    "low": [0.12, 0.4, 0.5], "high": [0.2, 0.5, 0.7], "families": FAMILIES,
}  # fmt: skip


def rows_of(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_selection_is_told_under_every_assumption_as_ranges_only():
    text = selection_part(SELECTION)
    head, *rows = rows_of(text)
    assert head[-1] == "gain of the same person"
    assert [row[0] for row in rows] == ["people differ", "all"]
    assert rows[0][1:] == ["43 to 46", "80 to 83", "35 to 39", "43 to 46", "58 to 79", "14 to 35"]
    assert all(" to " in cell for row in rows for cell in row[1:])
    assert "no single number" in text


def test_the_curve_is_called_outside_where_it_is():
    text = reconstructions_part(REBUILT)
    assert [row[-1] for row in rows_of(text)[1:]] == ["yes", "no", "yes"]
    assert "at 2 of 3 numbers of ranks (non-US IMG, internal medicine 2026)" in text


def test_scores_are_told_as_they_are_and_absent_ones_are_not():
    told = {"cells": 512, "coverage_90_n20": 0.91, "coverage_90_n20_interval": [0.86, 0.95], "assumption": "both"}
    rows = dict(rows_of(held_out_part(told)))
    assert rows["cells"] == "512"
    assert rows["its 90% interval, specialties drawn again"] == "0.860 to 0.950"
    assert len(rows) == 4


def test_the_page_takes_parts_from_the_file_and_leaves_out_absent_ones(monkeypatch: pytest.MonkeyPatch):
    quantities = {"skill": [0.1, 0.2]}
    told = [
        {"assumption": n, "quantities": quantities, "log_likelihood": {"rates_2026": -x}}
        for n, x in (("a", 80), ("b", 82.5))
    ]
    monkeypatch.setattr(report, "free_tables", lambda _: {"selection": SELECTION, "sensitivity": told})
    monkeypatch.setattr(report, "figures_part", lambda _: "## The figures of 2026\n")
    text = report.page("rules-of-thumb")
    titles = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert titles.index("Evidence is not intervention") < titles.index("The figures of 2026")
    assert "What the assumptions change" in titles
    assert not {"Leaving one specialty out", "Did the sampler converge?", "The curve by number of ranks"} & set(titles)
    assert "lie within 2.5 of each other" in " ".join(text.split())


def test_the_page_says_what_is_given_believed_and_published():
    text = report._evidence() + report._assumptions() + report._given() + report._priors()
    told = table("nrmp_2026")
    assert all(f"`{name}`" in text for name in (*evidence_names(), *told["priors"]))
    assert all(of["meaning"] in text for of in told["assumptions"].values())
    assert all(of["source"] in text for of in told["given"].values())


def test_the_tables_said_to_be_in_the_likelihood_are_those_that_it_reads():
    read = {name for name in evidence_names() if f'"{name}"' in FIGURES.read_text("utf-8")}
    first = report_words.EVIDENCE_USE.partition(".")[0]
    assert set(re.findall(r"`(\w+)`", first)) == read


def test_what_is_for_readers_of_the_csv_is_left_out():
    assert "column" not in report._evidence().lower().partition("| `match_by_ranks_2007`")[2]
    assert "| several |" in report._evidence()


def test_the_free_tables_are_those_that_the_file_has():
    assert free_tables(make_calibration()) == {"diagnostics": {"free": "form"}}
    assert free_tables("rules-of-thumb") == {}


def test_convergence_names_the_worst_parameter():
    row = {"assumption": "both", "chains": 4, "draws": 2000, "divergences": 0, "worst_r_hat": 1.0061, "of": "rank_us",
           "least_effective_sample_size": 512, "for": "log_shape"}  # fmt: skip
    assert rows_of(report._convergence([row]))[1] == ["both", "4", "2,000", "0", "1.0061 (rank_us)", "512 (log_shape)"]
