"""Random numbers addressed by what they decide, not by when they are drawn.

Every draw is a word of Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as
easy as 1, 2, 3", SC11) whose key is the seed and whose counter holds the replicate, the
stage and a 64-bit identity (a person, a program, or a person at a program). So the same
seed gives the same life to the same replicate for any number of workers, any block size
and any order of the file, and adding a program moves nobody else's luck.

Uniform words become normal deviates and tail probabilities through tables that use only
additions, multiplications and look-ups. NumPy and compiled code therefore agree to the
last bit, which is what lets small jobs run without a compiler.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)
ROUNDS = 10
MASK32 = 0xFFFFFFFF
SEGMENT_BITS = 5  # each octave of the tail probability is cut into 2**5 pieces
TAIL_LIMIT_SD = 9.0  # upper-tail table runs from -9 to 9 standard deviations
TAIL_CELLS_PER_SD = 256
FIRST_SEGMENT = 1022 << SEGMENT_BITS  # float64 exponent field of 0.5, the smallest argument


class Stage:
    """Numbers of the decision points; part of the address of every draw."""

    STRENGTH, SKILL, SEASON_TYPE, SEASON_SPECIALTY = 1, 2, 3, 4
    INVITATION, MONTH, SPONSORSHIP, SCORE, CUTOFF, SOAP = 5, 6, 7, 8, 9, 10
    CATALOGUE = 40


class Tables(NamedTuple):
    """Look-up tables shared by the NumPy and the compiled samplers.

    Attributes
    ----------
    normal : array (1024, 3)
        Quadratic pieces of the inverse upper-tail normal distribution; the row is read
        off the exponent and leading mantissa bits of the 31-bit argument.
    tail : array (4610,)
        P(Z > z) on a grid of 1/256 standard deviation from -9 to 9.
    """

    normal: NDArray[np.float64]
    tail: NDArray[np.float64]


def identity(*parts: str) -> int:
    """64-bit identity of a person, a program, or a pair of them.

    Parameters
    ----------
    *parts : str
        Names that say who or what it is; their order matters.

    Returns
    -------
    int
        The first eight bytes of the BLAKE2b digest of the parts: the same in every
        process, on every machine, for ever.
    """
    text = "\x1f".join(parts).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def philox(counter: NDArray[np.uint64], key: tuple[int, int]) -> NDArray[np.uint64]:
    """Philox4x32-10 of many counters at once.

    Parameters
    ----------
    counter : array (4, n) of uint64
        Four 32-bit words per counter, in the low half of each element.
    key : (int, int)
        Two 32-bit key words.

    Returns
    -------
    array (4, n) of uint64
        Four random 32-bit words per counter.
    """
    x0, x1, x2, x3 = counter
    mask = np.uint64(MASK32)
    m0, m1 = (np.uint64(m) for m in MULTIPLIERS)
    for r in range(ROUNDS):
        k0, k1 = (np.uint64((k + r * w) & MASK32) for k, w in zip(key, WEYL, strict=True))
        p0, p1 = m0 * x0, m1 * x2
        x0, x1, x2, x3 = _mixed(p1, x1, k0), p1, _mixed(p0, x3, k1), p0
        x1 &= mask
        x3 &= mask
    return np.stack((x0, x1, x2, x3))


def _mixed(product: NDArray[np.uint64], word: NDArray[np.uint64], key: np.uint64) -> NDArray[np.uint64]:
    """High half of a product, mixed with a word and a key."""
    high = product >> np.uint64(32)
    high ^= word
    high ^= key
    return high


def words(seed: int, stage: int, who: int, first: int, n: int) -> NDArray[np.uint32]:
    """Draw one 32-bit word for each of n consecutive replicates.

    Parameters
    ----------
    seed : int
        0 to 2**64 - 1; the key of the generator.
    stage : int
        Which decision this is, from `Stage`.
    who : int
        64-bit identity from `identity`.
    first, n : int
        First replicate and how many; both multiples of four.

    Returns
    -------
    array (n,) of uint32
    """
    return _drawn(seed, stage, who, np.arange(first // 4, (first + n) // 4, dtype=np.uint64)).reshape(-1)


def words_at(seed: int, stage: int, who: int, replicates: NDArray[np.int64]) -> NDArray[np.uint32]:
    """Draw the word of each of some replicates; the same words as `words`.

    Parameters
    ----------
    seed, stage, who
        As in `words`.
    replicates : array (n,)

    Returns
    -------
    array (n,) of uint32
    """
    drawn = _drawn(seed, stage, who, (replicates >> 2).astype(np.uint64))
    own: NDArray[np.uint32] = drawn[np.arange(replicates.size), replicates & 3]
    return own


def _drawn(seed: int, stage: int, who: int, group: NDArray[np.uint64]) -> NDArray[np.uint32]:
    """Four words, (n, 4), for each group of four replicates."""
    high = (group >> np.uint64(32)) | np.uint64(stage << 16)
    low_id, high_id = np.uint64(who & MASK32), np.uint64(who >> 32)
    fill = np.ones_like(group)
    counter = np.stack((group & np.uint64(MASK32), high, low_id * fill, high_id * fill))
    return philox(counter, (seed & MASK32, seed >> 32)).T.astype(np.uint32)


def uniforms(word: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Uniform deviates strictly between 0 and 1 from 32-bit words."""
    return (word.astype(np.float64) + 0.5) * 2.0**-32


