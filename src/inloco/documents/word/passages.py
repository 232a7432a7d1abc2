"""Pandoc's tree as passages in reading order: what the sections of a paper and the contradiction check are both made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from inloco.documents.blocks import safe_address
from inloco.documents.word.text_parts import LEVEL, PAGE_END, SIGNS

BOLD_HEADING = 9
LEVELS = "".join(chr(ord(LEVEL) + level) for level in range(10))
STRUCK = "Some words are struck through: they stand there as ordinary words. Delete in Word what no longer holds."
EQUATION = "An equation stands there as it is typed. Say in words what it means."
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Piece:
    """Words in one style. ``image`` is the address of a picture whose description are the words, ``wide`` its centimetres where
    the file gives them; ``note`` a footnote's number."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    image: str = ""
    wide: float = 0.0
    note: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell of a table. ``repeats`` where it only continues one that spans several."""

    pieces: tuple[Piece, ...] = ()
    repeats: bool = False


@dataclass(frozen=True)
class Passage:
    """``heading``, ``paragraph``, ``quote``, ``item``, ``more`` (another paragraph of an item), ``code``, ``caption``, ``table``.

    ``level`` is a heading's from 1 (a title has 0) or an item's depth from 0; ``marker`` is what stands before an item: ``-``,
    ``3.``, ``b)``. ``paragraph`` counts those with words from 1, in tables too; ``page`` is the one that Word last noted.
    """

    kind: str
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    marker: str = ""
    head: tuple[tuple[Cell, ...], ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    page: int = 1
    paragraph: int = 1

    @property
    def words(self) -> str:
        return words_of(self.pieces)


@dataclass
class Passages:
    """All passages of a file, its footnotes in the order of their numbers, and what a person should know about the reading."""

    listed: list[Passage] = field(default_factory=list)
    footnotes: list[tuple[Piece, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def words_of(pieces: Iterable[Piece]) -> str:
    """The words alone, on one line."""
    return " ".join("".join(one.text for one in pieces if not one.image).split())


def passages_of(blocks: Sequence[Any]) -> Passages:
    """The passages of pandoc's blocks. A short line that is bold from end to end is a heading: how many papers mark one."""
    walk = _Walk()
    walk.blocks(blocks, "")
    has_styles = any(one.kind == "heading" and one.level > 0 for one in walk.made.listed)
    walk.made.listed = [
        replace(one, kind="heading", level=BOLD_HEADING if has_styles else 1, pieces=_unstyled(one.pieces))
        if one.kind == "paragraph" and _looks_like_heading(one)
        else one
        for one in walk.made.listed
    ]
    return walk.made


