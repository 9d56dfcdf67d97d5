"""What the self-check finds: plain records."""

from __future__ import annotations

from typing import NamedTuple


class Closed(NamedTuple):
    """One reason why programs do not read the file, and which.

    Attributes
    ----------
    field : of the applicant: step2_ck, years_since_graduation, us_clinical_experience_months or visa
    programs : names, in file order
    example : the most frequent of the reasons, as a sentence
    """

    field: str
    programs: tuple[str, ...]
    example: str


class Yardstick(NamedTuple):
    """One field of the profile against what is usual.

    Attributes
    ----------
    field, title, unit : of the profile
    value : the applicant's; None where it is not given
    bound, comfortable : what many programs ask for, and what is usual
    verdict : ``short``, ``close``, ``fine`` or ``not given``
    source, grade : of the bounds
    observed_only : whether it falls short because the experience was an observer's, whatever its length
    """

    field: str
    title: str
    unit: str
    value: float | None
    bound: float
    comfortable: float
    verdict: str
    source: str
    grade: str
    observed_only: bool


class Published(NamedTuple):
    """Step 2 CK against those of the same type who matched and did not match in a specialty.

    Attributes
    ----------
    specialty : key
    value : the applicant's score; None where it is not given
    matched_q1, matched_median, matched_q3 : of those who matched
    unmatched_median : of those who did not; None where not published
    ranks_matched_median, ranks_unmatched_median : programs ranked, likewise
    n_matched : people behind the figures
    verdict : below the lower quartile ``short``, below the median ``close``, else ``fine``
    source : of the figures
    """

    specialty: str
    value: float | None
    matched_q1: float
    matched_median: float
    matched_q3: float
    unmatched_median: float | None
    ranks_matched_median: float | None
    ranks_unmatched_median: float | None
    n_matched: int
    verdict: str
    source: str


class Targeting(NamedTuple):
    """One choice of programs against its bounds.

    Attributes
    ----------
    key, title, unit : what is measured
    value : a share (0-1) or a number
    unknown : share of programs of which it is not known; 0 where that cannot be
    verdict : ``none`` (no program at all), ``too narrow``, ``too broad``, ``low`` (a share) or ``fine``
    says : why, where it is not fine
    specialty : where it is measured by specialty, else empty
    source, grade : of the bounds
    """

    key: str
    title: str
    unit: str
    value: float
    unknown: float
    verdict: str
    says: str
    specialty: str
    source: str
    grade: str


class SelfCheck(NamedTuple):
    """Everything that falls short, or does not.

    Attributes
    ----------
    closed : by reason, programs applied to or considered that do not read the file
    profile : against what the advice literature calls usual; IMGs only
    published : against the published profile, by specialty; only types with figures on file
    targeting : the list of programs
    no_figures : specialties of which no profile of this type is published
    """

    closed: tuple[Closed, ...]
    profile: tuple[Yardstick, ...]
    published: tuple[Published, ...]
    targeting: tuple[Targeting, ...]
    no_figures: tuple[str, ...]
