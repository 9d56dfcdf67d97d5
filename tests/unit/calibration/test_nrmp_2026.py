"""The shipped calibration against the figures it was fitted to, and what it may not claim."""

import json
import shutil
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.calibration.families import FAMILIES, fitted
from simulator.calibration.joint.levels import Kind
from simulator.calibration.nrmp_2026 import NAME
from simulator.calibration.population import Cell
from simulator.calibration.predict import draws_of, fit_of, population
from simulator.calibration.reconstructions import compare
from simulator.calibration.selection import moved
from simulator.calibration.validation import validate
from simulator.errors import InputError
from simulator.model.parameters import DEFAULT, Calibration, load_calibration
from simulator.scenario import scenario_from_dict
from simulator.scenario.published import read_table

DATA = Path(str(resources.files("simulator.model"))) / "data"
IM = Cell("internal_medicine", "non_us_img", 2026)


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    return load_calibration(NAME)


@pytest.fixture(scope="module")
def meta() -> dict[str, Any]:
    return json.loads((DATA / "nrmp_2026.json").read_text("utf-8"))


def test_it_is_the_default() -> None:
    assert DEFAULT == NAME


def test_it_is_small_and_holds_the_union_of_all_assumptions(calibration: Calibration) -> None:
    assert (DATA / "nrmp_2026.npz").stat().st_size < 2_000_000
    counts = np.bincount(calibration.prior[1:])
    assert counts.size == len(calibration.priors) >= 3
    assert len(set(counts.tolist())) == 1
    assert counts.sum() >= 400


def test_the_sampler_converged(meta: dict[str, Any]) -> None:
    for row in meta["diagnostics"]:
        assert row["worst_r_hat"] < 1.01, row
        assert row["least_effective_sample_size"] > 400, row


def test_figures_of_internal_medicine_lie_in_their_ranges() -> None:
    table = read_table(DATA / "evidence" / "charting_non_us_img_2026.csv")
    found = validate(table, NAME)
    mine = [f for f in found.figures if f.specialty == "internal_medicine"]
    of_ranks = [f for f in mine if f.name == "match_rate" or f.name.startswith("contiguous_ranks")]
    assert len(of_ranks) == 11
    assert [f.name for f in of_ranks if not f.inside] == []


def test_the_curve_lies_among_four_reconstructions(calibration: Calibration) -> None:
    """To a point of 100 at one rank and half a point elsewhere; at places the four differ by less."""
    found = compare(fit_of(calibration))
    families = np.array(list(found["families"].values()))
    assert len(families) == 4
    model = np.array(found["model"])
    give = np.where(np.array(found["counts"]) == 1, 0.01, 0.005)
    assert (model >= families.min(axis=0) - give).all()
    assert (model <= families.max(axis=0) + give).all()


@pytest.mark.parametrize("name", FAMILIES)
def test_a_reconstruction_has_the_moments_asked_for(name: str) -> None:
    p = fitted(FAMILIES[name], 6.1, 4.5)
    k = np.arange(1, p.size + 1)
    mean = p @ k
    assert mean == pytest.approx(6.1, rel=1e-3)
    assert np.sqrt(p @ k**2 - mean**2) == pytest.approx(4.5, rel=1e-3)


def test_adding_interviews_does_less_than_people_differ(calibration: Calibration) -> None:
    found = moved(fit_of(calibration), Kind("internal_medicine", "non_us_img", is_now=True))
    assert np.quantile(found.same_many, 0.95) - np.quantile(found.same_many, 0.05) > 0.05
    different = (found.observed_many - found.observed_few).mean()
    assert (found.same_many - found.same_few).mean() < different


def test_populations_sum_to_one_and_nobody_is_without_rank(calibration: Calibration) -> None:
    for cell in (IM, Cell("pediatrics", "us_senior", 2007), Cell("internal_medicine", "independent_applicant", 2007)):
        (people,) = population(calibration, [cell])
        assert people.matched.sum(axis=1) + people.unmatched.sum(axis=1) == pytest.approx(1.0, abs=1e-6)
        assert (people.matched[:, 0] == 0).all()
        assert (people.unmatched[:, 0] == 0).all()


def test_an_unknown_specialty_comes_from_the_hierarchy_and_is_wide(calibration: Calibration) -> None:
    fit = fit_of(calibration)
    new = draws_of(fit, "underwater basket weaving")["rank_img_now"].std()
    known = draws_of(fit, "internal_medicine")["rank_img_now"].std()
    assert new > 2 * known
    again = draws_of(fit, "underwater basket weaving")["rank_img_now"].std()
    assert new == again
    (people,) = population(calibration, [Cell("underwater basket weaving", "non_us_img", 2026)])
    assert not people.known


def test_a_calibration_without_a_population_model_says_so() -> None:
    with pytest.raises(InputError, match="model of populations"):
        population("rules-of-thumb", [IM])


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    for end in ("json", "npz"):
        shutil.copy(DATA / f"nrmp_2026.{end}", tmp_path / f"mine.{end}")
    whole = (tmp_path / "mine.npz").read_bytes()
    (tmp_path / "mine.npz").write_bytes(whole[:-100] + b"x" * 100)
    with pytest.raises(InputError, match="checksum"):
        load_calibration(str(tmp_path / "mine.json"))


def test_more_interviews_matter_less_for_one_person_than_between_people(calibration: Calibration) -> None:
    from simulator.season.draws import match_by_count
    from simulator.season.plan import make_plan

    def chance(n: int) -> np.ndarray:
        about = {"specialty": "internal_medicine", "setting": "community", "status": "interviewed", "visas": ["j1"]}
        programs = [{"name": f"P{k}", **about} for k in range(n)]
        data = {"name": "x", "season": 2027, "applicant": {"type": "non_us_img", "visa": "j1"}, "programs": programs}
        mine = calibration.for_type("non_us_img")
        plan = make_plan(scenario_from_dict(data), mine, mine.central)
        return match_by_count(plan, [3, 8], np.ones(n), 64)[0]

    of_three, of_eight = chance(3), chance(8)
    assert of_three[0] < of_three[1] < of_eight[1]
    assert of_three[0] < of_eight[0]
