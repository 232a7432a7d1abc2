"""A paper's Markdown as parts that every output builds its own elements from, with its figures in their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from inloco.documents.blocks import safe_address
from inloco.documents.charts import Chart
from inloco.documents.figure_references import CODE, REFERENCE, Kind
from inloco.documents.live_exhibits import Grid, Span, actions_grid, areas_grid, line_words, live_chart, months_grid
from inloco.documents.live_figures import LiveFigure
from inloco.documents.paper import Picture
from inloco.documents.small_numbers import counts_people, few_in, is_small_cell
from inloco.documents.sparklines import sparkline

OPEN, CLOSE = "\ue000", "\ue001"
PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")
LEFT_OUT = "A passage that names a small number of people is left out of the public edition."
UNKNOWN_FIGURE = "[figure not found: {}]"
NUMBERED = re.compile(r" {0,3}(\d{1,9})[.)] +\S")
LISTED = re.compile(r"\s*(?:\d{1,9}[.)]|[-*+>|#]|```|~~~)|\s{4,}|\t")
"""What a line begins with that is no paragraph's."""
WIDTH = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)\s?cm")
"""How wide a picture stands, in the place of Markdown's title: ``![A map](picture:key "6.5 cm")``."""
CAPTION = re.compile(r"^table:\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A piece of a section. ``kind``: paragraph, heading, bullets, numbers, quote, code, table, chart, picture, left_out.
    ``items`` are a list's, each with parts of its own, the first numbered ``start``; ``parts`` those within a quotation;
    ``level`` a heading's, from 1; ``width`` a picture's in points, where the text gives one (0: its own)."""

    kind: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    items: tuple[tuple[Part, ...], ...] = ()
    parts: tuple[Part, ...] = ()
    start: int = 1
    grid: Grid | None = None
    chart: Chart | None = None
    picture: Picture | None = None
    width: float = 0.0
    words: str = ""


@dataclass
class Sources:
    """The figures of a paper in the order in which they are first named: each has a number, printed beside it."""

    listed: dict[str, LiveFigure] = field(default_factory=dict)

    def number(self, live: LiveFigure) -> int:
        key = f"{live.indicator} {live.area} {live.period} {live.cells[0].period if live.cells else ''} {live.title}"
        self.listed.setdefault(key, live)
        return list(self.listed).index(key) + 1


@dataclass(frozen=True)
class Setting:
    """What a text is set with: its figures, its pictures, the numbering of its sources, and in a public edition the number of
    people up to which a typed passage is left out (0: nothing is)."""

    figures: Mapping[str, LiveFigure] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    sources: Sources = field(default_factory=Sources)
    few: int = 0
    caption: str = ""
    title: str = ""
    shows_pictures: bool = True


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def parts_of(markdown: str, setting: Setting) -> tuple[Part, ...]:
    """The parts of ``markdown``. HTML is text. A reference whose figure is not known says so in its place."""
    text, written = _marked(markdown)
    return _Reader(written, setting).read(SyntaxTreeNode(_parser().parse(text)))


def _marked(markdown: str) -> tuple[str, list[str]]:
    """The text with a mark in the place of each reference, since a stroke would end a table's cell; and the references."""
    written: list[str] = []
    lines = []
    fenced = False
    for line in _lists_apart(re.sub(f"[{OPEN}{CLOSE}\x00]", "", markdown.replace("\r\n", "\n")).split("\n")):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if not fenced:
            masked = CODE.sub(lambda one: "\x00" * len(one[0]), line)
            made, last = "", 0
            for match in REFERENCE.finditer(masked):
                made += f"{line[last : match.start()]}{OPEN}{len(written)}{CLOSE}"
                last = match.end()
                written.append(" ".join(match[1].split()))
            line = made + line[last:]
        lines.append(line)
    return "\n".join(lines), written


def _lists_apart(lines: Sequence[str]) -> Iterator[str]:
    """The lines, with an empty one before a numbered list that begins at another number than 1 right after a paragraph: Markdown
    would take it for more of that paragraph."""
    for at, line in enumerate(lines):
        before, item = lines[at - 1] if at else "", NUMBERED.match(line)
        after = NUMBERED.match(lines[at + 1]) if at + 1 < len(lines) else None
        goes_on = item is not None and after is not None and int(after[1]) == int(item[1]) + 1
        if goes_on and item is not None and int(item[1]) != 1 and before.strip() and not LISTED.match(before):
            yield ""
        yield line


class _Reader:
    """One reading of one text."""

    def __init__(self, written: Sequence[str], setting: Setting) -> None:
        self.written = written
        self.setting = setting
        self.tables = 0
        self.level = 0
        self.about_people = False

    def read(self, root: SyntaxTreeNode) -> tuple[Part, ...]:
        parts: list[Part] = []
        for part in self._blocks(root.children):
            if part.kind == "table" and parts and (words := _caption_of(parts[-1])):
                parts.pop()
                assert part.grid is not None
                part = Part("table", grid=part.grid.captioned(words))
            parts.append(part)
        return tuple(self._withheld(part) for part in parts)

    def _withheld(self, part: Part) -> Part:
        """The part itself, or in a public edition a note where its typed words name few people."""
        if not self.setting.few:
            return part
        few = few_of(part, self.setting.few, self.about_people)
        self.about_people = still_about_people(part, self.about_people)
        if few:
            return Part("left_out", words=LEFT_OUT)
        if part.items:
            items = tuple(tuple(self._withheld(one) for one in item) for item in part.items)
            return Part(part.kind, items=items, start=part.start)
        if part.parts:
            return Part(part.kind, parts=tuple(self._withheld(one) for one in part.parts))
        return part

    def _blocks(self, nodes: Iterable[SyntaxTreeNode]) -> Iterator[Part]:
        for node in nodes:
            match node.type:
                case "heading":
                    wanted = int(node.tag[1])
                    self.level = min(wanted, self.level + 1)
                    yield Part("heading", self._spans(node), level=self.level)
                case "paragraph":
                    yield from self._paragraph(node)
                case "bullet_list" | "ordered_list":
                    items = tuple(tuple(self._blocks(item.children)) for item in node.children)
                    start = int(node.attrs.get("start", 1))
                    yield Part("bullets" if node.type == "bullet_list" else "numbers", items=items, start=start)
                case "blockquote":
                    yield Part("quote", parts=tuple(self._blocks(node.children)))
                case "fence" | "code_block":
                    yield Part("code", (Span(self._written_again(node.content.rstrip("\n"))),))
                case "table":
                    yield Part("table", grid=self._grid(node))

    def _paragraph(self, node: SyntaxTreeNode) -> Iterator[Part]:
        inline = node.children[0] if node.children else None
        content = inline.content.strip() if inline is not None else ""
        if alone := PLACE.fullmatch(content):
            live = self._figure(int(alone[1]))
            if live is not None and live.kind.stands_alone:
                yield self._exhibit(live)
                return
        pictures = [one for one in (inline.children if inline is not None else ()) if one.type == "image"]
        for picture in pictures:
            yield self._picture(picture)
        spans = self._spans(node)
        if any(span.text.strip() or span.sparkline for span in spans):
            yield Part("paragraph", spans)

    def _picture(self, node: SyntaxTreeNode) -> Part:
        """A picture that came with the paper; any other address is not fetched, only its description stands there."""
        address = str(node.attrs.get("src", ""))
        alt = " ".join(node.content.split())
        picture = self.setting.pictures.get(address.removeprefix("picture:")) if address.startswith("picture:") else None
        if picture is None or not alt or not self.setting.shows_pictures:
            return Part("paragraph", (Span(f"[Picture: {alt or 'without a description'}]", emphasis=True),))
        return Part("picture", picture=picture, words=alt, width=_points(str(node.attrs.get("title", ""))))

    def _exhibit(self, live: LiveFigure) -> Part:
        source = self.setting.sources.number(live)
        match live.kind:
            case Kind.CHART:
                return Part("chart", (Span("", source=source, figure=live),), chart=live_chart(live))
            case Kind.TABLE:
                return Part("table", grid=months_grid(live, source))
            case Kind.AREAS:
                return Part("table", grid=areas_grid(live, source))
            case _:
                return Part("table", grid=actions_grid(live))

    def _figure(self, index: int) -> LiveFigure | None:
        return self.setting.figures.get(self.written[index]) if index < len(self.written) else None

    def _grid(self, node: SyntaxTreeNode) -> Grid:
        self.tables += 1
        rows = [[self._spans(cell) for cell in row.children] for group in node.children for row in group.children]
        aligned = [str(cell.attrs.get("style", "")) for cell in node.children[0].children[0].children]
        columns, body = tuple(rows[0]), tuple(tuple(row) for row in rows[1:])
        numeric = tuple(
            "right" in style
            or (place > 0 and bool(body) and all(_is_number(plain(row[place])) for row in body if place < len(row)))
            for place, style in enumerate(aligned)
        )
        caption = f"{self.setting.title}, table {self.tables}" if self.setting.title else f"Table {self.tables}"
        return Grid(caption, columns, body, numeric, typed=True)

    def _written_again(self, text: str) -> str:
        return PLACE.sub(lambda place: f"[[{self.written[int(place[1])]}]]", text)

    def _spans(self, node: SyntaxTreeNode) -> tuple[Span, ...]:
        return tuple(self._inline(node, Span("")))

    def _inline(self, node: SyntaxTreeNode, style: Span) -> Iterator[Span]:
        for child in node.children:
            match child.type:
                case "strong":
                    yield from self._inline(child, style.styled(strong=True))
                case "em":
                    yield from self._inline(child, style.styled(emphasis=True))
                case "link":
                    yield from self._inline(child, style.styled(href=safe_address(str(child.attrs.get("href", "")))))
                case "softbreak":
                    yield style.saying(" ")
                case "hardbreak":
                    yield style.saying("\n")
                case "code_inline":
                    yield style.styled(code=True).saying(self._written_again(child.content))
                case "image":
                    if node.type not in ("paragraph", "inline"):
                        yield style.saying(f"[Picture: {child.content}]")
                case "inline":
                    yield from self._inline(child, style)
                case _ if child.content:
                    yield from self._text(child.content, style)

    def _text(self, text: str, style: Span) -> Iterator[Span]:
        last = 0
        for place in PLACE.finditer(text):
            if before := text[last : place.start()]:
                yield style.saying(before)
            last = place.end()
            yield self._named(int(place[1]), style)
        if rest := text[last:]:
            yield style.saying(rest)

    def _named(self, index: int, style: Span) -> Span:
        live = self._figure(index)
        if live is None:
            written = self.written[index] if index < len(self.written) else ""
            return style.styled(strong=True).saying(UNKNOWN_FIGURE.format(written))
        source = self.setting.sources.number(live) if live.kind is not Kind.ACTIONS else 0
        if live.kind is Kind.SPARKLINE:
            words = line_words(live)
            return style.saying(words).of(live, source, sparkline([cell.value for cell in live.cells], words))
        return style.saying(live.words).of(live, source)


def few_of(part: Part, few: int, about_people: bool = False) -> list[str]:
    """The words of this part itself, not of those within it, that name up to ``few`` people: what a public edition leaves out.
    ``about_people`` where the part before it counted people last."""
    if part.kind == "table" and part.grid is not None:
        if not part.grid.typed:
            return []
        cells = [typed_text(cell) for row in part.grid.rows for cell in row]
        small = [f"{part.grid.caption}: {cell.strip()}" for cell in cells if is_small_cell(cell, few)]
        return [*few_in(part.grid.caption, few), *(words for cell in cells for words in few_in(cell, few)), *small]
    return few_in(typed_text(part.spans), few, about_people)


def still_about_people(part: Part, before: bool) -> bool:
    """Whether the next part follows words that counted people last; a heading begins anew."""
    return False if part.kind == "heading" else counts_people(typed_text(part.spans), before)


def left_out_of(markdown: str, figures: Mapping[str, LiveFigure], few: int, title: str = "") -> list[str]:
    """The words for which the public edition of this text leaves passages out, in their order, for whoever writes it."""
    found: list[str] = []
    waiting = list(parts_of(markdown, Setting(figures=figures, title=title)))
    about_people = False
    while waiting:
        part = waiting.pop(0)
        found += few_of(part, few, about_people)
        about_people = still_about_people(part, about_people)
        waiting[:0] = [*(one for item in part.items for one in item), *part.parts]
    return list(dict.fromkeys(found))


def plain(spans: Iterable[Span]) -> str:
    """The words alone."""
    return "".join("" if span.sparkline else span.text for span in spans)


def typed_text(spans: Iterable[Span]) -> str:
    """The words that a person typed: in the place of a figure stands a sign that is no number."""
    return "".join("…" if span.figure is not None else span.text for span in spans)


def _points(written: str) -> float:
    """The points of a width like ``6.5 cm``; 0 for anything else."""
    found = WIDTH.fullmatch(written.strip())
    return round(float(found[1]) / 2.54 * 72, 1) if found else 0.0


def _is_number(text: str) -> bool:
    return (
        re.fullmatch(r"[£(−-]?[\d,.]+\s?%?\)?(\s*\(.*\))?|[–-]|n/?a|suppressed|not available|", text.strip(), re.IGNORECASE)
        is not None
    )


def _caption_of(part: Part) -> str:
    words = plain(part.spans)
    return CAPTION.sub("", words).strip() if part.kind == "paragraph" and CAPTION.match(words) else ""
