"""PDF files put into another one, with their tags. The libraries' own ways lose the tags of what is put in, or point them at the
wrong places; here the second structure tree is grafted into the first and the parent tree is built anew."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from inloco.analytics.errors import InputRefused

MOST_PAGES = 500
PAGES = "{http://ns.adobe.com/xap/1.0/t/pg/}NPages"
SHEET_WIDTH = 595.276
"""Points of the width of the sheets that footers are set on: A4."""


@dataclass(frozen=True)
class Received:
    """A PDF as it came: how many pages, and whether it has tags of its own."""

    pages: int
    tagged: bool


@dataclass(frozen=True)
class Insertion:
    """``pdf`` goes behind page ``after`` (from 1) of the main document, under ``name``. ``footers`` is a PDF with one sheet for
    each of its pages, laid over them as page furniture."""

    after: int
    name: str
    pdf: bytes
    footers: bytes = b""


def received(content: bytes, name: str = "The file") -> Received:
    """What a PDF holds. Raises InputRefused for what is no PDF, is locked, empty or too long, or carries programs or files."""
    if b"%PDF-" not in content[:1024]:
        raise InputRefused(f"{name} is not a PDF.", action="Save it as PDF and choose that file.")
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise InputRefused(f"{name} is locked.", action="Save it again without a password or restrictions.")
            pages = len(pdf.pages)
            if not pages:
                raise InputRefused(f"{name} has no pages.", action="Choose another file.")
            if pages > MOST_PAGES:
                raise InputRefused(f"{name} has {pages:,} pages; {MOST_PAGES} is the most.", action="Send it in parts.")
            if is_active(pdf):
                raise InputRefused(f"{name} contains programs or other files.", action="Print it to PDF again, and choose that.")
            return Received(pages, is_tagged(pdf))
    except pikepdf.PasswordError as locked:
        raise InputRefused(f"{name} is locked with a password.", action="Save it again without one.") from locked
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError) as broken:
        raise InputRefused(f"{name} is damaged and cannot be read.", action="Save it as PDF again.") from broken


def is_active(pdf: pikepdf.Pdf) -> bool:
    """Whether anything in it would run or unpack when it is opened."""
    root = pdf.Root
    opens = root.get("/OpenAction")
    if isinstance(opens, pikepdf.Dictionary) and str(opens.get("/S", "")) in ("/JavaScript", "/Launch"):
        return True
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and ("/JavaScript" in names or "/EmbeddedFiles" in names):
        return True
    return "/AA" in root


def is_tagged(pdf: pikepdf.Pdf) -> bool:
    """Whether it carries a structure of its own."""
    root = pdf.Root
    marks = root.get("/MarkInfo")
    tree = root.get("/StructTreeRoot")
    if not isinstance(marks, pikepdf.Dictionary) or not isinstance(tree, pikepdf.Dictionary):
        return False
    return bool(marks.get("/Marked", False)) and "/K" in tree and "/ParentTree" in tree


def with_inserted(main: bytes, insertions: Sequence[Insertion]) -> bytes:
    """``main`` with every insertion in its place, tagged where it has tags. With pages that have none, the whole no longer claims
    to meet PDF/UA. The same input gives the same bytes; without insertions they are ``main``."""
    if not insertions:
        return main
    with pikepdf.open(io.BytesIO(main)) as pdf:
        shift = 0
        all_tagged = True
        for number, one in enumerate(sorted(insertions, key=lambda each: each.after), 1):
            with pikepdf.open(io.BytesIO(one.pdf)) as source:
                pages, tagged = _insert(pdf, source, one, one.after + shift, f"f{number}-")
            all_tagged = all_tagged and tagged
            shift += pages
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D, St=1)]))
        _count_pages(pdf)
        if not all_tagged:
            _claim_no_more(pdf)
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _insert(pdf: pikepdf.Pdf, source: pikepdf.Pdf, one: Insertion, at: int, prefix: str) -> tuple[int, bool]:
    """Put the pages in; how many they were, and whether they brought their tags."""
    count, tagged = len(source.pages), is_tagged(source)
    for offset, page in enumerate(list(source.pages)):
        _without_actions(page)
        pdf.pages.insert(at + offset, page)
    placed = [pdf.pages[at + offset] for offset in range(count)]
    for page in placed:
        if not tagged:
            for key in ("/StructParents", "/Tabs"):
                if key in page.obj:
                    del page.obj[key]
    if tagged:
        _graft(pdf, source, placed, at + count, one.name, prefix)
    if one.footers:
        _lay_over(pdf, one.footers, placed)
    return count, tagged


def _without_actions(page: pikepdf.Page) -> None:
    """Links to the web stay; programs, launches and form fields go."""
    if "/AA" in page.obj:
        del page.obj["/AA"]
    annotations = page.obj.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        page.obj.Annots = pikepdf.Array([one for one in annotations if _is_web_link(one)])


def _is_web_link(annotation: Any) -> bool:
    action = annotation.get("/A") if isinstance(annotation, pikepdf.Dictionary) else None
    return action is not None and str(annotation.get("/Subtype", "")) == "/Link" and str(action.get("/S", "")) == "/URI"


def _graft(pdf: pikepdf.Pdf, source: pikepdf.Pdf, placed: Sequence[pikepdf.Page], following: int, name: str, prefix: str) -> None:
    """The source's structure as a part of the document's own, before whatever stands on the pages that follow."""
    tree: Any = pdf.copy_foreign(source.Root.StructTreeRoot)
    own: Any = pdf.Root.StructTreeRoot
    numbers = dict(_numbers(own.ParentTree))
    offset = max(int(own.get("/ParentTreeNextKey", 0)), max(numbers, default=-1) + 1)
    brought = dict(_numbers(tree.ParentTree))
    seen: set[tuple[int, int]] = set()
    for page in placed:
        _shift_parents(page.obj, offset, seen)
    numbers |= {offset + number: value for number, value in brought.items()}
    flat = pikepdf.Array([part for number in sorted(numbers) for part in (number, numbers[number])])
    own.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=flat))
    own.ParentTreeNextKey = max(numbers, default=-1) + 1
    for key in ("/RoleMap", "/ClassMap"):
        if key in tree:
            merged = own.get(key, pikepdf.Dictionary())
            for entry, value in tree[key].items():
                if entry not in merged:
                    merged[entry] = value
            own[key] = merged
    document = _document(own)
    part = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Part, T=pikepdf.String(name), P=document)
    )
    kids = [kid for kid in _listed(tree.K) if isinstance(kid, pikepdf.Dictionary)]
    for kid in kids:
        if str(kid.get("/S", "")) == "/Document":
            kid.S = pikepdf.Name.Part
        kid.P = part
    part.K = pikepdf.Array(kids)
    ids = dict(_names(own.get("/IDTree")))
    for element in _elements(part):
        if "/ID" in element:
            element.ID = pikepdf.String(prefix + str(element.ID))
            ids[str(element.ID)] = element
        for attributes in _listed(element.get("/A")):
            if isinstance(attributes, pikepdf.Dictionary) and "/Headers" in attributes:
                attributes.Headers = pikepdf.Array([pikepdf.String(prefix + str(one)) for one in attributes.Headers])
    if ids:
        named = [piece for key in sorted(ids) for piece in (pikepdf.String(key), ids[key])]
        own.IDTree = pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(named)))
    _put_in_order(pdf, document, part, following)


def _document(tree: Any) -> Any:
    """The element that holds everything: the one Document, or the root itself."""
    kids = [kid for kid in _listed(tree.K) if isinstance(kid, pikepdf.Dictionary)]
    return kids[0] if len(kids) == 1 else tree


def _put_in_order(pdf: pikepdf.Pdf, document: Any, part: Any, following: int) -> None:
    """Among the document's elements, before the first one that begins on a page from ``following`` on."""
    places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    kids = _listed(document.K)
    at = next(
        (index for index, kid in enumerate(kids) if (place := _first_place(kid, places)) is not None and place >= following),
        len(kids),
    )
    document.K = pikepdf.Array([*kids[:at], part, *kids[at:]])