def normals(word: NDArray[np.uint32], tables: Tables) -> NDArray[np.float64]:
    """Draw standard normal deviates from 32-bit words.

    The top bit is the sign, the other 31 bits are the tail probability. The error of
    the table is below 2e-6 standard deviations.
    """
    argument = (word & np.uint32(0x7FFFFFFF)).astype(np.float64)
    argument += 0.5
    row = (argument.view(np.int64) >> (52 - SEGMENT_BITS)) - FIRST_SEGMENT
    columns = np.ascontiguousarray(tables.normal.T)
    size: NDArray[np.float64] = columns[2].take(row)
    for column in columns[1::-1]:  # a + argument * (b + argument * c)
        size *= argument
        size += column.take(row)
    size.view(np.uint64)[...] ^= (word >> np.uint32(31)).astype(np.uint64) << np.uint64(63)
    return size


def tail_probability(z: NDArray[np.float64], tables: Tables) -> NDArray[np.float64]:
    """P(Z > z) by linear interpolation; the error is below 5e-7."""
    place = (np.minimum(np.maximum(z, -TAIL_LIMIT_SD), TAIL_LIMIT_SD) + TAIL_LIMIT_SD) * TAIL_CELLS_PER_SD
    cell = place.astype(np.int64)
    left: NDArray[np.float64] = tables.tail.take(cell)
    place -= cell
    place *= tables.tail[1:].take(cell) - left
    left += place
    return left


@functools.cache
def tables() -> Tables:
    """Build the tables, once per process (about a millisecond)."""
    from scipy.special import ndtr

    cells = int(2 * TAIL_LIMIT_SD * TAIL_CELLS_PER_SD)
    grid = (np.arange(cells + 2) / TAIL_CELLS_PER_SD) - TAIL_LIMIT_SD
    return Tables(_normal_pieces(), np.ascontiguousarray(ndtr(-grid)))


def _normal_pieces() -> NDArray[np.float64]:
    """Quadratics through three Chebyshev points of each piece of the inverse tail."""
    from scipy.special import ndtri

    rows = np.arange(32 << SEGMENT_BITS) + FIRST_SEGMENT
    left = (rows << (52 - SEGMENT_BITS)).view(np.float64)
    right = ((rows + 1) << (52 - SEGMENT_BITS)).view(np.float64)
    nodes = np.cos(np.pi * np.array([1, 3, 5]) / 6)
    at = 0.5 * (left + right)[:, None] + 0.5 * (right - left)[:, None] * nodes
    value = -ndtri(at * 2.0**-32)
    powers = at[:, :, None] ** np.arange(3)
    return np.ascontiguousarray(np.linalg.solve(powers, value[:, :, None])[:, :, 0])
