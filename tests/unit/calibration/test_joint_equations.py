"""The closed forms of the joint model against enumeration, against people drawn one by one, and against limits."""

import numpy as np
import pytest
from scipy import stats

from simulator.calibration.joint.backend import numpy_backend
from simulator.calibration.joint.levels import Kind, as_arrays, rest_of_score, traits
from simulator.calibration.joint.people import Traits, by_ranks, interviews_at, link_sd, nodes, totals
from simulator.calibration.synthetic_people import draw_people
from tests.chance import Mean, Proportion, assert_means, assert_proportions

B = numpy_backend()
PLAIN = Traits(
    invite=-2.0, rank=-1.2, applications=60.0,
    attended=1e9, paper_sd=0.5, rest_sd=0.4, carried=0.6, shape=1.5, short=0.0,
    unserious=0.0, unserious_more=0.7, score_on_paper=0.5, score_on_rest=0.2,
)  # fmt: skip
KINDS = {
    "plain": PLAIN,
    "short lists by choice": PLAIN._replace(short=0.2),
    "unserious ranks": PLAIN._replace(unserious=0.3),
    "everything": PLAIN._replace(short=0.15, unserious=0.25, invite=-2.6, carried=-0.2),
    "long lists": PLAIN._replace(invite=-1.2, shape=4.0, rank=-0.2),
    "no time for more": PLAIN._replace(invite=-1.2, attended=15.0),
    "hardly any": PLAIN._replace(invite=-3.4, shape=0.6),
}
T = Traits(*(np.array(field) for field in zip(*KINDS.values(), strict=True)))
AT = nodes(T, B)
WHOLE = totals(T, AT, B)
FAR = 500
TOLERANCE = 0.001  # what nine by five nodes may miss, in probability and in SDs of a mean
EACH = pytest.mark.parametrize("i", range(len(KINDS)), ids=list(KINDS))


