"""Pictures in sections: which have no description, and what they were called before."""

from __future__ import annotations

import re
from collections.abc import Iterable

from inloco.papers.models import PaperSection

PICTURE = re.compile(r"!\[([^\]\n]*)\]\(picture:([\w-]+)((?:\s[^)\n]*)?)\)")


def described_as_before(text: str, sections: Iterable[PaperSection]) -> str:
    """``text`` with the descriptions that somebody has written here for pictures that a later file brings again without one."""
    known = {found[2]: found[1] for one in sections for found in PICTURE.finditer(one.text) if found[1].strip()}

    def described(found: re.Match[str]) -> str:
        return f"![{found[1].strip() or known.get(found[2], '')}](picture:{found[2]}{found[3]})"

    return PICTURE.sub(described, text)


def undescribed(sections: Iterable[PaperSection]) -> list[PaperSection]:
    """The sections with a picture whose square brackets are empty."""
    return [one for one in sections if any(not found[1].strip() for found in PICTURE.finditer(one.text))]
