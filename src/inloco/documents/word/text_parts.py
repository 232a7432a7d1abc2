"""What pandoc is given of a Word file: its text parts alone, with what pandoc would lose marked or moved beforehand.

Hidden words, tables of contents and field codes of drawings go; words in text boxes move behind their paragraph; ends of pages,
outline levels and titles, which pandoc does not tell, become signs of the private use area that are read back from its answer.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree  # type: ignore[import-untyped]

from inloco.documents.word.archive import OFFICE, WordArchive, parsed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
R = f"{{{OFFICE}}}"
PAGE_END = "\ue010"
LEVEL = "\ue020"
"""The sign of a title; the next nine are those of the outline levels 1 to 9."""
SIGNS = re.compile("[\ue000-\uf8ff]")
COVER_STYLES = frozenset({"title", "subtitle", "author", "date", "abstract", "authors", "abstract title"})
"""Styles whose paragraphs pandoc takes out of the text as data about it."""
TRACKED = "It has tracked changes: what was inserted is read, what was deleted is left out. Accept or reject them in Word."
BOXES = "It has text boxes: their words stand behind the paragraph that they were beside. See whether they read well there."
COMMENTS = "It has comments: they are left out."
HIDDEN = "It has hidden words: they are left out."
DRAWING = "A drawing or a linked picture cannot be shown and is left out. Save it as a picture within the file."


@dataclass
class TextParts:
    """``content`` is the archive for pandoc, ``images`` the part of the file behind each address that its answer can name."""

    content: bytes = b""
    images: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def text_parts_of(archive: WordArchive) -> TextParts:
    """The reduced file. Raises lxml's XMLSyntaxError for a part that cannot be parsed."""
    made = TextParts()
    styles = _Styles(archive)
    parts: dict[str, tuple[str, bytes]] = {
        "word/document.xml": (archive.main, _serial(_cleaned(archive, archive.main, styles, made)))
    }
    for kind in ("footnotes", "endnotes"):
        if part := archive.related(kind):
            parts[f"word/{kind}.xml"] = (part, _serial(_cleaned(archive, part, styles, made)))
    for kind in ("styles", "numbering", "theme"):
        if part := archive.related(kind):
            parts[f"word/{kind}.xml"] = (part, archive.text(part))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("[Content_Types].xml", _content_types(parts))
        new.writestr("_rels/.rels", _relations({"d1": ("officeDocument", "word/document.xml", False)}))
        for name, (part, content) in parts.items():
            new.writestr(name, content)
            new.writestr(f"word/_rels/{name.removeprefix('word/')}.rels", _relations(_kept(archive, name, part, parts, made)))
        for stub in made.images:
            new.writestr(f"word/{stub}", b"\x00")
    if archive.related("comments"):
        made.notes.append(COMMENTS)
    made.content = target.getvalue()
    return made


class _Styles:
    """Names and outline levels of paragraph styles, through the styles that they are based on."""

    def __init__(self, archive: WordArchive) -> None:
        content = archive.text(archive.related("styles"))
        self._styles = {str(one.get(f"{W}styleId")): one for one in parsed(content).iter(f"{W}style")} if content else {}

    def names(self, id: str | None) -> list[str]:
        """The name of a style and of those that it is based on, nearest first."""
        return [
            str(name.get(f"{W}val") or "").casefold() for one in self._chain(id) if (name := one.find(f"{W}name")) is not None
        ]

    def outline(self, id: str | None) -> int | None:
        for one in self._chain(id):
            if (level := _outline(one.find(f"{W}pPr"))) is not None:
                return level
        return None

    def is_hidden(self, id: str | None) -> bool:
        return any(_is_on(one.find(f"{W}rPr"), "vanish") for one in self._chain(id))

    def _chain(self, id: str | None) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while id is not None and id in self._styles and id not in seen:
            seen.add(id)
            yield self._styles[id]
            based = self._styles[id].find(f"{W}basedOn")
            id = str(based.get(f"{W}val")) if based is not None else None


