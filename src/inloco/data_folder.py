"""Where everything that InLoco keeps lives: one folder, named by INLOCO_DATA or the user's data folder."""

import os
from pathlib import Path

from platformdirs import user_data_path

VARIABLE = "INLOCO_DATA"


def data_folder(create: bool = True) -> Path:
    """The folder of all data, made on first use unless ``create`` is off. No command needs a separate initialising step."""
    named = os.environ.get(VARIABLE)
    folder = Path(named).expanduser() if named else user_data_path("inloco", appauthor=False)
    if create:
        folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()
