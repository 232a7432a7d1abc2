"""A pack as PDF and HTML: page numbers, bookmarks, tags, files in their places, and its public edition."""

from __future__ import annotations

import base64
import io
import re
from typing import Any

import pdfplumber
import pikepdf
import pytest

from inloco.analytics.errors import InputRefused
from inloco.documents.monthly_report import Edition
from inloco.documents.outputs.merging import PAGES, Insertion, received, with_inserted
from inloco.documents.outputs.pack_pdf import pack_pdf, paper_pdf
from inloco.documents.outputs.paper_html import pack_body_html, pack_html
from inloco.documents.pack import PackItem, public_pack
from inloco.documents.paper import Picture
from tests.documents.papers import AREAS, DENTAL, FULL, attachment, made_pack, made_paper, picture, untagged

TAGGED = paper_pdf(made_paper("A tagged file.\n\n- one\n- two"))
LOOSE = untagged(3)
FILES = {attachment(TAGGED, 1, True).sha256: TAGGED, attachment(LOOSE, 3, False).sha256: LOOSE}


def pack(**more: object):
    return made_pack(
        PackItem("1", "Welcome", minutes=5, starts="10:00"),
        PackItem("2", "Minutes of the last meeting", text="3. Agreed.\n4. Noted."),
        PackItem("3", "Teeth and homes", "To discuss", "Ishaan Pellow", 20, "10:05", "Note the report.", made_paper(FULL)),
        PackItem("4", "A tagged file", paper=made_paper(title="Tagged", attachment=attachment(TAGGED, 1, True))),
        PackItem("5", "A loose file", paper=made_paper(title="Loose", attachment=attachment(LOOSE, 3, False))),
        PackItem("6", "Prices", paper=made_paper("The price is high."), restricted=True, restricted_reason="Paragraph 3"),
        **more,
    )


@pytest.fixture(scope="module")
def made() -> bytes:
    return pack_pdf(pack(), FILES)


