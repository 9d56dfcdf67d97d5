"""Warnings: what a reader must know before relying on an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.model.filters import lacks_step3, usable_visas
from simulator.model.passing import under_passing
from simulator.model.profile import IMG_TYPES
from simulator.model.seasonclock import season_calendar
from simulator.model.signals import signal_warnings
from simulator.model.tables import constant
from simulator.scenario.plain_words import PROFILE, specialty_words, type_words
from simulator.season.answers import can_learn, number_read
from simulator.season.track_caveats import track_caveats

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.model.parameters import Calibration
    from simulator.scenario import Scenario
    from simulator.season.apply import Application

SHOWN = 3
NO_DAY = "No day is given (as_of), so silence and rejections so far tell nothing here."
NOT_CERTIFIED = (
    "CERTIFICATION: ECFMG certification is needed by the rank order list deadline, or nothing can match, and before a "
    "residency starts. This answer takes it for granted that it comes in time."
)


def grave(scenario: Scenario, applied: list[Application]) -> tuple[str, ...]:
    """Warnings that decide the answer: nothing can match, or not where it seems.

    Parameters
    ----------
    scenario : Scenario
    applied : list of Application

    Returns
    -------
    tuple of str
    """
    score = under_passing(scenario.applicant.step2_ck, scenario.season)
    exam = [score] if score else []
    visa = _visa_closed(scenario, applied)
    return (*_empty(applied), *_lists_closed(scenario), *exam, *visa, *_not_certified(scenario))


def assumptions(scenario: Scenario, applied: list[Application], calibration: Calibration) -> tuple[str, ...]:
    """Warnings of what was assumed, overridden or left out.

    Parameters
    ----------
    scenario : Scenario
    applied : list of Application
    calibration : Calibration

    Returns
    -------
    tuple of str
    """
    return (
        *_beyond(scenario, applied, calibration),
        *_facts_win(applied),
        *_unlisted(scenario, applied),
        *_assumed(scenario, applied),
        *_silence(scenario, applied, calibration),
        *_rules(scenario, applied),
        *track_caveats(scenario, applied),
        *signal_warnings(scenario),
        *scenario.warnings,
    )


def some(names: Sequence[str]) -> str:
    """Name a few of a list: "A, B, C and 4 more"."""
    shown = ", ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} and {len(names) - SHOWN} more"


def _specialties(keys: Sequence[str]) -> str:
    return ", ".join(map(specialty_words, keys))


def _empty(applied: list[Application]) -> list[str]:
    if not applied:
        return ["No program is in this season (nothing applied to): the probability of matching is 0."]
    if not any(a.position >= 0 for a in applied):
        return ["The rank order list is empty: nothing can match."]
    if all(a.filtered for a in applied):
        return ["Every program is closed to this applicant (see the reasons): the probability of matching is 0."]
    return []


def _lists_closed(scenario: Scenario) -> list[str]:
    """Say that the season is over, or nearly, by its dates."""
    calendar = season_calendar(scenario.season)
    if scenario.as_of is None or scenario.as_of <= calendar.rank_list_deadline:
        return []
    said = (
        f"TOO LATE: rank order lists closed on {calendar.rank_list_deadline}, and this answer is for {scenario.as_of}. "
        "No list can be changed, and an interview not held by then will not come, though this answer counts those "
        "still open."
    )
    if scenario.as_of >= calendar.match_day:
        said = (
            f"TOO LATE: Match Day of season {scenario.season} was {calendar.match_day}, and this answer is for "
            f"{scenario.as_of}: the result is known, and nothing in this answer can still be done."
        )
    return [said]


def _visa_closed(scenario: Scenario, applied: list[Application]) -> list[str]:
    facts = [a for a in applied if a.program.status in ("invited", "interviewed")]
    closed = [a.program.name for a in facts if a.sponsoring <= 0]
    applicant, found = scenario.applicant, list[str]()
    if not usable_visas(applicant):
        return ["VISA: H-1B needs Step 3 passed before the start; until then no program can take this applicant."]
    without_step3 = [a.program.name for a in facts if a.sponsoring <= 0 and lacks_step3(applicant, a.program)]
    if without_step3:
        closed = [name for name in closed if name not in without_step3]
        said = (
            f"VISA: {some(without_step3)} would need an H-1B, and an H-1B needs Step 3 passed before the start: until "
            "then an interview there cannot lead to a match."
        )
        found.append(said)
    if not closed:
        return found
    rely = " and rely on the others" if any(a.is_live and a.sponsoring > 0 for a in applied) else ""
    said = (
        f"VISA: {some(closed)} cannot sponsor the visa this applicant needs: an interview there cannot lead to a "
        f"match. Ask in writing{rely}."
    )
    return [*found, said]


def _beyond(scenario: Scenario, applied: list[Application], calibration: Calibration) -> list[str]:
    """Say where the calibration's own figures do not reach."""
    known = calibration.observed
    if calibration.cells:
        return _without_figures(scenario, applied, calibration)
    if known is None or "types" not in known:
        return []
    others = sorted({a.program.specialty for a in applied} - set(known["specialties"]))
    if scenario.applicant.type not in known["types"]:
        own = type_words(scenario.applicant.type)
        return [f"The table behind {calibration.name} speaks of IMGs; for a {own} applicant this is judgement."]
    if others:
        named = _specialties(others)
        return [f"The table behind {calibration.name} does not speak of {named}: there this is judgement."]
    return []


