"""The eleven lists as data: their headers, what each column is called here, and what the guidance's answers mean in codes."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from inloco.analytics.schema.codes import code_lists

TITLES: Mapping[int, str] = {
    1: "contacts",
    2: "early help",
    3: "referrals",
    4: "assessments",
    5: "section 47 enquiries and initial conferences",
    6: "children in need",
    7: "child protection",
    8: "children in care",
    9: "care leavers",
    10: "adoption",
    11: "adopters",
}

CODES: Mapping[str, str] = {
    "gender": "sex",
    "need": "need",
    "ethnicity": "ethnicity",
    "category": "protection_category",
    "legal_status": "legal_status",
    "end_reason": "end_reason",
    "placement_type": "placement_type",
    "provider": "placement_provider",
    "eligibility": "eligibility",
    "in_touch": "in_touch",
    "accommodation": "accommodation",
    "suitable": "suitable",
    "activity": "activity",
}
"""Which code list an answer belongs to where it is written as the national code or in other words than the guidance's."""


@dataclass(frozen=True)
class Column:
    """A column of a list. ``name`` is what it is called here, "" where nothing is read from it."""

    header: str
    name: str
    type: str
    spellings: tuple[str, ...]


@cache
def lists() -> Mapping[int, tuple[Column, ...]]:
    """The columns of each list in the guidance's order."""
    found: dict[int, list[Column]] = {}
    for row in _rows("annexa.csv"):
        written = (row["header"], *(other for other in row["also"].split("|") if other))
        found.setdefault(int(row["list"]), []).append(
            Column(row["header"], row["name"], row["type"], tuple(dict.fromkeys(plain(one) for one in written)))
        )
    return {number: tuple(columns) for number, columns in found.items()}


@cache
def answers() -> Mapping[str, Mapping[str, str]]:
    """Kind of answer → the guidance's words → the code; "" where the words stand for more than one."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows("annexa_codes.csv"):
        found.setdefault(row["answers"], {})[plain(row["answer"])] = row["code"]
    return found


def code_of(kind: str, written: str) -> str | None:
    """The code that an answer means: "" where it stands for more than one, None where it cannot be told.

    ``b) Female``, ``b - Female``, ``Female`` and ``F`` are one. The letters are not the national codes: of an accommodation one
    alone says nothing.
    """
    known = answers()[kind]
    words = _without_letter(written)
    for text in (written, words, written.partition(":")[2]):
        if (code := known.get(plain(text))) is not None:
            return code
    if kind not in CODES or (kind == "accommodation" and len(words.strip()) == 1):
        return None
    return code_lists()[CODES[kind]].read(words)


def plain(written: str) -> str:
    """For comparison: case, blanks, marks and what stands in brackets are nothing."""
    return re.sub(r"[\W_]+", "", re.sub(r"\([^)]*\)+", "", written.replace("&", "and"))).casefold()


def _without_letter(written: str) -> str:
    return re.sub(r"^\s*[a-zA-Z]\s*[).:\-–]\s*", "", written)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("inloco.analytics.schema").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
