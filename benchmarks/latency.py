"""How long a page takes when twenty people read at once, from a real server on this machine."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PEOPLE = 20
PAGES_EACH = 10
PAGES = (
    "/performance/",
    "/performance/cla_count/",
    "/performance/dental_up_to_date_pct/",
    "/performance/cla_review_participation_pct/",
)
SIGN_IN = """
import django
django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from inloco.accounts.models import User
from inloco.accounts.roles import Role
from inloco.audit.actor import acting
from inloco.web.database import ensure_database

ensure_database()
person = User.objects.create_user(email="bench@inloco.example", name="Bench", password=None)
with acting(person):
    person.role_assignments.create(role=Role.BI_OFFICER, from_on=timezone.localdate())
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(session.session_key)
"""


@dataclass(frozen=True)
class Latency:
    requests: int
    median_ms: float
    p95_ms: float


def measure_pages(data: Path) -> Latency:
    """Serve ``data`` on a free port of this machine, read pages as PEOPLE at once, and stop the server again."""
    environment = {**os.environ, "INLOCO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "inloco.web.settings"}
    signed_in = subprocess.run([sys.executable, "-c", SIGN_IN], env=environment, capture_output=True, text=True, check=False)
    if signed_in.returncode:
        raise SystemExit(f"Nobody could sign in:\n{signed_in.stderr[-2000:]}")
    cookie = f"inloco_session={signed_in.stdout.split()[-1]}"
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "inloco", "serve", "--port", str(port), "--no-worker"], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        for page in PAGES:
            _read(port, page, cookie)  # the first look at a page fills the caches
        with ThreadPoolExecutor(PEOPLE) as people:
            each = people.map(
                lambda person: [_read(port, PAGES[(person + n) % len(PAGES)], cookie) for n in range(PAGES_EACH)], range(PEOPLE)
            )
            times = sorted(taken for one in each for taken in one)
    finally:
        server.terminate()
        server.wait(timeout=30)
    return Latency(len(times), statistics.median(times) * 1000, times[int(len(times) * 0.95)] * 1000)


def _read(port: int, page: str, cookie: str) -> float:
    started = time.perf_counter()
    request = urllib.request.Request(f"http://127.0.0.1:{port}{page}", headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
        if answer.status != 200 or not answer.url.endswith(page):
            raise SystemExit(f"{page} answered {answer.status} at {answer.url}.")
    return time.perf_counter() - started


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as trial:
            trial.settimeout(1)
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("The server did not start within a minute.")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
