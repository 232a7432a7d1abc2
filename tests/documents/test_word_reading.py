"""Word papers read by pandoc into sections of Markdown; what cannot be shown is said; what is no Word file, or could harm, is
refused."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from inloco.analytics.errors import InLocoError, InputRefused
from inloco.documents.composing import compose_text
from inloco.documents.paper import Picture
from inloco.documents.paper_text import Kind, read_bytes
from inloco.documents.prose import Setting, parts_of
from inloco.documents.word import pandoc, read_word
from inloco.documents.word.archive import WordArchive
from inloco.documents.word.text_parts import text_parts_of
from tests.documents.papers import picture, word

PNG = picture()
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def section(build: Any, number: int = 0) -> str:
    return read_word(word(build)).sections[number][1]


def test_headings_make_sections_and_deeper_ones_stay_within() -> None:
    def build(document: Any) -> None:
        document.add_heading("Homes", 0)
        document.add_paragraph("Before the first heading.")
        document.add_heading("Summary", 1)
        document.add_paragraph("A start.")
        document.add_heading("Detail", 2)
        document.add_paragraph("More.")
        document.add_heading("Risk", 1)
        document.add_paragraph("Few.")

    read = read_word(word(build))
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
    assert "- first\n- second\n  - inner\n1. one" in text
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


def test_a_picture_keeps_the_width_that_it_has_in_word() -> None:
    text = section(lambda document: document.add_picture(io.BytesIO(PNG), width=Cm(6.5)))
    assert text.endswith(' "6.5 cm")')
    key = text.split("picture:")[1].split(" ")[0]
    (part,) = parts_of(text.replace("![]", "![A house]"), Setting(pictures={key: Picture(key, "png", "")}))
    assert (part.kind, part.words, round(part.width)) == ("picture", "A house", 184)


def test_a_damaged_picture_is_left_out_and_said() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Text.")
        document.add_picture(io.BytesIO(PNG[:44] + bytes([PNG[44] ^ 0xFF]) + PNG[45:]))

    read = read_word(word(build))
    assert read.pictures == ()
    assert any("damaged" in note for note in read.notes)


def added(parent: Any, tag: str, words: str = "", **attributes: str) -> Any:
    """A new element within ``parent``; ``words`` become its text."""
    made = OxmlElement(tag) if not tag.startswith("mc:") else parent.makeelement(f"{COMPATIBILITY}{tag.removeprefix('mc:')}")
    for name, value in attributes.items():
        made.set(qn(name.replace("_", ":")), value)
    if words:
        made.text = words
    parent.append(made)
    return made


def test_what_is_not_read_is_said() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Kept.")
        added(added(added(paragraph._p, "w:del"), "w:r"), "w:delText", "gone")
        added(added(added(paragraph._p, "w:ins"), "w:r"), "w:t", " New.")
        paragraph.add_run(" unseen").font.hidden = True
        added(paragraph.add_run()._r, "w:drawing")
        paragraph.add_run(" old").font.strike = True

    read = read_word(word(build))
    assert read.sections == (("Paper", "Kept. New.[Drawing: not shown] old"),)
    for words in ("tracked changes", "hidden words", "drawing", "struck through"):
        assert any(words in note for note in read.notes), words


def test_words_in_a_text_box_stand_behind_their_paragraph_once() -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("Beside it.")
        both = added(paragraph.add_run()._r, "mc:AlternateContent")
        for tag, drawn in (("mc:Choice", "w:drawing"), ("mc:Fallback", "w:pict")):
            box = added(added(added(both, tag), drawn), "w:txbxContent")
            added(added(added(box, "w:p"), "w:r"), "w:t", "In the box.")
        document.add_paragraph("Below.")

    read = read_word(word(build))
    assert read.sections == (("Paper", "Beside it.\n\nIn the box.\n\nBelow."),)
    assert any("text boxes" in note for note in read.notes)


def test_outline_levels_are_headings_and_a_table_of_contents_is_left_out() -> None:
    def build(document: Any) -> None:
        document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        document.add_paragraph("Summary 1", style="toc 1")
        for words, level in (("Summary", "0"), ("Deeper", "1"), ("Risk", "0")):
            added(document.add_paragraph(words)._p.get_or_add_pPr(), "w:outlineLvl", w_val=level)
            document.add_paragraph("Text.")

    assert read_word(word(build)).sections == (("Summary", "Text.\n\n# Deeper\n\nText."), ("Risk", "Text."))


def test_numbers_of_paragraphs_stay_those_that_word_shows() -> None:
    def build(document: Any) -> None:
        for heading in ("One", "Two"):
            document.add_heading(heading, 1)
            for words in ("first", "second"):
                document.add_paragraph(words, style="List Number")

    read = read_word(word(build))
    assert read.sections == (("One", "1. first\n2. second"), ("Two", "3\\. first\n\n4\\. second"))
    (third, _) = compose_text(read.sections[1][1])
    assert "".join(span.text for span in third.spans) == "3. first"


def test_a_table_has_one_row_of_headings_and_its_caption() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Homes by kind", style="Caption")
        table = document.add_table(rows=3, cols=3)
        for place, words in enumerate(("Kind", "2031", "", "", "Offered", "Taken", "Flat", "38", "29")):
            table.cell(place // 3, place % 3).text = words
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(0, 0).merge(table.cell(1, 0))
        for row in table.rows[:2]:
            added(row._tr.get_or_add_trPr(), "w:tblHeader")

    text = section(build)
    assert text.split("\n") == [
        "Table: Homes by kind",
        "",
        "| Kind | 2031 Offered | 2031 Taken |",
        "| --- | --- | --- |",
        "| Flat | 38 | 29 |",
    ]
    (table,) = compose_text(text)
    assert table.grid is not None
    assert table.grid.caption == "Homes by kind"


def test_a_frame_of_one_cell_is_text_and_a_list_in_a_cell_stays_one() -> None:
    def build(document: Any) -> None:
        frame = document.add_table(rows=1, cols=1).cell(0, 0)
        frame.text = "In a frame"
        frame.add_paragraph("and more", style="List Bullet")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 1).text = "Who"
        for words in ("Ada", "Bo"):
            table.cell(0, 0).add_paragraph(words, style="List Bullet")

    assert section(build) == "In a frame\n\n- and more\n\n| • Ada • Bo | Who |\n| --- | --- |"


def test_footnotes_stand_at_the_end_with_their_numbers() -> None:
    base = "http://schemas.openxmlformats.org/"
    notes = (
        f'<w:footnotes xmlns:w="{base}wordprocessingml/2006/main"><w:footnote w:id="7"><w:p><w:r><w:t>Of those asked.</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )

    def build(document: Any) -> None:
        part = docx.opc.part.Part(
            docx.opc.packuri.PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            notes.encode(),
            document.part.package,
        )
        document.part.relate_to(part, f"{base}officeDocument/2006/relationships/footnotes")
        paragraph = document.add_paragraph("41 of 52 agreed")
        added(paragraph.add_run()._r, "w:footnoteReference", w_id="7")
        paragraph.add_run(" in May, 12")
        paragraph.add_run("1").font.superscript = True

    content = word(build)
    assert read_word(content).sections == (("Paper", "41 of 52 agreed (note 1) in May, 12¹"), ("Notes", "1. Of those asked."))
    last = [*read_bytes(content, "report.docx")][-1]
    assert (last.kind, last.marker, last.text) == (Kind.ITEM, "1.", "Of those asked.")


def test_the_check_reads_the_same_words_with_page_and_paragraph() -> None:
    def build(document: Any) -> None:
        document.add_heading("Answers", 1)
        document.add_paragraph("").add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
        document.add_paragraph("Of 48 young people 12 (35%) came; *see* [a](b).")
        table = document.add_table(rows=2, cols=2)
        for place, words in enumerate(("Kind", "Offered", "Flat", "38")):
            table.cell(place // 2, place % 2).text = words

    heading, sentence, table = read_bytes(word(build), "report.docx")
    assert (heading.kind, heading.page, heading.paragraph) == (Kind.HEADING, 1, 1)
    assert (sentence.text, sentence.page, sentence.paragraph) == ("Of 48 young people 12 (35%) came; *see* [a](b).", 2, 2)
    assert [(row.cells, row.line) for row in table.rows] == [(("Kind", "Offered"), 3), (("Flat", "38"), 4)]


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
    """A Word file with one part replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(lambda one: one.add_paragraph("x")))) as source, zipfile.ZipFile(target, "w") as made:
        for one in {*source.namelist(), name}:
            made.writestr(one, content if one == name else source.read(one))
    return target.getvalue()


