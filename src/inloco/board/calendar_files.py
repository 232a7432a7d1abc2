"""Meetings as calendar files (RFC 5545): one meeting, or a feed of all. Nothing from the papers, no names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings

from inloco.board.models import Meeting
from inloco.board.states import MeetingState

LONGEST = 73
"""Octets of one line, the fold's own space left out."""
USUAL_LENGTH = dt.timedelta(hours=2)


def calendar(meetings: Iterable[Meeting], *, name: str, now: dt.datetime, with_links: bool) -> bytes:
    """``meetings`` with their bodies. ``with_links`` adds the links to join, for those who may."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//InLoco//Boards//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for meeting in meetings:
        lines += _event(meeting, now, with_links)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)).encode()


def _event(meeting: Meeting, now: dt.datetime, with_links: bool) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}@inloco",
        f"DTSTAMP:{_utc(now)}",
        f"SEQUENCE:{meeting.sequence}",
        f"SUMMARY:{_text(meeting.body.name)}",
        f"STATUS:{'CANCELLED' if meeting.condition is MeetingState.CANCELLED else 'CONFIRMED'}",
    ]
    if meeting.starts is None:
        lines += [f"DTSTART;VALUE=DATE:{meeting.on:%Y%m%d}", f"DTEND;VALUE=DATE:{meeting.on + dt.timedelta(days=1):%Y%m%d}"]
    else:
        begins = dt.datetime.combine(meeting.on, meeting.starts, ZoneInfo(settings.TIME_ZONE))
        ends = dt.datetime.combine(meeting.on, meeting.ends, begins.tzinfo) if meeting.ends else begins + USUAL_LENGTH
        lines += [f"DTSTART:{_utc(begins)}", f"DTEND:{_utc(ends)}"]
    if meeting.where:
        lines.append(f"LOCATION:{_text(meeting.where)}")
    if with_links and meeting.join_link:
        lines += [f"DESCRIPTION:{_text('Join: ' + meeting.join_link)}", f"URL:{meeting.join_link}"]
    return [*lines, "END:VEVENT"]


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\r\n", "\n").replace("\n", "\\n").replace("\r", "")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets, never cut within a character."""
    parts, current, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST:
            parts.append(current)
            current, size = " ", 1
        current += letter
        size += octets
    return [*parts, current]
