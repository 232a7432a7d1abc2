"""Reading papers (Markdown, plain text, Word, PDF) into lines, paragraphs and tables, each with its place in the file."""

from inloco.documents.paper_text.paper import Block, Kind, PaperText, Row
from inloco.documents.paper_text.plain import read_plain
from inloco.documents.paper_text.reading import read_bytes, read_paper

__all__ = ["Block", "Kind", "PaperText", "Row", "read_bytes", "read_paper", "read_plain"]
