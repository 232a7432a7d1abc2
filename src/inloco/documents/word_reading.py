"""A Word paper read into sections of Markdown: headings, paragraphs, lists, tables, links, footnotes and pictures.

What cannot be shown (a drawing, a picture of another kind, tracked changes) is said in ``notes``, never dropped silently. Macros
and links to other files are not followed; a file that would unpack to more than is reasonable is refused before it is unpacked.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from inloco.analytics.errors import InputRefused
from inloco.documents.blocks import safe_address
from inloco.documents.figure_references import REFERENCE
from inloco.documents.pictures import is_drawable, kind_of

LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 5_000
LARGEST_PICTURE = 10 * 1024 * 1024
FIRST = "Paper"
"""The heading of what stands before the first heading."""


@dataclass(frozen=True)
class WordPicture:
    """A picture of the file; ``key`` is made of its content."""

    key: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class WordPaper:
    """Heading and Markdown of every section, the pictures that they show, and what a person should know about the reading."""

    title: str
    sections: tuple[tuple[str, str], ...]
    pictures: tuple[WordPicture, ...]
    notes: tuple[str, ...]


def read_word(content: bytes, name: str = "The file") -> WordPaper:
    """The paper in a ``.docx`` file. Raises InputRefused for what is none, is damaged, locked, too large or empty."""
    _refuse_unreasonable(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
        reading = _Reading(document)
        reading.read()
    except (KeyError, ValueError, AttributeError, IndexError, zipfile.BadZipFile, SyntaxError) as broken:
        raise InputRefused(f"{name} is damaged and cannot be read.", action="Open it in Word and save it again.") from broken
    if not any(text.strip() for _, text in reading.sections):
        raise InputRefused(f"{name} has no text.", action="Choose another file; a scan has to be sent as PDF.")
    return WordPaper(
        document.core_properties.title or "", tuple(reading.sections), tuple(reading.pictures.values()), tuple(reading.notes)
    )


def _refuse_unreasonable(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
                raise InputRefused(
                    f"{name} unpacks to more than is reasonable.", action="Make its pictures smaller and save it again."
                )
            if "word/document.xml" not in archive.namelist():
                raise InputRefused(f"{name} is not a Word file.", action="Save it as .docx and choose that file.")
            if any(one.flag_bits & 0x1 for one in parts):
                raise InputRefused(f"{name} is locked with a password.", action="Take the password off and save it again.")
            for one in parts:
                if one.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(one).read(4_096).upper():
                    raise InputRefused(
                        f"{name} carries definitions that no Word file needs.", action="Open it in Word and save it again."
                    )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as broken:
        raise InputRefused(f"{name} is damaged and cannot be read.", action="Open it in Word and save it again.") from broken


class _Reading:
    """One reading of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sections: list[tuple[str, str]] = []
        self.pictures: dict[str, WordPicture] = {}
        self.notes: list[str] = []
        self._heading = FIRST
        self._is_title = False
        self._lines: list[str] = []
        self._counters: dict[tuple[str, int], int] = {}
        self._footnotes = _footnotes_of(document)

    def read(self) -> None:
        body = self.document.element.body
        if body.iter(qn("w:ins")) and next(body.iter(qn("w:del"), qn("w:ins")), None) is not None:
            self._note(
                "It has tracked changes: what was inserted is read, what was deleted is left out. Accept or reject them in Word."
            )
        if next(body.iter(qn("w:txbxContent")), None) is not None:
            self._note("It has text boxes: their words are not read. Move them into the text.")
        top = _top_level(self.document)
        for one in self._blocks(body):
            if isinstance(one, Table):
                self._table(one)
                continue
            level = _heading_level(one)
            if level is not None and one.text.strip():
                if level <= top:
                    self._close()
                    self._is_title = level == 0
                    self._heading = " ".join(one.text.split())[:120]
                else:
                    self._lines += [f"{'#' * min(level - top, 4)} {_escaped(' '.join(one.text.split()))}", ""]
                continue
            self._paragraph(one)
        self._close()
        if self._footnotes and self.sections:
            used = "\n".join(f"{number}. {words}" for number, words in enumerate(self._footnotes.values(), 1))
            self.sections.append(("Notes", used))

    def _blocks(self, body: Any) -> Iterator[Paragraph | Table]:
        """Paragraphs and tables in their order, those within content controls too."""
        for child in body.iterchildren():
            if child.tag == qn("w:p"):
                yield Paragraph(child, self.document._body)
            elif child.tag == qn("w:tbl"):
                yield Table(child, self.document._body)
            elif child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                if content is not None and not _is_contents(child):
                    yield from self._blocks(content)

    def _close(self) -> None:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()
        if text or (self._heading != FIRST and not self._is_title):
            self.sections.append((self._heading, text))
        self._lines = []

    def _note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    def _paragraph(self, one: Paragraph) -> None:
        style = (one.style.name or "").casefold() if one.style is not None else ""
        if style.startswith(("toc", "table of")):
            return
        text = self._inline(one._p)
        if not text.strip():
            if self._lines and self._lines[-1]:
                self._lines.append("")
            return
        listed = _list_of(one, style)
        if listed is not None:
            level, numbered = listed
            mark = "1." if numbered else "-"
            self._lines.append(f"{'   ' * level}{mark} {text.strip()}")
            return
        if self._lines and self._lines[-1].lstrip().startswith(("- ", "1. ")):
            self._lines.append("")
        self._lines += [f"> {text.strip()}" if "quote" in style else text.strip(), ""]

    def _inline(self, element: Any) -> str:
        """The words of a paragraph with their emphasis, links and pictures."""
        parts: list[tuple[str, bool, bool]] = []
        for child in element.iterchildren():
            if child.tag == qn("w:r"):
                parts += self._run(child)
            elif child.tag == qn("w:hyperlink"):
                words = "".join(text for run in child.iter(qn("w:r")) for text, _, _ in self._run(run))
                address = self._address(child)
                parts.append((f"[{words}]({address})" if address and words.strip() else words, False, False))
            elif child.tag in (qn("w:ins"), qn("w:smartTag"), qn("w:fldSimple")):
                parts.append((self._inline(child), False, False))
            elif child.tag == qn("w:sdt"):
                content = child.find(qn("w:sdtContent"))
                if content is not None:
                    parts.append((self._inline(content), False, False))
        return REFERENCE.sub(lambda one: re.sub(r"\\([\\`*_<>])", r"\1", one[0]), _joined(parts))

    def _run(self, run: Any) -> list[tuple[str, bool, bool]]:
        properties = run.find(qn("w:rPr"))
        bold, italic = _is_on(properties, "w:b"), _is_on(properties, "w:i")
        if _is_on(properties, "w:vanish"):
            return []
        parts: list[tuple[str, bool, bool]] = []
        for child in run.iterchildren():
            if child.tag == qn("w:t"):
                parts.append((_escaped(child.text or ""), bold, italic))
            elif child.tag == qn("w:tab"):
                parts.append((" ", False, False))
            elif child.tag in (qn("w:br"), qn("w:cr")):
                parts.append(("  \n" if child.get(qn("w:type")) in (None, "textWrapping") else " ", False, False))
            elif child.tag == qn("w:noBreakHyphen"):
                parts.append(("-", bold, italic))
            elif child.tag == qn("w:footnoteReference"):
                number = list(self._footnotes).index(child.get(qn("w:id"))) + 1 if child.get(qn("w:id")) in self._footnotes else 0
                parts.append((f" (note {number})" if number else "", False, False))
            elif child.tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                parts.append((self._picture(child), False, False))
        return parts

    def _address(self, link: Any) -> str:
        key = link.get(qn("r:id"))
        relation = self.document.part.rels.get(key) if key else None
        return (
            safe_address(str(relation.target_ref)).replace(")", "%29").replace(" ", "%20")
            if relation is not None and relation.is_external
            else ""
        )

    def _picture(self, drawing: Any) -> str:
        blip = next(drawing.iter(qn("a:blip")), None)
        described = next(drawing.iter(qn("wp:docPr")), None)
        alt = " ".join((described.get("descr") or "").split()) if described is not None else ""
        alt = re.sub(r"[\[\]]", "", alt)
        key = blip.get(qn("r:embed")) if blip is not None else None
        relation = self.document.part.rels.get(key) if key else None
        if relation is None or relation.is_external:
            self._note("A drawing or a linked picture cannot be shown and is left out. Save it as a picture within the file.")
            return f"[Drawing: {alt or 'not shown'}]"
        content = bytes(relation.target_part.blob)
        kind = kind_of(content)
        if not kind or len(content) > LARGEST_PICTURE or not is_drawable(content):
            self._note(
                "A picture is damaged, too large, or of a kind that cannot be shown: save it as PNG or JPEG of at most 10 MB."
            )
            return f"[Picture: {alt or 'not shown'}]"
        name = hashlib.sha256(content).hexdigest()[:24]
        self.pictures.setdefault(name, WordPicture(name, kind, content))
        if not alt:
            self._note("A picture has no description. Write one between its square brackets before the paper can be signed off.")
        return f"\n\n![{alt}](picture:{name})\n\n"

    def _table(self, table: Table) -> None:
        """A table as Markdown: a cell that spans several repeats its words; paragraphs within a cell follow each other."""
        rows = [[self._cell(cell) for cell in row.cells] for row in table.rows]
        rows = [row for row in rows if any(text for text in row)]
        if not rows:
            return
        width = max(len(row) for row in rows)
        filled = [[*row, *([""] * (width - len(row)))] for row in rows]
        if width == 1:
            self._lines += ["", *(text for row in filled for text in (row[0], "") if row[0] or text == ""), ""]
            return
        head, *rest = filled
        self._lines += ["", _row(head), _row(["---"] * width), *(_row(row) for row in rest), ""]

    def _cell(self, cell: Any) -> str:
        words = [self._inline(one._p).strip() for one in cell.paragraphs]
        return " ".join(" ".join(text.split()) for text in words if text).replace("|", "\\|")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell or ' ' for cell in cells)} |"


