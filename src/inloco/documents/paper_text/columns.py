"""Tables whose columns are kept apart by blanks only, as text taken out of a PDF has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

GAP = re.compile(r"\s{2,}")
NUMBER = re.compile(r"[£<]?-?\d[\d,]*(\.\d+)?\s*(%|k|m)?\*?$|^(n/?a|-|–|\*|c)$", re.I)


def is_spaced_row(line: str) -> bool:
    """Whether a line looks like a row of such a table: cells with two blanks or more between them, not a sentence."""
    cells = GAP.split(line.strip())
    if len(cells) < 2:
        return False
    if len(cells) == 2:
        return bool(NUMBER.match(cells[1])) or (len(cells[0]) < 40 and len(cells[1]) < 25)
    return all(len(cell) < 60 for cell in cells)


def split_columns(lines: Sequence[str]) -> list[list[str]] | None:
    """The cells of each line. Columns are where every line has a blank; where that gives too few, each line's own gaps.

    None when the lines do not hold together as a table (fewer than two rows or no number in any).
    """
    if len(lines) < 2:
        return None
    own = [GAP.split(line.strip()) for line in lines]
    if not any(NUMBER.match(cell) for cells in own for cell in cells[1:]):
        return None
    if len({len(cells) for cells in own}) == 1:
        return own
    width = max(len(line) for line in lines)
    padded = [line.ljust(width) for line in lines]
    blank = [all(line[at] == " " for line in padded) for at in range(width)]
    edges: list[tuple[int, int]] = []
    start = 0
    at = 0
    while at < width:
        if blank[at]:
            end = at
            while end < width and blank[end]:
                end += 1
            if end - at >= 2 or end == width or at == start:  # one blank is a space between words
                if at > start:
                    edges.append((start, at))
                start = end
            at = end
        else:
            at += 1
    if start < width:
        edges.append((start, width))
    if len(edges) < 2 or len(edges) < max(len(cells) for cells in own):
        return _by_nearest(padded, own)
    return [[line[a:b].strip() for a, b in edges] for line in padded]


def _by_nearest(padded: Sequence[str], own: Sequence[Sequence[str]]) -> list[list[str]]:
    """Cells put under the columns of the fullest row by where they end; headers of several words reach to both sides."""
    fullest = max(range(len(own)), key=lambda at: len(own[at]))
    spans = [(found.start(), found.end()) for found in re.finditer(r"\S+(?: \S+)*", padded[fullest])]
    result: list[list[str]] = []
    for line in padded:
        cells = [""] * len(spans)
        for found in re.finditer(r"\S+(?: \S+)*", line):
            nearest = min(
                range(len(spans)),
                key=lambda at: -_overlap(spans[at], (found.start(), found.end())) or abs(spans[at][1] - found.end()),
            )
            cells[nearest] = f"{cells[nearest]} {found[0]}".strip()
        result.append(cells)
    return result


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))
