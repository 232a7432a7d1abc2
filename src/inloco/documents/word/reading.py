"""A Word paper as sections of Markdown: headings, paragraphs, lists, tables, links, footnotes and pictures.

What cannot be shown (a drawing, a picture of another kind, deleted or hidden words) is said in ``notes``, never dropped silently.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from zipfile import BadZipFile

from lxml import etree  # type: ignore[import-untyped]

from inloco.analytics.errors import InputRefused
from inloco.documents.figure_references import REFERENCE
from inloco.documents.pictures import is_drawable, kind_of
from inloco.documents.word.archive import LARGEST_PICTURE, WordArchive
from inloco.documents.word.pandoc import tree_of
from inloco.documents.word.passages import Cell, Passage, Passages, Piece, passages_of, words_of
from inloco.documents.word.text_parts import TextParts, text_parts_of

FIRST = "Paper"
"""The heading of what stands before the first heading."""
LONGEST_HEADING = 120
UNDESCRIBED = "A picture has no description. Write one between its square brackets before the paper can be signed off."
UNSHOWN = "A picture is damaged, too large, or of a kind that cannot be shown: save it as PNG or JPEG of at most 10 MB."


@dataclass(frozen=True)
class WordPicture:
    """A picture of the file; ``key`` is made of its content."""

    key: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class WordPaper:
    """Heading and Markdown of every section, the pictures that they show, and what a person should know about the reading."""

    sections: tuple[tuple[str, str], ...]
    pictures: tuple[WordPicture, ...]
    notes: tuple[str, ...]


def read_word(content: bytes, name: str = "The file") -> WordPaper:
    """The paper in a ``.docx`` file. Raises InputRefused for what is none, is damaged, locked, hostile, too large or empty."""
    archive, parts, read = opened(content, name)
    writer = _Writer(archive, parts, read)
    sections = tuple(writer.sections())
    if not any(text.strip() for _, text in sections):
        raise InputRefused(f"{name} has no text.", action="Choose another file; a scan has to be sent as PDF.")
    notes = dict.fromkeys([*parts.notes, *read.notes, *writer.notes])
    return WordPaper(sections, tuple(writer.pictures.values()), tuple(notes))


def opened(content: bytes, name: str) -> tuple[WordArchive, TextParts, Passages]:
    """The file, what pandoc was given of it, and the passages that it told. Raises InputRefused."""
    archive = WordArchive(content, name)
    try:
        parts = text_parts_of(archive)
    except (etree.XMLSyntaxError, BadZipFile, zlib.error, ValueError, AttributeError, EOFError, NotImplementedError) as broken:
        raise archive.damaged() from broken
    return archive, parts, passages_of(tree_of(parts.content, name))


class _Writer:
    """Writes one paper."""

    def __init__(self, archive: WordArchive, parts: TextParts, read: Passages) -> None:
        self.archive = archive
        self.parts = parts
        self.read = read
        self.notes: list[str] = []
        self.pictures: dict[str, WordPicture] = {}
        self._known: dict[str, WordPicture | None] = {}

    def sections(self) -> Iterator[tuple[str, str]]:
        """Heading and Markdown. A title alone makes no section; footnotes come last."""
        top = _top_level(self.read.listed)
        heading, is_title, lines = FIRST, True, list[str]()
        for kind, group in groupby(self.read.listed, lambda one: one.kind in ("item", "more")):
            if kind:
                lines += [*self.items(list(group)), ""]
                continue
            for one in group:
                if one.kind == "heading" and one.level <= top:
                    if (text := _text(lines)) or not is_title:
                        yield heading, text
                    heading, is_title, lines = one.words[:LONGEST_HEADING], one.level == 0, []
                else:
                    lines += [*self.passage(one, top), ""]
        if (text := _text(lines)) or not is_title:
            yield heading, text
        if self.read.footnotes:
            yield "Notes", "\n".join(f"{number}. {self.inline(one)}" for number, one in enumerate(self.read.footnotes, 1))

    def passage(self, one: Passage, top: int) -> list[str]:
        match one.kind:
            case "heading":
                return [f"{'#' * max(1, min(one.level - top, 4))} {_escaped(one.words)}"]
            case "table":
                return self.table(one)
            case "caption":
                return [f"Table: {self.inline(one.pieces)}"]
            case "quote":
                return [f"> {line}" if line else ">" for line in self.paragraph(one.pieces).split("\n")]
            case "code":
                return ["```", *one.words.replace("```", "'''").split("\n"), "```"]
            case _:
                return [self.paragraph(one.pieces)]

    def items(self, items: Sequence[Passage]) -> list[str]:
        """A list. Markdown numbers from 1 by figures only: an item with another number keeps it as words, so that a paper that
        refers to “paragraph 7” or “(b)” stays true."""
        lines: list[str] = []
        indents: dict[int, int] = {}
        expected: dict[int, int] = {}
        for one in items:
            level = min(one.level, max(indents, default=-1) + 1)
            for deeper in [each for each in indents if each > level]:
                del indents[deeper]
                expected.pop(deeper, None)
            base = indents.get(level - 1, 0)
            text = self.paragraph(one.pieces)
            if one.kind == "more":
                lines += ["", *_indented(text, indents.get(level, 0))]
                continue
            if one.marker == "-":
                mark = "- "
                expected.pop(level, None)
            elif one.marker == f"{expected.get(level, 1)}.":
                mark = f"{one.marker} "
                expected[level] = expected.get(level, 1) + 1
            elif level == 0:
                expected.pop(level, None)
                indents[level] = 0
                lines += ["", re.sub(r"^(\d+)\.", r"\1\\.", one.marker) + f" {text}", ""]
                continue
            else:
                mark, text = "- ", re.sub(r"^(\d+)\.", r"\1\\.", one.marker) + f" {text}"
            indents[level] = base + len(mark)
            lines += [
                f"{' ' * base}{mark}{line}" if at == 0 else line for at, line in enumerate(_indented(text, base + len(mark), 1))
            ]
        return lines

    def table(self, one: Passage) -> list[str]:
        """A table as Markdown: a cell that spans several repeats its words; several rows of headings become one."""
        head, rows = ([_merged(one.head)], list(one.rows)) if one.head else ([list(one.rows[0])], list(one.rows[1:]))
        width = len(head[0])
        written = [_row([self.cell(cell) for cell in row]) for row in (*head, *rows)]
        return [written[0], _row(["---"] * width), *written[1:]]

    def cell(self, cell: Cell) -> str:
        return " ".join(self.inline(cell.pieces).split()).replace("|", "\\|")

    def paragraph(self, pieces: Sequence[Piece]) -> str:
        """The pieces as a paragraph; a picture stands in one of its own."""
        made: list[str] = []
        for is_picture, group in groupby(pieces, lambda one: bool(one.image)):
            listed = list(group)
            if is_picture:
                made += [self.picture(one) for one in listed]
            elif words := self.inline(listed).strip():
                made.append("  \n".join(_safe_start(line.strip()) for line in words.split("\n") if line.strip()))
        return "\n\n".join(made)

    def inline(self, pieces: Iterable[Piece]) -> str:
        """The pieces as Markdown: neighbours in one style share their marks, and blanks stay outside them. Two brackets stay as
        they are: a figure reference that is typed in Word stays live."""
        made = ""
        groups = [
            (key, list(group)) for key, group in groupby(pieces, lambda one: (one.strong, one.emphasis, one.href, one.image))
        ]
        for at, ((strong, emphasis, href, image), group) in enumerate(groups):
            if image:
                made += self.picture(group[0])
                continue
            text = _escaped("".join(one.text for one in group))
            inside = text.strip()
            if not inside or "\n" in inside:
                made += text
                continue
            before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
            following = groups[at + 1][1][0].text[:1] if at + 1 < len(groups) else ""
            mark = "**" * strong + "*" * emphasis
            if mark and _can_flank(made[-1:] if not before else " ", inside, following if not after else " "):
                inside = f"{mark}{inside}{mark[::-1]}"
            if href:
                inside = f"[{inside}]({href.replace(')', '%29').replace('(', '%28').replace(' ', '%20')})"
            made += f"{before}{inside}{after}"
        return REFERENCE.sub(lambda one: re.sub(r"\\([\\`*_<>&])", r"\1", one[0]), made)

    def picture(self, piece: Piece) -> str:
        alt = re.sub(r"[\[\]]", "", piece.text)
        found = self._picture(piece.image)
        if found is None:
            self._note(UNSHOWN)
            return f"[Picture: {alt or 'not shown'}]"
        if not alt:
            self._note(UNDESCRIBED)
        size = f' "{piece.wide:g} cm"' if piece.wide else ""
        return f"![{alt}](picture:{found.key}{size})"

    def _picture(self, address: str) -> WordPicture | None:
        if address not in self._known:
            content = self.archive.picture(self.parts.images.get(address, ""))
            kind = kind_of(content)
            found = None
            if kind and len(content) <= LARGEST_PICTURE and is_drawable(content):
                found = WordPicture(hashlib.sha256(content).hexdigest()[:24], kind, content)
                self.pictures.setdefault(found.key, found)
            self._known[address] = found
        return self._known[address]

    def _note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)


def _top_level(listed: Sequence[Passage]) -> int:
    """The level of heading that begins a section: the highest one that stands there at least twice, else the highest."""
    levels = [one.level for one in listed if one.kind == "heading" and one.level > 0]
    several = [level for level in sorted(set(levels)) if levels.count(level) > 1]
    return several[0] if several else min(levels, default=1)


def _text(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _merged(head: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Several rows of headings as one: what stands above, then what stands below, said once."""
    made: list[Cell] = []
    for column in zip(*head, strict=True):
        said: dict[str, Cell] = {}
        for cell in column:
            if words := words_of(cell.pieces):
                said.setdefault(words, cell)
        pieces = [piece for at, cell in enumerate(said.values()) for piece in ((Piece(" "),) if at else ()) + cell.pieces]
        made.append(Cell(tuple(pieces)))
    return made


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell or ' ' for cell in cells)} |"


def _indented(text: str, by: int, after: int = 0) -> list[str]:
    """The lines of ``text``, set in by so many blanks from line ``after`` on."""
    return [f"{' ' * by}{line}" if line and at >= after else line for at, line in enumerate(text.split("\n"))]


def _can_flank(before: str, inside: str, following: str) -> bool:
    """Whether marks of emphasis would be read as such there: not between a letter and a sign."""
    opens = not (before.isalnum() and not inside[0].isalnum())
    return opens and not (following.isalnum() and not inside[-1].isalnum())


def _escaped(text: str) -> str:
    """Words that would otherwise be read as marks of formatting."""
    text = re.sub(r"([\\`*_<>])", r"\\\1", text)
    text = re.sub(r"&(?=#?\w+;)", r"\\&", text)
    return re.sub(r"(?<!\])\](?=\()", r"\\]", text)


def _safe_start(line: str) -> str:
    """A line whose first sign would make a heading, a list or a rule of it."""
    if re.match(r"\d+[.)](\s|$)", line):
        return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)
    return re.sub(r"^(#{1,6}(?=\s|$)|[+-](?=\s|$)|[-=~]{2,}|\|)", r"\\\1", line)
