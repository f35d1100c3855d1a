"""The virtual environment in `.venv`, made from hash-pinned lists that name no registry."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Literal

from tooling.machine import (
    ROOT,
    WORKSHOP,
    Trouble,
    fingerprint,
    install_with_apt,
    make_once,
    run,
    say,
    succeeds,
)

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["run", "dev"]

ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
_STAMP = ENVIRONMENT / "made-of"

# uv must take the Python that runs this script and never fetch one from elsewhere.
_UV_ENVIRONMENT = {**os.environ, "UV_PYTHON_DOWNLOADS": "never", "UV_PYTHON": sys.executable}

_COMMAND = """\
#!{python}
import sys

from hovor.cli import main

sys.exit(main())
"""


def site_packages() -> Path:
    """The folder of the environment that holds its packages."""
    return next((ENVIRONMENT / "lib").glob("python3.*/site-packages"))


def ensure(kind: Kind) -> None:
    """Make the environment for running, or for developing, which is a superset of it."""
    made_of = {name: f"{name} {fingerprint(_pins(name))}" for name in ("run", "dev")}
    if kind == "run" and _STAMP.exists() and _STAMP.read_text() == made_of["dev"]:
        return
    make_once(_STAMP, made_of[kind], lambda: _make(kind))


def make_apart(home: Path, package: str) -> Path:
    """Install a package that is no part of Hovor into an environment of its own; answer that one's Python.

    Raises `Trouble` when it cannot be got.
    """
    python = home / "bin" / "python"
    made = home / "made-of"
    if not made.exists() or made.read_text() != package:
        uv = _uv()
        say(f"{package}, apart from everything else")
        run(uv, "venv", "--clear", home, environment=_UV_ENVIRONMENT)
        run(uv, "pip", "install", "--python", python, package, environment=_UV_ENVIRONMENT)
        made.write_text(package)
    return python


def lock() -> None:
    """Resolve pyproject.toml anew into the pinned lists; only `uv pip compile` names no host in them."""
    uv = _uv()
    compile_ = (uv, "pip", "compile", "--universal", "--generate-hashes", "--no-header", "--quiet")
    narrow = ("--python-version", "3.11", "pyproject.toml", "--group", "web")
    run(*compile_, *narrow, "-o", "requirements-run.txt", environment=_UV_ENVIRONMENT)
    dev = ("--group", "dev", "-c", "requirements-run.txt", "-o", "requirements-dev.txt")
    run(*compile_, *narrow, *dev, environment=_UV_ENVIRONMENT)


def _pins(kind: str) -> Path:
    return ROOT / f"requirements-{kind}.txt"


def _make(kind: Kind) -> None:
    uv = _uv()
    say(f"Python packages ({_pins(kind).name})")
    if not PYTHON.exists():
        run(uv, "venv", "--clear", ENVIRONMENT, environment=_UV_ENVIRONMENT)
    run(uv, "pip", "sync", "--require-hashes", "--python", PYTHON, _pins(kind), environment=_UV_ENVIRONMENT)
    # A path file and a three-line command do what an editable install would, without a build.
    (site_packages() / "hovor.pth").write_text(f"{ROOT / 'server'}\n")
    command = ENVIRONMENT / "bin" / "hovor"
    command.write_text(_COMMAND.format(python=PYTHON))
    command.chmod(0o755)
    _compile()


def _compile() -> None:
    """Leave the bytecode of the program, and of all that a server imports: no start has to make it."""
    say("Bytecode")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    run(PYTHON, "-m", "compileall", "-q", "-j", "0", ROOT / "server" / "hovor", environment=environment)
    run(PYTHON, "-c", "import hovor.cli, hovor.web, hovor.worker", environment=environment)


def _uv() -> Path | str:
    if found := shutil.which("uv"):
        return found
    home = WORKSHOP / "uv"
    uv = home / "bin" / "uv"
    if not uv.exists() and not _install_uv(home):
        # A bare Debian has neither pip nor ensurepip; one package brings both.
        installed = install_with_apt("python3-venv") and _install_uv(home)
        if not installed:
            raise Trouble(
                "Python cannot install packages here. Debian and Ubuntu: sudo apt install python3-venv"
            )
    return uv


def _install_uv(home: Path) -> bool:
    pins = ROOT / "requirements-uv.txt"
    options = ("install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", pins)
    if succeeds(sys.executable, "-c", "import ensurepip"):
        say("uv, which installs the rest")
        run(sys.executable, "-m", "venv", "--clear", home)
        run(home / "bin" / "python", "-m", "pip", *options)
        return True
    if succeeds(sys.executable, "-m", "pip", "--version"):
        # A separate folder also works where Debian forbids pip to touch the system's Python.
        say("uv, which installs the rest")
        run(sys.executable, "-m", "pip", *options, "--target", home)
        return True
    return False
