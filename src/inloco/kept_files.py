"""Files that are made once and kept under the data folder, each put in place whole."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RenderedFile:
    """A file for a reader: its name, what is in it, and its type as a browser knows it."""

    name: str
    content: bytes
    content_type: str


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The file at ``path``, else made now and put in place: two readers at once at worst make it twice."""
    if not path.is_file():
        put(path, make())
    return path.read_bytes()


def put(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``: a reader finds the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    new.write_bytes(content)
    new.replace(path)
