"""What an administrator sets, and what stands without anything set."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from inloco.analytics.errors import WrongUsage
from inloco.web.environment import VARIABLES, Environment
from inloco.web.secret_key import secret_key

SOURCES = Path(__file__).parents[3] / "src"


def test_sqlite_in_the_data_folder_without_anything_set(tmp_path: Path) -> None:
    database = Environment({}).database(tmp_path)
    assert database["NAME"] == tmp_path / "inloco.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_postgresql_by_url(tmp_path: Path) -> None:
    url = "postgresql://care%40county:p%2Fw@db.council.example:5433/inloco?sslmode=require"
    database = Environment({"INLOCO_DATABASE_URL": url}).database(tmp_path)
    assert {name: database[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "inloco",
        "USER": "care@county",
        "PASSWORD": "p/w",
        "HOST": "db.council.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }
    by_socket = Environment({"INLOCO_DATABASE_URL": "postgresql://me:@/inloco?host=/run/pg"}).database(tmp_path)
    assert (by_socket["HOST"], by_socket["OPTIONS"]) == ("/run/pg", {})


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense"])
def test_another_database_is_refused_by_the_variable_s_name(url: str, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="INLOCO_DATABASE_URL"):
        Environment({"INLOCO_DATABASE_URL": url}).database(tmp_path)


def test_mail_goes_to_files_unless_a_server_is_named(tmp_path: Path) -> None:
    assert Environment({}).mail(tmp_path)["EMAIL_FILE_PATH"] == tmp_path / "mail"
    plain = Environment({"INLOCO_EMAIL_URL": "smtp://u:p@mail.example"}).mail(tmp_path)
    assert (plain["EMAIL_PORT"], plain["EMAIL_USE_TLS"], plain["EMAIL_USE_SSL"]) == (587, True, False)
    secure = Environment({"INLOCO_EMAIL_URL": "smtps://u:p@mail.example"}).mail(tmp_path)
    assert (secure["EMAIL_PORT"], secure["EMAIL_USE_TLS"], secure["EMAIL_USE_SSL"]) == (465, False, True)
    with pytest.raises(WrongUsage, match="INLOCO_EMAIL_URL"):
        Environment({"INLOCO_EMAIL_URL": "http://mail.example"}).mail(tmp_path)


def test_a_number_that_is_none_is_refused() -> None:
    assert Environment({"INLOCO_UPLOAD_LIMIT": "12"}).number("INLOCO_UPLOAD_LIMIT", 5) == 12
    with pytest.raises(WrongUsage, match="INLOCO_UPLOAD_LIMIT"):
        Environment({"INLOCO_UPLOAD_LIMIT": "lots"}).number("INLOCO_UPLOAD_LIMIT", 5)


def test_every_variable_that_is_read_is_listed() -> None:
    source = "".join(file.read_text() for file in (SOURCES / "inloco" / "web").rglob("*.py"))
    assert [name for name in VARIABLES if name != "INLOCO_DATA" and source.count(f'"{name}"') < 2] == []


def test_the_key_is_made_once_even_by_many_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path), range(32)))
    assert len(keys) == 1
    assert len(keys.pop()) > 60
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["secret.key"]


def test_nothing_is_shown_to_strangers_by_default() -> None:
    assert settings.DEBUG is False
    assert settings.ALLOWED_HOSTS[:3] == ["localhost", "127.0.0.1", "[::1]"]


@pytest.mark.django_db
def test_the_security_policy_allows_no_inline_script_or_style(client: Client) -> None:
    answer = client.get("/login/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=")
    assert answer.headers["X-Frame-Options"] == "DENY"
