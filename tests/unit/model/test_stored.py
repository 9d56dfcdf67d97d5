"""Calibration files: what the extended form says, and what is refused in one line."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator.cli import main
from simulator.errors import InputError
from simulator.model.checks import check
from simulator.model.parameters import SPREADS, load_calibration
from simulator.model.pool import filled_share, pool
from simulator.model.profile import design
from simulator.scenario import scenario_from_dict
from tests.factories import (
    ATTENDED,
    INTERCEPTS,
    OTHER_EFFECTS,
    OWN_VOLUME,
    PRIORS,
    SPREAD,
    VOLUME,
    make_calibration,
    write_calibration,
)

N = 20


def scenario(*programs: dict[str, Any], name: str | None = None, **applicant: Any) -> Any:
    base = {"setting": "community", "status": "interviewed", "visas": ["j1"]}
    listed = [base | {"name": f"P{k}"} | p for k, p in enumerate(programs)]
    data = {"name": "x", "season": 2027, "calibration": name or make_calibration(), "programs": listed}
    return scenario_from_dict(data | {"applicant": {"type": "non_us_img"} | applicant})


def features(*programs: dict[str, Any], **applicant: Any) -> list[dict[str, float]]:
    asked = scenario(*programs, **applicant)
    calibration = check(asked)
    matrix = design(asked.applicant, asked.programs, calibration)
    return [{n: x for n, x in zip(calibration.effects, row, strict=True) if x} for row in matrix.tolist()]


IM, FM = {"specialty": "internal_medicine"}, {"specialty": "family_medicine"}


def test_an_effect_with_a_scope_holds_only_there():
    at_im, at_fm = features(IM, FM, step2_ck=258, visa="h1b", step3=True)
    assert at_im == {
        "intercept@non_us_img/internal_medicine": 1.0,
        "step2_ck@internal_medicine": pytest.approx((258 - 243) / 15),
        "visa_h1b@non_us_img": 1.0,
    }
    assert at_fm == {
        "intercept@non_us_img/family_medicine": 1.0,
        "step2_ck@family_medicine": pytest.approx((258 - 231.5) / 15),
        "visa_h1b@non_us_img": 1.0,
    }
    assert features(IM, type="us_md", step2_ck=248) == [{"intercept@us_md/internal_medicine": 1.0}]


def test_a_field_left_out_has_no_effect_also_where_the_reference_has_moved():
    """The reference here graduated six years ago, past the knee: zero effect for six and for nothing said."""
    (unsaid,), (same,), (recent,) = (
        features(IM, **a) for a in ({}, {"years_since_graduation": 6}, {"years_since_graduation": 2})
    )
    assert unsaid == same == {"intercept@non_us_img/internal_medicine": 1.0}
    assert recent["years_since_graduation"] == pytest.approx(-2.0)


def test_spreads_and_volume_are_those_of_the_group():
    whole = load_calibration(make_calibration())
    assert np.isnan(whole.all_parameters.spread).all()
    for kind, group in (("us_md", "us"), ("non_us_img", "img")):
        mine = whole.for_type(kind)
        assert mine.central.spread[0] == pytest.approx(SPREAD[group])
        assert mine.central.volume[0, 0] == VOLUME[group]
        assert mine.draws.spread.shape == (N, len(SPREADS))
        assert mine.for_type("us_md").central.spread[0] == pytest.approx(SPREAD["us"])
    found = check(scenario(IM))
    assert found.central.volume[0].tolist() == [VOLUME["img"], OWN_VOLUME["family_medicine"]]
    assert [found.volume_column(s) for s in ("family_medicine", "internal_medicine", "neurology")] == [1, 0, 0]
    assert whole.for_type("us_md").volume_column("family_medicine") == 0


def test_interviews_level_off_where_the_file_says_so():
    whole = load_calibration(make_calibration())
    assert whole.for_type("non_us_img").central.attended[0] == ATTENDED["img"]
    assert np.isinf(whole.for_type("us_md").all_parameters.attended).all()
    assert np.isinf(load_calibration("rules-of-thumb").all_parameters.attended).all()


def test_numbers_are_of_double_precision_and_rows_keep_together():
    found = load_calibration(make_calibration()).for_type("non_us_img")
    assert all(part.dtype == np.float64 for part in found.all_parameters)
    assert found.effects[2] == "intercept@non_us_img/internal_medicine"
    assert found.central.rank[0, 2] == pytest.approx(INTERCEPTS["non_us_img/internal_medicine"][1], abs=1e-6)
    chosen = found.draws.rows(slice(3, 5))
    assert [len(part) for part in chosen] == [2] * 5
    assert (chosen.volume[0] == found.all_parameters.volume[4]).all()
    assert found.prior is not None
    assert found.prior.tolist() == [-1] + [0, 1] * (N // 2)
    assert [p["name"] for p in found.priors] == [p["name"] for p in PRIORS]


def test_what_is_known_of_a_cell():
    found = load_calibration(make_calibration())
    assert found.has_data("us_md", "internal_medicine")
    assert not found.has_data("us_md", "family_medicine")
    assert found.knows("us_md", "family_medicine")
    assert not found.knows("us_md", "psychiatry")
    assert not found.knows("us_do", "internal_medicine")
    thumb = load_calibration("rules-of-thumb")
    assert thumb.has_data("us_do", "dermatology")
    assert thumb.knows("us_do", "dermatology")
    assert thumb.for_type("us_md") is thumb
    assert np.isnan(thumb.all_parameters.volume).all()


def test_the_pool_weighs_the_types_that_are_known_each_by_its_own_spread():
    """People are drawn, interviewed by their chance of an invitation, and scored."""
    calibration, rng, n = check(scenario(IM)), np.random.default_rng(5), 400_000
    share, found, scores = {"us_md": 0.27 / 0.60, "non_us_img": 0.33 / 0.60}, 0.0, []
    for kind, group in (("us_md", "us"), ("non_us_img", "img")):
        strength, carried, skill, by_type, by_specialty, tau, omega = SPREAD[group]
        invite, rank = INTERCEPTS[f"{kind}/internal_medicine"]
        u = strength * rng.standard_normal(n)
        score = rank + carried * u + np.hypot(skill, np.hypot(tau, 1)) * rng.standard_normal(n)
        cutoff = np.sqrt(omega**2 + by_type**2 + by_specialty**2) * rng.standard_normal(n)
        interviewed = rng.standard_normal(n) < invite + u
        found += share[kind] * (score >= cutoff)[interviewed].mean()
        scores.append(rng.choice(score[interviewed], round(100_000 * share[kind])))
    assert filled_share("community", "internal_medicine", calibration) == pytest.approx(found, abs=0.004)
    made = pool(scenario(IM).programs[0], calibration)
    assert made.size == 180
    assert made.sd == pytest.approx(np.concatenate(scores).std(), rel=0.01)


def refused(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        load_calibration(str(path))
    assert len(caught.value.faults) == 1
    text = str(caught.value)
    assert "\n" not in text
    return text


SHARE_ABOVE = {"share": [0.9], "low": [0.1], "high": [0.5]}
BAD_JSON: dict[str, tuple[dict[str, Any], str]] = {
    "unknown effect": ({"effects": ["frobs"] * 14}, "frobs"),
    "unknown scope": ({"effects": [*list(OTHER_EFFECTS), *["step2_ck@mars"] * 4]}, "mars"),
    "fewer effects than columns": ({"effects": list(OTHER_EFFECTS)}, "invite"),
    "other spreads": ({"spreads": list(SPREADS)[::-1]}, "spreads"),
    "a group without arrays": ({"spread_groups": {"us_md": "other"}}, "spread.other"),
    "unknown type": ({"applications": {"nurse": 3}}, "nurse"),
    "no applications": ({"applications": {"us_md": 0}}, "applications"),
    "unknown cell": ({"cells": {"us_md/astrology": {"data": True}}}, "astrology"),
    "a cell that says nothing": ({"cells": {"us_md/psychiatry": {}}}, "data"),
    "a reference of a visa": ({"references": {"us_md": {"visa": "h1b"}}}, "visa"),
    "priors that are not there": ({"priors": []}, "prior"),
    "share above its range": (
        {"observed": {"form": "cells", "counts": [1], "cells": {"us_md/psychiatry": SHARE_ABOVE}}},
        "us_md/psychiatry",
    ),
    "counts that fall": ({"observed": {"form": "cells", "counts": [2, 1], "cells": {}}}, "counts"),
    "a curve of another kind": ({"observed": 3}, "version"),
}  # fmt: skip
BAD_ARRAYS: dict[str, tuple[dict[str, Any], str]] = {
    "not a number": ({"invite": np.full((N + 1, 14), np.nan)}, "invite"),
    "too few rows": ({"rank": np.zeros((N, 14))}, "rank"),
    "no spread": ({"spread__us": np.zeros((N + 1, 7))}, "spread.us"),
    "rows of a group": ({"spread__us": np.ones((N, 7))}, "group"),
    "negative volume": ({"volume__img": -np.ones(N + 1)}, "volume.img"),
    "prior of the wrong length": ({"prior": np.zeros(3, dtype=np.int8)}, "prior"),
}


@pytest.mark.parametrize("name", [*BAD_JSON, *BAD_ARRAYS])
def test_a_file_of_the_wrong_form_is_refused_in_one_line(name: str, tmp_path: Path):
    overrides, word = (BAD_JSON | BAD_ARRAYS)[name]
    text = refused(write_calibration(tmp_path, N, **overrides))
    assert word in text
    assert "made.json" in text


def test_damage_is_found_by_the_checksum(tmp_path: Path):
    path = write_calibration(tmp_path, N)
    draws = path.with_suffix(".npz")
    raw = bytearray(draws.read_bytes())
    raw[len(raw) // 2] ^= 1
    draws.write_bytes(bytes(raw))
    assert "checksum" in refused(path)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 cut short", b"not an archive at all"])
def test_an_archive_that_is_none_is_refused_though_its_checksum_fits(raw: bytes, tmp_path: Path):
    import hashlib

    path = write_calibration(tmp_path, N)
    path.with_suffix(".npz").write_bytes(raw)
    meta = json.loads(path.read_text("utf-8")) | {"draws_sha256": hashlib.sha256(raw).hexdigest()}
    path.write_text(json.dumps(meta), encoding="utf-8")
    assert "not a calibration of this version" in refused(path)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "3", '"x"', "[" * 5000])
def test_a_json_that_is_no_calibration(text: str, tmp_path: Path):
    path = write_calibration(tmp_path, N)
    path.write_text(text, encoding="utf-8")
    refused(path)


def test_the_command_ends_with_2_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    damaged = write_calibration(tmp_path, N)
    damaged.with_suffix(".npz").write_bytes(b"gone")
    applicant, programs = "applicant: {type: non_us_img}\n", "programs: []\n"
    file = tmp_path / "a.yaml"
    file.write_text(f"name: x\nseason: 2027\ncalibration: {damaged}\n{applicant}{programs}", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["run", str(file)])
    out, err = capsys.readouterr()
    assert (ended.value.code, out, err.count("\n")) == (2, "", 1)
    assert "a.yaml:3" in err
    assert "checksum" in err


def test_an_applicant_whom_the_calibration_does_not_know_is_refused():
    with pytest.raises(InputError, match="us_do"):
        check(scenario(IM, type="us_do"))
    with pytest.raises(InputError, match="psychiatry"):
        check(scenario(IM, {"specialty": "psychiatry"}))
