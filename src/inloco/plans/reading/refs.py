"""References of actions as officers write them: ``5a``, ``4b.``, ``19 a``, ``10b.ii``, and spans: ``5a-c``, ``11a1 - a4``.

A reference is never changed. ``key`` is only for comparing: two references with one key mean the same action.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(r"\d+|[a-z]+")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}
_REF = re.compile(r"^(?:[A-Za-z]{1,4}[\s.\-]?)?\d{1,3}(?:[\s.()\-–&,/]*(?:\d{1,3}|[A-Za-z]{1,4}))*[\s.,;:)]*$")

Token = int | str


@lru_cache(maxsize=8192)
def tokens(ref: str) -> tuple[Token, ...]:
    """The parts of a reference: ``10b.ii`` is 10, b, ii."""
    return tuple(int(part) if part.isdigit() else part for part in _TOKEN.findall(ref.casefold()))


def key(ref: str) -> str:
    """What two ways of writing one reference have in common: ``4b.`` and ``4 B`` are ``4b``. A span keeps its dash."""
    ends = _ends(ref)
    if len(ends) == 2 and ends[1]:
        return f"{_joined(ends[0])}-{_joined(ends[1])}"
    return _joined(tokens(ref))


def stem(ref: str) -> str:
    """The number that sub-references share: ``5a1`` and ``5c`` are of ``5``."""
    parts = tokens(ref)
    return str(parts[0]) if parts else ""


def looks_like_ref(text: str) -> bool:
    """Whether a cell could be a reference rather than words or a figure."""
    return len(text) <= 20 and bool(_REF.match(text.strip()))


def is_span(ref: str) -> bool:
    """Whether it stands for several: ``5a-c``, ``1a & b``."""
    ends = _ends(ref)
    return (len(ends) == 2 and bool(ends[1])) or len(_listed(ref)) > 1


def contains(span: str, ref: str) -> bool:
    """Whether ``ref`` lies within ``span``; its ends do. A reference that is no span contains nothing."""
    inner = tokens(ref)
    if is_span(ref) or not inner:
        return False
    if len(listed := _listed(span)) > 1:
        return any(inner[: len(one)] == one for one in listed)
    ends = _ends(span)
    if len(ends) != 2 or not ends[1]:
        return False
    first, last = ends
    depth = len(first)
    if len(inner) < depth or inner[: depth - 1] != first[:-1] or first[:-1] != last[:-1]:
        return False
    low, mid, high = _rank(first[-1], last[-1]), _rank(inner[depth - 1], last[-1]), _rank(last[-1], last[-1])
    return low is not None and mid is not None and high is not None and low <= mid <= high


def _joined(parts: tuple[Token, ...]) -> str:
    """``10bii``; a point between two numbers, so that 1.1 is not 11."""
    text = ""
    for part in parts:
        text += f".{part}" if isinstance(part, int) and text[-1:].isdigit() else str(part)
    return text


@lru_cache(maxsize=8192)
def _ends(ref: str) -> tuple[tuple[Token, ...], ...]:
    """The two ends of a span; the second is written short and completed from the first. One end for a plain reference."""
    parts = re.split(r"\s*[-–—]\s*|\s+to\s+", ref.strip(), maxsplit=1, flags=re.IGNORECASE)
    first = tokens(parts[0])
    if len(parts) == 1 or not first:
        return (tokens(ref),)
    last = tokens(parts[1])
    if not last or len(last) > len(first) or type(last[-1]) is not type(first[-1]):
        return (tokens(ref),)
    whole = first[: len(first) - len(last)] + last
    return (first, whole) if whole != first else (tokens(ref),)


@lru_cache(maxsize=8192)
def _listed(ref: str) -> tuple[tuple[Token, ...], ...]:
    """The members of a list such as ``1a & b`` or ``1a, 1c``, also one under the other."""
    parts = [part for part in re.split(r"\s*(?:&|,|/|;|\n|\band\b)\s*", ref.strip(), flags=re.IGNORECASE) if tokens(part)]
    if len(parts) < 2:
        return ()
    first = tokens(parts[0])
    members = [first]
    for part in parts[1:]:
        more = tokens(part)
        members.append(more if len(more) >= len(first) else first[: len(first) - len(more)] + more)
    return tuple(members)


def _rank(part: Token, like: Token) -> int | None:
    """Where a token stands in its own order: numbers, roman numerals or letters. None where the kinds differ."""
    if isinstance(part, int) or isinstance(like, int):
        return part if isinstance(part, int) and isinstance(like, int) else None
    if len(like) > 1:
        return _ROMAN.get(part)
    return ord(part) if len(part) == 1 else None
