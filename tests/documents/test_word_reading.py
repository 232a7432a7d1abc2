"""Word papers read into sections of Markdown; what cannot be shown is said; what is no Word file is refused."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from inloco.analytics.errors import InputRefused
from inloco.documents.composing import compose_text
from inloco.documents.word_reading import read_word
from tests.documents.papers import picture, word

PNG = picture()


def section(build: Any, number: int = 0) -> str:
    return read_word(word(build)).sections[number][1]


def test_headings_make_sections_and_deeper_ones_stay_within() -> None:
    def build(document: Any) -> None:
        document.core_properties.title = "Homes"
        document.add_heading("Homes", 0)
        document.add_paragraph("Before the first heading.")
        document.add_heading("Summary", 1)
        document.add_paragraph("A start.")
        document.add_heading("Detail", 2)
        document.add_paragraph("More.")
        document.add_heading("Risk", 1)
        document.add_paragraph("Few.")

    read = read_word(word(build))
    assert read.title == "Homes"
    assert [title for title, _ in read.sections] == ["Homes", "Summary", "Risk"]
    assert read.sections[1][1] == "A start.\n\n# Detail\n\nMore."


def test_a_title_alone_makes_no_section() -> None:
    def build(document: Any) -> None:
        document.add_heading("Homes", 0)
        document.add_heading("Summary", 1)
        document.add_paragraph("A start.")

    assert [title for title, _ in read_word(word(build)).sections] == ["Summary"]


def test_bold_lines_are_headings_where_nobody_used_styles() -> None:
    def build(document: Any) -> None:
        for heading, text in (("Summary", "One."), ("Risk", "Two.")):
            document.add_paragraph().add_run(heading).bold = True
            document.add_paragraph(text)

    assert [title for title, _ in read_word(word(build)).sections] == ["Summary", "Risk"]


def test_emphasis_lists_and_links_are_kept() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("It is ")
        paragraph.add_run("very ").bold = True
        paragraph.add_run("good").bold = True
        paragraph.add_run(" and *plain*.")
        for words in ("first", "second"):
            document.add_paragraph(words, style="List Bullet")
        document.add_paragraph("inner", style="List Bullet 2")
        document.add_paragraph("one", style="List Number")
        link = OxmlElement("w:hyperlink")
        link.set(
            qn("r:id"), document.part.relate_to("https://example.org/a b", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, True)
        )
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "the page"
        run.append(text)
        link.append(run)
        document.add_paragraph("See ")._p.append(link)

    text = section(build)
    assert "It is **very good** and \\*plain\\*." in text
    assert "- first\n- second\n   - inner\n1. one" in text
    assert "See [the page](https://example.org/a%20b)" in text


def test_tables_keep_rows_and_columns_and_merged_cells_repeat() -> None:
    def build(document: Any) -> None:
        table = document.add_table(rows=3, cols=3)
        for place, words in enumerate(("Home | kind", "Offered", "Taken", "Flat", "38", "29", "All", "60", "60")):
            table.cell(place // 3, place % 3).text = words
        merged = table.cell(2, 1).merge(table.cell(2, 2))
        merged.text = "60"

    text = section(build)
    assert text.split("\n") == [
        "| Home \\| kind | Offered | Taken |",
        "| --- | --- | --- |",
        "| Flat | 38 | 29 |",
        "| All | 60 | 60 |",
    ]
    (table,) = compose_text(text)
    assert table.kind == "table"


def test_a_picture_is_kept_with_its_description_or_asks_for_one() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Text.")
        for _ in range(2):
            document.add_picture(io.BytesIO(PNG))
        next(document.element.body.iter(qn("wp:docPr"))).set("descr", "A house with [two] doors")

    read = read_word(word(build))
    (picture,) = read.pictures
    assert (picture.kind, picture.content) == ("png", PNG)
    assert f"![A house with two doors](picture:{picture.key})" in read.sections[0][1]
    assert f"![](picture:{picture.key})" in read.sections[0][1]
    assert any("no description" in note for note in read.notes)


def test_a_damaged_picture_is_left_out_and_said() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Text.")
        document.add_picture(io.BytesIO(PNG[:44] + bytes([PNG[44] ^ 0xFF]) + PNG[45:]))

    read = read_word(word(build))
    assert read.pictures == ()
    assert any("damaged" in note for note in read.notes)


def test_what_is_not_read_is_said() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Kept.")
        deleted = OxmlElement("w:del")
        run, text = OxmlElement("w:r"), OxmlElement("w:delText")
        text.text = "gone"
        run.append(text)
        deleted.append(run)
        paragraph._p.append(deleted)
        box = OxmlElement("w:txbxContent")
        box.append(OxmlElement("w:p"))
        drawn = OxmlElement("w:pict")
        drawn.append(box)
        paragraph.add_run()._r.append(drawn)

    read = read_word(word(build))
    assert "gone" not in read.sections[0][1]
    assert any("tracked changes" in note for note in read.notes)
    assert any("text boxes" in note for note in read.notes)
    assert any("drawing" in note for note in read.notes)


def test_a_reference_typed_in_word_stays_live() -> None:
    text = section(lambda document: document.add_paragraph("The rate is [[cla_rate @ 2019-08 | Preston]]."))
    assert "[[cla\\_rate" not in text
    assert "[[cla_rate @ 2019-08 | Preston]]" in text


def test_words_that_look_like_marks_stay_words() -> None:
    text = section(lambda document: document.add_paragraph("# 5 <b>people</b> said 2. no_thing"))
    (part,) = compose_text(text)
    assert part.kind == "paragraph"
    assert "".join(span.text for span in part.spans) == "# 5 <b>people</b> said 2. no_thing"


def changed(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(lambda one: one.add_paragraph("x")))) as source, zipfile.ZipFile(target, "w") as made:
        for one in source.namelist():
            made.writestr(one, content if one == name else source.read(one))
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 nonsense", "damaged"),
        (word(), "has no text"),
        (changed("word/document.xml", b"<not xml"), "damaged"),
        (changed("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "definitions"),
    ],
)
def test_what_is_no_word_file_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InputRefused, match=words):
        read_word(content, "report.docx")


def test_a_file_that_would_unpack_to_more_than_is_reasonable_is_refused_before_it_is_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<x/>")
        for number in range(4):
            made.writestr(f"word/media/{number}.png", bytes(80 * 1024 * 1024))
    with pytest.raises(InputRefused, match="unpacks to more"):
        read_word(target.getvalue())
