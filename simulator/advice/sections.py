"""The parts of the summary for the terminal, in the order in which a person reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from simulator.advice import places as listed
from simulator.advice.alike import gathered
from simulator.advice.frequency import count_words, natural_frequency, of_100, range_words, shown_singly
from simulator.advice.terminal import Paper, clean

if TYPE_CHECKING:
    from simulator.outcomes.result import RunResult

#: What the zones mean, in words.
ZONES = {
    "red": "at risk: plan for a second way as well",
    "yellow": "open: it can go either way",
    "green": "comparatively safe, never certain",
}
CLOSED = "Programs that cannot add anything, and why"
WHERE = "Where on the list the match falls, of 100"
TOP = 5  #: places of the list shown one by one
NAMED = 3  #: programs, or kinds of them, named for each reason of being closed
BAR = 20  #: cells of the longest bar
CERTAIN = 0.995


def warnings(texts: Sequence[str], sheet: Paper) -> list[str]:
    """Return the loud warnings, each marked."""
    lines = [line for text in texts for line in sheet.paragraph(text, "yellow", "!! ", 3)]
    return ["", *lines] if lines else []


def more_warnings(texts: Sequence[str], sheet: Paper) -> list[str]:
    """Return the warnings that did not fit at the top."""
    return [*sheet.heading("Also taken for granted"), *sheet.bullets(texts)] if texts else []


def icons(result: RunResult, sheet: Paper) -> list[str]:
    """Return 100 icons: match even at the low end, match at the high end only, neither."""
    low, high = of_100(result.match.low), of_100(result.match.high)
    sure, maybe, none = (sheet.sign(name) for name in ("sure", "maybe", "none"))
    low, high = min(low, 99), max(high, 1)
    row = sure * low + maybe * (high - low) + none * (100 - high)
    step = 50 if sheet.width >= 54 else 20
    lines = [f"  {row[n : n + step]}" for n in range(0, 100, step)]
    keys = (f"{sure} match even at the low end", f"{maybe} at the high end only", f"{none} at neither")
    if sheet.width >= 70:
        return ["", *lines, "", sheet.paint(f"  {'   '.join(keys)}", "dim"), ""]
    said = [line for key in keys for line in sheet.paragraph(key, "dim", "  ", 4)]
    return ["", *lines, "", *said, ""]


def zone(result: RunResult, sheet: Paper) -> list[str]:
    """Return the zone in words, the zones the range touches, and what other people did."""
    first, *others = zone_sentences(result)
    return [*sheet.paragraph(first, result.zone), *(line for text in others for line in sheet.paragraph(text))]


def zone_sentences(result: RunResult) -> list[str]:
    """Return the zone, then the others that the range touches and what other people did, a sentence each.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    said = [f"Zone: {result.zone} ({ZONES[result.zone]})."]
    others = [name for name in result.zones if name != result.zone]
    if others:
        said.append(f"The plausible range also touches {' and '.join(others)}.")
    if result.observed_at_this_count is not None and result.interviews.expected >= 0.5:
        said.append(observed_sentence(result))
    return said


def observed_sentence(result: RunResult) -> str:
    """Return what other people with about this many ranks did, with the range of the published figures.

    Parameters
    ----------
    result : RunResult
        What `run` returned, with `observed_at_this_count`.
    """
    share = result.observed_at_this_count
    said = natural_frequency(float("nan") if share is None else share)
    within = "" if result.observed_range is None else range_words(*result.observed_range)
    beside = f" (published figures leave room for {within})" if within and within not in said else ""
    return f"For comparison: of other people who ranked about this many programs, {said} matched{beside}."


def not_modelled(result: RunResult, sheet: Paper) -> list[str]:
    """Return what the number leaves out."""
    if not result.notes:
        return []
    return [*sheet.heading("What this number leaves out or rests on"), *sheet.bullets(result.notes)]


def places(result: RunResult, sheet: Paper) -> list[str]:
    """Return the table of where on the list the match falls; closed places are only counted."""
    rows, closed = place_rows(result)
    longest = max(p for _, p in rows)
    length = BAR if sheet.width >= 70 else 0
    bars = [(label, count_words(p), sheet.sign("bar") * round(length * p / longest)) for label, p in rows]
    shut = [(text, "", "") for text in closed]
    return [*sheet.heading(WHERE), *sheet.table([*bars[:-1], *shut, bars[-1]], 12)]


