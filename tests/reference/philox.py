"""Philox4x32-10 on Python's whole numbers, after Salmon et al. 2011, and the addresses of our draws."""

from hashlib import blake2b

M0, M1, W0, W1 = 0xD2511F53, 0xCD9E8D57, 0x9E3779B9, 0xBB67AE85
STRENGTH, SKILL, SEASON_TYPE, SEASON_SPECIALTY, INVITATION, MONTH, SPONSORSHIP, SCORE, CUTOFF, SOAP = range(1, 11)
CATALOGUE = 40


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Ten rounds of Philox4x32."""
    a, b, c, d = counter
    k0, k1 = key
    for _ in range(10):
        high0, low0 = divmod(M0 * a, 2**32)
        high1, low1 = divmod(M1 * c, 2**32)
        a, b, c, d = high1 ^ b ^ k0, low1, high0 ^ d ^ k1, low0
        k0, k1 = (k0 + W0) % 2**32, (k1 + W1) % 2**32
    return a, b, c, d


def identity(*parts: str) -> int:
    """64-bit identity of someone or something."""
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "little")


def word(seed: int, stage: int, who: int, replicate: int) -> int:
    """Word of one decision in one replicate."""
    group, place = divmod(replicate, 4)
    counter = (group % 2**32, (stage << 16) + group // 2**32, who % 2**32, who // 2**32)
    return philox(counter, (seed % 2**32, seed // 2**32))[place]
