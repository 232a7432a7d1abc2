"""The reference page of ``council.toml``, from the settings that are read."""

from __future__ import annotations

from inloco.analytics.settings import EXPLAINED, FIELDS, LISTS, Settings

INTRODUCTION = """# Settings of a council

What is local practice stands in `council.toml` in the data folder; every setting has a default. What is wrong in the file is
refused by name. The page *Settings* shows what is in force.
"""


def pages() -> dict[str, str]:
    """``settings.md``."""
    plain = Settings()
    lines = [INTRODUCTION]
    for section, fields in FIELDS.items():
        lines += [f"## [{section}]", "", "| setting | what it does | default |", "|---|---|---|"]
        for key, field in fields.items():
            lines.append(f"| `{key}` | {EXPLAINED[f'{section}.{key}']} | `{_toml(getattr(plain, field))}` |")
        lines.append("")
    lines += ["## Targets and control limits", "", "```toml", "\n".join(LISTS.values()) + "```", ""]
    return {"settings.md": "\n".join(lines)}


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
