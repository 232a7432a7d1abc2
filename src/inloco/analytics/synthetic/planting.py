"""Faults planted in a made-up extract, and the list that says where a check finds each."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from inloco.analytics.synthetic.fault_list import FAULTS
from inloco.analytics.synthetic.faults import Month, Planted

LIST = "faults.csv"
HEADER = ("file", "row", "column", "value", "check", "severity")


def plant(folder: Path, planted: Planted, listing: Path) -> None:
    """Plant every fault once in the extract of ``folder`` (errors only with ``Planted.ALL``) and list them in ``listing``.

    The list says where a check finds each: file, row (the header is row 1), column and the value there.

    In a very small county some fault finds no child that fits; it is then neither planted nor listed.
    """
    month = Month(folder, date.fromisoformat(folder.name))
    listed: list[tuple[str, int, str, str, str, str]] = []
    for fault in FAULTS:
        if fault.severity == "error" and planted is not Planted.ALL:
            continue
        found = fault.plant(month)
        if found is None:
            continue
        month.taken.update(found.children)
        file, column = fault.shown_in
        index = found.index if file == fault.file else month.episodes(found.children[0])[0 if fault.shows[0] == "first" else -1]
        value = month.file(file).get(index, column)
        listed.append((f"{folder.name}/{file}.csv", index + 2, column, value, fault.check, fault.severity))
    month.save()
    with listing.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(listed)
