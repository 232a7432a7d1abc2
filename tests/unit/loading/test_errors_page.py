"""Every error has a line with its exit code in the how-to, and the how-to names no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "how-to" / "errors.md"


def exit_codes() -> dict[str, int]:
    """Every class below InLocoError with its exit code, read from the source so that nothing needs importing."""
    classes: dict[str, tuple[list[str], int | None]] = {}
    for file in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
                classes[node.name] = (bases, _own_code(node))
    found = {"InLocoError": classes["InLocoError"][1] or 0}
    while grown := {
        name: own if own is not None else next(found[base] for base in bases if base in found)
        for name, (bases, own) in classes.items()
        if name not in found and any(base in found for base in bases)
    }:
        found |= grown
    return found


def _own_code(node: ast.ClassDef) -> int | None:
    for line in node.body:
        if (
            isinstance(line, ast.Assign)
            and getattr(line.targets[0], "id", "") == "exit_code"
            and isinstance(line.value, ast.Constant)
        ):
            assert isinstance(line.value.value, int)
            return line.value.value
    return None


def test_the_page_has_each_error_with_its_exit_code() -> None:
    told = {name: int(code) for name, code in re.findall(r"^\| `(\w+)` \| (\d) \|", PAGE.read_text(encoding="utf-8"), re.M)}
    assert told == exit_codes()
