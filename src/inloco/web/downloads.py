"""A file as the answer to a request: with a name that any system takes, and kept in nobody's cache."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from inloco.kept_files import RenderedFile


def attachment(name: str, content: bytes | str, content_type: str) -> HttpResponse:
    """``content`` to be saved as ``name``."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def attachment_of(file: RenderedFile) -> HttpResponse:
    """A file that was made and kept."""
    return attachment(file.name, file.content, file.content_type)
