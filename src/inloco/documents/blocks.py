"""Commentary as a small tree of blocks. People write Markdown; each output builds its own elements from this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


@dataclass(frozen=True)
class Run:
    """Text in one style. ``href`` is an http, https or mailto address, or empty."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""


@dataclass(frozen=True)
class Block:
    """``paragraph``, ``quote`` or ``code`` with runs, or ``bullets`` or ``numbers`` with items that are runs."""

    kind: str
    runs: tuple[Run, ...] = ()
    items: tuple[tuple[Run, ...], ...] = ()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """The blocks of ``markdown``. HTML is text; a heading becomes a bold paragraph, so that it cannot disturb the order of the
    report's own headings; an image becomes its description; a list inside a list becomes items of the outer one."""
    tokens = _parser().parse(markdown.replace("\x00", ""))
    blocks: list[Block] = []
    items: list[tuple[Run, ...]] = []
    lists: list[str] = []
    quoted = 0
    strong = False
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append("bullets" if token.type.startswith("bullet") else "numbers")
            case "bullet_list_close" | "ordered_list_close":
                kind = lists.pop()
                if not lists and items:
                    blocks.append(Block(kind, items=tuple(items)))
                    items = []
            case "blockquote_open":
                quoted += 1
            case "blockquote_close":
                quoted -= 1
            case "heading_open" | "heading_close":
                strong = token.type == "heading_open"
            case "inline":
                runs = tuple(_runs(token.children or (), strong))
                if not runs:
                    continue
                if lists:
                    items.append(runs)
                else:
                    blocks.append(Block("quote" if quoted else "paragraph", runs))
            case "fence" | "code_block":
                blocks.append(Block("code", (Run(token.content.rstrip("\n")),)))
    return tuple(blocks)


def _runs(tokens: Sequence[Token], strong: bool) -> Iterator[Run]:
    bold, emphasis, href = int(strong), 0, ""
    for token in tokens:
        match token.type:
            case "strong_open":
                bold += 1
            case "strong_close":
                bold -= 1
            case "em_open":
                emphasis += 1
            case "em_close":
                emphasis -= 1
            case "link_open":
                href = safe_address(str(token.attrGet("href") or ""))
            case "link_close":
                href = ""
            case "softbreak":
                yield Run(" ", bold > 0, emphasis > 0, href)
            case "hardbreak":
                yield Run("\n", bold > 0, emphasis > 0, href)
            case _ if token.content:
                yield Run(token.content, bold > 0, emphasis > 0, href)


def safe_address(address: str) -> str:
    """``address`` when it leads to a page or a mailbox, else nothing."""
    return address if address.lower().startswith(("https://", "http://", "mailto:")) else ""


def plain_text(blocks: Sequence[Block]) -> str:
    """The words alone, a line for each block or item: for a spreadsheet."""
    lines: list[str] = []
    for block in blocks:
        if block.items:
            lines += [
                f"{'•' if block.kind == 'bullets' else f'{number}.'} {_joined(item)}"
                for number, item in enumerate(block.items, 1)
            ]
        else:
            lines.append(_joined(block.runs))
    return "\n".join(lines)


def _joined(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)
