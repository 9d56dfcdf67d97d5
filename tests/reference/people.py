"""Linear predictors and spreads, one program at a time, straight from the calibration's tables."""

from simulator.model.filters import paper_filters, sponsoring_probability, visa_filter
from simulator.model.parameters import SPREADS, Calibration
from simulator.model.profile import person_features, program_features
from simulator.model.tables import table
from simulator.scenario import Program, Scenario

FACTS = ("invited", "interviewed")
EMAIL_LIMIT = 30


def in_season(scenario: Scenario) -> list[Program]:
    """Programs applied to, best first: the list, the list of first years, then the file."""
    ranked = [*scenario.rank_order_list, *scenario.supplemental_rank_order_list]
    inside = [p for p in scenario.programs if p.status != "considering"]
    last = len(ranked)
    return sorted(inside, key=lambda p: ranked.index(p.name) if p.name in ranked else last)


def predictor(scenario: Scenario, program: Program, stage: str, calibration: Calibration) -> float:
    """Linear predictor at the invitation ("invite") or at the rank list ("rank")."""
    emailed = sum(1 for p in in_season(scenario) if p.emails)
    kind, field = scenario.applicant.type, program.specialty
    usual = dict(table("groups")[kind]) | dict(calibration.references.get(kind, {}))
    usual |= calibration.specialty_references.get(kind, {}).get(field, {})
    features = person_features(scenario.applicant, usual) | program_features(
        scenario.applicant, program, emailed > EMAIL_LIMIT
    )
    names = ("", f"@{kind}", f"@{field}", f"@{kind}/{field}")
    effects = dict(zip(calibration.effects, getattr(calibration.central, stage)[0], strict=True))
    return float(sum(v * effects.get(feature + scope, 0.0) for feature, v in features.items() for scope in names))


def spreads(calibration: Calibration) -> dict[str, float]:
    """Standard deviations by name."""
    return dict(zip(SPREADS, map(float, calibration.central.spread[0]), strict=True))


def is_closed(scenario: Scenario, program: Program) -> bool:
    """Whether a hard filter fixes the program's answer."""
    on_paper = program.status not in FACTS and paper_filters(scenario.applicant, program)
    return bool(visa_filter(scenario.applicant, program) or on_paper)


def can_sponsor(scenario: Scenario, program: Program) -> bool:
    """Whether the program might sponsor what the applicant needs."""
    return sponsoring_probability(scenario.applicant, program) > 0


def declined(scenario: Scenario) -> set[str]:
    """Names of invitations given up because an interview that is kept falls on the same day."""
    taken: dict[object, str] = {}
    given_up = set()
    dated = [p for p in in_season(scenario) if p.status in FACTS and p.interview_on is not None]
    dated = [p for p in dated if p.status == "interviewed" or can_sponsor(scenario, p)]
    for program in [p for p in dated if p.status == "interviewed"]:
        taken[program.interview_on] = program.name
    for program in [p for p in dated if p.status == "invited"]:
        if program.interview_on in taken:
            given_up.add(program.name)
        taken.setdefault(program.interview_on, program.name)
    return given_up


def alive(scenario: Scenario) -> list[Program]:
    """Programs that can invite, best first; an interview held stays, even if no visa can come of it."""
    gone = declined(scenario)
    return [
        p for p in in_season(scenario)
        if p.status == "interviewed"
        or (p.status == "invited" and can_sponsor(scenario, p))
        or (p.status == "applied" and not is_closed(scenario, p))
        if p.name not in gone
    ]  # fmt: skip
