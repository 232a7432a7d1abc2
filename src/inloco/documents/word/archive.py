"""A Word file as the archive it is: what is no Word file, could harm whoever opens it, or is too large, is refused here.

Nothing is unpacked before its size is known, and no part is read beyond it: a file cannot promise one size and deliver another.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree  # type: ignore[import-untyped]

from inloco.analytics.errors import InputRefused

LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_TEXT = 40 * 1024 * 1024
"""Bytes of one part in XML: some thousands of pages."""
MOST_PARTS = 5_000
LARGEST_PICTURE = 10 * 1024 * 1024
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
FETCHED = frozenset({"oleObject", "frame", "subDocument", "aFChunk", "package", "control"})
"""Kinds of relation whose target is part of what a reader sees, wherever it lies."""
MACROS = re.compile(r"(^|/)(vbaProject[^/]*\.bin|vbaData\.xml|activeX[^/]*\.(bin|xml))$", re.IGNORECASE)


@dataclass(frozen=True)
class Relation:
    """Where a part leads to: ``kind`` is the last word of its type; an external one is an address outside the file."""

    id: str
    kind: str
    target: str
    is_external: bool


class WordArchive:
    """An opened Word file. ``text`` and ``picture`` read single parts; both are empty for one that is not there."""

    def __init__(self, content: bytes, name: str) -> None:
        """Raises InputRefused for what is no Word file, is locked, damaged, hostile or beyond reason."""
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._check()
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            OSError,
            EOFError,
            ValueError,
            etree.XMLSyntaxError,
        ) as broken:
            raise self.damaged() from broken

    def damaged(self) -> InputRefused:
        return InputRefused(f"{self.name} is damaged and cannot be read.", action="Open it in Word and save it again.")

    def _check(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
            raise InputRefused(
                f"{self.name} unpacks to more than is reasonable.", action="Make its pictures smaller and save it again."
            )
        if any(one.filename.endswith(".xml") and one.file_size > LARGEST_TEXT for one in parts):
            raise InputRefused(f"{self.name} has more text than a paper can hold.", action="Send it in parts.")
        if any(one.flag_bits & 0x1 for one in parts):
            raise InputRefused(f"{self.name} is locked with a password.", action="Take the password off and save it again.")
        if not self.main:
            raise InputRefused(f"{self.name} is not a Word file.", action="Save it as .docx and choose that file.")
        if any(MACROS.search(one.filename) for one in parts):
            raise InputRefused(
                f"{self.name} carries a program (a macro).", action="Save it in Word as .docx, which leaves macros behind."
            )
        for one in parts:
            if one.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in self._zip.open(one).read(4_096).upper():
                raise InputRefused(
                    f"{self.name} carries definitions that no Word file needs.", action="Open it in Word and save it again."
                )
        for relation in self._all_relations():
            if relation.is_external and (relation.kind in FETCHED or _is_fetched_template(relation)):
                raise InputRefused(
                    f"{self.name} fetches a part of itself from somewhere else.",
                    action="In Word, break the link (File, Info, Edit links to files) or paste that part in, and save it again.",
                )

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    @cached_property
    def main(self) -> str:
        """The part that holds the text; empty when there is none."""
        for one in self.relations(""):
            if one.kind == "officeDocument" and not one.is_external and one.target in self._names:
                return one.target
        return "word/document.xml" if "word/document.xml" in self._names else ""

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Where ``part`` leads to (empty: the file itself). Targets within the file are names of parts."""
        folder, name = posixpath.split(part)
        content = self.text(posixpath.join(folder, "_rels", f"{name}.rels"))
        if not content:
            return ()
        return tuple(_relation(one, folder) for one in parsed(content).iter(PACKAGE))

    def _all_relations(self) -> Iterator[Relation]:
        for name in self._names:
            folder, file = posixpath.split(name)
            if file.endswith(".rels") and posixpath.basename(folder) == "_rels":
                yield from self.relations(posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels")))

    def related(self, kind: str) -> str:
        """The part of the text that has this kind of relation to it: ``styles``, ``footnotes``; empty when there is none."""
        return next((one.target for one in self.relations(self.main) if one.kind == kind and not one.is_external), "")

    def text(self, part: str) -> bytes:
        return self._read(part, LARGEST_TEXT)

    def picture(self, part: str) -> bytes:
        return self._read(part, LARGEST_PICTURE + 1)

    def _read(self, part: str, most: int) -> bytes:
        if part not in self._names:
            return b""
        with self._zip.open(part) as opened:
            return opened.read(most)


def _relation(element: etree._Element, folder: str) -> Relation:
    external = element.get("TargetMode") == "External"
    target = str(element.get("Target") or "")
    if not external:
        target = posixpath.normpath(posixpath.join(folder, target)) if not target.startswith("/") else target.lstrip("/")
    return Relation(str(element.get("Id")), str(element.get("Type") or "").rsplit("/", 1)[-1], target, external)


def _is_fetched_template(relation: Relation) -> bool:
    """A template on the web can bring a program with it; one on somebody's own disk is merely not there."""
    return relation.kind == "attachedTemplate" and relation.target.lower().startswith(("http:", "https:", "ftp:"))


def parsed(content: bytes) -> etree._Element:
    """The tree of a part. Entities are never resolved, nothing is fetched, and depth and length keep to the parser's limits."""
    return etree.fromstring(
        content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
    )
