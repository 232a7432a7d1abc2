"""Evidence of an action: words, links and files. A file lies in a folder of its own, under a name that nobody gave it."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from inloco.accounts.models import User
from inloco.analytics.errors import InputRefused, NotNow, Place
from inloco.data_folder import data_folder
from inloco.plans.models import Action, Evidence

LARGEST_FILE = 20 * 1024 * 1024
KINDS_OF_FILE = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".csv": "text/csv",
}


@dataclass(frozen=True)
class EvidenceGiven:
    """Evidence that comes with an update: words, a link or a file."""

    title: str
    text: str = ""
    link: str = ""
    file: UploadedFile[bytes] | None = None


def keep_evidence(action: Action, given: EvidenceGiven, *, by: User) -> Evidence:
    """Add what shows that it was done. NotNow where nothing was given, InputRefused for a file that is not kept."""
    if not (given.text.strip() or given.link or given.file):
        raise NotNow("The evidence is empty.", action="Write what shows it, give a link or choose a file.")
    stored: dict[str, Any] = _stored(given.file) if given.file is not None else {}
    title = given.title.strip() or stored.get("file_name", "") or given.link or given.text.strip()[:80]
    return Evidence.objects.create(
        action=action, title=title[:200], text=given.text.strip(), link=given.link, added_by=by, **stored
    )


def _stored(file: UploadedFile[bytes]) -> dict[str, Any]:
    """Keep the file under a name of its own, so that nothing of the name given reaches the disk."""
    name = str(file.name or "file").replace("\\", "/").rsplit("/", 1)[-1]
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if suffix not in KINDS_OF_FILE:
        known = ", ".join(sorted(kind[1:] for kind in KINDS_OF_FILE))
        raise InputRefused("Files of this kind are not kept.", action=f"Send one of: {known}.", place=Place(file=name[:60]))
    if (file.size or 0) > LARGEST_FILE:
        raise InputRefused("The file is larger than 20 MB.", action="Send a smaller one, or a link.", place=Place(file=name[:60]))
    content = b"".join(file.chunks())
    key = secrets.token_hex(16) + suffix
    folder = evidence_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / key).write_bytes(content)
    return {
        "file": key,
        "file_name": re.sub(r"[^\w .()\-]", "_", name)[:200],
        "file_type": KINDS_OF_FILE[suffix],
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }


def evidence_folder() -> Path:
    """Where the files of evidence lie."""
    return data_folder() / "evidence"
