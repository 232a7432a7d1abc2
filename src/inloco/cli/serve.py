"""``inloco serve``: the web server and the worker in one go, and both stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

import click

from inloco.analytics.errors import InLocoError, WrongUsage

PATIENCE = 20.0
"""Seconds that a process gets to finish what it is doing before it is ended."""


@click.command(epilog="Example: inloco serve --port 8010")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Web processes: one a core.")
@click.option("--no-worker", is_flag=True, help="Only the pages; background work is done by another `inloco serve`.")
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Serve the pages and work through background jobs, until interrupted."""
    refuse_taken_port(host, port)

    from django.conf import settings

    from inloco.web.database import ensure_database
    from inloco.web.static_files import collect

    ensure_database()
    collect(settings.STATIC_ROOT)
    _keep_figures()
    commands = [web_command(host, port, workers)]
    if not no_worker:
        commands.append([sys.executable, "-m", "django", "db_worker", "--no-reload", "--no-startup-delay", "--verbosity", "0"])
    run_together(commands, host, port)


def _keep_figures() -> None:
    """After an upgrade or a change of the settings the figures are others: the worker computes them, not the first reader."""
    from inloco.performance import awaited
    from inloco.performance.queries import books

    with contextlib.suppress(InLocoError):  # settings that are wrong: the pages say so
        held = books()
        if held.whole.awaited() is not None or (held.whole.latest_period() is not None and not held.public.is_decided):
            awaited.ask()


def refuse_taken_port(host: str, port: int) -> None:
    """Raises WrongUsage where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except PermissionError:
            raise WrongUsage(
                f"Port {port} may not be used by this account.", action="Choose one above 1023 with --port."
            ) from None
        except OSError:
            raise WrongUsage(
                f"{host}:{port} is taken or not an address of this computer.", action="Choose another with --port."
            ) from None


def web_command(host: str, port: int, workers: int) -> list[str]:
    """Gunicorn with synchronous workers: measured as fast as any other way here, and the simplest."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {"bind": address, "workers": str(workers), "timeout": "300", "graceful-timeout": "15", "log-level": "warning"}
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    return [sys.executable, "-m", "gunicorn", "inloco.web.wsgi:application", *given, "--no-control-socket"]


def run_together(commands: Sequence[Sequence[str]], host: str, port: int) -> None:
    """Run all until one ends or we are told to stop; then end the others, politely first."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "inloco.web.settings"}
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    # A session of their own: an interrupt from the keyboard reaches us only, and we stop them in order.
    running = [subprocess.Popen(command, env=environment, start_new_session=True) for command in commands]
    try:
        said = False
        while not stopping and all(process.poll() is None for process in running):
            if not said and answers(host, port):
                click.echo(
                    f"InLoco is at http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::1') else host}:{port}/", err=True
                )
                click.echo("Stop it with Ctrl and C.", err=True)
                said = True
            time.sleep(0.1)
    finally:
        failed = not stopping and any(process.poll() is not None for process in running)
        end(running)
        for number, handler in before.items():
            signal.signal(number, handler)
    if failed:
        raise InLocoError("A part of the server ended on its own; the others were stopped. The messages above say why.")


def answers(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    try:
        with socket.create_connection((host if host not in ("0.0.0.0", "::") else "localhost", port), timeout=0.2):
            return True
    except OSError:
        return False


def end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE
    for process in running:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
