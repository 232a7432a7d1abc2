"""Sparklines: a line as small as a word, drawn by our own template because a table may hold a hundred of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from inloco.documents.style import NAVY, PALE

WIDTH = 96
HEIGHT = 24
MARGIN = 3


def sparkline(values: Sequence[Decimal | None], name: str = "", *, breaks: Sequence[int] = (), colour: str = NAVY) -> str:
    """An SVG of ``values`` without axes and without style attributes (a strict content policy forbids them). A gap and a break of
    the definition (before index ``breaks``) interrupt the line. ``name`` is its text alternative; empty hides it from screen
    readers, for use beside a table that says the same."""
    label = f'role="img" aria-label="{escape(name, quote=True)}"' if name else 'aria-hidden="true"'
    known = [value for value in values if value is not None]
    body = _lines(values, known, frozenset(breaks), colour) if known else _nothing()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-sparkline" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" focusable="false" {label}>{body}</svg>'
    )


def _nothing() -> str:
    return f'<path d="M{MARGIN} {HEIGHT / 2:g}H{WIDTH - MARGIN}" stroke="{PALE}" stroke-dasharray="1 4" fill="none"/>'


def _lines(values: Sequence[Decimal | None], known: Sequence[Decimal], breaks: frozenset[int], colour: str) -> str:
    low, high = min(known), max(known)
    step = (WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)

    def point(index: int, value: Decimal) -> tuple[str, str]:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return f"{MARGIN + index * step:.1f}", f"{HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN):.1f}"

    parts: list[str] = []
    run: list[tuple[str, str]] = []

    def close() -> None:
        if len(run) > 1:
            joined = "L".join(f"{x} {y}" for x, y in run)
            parts.append(f'<path d="M{joined}" fill="none" stroke="{colour}" stroke-width="1.5" stroke-linejoin="round"/>')
        elif run:
            parts.append(f'<circle cx="{run[0][0]}" cy="{run[0][1]}" r="1.2" fill="{colour}"/>')
        run.clear()

    for index, value in enumerate(values):
        if value is None or index in breaks:
            close()
        if value is not None:
            run.append(point(index, value))
    close()
    if (last := values[-1]) is not None:
        x, y = point(len(values) - 1, last)
        parts.append(f'<circle cx="{x}" cy="{y}" r="2.4" fill="{colour}"/>')
    return "".join(parts)