class _Walk:
    """One walk through one tree."""

    def __init__(self) -> None:
        self.made = Passages()
        self.page = 1
        self.paragraph = 0

    def blocks(self, blocks: Iterable[Any], style: str) -> None:
        for block in blocks:
            content = block.get("c")
            match block["t"]:
                case "Para" | "Plain":
                    self.prose("quote" if "quote" in style else "paragraph", content)
                case "Header":
                    self.prose("heading", content[2], level=content[0])
                case "Div":
                    self.blocks(content[1], _style(content[0]) or style)
                case "BlockQuote":
                    self.blocks(content, style)
                case "BulletList":
                    self.items((("-", item) for item in content), 0)
                case "OrderedList":
                    self.items(_numbered(content), 0)
                case "Table":
                    self.table(content)
                case "Figure":
                    self.blocks([*content[2], *content[1][1]], style)
                case "LineBlock":
                    for line in content:
                        self.prose("paragraph", line)
                case "DefinitionList":
                    for term, meanings in content:
                        self.prose("paragraph", term)
                        for meaning in meanings:
                            self.blocks(meaning, style)
                case "CodeBlock":
                    self.prose("code", [{"t": "Str", "c": content[1]}])

    def prose(self, kind: str, inlines: Sequence[Any], level: int = 0, marker: str = "") -> None:
        pieces = tuple(self.inlines(inlines))
        text = "".join(one.text for one in pieces)
        ends = text.count(PAGE_END)
        before = len(text) - len(text.lstrip(f" \n{PAGE_END}{LEVELS}"))
        leading = text[:before].count(PAGE_END)
        if kind == "paragraph" and (found := re.search(f"[{LEVELS}]", text)):
            kind, level = "heading", ord(found[0]) - ord(LEVEL)
        pieces = _trimmed([replace(one, text=SIGNS.sub("", one.text)) for one in pieces])
        if not pieces:
            self.page += ends
            return
        self.page += leading
        self.paragraph += 1
        self.made.listed.append(Passage(kind, pieces, level, marker, page=self.page, paragraph=self.paragraph))
        self.page += ends - leading

    def items(self, items: Iterable[tuple[str, Sequence[Any]]], depth: int) -> None:
        for marker, blocks in items:
            is_first = True
            for block, style in _unwrapped(blocks, ""):
                content = block.get("c")
                match block["t"]:
                    case "Para" | "Plain":
                        at = max(depth, _styled_depth(style))
                        self.prose("item" if is_first else "more", content, at, marker)
                        is_first = False
                    case "BulletList":
                        self.items((("-", item) for item in content), depth + 1)
                    case "OrderedList":
                        self.items(_numbered(content), depth + 1)
                    case _:
                        self.blocks([block], style)

    def table(self, content: Sequence[Any]) -> None:
        _, caption, columns, head, bodies, foot = content
        groups = [head[1], *(rows for body in bodies for rows in (body[2], body[3])), foot[1]]
        if len(columns) == 1:  # a frame around text
            self.blocks(caption[1], "")
            for rows in groups:
                for _, cells in rows:
                    for cell in cells:
                        self.blocks(cell[4], "")
            return
        self.blocks(caption[1], "caption")
        caption_is_last = bool(caption[1]) and bool(self.made.listed) and self.made.listed[-1].kind == "paragraph"
        if caption_is_last:
            self.made.listed[-1] = replace(self.made.listed[-1], kind="caption")
        page, paragraph = self.page, self.paragraph + 1
        filled = [row for rows in groups for row in self.grid(rows, len(columns))]
        count = len(head[1])
        header = [row for row in filled[:count] if any(words_of(cell.pieces) for cell in row)]
        body = [row for row in filled[count:] if any(cell.pieces for cell in row)]
        if header or body:
            self.made.listed.append(Passage("table", head=tuple(header), rows=tuple(body), page=page, paragraph=paragraph))

    def grid(self, rows: Sequence[Any], width: int) -> Iterator[tuple[Cell, ...]]:
        """Rows of equal length: a cell that spans several columns or rows stands in each of them."""
        below: dict[int, tuple[int, Cell]] = {}
        for _, cells in rows:
            row: list[Cell] = []
            waiting = list(cells)
            while len(row) < width:
                at = len(row)
                if at in below:
                    left, cell = below.pop(at)
                    row.append(replace(cell, repeats=True))
                    if left > 1:
                        below[at] = (left - 1, cell)
                    continue
                if not waiting:
                    row.append(Cell())
                    continue
                _, _, down, across, blocks = waiting.pop(0)
                cell = Cell(self.cell(blocks))
                for place in range(min(across, width - at)):
                    row.append(replace(cell, repeats=place > 0))
                    if down > 1:
                        below[at + place] = (down - 1, cell)
            yield tuple(row[:width])

    def cell(self, blocks: Sequence[Any]) -> tuple[Piece, ...]:
        """The words of a cell: its paragraphs follow each other, the items of a list behind a bullet each."""
        walk = _Walk()
        walk.made.footnotes, walk.made.notes = self.made.footnotes, self.made.notes
        walk.page, walk.paragraph = self.page, self.paragraph
        walk.blocks(blocks, "")
        self.page, self.paragraph = walk.page, walk.paragraph
        pieces: list[Piece] = []
        for one in walk.made.listed:
            before = " " if pieces else ""
            if one.kind == "item":
                before += f"{one.marker if one.marker != '-' else '•'} "
            inner = [cell.pieces for row in (*one.head, *one.rows) for cell in row if not cell.repeats]
            for place, each in enumerate(inner or [one.pieces]):
                pieces += [Piece(before if place == 0 else " "), *each] if before or place else [*each]
        return _trimmed(pieces)

    def inlines(self, inlines: Iterable[Any], strong: bool = False, emphasis: bool = False, href: str = "") -> Iterator[Piece]:
        for inline in inlines:
            content = inline.get("c")
            match inline["t"]:
                case "Str":
                    yield Piece(content, strong, emphasis, href)
                case "Space" | "SoftBreak":
                    yield Piece(" ", strong, emphasis, href)
                case "LineBreak":
                    yield Piece("\n", strong, emphasis, href)
                case "Strong":
                    yield from self.inlines(content, True, emphasis, href)
                case "Emph":
                    yield from self.inlines(content, strong, True, href)
                case "Superscript":
                    for piece in self.inlines(content, strong, emphasis, href):
                        yield replace(piece, text=piece.text.translate(RAISED)) if SIGNS.sub("", piece.text).isdigit() else piece
                case "Strikeout":
                    self.note(STRUCK)
                    yield from self.inlines(content, strong, emphasis, href)
                case "Underline" | "SmallCaps" | "Subscript":
                    yield from self.inlines(content, strong, emphasis, href)
                case "Quoted":
                    marks = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
                    yield Piece(marks[0], strong, emphasis, href)
                    yield from self.inlines(content[1], strong, emphasis, href)
                    yield Piece(marks[1], strong, emphasis, href)
                case "Cite" | "Span":
                    yield from self.inlines(content[1], strong, emphasis, href)
                case "Code":
                    yield Piece(content[1], strong, emphasis, href)
                case "Math":
                    self.note(EQUATION)
                    yield Piece(content[1], strong, emphasis, href)
                case "Link":
                    yield from self.inlines(content[1], strong, emphasis, safe_address(content[2][0]))
                case "Image":
                    yield Piece(words_of(self.inlines(content[1])), image=content[2][0], wide=_centimetres(content[0]))
                case "Note":
                    yield self.footnote(content)

    def footnote(self, blocks: Sequence[Any]) -> Piece:
        self.made.footnotes.append(())
        number = len(self.made.footnotes)
        self.made.footnotes[number - 1] = self.cell(blocks)
        return Piece(f" (note {number})", note=number)

    def note(self, words: str) -> None:
        if words not in self.made.notes:
            self.made.notes.append(words)


