"""`inloco check-paper`: every kind of file, the shape that scripts rely on, the exit codes, each refusal."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import typst
from docx import Document

from inloco.cli import main

WRONG = "In all 19 of 52 children (63 %) had seen their plan."
RIGHT = "In all 19 of 52 children (37 %) had seen their plan."
KEYS = ["rule", "severity", "line", "other_lines", "quote", "says", "shows", "message"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("INLOCO_DATA", str(tmp_path / "data"))

    def run(name: str, data: bytes, *options: str) -> tuple[int, str, str]:
        file = tmp_path / name
        file.write_bytes(data)
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(["check-paper", str(file), *options])
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


def word() -> bytes:
    document = Document()
    document.add_heading("Plans", 1)
    document.add_paragraph(WRONG)
    document.add_paragraph("Three steps were agreed:")
    for step in ("Write", "Read"):
        document.add_paragraph(step, style="List Bullet")
    table = document.add_table(rows=4, cols=2)
    for row, cells in zip(table.rows, (("Area", "Children"), ("North", "41"), ("South", "38"), ("Total", "89")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def pdf() -> bytes:
    source = f"""#set page(height: 12cm)
= Plans
{WRONG.replace("%", "%")}

#table(columns: 4, stroke: none, column-gutter: 2em, [Area], [April], [May], [June],
  [North], [41], [43], [40], [South], [38], [39], [41], [East], [20], [22], [21], [Total], [99], [114], [102])
#pagebreak()
The rate fell from 48.2 to 51.7.
"""
    return bytes(typst.compile(source.encode()))


def test_json_is_what_the_contract_says(run: Any) -> None:
    code, out, _ = run("paper.md", f"# Plans\n\n{WRONG}\n".encode(), "--format", "json")
    (one,) = json.loads(out)
    assert code == 1
    assert list(one) == KEYS
    assert (one["rule"], one["severity"], one["line"], one["other_lines"]) == ("part_of_whole", "certain", 3, [])
    assert one["quote"] == WRONG


def test_nothing_found(run: Any) -> None:
    assert run("paper.txt", RIGHT.encode(), "--format", "json")[:2] == (0, "[]\n")


def test_a_table_for_people(run: Any) -> None:
    code, out, _ = run("paper.md", WRONG.encode())
    assert code == 1
    assert out.startswith("line 1: part_of_whole, certain")
    assert "36.5 %" in out


def test_word(run: Any) -> None:
    code, out, _ = run("paper.docx", word(), "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert list(found[0]) == [*KEYS, "page", "paragraph"]
    assert [(one["rule"], one["line"], one["page"], one["paragraph"]) for one in found] == [
        ("part_of_whole", 2, 1, 2),
        ("count_against_list", 3, 1, 3),
        ("row_sum", 9, 1, 6),
    ]


def test_pdf(run: Any) -> None:
    code, out, _ = run("paper.pdf", pdf(), "--format", "json")
    found = json.loads(out)
    assert code == 1
    assert [(one["rule"], one["page"]) for one in found] == [("part_of_whole", 1), ("row_sum", 1), ("direction_word", 2)]
    assert "104" in found[1]["shows"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("paper.docx", b"PK\x03\x04 not really", "is damaged"),
        ("paper.pdf", b"%PDF-1.7 not really", "cannot be read"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00", "neither text nor"),
        ("empty.md", b" \n", "nothing in this file"),
    ],
)
def test_what_is_no_paper_is_refused(run: Any, name: str, data: bytes, words: str) -> None:
    code, out, err = run(name, data)
    assert (code, out) == (3, "")
    assert words in err
    assert name in err


def test_a_pdf_of_pictures_is_refused(run: Any) -> None:
    code, _, err = run("scan.pdf", bytes(typst.compile(b"#rect()")))
    assert code == 3
    assert "pictures" in err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["check-paper", "nowhere.md"])
    assert left.value.code == 3
    assert "no such file" in capsys.readouterr().err


def test_wrong_usage(run: Any) -> None:
    assert run("paper.md", b"words", "--format", "xml")[0] == 2
