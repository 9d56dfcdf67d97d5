"""Couples made up for tests: two people, a few programs each, a joint list."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from simulator.model.parameters import load_calibration
from simulator.scenario import Scenario, scenario_from_dict
from simulator.scenario.couple_people import each_alone
from simulator.season.couple import Couple, make_couple

Pair = list[str | None]


def programs(tag: str, n: int, **fields: Any) -> list[dict[str, Any]]:
    """Return interviews in internal medicine, called TAG 0, TAG 1 and so on."""
    usual = {"specialty": "internal_medicine", "setting": "community", "status": "interviewed", "visas": ["j1"]}
    return [{"name": f"{tag} {k}", **usual, **fields} for k in range(n)]


def diagonal(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[Pair]:
    """Return every pair of two lists, those high on both first."""
    ranks = [(i + j, i, j) for i in range(len(first)) for j in range(len(second))]
    return [[first[i]["name"], second[j]["name"]] for _, i, j in sorted(ranks)]


def couple_scenario(
    first: list[dict[str, Any]],
    second: list[dict[str, Any]],
    pairs: list[Pair] | None = None,
    types: tuple[str, str] = ("non_us_img", "non_us_img"),
    **fields: Any,
) -> Scenario:
    """Return the scenario of a couple; fields go to the file's top level."""
    joint = diagonal(first, second) if pairs is None else pairs
    partner = {"applicant": {"type": types[1]}, "programs": second}
    data = {
        "name": "couple",
        "season": 2027,
        "applicant": {"type": types[0]},
        "programs": first,
        "couple": {"partner": partner, "joint_rank_order_list": joint},
    }
    return scenario_from_dict(data | fields)


def couple_of(scenario: Scenario, seed: int = 7, correlation: float | None = None) -> Couple:
    """Prepare a couple whose file gives the joint list."""
    assert scenario.couple is not None
    pairs = scenario.couple.joint_rank_order_list or ()
    return make_couple(each_alone(scenario), pairs, load_calibration(scenario.calibration), seed, correlation)


def example(rng: np.random.Generator) -> Scenario:
    """Draw a couple at random: types, statuses, specialties, programs of both, dates, a short list with gaps."""
    types = [str(rng.choice(["non_us_img", "us_img", "us_md"])) for _ in range(2)]
    people = [_programs(rng, tag) for tag in "AB"]
    if rng.random() < 0.5:
        twin = dict(people[0][0])
        people[1][0] = twin if rng.random() < 0.7 else twin | {"specialty": "neurology"}
    names = [[p["name"] for p in person] for person in people]
    pairs: list[Pair] = [[str(rng.choice(names[0])), str(rng.choice(names[1]))] for _ in range(rng.integers(2, 9))]
    for side in rng.integers(0, 2, rng.integers(0, 3)):
        name = str(rng.choice(names[side]))
        pairs.append([name, None] if side == 0 else [None, name])
    fields: dict[str, Any] = {"calibration": str(rng.choice(["nrmp-2026", "rules-of-thumb"]))}
    if rng.random() < 0.4:
        fields["as_of"] = "2026-11-20"
    return couple_scenario(people[0], people[1], pairs, (types[0], types[1]), **fields)


def _programs(rng: np.random.Generator, tag: str) -> list[dict[str, Any]]:
    found = programs(tag, int(rng.integers(1, 5)), setting=str(rng.choice(["community", "university_affiliated"])))
    for program in found:
        program["status"] = str(rng.choice(["interviewed", "interviewed", "invited", "applied"]))
        if rng.random() < 0.3:
            del program["visas"]
        if rng.random() < 0.2:
            program["specialty"] = "neurology"
        if program["status"] == "interviewed" and rng.random() < 0.2:
            program["performance"] = "strong"
    return found


def with_limit(scenario: Scenario, most: int) -> Scenario:
    """Return the couple with a limit on the second partner's interviews."""
    assert scenario.couple is not None
    partner = scenario.couple.partner
    applicant = partner.applicant.model_copy(update={"max_interviews": most})
    couple = dataclasses.replace(scenario.couple, partner=dataclasses.replace(partner, applicant=applicant))
    return dataclasses.replace(scenario, couple=couple)
