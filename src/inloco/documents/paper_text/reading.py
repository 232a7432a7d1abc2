"""Reading a file as a paper. What it is, is told from its content; its name only helps."""

from __future__ import annotations

from pathlib import Path

from inloco.analytics.errors import InputRefused, Place
from inloco.documents.paper_text.paper import PaperText
from inloco.documents.paper_text.plain import read_plain

MOST_BYTES = 50_000_000


def read_paper(file: Path) -> PaperText:
    """The paper in ``file``: Markdown, text, Word or PDF. InputRefused, naming the file, for anything else."""
    place = Place(file=file.name)
    try:
        if file.is_dir():
            raise InputRefused("This is a folder.", action="Name one paper: a .md, .txt, .docx or .pdf file.", place=place)
        if file.stat().st_size > MOST_BYTES:
            raise InputRefused("The file has more than 50 MB.", action="Save it without its pictures.", place=place)
        data = file.read_bytes()
    except FileNotFoundError as trouble:
        raise InputRefused("There is no such file.", action="Look at the name and the folder.", place=place) from trouble
    except OSError as trouble:
        why = (trouble.strerror or "unknown").lower()
        raise InputRefused(f"The file cannot be read ({why}).", action="Ask for permission to read it.", place=place) from trouble
    return read_bytes(data, file.name)


def read_bytes(data: bytes, name: str) -> PaperText:
    """The paper in ``data``. InputRefused when it is no text, Word file or PDF, or empty."""
    place = Place(file=name)
    if data[:1024].lstrip().startswith(b"%PDF"):
        from inloco.documents.paper_text.pdf import read_pdf

        return read_pdf(data, name)
    if data.startswith(b"PK\x03\x04"):
        from inloco.documents.paper_text.word import read_word

        return read_word(data, name)
    text = _decoded(data)
    if text is None:
        raise InputRefused(
            "This is neither text nor a Word file (.docx) nor a PDF.",
            action="Save the paper as .docx, .pdf, .md or .txt.",
            place=place,
        )
    if not text.strip():
        raise InputRefused("There is nothing in this file.", action="Choose the file with the paper in it.", place=place)
    return read_plain(text, "txt" if name.lower().endswith(".txt") else "md", name)


def _decoded(data: bytes) -> str | None:
    """Text in UTF-8, UTF-16 with its mark, or Windows-1252; None for what is no text at all."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            return None
    if b"\x00" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        strange = sum(byte < 9 or 13 < byte < 32 for byte in data[:10_000])
        return data.decode("cp1252", errors="replace") if strange == 0 else None
