"""From a meeting to the pack that its members are sent, in each edition."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from django.utils import timezone

from inloco.accounts.models import User
from inloco.board import corrections, item_papers, minutes_text
from inloco.board.clock import Slot, running
from inloco.board.constitution_text import constitution
from inloco.board.models import AgendaItem, Meeting, PublishedPack
from inloco.board.models.agendas import Added
from inloco.board.models.bodies import ItemKind, MemberKind, Office
from inloco.board.public_words import first_names, young_of
from inloco.board.states import MINUTES_OPEN
from inloco.documents.building import council_of
from inloco.documents.monthly_report import Edition
from inloco.documents.pack import Pack, PackItem, TrailLine, public_pack
from inloco.documents.style import day_words
from inloco.performance.queries import figure_book

ACCESS = (
    "Tell democratic services if you need these papers in large print, easy read, on paper, in audio, in braille or in another "
    "language, or if you need help to take part."
)


def compose(
    meeting: Meeting, edition: Edition, *, at: dt.datetime | None = None, by: User | None = None, urgency: str = ""
) -> Pack:
    """The pack as it would be published now. Withdrawn items that were never out are left out; the public edition keeps
    restricted items to their number and reason and cuts young people's names to the first. ``urgency`` is why it could not wait,
    where the first pack is published later than the rule of notice."""
    public = edition is Edition.PUBLIC
    book = figure_book()
    listed = meeting.items.select_related("paper", "meeting__body", "carried_from__meeting")
    items = [one for one in listed if not one.never_was]
    clock = running(meeting.starts, meeting.ends, [None if one.is_put_off else one.minutes_allotted for one in items])
    young = young_of(meeting) if public else []
    pack = Pack(
        title=f"{meeting.body.name}, {day_words(meeting.on)}",
        council=council_of(book),
        body=meeting.body.name,
        meeting_on=meeting.on,
        starts_at=_time(meeting.starts),
        ends_at=_time(meeting.ends),
        place=meeting.where,
        join=meeting.join_link,
        members=_members(meeting, public=public, voting=True),
        co_opted=_members(meeting, public=public, voting=False),
        contact=meeting.body.contact or (f"{by.name}, democratic services" if by else ""),
        notice=first_names(_notice(meeting, urgency), young),
        access=meeting.arrangements or ACCESS,
        items=tuple(
            _item(number, one, slot, young, public) for number, (one, slot) in enumerate(zip(items, clock.slots, strict=True), 1)
        ),
        trail=tuple(_trail(meeting, public)),
        corrections=corrections.as_documents(meeting),
        notes=(meeting.body.nature,) if meeting.body.nature else (),
        published_at=at,
        published_by=by.name if by else "",
    )
    if not public:
        return pack
    return public_pack(replace(pack, edition=Edition.PUBLIC), book.areas, book.settings.disclosure_threshold)


def _item(number: int, item: AgendaItem, slot: Slot, young: list[str], public: bool) -> PackItem:
    hidden = public and item.is_exempt
    paper = None if hidden or item.is_put_off or item.paper is None else item_papers.content(item.paper)
    if paper is not None:  # written for another day, perhaps: the pack says which meeting reads it
        paper = replace(paper, cover=replace(paper.cover, meeting=item.meeting.body.name, meeting_on=item.meeting.on))
    if paper is not None and young:
        cover = replace(
            paper.cover,
            contact=_without_addresses(paper.cover.contact, young),
            report_of=_without_addresses(paper.cover.report_of, young),
        )
        paper = replace(paper, cover=cover)
    text = "" if hidden else _text(item, public)
    return PackItem(
        number=str(number),
        title=item.title,
        purpose=item.get_purpose_display(),
        presenter=first_names(item.presenter, young),
        minutes=item.minutes_allotted,
        starts=_time(slot.begins),
        recommendation="" if item.is_put_off else item.recommendation,
        paper=paper,
        text=text,
        restricted=item.is_exempt,
        restricted_reason=item.exempt_reason,
        supplementary=item.added != Added.ORIGINAL,
        added=_added(item),
        put_off=f"{item.get_outcome_display()}: {item.outcome_why}" if item.is_put_off and not hidden else "",
        key=str(item.pk),
    )


def _without_addresses(words: str, young: list[str]) -> str:
    """A line of a cover with first names only; where that cut something, e-mail addresses go too: they spell the surname."""
    cut = first_names(words, young)
    return cut if cut == words else re.sub(r",?\s*\S+@\S+", "", cut)


def _text(item: AgendaItem, public: bool) -> str:
    """What stands under an item that has no report of its own."""
    if item.is_put_off:
        return ""
    match item.kind:
        case ItemKind.LAST_MINUTES:
            drafts = minutes_to_agree(item.meeting)
            return "\n\n".join(_minutes(one, public=public) for one in drafts) or "There are no earlier minutes to agree."
        case ItemKind.CONSTITUTION:
            return constitution(item.meeting, public=public)
        case ItemKind.MATTERS_ARISING:
            return minutes_text.matters(item.meeting, public=public)
        case ItemKind.NEXT_MEETING:
            return next_meeting_words(item.meeting) or "No later meeting has been planned."
        case _:
            return ""


def _minutes(meeting: Meeting, *, public: bool) -> str:
    """The minutes with what they are of: whoever opens a pack in ten years sees which meeting they record."""
    standing = (
        f"Agreed as a correct record on {day_words(meeting.agreed_at.on)}."
        if meeting.agreed_at is not None
        else "A draft, until this meeting agrees it as a correct record."
    )
    title = f"**Minutes of the meeting held on {held_words(meeting)}**"
    return "\n\n".join((title, standing, minutes_text.minutes(meeting, public=public)))


def held_words(meeting: Meeting) -> str:
    """Tuesday 17 September 2019 at 6pm, Lantern Hall."""
    when = " at ".join(part for part in (f"{meeting.on:%A} {day_words(meeting.on)}", _time(meeting.starts)) if part)
    return ", ".join(part for part in (when, meeting.where) if part)


def minutes_to_agree(meeting: Meeting) -> list[Meeting]:
    """The earlier meetings whose minutes nobody has agreed yet, the first of them first; where there is none, the last one that
    was held, whose minutes the meeting may have agreed by now."""
    earlier = Meeting.objects.before(meeting).begun().select_related("body", "agreed_at")
    waiting = list(earlier.filter(state__in=[one.value for one in MINUTES_OPEN]).order_by("on", "pk"))
    return waiting or list(earlier[:1])


def next_meeting_words(meeting: Meeting) -> str:
    """When and where the body meets next; empty where nothing is planned."""
    following = Meeting.objects.after(meeting).first()
    return f"{held_words(following)}." if following is not None else ""


def _members(meeting: Meeting, *, public: bool, voting: bool) -> tuple[str, ...]:
    """Those with a vote, or the co-opted, the chair first. Advisers are no members."""
    found = [one for one in meeting.body.memberships.serving(on=meeting.on) if one.has_vote is voting]
    found = [one for one in found if voting or one.kind == MemberKind.CO_OPTED]
    found.sort(key=lambda one: ({Office.CHAIR: 0, Office.VICE_CHAIR: 1}.get(one.office, 2), one.name))
    return tuple(f"{one.public_name if public else one.name}{_office(one.office_words)}" for one in found)


def _notice(meeting: Meeting, urgency: str) -> str:
    """Why the pack came later than the rule of notice allows; empty where it did not."""
    first = meeting.packs.filter(number=1).values_list("urgency_reason", flat=True).first()
    why = urgency.strip() if first is None else first
    days = meeting.body.clear_days
    return f"Published with less than {days} clear working {'day' if days == 1 else 'days'}’ notice. {why}" if why else ""


def _office(label: str) -> str:
    return f" ({label.lower()})" if label else ""


def _trail(meeting: Meeting, public: bool) -> list[TrailLine]:
    """What changed after the first pack was out, in time: what came, what went, what was published at short notice, and why."""
    first = meeting.packs.filter(number=1).values_list("published_at", flat=True).first()
    if first is None:
        return []
    lines = []
    for item in meeting.items.all():
        title = "A restricted item" if public and item.is_exempt else item.title
        if item.added != Added.ORIGINAL and not item.never_was:
            lines.append(TrailLine(item.added_at, f"{item.get_added_display()}: {title}", item.added_why))
        if item.put_off_at is not None and item.put_off_at > first and item.is_published:
            lines.append(TrailLine(item.put_off_at, f"{item.get_outcome_display()}: {title}", item.outcome_why))
    for pack in PublishedPack.objects.filter(meeting=meeting, number__gt=1, is_in_notice=False).only(
        "published_at", "number", "urgency_reason"
    ):
        lines.append(TrailLine(pack.published_at, f"Supplement {pack.number - 1} at short notice", pack.urgency_reason))
    return sorted(lines, key=lambda line: line.at)


def _added(item: AgendaItem) -> str:
    if item.added == Added.ORIGINAL:
        return ""
    when = timezone.localtime(item.added_at)
    return f"{item.get_added_display()}, {day_words(when.date())}: {item.added_why}"


def _time(at: dt.time | None) -> str:
    if at is None:
        return ""
    return f"{at.hour % 12 or 12}{f':{at:%M}' if at.minute else ''}{'am' if at.hour < 12 else 'pm'}"
