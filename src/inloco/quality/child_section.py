"""A child's own findings, on the child's page."""

from __future__ import annotations

from collections.abc import Iterator

from inloco.accounts.models import User
from inloco.accounts.permissions import Permission
from inloco.accounts.policies import has
from inloco.children.sections import Section
from inloco.quality.board import board
from inloco.quality.presenters.findings import finding_rows
from inloco.quality.queries import findings_about

TEMPLATE = "quality/_of_child.html"


def findings_of_child(child: str, person: User) -> Iterator[Section]:
    """What the checks found in the child's record, for those who work on findings."""
    if has(person, Permission.MEND_FINDINGS):
        rows = finding_rows(findings_about(child, board()))
        if rows:
            yield Section(TEMPLATE, {"rows": rows})
