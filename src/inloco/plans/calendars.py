"""Due dates as a calendar feed (RFC 5545): what is due, with a link. No words of an activity: nothing of it lies on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A day in a calendar. ``key`` is stable, so that a moved date moves its entry."""

    key: str
    on: dt.date
    title: str
    address: str


def feed(name: str, entries: Iterable[Entry], *, made_at: dt.datetime) -> bytes:
    """The feed: all-day entries, lines folded at 75 octets and ended as the standard asks."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//InLoco//Plans//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    stamp = made_at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.key}@inloco",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.on + dt.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
            f"URL:{one.address}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(words: str) -> str:
    flat = " ".join(words.split())
    return flat.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """``line`` in pieces of at most 75 octets, no letter cut in two."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > (75 if not pieces else 74):
            pieces.append(piece)
            piece, size = "", 0
        piece += letter
        size += width
    return "\r\n ".join([*pieces, piece])
