"""The whole season, one replicate and one program at a time, from the addresses of the draws alone.

Uses Python's own normal distribution in place of look-up tables, and the definition of the invitation, interview,
rank and match stages in place of the sampler's arrays.
"""

from bisect import bisect_right
from collections import Counter
from math import sqrt
from statistics import NormalDist

from simulator.model.behaviour import Timing
from simulator.model.filters import sponsoring_probability
from simulator.model.parameters import Calibration
from simulator.model.pool import pool
from simulator.model.seasonclock import late_month_shares_after, month_shares_after, timing
from simulator.model.tables import constant
from simulator.scenario import Program, Scenario
from simulator.season.soap import soap_chances
from tests.reference import philox as at
from tests.reference.people import alive, in_season, predictor, spreads

NORMAL = NormalDist()
Person = tuple[float, float, dict[str, float], float]


class Season:
    """Plays replicates of one scenario without evidence, and counts."""

    def __init__(self, scenario: Scenario, calibration: Calibration, seed: int) -> None:
        self.scenario, self.seed = scenario, seed
        self.sd = spreads(calibration)
        self.programs = alive(scenario)
        self.when: Timing = timing(scenario.as_of, scenario.season)
        self.paper = {p.name: predictor(scenario, p, "invite", calibration) for p in self.programs}
        self.shift = {p.name: predictor(scenario, p, "rank", calibration) for p in self.programs}
        self.pools = {p.name: pool(p, calibration) for p in self.programs}
        self.counts: Counter[tuple[str, object]] = Counter()

    def play(self, replicates: int) -> Counter[tuple[str, object]]:
        """Play replicates 0, 1, ... and return the counts."""
        for r in range(replicates):
            self._season(r)
        return self.counts

    def _uniform(self, stage: int, who: int, r: int) -> float:
        return (at.word(self.seed, stage, who, r) + 0.5) / 2**32

    def _normal(self, stage: int, who: int, r: int) -> float:
        word = at.word(self.seed, stage, who, r)
        size = NORMAL.inv_cdf(1 - ((word % 2**31) + 0.5) / 2**32)
        return -size if word >> 31 else size

    def _person(self, r: int) -> Person:
        me = at.identity("applicant")
        u = self.sd["strength"] * self._normal(at.STRENGTH, me, r)
        year = self.sd["season_type"] * self._normal(at.SEASON_TYPE, at.identity("year"), r)
        fields = {p.specialty for p in in_season(self.scenario)}
        own = {f: self._normal(at.SEASON_SPECIALTY, at.identity("year", f), r) for f in fields}
        w = {f: year + self.sd["season_specialty"] * x for f, x in own.items()}
        mean, spread = self._skill()
        return u, mean + spread * self._normal(at.SKILL, me, r), w, self.sd["strength_at_rank"]

    def _skill(self) -> tuple[float, float]:
        """Prior of v, updated by reported interviews one after the other."""
        skill, sd = self.scenario.applicant.interview_skill, self.sd
        words = {"poor": -1.0, "average": 0.0, "strong": 1.0}
        mean, var = 0.0, sd["skill"] ** 2
        if skill is not None:
            mean = (words[skill] if isinstance(skill, str) else skill) * sd["skill"]
            var *= constant("interview", "skill_spread_ratio") ** 2
        for p in self.scenario.programs:
            if p.performance is not None and p.status == "interviewed":
                gain = var / (var + sd["performance"] ** 2)
                mean, var = mean + gain * (self._seen(p) - mean), var * (1 - gain)
        return mean, sqrt(var)

    def _seen(self, p: Program) -> float:
        words = {"poor": -1.0, "average": 0.0, "strong": 1.0}
        value = words[p.performance] if isinstance(p.performance, str) else float(p.performance or 0.0)
        return value * sqrt(self.sd["skill"] ** 2 + self.sd["performance"] ** 2)

    def _season(self, r: int) -> None:
        person = self._person(r)
        limit = self.scenario.applicant.max_interviews
        held = sum(p.status == "interviewed" for p in in_season(self.scenario))
        room = 10**9 if limit is None else max(0, limit - held)
        free, attended = True, 0
        for p in self.programs:
            if not self._invited(p, person, r):
                continue
            self.counts["invited", p.name] += 1
            if p.status != "interviewed":
                if room == 0:
                    continue
                room -= 1
            attended += 1
            self.counts["interviewed", p.name] += 1
            if self._ranked(p, person, r) and free and p.name in self.scenario.rank_order_list:
                free = False
                self.counts["matched", p.name] += 1
        self.counts["interviews", attended] += 1
        if free:
            self._soap(r)

    def _soap(self, r: int) -> None:
        coin, total = self._uniform(at.SOAP, at.identity("applicant"), r), 0.0
        for k, chance in enumerate(soap_chances(self.scenario)):
            total += float(chance)
            if coin < total:
                self.counts["soap", k] += 1
                return

    def _names(self, p: Program) -> tuple[int, int]:
        name = " ".join(p.name.casefold().split())
        return at.identity("applicant", name, p.track), at.identity("program", name, p.track)

    def _invited(self, p: Program, person: Person, r: int) -> bool:
        if p.status != "applied":
            return True
        u, _, w, _ = person
        i = NORMAL.cdf(self.paper[p.name] + u + w[p.specialty])
        late = constant("invite", "late_place_rate") * i * (1 - i)
        first, second = i * (1 - self.when.released), late * (1 - self.when.late_released)
        silent = first + second + (1 - i - late) * (1 - self.when.rejected)
        coin = self._uniform(at.INVITATION, self._names(p)[0], r) * silent
        if coin >= first + second:
            return False
        shares = month_shares_after if coin < first else late_month_shares_after
        self._month(shares(self.scenario.as_of, self.scenario.season), self._uniform(at.MONTH, self._names(p)[0], r))
        return True

    def _month(self, shares: tuple[float, ...], coin: float) -> None:
        ends = [sum(shares[: k + 1]) for k in range(len(shares) - 1)]
        self.counts["month", bisect_right(ends, coin)] += 1

    def _ranked(self, p: Program, person: Person, r: int) -> bool:
        u, v, w, factor = person
        mine, theirs = self._names(p)
        noise = sqrt(1 + self.sd["performance"] ** 2) * self._normal(at.SCORE, mine, r)
        score = self.shift[p.name] + factor * u + (v if p.performance is None else self._seen(p)) + noise
        cutoff = self.sd["cutoff"] * self._normal(at.CUTOFF, theirs, r) - w[p.specialty]
        chance = sponsoring_probability(self.scenario.applicant, p)
        if chance < 1 and self._uniform(at.SPONSORSHIP, theirs, r) >= chance:
            self.counts["unranked", p.name] += 1
            return False
        self._place(p, score, cutoff)
        if score >= cutoff:
            self.counts["ranked", p.name] += 1
        return score >= cutoff

    def _place(self, p: Program, score: float, cutoff: float) -> None:
        """Rank position and fill depth among the pool; off the list if among its last."""
        people = self.pools[p.name]
        better = NormalDist(people.mean, people.sd)
        above, filled = 1 - better.cdf(score), 1 - better.cdf(cutoff)
        position = min(int(people.size * above) + 1, people.size)
        depth = min(max(int(people.size * filled + 0.5), 1), people.size)
        if score >= cutoff:
            position = min(position, depth)
        else:
            depth = min(depth, people.size - 1)
            position = max(position, depth + 1)
            self.counts["unranked", p.name] += above > 1 - constant("rank", "unranked_share")
        self.counts["position", (p.name, position)] += 1
        self.counts["depth", (p.name, depth)] += 1
