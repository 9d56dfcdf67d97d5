"""What one gains alone, by cutoffs, is what a small share gains in full seasons; and little is left when all do it.

Internal medicine at three tenths, 6 seasons, fixed seed. The two gains are compared within four of their standard
errors, taken as if they were independent, which they are not (the same people): with five degrees of freedom that fails
by chance less than once in a hundred seeds. The gain alone exceeds the collective one by about ten standard errors.
"""

import pytest

import simulator as ms
from simulator.outcomes.experiment import ExperimentResult
from simulator.outcomes.experiment_measures import Effect

ASKED = {
    "name": "Arms race",
    "question": "Is there one?",
    "market": {"specialties": ["internal_medicine"], "scale": 0.3},
    "arms": [
        {
            "name": "twice as many",
            "shares": [0.02, 1],
            "who": {"types": ["us_img", "non_us_img"]},
            "levers": [{"more_applications": {"percent": 100}}],
        }
    ],
    "simulation": {"replicates": 6, "seed": 1},
}


@pytest.fixture(scope="module")
def result() -> ExperimentResult:
    return ms.run_experiment(ms.experiment_from_dict(ASKED), workers=2)


def effect(result: ExperimentResult, share: float, who: str = "doers", measure: str = "matched") -> Effect:
    found = result.crowds[0].found(share, who, measure)
    assert found is not None
    return found


def test_a_small_share_gains_what_one_gains_alone(result: ExperimentResult):
    alone, few = effect(result, 0), effect(result, 0.02)
    spread = 4 * (few.mc_standard_error**2 + alone.mc_standard_error**2) ** 0.5
    assert few.difference == pytest.approx(alone.difference, abs=spread)
    interviews = effect(result, 0, measure="interviews"), effect(result, 0.02, measure="interviews")
    assert interviews[1].difference == pytest.approx(interviews[0].difference, rel=0.3)


def test_together_they_gain_less_than_each_alone_and_the_others_lose(result: ExperimentResult):
    assert effect(result, 0).low > effect(result, 1).high
    assert effect(result, 1, "others").difference < 0