def _without_figures(scenario: Scenario, applied: list[Application], calibration: Calibration) -> list[str]:
    kind = scenario.applicant.type
    names = sorted({a.program.specialty for a in applied})
    missing = [name for name in names if not calibration.has_data(kind, name)]
    if not missing:
        return []
    said = (
        f"No figures of {type_words(kind)} applicants in {_specialties(missing)} were published, so the answer there "
        "rests on what other specialties and types show; its range is wide for that reason."
    )
    return [said]


def _facts_win(applied: list[Application]) -> list[str]:
    waived = [a.program.name for a in applied if a.overridden]
    return [f"{some(waived)} interviewed in spite of stated limits; the interview counts."] if waived else []


def _unlisted(scenario: Scenario, applied: list[Application]) -> list[str]:
    second = frozenset(scenario.supplemental_rank_order_list)
    missing = [a.program.name for a in applied if a.position < 0 and not a.filtered and a.program.name not in second]
    if not missing or not scenario.rank_order_list_given:
        return []
    return [f"Not on the rank order list, so no match can come of it: {some(missing)}."]


def _assumed(scenario: Scenario, applied: list[Application]) -> list[str]:
    applicant, found = scenario.applicant, []
    if applicant.visa is None and applicant.type == "non_us_img":
        found.append("The visa is not given: J-1 assumed.")
    left_out = [words for name, words in PROFILE.items() if getattr(applicant, name) is None]
    if left_out:
        found.append(f"Not given, so taken as usual for the group: {', '.join(left_out)}.")
    unknown = [a.program.name for a in applied if 0 < a.sponsoring < 1 and not a.filtered]
    if unknown:
        found.append(
            f"Which visas they sponsor is not given for {some(unknown)}: the share of programs in the specialty that "
            f"do is used ({100 * next(a.sponsoring for a in applied if 0 < a.sponsoring < 1):.0f} of 100)."
        )
    return found


def _silence(scenario: Scenario, applied: list[Application], calibration: Calibration) -> list[str]:
    sent = scenario.applicant.applications_sent or {}
    silent = any(a.program.status == "applied" for a in applied)
    names = dict.fromkeys([*(a.program.specialty for a in applied), *sent])
    numbers = {n: number_read(scenario, applied, n, calibration).invitations for n in names}
    found = _number_read({n: k for n, k in numbers.items() if k}, calibration)
    if scenario.as_of is None:
        return [*found, NO_DAY] if silent or sent else found
    blind = [n for n in names if not numbers[n] and not can_learn(scenario, applied, n)]
    if blind:
        found.append(
            f"No unanswered applications are listed in {_specialties(blind)}, so the number of interviews is not held "
            "for or against this applicant. How many applications were sent (applications_sent) would tell more."
        )
    listed = {n: sum(a.program.specialty == n for a in applied) for n in sent}
    if any(n > listed[name] for name, n in sent.items()):
        found.append(
            "Applications sent but not listed count as silent so far; invitations still to come from them are left "
            "out: list them as programs applied to, and those count too."
        )
    return found


def _number_read(numbers: dict[str, int], calibration: Calibration) -> list[str]:
    if not numbers:
        return []
    held = ", ".join(f"{k} in {specialty_words(name)}" for name, k in numbers.items())
    said = (
        f"The number of interviews and invitations itself ({held}) was read as a sign of how strong this applicant "
        f"is, as calibration {calibration.name} has people with that many. The day (as_of), and the programs that have "
        "not answered, one by one or as a number (applications_sent), would tell more."
    )
    return [said]


def _not_certified(scenario: Scenario) -> list[str]:
    if scenario.applicant.ecfmg_certified is not False or scenario.applicant.type not in IMG_TYPES:
        return []
    return [NOT_CERTIFIED]


def _rules(scenario: Scenario, applied: list[Application]) -> list[str]:
    applicant, found = scenario.applicant, []
    limit = constant("invite", "email_limit")
    if sum(bool(a.program.emails) for a in applied) > limit:
        found.append(f"More than {limit:.0f} programs are emailed: all count as mass email, which does not help.")
    held = sum(a.program.status == "interviewed" for a in applied)
    if applicant.max_interviews is not None and held > applicant.max_interviews:
        found.append(f"{held} interviews have been held, more than the limit set (max_interviews); they all count.")
    return found
