"""The build hook compiles the front end when it must, and says plainly why it cannot."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
pytest.importorskip("hatchling", reason="hatchling is a build requirement")


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    found = importlib.util.spec_from_file_location("build_hook", ROOT / "frontend" / "build_hook.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    folder = tmp_path / "frontend"
    (folder / "src").mkdir(parents=True)
    for name in ("package.json", "package-lock.json", "build.mjs", "src/main.scss"):
        (folder / name).write_text("{}")
    return folder


def compiled(hook: ModuleType, output: Path, *, age: float) -> None:
    output.mkdir(parents=True)
    for name in hook.OUTPUTS:
        (output / name).write_text("made")
        stamp = (output / name).stat().st_mtime - age
        os.utime(output / name, (stamp, stamp))


def test_what_is_newer_than_its_sources_is_kept(hook: ModuleType, frontend: Path, tmp_path: Path) -> None:
    compiled(hook, tmp_path / "build", age=-60)
    assert not hook.stale(frontend, tmp_path / "build")
    assert hook.build(frontend, tmp_path / "build") is False


def test_what_is_older_or_missing_is_stale(hook: ModuleType, frontend: Path, tmp_path: Path) -> None:
    compiled(hook, tmp_path / "build", age=60)
    assert hook.stale(frontend, tmp_path / "build")
    compiled(hook, tmp_path / "other", age=-60)
    (tmp_path / "other" / hook.OUTPUTS[0]).unlink()
    assert hook.stale(frontend, tmp_path / "other")


def test_a_source_archive_compiles_nothing(hook: ModuleType, tmp_path: Path) -> None:
    assert hook.build(tmp_path / "nowhere", tmp_path / "build") is False


def test_a_compiler_that_fails_is_said_in_plain_words(hook: ModuleType, frontend: Path, tmp_path: Path) -> None:
    (frontend / "build.mjs").write_text("process.exit(3)")
    (frontend / "node_modules").mkdir()
    (frontend / "node_modules" / ".package-lock.json").write_text("{}")
    with pytest.raises(SystemExit, match="The front end did not compile"):
        hook.build(frontend, tmp_path / "build")
    assert not (tmp_path / "build").exists()


def test_the_compiled_front_end_is_here(hook: ModuleType) -> None:
    built = ROOT / "src" / "inloco" / "web" / "static" / "build"
    assert all((built / name).stat().st_size > 100 for name in hook.OUTPUTS)
