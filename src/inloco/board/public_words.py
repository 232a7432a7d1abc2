"""Which words of a meeting the public will read, and whether they name a young person by more than the first name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch

from inloco.board import item_papers
from inloco.board.models import AgendaItem, Attendance, Meeting, Membership, Vote
from inloco.board.models.agendas import Outcome
from inloco.documents.young_names import found_in, shortened


def young_of(meeting: Meeting) -> list[str]:
    """The full names of the young people of the body, past members too, and of those who attended: names do not age."""
    members = Membership.objects.filter(body=meeting.body_id, is_young=True).values_list("name", flat=True)
    return list(dict.fromkeys([*members, *meeting.attendance.filter(is_young=True).values_list("name", flat=True)]))


def others_of(meeting: Meeting) -> list[str]:
    """The names of grown-ups about the meeting: a surname that they bear gives nobody away."""
    members = Membership.objects.filter(body=meeting.body_id, is_young=False).values_list("name", flat=True)
    return list(dict.fromkeys([*members, *meeting.attendance.filter(is_young=False).values_list("name", flat=True)]))


def names_known() -> Iterable[tuple[str, bool]]:
    """Everybody who sits or sat on a body or attended a meeting, each with whether it is a young person."""
    attended = Attendance.objects.order_by().values_list("name", "is_young")
    return Membership.objects.order_by().values_list("name", "is_young").union(attended)


def full_names_in_pack(meeting: Meeting) -> list[str]:
    """Where the public edition of the pack would name a young person in full; empty for a body without public papers."""
    if not meeting.body.is_public:
        return []
    texts: dict[str, str] = {}
    for item in meeting.items.filter(is_exempt=False).exclude(outcome=Outcome.WITHDRAWN):
        texts[f"the item “{item.title}”"] = "\n".join((item.title, item.recommendation, item.added_why, item.outcome_why))
        if not item.is_put_off:
            texts |= item_papers.public_texts(item)
    return _found(texts, meeting)


def full_names_in_minutes(meeting: Meeting) -> list[str]:
    """Where the minutes, as the public reads them, name a young person in full."""
    texts: dict[str, str] = {}
    for item in meeting.items.filter(is_exempt=False).prefetch_related("resolutions", Prefetch("votes", Vote.standing())):
        texts[f"the minute of “{item.title}”"] = "\n".join(
            (item.minute, *(one.text for one in item.resolutions.all()), *(one.motion for one in item.votes.all()))
        )
    for matter in meeting.matters_arising.select_related("resolution__meeting"):
        texts[f"the matter arising {matter.resolution.reference}"] = matter.said
    return _found(texts, meeting)


def first_names(text: str, young: Iterable[str]) -> str:
    """A line that the system puts together (presenters, owners), with first names only."""
    return shortened(text, young)


def item_is_public(item: AgendaItem) -> bool:
    return not item.is_exempt and item.outcome != Outcome.WITHDRAWN


def _found(texts: dict[str, str], meeting: Meeting) -> list[str]:
    return [str(one) for one in found_in(texts, young_of(meeting), others_of(meeting))]
