"""`matchsim match`: the matching algorithm on a user's own rank order lists."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.cli.numbers import whole
from simulator.cli.options import Json, Quiet
from simulator.cli.output import check_outputs, counting, say, write_text
from simulator.errors import Fault, InputError

if TYPE_CHECKING:
    from simulator.outcomes.matching import MatchOutcome
    from simulator.scenario.match_lists import MatchFiles

BAR_BYTES = 20_000_000
READING = "reading rank order lists"
ApplicantRanks = Annotated[
    Path, typer.Option("--applicant-ranks", metavar="FILE", help="CSV: applicant,rank,program.", show_default=False)
]
ProgramRanks = Annotated[
    Path, typer.Option("--program-ranks", metavar="FILE", help="CSV: program,rank,applicant.", show_default=False)
]
Programs = Annotated[
    Path,
    typer.Option("--programs", metavar="FILE", help="CSV: program,quota[,reverts_to][,parity].", show_default=False),
]
Couples = Annotated[
    Path | None,
    typer.Option(
        "--couples", metavar="FILE", help="CSV: couple,partner_1,partner_2,rank,program_1,program_2 (empty: no match)."
    ),
]
Supplemental = Annotated[
    Path | None,
    typer.Option("--supplemental-ranks", metavar="FILE", help="CSV: applicant,advanced_program,rank,program."),
]
Out = Annotated[
    str | None,
    typer.Option("--out", metavar="FILE|-", help="Write the matching as CSV, a row for each person."),
]
Explain = Annotated[
    str | None, typer.Option("--explain", metavar="NAME", help="Say on one page why NAME is placed there.")
]
Proposing = Annotated[
    str, typer.Option("--proposing", metavar="SIDE", help="applicants, or programs to see the difference.")
]
Seed = Annotated[
    int,
    typer.Option(
        "--seed", parser=whole("--seed", 0, 2**63 - 1), metavar="N", help="Orders in which couples are tried."
    ),
]


def match(
    applicant_ranks: ApplicantRanks,
    program_ranks: ProgramRanks,
    programs: Programs,
    couples: Couples = None,
    supplemental_ranks: Supplemental = None,
    out: Out = None,
    json: Json = None,
    explain: Explain = None,
    proposing: Proposing = "applicants",
    seed: Seed = 0,
    quiet: Quiet = False,
) -> None:
    """Run the matching algorithm of the NRMP on your own rank order lists, and check the answer.

    docs/match_files.md describes the files. Where no stable matching is found, the best one seen is
    written, and what blocks it is named.
    """
    from simulator.scenario.match_lists import MatchFiles

    given = (applicant_ranks, program_ranks, programs, couples, supplemental_ranks)
    _check_outputs(json, out, *(path for path in given if path is not None))
    files = MatchFiles(*map(str, given[:3]), *(None if path is None else str(path) for path in given[3:]))
    outcome = _matched(files, seed, proposing, quiet)
    page = None if explain is None else _page(outcome, explain)
    if out is not None:
        write_text(outcome.to_csv(), out)
    if json is not None:
        write_text(outcome.to_json(), json)
    if not quiet:
        _say(outcome, page, is_taken="-" in {json, out})


def _say(outcome: MatchOutcome, page: str | None, *, is_taken: bool) -> None:
    """Say what came of it; where standard output is taken, a page that was asked for goes to stderr."""
    from simulator.advice.match_words import match_summary

    if not is_taken:
        say(match_summary(outcome) if page is None else page)
    elif page is not None:
        typer.echo(page, err=True)


def _check_outputs(json: str | None, out: str | None, *inputs: Path) -> None:
    check_outputs(json, None, *inputs)
    check_outputs(out, None, *inputs, option="--out")
    if json is not None and out is not None and (json == out or Path(json).absolute() == Path(out).absolute()):
        raise InputError(Fault("is where --json goes too", field="--out", got=out, allowed="another file"))


def _matched(files: MatchFiles, seed: int, proposing: str, quiet: bool) -> MatchOutcome:
    """Match; large files show a progress bar on stderr while they are read."""
    from simulator.pipeline.matching import match_files

    sizes = [Path(path).stat().st_size for path in files if path is not None and Path(path).is_file()]
    if quiet:
        return match_files(files, seed=seed, proposing=proposing)
    if sum(sizes) < BAR_BYTES:
        return match_files(files, seed=seed, proposing=proposing, notice=_note)
    shares = dict.fromkeys((path for path in files if path is not None), 0.0)
    with _progress(READING) as tell:

        def progress(file: str, share: float) -> None:
            shares[file] = share
            tell(sum(shares.values()) / len(shares))

        return match_files(files, seed=seed, proposing=proposing, progress=progress, notice=_note)


def _note(text: str) -> None:
    typer.echo(text, err=True)


@contextmanager
def _progress(doing: str) -> Iterator[Callable[[float], None]]:
    """Show a bar on a terminal, and a line at every quarter in a log; what comes back is told the share done."""
    told = [0.0]
    if not sys.stderr.isatty():
        yield lambda share: _log(doing, share, told)
        return
    with counting(doing, 1.0) as advance:

        def tell(share: float) -> None:
            advance(share - told[0])
            told[0] = share

        yield tell


def _log(doing: str, share: float, told: list[float]) -> None:
    quarters = int(4 * share)
    if quarters > told[0]:
        told[0] = quarters
        typer.echo(f"{doing}: {25 * quarters}%", err=True)


def _page(outcome: MatchOutcome, name: str) -> str:
    from simulator.advice.match_words import match_page
    from simulator.outcomes.match_explained import explain
    from simulator.scenario.match_findings import near

    wanted = name.strip()
    if wanted in outcome.lists.couple_names and wanted not in outcome.lists.applicants:
        wanted = outcome.lists.applicants[int(outcome.lists.couple[outcome.lists.couple_names.index(wanted), 0])]
    if wanted not in outcome.lists.applicants:
        hint = near(wanted, outcome.lists.applicants)
        raise InputError(Fault("no such applicant", field="--explain", got=name, hint=hint))
    return match_page(explain(outcome, wanted), is_stable=bool(outcome.matching.is_stable))
