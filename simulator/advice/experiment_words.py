"""An experiment on the market in words: a sentence for who decides, a table for who reckons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.advice.effect_words import PER, UNTOLD, effect_words, interval_words, level_words, named, range_of
from simulator.outcomes.experiment_measures import BY_GROUP, FIFTHS, MEASURES, OF

if TYPE_CHECKING:
    from simulator.outcomes.experiment import ArmResult, CrowdResult, ExperimentResult
    from simulator.outcomes.experiment_measures import Effect

WIDTH = 40
TYPES = BY_GROUP[:-1]
RACE = "In this model it is an arms race"
SIDES = {"doers": "those who do it", "others": "the others"}


def experiment_summary(result: ExperimentResult) -> str:
    """Say what an experiment found.

    Parameters
    ----------
    result : ExperimentResult

    Returns
    -------
    str
        Sentences with natural frequencies and intervals, then the tables.
    """
    return "\n".join(_lines(result))


def _lines(result: ExperimentResult) -> Iterator[str]:
    yield result.name
    yield f"Question: {result.question}"
    yield ""
    yield _about(result)
    yield (
        f"In brackets is the {result.level:.0%} interval of the mean over seasons; a question mark stands where it "
        "includes no difference. Programs, people and their choices are made up, calibrated to published figures."
    )
    crowds = {one.name: one for one in result.crowds}
    for name in dict.fromkeys((*(arm.name for arm in result.arms), *crowds)):
        yield f"\n{name}"
        if name in crowds:
            yield from _crowd(crowds[name])
        arms = [arm for arm in result.arms if arm.name == name]
        if arms:
            yield from _arm(arms[-1], result.stable_seasons, result.replicates)
    for text in result.warnings:
        yield f"\nnote: {text}"


def _about(result: ExperimentResult) -> str:
    names = ", ".join(result.specialties or ()).replace("_", " ")
    which = "The national market" if result.specialties is None else f"The market of {names}"
    size = "" if result.scale == 1 else f" at scale {result.scale:g}"
    programs = f"{result.programs:,} program{'s' * (result.programs != 1)}"
    return (
        f"{which}{size}: {result.applicants:,} applicants, {programs}, {result.positions:,} positions; "
        f"{result.replicates} seasons, each as it is and with every change, with the same people and luck."
    )


def finding(arm: ArmResult) -> str:
    """Say in one sentence what an arm does to matching, with its interval.

    Parameters
    ----------
    arm : ArmResult

    Returns
    -------
    str
    """
    row = arm.row("matched")
    if row is None:
        return "Nobody is in this market."
    moved = [(g, r.effect) for g in TYPES if (r := arm.row("matched", g)) is not None and r.effect.is_established]
    moved.sort(key=lambda pair: -abs(pair[1].difference))
    parts = [f"of {named(g)}, {effect_words(effect)}" for g, effect in [("all", row.effect), *moved[:2]]]
    said = "; ".join(parts).replace(f", {UNTOLD}", f", the effect {UNTOLD}")
    return f"{said[0].upper()}{said[1:]}."


def race(one: CrowdResult) -> str:
    """Say what one gains alone and what all gain together, in one sentence; empty where not all were asked to.

    Parameters
    ----------
    one : CrowdResult

    Returns
    -------
    str
    """
    alone, together, gap = one.found(0), one.found(1), one.gap()
    if alone is None or together is None or gap is None:
        return ""
    if not alone.is_established:
        return "What one gains alone cannot be told from nothing here, so neither can a race."
    return _pays(gap) if alone.difference < 0 else _race(one, together, gap)


def _pays(gap: Effect) -> str:
    """Of something that costs matches whoever does it alone."""
    if gap.high < 0:
        return f"{RACE} that nobody can leave alone: who does it alone pays more than each pays when all do it."
    return "Whoever does it alone loses matches by it: nobody is drawn into a race."


def _race(one: CrowdResult, together: Effect, gap: Effect) -> str:
    if not gap.is_established:
        return "One alone and all together cannot be told apart in the same seasons: nor can a race."
    if gap.difference < 0:
        return "Each gains more when all do it than alone: that is no race."
    if together.high < 0:
        return f"{RACE}: each gains by doing it, and when all do it each is worse off than if nobody did."
    left = one.share_left()
    if not together.is_established or left is None:
        return f"{RACE}: each gains by doing it, and when all do it no gain is left that can be told from none."
    share = f"{100 * left.value:.0f}% ({100 * left.low:.0f} to {100 * left.high:.0f})"
    return f"{RACE}: when all do it, about {share} of what one gains alone is left."


def _paired(gap: Effect) -> str:
    """What one gains alone less what each gains when all do it."""
    said = effect_words(gap) if gap.is_established else f"no difference can be told ({range_of(gap)} of {PER:,})"
    return f"Alone against together, the same people in the same seasons: {said}."


def _crowd(one: CrowdResult) -> Iterator[str]:
    alone, together = one.found(0), one.found(1)
    if alone is not None:
        yield f"  One applicant alone, everybody else as now: {effect_words(alone)}."
    if together is not None:
        yield f"  All of them together: {effect_words(together)}."
    if (gap := one.gap()) is not None:
        yield f"  {_paired(gap)}"
    if said := race(one):
        yield f"  {said}"
    yield f"  {'share who do it':<18}{'those who do it':<34}the others"
    for share in (0.0, *(arm.share for arm in one.arms if arm.share is not None)):
        sides = [_cell(one.found(share, who)) for who in ("doers", "others")]
        yield f"  {'one alone' if share == 0 else f'{share:g}':<18}{sides[0]:<34}{sides[1]}".rstrip()
    yield "  (matched, in points, of people who rank alone)"
    yield from _by_type(one)


def _by_type(one: CrowdResult) -> Iterator[str]:
    """What each type gains alone, all together, and the one less the other."""
    heads = ("one alone", "all of them", "alone less all") if one.apart else ("one alone",)
    yield f"  {'':<32}{''.join(f'{head:<30}' for head in heads)}".rstrip()
    for group in TYPES:
        found = (one.found(0, group=group), one.found(1, group=group), one.gap(group=group))
        if found[0] is not None:
            yield f"  {named(group):<32}{''.join(f'{_cell(effect):<30}' for effect in found)}".rstrip()


def _cell(effect: Effect | None) -> str:
    return "" if effect is None else interval_words(effect, OF["matched"]).strip()


def _arm(arm: ArmResult, base_stable: int, replicates: int) -> Iterator[str]:
    where = "" if arm.share is None else f" (share {arm.share:g})"
    yield f"  {finding(arm)}" if arm.share is None else f"  The whole market{where}: {finding(arm)}"
    yield f"  {'':<{WIDTH}}{'base':>9}{'arm':>9}  difference"
    for measure in MEASURES:
        row = None if measure.name == "matched_by_strength" else arm.row(measure.name)
        is_idle = measure.name == "couples" and row is not None and row.base == row.value == 0
        if row is not None and not is_idle:
            levels = f"{level_words(row.base, measure):>9}{level_words(row.value, measure):>9}"
            yield f"  {measure.words:<{WIDTH}}{levels}  {interval_words(row.effect, measure)}"
    yield "  Matched, by type and by strength on paper within the type:"
    for name, group in (*(("matched", g) for g in TYPES), *(("matched_by_strength", g) for g in FIFTHS)):
        row = arm.row(name, group)
        if row is not None:
            levels = f"{level_words(row.base, OF[name]):>9}{level_words(row.value, OF[name]):>9}"
            yield f"  {named(group):<{WIDTH}}{levels}  {interval_words(row.effect, OF[name])}"
    yield from _who_moves(arm)
    if min(arm.stable_seasons, base_stable) == replicates:
        yield f"  The independent checker found every match stable ({replicates} of {replicates} seasons)."


def _who_moves(arm: ArmResult) -> Iterator[str]:
    """How many people are better and worse off in their own eyes."""
    for who in ("doers", "others"):
        found = {m.measure: m.effect for m in arm.moved if m.who == who and m.group == "all"}
        if not found:
            continue
        name = SIDES[who] if arm.share is not None else "those who rank alone"
        parts = [f"{_of(found[key])} {words}" for key, words in _MOVES.items()]
        yield f"  Of 1,000 of {name}: {', '.join(parts)}."


_MOVES = {
    "gained": "match who did not",
    "lost": "do not match who did",
    "better": "end where they like it better",
    "worse": "end where they like it less",
}


def _of(effect: Effect) -> str:
    n = round(1_000 * effect.difference)
    return str(n) if n or effect.difference == 0 else "fewer than 1"