def _cleaned(archive: WordArchive, part: str, styles: _Styles, made: TextParts) -> etree._Element:
    root = parsed(archive.text(part))
    for text in root.iter(f"{W}t", f"{W}delText", f"{W}instrText"):
        if text.text:
            text.text = SIGNS.sub("", text.text)
    for one in list(root.iter(f"{MC}Fallback")):
        one.getparent().remove(one)
    if next(root.iter(f"{W}del", f"{W}ins", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
        _say(made, TRACKED)
        _accept(root)
    _leave_out(root, styles, made)
    _draw(archive, part, root, made)
    _unbox(root, made)
    if part == archive.main:
        _mark(root, styles)
    return root


def _accept(root: etree._Element) -> None:
    """What was inserted stands as if it always had, whoever's name it lacks; what was deleted is gone. Changes of paragraph marks
    and of styles stay for pandoc."""
    for gone in list(root.iter(f"{W}del", f"{W}moveFrom")):
        if gone.getparent() is not None and gone.getparent().tag not in (f"{W}rPr", f"{W}trPr"):
            gone.getparent().remove(gone)
    for row in list(root.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}del") is not None:
            row.getparent().remove(row)
    for inserted in list(root.iter(f"{W}ins", f"{W}moveTo")):
        parent = inserted.getparent()
        if parent is not None and parent.tag != f"{W}rPr":
            for child in list(inserted):
                inserted.addprevious(child)
            parent.remove(inserted)


def _leave_out(root: etree._Element, styles: _Styles, made: TextParts) -> None:
    """Hidden words and tables of contents."""
    for run in list(root.iter(f"{W}r")):
        properties = run.find(f"{W}rPr")
        style = properties.find(f"{W}rStyle") if properties is not None else None
        if _is_on(properties, "vanish") or (style is not None and styles.is_hidden(str(style.get(f"{W}val")))):
            if any((text.text or "").strip() for text in run.iter(f"{W}t")):
                _say(made, HIDDEN)
            run.getparent().remove(run)
    for control in list(root.iter(f"{W}sdt")):
        gallery = next(control.iter(f"{W}docPartGallery"), None)
        if gallery is not None and "contents" in str(gallery.get(f"{W}val")).casefold() and control.getparent() is not None:
            control.getparent().remove(control)
    for paragraph in list(root.iter(f"{W}p")):
        names = styles.names(_style_of(paragraph))[:1]
        if names and re.fullmatch(r"toc (\d|heading)|table of \w+", names[0]) and paragraph.getparent() is not None:
            paragraph.getparent().remove(paragraph)


def _draw(archive: WordArchive, part: str, root: etree._Element, made: TextParts) -> None:
    """Give every picture within the file an address of ours; say in words what is no such picture."""
    relations = {one.id: one for one in archive.relations(part)}
    for drawing in list(root.iter(f"{W}drawing", f"{W}pict", f"{W}object")):
        if next(drawing.iter(f"{W}txbxContent"), None) is not None:
            continue
        described = next(drawing.iter(f"{WP}docPr"), None)
        shape = next(drawing.iter(f"{V}shape"), None)
        alt = (
            str(described.get("descr") or "")
            if described is not None
            else str(shape.get("alt") or "")
            if shape is not None
            else ""
        )
        alt = " ".join(SIGNS.sub("", re.sub(r"[\[\]]", "", alt)).split())
        picture = next(drawing.iter(f"{A}blip", f"{V}imagedata"), None)
        key = (picture.get(f"{R}embed") or picture.get(f"{R}id")) if picture is not None else None
        relation = relations.get(str(key))
        if relation is None or relation.is_external or relation.kind != "image":
            if picture is None and shape is not None and not alt:  # a line or a box drawn by hand
                _replace(drawing, "")
                continue
            _say(made, DRAWING)
            _replace(drawing, f"[Drawing: {alt or 'not shown'}]")
            continue
        made.images.setdefault(_address(relation.target), relation.target)
        if described is not None:
            described.set("descr", alt)


def _address(part: str) -> str:
    """A name for the part that no two share and that pandoc passes on as it is."""
    return f"media/{part.encode().hex()}.png"


def _replace(drawing: etree._Element, words: str) -> None:
    run = drawing.getparent()
    if words:
        text = etree.SubElement(run, f"{W}t")
        text.text = words
        run.replace(drawing, text)
    else:
        run.remove(drawing)


def _unbox(root: etree._Element, made: TextParts) -> None:
    """Move the paragraphs of text boxes behind the paragraph that holds the box; inner boxes come out with the outer ones."""
    for box in list(root.iter(f"{W}txbxContent")):
        holder = next((one for one in box.iterancestors(f"{W}p")), None)
        if holder is None:
            continue
        if any((text.text or "").strip() for text in box.iter(f"{W}t")):
            _say(made, BOXES)
        for child in reversed(list(box)):
            holder.addnext(child)
    for drawing in list(root.iter(f"{W}drawing", f"{W}pict", f"{W}object")):
        if next(drawing.iter(f"{W}txbxContent"), None) is not None and drawing.getparent() is not None:
            drawing.getparent().remove(drawing)


def _mark(root: etree._Element, styles: _Styles) -> None:
    """Signs for ends of pages, outline levels and titles."""
    for broken in list(root.iter(f"{W}lastRenderedPageBreak", f"{W}br")):
        if broken.tag == f"{W}br" and broken.get(f"{W}type") != "page":
            continue
        if broken.getparent() is not None and broken.getparent().tag == f"{W}r":
            sign = etree.Element(f"{W}t")
            sign.text = PAGE_END
            broken.getparent().replace(broken, sign)
    for paragraph in root.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        id = str(style.get(f"{W}val")) if style is not None else None
        names = styles.names(id)
        sign = ""
        if names and names[0] in COVER_STYLES:
            properties.remove(style)
            if names[0] == "title":
                sign = LEVEL
        elif not any(re.fullmatch(r"heading \d", name) for name in names):
            level = _outline(properties)
            level = styles.outline(id) if level is None else level
            if level is not None:
                sign = chr(ord(LEVEL) + level)
        if sign and any((text.text or "").strip() for text in paragraph.iter(f"{W}t")):
            run = etree.Element(f"{W}r")
            etree.SubElement(run, f"{W}t").text = sign
            paragraph.insert(1 if properties is not None else 0, run)


def _outline(properties: etree._Element | None) -> int | None:
    """1 to 9 for a paragraph that the outline shows, None for ordinary text."""
    level = properties.find(f"{W}outlineLvl") if properties is not None else None
    value = str(level.get(f"{W}val")) if level is not None else ""
    return int(value) + 1 if value.isdigit() and int(value) < 9 else None


def _style_of(paragraph: etree._Element) -> str | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(style.get(f"{W}val")) if style is not None else None


def _is_on(properties: etree._Element | None, name: str) -> bool:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and found.get(f"{W}val") not in ("0", "false", "off")


def _say(made: TextParts, words: str) -> None:
    if words not in made.notes:
        made.notes.append(words)


def _serial(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _kept(
    archive: WordArchive, name: str, part: str, parts: dict[str, tuple[str, bytes]], made: TextParts
) -> dict[str, tuple[str, str, bool]]:
    """The relations that the reduced file has: its own parts, its pictures under their new addresses, links to pages."""
    kept: dict[str, tuple[str, str, bool]] = {}
    addresses = {target: address for address, target in made.images.items()}
    for one in archive.relations(part):
        if one.kind == "hyperlink" and one.is_external:
            kept[one.id] = (one.kind, one.target, True)
        elif one.kind == "image" and one.target in addresses:
            kept[one.id] = (one.kind, addresses[one.target], False)
        elif name == "word/document.xml" and f"word/{one.kind}.xml" in parts:
            kept[one.id] = (one.kind, f"{one.kind}.xml", False)
    return kept


def _relations(relations: dict[str, tuple[str, str, bool]]) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    root = etree.Element(f"{{{namespace}}}Relationships", nsmap={None: namespace})
    for id, (kind, target, external) in relations.items():
        one = etree.SubElement(root, f"{{{namespace}}}Relationship", Id=id, Type=f"{OFFICE}/{kind}", Target=target)
        if external:
            one.set("TargetMode", "External")
    return _serial(root)


def _content_types(parts: dict[str, tuple[str, bytes]]) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    root = etree.Element(f"{{{namespace}}}Types", nsmap={None: namespace})
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
    ):
        etree.SubElement(root, f"{{{namespace}}}Default", Extension=extension, ContentType=kind)
    for name in parts:
        kind = name.removeprefix("word/").removesuffix(".xml")
        which = "document.main" if kind == "document" else kind
        etree.SubElement(
            root,
            f"{{{namespace}}}Override",
            PartName=f"/{name}",
            ContentType=f"application/vnd.openxmlformats-officedocument.wordprocessingml.{which}+xml",
        )
    return _serial(root)
