"""Which paper a request is about: one that a person may not know of is refused as one that does not exist."""

from __future__ import annotations

from uuid import UUID

from inloco.accounts.access import SignedInRequest
from inloco.analytics.errors import NotAllowed
from inloco.papers import policies
from inloco.papers.models import Paper, PaperSection


def paper_in_work(request: SignedInRequest, reference: UUID) -> Paper:
    """The paper, where its making exists for this person. Raises NotAllowed otherwise."""
    found = Paper.objects.select_related("author", "signed_off_by", "published").filter(reference=reference).first()
    if found is None or not policies.can_see_work(found, by=request.user):
        raise NotAllowed("There is no such paper, or it is not yours to see.", action="Ask its author.")
    return found


def section_in_work(request: SignedInRequest, reference: UUID, key: str) -> PaperSection:
    """One of its sections, whether it stands or was taken out."""
    paper = paper_in_work(request, reference)
    found = PaperSection.objects.select_related("written_by").filter(paper=paper, key=key).first()
    if found is None:
        raise NotAllowed("There is no such section.", action="Open it from the paper’s page.")
    found.paper = paper
    return found
