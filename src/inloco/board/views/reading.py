"""Reading: the pack in the browser with private notes, files, calendars."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inloco.accounts.access import SignedInRequest, permission, public
from inloco.accounts.permissions import Permission
from inloco.board import calendar_files, policies, rendered
from inloco.board.actions import reading
from inloco.board.actions.packs import newest_pack
from inloco.board.constitution import Standing, standing_of
from inloco.board.forms.meetings import NoteForm
from inloco.board.frozen_pack import content_of
from inloco.board.models import Body, CalendarFeed, Meeting, Membership, PublishedPack
from inloco.board.plan_days import cycles_towards
from inloco.board.presenters import pack as presenter
from inloco.board.presenters.bodies import STATE_TAGS
from inloco.board.presenters.meetings import when_and_where
from inloco.board.states import MeetingState
from inloco.board.views.finding import crumbs_to, item_of, meeting_of
from inloco.documents.pack_layout import told_of_corrections
from inloco.web.council import council
from inloco.web.downloads import attachment, attachment_of


@permission(Permission.SEE_MEETINGS)
@require_GET
def meeting(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """A meeting for whoever reads: when and where, the pack in the edition meant for them, with their own notes."""
    found = meeting_of(slug, on)
    # Who runs boards reads every pack whole: their own part in this one need not be asked for.
    runs = policies.runs(by=request.user)
    standing = Standing() if runs else standing_of(request.user, found.body, on=timezone.localdate())
    restricted = policies.reads_restricted(found.body, by=request.user, standing=standing)
    pack = newest_pack(found)
    content = content_of(pack, public=not restricted) if pack else None
    if pack is not None:
        reading.note_reading(pack=pack, by=request.user)
    agreed = found.condition in (MeetingState.MINUTES_AGREED, MeetingState.CLOSED)
    context = {
        "meeting": found,
        "body": found.body,
        "state": found.condition,
        "tags": STATE_TAGS,
        "crumbs": crumbs_to(found.body, None, {"text": f"{on.day} {on:%B %Y}"}),
        "details": when_and_where(found),
        "join_link": found.join_link if restricted else "",
        "pack": pack,
        "content": content,
        "lines": presenter.lines(found, content, reader=request.user) if content else (),
        "told_of_corrections": told_of_corrections(content) if content else "",
        "edition": "restricted" if restricted else "public",
        "downloads": presenter.downloads(found, restricted=restricted) if pack else (),
        "may_see_work": policies.sees_work(found, by=request.user, standing=standing),
        "cycles": cycles_towards(found, by=request.user),
        "reads_minutes": agreed or (restricted and found.condition is MeetingState.MINUTES_DRAFT),
        "asked": found.accessible_papers.filter(person=request.user),
    }
    return render(request, "board/meeting.html", context)


@permission(Permission.SEE_MEETINGS)
@require_GET
def item(request: SignedInRequest, slug: str, on: dt.date, number: int) -> HttpResponse:
    """One item of the pack with its whole report; figures lead to their pages."""
    found = meeting_of(slug, on)
    restricted = policies.reads_restricted(found.body, by=request.user)
    pack = newest_pack(found)
    if pack is None:
        raise Http404
    content = content_of(pack, public=not restricted)
    shown = next((one for one in content.items if one.number == str(number)), None)
    if shown is None or (shown.restricted and not restricted):
        raise Http404
    context = {
        "meeting": found,
        "body": found.body,
        "item": shown,
        "report": rendered.report_body(
            content,
            shown,
            figures_lead=request.user.may(Permission.SEE_AGGREGATES),
            file_href=reverse("board:item-file", args=[slug, on, number]),
        ),
        "line": next((one for one in presenter.lines(found, content, reader=request.user, base=1) if one.item is shown), None),
        "before": presenter.neighbour(content, shown, -1),
        "after": presenter.neighbour(content, shown, 1),
        "crumbs": crumbs_to(found.body, found, {"text": f"Item {number}"}),
        "edition": "restricted" if restricted else "public",
    }
    return render(request, "board/item.html", context)


@permission(Permission.SEE_MEETINGS)
@require_GET
def item_file(request: SignedInRequest, slug: str, on: dt.date, number: int) -> HttpResponse:
    """The PDF that came as the report of an item, in an edition that this person reads."""
    found = meeting_of(slug, on)
    pack = newest_pack(found)
    if pack is None:
        raise Http404
    content = content_of(pack, public=not policies.reads_restricted(found.body, by=request.user))
    return attachment_of(rendered.item_file(content, str(number)))


@permission(Permission.SEE_MEETINGS)
@require_POST
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the reader's own note on an item."""
    found = item_of(pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        reading.save_note(item=found, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, "Your note was kept. Only you see it.")
    else:
        messages.error(request, "A note has at most 5,000 characters. Yours was not kept.")
    day = [found.meeting.body.slug, found.meeting.on]
    if request.POST.get("back") == "item" and (number := rendered.number_of(found)):
        return redirect(reverse("board:item", args=[*day, number]) + f"#note-{found.pk}")
    return redirect(reverse("board:meeting", args=day) + f"#item-{found.pk}")


@permission(Permission.SEE_MEETINGS)
@require_GET
def download(request: SignedInRequest, slug: str, on: dt.date, edition: str, format: str) -> HttpResponse:
    """The newest pack as a file, in an edition that this person may have."""
    found = meeting_of(slug, on)
    wants_public = edition == "public"
    if not wants_public and not policies.reads_restricted(found.body, by=request.user):
        policies.check_can_run(by=request.user)
    return _file(found, format, is_public=wants_public)


@permission(Permission.SEE_MEETINGS)
@require_GET
def calendar_file(request: SignedInRequest, slug: str, on: dt.date) -> HttpResponse:
    """One meeting for the reader's calendar."""
    found = meeting_of(slug, on)
    joins = policies.reads_restricted(found.body, by=request.user)
    content = calendar_files.calendar([found], name=found.body.name, now=timezone.now(), with_links=joins)
    return _ics(content, f"{slug}-{on}.ics")


@permission(Permission.SEE_MEETINGS)
@require_http_methods(["GET", "POST"])
def feed(request: SignedInRequest) -> HttpResponse:
    """The reader's calendar feed: made, made anew, or ended. Its address is shown once."""
    address = ""
    if request.method == "POST":
        if request.POST.get("do") == "end":
            reading.end_feed(by=request.user)
            messages.success(request, "The address no longer works.")
            return redirect("board:feed")
        address = request.build_absolute_uri(reverse("board:feed-file", args=[reading.make_feed(by=request.user)]))
    existing = CalendarFeed.objects.filter(person=request.user).first()
    crumbs = [{"text": "Boards", "href": reverse("board:list")}, {"text": "Meetings in your calendar"}]
    return render(request, "board/feed.html", {"address": address, "existing": existing, "crumbs": crumbs})


@public
@require_GET
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Every meeting of the bodies on which its owner serves; whoever runs boards has all. The address itself is the key."""
    found = CalendarFeed.objects.select_related("person").filter(digest=reading.digest(secret), person__is_active=True).first()
    if found is None or not found.person.may(Permission.SEE_MEETINGS):
        raise Http404
    today = timezone.localdate()
    meetings = Meeting.objects.filter(on__gte=today - dt.timedelta(days=365)).select_related("body")
    if not policies.runs(by=found.person):
        mine = Membership.objects.serving(on=today).filter(person=found.person)
        meetings = meetings.filter(body__in=mine.values("body"))
    content = calendar_files.calendar(meetings, name=f"{council().short_name} boards", now=timezone.now(), with_links=True)
    return _ics(content, "boards.ics")


@public
@require_GET
def public_meetings(request: HttpRequest) -> HttpResponse:
    """What anybody may read: published packs of bodies whose papers are public."""
    bodies = Body.objects.filter(is_public=True)
    meetings = Meeting.objects.filter(body__is_public=True, packs__isnull=False).exclude(state=MeetingState.CANCELLED)
    shown = meetings.select_related("body").distinct().order_by("-on")[:50]
    return render(request, "board/public_list.html", {"bodies": bodies, "meetings": shown})


@public
@require_GET
def public_meeting(request: HttpRequest, slug: str, on: dt.date) -> HttpResponse:
    """The public edition of a pack, and the minutes once they are agreed."""
    found, pack = _public(slug, on)
    content = content_of(pack, public=True)
    agreed = found.condition in (MeetingState.MINUTES_AGREED, MeetingState.CLOSED)
    context = {
        "meeting": found,
        "body": found.body,
        "pack": pack,
        "content": content,
        "details": when_and_where(found),
        "lines": presenter.public_lines(content),
        "told_of_corrections": told_of_corrections(content),
        "minutes": presenter.public_minutes(found) if agreed else "",
        "downloads": presenter.public_downloads(pack),
    }
    return render(request, "board/public_meeting.html", context)


@public
@require_GET
def public_file(request: HttpRequest, slug: str, on: dt.date, format: str) -> HttpResponse:
    found, _ = _public(slug, on)
    return _file(found, format, is_public=True)


def _public(slug: str, on: dt.date) -> tuple[Meeting, PublishedPack]:
    """Refused alike whether there is no such meeting, none published, or the body's papers are not public."""
    found = Meeting.objects.select_related("body").filter(body__slug=slug, body__is_public=True, on=on).first()
    pack = newest_pack(found) if found is not None else None
    if found is None or pack is None or found.condition is MeetingState.CANCELLED:
        raise Http404
    return found, pack


def _file(found: Meeting, format: str, *, is_public: bool) -> HttpResponse:
    pack = newest_pack(found)
    if pack is None:
        raise Http404
    return attachment_of(rendered.file(pack, format, is_public=is_public))


def _ics(content: bytes, name: str) -> HttpResponse:
    return attachment(name, content, "text/calendar; charset=utf-8")
