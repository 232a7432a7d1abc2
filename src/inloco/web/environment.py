"""What an administrator may set from outside, read once: every variable begins with INLOCO_ and is listed in ``VARIABLES``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from inloco.analytics.errors import WrongUsage

VARIABLES = {
    "INLOCO_DATA": "The folder that holds all data.",
    "INLOCO_DATABASE_URL": "postgresql://user:password@host:port/name for PostgreSQL; without it SQLite in the data folder.",
    "INLOCO_HOSTS": "Host names that the service answers to, separated by commas, besides localhost.",
    "INLOCO_ADDRESS": "The address that e-mails lead to, like https://inloco.example; without it the first of INLOCO_HOSTS.",
    "INLOCO_HTTPS": "1 where the service is reached by https: secure cookies, strict transport security.",
    "INLOCO_HSTS_SECONDS": "How long browsers keep to https (with INLOCO_HTTPS; default 31536000).",
    "INLOCO_DEBUG": "1 shows tracebacks in the browser. Never where there is real data.",
    "INLOCO_EMAIL_URL": "smtp://user:password@host:port for outgoing mail (smtps: TLS at once); without it mail goes to files.",
    "INLOCO_EMAIL_FROM": "The sender of outgoing mail.",
    "INLOCO_OIDC_ISSUER": "The council's identity provider, like https://login.microsoftonline.com/TENANT/v2.0.",
    "INLOCO_OIDC_CLIENT_ID": "The id under which InLoco is registered there.",
    "INLOCO_OIDC_CLIENT_SECRET": "The secret that belongs to it.",
    "INLOCO_OIDC_NAME": "What the button says after “Sign in with” (default “your council account”).",
    "INLOCO_UPLOAD_LIMIT": "The largest upload in megabytes (default 2048).",
}


class Environment:
    """The variables, checked when they are asked for. A wrong one is refused with its name."""

    def __init__(self, given: dict[str, str] | None = None) -> None:
        """``given`` instead of the process's own variables."""
        source = os.environ if given is None else given
        self.values = {name: value for name, value in source.items() if name.startswith("INLOCO_")}

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default).strip()

    def yes(self, name: str) -> bool:
        return self.text(name).lower() in {"1", "yes", "true", "on"}

    def number(self, name: str, default: int) -> int:
        given = self.text(name)
        if not given:
            return default
        if not given.isdigit():
            raise WrongUsage(f"{name} is not a whole number.", action="Give digits only, or leave it out.")
        return int(given)

    def names(self, name: str) -> list[str]:
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def address(self, *, https: bool) -> str:
        """The address that e-mails lead to, without a slash at its end."""
        given = self.text("INLOCO_ADDRESS").rstrip("/")
        if not given:
            hosts = self.names("INLOCO_HOSTS")
            return f"{'https' if https else 'http'}://{hosts[0].lstrip('.') if hosts else 'localhost:8000'}"
        if urlsplit(given).scheme not in {"http", "https"} or not urlsplit(given).hostname:
            raise WrongUsage("INLOCO_ADDRESS is not understood.", action="Write https://inloco.council.example.")
        return given

    def database(self, folder: Path) -> dict[str, Any]:
        """Django's description of the database: SQLite in ``folder``, or the PostgreSQL server that is named."""
        url = self.text("INLOCO_DATABASE_URL")
        return postgresql(url) if url else sqlite(folder / "inloco.sqlite3")

    def identity_providers(self) -> list[dict[str, Any]]:
        """allauth's description of the council's identity provider; none where it is not named."""
        names = ("INLOCO_OIDC_ISSUER", "INLOCO_OIDC_CLIENT_ID", "INLOCO_OIDC_CLIENT_SECRET")
        issuer, client, secret = (self.text(name) for name in names)
        if not (issuer or client or secret):
            return []
        if missing := [name for name in names if not self.text(name)]:
            raise WrongUsage(f"{' and '.join(missing)} must be set too.", action="Set all three, or none.")
        parts = urlsplit(issuer)
        if not parts.hostname or (parts.scheme != "https" and parts.hostname not in {"localhost", "127.0.0.1"}):
            raise WrongUsage("INLOCO_OIDC_ISSUER is not understood.", action="Write https://provider.example/tenant.")
        name = self.text("INLOCO_OIDC_NAME", "your council account")
        settings = {"server_url": issuer.rstrip("/"), "oauth_pkce_enabled": True}
        return [{"provider_id": "council", "name": name, "client_id": client, "secret": secret, "settings": settings}]

    def mail(self, folder: Path) -> dict[str, Any]:
        """Django's mail settings. Without a server, mail is written to the folder ``mail``, where an administrator finds it."""
        url = self.text("INLOCO_EMAIL_URL")
        if not url:
            return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder / "mail"}
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise WrongUsage("INLOCO_EMAIL_URL is not understood.", action="Write smtp://user:password@host:port.")
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        }


def sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """From a URL as libpq writes it. A socket folder may stand in ``?host=``."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise WrongUsage("INLOCO_DATABASE_URL is not understood.", action="Write postgresql://user:password@host:port/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
