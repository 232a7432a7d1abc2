"""The report as PDF/UA: tagged, described, bookmarked, in British English, and complete."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pikepdf
import pytest

from inloco.documents.outputs import pdf as output
from inloco.documents.outputs.pdf import NotRendered, breakable, report_pdf, shown
from tests.documents.made import made_report, with_commentary


@pytest.fixture(scope="module")
def made() -> bytes:
    return report_pdf(made_report())


def elements(node: Any) -> Iterator[Any]:
    """Every structure element under ``node``."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def scopes_of(cell: Any) -> list[str]:
    """The scopes of a cell that heads a row or a column."""
    assert str(cell.S) == "/TH"
    return [str(one.Scope) for one in (cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]) if "/Scope" in one]


def text_of(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)


def test_it_claims_and_carries_what_pdf_ua_asks_for(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        root = pdf.Root
        assert dict(root.MarkInfo) == {"/Marked": True}, "Poppler takes /Suspects false for an error"
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Monthly performance report, August 2024"
        assert "/PageLabels" in root


def test_every_figure_is_described_and_every_table_has_headers(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot.K))
        kinds = Counter(str(element.S) for element in found)
        figures = [element for element in found if str(element.S) == "/Figure"]
        assert len(figures) == 6
        assert all(len(str(figure.Alt)) > 40 for figure in figures)
        tables = [element for element in found if str(element.S) == "/Table"]
        assert len(tables) == 7
        for table in tables:
            inside = [str(element.S) for element in elements(table.K)]
            assert "/THead" in inside
            assert inside.count("/TH") >= 2
            rows = [
                [cell for cell in elements(row.K) if str(cell.S) in ("/TH", "/TD")]
                for row in elements(table.K)
                if str(row.S) == "/TR"
            ]
            assert all(scopes_of(cell) == ["/Column"] for cell in rows[0])
            if len(rows) > 2 and len(rows[0]) > 2:
                assert all(scopes_of(row[0]) == ["/Row"] for row in rows[1:])
        assert kinds["/TOC"] >= 1
        assert kinds["/H1"] >= 3
        assert kinds["/H2"] == 3


def test_its_bookmarks_are_its_headings(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as pdf, pdf.open_outline() as outline:
        titles = [entry.title for entry in outline.root]
        assert titles == ["Contents", "Children looked after", "Care leavers", "Notes"]
        assert [child.title for child in outline.root[1].children] == ["Children looked after", "Health assessments"]


def test_the_numbers_stand_in_it(made: bytes) -> None:
    text = text_of(made)
    for words in ("543", "45.9", "92.1%", "478 of 519 children", "no", "Target 93.0%: not met", "Page 1 of", "118,250", "0 of 0"):
        assert words in text
    assert "Published on 5 September 2024, 16:00 by Marguerite Okonedo-Blyth" in text


def test_the_same_report_gives_the_same_bytes(made: bytes) -> None:
    assert report_pdf(made_report()) == made


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("#pagebreak() $x$ @ref <label> `code` \\n *", "#pagebreak() $x$ @ref"),
        ('"] #panic("gone") [', '"] #panic("gone") ['),
        ("A smile 😀 and 你", "(grinning face)"),
        ("שלום to all", "to all"),
        ("hidden\u202eright-to-left\u202c and \x07bell", "bell"),
        ("- one\n- two\n\n1. three", "two"),
    ],
)
def test_whatever_is_written_is_set_as_text(written: str, printed: str) -> None:
    assert printed in text_of(report_pdf(with_commentary(made_report(), written, author=written.replace("\n", " "))))


def test_a_word_without_end_is_broken_and_stays_on_the_page() -> None:
    pdf = report_pdf(with_commentary(made_report(), "x" * 3000))
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            assert all(letter["x1"] <= page.width - 20 for letter in page.chars)


def test_nothing_is_cut_off(made: bytes) -> None:
    with pdfplumber.open(io.BytesIO(made)) as opened:
        for page in opened.pages:
            assert all(letter["x0"] >= 20 and letter["x1"] <= page.width - 20 for letter in page.chars)
            assert all(letter["bottom"] <= page.height - 10 for letter in page.chars)


def test_breaking_loses_no_letter() -> None:
    assert breakable("a" * 100).replace("\u200b", "") == "a" * 100
    assert breakable("short words stay") == "short words stay"


@pytest.mark.parametrize(
    ("letter", "seen"), [("a", "a"), ("é", "é"), ("\x00", ""), ("\t", " "), ("\ufe0f", ""), ("😀", "(grinning face)"), ("א", "א")]
)
def test_a_sign_that_no_font_has_is_named(letter: str, seen: str) -> None:
    assert shown(letter) == seen


def test_a_fault_of_the_template_is_ours_and_says_so(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "report.typ"
    broken.write_text("#panic()")
    monkeypatch.setattr(output, "TEMPLATE", broken)
    with pytest.raises(NotRendered) as refused:
        report_pdf(made_report())
    assert refused.value.exit_code == 4


def test_a_warning_stops_the_build(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    warned = tmp_path / "report.typ"
    warned.write_text('#set document(title: "t")\n#set text(font: "No Such Sans", lang: "en")\nwords')
    monkeypatch.setattr(output, "TEMPLATE", warned)
    with pytest.raises(NotRendered, match="font"):
        report_pdf(made_report())
