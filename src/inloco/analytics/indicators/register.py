"""The register: every figure that the field counts, and what feeds it. Extracts and the records kept here compute some; services
submit others, and some wait for the module that will record them.

``register.csv`` holds only those that no definition computes: what a definition says is said there, and nowhere twice.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from inloco.analytics.errors import WrongUsage
from inloco.analytics.facts import GRAINS
from inloco.analytics.figure import Unit
from inloco.analytics.indicators.catalogue import CATALOGUE
from inloco.analytics.indicators.definition import Basis, Indicator, Polarity
from inloco.analytics.schema.records import MODULES

EXTRACT, SERVICE = "extract", "service"
RECORDS = {
    "reviewing": "reviews, conferences and challenges",
    "permanence": "plans for permanence",
    "assurance": "audits and observations",
    "voice": "surveys and feedback",
    "plans": "delivery plans",
    "board": "the board's meetings and resolutions",
    "leaving care": "the work with care leavers",
}
"""The modules whose records feed a figure, each with what it records."""


@dataclass(frozen=True)
class Entry:
    """One figure of the register. ``source`` is extract, records, service return or mixed; ``counts`` names the counting unit.

    ``fed_by`` is ``extract``, ``service`` (a return), or the module of RECORDS whose records feed it.
    """

    id: str
    title: str
    family: str
    unit: Unit
    basis: Basis
    polarity: Polarity
    source: str
    counts: str
    fed_by: str

    @property
    def is_computed(self) -> bool:
        """Whether figures are computed now, from extracts or from the records kept here."""
        return self.id in CATALOGUE

    @property
    def how_fed(self) -> str:
        """In a few words, for a table."""
        if self.fed_by == EXTRACT:
            return "computed from the extract"
        if self.is_computed:
            return f"computed from records of {RECORDS[self.fed_by]}"
        if self.fed_by == SERVICE:
            return "submitted by a service"
        return f"records of {RECORDS[self.fed_by]}, or submitted"

    @property
    def explanation(self) -> str:
        """For whoever asks why there is no figure, or whose it is."""
        if self.fed_by == EXTRACT:
            return f"{self.id} is computed from the extract."
        if self.is_computed:
            return (
                f"{self.id} is computed from records of {RECORDS[self.fed_by]} kept here, as they were frozen with an extract: "
                f"it counts {self.counts}, and no child stands behind it."
            )
        if self.fed_by == SERVICE:
            return f"{self.id} is only submitted: a service returns it, and it has no children behind it here."
        return (
            f"{self.id} is counted from records of {RECORDS[self.fed_by]}, which no extract holds: "
            "until they are kept here, only submitted figures are shown."
        )


def module_of(indicator: Indicator) -> str:
    """``extract``, or the module of RECORDS whose records a definition counts."""
    return MODULES[indicator.tables[0]] if GRAINS[indicator.grain].is_of_records else EXTRACT


def _entries() -> Iterator[Entry]:
    for one in CATALOGUE.values():
        fed_by = module_of(one)
        source = "records" if fed_by != EXTRACT else "extract"
        yield Entry(one.id, one.title, one.family, one.unit, one.basis, one.polarity, source, one.counts, fed_by)
    text = resources.files("inloco.analytics.indicators").joinpath("register.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield Entry(
            row["id"],
            row["title"],
            row["family"],
            Unit(row["unit"]),
            Basis(row["basis"]),
            Polarity(row["polarity"]),
            row["source"],
            row["counts"],
            row["fed_by"],
        )


REGISTER: dict[str, Entry] = {entry.id: entry for entry in _entries()}


def entry_of(id: str) -> Entry:
    """The entry of this id. WrongUsage with near matches when there is none."""
    if id in REGISTER:
        return REGISTER[id]
    near = difflib.get_close_matches(id, REGISTER, 3, 0.4)
    hint = f"Perhaps {' or '.join(near)}? " if near else ""
    raise WrongUsage(f"There is no indicator “{id[:60]}”.", action=f"{hint}`inloco indicator list` names them all.")
