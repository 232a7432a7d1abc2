"""Running pandoc: a separate program in its own sandbox, without an environment, within limits of time, memory and answer."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from inloco.analytics.errors import InLocoError, InputRefused

SECONDS = 60
HEAP = "1024M"
LONGEST_ANSWER = 200 * 1024 * 1024
HEAP_IS_FULL = 251
"""The exit code of a Haskell program that reached the limit of its memory."""


@cache
def program() -> Path:
    """Where pandoc is: the one that came with ``pypandoc-binary``, never another one of the machine, so that all read alike."""
    found = find_spec("pypandoc")
    name = "pandoc.exe" if sys.platform == "win32" else "pandoc"
    place = Path(found.origin).parent / "files" / name if found is not None and found.origin else Path(name)
    if not place.is_file():
        raise InLocoError("pandoc is missing from this installation: install the locked requirements again.")
    return place


def tree_of(content: bytes, name: str) -> list[Any]:
    """The blocks of pandoc's tree for a Word file whose text parts are ``content``. Tracked changes are accepted.

    Raises InputRefused, naming ``name``, for what pandoc cannot read or cannot read within the limits.
    """
    command = [str(program()), "+RTS", f"-M{HEAP}", "-RTS", "--sandbox", "--from", "docx+styles", "--to", "json"]
    with tempfile.TemporaryDirectory(prefix="inloco-word-") as folder:
        try:
            done = subprocess.run(
                [*command, "--track-changes=accept", "--quiet"],
                input=content,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                cwd=folder,
                env={"LANG": "C.UTF-8", "HOME": folder},
            )
        except subprocess.TimeoutExpired as late:
            raise InputRefused(
                f"{name} takes more than {SECONDS} seconds to read.", action="Send it in parts, or as PDF."
            ) from late
    if done.returncode == HEAP_IS_FULL or len(done.stdout) > LONGEST_ANSWER:
        raise InputRefused(f"{name} has more text than a paper can hold.", action="Send it in parts, or as PDF.")
    try:
        if done.returncode:
            raise ValueError(done.returncode)
        blocks = json.loads(done.stdout)["blocks"]
    except (ValueError, KeyError, TypeError, RecursionError) as broken:
        raise InputRefused(f"{name} is damaged and cannot be read.", action="Open it in Word and save it again.") from broken
    return list(blocks)
