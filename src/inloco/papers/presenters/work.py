"""A paper in the making: how far it is, what each person can do next, what stands in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.documents.contradictions import RULES
from inloco.documents.live_figures import LiveFigure
from inloco.papers.findings import Finding
from inloco.papers.models import Paper, PaperSection
from inloco.papers.outlines import REQUIRED, hints_left
from inloco.papers.queries import SectionProblem
from inloco.papers.states import PaperState, transition
from inloco.web.process import Stage, Step

STATE_TAGS = {
    PaperState.DRAFT: "grey",
    PaperState.IN_REVIEW: "yellow",
    PaperState.SIGNED_OFF: "blue",
    PaperState.PUBLISHED: "green",
    PaperState.WITHDRAWN: "red",
}
DONE = {
    "submit": "The paper was sent for sign-off.",
    "return_to_author": "The paper was returned for changes.",
    "sign_off": "The paper was signed off.",
    "reopen": "The paper is open again for changes.",
    "publish": "The paper was published. Its figures are frozen.",
    "withdraw": "The paper was withdrawn.",
    "restore": "The paper is a draft again.",
    "withdraw_published": "The published paper was withdrawn.",
}
SEVERITIES = {"certain": ("Certain", "red"), "likely": ("Likely", "orange"), "possible": ("Possible", "grey")}
ORDER = (PaperState.DRAFT, PaperState.IN_REVIEW, PaperState.SIGNED_OFF, PaperState.PUBLISHED)


@dataclass(frozen=True)
class SectionRow:
    """One section as the work page lists it."""

    section: PaperSection
    status: str
    tag: str
    problems: int
    findings: int
    comments: int
    required: bool


def stages(paper: Paper) -> list[Stage]:
    if paper.condition is PaperState.WITHDRAWN:
        return [Stage(PaperState.WITHDRAWN.label, "Now", "red")]
    reached = ORDER.index(paper.condition)
    listed = []
    for number, state in enumerate(ORDER):
        if number < reached or paper.condition is PaperState.PUBLISHED:
            listed.append(Stage(state.label, "Done", "green"))
        else:
            listed.append(Stage(state.label, "Now" if number == reached else "To come", "blue" if number == reached else "grey"))
    return listed


def steps(found: Sequence[tuple[str, str]]) -> list[Step]:
    return [Step(name, transition(name).label, obstacle, transition(name).asks_reason) for name, obstacle in found]


def step_words(name: str) -> str:
    """The words of a step in the paper's history."""
    return "Start the paper" if name == "start" else transition(name).label


def section_rows(
    sections: Sequence[PaperSection],
    problems: Sequence[SectionProblem],
    findings: Sequence[Finding],
    comments: dict[int, int],
) -> list[SectionRow]:
    listed = []
    for one in sections:
        wrong = sum(problem.section.pk == one.pk for problem in problems)
        found = sum(
            finding.section is not None and finding.section.pk == one.pk and finding.waiver is None for finding in findings
        )
        written = bool(one.text.strip())
        status, tag = ("Written", "green") if written else ("Empty", "grey")
        if wrong:
            status, tag = "Figures to mend", "red"
        elif hints_left(one.paper.template, one.key, one.text):
            status, tag = "Begun", "yellow"
        listed.append(SectionRow(one, status, tag, wrong, found, comments.get(one.pk, 0), one.key in REQUIRED))
    return listed


def rule_title(rule: str) -> str:
    """What the rule is called on a page."""
    found = RULES.get(rule)
    return found.title if found is not None else rule.replace("_", " ")


def address_for(reader: User) -> Callable[[LiveFigure], str]:
    """Where this person finds the page of a figure; nothing for whoever may not see current figures."""
    sees = reader.may(Permission.SEE_AGGREGATES)

    def address(live: LiveFigure) -> str:
        if not sees or not live.indicator:
            return ""
        return reverse("performance:figure", args=[live.indicator, live.period, live.area])

    return address
