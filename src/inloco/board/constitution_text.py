"""Membership and terms of reference as Markdown, for an agenda on which the body looks at its own constitution."""

from __future__ import annotations

from inloco.board.minutes_text import table_row
from inloco.board.models import Meeting, Membership
from inloco.board.presenters.meetings import by_part
from inloco.documents.style import day_words


def constitution(meeting: Meeting, *, public: bool) -> str:
    """Who serves on the day of ``meeting``, and the terms of reference that apply on it. Of young people the public reads first
    names."""
    serving = Membership.objects.serving(on=meeting.on).filter(body=meeting.body_id).select_related("seat")
    rows = [_member(one, public=public) for one in by_part(serving)]
    columns = ("Name", "Kind", "Seat", "Appointed until")
    lines = [f"Table: Members on {day_words(meeting.on)}", "", table_row(columns), "|---" * len(columns) + "|"]
    parts = ["\n".join([*lines, *map(table_row, rows)]) if rows else "Nobody has been appointed."]
    terms = meeting.body.terms.filter(from_on__lte=meeting.on).first()
    if terms is not None:
        parts += [f"### Terms of reference, version {terms.number}, from {day_words(terms.from_on)}", terms.text]
    return "\n\n".join(parts)


def _member(one: Membership, *, public: bool) -> tuple[str, ...]:
    kind = ", ".join(part for part in (one.get_kind_display(), one.office_words.lower()) if part)
    seat = one.seat.title if one.seat is not None else one.represents
    until = day_words(one.until_on) if one.until_on is not None else "No end set"
    return (one.public_name if public else one.name, kind, seat or "–", until)
