"""What people write in a file of submitted figures, and what it means: units, kinds of areas, numbers, and no figure at all."""

from __future__ import annotations

import re
from decimal import Decimal

from inloco.analytics.areas import AreaKind
from inloco.analytics.figure import Unit

UNIT_NAMES = {
    "%": Unit.PERCENT,
    "percent": Unit.PERCENT,
    "per cent": Unit.PERCENT,
    "percentage": Unit.PERCENT,
    "per 10,000": Unit.RATE,
    "per 10000": Unit.RATE,
    "rate": Unit.RATE,
    "rate per 10,000": Unit.RATE,
    "count": Unit.COUNT,
    "number": Unit.COUNT,
    "people": Unit.COUNT,
    "children": Unit.COUNT,
    "plans": Unit.COUNT,
    "average": Unit.AVERAGE,
    "gbp": Unit.MONEY,
    "£": Unit.MONEY,
    "pounds": Unit.MONEY,
}
AREA_KINDS = {
    "county": AreaKind.AUTHORITY,
    "authority": AreaKind.AUTHORITY,
    "council": AreaKind.AUTHORITY,
    "local authority": AreaKind.AUTHORITY,
    "locality": AreaKind.LOCALITY,
    "district": AreaKind.DISTRICT,
    "team": AreaKind.TEAM,
    "comparator": AreaKind.COMPARATOR,
}
NO_FIGURE = {"", "-", "–", "—", "n/a", "na", "..", ".", "x", "[x]", "c", "[c]", "z", "[z]", "none", "null"}
"""What people write where there is no figure: nothing to store, and nothing wrong."""


class NotANumber(ValueError):
    """What stands where a number should is neither one nor a way of writing that there is none."""


def number_in(written: str) -> Decimal | None:
    """The number with the digits given, without a per cent sign and commas between thousands; None where there is no figure.

    Raises NotANumber.
    """
    plain = written.strip().removesuffix("%").strip()
    if plain.casefold() in NO_FIGURE:
        return None
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d{0,10})?|\.\d{1,10})", plain, re.ASCII):
        raise NotANumber
    return Decimal(plain)