def _first_place(element: Any, places: dict[tuple[int, int], int]) -> int | None:
    """The page on which an element begins."""
    waiting = [element]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, pikepdf.Dictionary):
            continue
        if "/Pg" in one and one.Pg.objgen in places:
            return places[one.Pg.objgen]
        if "/K" in one:
            waiting = [*_listed(one.K), *waiting]
    return None


def _shift_parents(holder: Any, offset: int, seen: set[tuple[int, int]]) -> None:
    """Every key into the parent tree that a page, its annotations and its drawings hold."""
    if holder.is_indirect:
        if holder.objgen in seen:
            return
        seen.add(holder.objgen)
    for key in ("/StructParents", "/StructParent"):
        if key in holder:
            holder[key] = int(holder[key]) + offset
    for annotation in _listed(holder.get("/Annots")):
        if isinstance(annotation, pikepdf.Dictionary):
            _shift_parents(annotation, offset, seen)
    resources = holder.get("/Resources")
    drawings = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if isinstance(drawings, pikepdf.Dictionary):
        for drawing in drawings.values():
            if isinstance(drawing, pikepdf.Stream):
                _shift_parents(drawing, offset, seen)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _elements(element: Any) -> Iterator[Any]:
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Dictionary) and "/S" in one:
            yield one
            waiting += _listed(one.get("/K"))


