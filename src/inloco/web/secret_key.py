"""The installation's own key: made on first use, kept in the data folder, readable by its owner only."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

FILE = "secret.key"


def secret_key(folder: Path) -> str:
    """The key of this installation. Two processes that start at once end up with the same one."""
    file = folder / FILE
    try:
        return read(file)
    except FileNotFoundError:
        pass
    made = folder / f".{FILE}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(64))
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):  # another process was first: its key stands
            os.link(made, file)
    finally:
        made.unlink()
    return read(file)


def read(file: Path) -> str:
    return file.read_text(encoding="ascii").strip()
