"""A body from a file: constitution, seats, terms of reference, and the meetings that its public papers tell of.

The file is YAML with the parts ``board``, ``membership``, ``terms_of_reference``, ``meeting_dates``, ``agenda_…`` and
``meeting_…``. It is read whole or refused whole; what it says and InLoco has no place for is reported, never dropped silently.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify

from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.analytics.errors import InputRefused, Place
from inloco.board import policies
from inloco.board.actions.bodies import create_body, write_terms
from inloco.board.actions.meetings import create_meeting
from inloco.board.actions.resolutions import create_resolution
from inloco.board.carrying import carry_over
from inloco.board.models import AgendaItem, Attendance, Body, Meeting, MeetingStep, MinuteVersion, Seat
from inloco.board.models.bodies import ItemKind, MemberKind
from inloco.board.models.meetings import Presence
from inloco.board.models.resolutions import ResolutionKind
from inloco.board.states import MeetingState

LARGEST = 1_000_000
"""Bytes. A board's file has some tens of thousands."""

KNOWN = {"board", "membership", "terms_of_reference", "meeting_dates"}
PURPOSES = {"agree": ("agree", "support", "approve", "decide"), "discuss": ("discuss", "comment", "review", "feed back")}
KINDS = {
    ItemKind.APOLOGIES: ("apolog",),
    ItemKind.LAST_MINUTES: ("notes of", "minutes of"),
    ItemKind.MATTERS_ARISING: ("matters arising",),
    ItemKind.OTHER_BUSINESS: ("any other business",),
    ItemKind.NEXT_MEETING: ("next meeting",),
}


