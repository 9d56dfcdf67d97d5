"""Groups of people in published tables, and every spelling by which a file may name them.

Beside the four applicant types there are two of older tables: US seniors, and independent
applicants (everyone else: IMGs, earlier US graduates, osteopaths of that time).
"""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType

from simulator.scenario.vocabulary import APPLICANT_TYPES

APPLICANT_GROUPS: tuple[str, ...] = (*APPLICANT_TYPES, "us_senior", "independent_applicant")

GROUP_ALIASES: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "us_md": ("US MD", "MD", "US MD senior", "U.S. MD Seniors", "US allopathic", "US allopathic senior"),
        "us_do": ("US DO", "DO", "US DO senior", "U.S. DO Seniors", "US osteopathic", "US osteopathic senior"),
        "us_img": ("US IMG", "U.S. IMGs", "US citizen IMG", "U.S. citizen international medical graduate"),
        "non_us_img": (
            "Non-US IMG",
            "Non-U.S. IMGs",
            "Non-US citizen IMG",
            "Non-U.S. citizen international medical graduate",
        ),
        "us_senior": ("US senior", "U.S. Seniors", "Senior", "US medical school senior"),
        "independent_applicant": ("Independent applicant", "Independent", "Independents"),
    }
)
"""Key -> spellings; case, points, hyphens and a final s do not matter."""


def group_key(spelling: str) -> str | None:
    """Return the key of a group of applicants, however it is spelled.

    Parameters
    ----------
    spelling : str
        Such as ``"Non-U.S. IMGs"``.

    Returns
    -------
    str or None
        One of `APPLICANT_GROUPS`; None for a group not known here.
    """
    return _key_of().get(_reduced(spelling[:120]))


def _reduced(spelling: str) -> str:
    return re.sub(r"[^a-z]+", "", spelling.casefold()).removesuffix("s")


@cache
def _key_of() -> dict[str, str]:
    keys = {_reduced(key): key for key in APPLICANT_GROUPS}
    return keys | {_reduced(name): key for key, names in GROUP_ALIASES.items() for name in names}
