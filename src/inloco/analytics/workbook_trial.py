"""Whether a workbook can be read at all, found out where nothing is lost: in a process of its own.

The library that reads workbooks lays a sheet out whole, from its first to its last cell. Where one stray cell stands in the last
row and column, or a length in a damaged file is absurd, it asks for more memory than there is, and that ends its process.
"""

from __future__ import annotations

import subprocess
import sys

MOST_MEMORY = 3 * 2**30
MOST_CELLS = 8_000_000
"""From the first to the last of a sheet, empty ones too. The longest list of a council has a tenth of it."""

LONGEST = 120
"""Seconds."""

_TRIAL = f"""
import io, sys
try:
    import resource
except ImportError:
    pass
else:
    resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_height * sheet.total_width > {MOST_CELLS}:
        sys.exit(1)
    sheet.to_python(skip_empty_area=False)
"""


def can_be_read(data: bytes) -> bool:
    """Whether every sheet of the workbook ``data`` was read by another process, within its time and memory."""
    try:
        done = subprocess.run([sys.executable, "-I", "-c", _TRIAL], input=data, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
