"""`inloco report monthly`: whole files or none, and a refusal that says what to do."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from inloco.cli import main
from inloco.cli.report import FORMATS, write_files
from inloco.documents.monthly_report import Edition, MonthlyReport, as_json
from tests.documents.made import made_report
from tests.factories.people import person

SUBMITTED = "\n".join(
    [
        "indicator,area,area_kind,period,value,unit",
        *(f"cla_count,Northshire,authority,2024-{number:02d},{500 + number},count" for number in range(1, 9)),
        *(f"cla_count,Eastmere,district,2024-{number:02d},{200 + number},count" for number in range(1, 9)),
        *(f'cla_rate,Northshire,authority,2024-{number:02d},4{number}.1,"per 10,000"' for number in range(1, 9)),
        "",
    ]
)


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0)


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("INLOCO_DATA", str(folder))
    file = tmp_path / "figures.csv"
    file.write_text(SUBMITTED)
    assert run("load", str(file)) in (0, 1)
    return folder


def report(*arguments: str) -> int:
    return run("report", "monthly", *arguments)


def test_it_writes_the_files_and_names_them(loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "reports"
    assert report("--period", "2024-08", "--out", str(out)) == 0
    names = sorted(file.name for file in out.iterdir())
    assert names == sorted(f"monthly-performance-report-2024-08.{kind}" for kind in FORMATS)
    assert capsys.readouterr().out.splitlines()[-1] == str(out / "monthly-performance-report-2024-08.ods")
    assert "508" in (out / "monthly-performance-report-2024-08.html").read_text()


def test_the_public_edition_has_its_own_name(loaded: Path, tmp_path: Path) -> None:
    assert report("--period", "2024-08", "--out", str(tmp_path), "--edition", "public", "--format", "html") == 0
    assert "Public edition" in (tmp_path / "monthly-performance-report-2024-08-public.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--period", "2031-01"], 2, "no figures for January 2031"),
        (["--period", "2024"], 2, "is not a period"),
        (["--period", "2023/24"], 2, "is not a month"),
        (["--period", "2024-08", "--indicators", "nonsense"], 2, "nonsense"),
        (["--period", "2024-08", "--indicators", " , "], 2, "No indicator is named"),
        (["--period", "2024-08", "--format", "doc"], 2, "is not a format"),
        (["--period", "2024-08", "--edition", "secret"], 2, "secret"),
        ([], 2, "--period"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    out = tmp_path / "out"
    assert report(*arguments, "--out", str(out)) == code
    assert words in capsys.readouterr().err
    assert not out.exists()


def test_a_folder_that_cannot_be_written_is_refused(loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    assert report("--period", "2024-08", "--out", str(in_the_way / "reports"), "--format", "html") == 3
    assert "cannot be written" in capsys.readouterr().err


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inloco.documents.outputs.ods.report_ods", lambda content: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_files(made_report(), tmp_path / "out", ["html", "ods"])
    assert list((tmp_path / "out").iterdir()) == []


def test_writing_again_replaces(tmp_path: Path) -> None:
    file = write_files(made_report(), tmp_path / "out", ["html"])[0]
    file.write_text("old")
    write_files(made_report(), tmp_path / "out", ["html"])
    assert "<!DOCTYPE html>" in file.read_text()
    assert [one.name for one in (tmp_path / "out").iterdir()] == [file.name]


def test_the_name_tells_the_edition(tmp_path: Path) -> None:
    made = write_files(made_report(edition=Edition.PUBLIC), tmp_path, ["xlsx"])
    assert made[0].name == "monthly-performance-report-2024-08-public.xlsx"


# What the database knows


@pytest.fixture
def published(db: None, monkeypatch: pytest.MonkeyPatch) -> MonthlyReport:
    """The made report, published; its public edition is not made yet."""
    from inloco.performance.models import MonthlyReport as Kept
    from inloco.performance.models import PublishedReport

    monkeypatch.setattr("inloco.cli.report._database_is_there", lambda: True)
    author = person(name="Marguerite Okonedo-Blyth")
    frozen = made_report()
    kept = Kept.objects.create(
        period=str(frozen.period), indicators=list(frozen.indicators), snapshot=frozen.stamp.snapshot, started_by=author
    )
    text = as_json(frozen).encode()
    PublishedReport.objects.create(
        report=kept,
        content=text,
        sha256=hashlib.sha256(text).hexdigest(),
        snapshot=frozen.stamp.snapshot,
        published_by=author,
    )
    return frozen


def test_a_published_month_is_printed_as_it_was_frozen(published: MonthlyReport, loaded: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert report("--period", "2024-08", "--out", str(out), "--format", "html") == 0
    page = (out / "monthly-performance-report-2024-08.html").read_text()
    assert "Published on 5 September 2024" in page
    assert "543" in page


def test_a_public_edition_is_printed_once_it_is_made_and_refused_before(
    published: MonthlyReport, loaded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from inloco.performance.models import PublicEdition, PublishedReport

    wanted = ["--period", "2024-08", "--out", str(tmp_path / "out"), "--format", "html", "--edition", "public"]
    assert report(*wanted) == 3
    assert "has not been made yet" in capsys.readouterr().err
    text = as_json(made_report(edition=Edition.PUBLIC)).encode()
    PublicEdition.objects.create(published=PublishedReport.objects.get(), content=text, sha256=hashlib.sha256(text).hexdigest())
    assert report(*wanted) == 0
    assert "Public edition" in (tmp_path / "out" / "monthly-performance-report-2024-08-public.html").read_text()


def test_as_known_now_is_computed_again_and_is_no_publication(published: MonthlyReport, loaded: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert report("--period", "2024-08", "--out", str(out), "--format", "html", "--as-known-now") == 0
    page = (out / "monthly-performance-report-2024-08.html").read_text()
    assert "Draft: not published." in page
    assert "508" in page


def test_commentary_comes_from_the_database(loaded: Path, tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from inloco.performance.models import Commentary
    from inloco.performance.models import MonthlyReport as Kept

    monkeypatch.setattr("inloco.cli.report._database_is_there", lambda: True)
    author = person(name="Ingrid Fapohunda")
    kept = Kept.objects.create(period="2024-08", indicators=["cla_count"], started_by=author)
    Commentary.objects.create(report=kept, indicator="cla_count", text="Placements are short.", written_by=author, number=1)
    assert report("--period", "2024-08", "--out", str(tmp_path / "out"), "--format", "html") == 0
    page = (tmp_path / "out" / "monthly-performance-report-2024-08.html").read_text()
    assert "Placements are short." in page
    assert "Ingrid Fapohunda" in page


def test_without_a_database_none_is_made(loaded: Path, tmp_path: Path) -> None:
    before = sorted(file.name for file in loaded.iterdir())
    assert report("--period", "2024-08", "--out", str(tmp_path / "out"), "--format", "html") == 0
    after = sorted(file.name for file in loaded.iterdir() if file.name != "figures")
    assert [name for name in after if "sqlite" in name] == [name for name in before if "sqlite" in name]