def _numbers(tree: Any) -> Iterator[tuple[int, Any]]:
    """The pairs of a number tree."""
    for kid in _listed(tree.get("/Kids")):
        yield from _numbers(kid)
    flat = _listed(tree.get("/Nums"))
    yield from ((int(flat[place]), flat[place + 1]) for place in range(0, len(flat) - 1, 2))


def _names(tree: Any) -> Iterator[tuple[str, Any]]:
    """The pairs of a name tree."""
    if tree is None:
        return
    for kid in _listed(tree.get("/Kids")):
        yield from _names(kid)
    flat = _listed(tree.get("/Names"))
    yield from ((str(flat[place]), flat[place + 1]) for place in range(0, len(flat) - 1, 2))


def _lay_over(pdf: pikepdf.Pdf, footers: bytes, placed: Sequence[pikepdf.Page]) -> None:
    """The sheets of ``footers`` over the pages, marked as page furniture, whatever the size and turn of a page."""
    with pikepdf.open(io.BytesIO(footers)) as sheets:
        for page, sheet in zip(placed, sheets.pages, strict=True):
            form = pdf.copy_foreign(sheet.as_form_xobject())
            if "/StructParents" in form:
                del form["/StructParents"]
            name = page.add_resource(form, pikepdf.Name.XObject, name=pikepdf.Name("/PageFurniture"), replace_existing=False)
            page.contents_add(pdf.make_stream(b"q\n"), prepend=True)
            drawn = f"\nQ\n/Artifact <</Type /Pagination>> BDC\nq {_matrix(page)} cm {name} Do Q\nEMC\n"
            page.contents_add(pdf.make_stream(drawn.encode()), prepend=False)


def _matrix(page: pikepdf.Page) -> str:
    """Where a sheet has to go so that it stands upright at the foot of the page as it is shown, over its whole width."""
    left, bottom, right, top = (float(edge) for edge in page.mediabox)
    width, height = right - left, top - bottom
    turn = int(page.obj.get("/Rotate", 0)) % 360
    scale = (height if turn in (90, 270) else width) / SHEET_WIDTH
    a, b, c, d, e, f = {
        0: (scale, 0.0, 0.0, scale, left, bottom),
        90: (0.0, scale, -scale, 0.0, right, bottom),
        180: (-scale, 0.0, 0.0, -scale, right, top),
        270: (0.0, -scale, scale, 0.0, left, top),
    }[turn]
    return f"{a:.5f} {b:.5f} {c:.5f} {d:.5f} {e:.3f} {f:.3f}"


def _count_pages(pdf: pikepdf.Pdf) -> None:
    """What the document says of itself counts the pages that came in."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if PAGES in metadata:
            metadata[PAGES] = str(len(pdf.pages))


def _claim_no_more(pdf: pikepdf.Pdf) -> None:
    """A document with pages that have no tags does not say that it meets PDF/UA."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if "pdfuaid:part" in metadata:
            del metadata["pdfuaid:part"]
