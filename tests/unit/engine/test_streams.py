"""Random words: the published known answers, a plain twin, and tables good enough to be called normal."""

import numpy as np
import pytest
from scipy import special

from simulator.engine import streams
from tests.reference import philox as plain

# Random123's kat_vectors for philox4x32-10: counter, key, answer.
PI = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (PI, (0xA4093822, 0x299F31D0), (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]
SEEDS = [0, 7, 2**32 + 5, 2**63 - 1]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_philox_gives_the_published_answers(
    counter: tuple[int, int, int, int], key: tuple[int, int], answer: tuple[int, ...]
):
    found = streams.philox(np.array(counter, dtype=np.uint64)[:, None], key)
    assert tuple(found[:, 0]) == answer
    assert plain.philox(counter, key) == answer


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("first", [0, 4, 2**34 - 4, 2**40])
def test_words_are_the_plain_twins_words(seed: int, first: int):
    who = streams.identity("applicant", "Lakeside", "categorical")
    found = streams.words(seed, streams.Stage.SCORE, who, first, 12)
    assert found.tolist() == [plain.word(seed, plain.SCORE, who, first + k) for k in range(12)]


def test_words_of_some_replicates_are_the_same_words():
    some = np.array([0, 1, 5, 6, 11, 2**35 + 3])
    who = streams.identity("x")
    assert streams.words_at(3, 5, who, some).tolist() == [plain.word(3, 5, who, int(r)) for r in some]


def test_stages_are_numbered_as_the_twin_numbers_them():
    names = [n for n in vars(streams.Stage) if n.isupper()]
    assert len({getattr(streams.Stage, n) for n in names}) == len(names) == 11
    assert all(getattr(streams.Stage, n) == getattr(plain, n) for n in names)


def test_an_identity_tells_its_parts_apart():
    assert streams.identity("ab", "c") != streams.identity("a", "bc")
    assert streams.identity("a", "b") != streams.identity("b", "a")
    assert streams.identity("applicant") == plain.identity("applicant")


def test_normals_are_the_inverse_distribution_to_two_millionths():
    rng = np.random.default_rng(1)
    word = np.concatenate([rng.integers(0, 2**32, 200_000), [0, 1, 2**31 - 1, 2**31, 2**32 - 1]]).astype(np.uint32)
    tail = ((word & np.uint32(0x7FFFFFFF)).astype(float) + 0.5) * 2.0**-32
    exact = np.where(word >> 31 == 1, special.ndtri(tail), -special.ndtri(tail))
    assert np.abs(streams.normals(word, streams.tables()) - exact).max() < 2e-6


def test_tail_probabilities_are_right_to_half_a_millionth_and_never_leave_zero_to_one():
    z = np.concatenate([np.linspace(-9.5, 9.5, 100_001), [-1e9, 1e9]])
    found = streams.tail_probability(z, streams.tables())
    assert np.abs(found - special.ndtr(-z)).max() < 5e-7
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(streams.tail_probability(np.linspace(-9, 9, 9_999), streams.tables())) <= 0).all()


def test_uniforms_are_strictly_inside():
    ends = streams.uniforms(np.array([0, 2**32 - 1], dtype=np.uint32))
    assert 0 < ends[0] < ends[1] < 1


def test_compiled_words_and_normals_are_the_same_bits():
    from simulator.season import compiled

    word = streams.words(9, 8, 77, 16, 4096)
    assert np.array_equal(compiled.compiled_words(9, 8, 77, 16, 4096), word)
    assert np.array_equal(compiled.compiled_normals(word), streams.normals(word, streams.tables()))
