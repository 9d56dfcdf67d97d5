"""What theory says of large random markets.

- Short lists of random programs. Let x be the proposals that a program gets, g(x) = E min(C, Poisson(x)) the places
  that it fills. With every program's own random order, an applicant's rank is refused with probability 1 - g(x)/x, so
  r (1 - (1 - g(x)/x)^l) = g(x) for r applicants a program and l ranks. With one order for all, applicants choose in
  turn; while a share phi = P(Poisson(x) >= C) is full, an applicant adds (1 - phi^l)/(1 - phi) to the load x of each
  program that is not. Limits of large markets (Arnosti 2023, Management Science 69, "Lottery Design for School
  Choice", has them for lists of several lengths).
- Complete lists, n on the short and n + k on the long side: in every stable matching the short side's mean rank is at
  most about s = (n + k)/n log((n + k)/k), the long side's at least about n/(1 + s) (Ashlagi, Kanoria & Leshno 2017,
  Journal of Political Economy 125, 69-98). Where n = n, those who propose get about log n, the others n/log n
  (Wilson 1972; Knuth 1976; Pittel 1989).
- Lists of d, far below log(n)^2: about sqrt(d) on both sides, however they are balanced (Kanoria, Min & Qian 2021,
  "Which Random Matching Markets Exhibit a Stark Effect of Competition?").
"""

from __future__ import annotations

import math


def filled(load: float, quota: int) -> float:
    """Return g(x) = E min(C, Poisson(x)), the places that a program fills with a load of x."""
    from scipy.special import pdtrc

    return float(sum(pdtrc(k, load) for k in range(quota)))


def match_rate(ranks: int, applicants_per_program: float = 1.0, quota: int = 1, *, one_order: bool = False) -> float:
    """Share of applicants who match in a large random market, in closed form.

    Parameters
    ----------
    ranks : int
        Random programs on each list, 1 or more.
    applicants_per_program : float
    quota : int
        Places of each program.
    one_order : bool
        Whether all programs rank alike; else each has a random order of its own.

    Returns
    -------
    float
        0-1.
    """
    from scipy.optimize import brentq

    balance = _in_turn if one_order else _own_orders
    top = 1.0
    while balance(top, ranks, applicants_per_program, quota) > 0:
        top *= 2
    load = brentq(balance, 1e-12, top, args=(ranks, applicants_per_program, quota), xtol=1e-13)
    return filled(load, quota) / applicants_per_program


def _own_orders(load: float, ranks: int, per_program: float, quota: int) -> float:
    """Places wanted less places filled, 0 at the answer."""
    got = filled(load, quota)
    return per_program * (1 - (1 - got / load) ** ranks) - got


def _in_turn(load: float, ranks: int, per_program: float, quota: int) -> float:
    """Applicants a program that are left when the load is reached, 0 at the answer."""
    from scipy.integrate import quad
    from scipy.special import pdtrc

    def each(x: float) -> float:
        full = float(pdtrc(quota - 1, x))
        return 1 / sum(full**k for k in range(ranks))  # (1 - phi) / (1 - phi^l)

    return per_program - float(quad(each, 0, load, epsabs=1e-12, limit=200)[0])


def side_ranks(short: int, long: int) -> tuple[float, float]:
    """Limits of the mean ranks in a market with complete lists and sides of unequal size.

    Parameters
    ----------
    short, long : int
        People on each side; `long` is larger.

    Returns
    -------
    (float, float)
        What the short side's mean rank is at most, and the long side's at least, about.
    """
    if not 0 < short < long:
        raise ValueError(f"sides: got {short} and {long}. Allowed: the first smaller than the second, both positive")
    ours = long / short * math.log(long / (long - short))
    return ours, short / (1 + ours)
