"""A child's record by the rules of figures."""

from datetime import date

from inloco.analytics.child_record_reading import child_record, keep_records, responsible
from tests.spec.county import County


def test_the_record_of_one_child(tmp_path):
    county = County(tmp_path)
    child = county.child("Amara", born="2009-06-15", forename="Amara", surname="Oakley")
    child.looked_after("2019-01-07").reviewed("2019-02-01", "2019-05-02").assessed("2019-02-03", status="refused")
    child.in_need("2018-01-01", "2019-01-07").on_plan("2018-06-01", "2019-01-07", latest_category="NEG")
    child.team("T1", "2019-01-07", worker="W1").team(None, "2019-02-01", role="IRO", worker="W2")
    county.child("Bela").looked_after("2019-03-01").team("T2", "2019-03-01", worker="W3")
    snapshot, reference = county.freeze()
    record = child_record(snapshot, reference, county.settings, "Amara")
    assert (record.name, record.age, record.responsible.area, record.responsible.worker) == ("Amara Oakley", 10, "T1", "W1")
    assert [(one.due_on, one.held_on, one.state) for one in record.reviews] == [
        (date(2019, 2, 4), date(2019, 2, 1), "in time"),
        (date(2019, 5, 1), date(2019, 5, 2), "late"),
        (date(2019, 11, 2), None, "coming"),
    ]
    assert [one.status for one in record.health] == ["refused"]
    assert [(one.kind, one.category) for one in record.plans] == [("in need", None), ("protection", "NEG")]
    assert [one.worker for one in record.involvements] == ["W1", "W2"]
    assert (len(record.placements), len(record.legal_statuses), len(record.periods_of_care)) == (1, 1, 1)
    assert record.leaving_care is None
    assert child_record(snapshot, reference, county.settings, "O'Nobody") is None


def test_who_is_responsible_on_a_day(tmp_path):
    county = County(tmp_path)
    county.child("Amara").team("T1", "2019-01-07", worker="W1").team(None, "2019-02-01", role="IRO", worker="W2")
    county.child("Bela").team("T1", "2019-01-07", "2019-08-31", worker="W1")
    county.child("Cai").team(None, "2019-01-07", role="IRO", worker="W2")
    snapshot, reference = county.freeze()
    assert responsible(snapshot, reference, county.settings, date(2019, 8, 31)) == {
        "Amara": ("T1", frozenset({"W1", "W2"})),
        "Cai": ("unallocated", frozenset({"W2"})),
    }


def test_the_kept_record_is_the_same_as_the_one_worked_out(tmp_path):
    county = County(tmp_path)
    child = county.child("Amara", born="2009-06-15", forename="Amara", surname="Oakley")
    child.looked_after("2019-01-07").reviewed("2019-02-01", "2019-05-02").assessed("2019-02-03", status="refused")
    child.in_need("2018-01-01", "2019-01-07").on_plan("2018-06-01", "2019-01-07", latest_category="NEG")
    child.team("T1", "2019-01-07", worker="W1").team(None, "2019-02-01", role="IRO", worker="W2")
    county.child("Bela").looked_after("2018-03-01", "2019-01-01").looked_after("2019-03-01").team("T2", "2019-03-01", worker="W3")
    county.child("Cai", born="2000-03-05").leaver()
    county.child("Zoë d'Arcy")
    snapshot, reference = county.freeze()
    keep_records(snapshot, reference, county.settings, file := tmp_path / "records.parquet")
    written = file.stat().st_mtime_ns
    for name in ("Amara", "Bela", "Cai", "Zoë d'Arcy", "O'Nobody"):
        worked_out = child_record(snapshot, reference, county.settings, name)
        assert child_record(snapshot, reference, county.settings, name, kept=file) == worked_out
    keep_records(snapshot, reference, county.settings, file)
    assert file.stat().st_mtime_ns == written


def test_a_spoilt_file_of_records_is_passed_over(tmp_path):
    county = County(tmp_path)
    county.child("Amara").looked_after("2019-01-07")
    snapshot, reference = county.freeze()
    (file := tmp_path / "records.parquet").write_bytes(b"spoilt")
    worked_out = child_record(snapshot, reference, county.settings, "Amara")
    assert worked_out is not None
    assert child_record(snapshot, reference, county.settings, "Amara", kept=file) == worked_out
