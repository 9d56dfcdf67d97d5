"""The checker's loops: which programs would have whom, and who would rather go there.

Written from the definition of stability, and used by nothing but the checker.
"""

from __future__ import annotations

from typing import Any

from simulator.market.forms import kernel_entry, kernel_source

SINGLE, COUPLE, ONE_PROGRAM, SAME_PROGRAM, SUPPLEMENTAL, OVER_QUOTA, NOT_RANKED = range(7)


@kernel_entry
def count_rosters(problem: Any, matched: Any, quota: Any, roster: Any) -> None:
    """Count who is where, and find the rank of the last of the best q of them.

    `roster` is (size, cut), zeros and the length of the market; a program that does not
    fill its places with people on its list keeps that cut: it would have anybody.
    """
    program_of, preliminary_of = matched
    size, cut = roster
    for a in range(len(program_of)):
        if program_of[a] >= 0:
            size[program_of[a]] += 1
        if preliminary_of[a] >= 0:
            size[preliminary_of[a]] += 1
    for p in range(len(size)):
        n = 0
        for i in range(problem.program_start[p], problem.program_start[p + 1]):
            a = problem.program_list[i]
            if program_of[a] == p or preliminary_of[a] == p:
                n += 1
                if n == quota[p]:
                    cut[p] = i - problem.program_start[p]
        if quota[p] == 0:
            cut[p] = -1


@kernel_entry
def count_offers(problem: Any, roster: Any, offers: Any) -> None:
    """List, for each applicant, the programs that rank them, the rank, and whether the program would have them."""
    for i in range(len(problem.program_list)):
        offers[0][problem.program_list[i] + 1] += 1
    for a in range(len(offers[1])):
        offers[0][a + 1] += offers[0][a]
    for p in range(len(roster[0])):
        first = problem.program_start[p]
        for i in range(first, problem.program_start[p + 1]):
            a = problem.program_list[i]
            is_chosen = i - first <= roster[1][p]
            at = offers[1][a] + offers[0][a]
            offers[2][at], offers[3][at], offers[4][at] = p, i - first, is_chosen
            offers[1][a] += 1


@kernel_source
def report(found: Any, kind: int, who: Any, where: Any) -> None:
    """Write a coalition down, if there is room, and count it."""
    n, rows = found
    if 5 * n[0] + 5 <= len(rows):
        at = 5 * n[0]
        rows[at] = kind
        rows[at + 1], rows[at + 2] = who
        rows[at + 3], rows[at + 4] = where
    n[0] += 1


@kernel_source
def read_offers(offers: Any, a: int, table: Any) -> None:
    """Write, by program: 0 not ranked, else the rank plus 1, negative if the program would not have them."""
    start, size, program, rank, is_chosen = offers
    for j in range(start[a], start[a] + size[a]):
        table[program[j]] = rank[j] + 1 if is_chosen[j] else -rank[j] - 1


@kernel_source
def wipe(offers: Any, a: int, table: Any) -> None:
    """Empty the table again."""
    for j in range(offers[0][a], offers[0][a] + offers[1][a]):
        table[offers[2][j]] = 0


@kernel_entry
def check_quotas(quota: Any, roster: Any, found: Any) -> None:
    """Report programs with more people than places."""
    for p in range(len(quota)):
        if roster[0][p] > quota[p]:
            report(found, OVER_QUOTA, (-1, -1), (p, -1))


@kernel_entry
def check_singles(problem: Any, matched: Any, offers: Any, table: Any, is_member: Any, found: Any) -> None:
    """Report single applicants who would rather be where they would be taken."""
    for a in range(len(matched[0])):
        if is_member[a]:
            continue
        read_offers(offers, a, table)
        own, is_ranked = matched[0][a], False
        for k in range(problem.applicant_start[a], problem.applicant_start[a + 1]):
            p = problem.applicant_list[k]
            if p == own:
                is_ranked = table[p] != 0
                break
            if table[p] > 0:
                report(found, SINGLE, (a, -1), (p, -1))
        if own >= 0 and not is_ranked:
            report(found, NOT_RANKED, (a, -1), (own, -1))
        wipe(offers, a, table)


