"""The edits of each lever, as a scenario file would hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.advice.session.ground import INVITED, Edits, Ground, added, set_programs
from simulator.model.behaviour import in_sd
from simulator.model.profile import reference_of
from simulator.model.signals import signal_limits
from simulator.model.tables import table
from simulator.scenario.applicant import EXPERIENCE_MONTHS, MAX_SKILL_SD
from simulator.scenario.vocabulary import SETTINGS

if TYPE_CHECKING:
    from simulator.scenario import Applicant, Scenario

NEW_INTERVIEW, NEW_APPLICATION = "Further {} interview", "Further {} application"


def interviews(setting: str, ground: Ground) -> Edits:
    """Interviews held at further programs of a setting."""
    count, kind = ground.values[f"{setting}_interviews"], setting.replace("_", "-")
    return [added(ground, NEW_INTERVIEW.format(kind), int(count), setting, status="interviewed")]


def further_applications(setting: str, ground: Ground) -> Edits:
    """Applications to further programs of a setting."""
    count, kind = ground.values[f"{setting}_applications"], setting.replace("_", "-")
    return [added(ground, NEW_APPLICATION.format(kind), int(count), setting)]


def _skill(person: Applicant) -> float:
    return 0.0 if person.interview_skill is None else in_sd(person.interview_skill)


def practice(ground: Ground) -> Edits:
    """Better interviews, by so many standard deviations."""
    return _practised(ground.scenario.applicant, ground.values["practice"])


def partner_practice(ground: Ground) -> Edits:
    """The same for the second partner."""
    person = partners(ground)[1].scenario.applicant
    return [{"partner": edit} for edit in _practised(person, ground.values["partner_practice"])]


def _practised(person: Applicant, more: float) -> Edits:
    return [{"set_applicant": {"interview_skill": min(_skill(person) + float(more), MAX_SKILL_SD)}}]


def emails(ground: Ground) -> Edits:
    """One message with real news to each of so many programs."""
    return set_programs(written_to(ground)[: int(ground.values["emails"])], emails=["update"])


def can_practise(ground: Ground) -> bool:
    """Whether practice can still help: interviews lie ahead, or the season is looked at as a whole."""
    return _has_interviews_ahead(ground.scenario)


def partner_can_practise(ground: Ground) -> bool:
    """The same for the second partner."""
    return _has_interviews_ahead(partners(ground)[1].scenario)


def _has_interviews_ahead(scenario: Scenario) -> bool:
    held = scenario.as_of is not None and all(p.status not in ("applied", "invited") for p in scenario.programs)
    return not held and _skill(scenario.applicant) < MAX_SKILL_SD


def written_to(ground: Ground) -> list[str]:
    """Programs that have not answered and were not written to, in the order of the list."""
    return [p.name for p in ground.silent if not p.emails]


def signals(ground: Ground) -> Edits:
    """All signals of the specialty, gold ones first, by setting."""
    limit = signal_limits(ground.scenario.season)[ground.specialty]
    order = list(SETTINGS) if ground.values["signals"] == "university" else list(reversed(SETTINGS))
    there = [p for p in ground.silent if p.specialty == ground.specialty]
    names = [p.name for p in sorted(there, key=lambda p: order.index(p.setting))]
    gold, silver = names[: limit.gold], names[limit.gold : limit.gold + limit.silver]
    return set_programs(gold, signal="gold") + set_programs(silver, signal="silver")


def can_signal(ground: Ground) -> bool:
    """Whether signals can still go out: a season without a date, in which none has been sent."""
    inside = [p for p in ground.scenario.programs if p.status != "considering"]
    is_early = ground.scenario.as_of is None and all(p.signal == "none" for p in inside)
    return is_early and bool(ground.silent) and ground.specialty in signal_limits(ground.scenario.season)


def interest(ground: Ground) -> Edits:
    """Letters of interest to the programs liked best behind the first."""
    after_first = ground.liked[1:] or ground.liked
    return set_programs([p.name for p in after_first[: int(ground.values["interest_letters"])]], letter="interest")


def intent(ground: Ground) -> Edits:
    """One letter of intent, to the first choice."""
    return set_programs([ground.liked[0].name], letter="intent")


def can_intend(ground: Ground) -> bool:
    """One letter, to the program that is first on the list."""
    listed, liked = ground.scenario.rank_order_list, ground.liked
    sent = any(p.letter == "intent" for p in ground.scenario.programs)
    return not sent and bool(liked) and listed[:1] == (liked[0].name,)


def second(ground: Ground) -> Edits:
    """Interviews and applications in a second specialty."""
    values = ground.values
    kinds = {"second_interviews": "interviewed", "second_applications": "applied"}
    specialty, found = str(values["second_specialty"]), []
    for key, status in kinds.items():
        if values.get(key):
            what = "interview" if status == "interviewed" else "application"
            name = f"{specialty.replace('_', ' ').capitalize()} {what}"
            found.append(added(ground, name, int(values[key]), "community", specialty=specialty, status=status))
    return found


def wants_h1b(ground: Ground) -> bool:
    """Whether Step 3 is not passed and an H-1B would be needed or would do."""
    return not ground.scenario.applicant.step3 and ground.scenario.applicant.visa in ("h1b", "j1_or_h1b")


def score(ground: Ground) -> Edits:
    """A Step 2 CK so many points from what the file says, or from the usual one."""
    person = ground.scenario.applicant
    now = person.step2_ck
    if now is None:
        now = round(reference_of(ground.calibration, person.type, ground.specialty)["step2_ck"])
    return [{"set_applicant": {"step2_ck": min(max(now + int(ground.values["step2_ck_points"]), 1), 300)}}]


def experience(ground: Ground) -> Edits:
    """So many more months of hands-on clinical experience."""
    person = ground.scenario.applicant
    now = person.us_clinical_experience_months
    now = table("groups")[person.type]["us_clinical_experience_months"] if now is None else now
    more = min(now + float(ground.values["experience_months"]), EXPERIENCE_MONTHS[1])
    return [{"set_applicant": {"us_clinical_experience_months": more, "us_clinical_experience_type": "hands_on"}}]


def together(ground: Ground) -> Edits:
    """A joint list built by another wish, or none."""
    value = ground.values["together"]
    return [{"set_couple": {"alone": True} if value == "alone" else {"build": {"together": value}}}]


def partners(ground: Ground) -> tuple[Ground, Ground]:
    """Return both partners, each with the other."""
    assert ground.partner is not None  # noqa: S101 - only asked of couples
    return ground, ground._replace(scenario=ground.partner, partner=ground.scenario)


def shared_place(ground: Ground) -> tuple[str, str] | None:
    """City and state in which the two together have most interviews, and each of them one."""
    both = [Counter(_places(who.scenario)) for who in partners(ground)]
    common = [place for place in both[0] if place in both[1]]
    return max(common, key=lambda place: both[0][place] + both[1][place], default=None)


def _places(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield from ((p.city, p.state) for p in scenario.programs if p.status in INVITED and p.city and p.state)


def shared(ground: Ground) -> Edits:
    """Further interviews for both in the city where they have most."""
    place, count = shared_place(ground), int(ground.values["shared_interviews"])
    city, state = place or ("", "")
    name = f"Further interview in {city}"
    one, two = (
        added(who, name, count, "community", status="interviewed", city=city, state=state) for who in partners(ground)
    )
    return [one, {"partner": two}]
