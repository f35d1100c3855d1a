"""Backup and restore between folders and engines, with everything in between that can be wrong."""

import tarfile
from pathlib import Path

from tests.commands.shell import Shell, served
from tests.support.server import Operator

PASSWORD = "correct horse battery staple"


def test_a_backup_moves_an_installation_to_the_other_engine(tmp_path: Path, postgres_url: str) -> None:
    here = Shell(tmp_path, HOVOR_DEMO_PASSWORD=PASSWORD)
    with here.running("serve", "--port", "0", "--demo-if-empty") as process:
        before = _conversations(served(process))
        taken = here.hovor("backup", "monday.tar.gz", "--json")
    assert taken.code == 0
    assert taken.document["rows"] > 100
    assert (tmp_path / "monday.tar.gz").stat().st_size == taken.document["size_bytes"]

    there = ("--data-dir", str(tmp_path / "there"))
    restored = here.hovor("restore", "monday.tar.gz", *there, "--json", HOVOR_DATABASE_URL=postgres_url)
    assert restored.document == {"rows": taken.document["rows"]}
    assert (tmp_path / "there" / "secret.key").read_bytes() == (tmp_path / "data" / "secret.key").read_bytes()
    with here.running("serve", "--port", "0", *there, HOVOR_DATABASE_URL=postgres_url) as process:
        assert _conversations(served(process)) == before
    again = here.hovor("restore", "monday.tar.gz", *there, HOVOR_DATABASE_URL=postgres_url)
    assert "The database is not empty" in again.refused()


def test_what_is_no_whole_backup_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    assert shell.hovor("migrate").code == 0
    assert shell.hovor("backup", "whole.tar.gz").code == 0
    assert "exists already" in shell.hovor("backup", "whole.tar.gz").refused()
    assert "There is no folder" in shell.hovor("backup", "nowhere/a.tar.gz").refused()
    assert "hovor migrate" in shell.hovor("backup", "a.tar.gz", "--data-dir", "empty").refused()
    whole = (tmp_path / "whole.tar.gz").read_bytes()
    _change_a_table(tmp_path / "whole.tar.gz", tmp_path / "changed.tar.gz")
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "words.tar.gz").write_text("not an archive")
    for name in ("cut", "words", "changed"):
        said = shell.hovor("restore", f"{name}.tar.gz", "--data-dir", "new").refused()
        assert f"{name}.tar.gz" in said
    assert not (tmp_path / "new").exists()
    missing = shell.hovor("restore", "none.tar.gz")
    assert (missing.code, missing.out) == (2, "")


def test_a_folder_with_another_key_or_at_work_is_refused(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    assert shell.hovor("migrate").code == 0
    assert shell.hovor("backup", "whole.tar.gz").code == 0
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "secret.key").write_text("another key")
    assert "is another key" in shell.hovor("restore", "whole.tar.gz", "--data-dir", "other").refused()
    with shell.running("serve", "--port", "0") as process:
        served(process)
        assert "Another Hovor works in data." in shell.hovor("restore", "whole.tar.gz").refused()


def _conversations(address: str) -> list[str]:
    supervisor = Operator(address, "sofia@alderway.example")
    try:
        page = supervisor.ask("GET", "/conversations?limit=100&state=closed")
        return sorted(row["id"] for row in page["items"])
    finally:
        supervisor.close()


def _change_a_table(source: Path, target: Path) -> None:
    """The same archive, with one more line in a table."""
    folder = target.with_suffix(".folder")
    with tarfile.open(source) as archive:
        # Debian 12 has Python 3.11.2, which knows no filter yet; this archive is our own.
        archive.extractall(folder)  # noqa: S202
    (folder / "tables" / "company.jsonl").write_text("{}\n")
    with tarfile.open(target, "w:gz") as archive:
        for part in sorted(folder.iterdir()):
            archive.add(part, part.name)
