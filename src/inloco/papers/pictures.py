"""Pictures in sections: which have no description."""

from __future__ import annotations

import re
from collections.abc import Iterable

from inloco.papers.models import PaperSection

PICTURE = re.compile(r"!\[([^\]\n]*)\]\(picture:[\w-]+(?:\s[^)\n]*)?\)")


def undescribed(sections: Iterable[PaperSection]) -> list[PaperSection]:
    """The sections with a picture whose square brackets are empty."""
    return [one for one in sections if any(not found[1].strip() for found in PICTURE.finditer(one.text))]