def _joined(parts: Sequence[tuple[str, bool, bool]]) -> str:
    """The parts as Markdown; neighbours in one style share their marks, and blanks stay outside them."""
    merged: list[tuple[str, bool, bool]] = []
    for text, bold, italic in parts:
        if merged and merged[-1][1:] == (bold, italic):
            merged[-1] = (merged[-1][0] + text, bold, italic)
        elif text:
            merged.append((text, bold, italic))
    made = ""
    for text, bold, italic in merged:
        mark = "**" * bold + "*" * italic
        inside = text.strip()
        if mark and inside and "\n" not in inside:
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            made += f"{before}{mark}{inside}{mark[::-1]}{after}"
        else:
            made += text
    return made


def _escaped(text: str) -> str:
    """Words that would otherwise be read as marks of formatting. Two brackets stay: they are figure references."""
    text = re.sub(r"([\\`*_<>])", r"\\\1", text)
    return (
        re.sub(r"^(\s*)([#+-]|\d+\.)(\s)", r"\1\\\2\3", text)
        if not re.match(r"^\s*\d+\.\s", text)
        else re.sub(r"^(\s*\d+)\.", r"\1\\.", text)
    )


def _is_on(properties: Any, name: str) -> bool:
    found = properties.find(qn(name)) if properties is not None else None
    return found is not None and found.get(qn("w:val")) not in ("0", "false", "off")


