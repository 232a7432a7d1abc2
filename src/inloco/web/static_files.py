"""The static files in the form in which a server sends them: compressed, named by their content, cached for ever."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

from inloco.analytics.errors import StorageRefused

BUILD = Path(__file__).parent / "static" / "build"
MANIFEST = "staticfiles.json"


def collect(root: Path) -> bool:
    """Write our static files into ``root`` if it is older than they are. True when something was written.

    Raises StorageRefused where the front end was never compiled.
    """
    if not (BUILD / "main.css").is_file():
        raise StorageRefused(
            "The style and script of the pages are missing from this installation.",
            action="Install it again (pip install -e . in a checkout): that compiles them.",
        )
    sources = {path: storage for finder in get_finders() for path, storage in finder.list([])}
    newest = max(Path(storage.path(path)).stat().st_mtime for path, storage in sources.items())
    manifest = root / MANIFEST
    if manifest.is_file() and manifest.stat().st_mtime >= newest:
        return False
    target = CompressedManifestStaticFilesStorage(location=str(root), base_url="/static/")
    for path, storage in sources.items():
        with storage.open(path) as file:
            target.delete(path)
            target.save(path, file)
    for _, _, outcome in target.post_process({path: (target, path) for path in sources}, dry_run=False):
        if isinstance(outcome, Exception):
            raise outcome
    return True