def enumerated(i: int, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Chance of k ranks and each outcome, interview by interview and pad by pad; (most + 1,) each."""
    t = Traits(*(float(field[i]) for field in T))
    j = np.arange(most + 1)
    pads = np.where(j > 0, t.unserious * stats.geom.pmf(j, 1 - t.unserious_more), 1 - t.unserious)
    found = np.zeros((2, most + 1))
    for a, mean in enumerate(AT.mean[i]):
        invited = stats.nbinom.pmf(j, t.shape, t.shape / (t.shape + mean))
        interviews = (1 - t.short) * invited + t.short * stats.geom.pmf(j, 0.6)
        for fail, weight in zip(AT.fail[i, a], AT.weight[a], strict=True):
            lost = interviews * fail**j
            for k, x in enumerate((interviews - lost, lost)):
                found[k] += weight * np.convolve(np.where(j > 0, x, 0), pads)[: most + 1]
                found[k][0] += weight * x[0]
    return found[0], found[1]


@EACH
def test_the_distribution_by_ranks_is_that_of_enumeration(i: int):
    won, lost = by_ranks(T, AT, 40, B)
    expected = enumerated(i, 40)
    np.testing.assert_allclose(won[i], expected[0], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(lost[i], expected[1], rtol=1e-9, atol=1e-14)


@EACH
def test_totals_and_moments_are_sums_over_all_ranks(i: int):
    k = np.arange(FAR + 1)
    won, lost = (x[1:] for x in enumerated(i, FAR))
    np.testing.assert_allclose([WHOLE.matched[i], WHOLE.unmatched[i]], [won.sum(), lost.sum()], rtol=1e-8)
    for x, sums in ((won, WHOLE.rank_matched[i]), (lost, WHOLE.rank_unmatched[i])):
        np.testing.assert_allclose(sums, [(x * k[1:]).sum(), (x * k[1:] ** 2).sum()], rtol=1e-7)


@EACH
def test_nodes_add_up_to_the_totals(i: int):
    for node, total in ((WHOLE.node_matched, WHOLE.matched), (WHOLE.node_unmatched, WHOLE.unmatched)):
        np.testing.assert_allclose(node[i].sum(), total[i], rtol=1e-12)


def test_interviews_at_one_number_are_those_of_the_whole_distribution():
    t = Traits(*(np.asarray(field)[:1] for field in T))
    at = nodes(t, B)
    many = [interviews_at(t, at.mean, n, B)[0] for n in range(FAR)]
    np.testing.assert_allclose(np.sum(many, axis=0), 1.0, rtol=1e-8)


def test_people_drawn_one_by_one_are_the_people_of_the_equations():
    n, names = 40_000, list(KINDS)
    proportions, means = [], []
    won, lost = by_ranks(T, AT, 12, B)
    for i, name in enumerate(names):
        drawn = draw_people(T, i, n, np.random.Generator(np.random.Philox(i)))
        ranked = WHOLE.matched[i] + WHOLE.unmatched[i]
        proportions.append(Proportion(f"{name}, matched", int(drawn.is_matched.sum()), n, WHOLE.matched[i] / ranked))
        for k in (1, 2, 5, 10):
            for of, x, word in ((drawn.is_matched, won, "matched"), (~drawn.is_matched, lost, "not")):
                hits = int((of & (drawn.ranks == k)).sum())
                proportions.append(Proportion(f"{name}, {k} ranks, {word}", hits, n, x[i, k] / ranked))
        score = [WHOLE.node_matched[i], WHOLE.node_unmatched[i]]
        for of, sums, node, word in zip(
            (drawn.is_matched, ~drawn.is_matched), (WHOLE.rank_matched[i], WHOLE.rank_unmatched[i]), score,
            ("matched", "not"), strict=True,
        ):  # fmt: skip
            for what, values, expected in (
                ("ranks", drawn.ranks[of], sums[0] / node.sum()),
                ("score", drawn.score[of], (node * AT.score[i]).sum() / node.sum()),
            ):
                sd = float(values.std(ddof=1))
                near = np.clip(values.mean(), expected - TOLERANCE * sd, expected + TOLERANCE * sd)
                means.append(Mean(f"{name}, {what} of {word}", float(values.mean()), sd, values.size, float(near)))
    assert_proportions(proportions, tolerance=TOLERANCE)
    assert_means(means)


def test_without_any_spread_a_match_is_that_of_a_constant_chance():
    t = PLAIN._replace(paper_sd=1e-9, rest_sd=1e-9)
    one = Traits(*(np.array([x]) for x in t))
    won, lost = by_ranks(one, nodes(one, B), 10, B)
    p = stats.norm.cdf(t.rank / link_sd())
    np.testing.assert_allclose((won / (won + lost))[0, 1:], 1 - (1 - p) ** np.arange(1, 11), rtol=1e-6)


def test_the_mean_number_of_interviews_levels_off():
    t = PLAIN._replace(invite=np.array([-3.0, 8.0]), paper_sd=1e-9, attended=20.0)
    pair = Traits(*(np.broadcast_to(np.asarray(x, dtype=float), (2,)) for x in t))
    few = 60 * stats.norm.cdf(-3.0)
    np.testing.assert_allclose(nodes(pair, B).mean[:, 0], [few / (1 + few / 20), 60 / (1 + 60 / 20)], rtol=1e-6)


def test_unserious_ranks_make_long_lists_match_less():
    """Among people with so many ranks, more of them padded means fewer matches; one rank is never padded."""
    most = Traits(*(np.array([a, b]) for a, b in zip(PLAIN, PLAIN._replace(unserious=0.3), strict=True)))
    won, lost = by_ranks(most, nodes(most, B), 15, B)
    share = won[:, 1:] / (won + lost)[:, 1:]
    assert (share[1] < share[0])[1:].all()
    assert share[1, 0] == pytest.approx(share[0, 0])


LOCAL = ("alpha", "beta")


@pytest.fixture
def parameters() -> dict[str, np.ndarray]:
    """One set of parameters for two made-up specialties."""
    two = np.array([0.1, -0.3])
    return {
        "carried_us": np.array(0.2), "carried_img": np.array(0.3), "skill_us": np.array(0.1),
        "skill_img": np.array(0.5), "strength": np.array([0.2, 0.4]), "ck_invite": np.array([0.15, 0.3]),
        "ck_spread": np.array(0.1), "ck_slope": np.array([1.0, -0.5]), "ck_ratio": np.array(0.3),
        "attended": np.array([30.0, 20.0]), "log_shape_specialty": np.array([0.2, -0.3]),
        "short": np.array(-3.0), "unserious": np.array([-2.0, -4.0]), "unserious_length": np.array([1.5, 0.5]),
        "log_shape": np.array([1.0, 1.2, 0.4, 0.2]), "rank_us": two, "rank_img": two - 1, "rank_img_now": two - 1.2,
        "invite_us": two - 0.5, "invite_img": two - 2, "invite_img_now": two - 2.1,
        "rank_type": np.array([0.0, -0.1, 0.2, -1.0, 0.5]), "invite_type": np.array([-0.5, -0.2, 0.1, -2.0, 0.3]),
        "rank_drift": np.array([0.1, -0.2]), "invite_drift": np.array([0.05, -0.1]),
    }  # fmt: skip


def test_levels_follow_specialty_type_and_drift(parameters: dict[str, np.ndarray]):
    """Levels are those of a person met at random: Phi(level) averages over everybody's strength."""
    p = parameters
    kinds = [
        Kind("beta", "us_md", False), Kind("beta", "us_do", True), Kind("alpha", "us_img", False),
        Kind("alpha", "non_us_img", True), Kind("beta", "other", False),
    ]  # fmt: skip
    t = traits(p, as_arrays(kinds, LOCAL), B)
    drifted = p["rank_us"][1] + 0.1 + (p["rank_img_now"][1] - p["rank_img"][1]) + 0.2
    expected = [p["rank_us"][1], drifted - 0.1, p["rank_img"][0] + 0.2, p["rank_img_now"][0], p["rank_img"][1] + 0.5]
    per_interview = np.sqrt(link_sd() ** 2 + (t.carried * t.paper_sd) ** 2 + t.rest_sd**2)
    np.testing.assert_allclose(t.rank / per_interview, np.array(expected) / link_sd(), rtol=1e-6)
    drifted = p["invite_us"][1] + 0.05 + (p["invite_img_now"][1] - p["invite_img"][1]) + 0.1
    expected = [
        p["invite_us"][1], drifted - 0.2, p["invite_img"][0] + 0.1, p["invite_img_now"][0], p["invite_img"][1] + 0.3
    ]  # fmt: skip
    np.testing.assert_allclose(t.invite / np.sqrt(1 + t.paper_sd**2), expected, rtol=1e-12)


def test_paper_and_rest_keep_the_variances_of_score_strength_and_skill(parameters: dict[str, np.ndarray]):
    """What counts at the rank list, ck_ratio score + carried u + v, is carried a + e, with e apart from a."""
    t = traits(parameters, as_arrays([Kind("alpha", "non_us_img", True)], LOCAL), B)
    score = 0.3 + 0.1 * 1.0
    np.testing.assert_allclose(t.paper_sd**2, score**2 + 0.4**2)
    np.testing.assert_allclose(
        (t.carried * t.paper_sd) ** 2 + t.rest_sd**2, (0.3 * score) ** 2 + 0.3**2 + 0.5**2, rtol=1e-5
    )
    at_rank = t.carried * t.paper_sd * t.score_on_paper + t.rest_sd * t.score_on_rest
    np.testing.assert_allclose(at_rank, 0.3 * score, rtol=1e-9)  # covariance of the score with what counts
    np.testing.assert_allclose(t.score_on_paper**2 + t.score_on_rest**2 + rest_of_score(t, B) ** 2, 1.0)


def test_only_imgs_pad_their_lists_and_only_us_graduates_choose_short_ones(parameters: dict[str, np.ndarray]):
    kinds = [Kind("alpha", "us_md", False), Kind("alpha", "non_us_img", False), Kind("alpha", "us_img", True)]
    t = traits(parameters, as_arrays(kinds, LOCAL), B)
    np.testing.assert_allclose(t.unserious, [0.0, 1 / (1 + np.exp(2.0)), 1 / (1 + np.exp(4.0))])
    np.testing.assert_allclose(t.short, [1 / (1 + np.exp(3.0)), 0.0, 0.0])
    np.testing.assert_allclose(np.log(t.shape), [1.0, 0.4, 0.2 + 0.2])  # the specialty's own, today only
