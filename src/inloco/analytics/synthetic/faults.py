"""Errors planted on request, each of them listed."""
from __future__ import annotations

from enum import StrEnum
from pathlib import Path

LIST = "faults.csv"

class Planted(StrEnum):
    NONE = "none"
    WARNINGS = "warnings"
    ALL = "all"

def plant(folder: Path, planted: Planted, listing: Path) -> None:
    raise NotImplementedError