def _is_contents(control: Any) -> bool:
    gallery = next(control.iter(qn("w:docPartGallery")), None)
    return gallery is not None and "contents" in str(gallery.get(qn("w:val"))).casefold()


def _heading_level(one: Paragraph) -> int | None:
    """1 to 9 for a heading by its style or outline level; a title counts as 0. None for anything else."""
    style = one.style
    names = []
    while style is not None:
        names.append((style.name or "").casefold())
        style = style.base_style
    if "title" in names[:1]:
        return 0
    for name in names:
        if found := re.fullmatch(r"heading (\d)", name):
            return int(found[1])
    outline = one._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    if outline is not None and str(outline.get(qn("w:val"))).isdigit() and int(outline.get(qn("w:val"))) < 9:
        return int(outline.get(qn("w:val"))) + 1
    return 1 if _looks_like_heading(one) else None


def _looks_like_heading(one: Paragraph) -> bool:
    """A short line that is bold from end to end and no sentence: how many papers mark a heading."""
    text = one.text.strip()
    runs = [run for run in one.runs if run.text.strip()]
    return bool(runs) and len(text) <= 80 and all(run.bold for run in runs) and text[-1] not in ".,;:?!" and not text[0].isdigit()


def _top_level(document: Document) -> int:
    """The level of heading that begins a section: the highest one that stands there at least twice, else the highest."""
    levels = [
        level for one in document.paragraphs if one.text.strip() and (level := _heading_level(one)) is not None and level > 0
    ]
    several = [level for level in sorted(set(levels)) if levels.count(level) > 1]
    return several[0] if several else min(levels, default=1)


def _list_of(one: Paragraph, style: str) -> tuple[int, bool] | None:
    """Depth and whether it is numbered; None for what is in no list."""
    numbering = one._p.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbering is None:
        if style.startswith("list bullet"):
            return _depth(style), False
        if style.startswith("list number"):
            return _depth(style), True
        return None
    level, number = numbering.find(qn("w:ilvl")), numbering.find(qn("w:numId"))
    if number is None or number.get(qn("w:val")) == "0":
        return None
    depth = int(level.get(qn("w:val"))) if level is not None else 0
    return depth, _is_numbered(one, str(number.get(qn("w:val"))), depth) if not style.startswith("list bullet") else False


def _depth(style: str) -> int:
    found = re.search(r"(\d)$", style)
    return int(found[1]) - 1 if found else 0


def _is_numbered(one: Paragraph, number: str, depth: int) -> bool:
    try:
        numbering: Any = getattr(one.part, "numbering_part").element  # noqa: B009
    except (KeyError, NotImplementedError, AttributeError):
        return False
    instance = next((each for each in numbering.iter(qn("w:num")) if each.get(qn("w:numId")) == number), None)
    link = instance.find(qn("w:abstractNumId")) if instance is not None else None
    if link is None:
        return False
    for abstract in numbering.iter(qn("w:abstractNum")):
        if abstract.get(qn("w:abstractNumId")) == link.get(qn("w:val")):
            for level in abstract.iter(qn("w:lvl")):
                if level.get(qn("w:ilvl")) == str(depth):
                    kind = level.find(qn("w:numFmt"))
                    return kind is not None and kind.get(qn("w:val")) != "bullet"
    return False


def _footnotes_of(document: Document) -> dict[str, str]:
    """The words of the footnotes by their id, in order."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes") and not relation.is_external:
            root = parse_xml(relation.target_part.blob)
            return {
                str(note.get(qn("w:id"))): _escaped(" ".join("".join(text.text or "" for text in note.iter(qn("w:t"))).split()))
                for note in root.iter(qn("w:footnote"))
                if note.get(qn("w:type")) in (None, "normal")
            }
    return {}
