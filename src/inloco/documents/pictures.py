"""Pictures that came with a paper: which kinds are taken, and how large they are, read from their first bytes alone."""

from __future__ import annotations

import base64
import struct

import typst

LARGEST = 12_000
"""Pixels of an edge: more is a mistake or an attack."""


def kind_of(content: bytes) -> str:
    """``png``, ``jpg`` or ``gif`` by the content itself, whatever its name says; empty for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    return ""


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels; None where they cannot be read or are beyond reason."""
    try:
        match kind_of(content):
            case "png":
                width, height = struct.unpack(">II", content[16:24])
            case "gif":
                width, height = struct.unpack("<HH", content[6:10])
            case "jpg":
                width, height = _jpeg_size(content)
            case _:
                return None
    except (struct.error, IndexError):
        return None
    return (width, height) if 0 < width <= LARGEST and 0 < height <= LARGEST else None


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From the frame header, past the segments before it."""
    place = 2
    while place + 9 < len(content):
        if content[place] != 0xFF:
            place += 1
            continue
        marker = content[place + 1]
        if marker == 0xFF:
            place += 1
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        elif 0xD0 <= marker <= 0xD9 or marker == 0x01:
            place += 2
        else:
            place += 2 + struct.unpack(">H", content[place + 2 : place + 4])[0]
    return 0, 0


WIDEST, TALLEST, WIDEST_BY_ITSELF = 481.0, 640.0, 385.0
"""Points on a page of A4 between its margins, and the width of a picture of which nobody says how wide it stands."""


def width_of(content: bytes, stated: float = 0.0) -> float:
    """Points of the width that the picture has on paper: as ``stated``, else by itself at the 96 dots an inch of a screen: a mark
    of a few pixels must not fill the sheet. Never more than the page holds; 0 where its size cannot be read."""
    size = size_of(content)
    if size is None:
        return 0.0
    width = min(stated, WIDEST) if stated else min(size[0] * 0.75, WIDEST_BY_ITSELF)
    return min(width, TALLEST * size[0] / size[1])


def is_drawable(content: bytes) -> bool:
    """Whether the picture can be set in a document: a damaged one would keep a whole pack from being made."""
    svg = as_svg(content)
    if not svg:
        return False
    try:
        typst.compile(b'#image(bytes(sys.inputs.svg), format: "svg", alt: "x")', sys_inputs={"svg": svg}, timestamp=0)
    except typst.TypstError:
        return False
    return True


def as_svg(content: bytes) -> str:
    """The picture within an SVG, so that it can travel as text; empty where its size cannot be read."""
    size = size_of(content)
    if size is None:
        return ""
    kind = "jpeg" if kind_of(content) == "jpg" else kind_of(content)
    width, height = size
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{data}"/></svg>'
    )
