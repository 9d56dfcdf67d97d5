"""What can still be done when the chance is low: calm, specific, drawn from this result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simulator.advice import reasons
from simulator.advice.frequency import natural_frequency

if TYPE_CHECKING:
    from simulator.outcomes.result import RunResult

NO_VERDICT = "A low number is a reason to act, not a verdict on you."
OPENING = f"{NO_VERDICT} What can still be done:"
EMAILS = (
    "Write to a few of the programs that have not answered. One short message each, only where "
    "you have a real reason: a rotation there, a tie to the place, a new score, a settled visa "
    "question. Never one text to everyone, and no second message without news."
)
COMMUNITY_IMG = (
    "Look first at community programs that already train graduates from abroad; an hour spent on "
    "them tends to be worth more than an hour spent on famous names."
)
COMMUNITY_US = (
    "Look first at community and newer programs within reach of your scores; an hour spent on "
    "them tends to be worth more than an hour spent on famous names."
)
PRACTICE = (
    "Prepare every interview as if it were the only one: two or three mock interviews with someone "
    "who is frank, the awkward questions (gaps, attempts, visa, why here) included."
)
LATE = "Answer invitations within hours and take late places: other people cancel well into January."
STEP3 = "Step 3, once passed, opens the programs that sponsor H-1B only."
REAPPLY = (
    "If this season ends without a match, come back with something changed: recent hands-on US "
    "clinical work, new letters from it, Step 3, another choice of programs. The same file sent "
    "again tends to get the same answer."
)
REAPPLY_US = (
    "If this season ends without a match, come back with something changed: more clinical work with "
    "new letters from it, another exam behind you, another choice of programs. The same file sent "
    "again tends to get the same answer."
)
SOAP = "Stay eligible for SOAP: register with NRMP in time and have documents ready for Match Week."
LIMITS = {"score": "score", "years": "years since graduation", "experience": "US clinical experience"}
SUPPORT = (
    "This wait is hard on anyone. Tell a person who knows the road how it stands: an adviser, a "
    "colleague who matched on a later try. If it becomes too heavy, 988 answers calls and texts in "
    "the US at any hour; findahelpline.com lists lines in other countries."
)


def steps(result: RunResult) -> list[str]:
    """Return what this applicant can still do, most urgent first.

    Parameters
    ----------
    result : RunResult
        What `run` returned; only steps that fit its programs are named.
    """
    interviews = [PRACTICE] if result.interviews.expected > 0.05 else []
    return in_order(result.applicant_type, list(_of_programs(result)), interviews, _soap(result))


def in_order(kind: str, of_programs: list[str], interviews: list[str], soap: str) -> list[str]:
    """Return what an applicant can still do, most urgent first.

    Parameters
    ----------
    kind : str
        Type of the applicant.
    of_programs, interviews, soap : texts
        What follows from the programs, what from interviews to come, and what to do for SOAP.
    """
    is_img = kind.endswith("img")
    look, again = (COMMUNITY_IMG, REAPPLY) if is_img else (COMMUNITY_US, REAPPLY_US)
    return [*of_programs, look, *interviews, LATE, soap, again, SUPPORT]


def _of_programs(result: RunResult) -> Iterator[str]:
    table = result.by_program
    filtered = [tuple(map(str, found)) for found in table["filtered"]]
    silent = (not found and status == "applied" for found, status in zip(filtered, table["status"], strict=True))
    if result.has_begun and any(silent):
        yield EMAILS
    yield from of_closed(filtered, result.has_begun)


def of_closed(filtered: Sequence[tuple[str, ...]], has_begun: bool) -> Iterator[str]:
    """Yield what follows from why programs are closed.

    Parameters
    ----------
    filtered : sequence of tuples of str
        Reasons of each program, none for an open one.
    has_begun : bool
        Whether the applications are out.
    """
    short = [reasons.words(found) for found in filtered]
    by_visa = sum("visa" in found for found in short)
    if by_visa:
        yield f"{_programs(by_visa)} closed by visa: put the hours into programs that sponsor yours."
    by_limits = [set(found) & set(reasons.LIMITS) for found in short]
    by_limits = [found for found in by_limits if found]
    if by_limits:
        kinds = " or ".join(LIMITS[word] for word in reasons.LIMITS if word in set().union(*by_limits))
        fees = "put nothing more into these" if has_begun else "fees there would buy nothing"
        yield (
            f"{_programs(len(by_limits))} closed by a stated limit on {kinds}: {fees}. "
            "Spend on programs whose limits fit."
        )
    if any("Step 3" in text for found in filtered for text in found):
        yield STEP3


def _programs(count: int) -> str:
    return "1 program is" if count == 1 else f"{count:,} programs are"


def _soap(result: RunResult) -> str:
    if result.soap.probability <= 0:
        return SOAP
    return f"{SOAP} In this model it adds a position for {natural_frequency(result.soap.probability)}."