def pages_of(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [page.extract_text() for page in opened.pages]


def test_every_page_says_which_of_how_many_it_is(made: bytes) -> None:
    pages = pages_of(made)
    total = len(pages)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {total}" in text.replace("\n", " "), number


def test_agenda_and_contents_name_the_pages_of_items(made: bytes) -> None:
    pages = pages_of(made)
    starts = {}
    for heading in ("2. Minutes of the last meeting", "3. Teeth and homes", "4. A tagged file", "5. A loose file", "6. Prices"):
        starts[heading] = next(number for number, text in enumerate(pages, 1) if number > 2 and f"\n{heading}" in f"\n{text}")
        assert re.search(rf"{re.escape(heading)}\D*{starts[heading]}\b", pages[1])
    ends = [*(begins - 1 for begins in list(starts.values())[1:]), starts["6. Prices"]]
    for (heading, begins), last in zip(starts.items(), ends, strict=True):
        words = f"page {begins}" if begins == last else f"pages {begins} to {last}"
        assert re.search(rf"{re.escape(heading)} {words}$", pages[0], re.MULTILINE), (heading, words)
    assert starts["6. Prices"] - starts["5. A loose file"] == 4, "a file counts with the pages that are put in"


def test_a_numbered_list_begins_where_its_writer_began(made: bytes) -> None:
    text = " ".join(pages_of(made))
    assert "3. Agreed." in text
    assert "4. Noted." in text


def test_an_item_without_a_paper_stands_on_the_agenda_alone(made: bytes) -> None:
    pages = pages_of(made)
    assert re.search(r"^1\. Welcome$", pages[0], re.MULTILINE)
    assert not any("1. Welcome" in text for text in pages[1:])


def test_the_front_sheet_says_when_where_who_and_why_it_is_late() -> None:
    late = pack(ends_at="12:00", place="Lantern Hall", co_opted=("Dr Amaru Kettle",), notice="Published late. A flood.")
    words = " ".join(pages_of(pack_pdf(late, FILES))[0].split())
    assert "Tuesday 17 September 2024, 10:00 to 12:00" in words
    for said in ("Lantern Hall", "Co-opted, without a vote: Dr Amaru Kettle", "Notice: Published late. A flood."):
        assert said in words


def test_an_item_that_is_put_off_says_so_on_the_agenda_and_takes_no_time() -> None:
    off = made_pack(PackItem("1", "Buses", "To note", minutes=5, starts="10:00", put_off="Deferred: No time was left"))
    words = " ".join(pages_of(pack_pdf(off))[0].split()) + pack_html(off)
    assert "1. Buses Deferred: No time was left." in words
    assert "5 minutes" not in words


@pytest.mark.parametrize(
    ("dots", "stated", "points"), [(24, "", 18), (3000, "", 385), (3000, ' "6.5 cm"', 184), (24, ' "40 cm"', 481)]
)
def test_a_picture_is_shown_as_large_as_it_is_and_no_larger_than_the_page(dots: int, stated: str, points: int) -> None:
    shown = Picture("mark", "png", base64.b64encode(picture(dots)).decode())
    with pdfplumber.open(io.BytesIO(paper_pdf(made_paper(f"![A mark](picture:mark{stated})", pictures=(shown,))))) as opened:
        (placed,) = [image for page in opened.pages for image in page.images]
    assert round(placed["width"]) == points


def test_files_stand_behind_their_sheets(made: bytes) -> None:
    pages = pages_of(made)
    at = next(number for number, text in enumerate(pages) if "leaflet.pdf, 3 pages" in text)
    assert "carries no tags" in pages[at]
    assert [f"Leaf {number}" in pages[at + number] for number in (1, 2, 3)] == [True, True, True]
    tagged = next(number for number, text in enumerate(pages) if "leaflet.pdf, 1 page," in text)
    assert "tags of its own" in pages[tagged]
    assert "A tagged file." in pages[tagged + 1]
    assert "Part 2: restricted items" in pages[at + 4]


def test_it_has_bookmarks_labels_and_language(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        with pdf.open_outline() as outline:
            titles = [one.title for one in outline.root]
        assert titles[:2] == ["Agenda", "Contents"]
        assert "3. Teeth and homes" in titles
        with pdf.open_metadata() as metadata:
            assert metadata[PAGES] == str(len(pdf.pages))
        assert str(pdf.Root.Lang) == "en-GB"
        assert [int(one) if not isinstance(one, pikepdf.Dictionary) else str(one.S) for one in pdf.Root.PageLabels.Nums] == [
            0,
            "/D",
        ]


def elements(node: Any) -> Any:
    for one in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                yield one
            if "/K" in one:
                yield from elements(one.K)


def test_tags_of_the_tagged_file_are_kept_in_reading_order_and_point_at_their_pages(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        tree = pdf.Root.StructTreeRoot
        places = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        parts = [one for one in elements(tree.K) if str(one.S) == "/Part"]
        assert [str(one.T) for one in parts if "/T" in one] == ["4. A tagged file"]
        inside = [str(one.S) for one in elements(parts[0].K)]
        assert {"/L", "/LI", "/P"} <= set(inside)
        order = []
        for one in elements(tree.K):
            if "/Pg" in one and one.Pg.objgen in places:
                order.append(places[one.Pg.objgen])
        assert order == sorted(order)
        numbers = list(tree.ParentTree.Nums)
        known = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
        for number, page in enumerate(pdf.pages):
            if "/StructParents" in page.obj:
                owners = [one for one in known[int(page.obj.StructParents)] if isinstance(one, pikepdf.Dictionary)]
                assert owners
                for owner in owners:
                    on = {places[one.Pg.objgen] for one in [owner, *_marks(owner)] if "/Pg" in one}
                    assert number in on


def test_figures_are_described_and_tables_lists_and_headings_are_whole(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        levels = [0]
        for one in elements(pdf.Root.StructTreeRoot.K):
            kind, below = str(one.S), {str(kid.S) for kid in elements(one.get("/K", pikepdf.Array()))}
            own = {str(kid.S) for kid in _marks(one) if "/S" in kid}
            if kind == "/Figure":
                assert str(one.Alt).strip()
            elif kind == "/Table":
                assert "/TH" in below
                assert own <= {"/THead", "/TBody", "/TR"}
            elif kind == "/TH":
                attributes = one.A if isinstance(one.A, pikepdf.Array) else [one.A]
                assert any("/Scope" in each for each in attributes)
            elif kind == "/L":
                assert own <= {"/LI", "/L"}
            elif kind == "/LI":
                assert own <= {"/Lbl", "/LBody"}
            elif re.fullmatch(r"/H[1-6]", kind):
                levels.append(int(kind[2]))
                assert levels[-1] <= levels[-2] + 1
        assert len(levels) > 10, "it was looked at"


def _marks(owner: Any) -> list[Any]:
    kids = owner.get("/K")
    return [one for one in (kids if isinstance(kids, pikepdf.Array) else [kids]) if isinstance(one, pikepdf.Dictionary)]


def test_only_a_pack_with_every_page_tagged_claims_pdf_ua(made: bytes) -> None:
    def claim(pdf: bytes) -> str | None:
        with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as metadata:
            return metadata.get("pdfuaid:part")

    assert claim(made) is None
    whole = made_pack(PackItem("1", "A tagged file", paper=made_paper(title="T", attachment=attachment(TAGGED, 1, True))))
    assert claim(pack_pdf(whole, FILES)) == "1"


def test_the_same_pack_gives_the_same_bytes(made: bytes) -> None:
    assert pack_pdf(pack(), FILES) == made


def test_the_public_edition_names_restricted_items_and_nothing_of_them() -> None:
    public = public_pack(pack(), AREAS, 5)
    words = "\n".join(pages_of(pack_pdf(public, FILES))) + pack_html(public)
    assert public.edition is Edition.PUBLIC
    assert "Restricted item" in words
    assert "Paragraph 3" in words
    assert "not for publication" in words
    for secret in ("Prices", "The price is high", "2 of 20", "Three children", "meet.example", "60.0%"):
        assert secret not in words
    assert "10.0% (2 of 20 children)" in pack_html(pack())


def test_the_page_of_a_pack_leads_to_items_and_figures() -> None:
    page = pack_body_html(
        pack(), address=lambda live: f"/figure/{live.indicator}/{live.area}/", files={next(iter(FILES)): "/file/"}
    )
    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets
    assert f'href="/figure/{DENTAL}/fen/"' in page
    assert 'href="/file/"' in page
    assert len(re.findall(r'id="([^"]+)"', page)) == len(targets)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_numbers_stand_upright_on_pages_of_any_turn(turn: int) -> None:
    with pikepdf.open(io.BytesIO(LOOSE)) as pdf:
        for page in pdf.pages:
            page.rotate(turn, relative=False)
        target = io.BytesIO()
        pdf.save(target)
    turned = target.getvalue()
    item = PackItem("1", "Turned", paper=made_paper(title="Turned", attachment=attachment(turned, 3, False)))
    found = pages_of(pack_pdf(made_pack(item), {attachment(turned, 3, False).sha256: turned}))
    assert sum("Page 4 of" in text.replace("\n", " ") for text in found) >= 1


def encrypted() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(LOOSE)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    return target.getvalue()


def with_program() -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(LOOSE)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a PDF"),
        (b"PK\x03\x04", "is not a PDF"),
        (b"%PDF-1.7\nnonsense", "is damaged"),
        (LOOSE[:200], "is damaged"),
        (encrypted(), "is locked"),
        (with_program(), "contains programs"),
    ],
)
def test_a_file_that_cannot_stand_in_a_pack_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        received(content, "leaflet.pdf")


def test_what_a_file_is_is_seen_in_it() -> None:
    assert (received(LOOSE).pages, received(LOOSE).tagged) == (3, False)
    assert received(TAGGED).tagged


def test_programs_of_pages_are_left_behind() -> None:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(LOOSE)) as pdf:
        pdf.pages[0].obj.AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x")))
        pdf.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment)])
        pdf.save(target)
    merged = with_inserted(TAGGED, [Insertion(1, "x", target.getvalue())])
    with pikepdf.open(io.BytesIO(merged)) as pdf:
        assert "/AA" not in pdf.pages[1].obj
        assert len(pdf.pages[1].obj.Annots) == 0
