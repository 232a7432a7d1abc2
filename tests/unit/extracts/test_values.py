"""How one written value is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from inloco.analytics.extracts.values import Problem, Value, read_date, read_value
from inloco.analytics.schema.tables import Type

LAST = date(2019, 8, 31)


@pytest.mark.parametrize(
    "written",
    [
        "2019-08-31", "2019-08-31 00:00:00", "2019-08-31T09:30:00Z", "2019-08-31 00:00:00.000", "2019-08-31T00:00:00+01:00",
        "2019/08/31",
        "31/08/2019", "31-08-2019", "31.08.2019", "31/08/2019 00:00", "31/08/2019 12:30:15", "31-Aug-2019",
        "31 August 2019", "31st Aug 2019",
        "20190831",
    ],
)  # fmt: skip
def test_a_day_in_every_usual_writing(written: str) -> None:
    assert read_date(written) == LAST


@pytest.mark.parametrize("written", ["1900-01-01", "01/01/1900", "01/01/1900 00:00:00", "9999-12-31", "31/12/9999"])
def test_days_that_mean_a_blank(written: str) -> None:
    assert read_date(written) is None


@pytest.mark.parametrize(
    ("written", "check"),
    [
        ("31/04/2019", "impossible_date"),
        ("2019-02-29", "impossible_date"),
        ("30/02/2020", "impossible_date"),
        ("00/01/2019", "impossible_date"),
        ("0019-08-31", "impossible_date"),
        ("31/08/2919", "impossible_date"),
        ("12/31/2019", "american_date"),
        ("2019-31-12", "american_date"),
        ("1/13/2019", "american_date"),
        ("45/45/2019", "unreadable_date"),
        ("31 Nonsense 2019", "unreadable_date"),
        ("43708", "unreadable_date"),
        ("31/08/19", "unreadable_date"),
        ("August 2019", "unreadable_date"),
        ("TBC", "unreadable_date"),
        ("٣١/٠٨/2019x", "unreadable_date"),
    ],
)
def test_what_is_no_day(written: str, check: str) -> None:
    read = read_date(written)
    assert isinstance(read, Problem)
    assert read.check.id == check


@pytest.mark.parametrize(
    ("type", "written", "value"),
    [
        (Type.FLAG, "Y", True), (Type.FLAG, "yes", True), (Type.FLAG, "1", True), (Type.FLAG, "TRUE", True),
        (Type.FLAG, "N", False), (Type.FLAG, "No", False), (Type.FLAG, "0", False), (Type.FLAG, "false", False),
        (Type.INTEGER, "0", 0), (Type.INTEGER, "40", 40), (Type.INTEGER, "12.0", 12), (Type.INTEGER, "251,900", 251900),
        (Type.INTEGER, "-3", -3),
        (Type.DECIMAL, "0", Decimal(0)), (Type.DECIMAL, "12.50", Decimal("12.5")), (Type.DECIMAL, ".5", Decimal("0.5")),
        (Type.DECIMAL, "1.23456789", Decimal("1.2346")),
        (Type.TEXT, "as it is", "as it is"),
    ],
)  # fmt: skip
def test_numbers_and_flags(type: Type, written: str, value: Value) -> None:
    assert read_value(type, written) == value


@pytest.mark.parametrize(
    ("type", "written", "check"),
    [
        (Type.FLAG, "perhaps", "unknown_flag"),
        (Type.INTEGER, "12.5", "unreadable_number"),
        (Type.INTEGER, "twelve", "unreadable_number"),
        (Type.INTEGER, "1,2,3", "unreadable_number"),
        (Type.INTEGER, "1e99", "unreadable_number"),
        (Type.DECIMAL, "nought", "unreadable_number"),
        (Type.DECIMAL, "NaN1", "unreadable_number"),
    ],
)
def test_what_is_neither(type: Type, written: str, check: str) -> None:
    read = read_value(type, written)
    assert isinstance(read, Problem)
    assert read.check.id == check


def test_a_code_is_read_from_its_list() -> None:
    assert read_value(Type.TEXT, "C2 - Full care order", "legal_status") == "C2"
    unknown = read_value(Type.TEXT, "C9", "legal_status")
    assert isinstance(unknown, Problem)
    assert unknown.check.id == "unknown_code"
