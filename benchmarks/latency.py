"""How long a page takes when twenty people read at once, each at their own pace, from a real server on this machine."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

PACE = (1.0, 3.0)
"""Seconds that a person looks at a page before the next."""
PAGES_EACH = 12
WARMING = 20.0
"""Seconds from the open port to the first reader: nobody signs in and reads sooner than that."""

Person = Mapping[str, object]
Times = dict[str, list[float]]


@dataclass(frozen=True)
class Latency:
    """Of all pages; ``by_page`` holds (requests, median, 95th percentile) of each kind of page."""

    requests: int
    median_ms: float
    p95_ms: float
    by_page: Mapping[str, tuple[int, float, float]] = field(default_factory=dict)


def measure_pages(
    data: Path, *, pace: tuple[float, float] = PACE, pages_each: int = PAGES_EACH, warming: float = WARMING
) -> Latency:
    """Serve ``data`` on a free port of this machine, read pages as twenty people at once, and stop the server again.

    Every page counts, the first look at it included. With ``pace`` (0, 0) nobody thinks: that measures how much the server bears.
    """
    environment = {**os.environ, "INLOCO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "inloco.web.settings"}
    people = _people(environment)
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "inloco", "serve", "--port", str(port)], env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(port)
        time.sleep(warming)
        with ThreadPoolExecutor(len(people)) as readers:
            each = list(readers.map(lambda number: _visit(port, people[number], number, pace, pages_each), range(len(people))))
    finally:
        server.terminate()
        server.wait(timeout=30)
    by_page: Times = {}
    for times in each:
        for kind, taken in times.items():
            by_page.setdefault(kind, []).extend(taken)
    whole = _summary(one for taken in by_page.values() for one in taken)
    return Latency(*whole, {kind: _summary(taken) for kind, taken in sorted(by_page.items())})


def _people(environment: Mapping[str, str]) -> Sequence[Person]:
    made = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("sign_in.py"))],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        raise SystemExit(f"Nobody could sign in:\n{made.stderr[-2000:]}")
    found: list[Person] = json.loads(made.stdout.splitlines()[-1])
    return found


def _visit(port: int, person: Person, seed: int, pace: tuple[float, float], pages_each: int) -> Times:
    """One person's visit: a kind of page at random, then one of that kind."""
    chance = random.Random(seed)
    times: Times = {}
    cookie, pages = person["cookie"], person["pages"]
    assert isinstance(cookie, str)
    assert isinstance(pages, dict)
    for _ in range(pages_each):
        time.sleep(chance.uniform(*pace))
        kind = chance.choice(sorted(pages))
        times.setdefault(kind, []).append(_read(port, chance.choice(pages[kind]), cookie))
    return times


def _read(port: int, page: str, cookie: str) -> float:
    started = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", page, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{page} answered {answer.status} {answer.getheader('Location') or ''}.")
    return time.perf_counter() - started


def _summary(times: Iterable[float]) -> tuple[int, float, float]:
    every = sorted(times)
    return len(every), every[len(every) // 2] * 1000, every[int(len(every) * 0.95)] * 1000


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="A data folder with at least one extract; people are added to it.")
    parser.add_argument("--rush", action="store_true", help="Nobody thinks between two pages.")
    parser.add_argument("--warming", type=float, default=WARMING, help="Seconds from the open port to the first reader.")
    parser.add_argument("--pages", type=int, default=PAGES_EACH, help="So many pages each person reads.")
    chosen = parser.parse_args()
    pace = (0.0, 0.0) if chosen.rush else PACE
    found = measure_pages(chosen.data, pace=pace, pages_each=chosen.pages, warming=chosen.warming)
    rows = [("all pages", (found.requests, found.median_ms, found.p95_ms)), *found.by_page.items()]
    for kind, (requests, median, p95) in rows:
        print(f"{kind:<16} {requests:>5} requests   median {median:6.0f} ms   p95 {p95:6.0f} ms")


if __name__ == "__main__":
    main()
