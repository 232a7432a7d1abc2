"""Minutes and matters arising as Markdown: one text for the page, the next pack and the file, in each edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Prefetch
from django.utils import timezone

from inloco.board.in_plans import standing_of
from inloco.board.models import AgendaItem, Attendance, MatterArising, Meeting, Resolution, Vote
from inloco.board.models.agendas import Outcome, numbered
from inloco.board.models.meetings import Presence
from inloco.board.public_words import first_names, young_of
from inloco.documents.style import day_words


def minutes(meeting: Meeting, *, public: bool, level: int = 3) -> str:
    """The minutes as they stand. The public edition has first names only of young people and leaves exempt items out."""
    young = young_of(meeting) if public else []
    attendance = list(meeting.attendance.select_related("membership", "in_place_of"))
    parts = [*_came(attendance, public=public, level=level)]
    for number, item in numbered(_items(meeting)):
        if item.never_was:
            continue
        parts.append(f"{'#' * level} {number}. {'Restricted item' if public and item.is_exempt else item.title}")
        if public and item.is_exempt:
            parts.append(f"*Not for publication: {item.exempt_reason}*")
            continue
        parts += _said(item, young, public=public)
        if item.kind == "matters_arising":
            parts += [matter_line(one, young) for one in _matters(meeting) if not (public and one.resolution.item.is_exempt)]
    return "\n\n".join(part for part in parts if part)


def matters(meeting: Meeting, *, public: bool) -> str:
    """The open resolutions that come to this meeting, as a table; a sentence where there is none."""
    young = young_of(meeting) if public else []
    found = [one.resolution for one in _matters(meeting) if not (public and one.resolution.item.is_exempt)]
    if not found:
        return "No resolution of an earlier meeting is open."
    standing = standing_of(found, on=timezone.localdate(), public=public)
    plans = {pk: first_names(words, young) for pk, one in standing.items() if (words := one.words(public=public))}
    columns = ["Resolution", "What was resolved", "Owner", "Due", "Last report", *(["In the plan"] if plans else [])]
    rows = [(*_row(one, young), *((plans.get(one.pk, "–"),) if plans else ())) for one in found]
    lines = ["Table: Resolutions of earlier meetings that are open", "", table_row(columns), "|---" * len(columns) + "|"]
    return "\n".join([*lines, *map(table_row, rows)])


def matter_line(matter: MatterArising, young: Iterable[str] = ()) -> str:
    """What was said about one earlier resolution."""
    resolution = matter.resolution
    parts = [f"**{resolution.reference}**", _sentence(resolution.text)]
    if matter.said:
        parts.append(_sentence(matter.said))
    elif not matter.is_closed_here:
        parts.append("Nothing was recorded.")
    if matter.is_closed_here:
        parts.append("**Closed.**")
    return first_names(" ".join(parts), young)


def resolution_line(resolution: Resolution, young: Iterable[str] = ()) -> str:
    """**Action 2019-05-22/3.** what, (owner, by day)."""
    parts = [resolution.owner_name, f"by {day_words(resolution.due_on)}" if resolution.due_on else ""]
    about = ", ".join(part for part in parts if part)
    line = f"**{resolution.get_kind_display()} {resolution.reference}.** {resolution.text}" + (f" ({about})" if about else "")
    return first_names(line, young)


def vote_line(vote: Vote, *, public: bool = False) -> str:
    result = "Carried" if vote.is_carried else "Not carried"
    casting = f", with the casting vote of {'the chair' if public else vote.cast_by}" if vote.casting else ""
    short = "" if vote.was_quorate else f" The meeting was short of its quorum of {vote.quorum}."
    return (
        f"**Vote.** {_sentence(vote.motion)} {result}{casting}: {vote.votes_for} for, {vote.votes_against} against, "
        f"{vote.abstentions} abstained; {vote.entitled} could vote.{short}"
    )


def _came(attendance: list[Attendance], *, public: bool, level: int) -> Iterable[str]:
    """Who was present by kind, in attendance, and apologies."""
    groups = (
        ("Members present", lambda one: one.membership is not None and one.membership.kind == "voting"),
        ("Co-opted members and advisers present", lambda one: one.membership is not None and one.membership.kind != "voting"),
        ("Also in attendance", lambda one: one.membership is None),
    )
    here = [one for one in attendance if one.presence == Presence.PRESENT]
    for title, belongs in groups:
        names = [_person(one, public=public) for one in here if belongs(one)]
        if names:
            yield f"{'#' * level} {title}\n\n" + "\n".join(f"- {name}" for name in names)
    sorry = [one.public_name if public else one.name for one in attendance if one.presence == Presence.APOLOGIES]
    if sorry:
        yield f"{'#' * level} Apologies\n\n{', '.join(sorry)}"


def _person(one: Attendance, *, public: bool) -> str:
    name = one.public_name if public else one.name
    parts = [one.role, "in the chair" if one.presides else ""]
    if one.in_place_of is not None:
        parts.append(f"in attendance for {one.in_place_of.public_name if public else one.in_place_of.name}")
    said = ", ".join(part for part in parts if part)
    return f"{name} ({said})" if said else name


def _said(item: AgendaItem, young: Iterable[str], *, public: bool) -> Iterable[str]:
    if item.outcome == Outcome.WITHDRAWN:
        yield f"*Withdrawn: {item.outcome_why}*"
        return
    if item.minute:
        yield item.minute
    if item.outcome == Outcome.DEFERRED:
        yield f"*Deferred to a later meeting: {item.outcome_why}*"
    for vote in item.votes.all():
        yield vote_line(vote, public=public)
    for resolution in item.resolutions.all():
        yield resolution_line(resolution, young)


def _row(resolution: Resolution, young: Iterable[str]) -> tuple[str, ...]:
    last = next(iter(sorted(resolution.updates.all(), key=lambda one: one.at, reverse=True)), None)
    return (
        resolution.reference,
        first_names(resolution.text, young),
        first_names(resolution.owner_name, young) or "–",
        day_words(resolution.due_on).replace(" ", "\u00a0") if resolution.due_on else "–",
        first_names(last.text, young) if last else "None yet",
    )


def _items(meeting: Meeting) -> list[AgendaItem]:
    return list(meeting.items.prefetch_related(Prefetch("votes", Vote.standing()), "resolutions__meeting"))


def _matters(meeting: Meeting) -> list[MatterArising]:
    found = meeting.matters_arising.select_related("resolution__meeting", "resolution__item")
    return list(found.prefetch_related("resolution__updates"))


def table_row(cells: Iterable[str]) -> str:
    """A line of a table in Markdown."""
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _sentence(text: str) -> str:
    """With a full stop where whoever wrote it left that out, so that it does not run into what follows."""
    words = text.strip()
    return words if not words or words[-1] in ".!?:…”)" else f"{words}."


def listed(names: Sequence[str]) -> str:
    """A, B and C."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
