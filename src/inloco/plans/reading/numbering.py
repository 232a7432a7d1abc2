"""References that Word counts itself: a cell that shows ``1a`` holds an empty paragraph with a style of numbers. What it shows is
written into it before the tables are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    start: int
    kind: str
    shown: str


def write_numbers(document: Document) -> None:
    """Put the number that Word shows into every numbered paragraph without words of its own. Bullets are no numbers."""
    levels = _levels(document)
    if not levels:
        return
    styles = _styles(document)
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for paragraph in document.element.body.iter(qn("w:p")):
        number, depth = _numbered(paragraph, styles)
        found = levels.get(number, {})
        if depth not in found:
            continue
        mine = counts[number]
        mine[depth] = mine.get(depth, found[depth].start - 1) + 1
        for deeper in [one for one in mine if one > depth]:
            del mine[deeper]
        if found[depth].kind != "bullet" and not any(node.text for node in paragraph.iter(qn("w:t"))):
            _write(paragraph, _label(found, mine, depth))


def _levels(document: Document) -> dict[str, dict[int, _Level]]:
    """The levels of each list by its number."""
    try:
        root = document.part.numbering_part.element
    except (NotImplementedError, KeyError):
        return {}
    kinds = {one.get(qn("w:abstractNumId")): one for one in root.iter(qn("w:abstractNum"))}
    result: dict[str, dict[int, _Level]] = {}
    for one in root.iter(qn("w:num")):
        link = one.find(qn("w:abstractNumId"))
        kind = kinds.get(link.get(qn("w:val"))) if link is not None else None
        if kind is not None:
            result[one.get(qn("w:numId"), "")] = {
                int(level.get(qn("w:ilvl"), "0")): _Level(
                    int(_value(level, "w:start") or 1), _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText") or ""
                )
                for level in kind.iter(qn("w:lvl"))
            }
    return result


def _styles(document: Document) -> dict[str, BaseOxmlElement]:
    """The numbering of each style that has some."""
    found = ((one.get(qn("w:styleId"), ""), one.find(f"{qn('w:pPr')}/{qn('w:numPr')}")) for one in _all_styles(document))
    return {name: setting for name, setting in found if setting is not None}


def _all_styles(document: Document) -> list[BaseOxmlElement]:
    return list(document.styles.element.iter(qn("w:style")))


def _numbered(paragraph: BaseOxmlElement, styles: dict[str, BaseOxmlElement]) -> tuple[str, int]:
    """The list that a paragraph belongs to, and how deep; an empty name for none."""
    own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    found = own if own is not None else styles.get(style.get(qn("w:val"), "")) if style is not None else None
    if found is None:
        return "", 0
    return _value(found, "w:numId") or "", int(_value(found, "w:ilvl") or 0)


def _value(element: BaseOxmlElement, name: str) -> str | None:
    found = element.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _label(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    """``%1.%2`` with the numbers of its levels."""
    shown = levels[depth].shown
    for place, level in levels.items():
        shown = shown.replace(f"%{place + 1}", _written(counts.get(place, level.start), level.kind))
    return shown


def _written(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"}:
        letter = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in {"lowerRoman", "upperRoman"}:
        text = ""
        for value, word in _ROMAN:
            while number >= value:
                text, number = text + word, number - value
        return text.upper() if kind == "upperRoman" else text
    return str(number)


def _write(paragraph: BaseOxmlElement, words: str) -> None:
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = words
    run.append(text)
    paragraph.append(run)
