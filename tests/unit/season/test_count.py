"""The number of invitations as a sign of strength: P(u | k) as numerical Bayes on the plain mixture has it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import stats

from simulator.model.checks import check
from simulator.model.seasonclock import released
from simulator.scenario import scenario_from_dict
from simulator.season.answers import COUNT, SILENT
from simulator.season.count import Numbers, count_log_likelihood
from simulator.season.exact import solve_on
from simulator.season.latents import draw, posterior, readable_source
from simulator.season.plan import INTERVIEWED, OPEN, Plan, make_plan
from tests.factories import APPLICATIONS, ATTENDED, INTERCEPTS, OWN_VOLUME, SPREAD, VOLUME, make_calibration

FALSE_ALARM_RATE = 0.001
BASE = {"specialty": "internal_medicine", "setting": "community", "visas": ["j1"]}
IM = "non_us_img/internal_medicine"


def planned(
    programs: list[dict[str, Any]], as_of: str | None = None, name: str | None = None, **applicant: Any
) -> Plan:
    data = {"name": "x", "season": 2027, "calibration": name or make_calibration(), "programs": programs}
    data |= {"applicant": {"type": "non_us_img"} | applicant} | ({"as_of": as_of} if as_of else {})
    scenario = scenario_from_dict(data)
    return make_plan(scenario, check(scenario))


def some(n: int, status: str = "interviewed", **more: Any) -> list[dict[str, Any]]:
    return [BASE | {"name": f"{status} {k} {more}", "status": status} | more for k in range(n)]


def by_hand(k: int, out: float = 1.0, specialty: str = "internal_medicine") -> Callable[[float], float]:
    """Density of a = u + w given k, up to a constant: a Poisson number whose mean is gamma distributed."""
    strength, _, _, season_type, season_specialty, *_ = SPREAD["img"]
    sd, shape = (
        np.sqrt(strength**2 + season_type**2 + season_specialty**2),
        OWN_VOLUME.get(specialty, VOLUME["img"]) ** -2,
    )
    invite = np.float32(INTERCEPTS[f"non_us_img/{specialty}"][0])

    slices = (np.arange(4_000) + 0.5) / 4_000

    def density(a: float) -> float:
        asked = APPLICATIONS["non_us_img"] * stats.norm.cdf(invite + a)
        mean = out * asked / (1 + asked / ATTENDED["img"])
        poisson = stats.poisson.pmf(k, stats.gamma.ppf(slices, shape, scale=mean / shape)).mean()
        return float(poisson * stats.norm.pdf(a, scale=sd))

    return density


@pytest.mark.parametrize(
    ("k", "as_of", "specialty"),
    [
        (1, None, "internal_medicine"),
        (5, None, "internal_medicine"),
        (12, None, "internal_medicine"),
        (4, "2026-11-15", "internal_medicine"),
        (6, None, "family_medicine"),
    ],
)
def test_strength_given_the_number_is_bayes_by_hand(k: int, as_of: str | None, specialty: str):
    """Mean and spread of u + w: numerical Bayes on the mixture, against draws of the sampler."""
    plan = planned(some(k, specialty=specialty), as_of)
    density = by_hand(k, 1.0 if as_of is None else released(date.fromisoformat(as_of), 2027), specialty)
    grid = np.linspace(-3, 3, 121)
    mass = np.array([density(a) for a in grid])
    mean, square = ((mass @ grid**power) / mass.sum() for power in (1, 2))
    n = 200_000
    latents = draw(plan, posterior(plan), 5, 0, n, readable_source())
    sd = np.sqrt(square - mean**2)
    limit = stats.norm.isf(FALSE_ALARM_RATE / 20)
    # University-affiliated programs differ for IMGs in no effect on the invitation here, so the mix is one program.
    assert abs(latents.paper[0].mean() - mean) < limit * sd / np.sqrt(n) + 5e-4
    assert latents.paper[0].std() == pytest.approx(sd, rel=0.01)


def test_negative_binomial_with_the_stated_mean_and_shape():
    a, shift = np.linspace(-2, 2, 9)[None], np.array([[-1.6, -2.0]])
    about = Numbers(np.array([60.0, 30.0]), shift, np.array([0.7]), np.array([25.0]), 0.8)
    asked = 60 * stats.norm.cdf(a - 1.6) + 30 * stats.norm.cdf(a - 2.0)
    mean, shape = 0.8 / (1 / asked + 1 / 25), 0.7**-2
    for k in (1, 4, 25):
        expected = stats.nbinom.logpmf(k, shape, shape / (shape + mean))
        assert count_log_likelihood(a, k, about) == pytest.approx(expected, abs=1e-10)
    everyone = sum(np.exp(count_log_likelihood(a, k, about)) for k in range(600))
    assert everyone == pytest.approx(np.ones_like(a), abs=1e-6)
    assert np.isfinite(count_log_likelihood(np.array([[-60.0]]), 3, about)).all()


def expected_strength(plan: Plan) -> float:
    tables = posterior(plan)
    assert tables is not None
    return float(np.diff(tables.cumulative, prepend=0.0) @ tables.nodes)


def test_more_invitations_mean_a_stronger_person():
    strengths = [expected_strength(planned(some(k))) for k in (1, 3, 5, 8, 12, 20)]
    assert (np.diff(strengths) > 0.01).all()
    assert strengths[0] < 0 < strengths[-1]
    each = [solve_on(planned(some(k)), 48).ranked[0, 0] for k in (1, 3, 8, 20)]
    assert (np.diff(each) > 0).all()


def test_an_early_number_says_more_than_the_same_number_at_the_end():
    early, late = (expected_strength(planned(some(4), as_of)) for as_of in ("2026-10-20", "2027-02-01"))
    assert early > late + 0.05


@pytest.mark.parametrize("status", ["interviewed", "invited"])
def test_what_is_counted(status: str):
    assert planned(some(4, status)).evidence.invitations.tolist() == [4]
    assert planned(some(4, status) + some(3, status, visas=["h1b"])).evidence.invitations.tolist() == [4]
    assert planned(some(4, status) + some(9, "applied")).evidence.invitations.tolist() == [4]
    assert not planned(some(4, "applied") + some(2, "rejected")).evidence.heard.size
    assert not planned(some(4, status), name="rules-of-thumb").evidence.heard.size


def test_silence_that_can_be_read_comes_before_the_number():
    other = BASE | {"name": "F", "status": "interviewed", "specialty": "family_medicine"}
    plan = planned([*some(3), other], "2026-12-01", applications_sent={"internal_medicine": 80})
    heard = {g: set(plan.evidence.of(g).heard.tolist()) for g in range(2)}
    assert COUNT not in heard[0]
    assert SILENT in heard[0]
    assert heard[1] == {COUNT}
    assert plan.evidence.invitations.tolist() == [0, 1]


def test_the_own_profile_sets_what_is_expected():
    """The same number from a weaker file says more about what is not in the file."""
    weak, strong = (expected_strength(planned(some(6), step2_ck=ck)) for ck in (225, 262))
    assert weak > strong + 0.1


def test_interviews_given_to_one_person_teach_nothing():
    """At one posterior, more interviews never lower the chance, and they do less than being a person who has them."""
    held = planned(some(3) + some(5, "applied", connection="rotation"))
    kind = held.kind.copy()
    chances = []
    for k in range(9):
        kind[:] = OPEN
        kind[:k] = INTERVIEWED
        chances.append(float(solve_on(held._replace(kind=kind.copy()), 48).match[0]))
    assert (np.diff(chances) > 0).all()
    three, eight = planned(some(3) + some(5, "considering")), planned(some(8))
    given = planned(some(8))._replace(evidence=three.evidence)
    before, moved, other = (float(solve_on(p, 48).match[0]) for p in (three, given, eight))
    assert before < moved < other - 0.02
