"""Papers in Markdown or plain text, also text taken out of a PDF whose tables have only blanks between the columns."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from inloco.documents.paper_text.columns import is_spaced_row, split_columns
from inloco.documents.paper_text.paper import Block, Kind, PaperText, Row

HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
UNDERLINE = re.compile(r"^\s{0,3}(=+|-{3,})\s*$")
RULE = re.compile(r"^\s{0,3}([-*_])(\s*\1){2,}\s*$")
SMALL_O = re.compile(r"^\s+o {2,}")
NUMBERED = re.compile(r"\(?\w+\)|[a-z]\.|\d{1,2}\.")
ITEM = re.compile(r"^(\s*)([-*+•·▪◦o]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+(?=\S)(.*)$")
SUB_ITEM = re.compile(r"^[-*•]\s+((?:I{1,3}|IV|V|VI{0,3}|\(?[a-z]\)|\d{1,2}(?=[.)]))[.)]?)\s+(.*)$")
DIVIDER = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
TAGS = re.compile(r"</?(?:b|i|em|strong|sup|sub|u|span|p|ul|ol|table|tr|td|th|del|s)\b[^>]*>", re.I)
BREAKS = re.compile(r"<br\s*/?>|</li>\s*<li[^>]*>|</?li[^>]*>", re.I)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{2,3})(?=\S)|(?<=\S)(\*{1,3}|_{2,3})(?![\w*])")
COMMENT = re.compile(r"<!--.*?-->", re.S)


def read_plain(text: str, kind: str = "md", name: str = "") -> PaperText:
    """The blocks of ``text``, with lines counted from 1. Never refuses: whatever it is, it is at least paragraphs."""
    without = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text.replace("\r\n", "\n").replace("\r", "\n"))
    return PaperText(tuple(_blocks(without.replace("\f", "\n").expandtabs(1) if "\t" not in without else without)), kind, name)


def cleaned(text: str) -> str:
    """``text`` without marks of formatting."""
    if "<" in text or "&" in text:
        text = html.unescape(TAGS.sub("", BREAKS.sub("; ", text)))
    if "[" in text:
        text = LINK.sub(r"\1", text)
    text = EMPHASIS.sub("", text) if "*" in text or "_" in text else text
    text = text.replace("\\", "") if "\\" in text else text
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u2009", " ").replace("\u202f", " ")).strip(" ;")


def _blocks(text: str) -> Iterator[Block]:
    lines = [line.replace("\f", "") for line in text.split("\n")]
    number = 0
    while number < len(lines):
        line = lines[number]
        if not line.strip() or RULE.match(line) or line.strip().startswith("```"):
            number += 1
        elif heading := HEADING.match(line):
            yield Block(Kind.HEADING, number + 1, cleaned(heading[2]), ((0, number + 1),), len(heading[1]))
            number += 1
        elif taken := _table(lines, number):
            table, number = taken
            yield table
        else:
            block, number = _prose(lines, number)
            yield block


def _table(lines: Sequence[str], start: int) -> tuple[Block, int] | None:
    line = lines[start]
    after = lines[start + 1] if start + 1 < len(lines) else ""
    if line.count("|") and (line.strip().startswith("|") or (DIVIDER.match(after) and "|" in after)):
        return _rows(lines, start, lambda one: "|" in one, _piped)
    if "\t" in line.strip("\n"):
        return _rows(lines, start, lambda one: "\t" in one, lambda one: one.split("\t"))
    if is_spaced_row(line) and is_spaced_row(after):
        end = start
        while end < len(lines) and is_spaced_row(lines[end]):
            end += 1
        split = split_columns(lines[start:end])
        if split is not None:
            rows = tuple(Row(tuple(cleaned(cell) for cell in cells), start + at + 1) for at, cells in enumerate(split))
            return Block(Kind.TABLE, start + 1, rows=rows), end
    return None


def _rows(lines: Sequence[str], start: int, belongs, split) -> tuple[Block, int]:  # type: ignore[no-untyped-def]
    rows: list[Row] = []
    number = start
    while number < len(lines) and lines[number].strip() and belongs(lines[number]):
        if not DIVIDER.match(lines[number]):
            rows.append(Row(tuple(cleaned(cell) for cell in split(lines[number])), number + 1))
        number += 1
    return Block(Kind.TABLE, start + 1, rows=tuple(rows)), number


def _piped(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))


def _prose(lines: Sequence[str], start: int) -> tuple[Block, int]:
    """A paragraph or item with the lines that go on with it."""
    found = ITEM.match(lines[start])
    marker, level, first = "", 0, lines[start]
    if found and not re.match(r"^\s*[A-Z]\. [A-Z]\w+$", lines[start]):
        marker, first = found[2], found[3]
        level = len(found[1].expandtabs(4)) // 2
        if inner := SUB_ITEM.match(lines[start].strip()):
            marker, first = inner[1], inner[2]
    number = start + 1
    pieces = [(start + 1, first)]
    while number < len(lines) and lines[number].strip() and not _starts_anew(lines, number):
        if UNDERLINE.match(lines[number]):
            text = cleaned(" ".join(piece for _, piece in pieces))
            return Block(Kind.HEADING, start + 1, text, ((0, start + 1),), 1 if "=" in lines[number] else 2), number + 1
        pieces.append((number + 1, lines[number]))
        number += 1
    text, starts = joined(pieces)
    kind = Kind.ITEM if marker else Kind.PARAGRAPH
    bold = all(re.fullmatch(r"\s*\*\*[^*]+\*\*\s*", piece) for _, piece in pieces)
    if kind is Kind.PARAGRAPH and bold and len(text) < 140:
        return Block(Kind.HEADING, start + 1, text, starts, 6), number
    return Block(kind, start + 1, text, starts, level, marker), number


def _starts_anew(lines: Sequence[str], number: int) -> bool:
    line = lines[number]
    if HEADING.match(line) or (RULE.match(line) and not UNDERLINE.match(line)) or "\t" in line:
        return True
    if (item := ITEM.match(line)) and (item[2] in "-*+•·▪◦" or SMALL_O.match(line) or NUMBERED.fullmatch(item[2])):
        return True
    return _table(lines, number) is not None


def joined(pieces: Sequence[tuple[int, str]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Lines put together with blanks, and the offset at which each begins. A word broken at a line's end is mended."""
    text, starts = "", []
    for line, piece in pieces:
        clean = cleaned(piece)
        if not clean:
            continue
        if text and not (text.endswith("-") and text[-2:-1].isalpha() and clean[:1].islower()):
            text += " "
        starts.append((len(text), line))
        text += clean
    return text, tuple(starts)
