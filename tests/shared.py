"""Where the reference material lives on a developer's machine. It does not ship: tests that use it skip by name without it."""

import os
from pathlib import Path

import pytest


def shared_file(name: str) -> Path:
    """The file ``name`` of the reference material (INLOCO_SHARED, else ``shared`` beside the checkout), or skip the test."""
    folder = Path(os.environ.get("INLOCO_SHARED", Path(__file__).parents[2] / "shared"))
    file = folder / name
    if not file.exists():
        pytest.skip(f"needs the reference file {name}, which does not ship")
    return file