def linked(kind: str, target: str) -> bytes:
    """A Word file that names something outside itself."""
    return word(
        lambda document: (
            document.add_paragraph("x"),
            document.part.relate_to(
                target, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}", is_external=True
            ),
        )
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 nonsense", "damaged"),
        (word(), "has no text"),
        (changed("word/document.xml", b"<not xml"), "damaged"),
        (changed("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "definitions"),
        (changed("word/vbaProject.bin", b"x"), "macro"),
        (changed("word/styles.xml", b"<not xml"), "damaged"),
        (linked("oleObject", "https://example.org/table.xlsx"), "somewhere else"),
        (linked("attachedTemplate", "https://example.org/one.dotm"), "somewhere else"),
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


def test_a_template_on_somebodys_own_disk_is_merely_not_there() -> None:
    assert read_word(linked("attachedTemplate", "file:///C:/Templates/report.dotx")).sections == (("Paper", "x"),)


def test_pandoc_is_given_the_text_alone() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("Text.")
        document.add_picture(io.BytesIO(PNG))
        document.part.relate_to("file:///etc/passwd", docx.opc.constants.RELATIONSHIP_TYPE.IMAGE, True)

    parts = text_parts_of(WordArchive(word(build), "report.docx"))
    with zipfile.ZipFile(io.BytesIO(parts.content)) as archive:
        names = archive.namelist()
        assert b"passwd" not in archive.read("word/_rels/document.xml.rels")
        assert [archive.read(name) for name in names if name.startswith("word/media/")] == [b"\x00"]
    assert not [name for name in names if name.startswith(("docProps", "customXml", "word/settings"))]


def test_what_takes_too_much_of_pandoc_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    many = "<w:p><w:r><w:t>A paragraph of a paper without an end.</w:t></w:r></w:p>" * 20_000
    content = changed("word/document.xml", f'<w:document xmlns:w="{namespace}"><w:body>{many}</w:body></w:document>'.encode())
    monkeypatch.setattr(pandoc, "HEAP", "8M")
    with pytest.raises(InputRefused, match="more text"):
        read_word(content)
    monkeypatch.setattr(pandoc, "HEAP", "1024M")
    monkeypatch.setattr(pandoc, "SECONDS", 0.0)
    with pytest.raises(InputRefused, match="seconds to read"):
        read_word(content)


def test_an_installation_without_pandoc_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "find_spec", lambda name: None)
    pandoc.program.cache_clear()
    try:
        with pytest.raises(InLocoError, match="pandoc is missing"):
            pandoc.program()
    finally:
        pandoc.program.cache_clear()
