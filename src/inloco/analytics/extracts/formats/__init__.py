"""Formats other than the Standard Safeguarding Dataset, each read into the same plain tables of a snapshot.

To add one, put a module or package into this folder with a value ``FORMAT`` that keeps to ``Format``; nothing else names it. Its
``kind`` is one of ``snapshots.CHILD_LEVEL_KINDS``. A file is offered to every format before it is taken for a table of the
dataset, so ``recognises`` must be sure, and quick: it looks at the header or the first bytes only.

``read`` gives the tables that the files can fill, by plain name and with exactly the columns of ``schema.tables`` plus ``row``
(``extracts.places.ROW``). A table that the format cannot give is left out, never empty: its figures are *not available*. What is
wrong goes to ``found`` with the file, the row and the column as they stand in the source; an error there refuses the whole load.
Reference data beside the files is read by ``loading``, which also runs the checks of rows and freezes the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

import pyarrow as pa

from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.files import GivenFile

Tell = Callable[[str, float], None]
"""Called with what is being done and how much of the reading is done, from 0 to 1."""


@dataclass(frozen=True)
class Reading:
    """What a format made of its files.

    ``files`` are the names that findings say; the column ``row`` points into them (``row_in``). ``as_at`` is the day that the
    files show: the one asked for, else what they say themselves, else None. ``fields`` has the source's name of a plain column,
    by table and column, for findings about rows. ``since`` is the first day of which they tell everything, where there is one.
    """

    tables: dict[str, pa.Table]
    files: tuple[str, ...]
    as_at: date | None
    fields: Mapping[tuple[str, str], str] = field(default_factory=dict)
    since: date | None = None


class Format(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> str:
        """What a person calls it, after “this is”: ``an SSDA903 return``."""
        ...

    def recognises(self, file: GivenFile) -> bool: ...

    def read(self, files: Sequence[GivenFile], as_at: date | None, found: Collected, tell: Tell) -> Reading: ...


@cache
def formats() -> Mapping[str, Format]:
    """Every format in this folder by its kind."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found: list[Format] = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return {one.kind: one for one in found}


def format_of(file: GivenFile) -> Format | None:
    """The format that ``file`` belongs to, or None."""
    return next((one for one in formats().values() if one.recognises(file)), None)
