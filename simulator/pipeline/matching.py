"""The matching algorithm on users' files: lists in, a verified matching out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulator.errors import Fault, InputError
from simulator.market import Market, match
from simulator.market.forms import will_compile
from simulator.market.prepare import n_ranks
from simulator.outcomes.matching import MatchOutcome
from simulator.scenario.match_lists import MatchFiles, MatchLists, read_match_lists

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.scenario.match_table import Progress

PROPOSING = ("applicants", "programs")
COMPILING = "compiling the algorithm: a quarter of a minute, once on this machine"


def match_files(
    files: MatchFiles,
    *,
    seed: int = 0,
    proposing: str = "applicants",
    progress: Progress | None = None,
    notice: Callable[[str], None] | None = None,
) -> MatchOutcome:
    """Read rank order lists and match them.

    Parameters
    ----------
    files : MatchFiles
    seed : int
        Decides in which orders couples are tried; without couples it changes nothing.
    proposing : str
        ``applicants``, as the NRMP does since 1998, or ``programs``, to show the difference.
    progress : callable of (str, float), optional
        Told a file and the share of it that has been read.
    notice : callable of str, optional
        Told in words what else takes time.

    Returns
    -------
    MatchOutcome
        Verified by the independent checker; not stable where no stable matching was found.

    Raises
    ------
    InputError
        Every fault of the files; or programs are to propose where that is not defined.
    """
    _check(files, proposing)
    lists = read_match_lists(files, progress)
    problem = to_market(lists)
    if notice is not None and will_compile(n_ranks(problem)):
        notice(COMPILING)
    matching = match(problem, seed=seed, proposing=proposing)
    elsewhere = None
    if proposing == "programs":
        usual = match(problem, seed=seed, verify=False)
        elsewhere = int(np.count_nonzero(usual.program_of != matching.program_of))
    return MatchOutcome(lists, problem, matching, seed, proposing, elsewhere)


def _check(files: MatchFiles, proposing: str) -> None:
    if proposing not in PROPOSING:
        raise InputError(Fault("is not a side", field="proposing", got=proposing, allowed=" or ".join(PROPOSING)))
    if proposing == "programs" and (files.couples or files.supplemental_ranks):
        hint = "Leave out the couples and the supplemental lists."
        raise InputError(Fault("only applicants can propose here", field="proposing", got=proposing, hint=hint))


def to_market(lists: MatchLists) -> Market:
    """Return the lists as the algorithm takes them.

    Parameters
    ----------
    lists : MatchLists

    Returns
    -------
    Market
    """
    return Market(
        applicant_start=lists.by_applicant.start,
        applicant_list=lists.by_applicant.items,
        program_start=lists.by_program.start,
        program_list=lists.by_program.items,
        quota=lists.quota,
        couple=lists.couple,
        couple_start=lists.by_couple.start,
        couple_list=lists.by_couple.items,
        supplemental_start=lists.by_supplement.start,
        supplemental_list=lists.by_supplement.items,
        linked=lists.linked,
        reverts_to=lists.reverts_to,
        parity=lists.parity,
    )
