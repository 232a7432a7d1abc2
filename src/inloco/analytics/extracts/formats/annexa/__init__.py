"""The Ofsted Annex A workbook: lists 1 to 11, one a sheet, each a row a child or event as it stands on the workbook's day.

A list has the latest review, placement and legal status of a child and none before, and events of the last six months only: how
far its figures reach is said in ``analytics/reach.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.files import GivenFile
from inloco.analytics.extracts.formats import Reading, Tell
from inloco.analytics.extracts.formats.annexa.checks import TWO_WORKBOOKS
from inloco.analytics.extracts.formats.annexa.conversion import Conversion
from inloco.analytics.extracts.formats.annexa.workbook import has_a_list, lists_in


class AnnexA:
    kind = "annexa"
    title = "an Annex A workbook"

    def recognises(self, file: GivenFile) -> bool:
        return has_a_list(file)

    def read(self, files: Sequence[GivenFile], as_at: date | None, found: Collected, tell: Tell) -> Reading:
        as_at = as_at or next((day for file in files if (day := _day_named(file)) is not None), None)
        if len(files) > 1:
            found.add(TWO_WORKBOOKS.finding(", ".join(file.name for file in files)))
            return Reading({}, (), as_at)
        lists = lists_in(files[0], found, tell)
        return Conversion(lists, as_at, found, tell).reading()


def _day_named(file: GivenFile) -> date | None:
    """The day in the file's name, else in its folder's: ``Annex A 2019-09-30.xlsx``, ``annex_a_30.09.2019.ods``."""
    for name in (file.path.stem, file.path.resolve().parent.name):
        for pattern, order in (
            (r"(\d{4})[-._ ](\d{2})[-._ ](\d{2})", (0, 1, 2)),
            (r"(\d{2})[-._ ](\d{2})[-._ ](\d{4})", (2, 1, 0)),
        ):
            if found := re.search(rf"(?<!\d){pattern}(?!\d)", name):
                parts = [int(part) for part in found.groups()]
                try:
                    return date(*(parts[place] for place in order))
                except ValueError:
                    continue
    return None


FORMAT = AnnexA()
