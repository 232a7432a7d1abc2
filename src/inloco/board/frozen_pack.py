"""A published pack as text: what is kept and hashed, and read again for pages and files."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from inloco.analytics.errors import InputRefused
from inloco.board.models import PublishedPack
from inloco.documents.frozen import plain, whole
from inloco.documents.pack import Pack

FORMAT = 1
"""Goes up when a change of the pack's classes could not read what was frozen before."""


def as_json(pack: Pack) -> str:
    return json.dumps({"format": FORMAT, "pack": plain(pack)}, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Pack:
    """The pack that was frozen as ``text``. Raises InputRefused when it is something else."""
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']}")
        return whole(Pack, content["pack"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise InputRefused(
            f"A stored pack cannot be read ({type(wrong).__name__}).", action="Restore the database from a backup."
        ) from wrong


def seal(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(pack: PublishedPack, *, public: bool) -> Pack:
    """The pack in that edition, exactly as it was published. Reading it takes a while and it never changes, so the last few stay
    in memory."""
    return _content(pack.public_sha256 if public else pack.restricted_sha256, public, pack)


@lru_cache(maxsize=6)
def _content(seal: str, public: bool, pack: PublishedPack) -> Pack:
    return from_json(pack.text(public=public))
