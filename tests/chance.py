"""Statistical assertions that know their own false-alarm rate and their own power.

Each kind of assertion has three faces: the assertion, the smallest discrepancy that it sees, and the number of
samples that it needs to see a given one. A family of claims (all programs of all scenarios, say) is asserted in one
call, with Holm's step-down procedure, so that the chance of *any* false alarm in it is at most ``false_alarm_rate``.

With fixed seeds a test that passes once passes always; the rate bounds how likely a correct program was to fail on
the day on which the seed was chosen, and the power says what passing means.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import optimize, special, stats

FALSE_ALARM_RATE = 0.001
POWER = 0.99


class Proportion(NamedTuple):
    """A claim: ``hits`` of ``n`` independent samples have the probability ``expected`` each."""

    name: str
    hits: int
    n: int
    expected: float


class Mean(NamedTuple):
    """A claim: a sample of ``n`` with this mean and standard deviation has the mean ``expected``."""

    name: str
    mean: float
    standard_deviation: float
    n: int
    expected: float


# Proportions: exact binomial


def binomial_p_value(claim: Proportion, tolerance: float = 0.0) -> float:
    """Two-sided exact p-value: twice the smaller tail, at most 1 (Clopper and Pearson's central test).

    ``tolerance`` widens the claim to *any* probability within it of ``expected``, for expectations that are
    themselves computed to that accuracy.
    """
    low, high = max(claim.expected - tolerance, 0.0), min(claim.expected + tolerance, 1.0)
    p = min(max(claim.hits / claim.n, low), high)
    at_most = special.bdtr(claim.hits, claim.n, p)
    at_least = special.bdtrc(claim.hits - 1, claim.n, p) if claim.hits else 1.0
    return float(min(1.0, 2.0 * min(at_most, at_least)))


def assert_proportions(
    claims: Sequence[Proportion], *, tolerance: float = 0.0, false_alarm_rate: float = FALSE_ALARM_RATE
) -> None:
    """Assert a family of proportions; at most ``false_alarm_rate`` of correct programs ever fail it."""
    assert claims, "an empty family asserts nothing"
    p_values = [binomial_p_value(claim, tolerance) for claim in claims]
    lines = [
        f"{claim.name}: {claim.hits / claim.n:.6f} ({claim.hits} of {claim.n}), not {claim.expected:.6f}, p = {p:.2e}"
        for claim, p in zip(claims, p_values, strict=True)
    ]
    _assert_family(lines, p_values, false_alarm_rate)


def smallest_visible_proportion_difference(
    expected: float,
    n: int,
    *,
    n_claims: int = 1,
    false_alarm_rate: float = FALSE_ALARM_RATE,
    power: float = POWER,
) -> float:
    """Return the smallest error in ``expected`` that ``n`` samples reveal with probability ``power``, either way.

    Counts every one of ``n_claims`` at Bonferroni's level, which Holm's procedure never falls short of. Errors that
    would leave [0, 1] are left out; if no error is visible at all the answer is infinite.
    """
    level = false_alarm_rate / n_claims / 2.0
    below, above = stats.binom.ppf(level, n, expected) - 1, stats.binom.isf(level, n, expected)

    def lack_above(p: float) -> float:
        return float(stats.binom.sf(above, n, p)) - power

    def lack_below(p: float) -> float:
        return float(stats.binom.cdf(below, n, p)) - power

    found = []
    if expected < 1 and lack_above(1.0) > 0:
        found.append(optimize.brentq(lack_above, expected, 1.0) - expected)
    if expected > 0 and lack_below(0.0) > 0:
        found.append(expected - optimize.brentq(lack_below, 0.0, expected))
    return float(max(found, default=np.inf))


def samples_needed_for_proportion(
    expected: float,
    difference: float,
    *,
    n_claims: int = 1,
    false_alarm_rate: float = FALSE_ALARM_RATE,
    power: float = POWER,
) -> int:
    """Return how many samples reveal an error of ``difference`` in ``expected``, to within the binomial's saw-tooth."""

    def sees(n: int) -> bool:
        seen = smallest_visible_proportion_difference(
            expected, n, n_claims=n_claims, false_alarm_rate=false_alarm_rate, power=power
        )
        return seen <= difference

    enough = 1
    while not sees(enough):
        enough *= 2
    too_few = enough // 2
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        too_few, enough = (too_few, middle) if sees(middle) else (middle, enough)
    return enough


# Means: normal approximation, for samples of thousands


def mean_p_value(claim: Mean) -> float:
    """Two-sided p-value of a mean, by the central limit theorem."""
    error = claim.standard_deviation / np.sqrt(claim.n)
    distance = abs(claim.mean - claim.expected)
    if error == 0:
        return 1.0 if distance == 0 else 0.0
    return float(2.0 * special.ndtr(-distance / error))


def assert_means(claims: Sequence[Mean], *, false_alarm_rate: float = FALSE_ALARM_RATE) -> None:
    """Assert a family of means; at most about ``false_alarm_rate`` of correct programs ever fail it."""
    assert claims, "an empty family asserts nothing"
    p_values = [mean_p_value(claim) for claim in claims]
    lines = [
        f"{claim.name}: mean {claim.mean:.6g}, expected {claim.expected:.6g}, p = {p:.2e}"
        for claim, p in zip(claims, p_values, strict=True)
    ]
    _assert_family(lines, p_values, false_alarm_rate)


def smallest_visible_mean_difference(
    standard_deviation: float,
    n: int,
    *,
    n_claims: int = 1,
    false_alarm_rate: float = FALSE_ALARM_RATE,
    power: float = POWER,
) -> float:
    """Return the smallest error in a mean that ``n`` samples reveal with probability ``power``."""
    z = special.ndtri(1.0 - false_alarm_rate / n_claims / 2.0) + special.ndtri(power)
    return float(z * standard_deviation / np.sqrt(n))


def samples_needed_for_mean(
    standard_deviation: float,
    difference: float,
    *,
    n_claims: int = 1,
    false_alarm_rate: float = FALSE_ALARM_RATE,
    power: float = POWER,
) -> int:
    """Return how many samples reveal an error of ``difference`` in a mean with probability ``power``."""
    one = smallest_visible_mean_difference(
        standard_deviation, 1, n_claims=n_claims, false_alarm_rate=false_alarm_rate, power=power
    )
    return int(np.ceil((one / difference) ** 2))


def _assert_family(lines: Sequence[str], p_values: Sequence[float], false_alarm_rate: float) -> None:
    """Fail with every claim that Holm's step-down procedure rejects."""
    order = np.argsort(p_values)
    rejected = []
    for step, index in enumerate(order):
        if p_values[index] > false_alarm_rate / (len(lines) - step):
            break
        rejected.append(lines[index])
    assert not rejected, "\n".join([f"{len(rejected)} of {len(lines)} claims fail:", *rejected[:20]])