@kernel_source
def count_above(problem: Any, matched: Any, p: int, rank: int, pair: Any) -> int:
    """Count people at a program above a rank, two of them left aside."""
    above, first = 0, problem.program_start[p]
    for i in range(first, first + rank):
        a = problem.program_list[i]
        if (matched[0][a] == p or matched[1][a] == p) and a != pair[0] and a != pair[1]:
            above += 1
    return above


@kernel_source
def would_have_both(problem: Any, matched: Any, quota: Any, roster: Any, p: int, pair: Any, ranks: Any) -> bool:
    """Whether both partners are among the best q of the program's people and themselves."""
    i, j = abs(ranks[0]) - 1, abs(ranks[1]) - 1
    if i < 0 or j < 0:
        return False
    others = roster[0][p]
    for a in pair:
        if matched[0][a] == p or matched[1][a] == p:
            others -= 1
    if others + 2 <= quota[p]:
        return True
    return bool(count_above(problem, matched, p, max(i, j), pair) + 2 <= quota[p])


@kernel_source
def would_have_one(problem: Any, matched: Any, quota: Any, p: int, pair: Any, rank: int, withdraws: bool) -> bool:
    """Whether a program would have one partner; with `withdraws`, the couple's own places count as empty."""
    if p < 0:
        return True
    if rank == 0 or quota[p] == 0:
        return False
    if not withdraws:
        return bool(rank > 0)
    return bool(count_above(problem, matched, p, abs(rank) - 1, pair) < quota[p])


@kernel_entry
def check_couples(
    problem: Any, pairs: Any, matched: Any, quota: Any, roster: Any, offers: Any, tables: Any, found: Any, rule: int
) -> None:
    """Report couples who would rather have a pair of places that they would be given; rule 1: withdrawn first."""
    couple, first, second = pairs
    for c in range(len(problem.couple_start) - 1):
        a, b = couple[2 * c], couple[2 * c + 1]
        read_offers(offers, a, tables[0])
        read_offers(offers, b, tables[1])
        is_ranked = matched[0][a] < 0 and matched[0][b] < 0
        for k in range(problem.couple_start[c], problem.couple_start[c + 1]):
            p, r = first[k], second[k]
            x = tables[0][p] if p >= 0 else 0
            y = tables[1][r] if r >= 0 else 0
            if p == matched[0][a] and r == matched[0][b]:
                is_ranked = (p < 0 or x != 0) and (r < 0 or y != 0)
                break
            if p == r and p >= 0:
                if would_have_both(problem, matched, quota, roster, p, (a, b), (x, y)):
                    report(found, SAME_PROGRAM, (a, b), (p, r))
            elif would_have_one(problem, matched, quota, p, (a, b), x, rule == 1) and would_have_one(
                problem, matched, quota, r, (a, b), y, rule == 1
            ):
                report(found, COUPLE if p >= 0 and r >= 0 else ONE_PROGRAM, (a, b), (p, r))
        if not is_ranked:
            report(found, NOT_RANKED, (a, b), (matched[0][a], matched[0][b]))
        wipe(offers, a, tables[0])
        wipe(offers, b, tables[1])


@kernel_entry
def check_supplemental(
    problem: Any, links: Any, matched: Any, offers: Any, table: Any, has_link: Any, found: Any
) -> None:
    """Report holders of an advanced place who would rather have a preliminary program that would take them."""
    applicant, advanced, lists = links
    for row in range(len(applicant)):
        a, s = applicant[row], lists[row]
        if matched[0][a] != advanced[row]:
            continue
        read_offers(offers, a, table)
        own, is_ranked = matched[1][a], False
        for k in range(problem.supplemental_start[s], problem.supplemental_start[s + 1]):
            p = problem.supplemental_list[k]
            if p == own:
                is_ranked = table[p] != 0 and p != advanced[row]
                break
            if table[p] > 0 and p != advanced[row]:
                report(found, SUPPLEMENTAL, (a, -1), (p, -1))
        has_link[a] = 1
        if own >= 0 and not is_ranked:
            report(found, NOT_RANKED, (a, -1), (own, -1))
        wipe(offers, a, table)
    for a in range(len(has_link)):
        if matched[1][a] >= 0 and not has_link[a]:
            report(found, NOT_RANKED, (a, -1), (matched[1][a], -1))
