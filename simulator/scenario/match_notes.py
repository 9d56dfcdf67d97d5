"""What was read from files of rank order lists, but with doubt: a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from simulator.errors import one_line, shown
from simulator.scenario.match_couples import MOST_RANKS, Couples
from simulator.scenario.match_findings import near
from simulator.scenario.match_table import Table

MOST_NAMED = 5
MOST_BY_HAND = 500


class Names(NamedTuple):
    """The first few of some names: words, the rows in which they first stand, and how many names there are."""

    words: tuple[str, ...]
    rows: tuple[int, ...]
    n: int


def notes(
    tables: Mapping[str, Table], unknown: Names, unranked: Names, n_ignored: int, couples: Couples
) -> tuple[str, ...]:
    """Say what was ignored.

    Parameters
    ----------
    tables : mapping of str to Table
    unknown : Names
        On program lists, without a list of their own.
    unranked : Names
        With a list, on no program's; named where a name that programs do rank is much alike.
    n_ignored : int
        Ranks of programs for people who did not rank the program.
    couples : Couples
    """
    return tuple(_notes(tables, unknown, unranked, n_ignored, couples))


def _notes(
    tables: Mapping[str, Table], unknown: Names, unranked: Names, n_ignored: int, couples: Couples
) -> Iterator[str]:
    for table in tables.values():
        if table.header.ignored:
            columns = ", ".join(one_line(name, 60) for name in table.header.ignored[:10])
            yield f"{one_line(table.file)}: columns that the format does not know were ignored: {columns}."
    if n_ignored:
        rank, did = ("rank", "is") if n_ignored == 1 else ("ranks", "are")
        yield f"{n_ignored:,} {rank} of programs {did} for applicants who did not rank the program: ignored."
    yield from _strangers(tables, unknown)
    yield from _slips(tables, unknown, unranked)
    n = couples.n_cut
    if n:
        yield f"{n:,} rank{'s' * (n != 1)} of couples at or below a pair of two empty cells: ignored."
    if couples.n_long:
        who = "1 joint list is" if couples.n_long == 1 else f"{couples.n_long:,} joint lists are"
        yield f"{who} longer than the NRMP takes ({MOST_RANKS} ranks): read whole all the same."


def _strangers(tables: Mapping[str, Table], unknown: Names) -> Iterator[str]:
    """Say who is ranked without having submitted a list: a slip of the pen, or somebody who withdrew."""
    table = tables["program_ranks"]
    people = [*tables["applicant_ranks"].column("applicant").words]
    if "couples" in tables:
        people += [word for i in (1, 2) for word in tables["couples"].column(f"partner_{i}").words]
    for name, row in zip(unknown.words, unknown.rows, strict=True):
        place = f"{one_line(table.file)}:{table.line(row)}"
        yield f"{place}: {shown(name)} submitted no list and is not in the match. {near(name, people)}".strip()
    more = unknown.n - len(unknown.words)
    if more:
        yield f"{one_line(table.file)}: {more:,} more name{'s' * (more != 1)} without a list."


def _slips(tables: Mapping[str, Table], unknown: Names, unranked: Names) -> Iterator[str]:
    """Say which applicants no program ranks, where programs rank a name much like theirs: one person under two names.

    Numbered names are all alike, and long files are not typed by hand.
    """
    table, ranked = tables["applicant_ranks"], tables["program_ranks"].column("applicant").words
    by_hand = zip(unranked.words, unranked.rows, strict=True) if len(ranked) <= MOST_BY_HAND else ()
    for name, row in by_hand:
        hint = "" if any(letter.isdigit() for letter in name) else near(name, ranked)
        if hint and name not in unknown.words:
            yield f"{one_line(table.file)}:{table.line(row)}: no program ranks {shown(name)}. {hint}"
