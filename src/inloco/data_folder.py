"""Where everything that InLoco keeps lives: one folder, named by INLOCO_DATA or the user's data folder."""

import os
from pathlib import Path

from platformdirs import user_data_path

from inloco.analytics.errors import StorageRefused

VARIABLE = "INLOCO_DATA"


def data_folder(create: bool = True) -> Path:
    """The folder of all data, made on first use unless ``create`` is off. No command needs a separate initialising step."""
    named = os.environ.get(VARIABLE)
    folder = Path(named).expanduser() if named else user_data_path("inloco", appauthor=False)
    if create:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as trouble:
            raise StorageRefused(
                f"The data folder cannot be made ({(trouble.strerror or 'unknown').lower()}). Nothing was changed.",
                action=f"Set {VARIABLE} to a folder that you may write to.",
            ) from trouble
    return folder.resolve()


def has_database(folder: Path) -> bool:
    """Whether records are kept in ``folder``, or on a server that is named; without asking Django, which takes a second."""
    return bool(os.environ.get("INLOCO_DATABASE_URL", "").strip()) or (folder / "inloco.sqlite3").is_file()
