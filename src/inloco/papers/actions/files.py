"""Papers that come as a file: a Word file is read into sections, a PDF stands in the pack as it was received."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from django.db import transaction

from inloco.accounts.models import User
from inloco.analytics.errors import InputRefused, NotNow
from inloco.audit.actions import record
from inloco.documents.outputs.merging import received
from inloco.documents.word import WordPaper, read_word
from inloco.papers import policies
from inloco.papers.actions.writing import fill_from, locked
from inloco.papers.models import Paper, PaperFile, PaperPicture, Source
from inloco.papers.pictures import described_as_before

LARGEST = 50 * 1024 * 1024


def kind_of(name: str, content: bytes) -> Source:
    """Word or PDF, by the content; the name only helps the message. Raises InputRefused for anything else."""
    if b"%PDF-" in content[:1024]:
        return Source.PDF
    if content.startswith(b"PK\x03\x04") and b"word/" in content:
        return Source.WORD
    shown = safe_name(name)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputRefused(
            f"{shown} is an old Word file (.doc), or is locked with a password.",
            action="Open it in Word, take the password off, and save it as .docx.",
        )
    raise InputRefused(f"{shown} is neither a Word file nor a PDF.", action="Save it as .docx or PDF and choose that file.")


def safe_name(name: str) -> str:
    """The file's own name without a path or signs that a page or a download could stumble over."""
    plain = re.sub(r"[^\w .()&,'-]", "_", PurePath(name.replace("\\", "/")).name).strip(" .")
    return plain[-100:] or "file"


@dataclass(frozen=True)
class ReadFile:
    """A file that was read before anything is written: reading a long one takes its time, and nobody should wait for it."""

    name: str
    kind: Source
    content: bytes
    word: WordPaper | None = None
    pages: int = 0
    tagged: bool = False


def read_file(*, name: str, content: bytes) -> ReadFile:
    """The file with what is in it. Raises InputRefused for what cannot be taken. Outside a transaction, please."""
    if len(content) > LARGEST:
        raise InputRefused("The file is larger than 50 MB.", action="Make its pictures smaller, or send it in parts.")
    kind, shown = kind_of(name, content), safe_name(name)
    if kind == Source.WORD:
        return ReadFile(shown, kind, content, read_word(content, shown))
    seen = received(content, shown)
    return ReadFile(shown, kind, content, None, seen.pages, seen.tagged)


def take_file(*, paper: Paper, name: str, content: bytes, by: User) -> PaperFile:
    """Read the file, then keep it: see ``keep_file``."""
    policies.check_can_write(paper, by=by)
    return keep_file(paper=paper, file=read_file(name=name, content=content), by=by)


@transaction.atomic
def keep_file(*, paper: Paper, file: ReadFile, by: User) -> PaperFile:
    """Keep the file and what is in it. A later one replaces what the paper says; every earlier file and wording is kept."""
    now = locked(paper)
    policies.check_can_write(now, by=by)
    if now.source != file.kind:
        raise NotNow(
            f"This paper came as “{now.get_source_display()}”.",
            action="Choose a file of the same kind, or start another paper.",
        )
    kept = PaperFile.objects.create(
        paper=now,
        name=file.name,
        kind=file.kind,
        content=file.content,
        sha256=hashlib.sha256(file.content).hexdigest(),
        pages=file.pages,
        tagged=file.tagged,
        notes=list(file.word.notes) if file.word is not None else [],
        by=by,
    )
    if file.word is not None:
        there = set(now.pictures.values_list("key", flat=True))
        for picture in file.word.pictures:
            if picture.key not in there:
                PaperPicture.objects.create(paper=now, key=picture.key, kind=picture.kind, content=picture.content)
        before = list(now.sections.all())
        described = [(title, described_as_before(text, before)) for title, text in file.word.sections]
        fill_from(paper=now, sections=described, by=by)
    record("paper_file_taken", by=by, detail={"paper": str(now.reference), "kind": str(file.kind), "sha256": kept.sha256})
    return kept
