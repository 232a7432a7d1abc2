"""The reference page of what an administrator sets from outside."""

from __future__ import annotations

from inloco.web.environment import VARIABLES

INTRODUCTION = """# Environment variables

This page is generated from `inloco.web.environment`. Everything has a default; nothing needs to be set to begin.
What belongs to the council itself (name, colours, targets, thresholds) is in `council.toml` in the data folder.

| variable | means |
|---|---|
"""


def pages() -> dict[str, str]:
    """``environment.md``."""
    return {"environment.md": INTRODUCTION + "".join(f"| `{name}` | {meaning} |\n" for name, meaning in VARIABLES.items())}
