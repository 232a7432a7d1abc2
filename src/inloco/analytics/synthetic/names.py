"""Invented people: plausible first names of many kinds, surnames that are mostly made of words and belong to nobody."""

from __future__ import annotations

import csv
from importlib import resources
from random import Random


def _listed() -> dict[str, list[str]]:
    text = resources.files("inloco.analytics.synthetic").joinpath("names.csv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["kind"], []).append(row["name"])
    return found


NAMES = _listed()

NATIONALITIES = {
    "Afghanistan": ("Ahmadzi Noorzad Rahimi Shinwari Zadran Stanekai", 24),
    "Sudan": ("Adamu Bakhit Elnour Haroun Idrees", 20),
    "Iran": ("Hosseini Karimzad Moradi Rostami", 16),
    "Eritrea": ("Ghebre Haileab Tekleab Tesfa", 14),
    "Viet Nam": ("Dang Tran Vu", 9),
    "Albania": ("Dervish Kolari Prendi", 9),
    "Iraq": ("Barzan Hawler Sadik", 8),
}
"""Where unaccompanied children come from: surnames and weight."""


def _one(rng: Random, pool: list[str]) -> str:
    return pool[int(rng.random() * len(pool))]


def surname(rng: Random) -> str:
    """Six in seven are put together from two words, such as Thistlecroft."""
    if rng.random() < 0.16:
        return _one(rng, NAMES["surname"])
    return _one(rng, NAMES["first half"]) + _one(rng, NAMES["second half"])


def forename(rng: Random, is_girl: bool) -> str:
    return _one(rng, NAMES["girl" if is_girl else "boy"])
