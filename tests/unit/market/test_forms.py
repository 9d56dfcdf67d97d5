"""The plain and the compiled form of the kernels, an independent library, and large markets."""

import functools
import warnings
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from simulator.engine import streams
from simulator.market import Market, forms, market, match, stability
from simulator.market.form import Search
from simulator.market.prepare import prepare
from simulator.market.replicates import replicate
from simulator.market.solve import MOST_BLOCKING, _n_blocking, best_attempt
from tests import markets


def answer(m: Market, seed: int):
    found = match(m, seed=seed, tries=2)
    return found.program_of.tolist(), found.preliminary_of.tolist(), found.blocking, found.rounds, found.dropped


@pytest.fixture
def each_form(monkeypatch: pytest.MonkeyPatch):
    def of(make: Callable[[], object]) -> tuple[object, object]:
        monkeypatch.setattr(forms, "is_interpreted", lambda _: True)
        plain = make()
        monkeypatch.setattr(forms, "is_interpreted", lambda _: False)
        return plain, make()

    return of


def test_both_forms_give_the_same_answer(each_form: Callable[..., tuple[object, object]]):
    def make() -> list[object]:
        return [answer(markets.small(seed, supplemental=bool(seed % 2)), seed) for seed in range(40)]

    plain, compiled = each_form(make)
    assert plain == compiled


@pytest.mark.parametrize("calls", [1, 4])
def test_going_on_compiled_in_the_middle_gives_the_same_answer(monkeypatch: pytest.MonkeyPatch, calls: int):
    """`is_interpreted(0)` asks in the middle of a market whether to stay in plain Python."""
    m = markets.national(5, 150, couples=25)
    monkeypatch.setattr(forms, "is_interpreted", lambda _: False)
    compiled, asked = answer(m, 3), []

    def is_interpreted(size: int) -> bool:
        asked.append(size)
        return size > 0 or asked.count(0) < calls

    monkeypatch.setattr(forms, "is_interpreted", is_interpreted)
    assert answer(m, 3) == compiled
    assert asked.count(0) >= calls


def test_the_solver_claims_stable_exactly_when_the_checker_finds_nothing():
    """6,000 small markets with couples, compiled; the benchmark small_matches looks at a million."""
    forms.compiled()
    wrong = []
    for seed in range(6_000):
        m = markets.small(seed, supplemental=bool(seed % 4 == 3))
        lists, _ = prepare(m)
        found, _ = best_attempt(m, lists, Search(seed, 1, "applicants"), None)
        state = found.state
        blocks = stability.blocking(m, state.place, state.preliminary, state.quota)
        if bool(blocks) == (found.n_left == 0):
            wrong.append(seed)
    assert not wrong


def test_a_national_market_with_couples_is_stable():
    m = markets.national(1, couples=1250)
    found = match(m)
    assert found.is_stable
    assert (found.program_of >= 0).mean() > 0.85


def test_of_tries_that_fail_the_one_with_the_fewest_coalitions_counts():
    """Coalitions are counted to the end, so that a try with thousands is not taken for one with a hundred."""
    m = markets.national(5, 150, couples=25)
    nobody = np.full(m.n_applicants, -1)
    state = SimpleNamespace(place=nobody, preliminary=nobody, quota=np.asarray(m.quota))
    assert _n_blocking(m, state) > MOST_BLOCKING  # type: ignore[arg-type]


def test_the_library_matching_agrees():
    from matching.games import HospitalResident

    for seed in range(60):
        m = markets.small(seed, couples=False)
        lists = np.split(m.applicant_list, m.applicant_start[1:-1])
        ranked = np.split(m.program_list, m.program_start[1:-1])
        both = [(a, p) for a, row in enumerate(lists) for p in row.tolist() if a in ranked[p]]
        residents = {a: [p for x, p in both if x == a] for a in {a for a, _ in both}}
        hospitals = {p: [a for a in ranked[p].tolist() if (a, p) in both] for p in {p for _, p in both} if m.quota[p]}
        residents = {a: [p for p in row if p in hospitals] for a, row in residents.items()}
        residents = {a: row for a, row in residents.items() if row}
        if not residents:
            continue
        quota = {p: int(m.quota[p]) for p in hospitals}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            game = HospitalResident.create_from_dictionaries(residents, hospitals, quota)
            theirs = {r.name: h.name for h, rs in game.solve(optimal="resident").items() for r in rs}
        ours = {a: int(p) for a, p in enumerate(match(m).program_of) if p >= 0}
        assert ours == theirs


def test_replicates_are_the_same_for_any_number_of_threads():
    rng = np.random.default_rng(0)
    start, lists = np.arange(201) * 5, markets.draw_lists(rng, 200, 30, 5).ravel()
    score = np.repeat(rng.normal(size=200), 5)
    one, two = (replicate(start, lists, score, np.full(30, 5), replicates=300, workers=w) for w in (1, 2))
    assert (one.times == two.times).all()
    assert (one.matched == two.matched).all()
    assert one.times.sum() == one.matched.sum()


def test_a_replicate_is_the_match_of_its_scores():
    """The words of the generator are those of `streams`; the match is that of `match` on the sorted scores."""
    rng = np.random.default_rng(1)
    n, n_programs, ranks = 60, 10, 4
    lists, score = markets.draw_lists(rng, n, n_programs, ranks), rng.normal(size=(n, ranks))
    quota = np.full(n_programs, 4)
    got = replicate(np.arange(n + 1) * ranks, lists.ravel(), score.ravel(), quota, seed=5, replicates=1)
    for a in range(n):
        for k in range(ranks):
            word = streams.words_at(5, 33, a + (int(lists[a, k]) << 32), np.array([0]))
            score[a, k] = np.float32(score[a, k]) + streams.normals(word, streams.tables())[0]

    def score_at(p: int, a: int) -> float:
        return -score[a][lists[a].tolist().index(p)]

    programs = [
        sorted((a for a in range(n) if p in lists[a]), key=functools.partial(score_at, p)) for p in range(n_programs)
    ]
    found = match(market(lists, programs, quota))
    times = got.times.reshape(n, ranks)
    assert [int(lists[a][times[a] > 0][0]) if times[a].any() else -1 for a in range(n)] == found.program_of.tolist()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"score": [99.0]}, "score: got 99.0"),
        ({"program": [1]}, "program: got 1 to 1"),
        ({"noise_sd": 9.0}, "noise_sd: got 9.0"),
        ({"score": [0.0, 1.0]}, "with 1 programs and 2 scores"),
    ],
)
def test_what_replicates_refuse(change: dict[str, object], said: str):
    given = {"start": [0, 1], "program": [0], "score": [0.0], "quota": [1]} | change
    with pytest.raises(ValueError, match=said):
        replicate(**given)
