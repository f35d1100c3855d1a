"""Slow things are done once, again when something changed, and a failure is told in words."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tooling import chromium, machine


def test_fingerprint_changes_with_content_and_name(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one").write_text("1")
    first = machine.fingerprint(folder)
    assert machine.fingerprint(folder) == first
    (folder / "one").write_text("2")
    second = machine.fingerprint(folder)
    (folder / "one").rename(folder / "other")
    assert len({first, second, machine.fingerprint(folder)}) == 3


def test_fingerprint_keeps_neighbours_apart(tmp_path: Path) -> None:
    """What moves from the end of one file to the start of the next is a change."""
    (tmp_path / "a").write_text("12")
    (tmp_path / "b").write_text("3")
    before = machine.fingerprint(tmp_path / "a", tmp_path / "b")
    (tmp_path / "a").write_text("1")
    (tmp_path / "b").write_text("23")
    assert machine.fingerprint(tmp_path / "a", tmp_path / "b") != before


def test_slow_things_are_done_once(tmp_path: Path) -> None:
    made = []
    stamp = tmp_path / "result" / "made-of"
    for made_of in ("flour", "flour", "rye"):
        machine.make_once(stamp, made_of, lambda made_of=made_of: made.append(made_of))  # type: ignore[misc]
    assert made == ["flour", "rye"]
    stamp.unlink()
    machine.make_once(stamp, "rye", lambda: made.append("again"))
    assert made[-1] == "again"


def test_what_failed_is_not_done(tmp_path: Path) -> None:
    stamp = tmp_path / "made-of"
    with pytest.raises(machine.Trouble):
        machine.make_once(stamp, "flour", lambda: machine.run("false"))
    assert not stamp.exists()


def test_failed_command_shows_what_it_wrote() -> None:
    with pytest.raises(machine.Trouble, match=r"(?s)out of flour.*This command failed: sh -c"):
        machine.run("sh", "-c", "echo out of flour; exit 3")


def test_named_browser_must_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOVOR_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(machine.Trouble, match="/nowhere/chromium"):
        chromium.find()


@pytest.mark.parametrize(("word", "code"), [([], 0), (["--help"], 0), (["tset"], 2)])
def test_other_words_list_the_known_ones(word: list[str], code: int) -> None:
    done = subprocess.run(
        [sys.executable, machine.ROOT / "dev.py", *word],
        env={**os.environ, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert re.search(r"run +Start Hovor", done.stderr)
