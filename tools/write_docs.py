"""Writes the generated pages of ``docs/`` again. A repository test fails when what is committed differs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import django

ROOT = Path(__file__).parents[1]

GENERATORS = {
    "docs/reference/command-line.md": "tools.command_line_reference:pages",
    "docs/reference/indicators": "inloco.analytics.indicators.reference:pages",
    "docs/reference/checks.md": "inloco.analytics.extracts.checks.reference:pages",
    "docs/reference/extract-folder.md": "inloco.analytics.schema.reference:pages",
    "docs/reference/records.md": "inloco.analytics.schema.records:pages",
    "docs/reference/ssda903.md": "inloco.analytics.extracts.formats.ssda903.reference:pages",
    "docs/reference/faults.md": "inloco.analytics.synthetic.reference:pages",
    "docs/reference/environment.md": "tools.environment_reference:pages",
    "docs/reference/settings.md": "tools.settings_reference:pages",
    "docs/reference/permissions.md": "tools.permissions_reference:pages",
    "docs/reference/plan-rules.md": "inloco.plans.rules.reference:pages",
    "docs/reference/contradictions.md": "tools.contradictions_reference:pages",
    "docs/reference/meeting-states.md": "tools.meeting_states_reference:pages",
    "docs/reference/figure-references.md": "tools.figure_references_reference:pages",
    "docs/reference/paper-states.md": "tools.paper_states_reference:pages",
    "docs/reference/plan-states.md": "tools.plan_states_reference:pages",
    "docs/reference/report-states.md": "tools.report_states_reference:pages",
    "docs/reference/follow-up-states.md": "tools.follow_up_states_reference:pages",
}
"""Where pages go, and the function that gives them: a mapping of file name (under ``docs/reference``) to text."""


def generated() -> Iterator[tuple[Path, str]]:
    """Every generated page: its path below the checkout, and its text."""
    for target, named in GENERATORS.items():
        module, name = named.split(":")
        pages: Callable[[], dict[str, str]] = getattr(import_module(module), name)
        folder = Path(target) if not target.endswith(".md") else Path(target).parent
        for file_name, text in pages().items():
            yield folder / file_name, text


def main() -> None:
    """Some pages come from the apps: Django is set up for them, on a data folder that is gone afterwards."""
    with TemporaryDirectory() as folder:
        os.environ["INLOCO_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inloco.web.settings")
        django.setup()
        write()


def write() -> None:
    for path, text in generated():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
