"""What was read from files of rank order lists, but with doubt: a sentence each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.errors import one_line, shown
from simulator.scenario.match_findings import near
from simulator.scenario.match_table import Table


def notes(
    tables: Mapping[str, Table], unknown: tuple[str, int, int] | None, n_ignored: int, n_cut: int
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
    n_cut : int
        Ranks of couples at or below "no match" for both.
    """
    return tuple(_notes(tables, unknown, n_ignored, n_cut))


def _notes(
    tables: Mapping[str, Table], unknown: tuple[str, int, int] | None, n_ignored: int, n_cut: int
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
    if n_cut:
        yield f"{n_cut:,} rank{'s' * (n_cut != 1)} of couples at or below a pair of two empty cells: ignored."


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
