"""What was read from files of rank order lists, but with doubt: a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.errors import one_line, shown
from simulator.scenario.match_couples import MOST_RANKS, Couples
from simulator.scenario.match_findings import near
from simulator.scenario.match_table import Table


def notes(
    tables: Mapping[str, Table], unknown: tuple[str, int, int] | None, n_ignored: int, couples: Couples
) -> tuple[str, ...]:
    """Say what was ignored.

    Parameters
    ----------
    tables : mapping of str to Table
    unknown : (str, int, int) or None
        A name in program_ranks.csv that has no list, the row where it first stands, and how
        many such names there are.
    n_ignored : int
        Ranks of programs for people who did not rank the program.
    couples : Couples
    """
    return tuple(_notes(tables, unknown, n_ignored, couples))


def _notes(
    tables: Mapping[str, Table], unknown: tuple[str, int, int] | None, n_ignored: int, couples: Couples
) -> Iterator[str]:
    for table in tables.values():
        if table.header.ignored:
            columns = ", ".join(one_line(name, 60) for name in table.header.ignored[:10])
            yield f"{one_line(table.file)}: columns that the format does not know were ignored: {columns}."
    if n_ignored:
        rank, did = ("rank", "is") if n_ignored == 1 else ("ranks", "are")
        yield f"{n_ignored:,} {rank} of programs {did} for applicants who did not rank the program: ignored."
    if unknown is not None:
        yield _stranger(tables, *unknown)
    n = couples.n_cut
    if n:
        yield f"{n:,} rank{'s' * (n != 1)} of couples at or below a pair of two empty cells: ignored."
    if couples.n_long:
        who = "1 joint list is" if couples.n_long == 1 else f"{couples.n_long:,} joint lists are"
        yield f"{who} longer than the NRMP takes ({MOST_RANKS} ranks): read whole all the same."


def _stranger(tables: Mapping[str, Table], name: str, row: int, n_names: int) -> str:
    """Say who is ranked without having submitted a list: a slip of the pen, or somebody who withdrew."""
    table = tables["program_ranks"]
    people = [*tables["applicant_ranks"].column("applicant").words]
    if "couples" in tables:
        people += [word for i in (1, 2) for word in tables["couples"].column(f"partner_{i}").words]
    others = f" (and {n_names - 1:,} more such names)" if n_names > 1 else ""
    place = f"{one_line(table.file)}:{table.line(row)}"
    hint = near(name, people)
    return f"{place}: {shown(name)} submitted no list{others} and is not in the match. {hint}".strip()
