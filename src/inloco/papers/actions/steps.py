"""The steps of a paper, each one row that says who, when and why. Publishing freezes the whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from inloco.accounts.models import User
from inloco.analytics.errors import NotNow
from inloco.audit.actions import record
from inloco.documents.paper import as_json
from inloco.papers import policies
from inloco.papers.actions.writing import locked
from inloco.papers.findings import findings_of
from inloco.papers.models import FileClearance, FindingWaiver, Paper, PaperFile, PaperStep, PublishedPaper
from inloco.papers.queries import content_of, live_figures, sections_of, with_withheld
from inloco.papers.states import transition
from inloco.performance.queries import figure_book


def make(*, paper: Paper, name: str, by: User, reason: str = "") -> Paper:
    """One step by its name; publishing freezes the paper besides."""
    if name == "publish":
        return publish(paper=paper, by=by).paper
    with transaction.atomic():
        changes: dict[str, Any] = {}
        if name == "sign_off":
            changes = {"signed_off_by": by, "signed_off_at": timezone.now()}
        elif name in ("reopen", "withdraw", "restore"):
            changes = {"signed_off_by": None, "signed_off_at": None}
        return _step(paper, name, by=by, reason=reason, changes=changes)


def publish(*, paper: Paper, by: User) -> PublishedPaper:
    """Freeze the paper: its words, every figure with its snapshot and version, what the public edition withholds.

    Once and for ever.

    The content is made before the write lock is taken; if the paper was opened again meanwhile, nothing is published.
    """
    paper.refresh_from_db()
    policies.check_can_make(paper, "publish", by=by)
    seen = paper.signed_off_at
    sections = sections_of(paper)
    figures, problems = live_figures(sections, figure_book())
    if problems:
        raise NotNow("A figure can no longer be found.", action="Look at the paper again.")
    now = timezone.now()
    content = with_withheld(content_of(paper, sections, figures, published_at=now, published_by=by))
    stored = as_json(content).encode()
    with transaction.atomic():
        if locked(paper).signed_off_at != seen:
            raise NotNow("The paper was changed while it was being published.", action="Look at it again, then publish.")
        paper = _step(paper, "publish", by=by)
        frozen = PublishedPaper.objects.create(
            paper=paper,
            content=stored,
            sha256=hashlib.sha256(stored).hexdigest(),
            snapshot=content.stamp.snapshot,
            published_by=by,
            published_at=now,
        )
        record(
            "paper_frozen", by=by, detail={"paper": str(paper.reference), "sha256": frozen.sha256, "snapshot": frozen.snapshot}
        )
    return frozen


@transaction.atomic
def waive(*, paper: Paper, fingerprint: str, reason: str, by: User) -> FindingWaiver:
    """Let a contradiction stand, in one's own name and with a reason. It holds for these very words."""
    now = locked(paper)
    policies.check_can_waive(now, by=by)
    if not reason.strip():
        raise NotNow("A reason is needed.", action="Say why the contradiction is none, or why it has to stand.")
    sections = sections_of(now)
    figures, _ = live_figures(sections, figure_book())
    found = next((one for one in findings_of(now, sections, figures) if one.fingerprint == fingerprint), None)
    if found is None:
        raise NotNow("The finding is gone.", action="Look at the findings again.")
    if found.waiver is not None:
        raise NotNow("Somebody has let it stand already.", action="Look at the findings again.")
    made = FindingWaiver.objects.create(
        paper=now, fingerprint=fingerprint, rule=found.found.rule, quote=found.found.quote, reason=reason.strip(), by=by
    )
    record("paper_finding_waived", by=by, detail={"paper": str(now.reference), "rule": made.rule, "reason": made.reason})
    return made


@transaction.atomic
def clear_file(*, paper: Paper, file: PaperFile, by: User) -> FileClearance:
    """Say that a PDF file names no child and no small number, so that the public may have it as it is."""
    now = locked(paper)
    policies.check_can_clear(now, by=by)
    if file.paper_id != now.pk or now.files.first() != file:
        raise NotNow("There is a newer file.", action="Read that one.")
    if hasattr(file, "clearance"):
        raise NotNow("The file is cleared already.", action="Look at it again.")
    made = FileClearance.objects.create(file=file, by=by)
    record("paper_file_cleared", by=by, detail={"paper": str(now.reference), "sha256": file.sha256})
    return made


def _step(paper: Paper, name: str, *, by: User, reason: str = "", changes: Mapping[str, Any] | None = None) -> Paper:
    """Make one transition and leave its row. Of two people at once one succeeds; the other reads what happened."""
    now = locked(paper)
    policies.check_can_make(now, name, by=by, reason=reason)
    step = transition(name)
    source = now.state
    now.state = step.target
    for field, value in (changes or {}).items():
        setattr(now, field, value)
    now.save(update_fields=["state", *(changes or {})])
    PaperStep.objects.create(paper=now, transition=name, source=source, target=now.state, by=by, reason=reason.strip())
    record(f"paper_{name}", by=by, detail={"paper": str(now.reference), "from": source, "to": now.state})
    return now