def place_rows(result: RunResult, top: int = TOP) -> tuple[list[tuple[str, float]], list[str]]:
    """Return where on the list the match falls, and what of the list is closed.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    top : int
        Places shown one by one; those after them in runs.

    Returns
    -------
    (list of (str, float), list of str)
        Places with the probability that the match falls there, and "no match" at the end; a line for each
        reason of being closed.
    """
    found = listed.places(result)
    still = [place for place in found if not place.closed]
    single = shown_singly([place.probability for place in still], top + 1, top)
    rows = [(f"{place.position}. {clean(place.program)}", place.probability) for place in still[:single]]
    rows += [_run(run) for run in listed.runs(still[single:])]
    shut = [_shut(reason, group) for reason, group in listed.closed_counts(found)]
    return [*rows, ("no match", min(max(1 - result.match.exact, 0.0), 1.0))], shut


def _run(run: list[listed.Place]) -> tuple[str, float]:
    if len(run) == 1:
        return f"{run[0].position}. {clean(run[0].program)}", run[0].probability
    return listed.run_label(run), min(max(sum(place.probability for place in run), 0.0), 1.0)


def _shut(reason: str, group: list[listed.Place]) -> str:
    if len(group) > 1:
        return f"{len(group):,} {reason}"
    return f"{group[0].position}. {clean(group[0].program)}: {reason}"


def interviews(result: RunResult, sheet: Paper) -> list[str]:
    """Return how many interviews to expect."""
    return [*sheet.heading("Interviews"), *sheet.paragraph(interviews_sentence(result), "", "  ", 2)]


def interviews_sentence(result: RunResult) -> str:
    """Return how many interviews to expect, as one sentence.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    spread, found = result.interviews.distribution, result.interviews
    unlisted = listed.leaves_out_unlisted(result)
    if spread.max(initial=0.0) >= CERTAIN:
        count = int(spread.argmax())
        known = "not counting programs that are not listed" if unlisted else "certain as the file stands"
        return f"{_count(count).capitalize()}, {known}."
    low, high = (int(found.quantiles[q]) for q in ("0.05", "0.95"))
    some = natural_frequency(1 - float(spread[0]))
    if found.expected < 0.5:
        return f"Most likely none; {some} seasons bring at least one."
    text = f"Expect about {_count(round(found.expected))}"
    beside = ", not counting programs that are not listed" if unlisted else ""
    return f"{text}{beside}; between {low} and {high} in 9 of 10 seasons." if low < high else f"{text}{beside}."


def _count(count: int) -> str:
    return "1 interview" if count == 1 else f"{count or 'no'} interviews"


def filtered(result: RunResult, sheet: Paper) -> list[str]:
    """Return from which programs nothing can come, by reason; look-alikes are counted together."""
    bullets = closed_bullets(zip(result.by_program["program"], result.by_program["filtered"], strict=True))
    return [*sheet.heading(CLOSED), *sheet.bullets(bullets)] if bullets else []


def closed_bullets(programs: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return one line for each reason of being closed, with the programs that it closes.

    Parameters
    ----------
    programs : iterable of (name, reasons)
        Open ones have no reason and are left out.
    """
    groups: dict[str, list[str]] = {}
    for name, reasons in programs:
        if reasons:
            groups.setdefault("; ".join(clean(str(reason)) for reason in reasons), []).append(clean(str(name)))
    return [f"{_named(names)}: {reason}" for reason, names in groups.items()]


def _named(names: list[str]) -> str:
    found = gathered(names)
    more = len(found) - NAMED
    return ", ".join(found[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def otherwise(result: RunResult, sheet: Paper) -> list[str]:
    """Return SOAP and costs."""
    return [*sheet.heading("SOAP and cost"), *sheet.bullets(soap_and_cost(result))]


def soap_and_cost(result: RunResult) -> Iterator[str]:
    """Yield what SOAP adds, and what the applications cost, a sentence or two each.

    Parameters
    ----------
    result : RunResult
        What `run` returned.
    """
    soap, cost = result.soap, result.cost
    if soap.probability > 0:
        yield (
            f"SOAP adds a position for {natural_frequency(soap.probability)}; "
            f"matched or placed in SOAP: {natural_frequency(soap.matched_or_soap)}."
        )
    else:
        yield "SOAP adds nothing in this model."
    other = [f"{clean(str(r['item']))} ${r['usd']:,.0f}" for r in cost.other.to_dict("records")]
    beside = f" Besides: {', '.join(other)}." if other else ""
    count = len(result.by_program)
    listing = f" for the {'program' if count == 1 else f'{count:,} programs'} applied to" if count else ""
    yield f"Application fees{listing}: ${cost.total_usd:,.0f} ({clean(cost.fee_schedule)}).{beside}"