class _Loader(yaml.SafeLoader):
    """Safe, and ``no`` is a word: YAML 1.1 takes it for false, and agendas number their items with it."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:bool"]
    for letter, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"true|false"), ["t", "f"])


@dataclass
class ReadBoard:
    """What a file gave: the name of the body, how much of each, and what is to be looked at."""

    name: str
    seats: int = 0
    terms: int = 0
    meetings: int = 0
    items: int = 0
    resolutions: int = 0
    attended: int = 0
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def read_into_database(content: bytes, name: str, *, by: User | None) -> ReadBoard:
    """Read a file and keep what it describes. Raises InputRefused with the place where something cannot be. ``by`` is None on the
    command line, which belongs to whoever runs the server."""
    if by is not None:
        policies.check_can_run(by=by)
    return _Reader(_parsed(content, name), name, by).read()


def _parsed(content: bytes, name: str) -> Mapping[str, Any]:
    if len(content) > LARGEST:
        raise InputRefused(
            "The file is too large for a board.", action="Give a YAML file that describes one body.", place=Place(file=name)
        )
    try:
        text = content.decode("utf-8-sig")
        found = yaml.load(text, _Loader) if text.count("&") + text.count("*") < 1000 else None
    except UnicodeDecodeError:
        raise InputRefused("The file is not text in UTF-8.", action="Save it as UTF-8.", place=Place(file=name)) from None
    except yaml.YAMLError as wrong:
        mark = getattr(wrong, "problem_mark", None)
        row = mark.line + 1 if mark is not None else None
        raise InputRefused(
            f"The file is not YAML ({getattr(wrong, 'problem', None) or 'it cannot be parsed'}).",
            action="Mend that line.",
            place=Place(file=name, row=row),
        ) from None
    except RecursionError:
        found = None
    if (
        not isinstance(found, dict)
        or not isinstance(found.get("board"), dict)
        or not str(found["board"].get("name") or "").strip()
    ):
        raise InputRefused(
            "The file does not describe a board.", action="It needs a part “board” with a “name”.", place=Place(file=name)
        )
    return found


class _Reader:
    """One file on its way into the database."""

    def __init__(self, found: Mapping[str, Any], file: str, by: User | None) -> None:
        self.found, self.file, self.by = found, file, by
        self.result = ReadBoard(str(found["board"]["name"]).strip())

    def read(self) -> ReadBoard:
        body = self._body()
        self._seats(body)
        self._terms(body)
        self._meetings(body)
        for part in self.found:
            if part not in KNOWN and not part.startswith(("agenda_", "meeting_")):
                self.note(f"The part “{part}” is not known and was left out.")
        return self.result

    def note(self, words: str) -> None:
        self.result.notes.append(words)

    def refuse(self, where: str, what: str, action: str) -> InputRefused:
        return InputRefused(what, action=action, place=Place(file=self.file, column=where))

    def _body(self) -> Body:
        board, members = self.part("board"), self.part("membership")
        if Body.objects.filter(slug=slugify(self.result.name)[:60]).exists():
            raise self.refuse(
                "board.name", f"There is a body called {self.result.name} already.", "Remove or rename it, or change the file."
            )
        barred = str(members.get("barred") or "")
        rules = str(members.get("chair") or "")
        number = board.get("quorum")
        days = board.get("clear_days", 0)
        if not isinstance(days, int) or not 0 <= days <= 28:
            raise self.refuse("board.clear_days", "The clear days are not a number from 0 to 28.", "Write a whole number.")
        if number is not None and (not isinstance(number, int) or number < 1):
            raise self.refuse("board.quorum", "The quorum is not a whole number above 0.", "Write a number, or leave it out.")
        return create_body(
            {
                "name": self.result.name,
                "nature": str(board.get("nature") or ""),
                "functions": [str(one) for one in board.get("functions") or []],
                "appointed_by": str(members.get("appointed_by") or ""),
                "bars": barred,
                "barred_roles": [Role.CABINET_MEMBER.value] if "cabinet" in barred.lower() else [],
                "has_casting_vote": "casting vote" in rules.lower() if rules else True,
                "quorum": number,
                "clear_days": days,
                "is_public": bool(board.get("is_public", False)),
            },
            by=self.by,
        )

    def _seats(self, body: Body) -> None:
        members = self.part("membership")
        rows: list[tuple[str, str, Any]] = []
        for one in self.rows(members, "voting", "membership.voting"):
            title = ", ".join(str(one[key]) for key in ("kind", "group", "role", "from") if one.get(key))
            rows.append((MemberKind.VOTING, title, one.get("number")))
        co_opted = members.get("co_opted") or {}
        rows += [(MemberKind.CO_OPTED, str(one), None) for one in co_opted.get("services") or []]
        rows += [(MemberKind.ADVISER, str(one), None) for one in members.get("advice_and_reports_from") or []]
        for position, (kind, title, number) in enumerate(rows, start=1):
            Seat.objects.get_or_create(
                body=body,
                kind=kind,
                title=title[:200],
                defaults={
                    "number": number if isinstance(number, int) else None,
                    "position": position,
                    "number_words": "" if number is None or isinstance(number, int) else str(number)[:60],
                },
            )
        self.result.seats = body.seats.count()

    def _terms(self, body: Body) -> None:
        lines = []
        for one in self.rows(self.found, "terms_of_reference", "terms_of_reference"):
            lines.append(f"- **({one.get('ref', '')})** {one.get('heading', '')}")
            lines += [f"  - {report}" for report in one.get("reports_on") or []]
        if not lines:
            return
        board = self.part("board")
        dated = self.month(board.get("constitution_dated"), "board.constitution_dated")
        updated = self.month(board.get("constitution_last_updated"), "board.constitution_last_updated")
        if dated and updated and dated != updated:
            self.note(
                f"The constitution is dated {dated:%B %Y} but was last updated in {updated:%B %Y}, it says; the first is used."
            )
        write_terms(body=body, text="\n".join(lines), from_on=dated or updated or dt.date.today(), by=None, based_on=0)
        self.result.terms = 1

    def _meetings(self, body: Body) -> None:
        dates = {
            self.day(one.get("date"), "meeting_dates"): one for one in self.rows(self.found, "meeting_dates", "meeting_dates")
        }
        told = {
            self.day(part.get("date"), name): (name, part)
            for name, part in self.found.items()
            if name != "meeting_dates" and name.startswith(("meeting_", "agenda_")) and isinstance(part, dict)
        }
        for on in sorted({*dates, *told}):
            known = {**dates.get(on, {}), **{key: value for key, value in told.get(on, ("", {}))[1].items() if value is not None}}
            meeting = create_meeting(
                body,
                on,
                by=self.by,
                starts=self.time(known.get("time") or known.get("start_time"), str(on)),
                place=str(known.get("place") or ""),
                note=str(dates.get(on, {}).get("status") or ""),
            )
            self.check_weekday(on, known.get("weekday"))
            if known.get("refreshments_from"):
                meeting.arrangements = f"Refreshments from {known['refreshments_from']}."
                meeting.save(update_fields=["arrangements"])
            self.result.meetings += 1
            name, part = told.get(on, ("", {}))
            if name.startswith("meeting_"):
                self._held(meeting, part)
            elif name:
                self._agenda(meeting, part)
            elif "held" in meeting.note.lower():
                self._move(
                    meeting, MeetingState.MINUTES_AGREED if "agreed" in meeting.note.lower() else MeetingState.MINUTES_DRAFT
                )
        self._link_agreed(body)

    def _agenda(self, meeting: Meeting, part: Mapping[str, Any]) -> None:
        for one in self.rows(part, "items", "agenda items"):
            allotted = one.get("minutes_allotted")
            AgendaItem.objects.create(
                meeting=meeting,
                position=self.number(one),
                title=str(one["title"])[:200],
                kind=kind_of(str(one["title"])),
                purpose=purpose_of(str(one.get("asks") or "")),
                presenter=str(one.get("lead") or "")[:200],
                minutes_allotted=allotted if isinstance(allotted, int) and allotted > 0 else None,
                recommendation=str(one.get("asks") or "").capitalize(),
                added_by=self.by,
            )
            self.result.items += 1
        total = part.get("minutes_allotted_total")
        counted = sum(one or 0 for one in meeting.items.values_list("minutes_allotted", flat=True))
        if isinstance(total, int) and total != counted:
            self.note(f"{meeting.on}: the items take {counted} minutes, and the file says {total}.")
        self._move(meeting, MeetingState.AGENDA_SETTING)

    def _held(self, meeting: Meeting, part: Mapping[str, Any]) -> None:
        """A meeting of the past: who came, items, resolutions. Its minutes await agreement."""
        items = {}
        for one in self.rows(part, "items", "items"):
            outcome = str(one.get("outcome") or "")
            deferred = outcome.lower().startswith("deferred")
            items[self.number(one)] = AgendaItem.objects.create(
                meeting=meeting,
                position=self.number(one),
                title=str(one["title"])[:200],
                kind=kind_of(str(one["title"])),
                outcome="deferred" if deferred else "taken",
                outcome_why=outcome[:300],
                added_by=self.by,
            )
            self.result.items += 1
        said: dict[int, list[str]] = {}
        for one in self.rows(part, "asked_without_resolution", "asked_without_resolution"):
            said.setdefault(int(one["item"]), []).append(f"Asked: {one['text']}.")
        for one in self.rows(part, "figures_given", "figures_given"):
            said.setdefault(int(one["item"]), []).append(f"Given: {one['text']}, {one['value']} {one['unit']}.")
        for number, item in items.items():
            minute = "\n\n".join(said.get(number, [])) or (
                "" if item.outcome == "deferred" else "Nothing is recorded in the file."
            )
            if minute:
                item.minute, item.number = minute, 1
                item.save(update_fields=["minute", "number"])
                MinuteVersion.objects.create(item=item, number=1, text=minute, author=self.by)
        for one in self.rows(part, "resolutions", "resolutions"):
            found = items.get(int(one["item"]))
            if found is None:
                raise self.refuse(
                    "resolutions", f"A resolution names item {one['item']}, which does not exist.", "Mend the number."
                )
            create_resolution(
                found,
                ResolutionKind(str(one.get("kind") or "action")),
                str(one["text"]),
                owner=None,
                owner_name=str(one.get("owner") or ""),
                due_on=self.day(one["due"], "due") if one.get("due") else None,
            )
            self.result.resolutions += 1
        self._present(meeting, part)
        self._move(meeting, MeetingState.MINUTES_DRAFT)
        for words in part.get("membership_changes") or []:
            self.note(f"{meeting.on}: {words}; enter it under the members.")

    def _present(self, meeting: Meeting, part: Mapping[str, Any]) -> None:
        present = part.get("present") or {}
        for group, rows in present.items():
            for one in rows:
                labels = one.get("labels") or []
                if len(labels) != one.get("count", len(labels)):
                    self.note(f"{meeting.on}: {one.get('role')} names {len(labels)} and counts {one.get('count')}.")
                for label in labels:
                    Attendance.objects.create(
                        meeting=meeting,
                        name=str(label)[:120],
                        role=f"{one.get('role')}{', co-opted' if group == 'co_opted' else ''}"[:200],
                        presence=Presence.PRESENT,
                    )
                    self.result.attended += 1
        if part.get("apologies_count"):
            self.note(f"{meeting.on}: {part['apologies_count']} apologies, without names.")

    def _link_agreed(self, body: Body) -> None:
        """Minutes that say that they were agreed, agreed at the next meeting."""
        for meeting in body.meetings.filter(state=MeetingState.MINUTES_AGREED):
            meeting.agreed_at = Meeting.objects.after(meeting).first()
            meeting.save(update_fields=["agreed_at"])
        for meeting in body.meetings.filter(state=MeetingState.AGENDA_SETTING):
            carry_over(meeting)

    def _move(self, meeting: Meeting, state: MeetingState) -> None:
        MeetingStep.objects.create(meeting=meeting, transition="import", source=meeting.state, target=state, by=self.by)
        meeting.state = state
        meeting.save(update_fields=["state"])

    def check_weekday(self, on: dt.date, weekday: Any) -> None:
        if weekday and f"{on:%A}".lower() != str(weekday).lower():
            self.note(f"{on} is a {on:%A}, and the file says {weekday}.")

    def part(self, name: str) -> Mapping[str, Any]:
        found = self.found.get(name) or {}
        if not isinstance(found, dict):
            raise self.refuse(name, f"The part “{name}” is no table of names and values.", "Write it as in the example.")
        return found

    def rows(self, part: Mapping[str, Any], name: str, where: str) -> Iterator[Mapping[str, Any]]:
        found = part.get(name) or []
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.refuse(where, f"“{name}” is not a list of entries.", "Write each entry as a line with names and values.")
        needed = {"items": "title", "resolutions": "text"}.get(name)
        for one in found:
            if needed and not one.get(needed):
                raise self.refuse(where, f"An entry of “{name}” has no {needed}.", f"Write its {needed}.")
            yield one

    def number(self, one: Mapping[str, Any]) -> int:
        number = one.get("no")
        if not isinstance(number, int) or number < 1:
            raise self.refuse("items.no", "An item has no number.", "Number the items from 1.")
        return number

    def day(self, value: Any, where: str) -> dt.date:
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            raise self.refuse(where, f"“{str(value)[:30]}” is not a date.", "Write it as 2019-09-17.") from None

    def month(self, value: Any, where: str) -> dt.date | None:
        if value is None:
            return None
        return self.day(value if isinstance(value, dt.date) else f"{value}-01" if len(str(value)) == 7 else value, where)

    def time(self, value: Any, where: str) -> dt.time | None:
        if value is None:
            return None
        try:
            return dt.time.fromisoformat(str(value))
        except ValueError:
            raise self.refuse(
                where, f"“{str(value)[:30]}” is not a time.", 'Write it as "18:00", with quotation marks.'
            ) from None


def kind_of(title: str) -> str:
    """Which of the standing items a title means; an item of business otherwise."""
    lowered = title.lower()
    return next((kind.value for kind, words in KINDS.items() if any(word in lowered for word in words)), ItemKind.ORDINARY.value)


def purpose_of(asks: str) -> str:
    """To agree, to discuss or to note, from the words in which the board is asked."""
    lowered = asks.lower()
    return next((purpose for purpose, words in PURPOSES.items() if any(word in lowered for word in words)), "note")
