"""The process of a paper: one table of transitions.

Policies, buttons, the truth-table tests and the reference page are derived from it; nothing else says who may do what when.
"""

from __future__ import annotations

from enum import StrEnum

from inloco.transitions import A_REASON, Transition, step_named


class PaperState(StrEnum):
    """Where a paper stands between its first word and the pack."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SIGNED_OFF = "signed_off"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            PaperState.DRAFT: "Draft",
            PaperState.IN_REVIEW: "In review",
            PaperState.SIGNED_OFF: "Signed off",
            PaperState.PUBLISHED: "Published",
            PaperState.WITHDRAWN: "Withdrawn",
        }[self]

    @property
    def is_open(self) -> bool:
        """Whether its words may change."""
        return self in (PaperState.DRAFT, PaperState.IN_REVIEW)


WORKS_ON_IT = "the person is its author or one of its writers"
FIGURES_FOUND = "every figure reference can be read and found"
NOTHING_LEFT_TO_WRITE = "no hint of the template is left in it"
NOBODY_IN_FULL = "no young person stands with more than the first name in what the public reads"
NO_CONTRADICTION = "every certain contradiction is mended or waived with a reason"

TRANSITIONS: tuple[Transition[PaperState], ...] = (
    Transition(
        "submit",
        "Ask for sign-off",
        (PaperState.DRAFT,),
        PaperState.IN_REVIEW,
        "write_paper",
        (WORKS_ON_IT, "the executive summary and the recommendation are written, or a file is uploaded", NOTHING_LEFT_TO_WRITE),
    ),
    Transition(
        "return_to_author", "Return for changes", (PaperState.IN_REVIEW,), PaperState.DRAFT, "sign_off_paper", (A_REASON,)
    ),
    Transition(
        "sign_off",
        "Sign off",
        (PaperState.IN_REVIEW,),
        PaperState.SIGNED_OFF,
        "sign_off_paper",
        (
            "the person is not its author and wrote none of it",
            FIGURES_FOUND,
            NO_CONTRADICTION,
            NOTHING_LEFT_TO_WRITE,
            NOBODY_IN_FULL,
            "every comment is settled",
            "every picture has a description",
        ),
    ),
    Transition("reopen", "Open again for changes", (PaperState.SIGNED_OFF,), PaperState.DRAFT, "sign_off_paper", (A_REASON,)),
    Transition(
        "publish",
        "Publish",
        (PaperState.SIGNED_OFF,),
        PaperState.PUBLISHED,
        "publish_paper",
        (FIGURES_FOUND, NO_CONTRADICTION, NOBODY_IN_FULL),
    ),
    Transition(
        "withdraw",
        "Withdraw",
        (PaperState.DRAFT, PaperState.IN_REVIEW, PaperState.SIGNED_OFF),
        PaperState.WITHDRAWN,
        "write_paper",
        (WORKS_ON_IT, A_REASON),
    ),
    Transition(
        "restore",
        "Take up again",
        (PaperState.WITHDRAWN,),
        PaperState.DRAFT,
        "write_paper",
        (WORKS_ON_IT, "it was never published"),
    ),
    Transition(
        "withdraw_published",
        "Withdraw the published paper",
        (PaperState.PUBLISHED,),
        PaperState.WITHDRAWN,
        "publish_paper",
        (A_REASON,),
    ),
)


def transition(name: str) -> Transition[PaperState]:
    return step_named(name, TRANSITIONS)
