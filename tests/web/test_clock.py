"""The clock of a demonstration: turned forward by the command, followed by its pages; nowhere else can it be turned."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from inloco.cli.tick import tick
from inloco.plans.actions import cycles
from inloco.plans.models import Cycle
from inloco.plans.states import CycleState
from inloco.web import clock
from tests.factories.plans import scene

DAY = dt.timedelta(days=1)


def marked(root: Path, *, complete: bool = True) -> Path:
    (root / clock.MARKER).write_text(f'{{"complete": {str(complete).lower()}}}')
    return root


def test_a_demonstration_lives_on_the_day_that_it_was_turned_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", timezone.now)
    clock.follow(marked(tmp_path))
    today = timezone.localdate()
    clock.turn_to(tmp_path, today + 9 * DAY)
    assert timezone.localdate() == today + 9 * DAY
    clock.turn_to(tmp_path, today)
    assert timezone.localdate() == today + 9 * DAY, "it is never turned back"
    (tmp_path / clock.AHEAD).write_text("soon")
    assert clock.days_ahead(tmp_path) == 0


def test_no_other_clock_is_turned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = timezone.now
    monkeypatch.setattr(timezone, "now", real)
    (tmp_path / clock.AHEAD).write_text("30")
    clock.follow(tmp_path)
    assert timezone.now is real
    assert not clock.is_demonstration(tmp_path)
    assert not clock.is_demonstration(marked(tmp_path, complete=False))


@pytest.mark.django_db
def test_the_command_goes_through_every_day(data: Path) -> None:
    made, today = scene(), timezone.localdate()
    cycle = cycles.plan_cycle(plan=made.plan, board_on=today + 22 * DAY, by=made.manager, on=today)
    refused = CliRunner().invoke(tick, ["--on", f"{today + DAY}"], standalone_mode=False)
    assert "for a demonstration" in str(refused.exception)
    marked(data)
    done = CliRunner().invoke(tick, ["--on", f"{today + 9 * DAY}"], standalone_mode=False)
    assert [line.split(": ", 1)[1] for line in done.stdout.splitlines() if "Our plan" in line][-3:] == [
        "Return is late (Wim Ferrers)",
        "e-mail: return is late (Ola Brightside)",
        "e-mail: return is late (Wim Ferrers)",
    ]
    assert "it is now" in done.stderr
    assert Cycle.objects.get(pk=cycle.pk).condition is CycleState.RETURNS_DUE
    assert clock.days_ahead(data) == 9
    for wrong, words in ((today - DAY, "already"), (today + 400 * DAY, "ahead")):
        answer = CliRunner().invoke(tick, ["--on", f"{wrong}"], standalone_mode=False)
        assert words in str(answer.exception)
