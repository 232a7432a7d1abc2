"""What was ever written about actions (updates, judgements, evidence, values), in one query however many kinds there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce

from inloco.plans.models import BragMark, Evidence, MetricReading, ProgressNote
from inloco.plans.words import Origin


class Kind(StrEnum):
    NOTE = "note"
    BRAG = "brag"
    EVIDENCE = "evidence"
    VALUE = "value"


@dataclass(frozen=True)
class Entry:
    """One thing that was written: about which action, when, by whom (None: the plan's file). Its kind says what the words are: a
    note's text, day and origin; the BRAG before, the BRAG, the reason and whether the owner set it; the title, words, link and
    file name of evidence; what was measured, its value and the day."""

    action: int
    at: dt.datetime
    author: int | None
    who: str
    kind: Kind
    pk: int
    words: tuple[str, ...]

    @property
    def on(self) -> dt.date | None:
        """The day that a note speaks of, or that a value was measured."""
        written = {Kind.NOTE: self.words[1], Kind.VALUE: self.words[2]}.get(self.kind, "")
        return dt.date.fromisoformat(written) if written else None

    @property
    def is_from_file(self) -> bool:
        return self.author is None

    @property
    def as_note(self) -> ProgressNote:
        """The note that it is, as read; never saved."""
        return ProgressNote(action_id=self.action, text=self.words[0], on=self.on, at=self.at, origin=self.words[2])


def log_of(actions: Sequence[int], *, since: dt.datetime | None = None, kinds: Sequence[Kind] = tuple(Kind)) -> list[Entry]:
    """Everything of these ``kinds`` about these actions, the oldest first; with ``since`` only what was written from then on."""
    other = Case(
        When(Q(origin=Origin.IMPORT) | Q(is_owner=True), then=Value("owner")), default=Value("other"), output_field=TextField()
    )
    found: dict[Kind, QuerySet[Any]] = {
        Kind.NOTE: _rows(ProgressNote.objects.all(), Kind.NOTE, "action", "author", "text", "on", "origin"),
        Kind.BRAG: _rows(BragMark.objects.annotate(setter=other), Kind.BRAG, "action", "by", "was", "brag", "reason", "setter"),
        Kind.EVIDENCE: _rows(Evidence.objects.all(), Kind.EVIDENCE, "action", "added_by", "title", "text", "link", "file_name"),
        Kind.VALUE: _rows(MetricReading.objects.all(), Kind.VALUE, "line__action", "by", "line__metric", "words", "on"),
    }
    parts = []
    for kind in kinds:
        place = "line__action__in" if kind is Kind.VALUE else "action__in"
        part = found[kind].filter(**{place: list(actions)})
        parts.append(part.filter(at__gte=since) if since is not None else part)
    rows = parts[0].union(*parts[1:], all=True)
    entries = [Entry(action, at, author, who, Kind(kind), pk, tuple(words)) for action, at, author, who, kind, pk, *words in rows]
    return sorted(entries, key=lambda one: (one.at, one.kind, one.pk))


def _rows(found: QuerySet[Any], kind: Kind, action: str, author: str, *names: str) -> QuerySet[Any]:
    """As the parts of a union want them: the same columns of the same types."""
    words: list[Any] = [Coalesce(Cast(name, TextField()), Value(""), output_field=TextField()) for name in names]
    words += [Value("", output_field=TextField()) for _ in range(4 - len(names))]
    who = Coalesce(f"{author}__name", Value(""), output_field=CharField())
    columns = [Cast(author, IntegerField()), who, Value(kind.value, output_field=TextField()), Cast("pk", IntegerField())]
    return found.order_by().values_list(action, "at", *columns, *words)
