"""Papers that come as a file: a Word file is read into sections, a PDF stands in the pack as it was received."""

from __future__ import annotations

import hashlib
import re
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


def take_file(*, paper: Paper, name: str, content: bytes, by: User) -> PaperFile:
    """Keep the file and what is in it. A later one replaces what the paper says; every earlier file and wording is kept."""
    policies.check_can_write(paper, by=by)
    if len(content) > LARGEST:
        raise InputRefused("The file is larger than 50 MB.", action="Make its pictures smaller, or send it in parts.")
    kind = kind_of(name, content)
    if paper.source != kind:
        raise NotNow(
            f"This paper came as “{paper.get_source_display()}”.",
            action="Choose a file of the same kind, or start another paper.",
        )
    shown = safe_name(name)
    word: WordPaper | None = None
    pages, tagged, notes = 0, False, []
    if kind == Source.WORD:
        word = read_word(content, shown)
        notes = list(word.notes)
    else:
        seen = received(content, shown)
        pages, tagged = seen.pages, seen.tagged
    with transaction.atomic():
        now = locked(paper)
        policies.check_can_write(now, by=by)
        kept = PaperFile.objects.create(
            paper=now,
            name=shown,
            kind=kind,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            pages=pages,
            tagged=tagged,
            notes=notes,
            by=by,
        )
        if word is not None:
            there = set(now.pictures.values_list("key", flat=True))
            for picture in word.pictures:
                if picture.key not in there:
                    PaperPicture.objects.create(paper=now, key=picture.key, kind=picture.kind, content=picture.content)
            fill_from(paper=now, sections=word.sections, by=by)
        record("paper_file_taken", by=by, detail={"paper": str(now.reference), "kind": str(kind), "sha256": kept.sha256})
    return kept
