"""The published curve of a calibration of cells: read off, averaged over specialties, silent where nothing is known."""

import numpy as np
import pytest

from simulator.model.observed import observed, observed_curve
from simulator.model.parameters import load_calibration
from tests.factories import made_observed, make_calibration

CELLS = ["us_md/internal_medicine", "non_us_img/internal_medicine", "non_us_img/family_medicine"]
MADE = made_observed(CELLS)["cells"]
IM, FM = "internal_medicine", "family_medicine"


def test_one_specialty_is_its_cell():
    calibration = load_calibration(make_calibration())
    found = observed(calibration, "non_us_img", (IM,), [0, 1, 8, 30, 45])
    curve = MADE["non_us_img/internal_medicine"]
    for part in ("share", "low", "high"):
        values = curve[part]
        assert getattr(found, part) == pytest.approx([0, values[0], values[7], values[29], values[29]])
    between = observed_curve(calibration, "non_us_img", (IM,), [0.5, 8.5])
    assert between == pytest.approx([curve["share"][0] / 2, (curve["share"][7] + curve["share"][8]) / 2])


def test_several_specialties_count_by_what_is_ranked_there():
    calibration = load_calibration(make_calibration())
    im, fm = (np.array(MADE[f"non_us_img/{name}"]["share"])[[3, 9]] for name in (IM, FM))
    assert observed_curve(calibration, "non_us_img", (IM, FM), [4, 10]) == pytest.approx((im + fm) / 2)
    weighted = observed_curve(calibration, "non_us_img", {IM: 6.0, FM: 2.0}, [4, 10])
    assert weighted == pytest.approx(0.75 * im + 0.25 * fm)
    assert observed_curve(calibration, "non_us_img", {IM: 0.0, FM: 0.0}, [4, 10]) == pytest.approx((im + fm) / 2)


def test_nothing_is_said_where_one_of_them_is_not_known():
    calibration = load_calibration(make_calibration())
    assert observed(calibration, "us_md", (IM,), [4]) is not None
    assert observed(calibration, "us_md", (IM, FM), [4]) is None
    assert observed(calibration, "us_img", (IM,), [4]) is None
    assert observed(calibration, "non_us_img", (), [4]) is None


def test_the_table_by_classes_has_no_range():
    found = observed(load_calibration("rules-of-thumb"), "us_img", (IM, "psychiatry"), [2, 5])
    assert found is not None
    assert found.share == pytest.approx([0.20, 0.45])
    assert np.isnan(found.low).all()
    assert np.isnan(found.high).all()
