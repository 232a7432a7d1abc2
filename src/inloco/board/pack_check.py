"""What the papers of a pack say against each other: the same fact with two values. Within one paper its own sign-off looks."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass

from inloco.analytics.errors import InputRefused
from inloco.board import item_papers
from inloco.board.models import Meeting, PackWaiver
from inloco.board.models.agendas import Outcome
from inloco.documents import contradictions
from inloco.documents.contradictions import Contradiction, Severity
from inloco.documents.paper_text import PaperText


@dataclass(frozen=True)
class PackFinding:
    """Two papers that disagree, and who let it stand."""

    found: Contradiction
    fingerprint: str
    waiver: PackWaiver | None

    @property
    def blocks(self) -> bool:
        """Whether it keeps the pack from being published: whatever is likely does: a board cannot tell which is right."""
        return self.found.severity is not Severity.POSSIBLE and self.waiver is None


def findings(meeting: Meeting) -> list[PackFinding]:
    """Every fact that one paper on the agenda gives otherwise than another, with its waiver where there is one."""
    waivers = {one.fingerprint: one for one in meeting.pack_waivers.select_related("by")}
    found = [one for one in contradictions.check_pack(_texts(meeting)) if one.other_paper and one.other_paper != one.paper]
    return [PackFinding(one, mark, waivers.get(mark)) for one in found for mark in [fingerprint(one)]]


def fingerprint(found: Contradiction) -> str:
    """What a waiver holds for: the rule, the two papers and the very words."""
    words = (found.rule, found.paper, found.other_paper, " ".join(found.quote.split()), found.shows)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _texts(meeting: Meeting) -> dict[str, PaperText]:
    """The papers by title, as a reader reads them. A PDF without words cannot be read; its own page says so."""
    texts: dict[str, PaperText] = {}
    items = meeting.items.exclude(paper=None).exclude(outcome__in=[Outcome.DEFERRED, Outcome.WITHDRAWN])
    for item in items.select_related("paper"):
        if item.paper is not None:
            with contextlib.suppress(InputRefused):
                texts[item.paper.title] = item_papers.text_of(item.paper)
    return texts
