"""The command that serves, for real: a fresh data folder, both processes, a page and its style, a clean end."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from inloco.analytics.errors import StorageRefused, WrongUsage
from inloco.cli.serve import refuse_taken_port, serve
from inloco.web import static_files

ENSURE = "from inloco.web.database import ensure_database; ensure_database()"
PATIENCE = 180
"""Seconds until a server that never answers is given up; a busy machine takes its time to make a database."""


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("INLOCO_", "DJANGO_", "PYTEST_"))}
    return kept | {"INLOCO_DATA": str(folder)}


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield int(holder.getsockname()[1])


def get(address: str) -> tuple[int, dict[str, str], str]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read().decode()


def wait_for(address: str, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            get(address)
            return
        except OSError:  # refused while it starts, or slow to answer for the first time
            time.sleep(0.1)
    raise AssertionError(f"no answer from {address}")


def children_of(process: subprocess.Popen[str]) -> set[int]:
    """All processes below it, by /proc."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(fields[1])
    found, seen = {process.pid}, 0
    while len(found) > seen:
        seen = len(found)
        found |= {pid for pid, parent in parents.items() if parent in found}
    return found - {process.pid}


@pytest.mark.slow
def test_serving_from_nothing_to_a_clean_end(tmp_path: Path) -> None:
    folder, port = tmp_path / "fresh", free_port()
    command = [sys.executable, "-m", "inloco", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(f"{base}/login/", process)
            status, headers, page = get(f"{base}/login/")
            assert status == 200
            assert "default-src 'self'" in headers["content-security-policy"]
            style = re.search(r"/static/build/main\.[0-9a-f]{12}\.css", page)
            assert style is not None
            assert "immutable" in get(base + style[0])[1]["cache-control"]
            below = children_of(process)
            assert len(below) >= 4  # gunicorn, its two workers, the background worker
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert f"http://localhost:{port}/" in said
    assert process.returncode == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in below)
    assert stat.S_IMODE((folder / "inloco.sqlite3").stat().st_mode) == 0o600
    with sqlite3.connect(folder / "inloco.sqlite3") as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.slow
def test_two_commands_that_come_first_together_make_one_database(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    both = [
        subprocess.Popen([sys.executable, "-c", ENSURE], env=environment(folder), stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=PATIENCE)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    with sqlite3.connect(folder / "inloco.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM django_migrations GROUP BY app, name HAVING count(*) > 1").fetchall() == []
        assert database.execute("SELECT count(*) FROM sqlite_master WHERE name LIKE 'audit_accounts_user_%'").fetchone() == (3,)


def test_a_folder_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "inloco.sqlite3").write_text("this is no database, and never was one " * 10)
    done = subprocess.run(
        [sys.executable, "-m", "inloco", "audit"],
        env=environment(folder),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 3
    assert "The database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_refused_before_anything_is_made(taken_port: int, data: Path) -> None:
    with pytest.raises(WrongUsage, match=f"{taken_port} is taken"):
        refuse_taken_port("127.0.0.1", taken_port)
    result = CliRunner().invoke(serve, ["--port", str(taken_port)])
    assert isinstance(result.exception, WrongUsage)
    assert list(data.iterdir()) == []


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(WrongUsage, match="--port"):
        refuse_taken_port("203.0.113.7", 8000)


def test_static_files_are_collected_once(tmp_path: Path) -> None:
    assert static_files.collect(tmp_path)
    assert not static_files.collect(tmp_path)
    assert list(tmp_path.glob("build/main.*.css.gz"))


def test_a_missing_front_end_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_files, "BUILD", tmp_path / "nowhere")
    with pytest.raises(StorageRefused, match="style and script"):
        static_files.collect(tmp_path)
