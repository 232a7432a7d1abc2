"""The same county in the other forms that councils hand over: the SSDA903 return, the Annex A workbook, the census of children
in need. Each is written from the tables of the extract as they were known on a day, so that they tell the same children."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """How a county is written. All but the first are returns: the extract's tables as one of them asks for them."""

    SSD = "ssd"
    SSDA903 = "ssda903"
    ANNEXA = "annexa"
    CIN = "cin"