def _trimmed(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Without blanks at both ends; nothing where no words and no picture are left."""
    left = [one for one in pieces if one.text or one.image]
    while left and not left[0].image and not left[0].text.strip():
        left.pop(0)
    while left and not left[-1].image and not left[-1].text.strip():
        left.pop()
    return tuple(left)


def _unwrapped(blocks: Iterable[Any], style: str) -> Iterator[tuple[Any, str]]:
    """The blocks of an item without the divisions that only name their style."""
    for block in blocks:
        if block["t"] == "Div":
            yield from _unwrapped(block["c"][1], _style(block["c"][0]) or style)
        elif block["t"] == "BlockQuote":
            yield from _unwrapped(block["c"], style)
        else:
            yield block, style


def _style(attributes: Sequence[Any]) -> str:
    return str(next((value for key, value in attributes[2] if key == "custom-style"), "")).casefold()


def _centimetres(attributes: Sequence[Any]) -> float:
    """The width that the file gives a picture; 0 where it gives none. Pandoc tells it in inches."""
    width = next((value for key, value in attributes[2] if key == "width"), "")
    found = re.fullmatch(r"(\d+(?:\.\d+)?)in", width)
    return round(float(found[1]) * 2.54, 1) if found else 0.0


def _styled_depth(style: str) -> int:
    """How deep a style says that an item is: 1 for “List Bullet 2”."""
    found = re.fullmatch(r"list (?:bullet|number) (\d)", style)
    return int(found[1]) - 1 if found else 0


def _numbered(content: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    (start, style, close), items = content
    for number, item in enumerate(items, start):
        match style["t"]:
            case "LowerAlpha" | "UpperAlpha":
                mark = "".join(chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1))
            case "LowerRoman" | "UpperRoman":
                mark = _roman(number)
            case _:
                mark = str(number)
        mark = mark.upper() if style["t"].startswith("Upper") else mark
        yield {"OneParen": f"{mark})", "TwoParens": f"({mark})"}.get(close["t"], f"{mark}."), item


def _roman(number: int) -> str:
    made = ""
    for value, sign in ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                        (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):  # fmt: skip
        while number >= value:
            made, number = made + sign, number - value
    return made


def _looks_like_heading(one: Passage) -> bool:
    """A short line that is bold from end to end and no sentence."""
    words = one.words
    spoken = [piece for piece in one.pieces if piece.text.strip()]
    if not words or not spoken or any(piece.image or "\n" in piece.text for piece in one.pieces):
        return False
    return len(words) <= 80 and all(piece.strong for piece in spoken) and words[-1] not in ".,;:?!" and not words[0].isdigit()


def _unstyled(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(replace(one, strong=False, emphasis=False) for one in pieces)
