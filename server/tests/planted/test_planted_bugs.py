"""A test that cannot fail protects nothing: each bug is planted in a copy of the program, and the tests that
are there for it must turn red.

    ./dev.py soak server/tests/planted
"""

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.planted.bugs import BUGS, Bug
from tooling.machine import ROOT
from tooling.python_packages import PYTHON

_COPIED = ("pyproject.toml", "tooling", "server/hovor", "server/tests", "server/migrations")
_LEFT_OUT = shutil.ignore_patterns("static", "__pycache__")
_SAID = re.compile(r"^(FAILED|PASSED|ERROR) server/(\S+)", re.MULTILINE)
_ENGINES = ("sqlite", "postgresql")


def _planted(bug: Bug) -> dict[str, str]:
    """The files with the bug in them, by their paths in `server`."""
    texts: dict[str, str] = {}
    for edit in bug.edits:
        text = texts.get(edit.path) or (ROOT / "server" / edit.path).read_text()
        assert text.count(edit.old) == 1, f"{bug.name}: its place in {edit.path} is not there any more"
        texts[edit.path] = text.replace(edit.old, edit.new)
    return texts


def _copy(folder: Path) -> Path:
    for name in _COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=_LEFT_OUT)
        else:
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def _told(folder: Path, tests: tuple[str, ...]) -> dict[str, str]:
    """What became of each test, by its name with what it was run with."""
    words = [str(PYTHON), "-m", "pytest", "-q", "-rA", *(f"server/{each}" for each in tests)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        words, cwd=folder, env=environment, text=True, capture_output=True, check=False, timeout=900
    )
    told = {name: outcome for outcome, name in _SAID.findall(done.stdout)}
    assert told, f"no test was run:\n{done.stdout}\n{done.stderr}"
    return told


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_bug_still_has_its_place(bug: Bug) -> None:
    for text in _planted(bug).values():
        ast.parse(text)
    for each in bug.red:
        path, _, function = each.partition("::")
        assert f"def {function}" in (ROOT / "server" / path).read_text(), each


@pytest.mark.soak
@pytest.mark.timeout(0)
def test_without_a_bug_all_is_green(tmp_path: Path) -> None:
    tests = tuple(dict.fromkeys(each for bug in BUGS for each in bug.red))
    told = _told(_copy(tmp_path), tests)
    assert set(told.values()) == {"PASSED"}, told


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_bug_turns_its_tests_red(bug: Bug, tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    for path, text in _planted(bug).items():
        (folder / "server" / path).write_text(text)
    told = _told(folder, bug.red)
    assert "ERROR" not in told.values(), told
    for each in bug.red:
        of_it = {name: outcome for name, outcome in told.items() if name.startswith(each)}
        on = [engine for engine in _ENGINES if any(engine in name for name in of_it)]
        for engine in on or ("",):
            red = [name for name, outcome in of_it.items() if engine in name and outcome == "FAILED"]
            assert red, f"{bug.law}: {each} stays green on {engine or 'any engine'} although {bug.name}"
