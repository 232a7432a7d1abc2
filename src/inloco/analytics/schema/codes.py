"""The code lists, dated, and how a code is recognised whatever the extract calls it.

Case-management systems export ``C2``, ``C2 - Full care order`` or ``Full care order`` for the same thing. A snapshot has ``C2``.
The lists are ``codes.csv``: SSDA903 and the care-leaver return (with the years of use), the CIN census, and the
words of this product for health checks (``initial``, ``review``, ``dental`` …) and eligibility (``former_relevant`` …).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

CODED_COLUMNS: Mapping[tuple[str, str], str] = {
    ("areas", "kind"): "area_kind",
    ("care_leavers", "accommodation"): "accommodation",
    ("care_leavers", "activity"): "activity",
    ("care_leavers", "eligibility"): "eligibility",
    ("care_leavers", "in_touch"): "in_touch",
    ("care_leavers", "suitable"): "suitable",
    ("cin_episodes", "need"): "need",
    ("cla_episodes", "end_reason"): "end_reason",
    ("cla_episodes", "need"): "need",
    ("cla_episodes", "start_reason"): "start_reason",
    ("cla_health", "status"): "health_status",
    ("cla_health", "type"): "health_type",
    ("cla_placement", "change_reason"): "change_reason",
    ("cla_placement", "provider"): "placement_provider",
    ("cla_placement", "type"): "placement_type",
    ("cla_reviews", "participation"): "participation",
    ("cp_plans", "initial_category"): "protection_category",
    ("cp_plans", "latest_category"): "protection_category",
    ("legal_status", "legal_status"): "legal_status",
    ("local_conference_attendance", "part"): "conference_part",
    ("local_flag", "flag"): "local_flag",
    ("missing", "type"): "missing_type",
    ("person", "ethnicity"): "ethnicity",
    ("person", "sex"): "sex",
}
"""Which list each coded column of a snapshot draws on. An accommodation may end in 1 (suitable) or 2 (unsuitable)."""

PATTERNS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "health_type": (
        (r"dent|teeth", "dental"),
        (r"surveill|development", "surveillance"),
        (r"\binitial\b|\biha\b", "initial"),
        (r"(review|annual|month).*(health|medical)|(health|medical).*(review|annual|month)|\brha\b", "review"),
        (r"health assess|medical", "assessment"),
        (r"optic|optom|eye|sight|vision|hearing|immunis|vaccin", "other"),
    ),
    "eligibility": (
        (r"\bformer(ly)?\b.*\brelevant\b", "former_relevant"),
        (r"\bnot\b", "other"),
        (r"\bqualif", "qualifying"),
        (r"\brelevant\b", "relevant"),
        (r"\beligible\b", "eligible"),
    ),
}
"""Tried in order when neither code nor description is known: these two have no national wording."""


@dataclass(frozen=True)
class Code:
    """One code. It is in use from ``valid_from`` to ``valid_to``, both days inside; None is open."""

    code: str
    description: str
    also: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class CodeList:
    name: str
    codes: tuple[Code, ...]
    spellings: Mapping[str, str]

    def read(self, written: str) -> str | None:
        """The code that ``written`` means, or None when it cannot be told. A blank is None too."""
        plain = _plain(written)
        if plain in self.spellings:
            return self.spellings[plain]
        if self.name == "accommodation" and (found := re.match(r"([a-z])([12])\b", plain)) and found[1] in self.spellings:
            return found[0].upper()
        before_remark = _plain(re.sub(r"\([^()]*\)\s*$", "", written))
        if before_remark in self.spellings:
            return self.spellings[before_remark]
        if (leading := re.match(r"\s*(\w+)\s*[-–—:=.,(/]", written)) and (code := self._code(leading[1])):
            return code
        if (leading := re.match(r"\s*(\w{2,})\s", written)) and (code := self._code(leading[1])):
            return code
        if (trailing := re.search(r"[(\[](\w+)[)\]]\s*$", written)) and (code := self._code(trailing[1])):
            return code
        return next((code for pattern, code in PATTERNS.get(self.name, ()) if re.search(pattern, plain)), None)

    def _code(self, text: str) -> str | None:
        return next((code.code for code in self.codes if code.code.casefold() == text.casefold()), None)


def _plain(written: str) -> str:
    """For comparison: case, marks and runs of blanks are nothing."""
    return re.sub(r"\s+", " ", re.sub(r"[^\w&]+", " ", written.replace("'", "").replace("’", ""))).strip().casefold()


@cache
def code_lists() -> Mapping[str, CodeList]:
    """Every list by name."""
    grouped: dict[str, list[Code]] = {}
    text = files("inloco.analytics.schema").joinpath("codes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        grouped.setdefault(row["list"], []).append(
            Code(
                code=row["code"],
                description=row["description"],
                also=tuple(spelling for spelling in row["also"].split("|") if spelling),
                valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            )
        )
    return {name: CodeList(name, tuple(codes), _spellings(codes)) for name, codes in grouped.items()}


def description_of(list_name: str, code: str) -> str:
    """How a page says a code; the code itself where the list does not have it."""
    return next((one.description for one in code_lists()[list_name].codes if one.code == code), code)


def _spellings(codes: list[Code]) -> dict[str, str]:
    """Codes come before descriptions, and descriptions before other spellings."""
    ranked = [
        *((code.code, code.code) for code in codes),
        *((code.description, code.code) for code in codes),
        *((spelling, code.code) for code in codes for spelling in code.also),
    ]
    found: dict[str, str] = {}
    for spelling, code in ranked:
        found.setdefault(_plain(spelling), code)
    return found
