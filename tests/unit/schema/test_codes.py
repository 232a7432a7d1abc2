"""A code is recognised whatever the extract calls it, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest

from inloco.analytics.schema.codes import CODED_COLUMNS, PATTERNS, code_lists, description_of
from inloco.analytics.schema.tables import Type, tables


@pytest.mark.parametrize(
    ("list_name", "written", "code"),
    [
        ("legal_status", "C2", "C2"),
        ("legal_status", " c2 ", "C2"),
        ("legal_status", "C2 - Full care order", "C2"),
        ("legal_status", "C2: anything", "C2"),
        ("legal_status", "C2 Full Care Order", "C2"),
        ("legal_status", "Full care order (section 31)", "C2"),
        ("legal_status", "Accommodated under section 20 (V2)", "V2"),
        ("legal_status", "Section 20", "V2"),
        ("legal_status", "section 47", None),
        ("legal_status", "C9", None),
        ("placement_type", "Placed with own parent(s) or other person(s) with parental responsibility", "P1"),
        ("placement_type", "Children's Home", "K2"),
        ("placement_type", "Secure children’s home", "K1"),
        ("placement_type", "Z12", "Z12"),
        ("placement_provider", "Own provision (by the local authority)", "PR1"),
        ("start_reason", "S - Started to be looked after", "S"),
        ("start_reason", "Started to be looked-after", "S"),
        ("end_reason", "E4A", "E4A"),
        ("end_reason", "E4", None),
        ("participation", "PN0", "PN0"),
        ("participation", "Under 4", "PN0"),
        ("health_type", "Initial Health Assessment", "initial"),
        ("health_type", "IHA", "initial"),
        ("health_type", "Review Health Assessment (RHA)", "review"),
        ("health_type", "6 monthly health review", "review"),
        ("health_type", "Health assessment", "assessment"),
        ("health_type", "Dental examination", "dental"),
        ("health_type", "Health surveillance", "surveillance"),
        ("health_type", "Optician appointment", "other"),
        ("health_type", "Walk in the park", None),
        ("health_status", "DNA", "not_attended"),
        ("health_status", "Completed", "completed"),
        ("eligibility", "Former Relevant Young Person (18-21)", "former_relevant"),
        ("eligibility", "Relevant", "relevant"),
        ("eligibility", "Eligible", "eligible"),
        ("eligibility", "Not eligible", "other"),
        ("in_touch", "Yes", "YES"),
        ("in_touch", "REFU - refuses", "REFU"),
        ("accommodation", "U", "U"),
        ("accommodation", "U1", "U1"),
        ("accommodation", "u2 - independent living", "U2"),
        ("accommodation", "U3", None),
        ("accommodation", "Bed and breakfast", "W"),
        ("suitable", "Suitable", "1"),
        ("suitable", "Not suitable", "2"),
        ("activity", "F2", "F2"),
        ("activity", "0", "0"),
        ("protection_category", "Neglect", "NEG"),
        ("sex", "1", "M"),
        ("sex", "Female", "F"),
        ("missing_type", "Away from placement without authorisation", "A"),
        ("missing_type", "A child went away", None),
        ("ethnicity", "White - British", "WBRI"),
        ("area_kind", "District", "district"),
    ],
)
def test_reading_a_code(list_name: str, written: str, code: str | None) -> None:
    assert code_lists()[list_name].read(written) == code


@pytest.mark.parametrize("name", sorted(code_lists()))
def test_each_code_and_description_is_its_own(name: str) -> None:
    codes = code_lists()[name]
    assert len({code.code for code in codes.codes}) == len(codes.codes)
    for code in codes.codes:
        assert codes.read(code.code) == code.code
        assert codes.read(code.description) == code.code
        assert codes.read(f"{code.code} - {code.description}") == code.code
        for spelling in code.also:
            assert codes.read(spelling) == code.code
        assert code.valid_from is None or code.valid_to is None or code.valid_from < code.valid_to


def test_dates_of_codes_that_came_and_went() -> None:
    dated = {code.code: (code.valid_from, code.valid_to) for code in code_lists()["placement_type"].codes}
    assert dated["K3"] == (date(2024, 4, 1), None)
    assert dated["H5"] == dated["P2"] == dated["Z1"] == (None, date(2025, 3, 31))
    assert dated["Z11"] == (date(2025, 4, 1), None)


def test_each_coded_column_is_text_and_has_a_list() -> None:
    for (table, column), name in CODED_COLUMNS.items():
        assert tables()[table].by_name[column].type is Type.TEXT
        assert name in code_lists()
    assert set(PATTERNS) <= set(code_lists())


def test_describing_a_code() -> None:
    assert description_of("legal_status", "C2") == "Full care order"
    assert description_of("legal_status", "C9") == "C9"
