"""Two tasks have one description exactly if they do the same work."""

import functools
import json
from dataclasses import replace

import numpy as np
import pytest

from simulator.market.experiments import ExperimentTask, Run
from simulator.market.seasons import SeasonTask
from simulator.outcomes.described import describe, differing, hash_of
from tests.tasks import Failing, outcome

TASK = SeasonTask(["neurology"], 0.1, 3, {"x": {"y": 0.1}}, None, uncertain=True)
CHANGES = (
    {"scale": 0.2},
    {"seed": 4},
    {"specialties": None},
    {"levels": {"x": {"y": 0.10000000000000002}}},
    {"settings": {}},
    {"uncertain": False},
)


def test_a_description_survives_json_and_depends_on_every_field():
    told = describe(TASK)
    assert json.loads(json.dumps(told)) == told
    others = [describe(replace(TASK, **change)) for change in CHANGES]
    assert len({hash_of(x) for x in [told, *others]}) == 1 + len(CHANGES)
    assert [next(path for path, _, _ in differing(told, x)).partition(".")[0] for x in others] == [
        next(iter(change)) for change in CHANGES
    ]


def test_one_and_true_are_not_the_same():
    assert list(differing({"x": 1}, {"x": True}))
    assert list(differing({"x": 1}, {"x": 1.0}))


def test_arrays_functions_and_partials_have_one():
    a, b = (describe(functools.partial(outcome, np.arange(3) + k)) for k in (0, 1))
    assert a != b
    assert a == describe(functools.partial(outcome, np.arange(3)))
    assert describe(outcome) == {"(type)": "tests.tasks.outcome"}
    assert describe(Failing(2)) == {"(type)": "tests.tasks.Failing", "at": 2}


def test_an_experiment_has_one_and_what_differs_in_it_is_named():
    from simulator.scenario.experiment_levers import CapApplications, Lever

    tasks = [
        ExperimentTask(None, 0.1, 1, (), (Run((Lever(cap_applications=CapApplications(total=n)),)),), (), 0.1)
        for n in (30, 40)
    ]
    told = [describe(task) for task in tasks]
    assert json.loads(json.dumps(told)) == told
    assert list(differing(*told)) == [("runs[0].levers[0].cap_applications.total", 30, 40)]


def test_what_has_no_lasting_description_is_refused():
    with pytest.raises(TypeError, match="no lasting description"):
        describe(lambda r: r)
    with pytest.raises(TypeError, match="no lasting description"):
        describe({"x": object()})
