"""The children in need census as XML, in the shapes of 2019 to 2026: one year of referrals, assessments, enquiries and plans.

The file has everything that was open in its year and nothing before: how far its figures reach is said in ``analytics/reach.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from inloco.analytics.extracts.collected import Collected
from inloco.analytics.extracts.files import GivenFile
from inloco.analytics.extracts.formats import Reading, Tell
from inloco.analytics.extracts.formats.cin_census.checks import TWO_CENSUSES
from inloco.analytics.extracts.formats.cin_census.conversion import Conversion
from inloco.analytics.extracts.formats.cin_census.document import read_document

_LOOKED_AT = 65_536
_SIGNS = (b"<LAchildID", b"<CINdetails", b"<Collection>CIN<")


class CinCensus:
    kind = "cin_census"
    title = "a children in need census"

    def recognises(self, file: GivenFile) -> bool:
        start = file.data[:_LOOKED_AT].replace(b"\0", b"")
        return b"<Message" in start and any(sign in start for sign in _SIGNS)

    def read(self, files: Sequence[GivenFile], as_at: date | None, found: Collected, tell: Tell) -> Reading:
        if len(files) > 1:
            found.add(TWO_CENSUSES.finding(", ".join(file.name for file in files)))
            return Reading({}, (), as_at)
        conversion = Conversion(files[0].name, found)
        read_document(files[0], conversion, found, tell)
        return conversion.reading(as_at)


FORMAT = CinCensus()
