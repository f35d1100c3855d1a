"""Backup and restore: one archive that either database engine can read.

The archive is a tar.gz with `manifest.json`, one `tables/NAME.jsonl` per table (read in one snapshot, so it
is the state at one instant), the files' folder and, unless left out, the key that opens the sealed secrets.
Since rows are written as plain JSON, a backup taken on SQLite restores into PostgreSQL and the other way
round: that is also how an installation moves.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tarfile
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from hovor.foundation.database import metadata
from hovor.foundation.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hovor.foundation.clock import Instant
    from hovor.foundation.database import Reading, Work

ROWS_AT_ONCE: Final = 1_000
FORMAT: Final = 1


class BackupRefused(Refusal):
    """The archive cannot be written or read; the text names the reason and the remedy."""

    code = "backup_refused"
    status = 409
    title = "The backup cannot be used."


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says about itself."""

    format: int
    revision: str
    taken_at: Instant
    rows: dict[str, int]
    digests: dict[str, str]
    with_key: bool


def take(reading: Reading, folder: Path, revision: str, progress: Callable[[str, int], None]) -> Manifest:
    """Writes every table into `folder`, in one snapshot; answers with the manifest."""
    rows: dict[str, int] = {}
    digests: dict[str, str] = {}
    for table in metadata.sorted_tables:
        digest = hashlib.sha256()
        count = 0
        with (folder / f"{table.name}.jsonl").open("wb") as out:
            for row in _every_row(reading, table):
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                out.write(line)
                count += 1
        rows[table.name], digests[table.name] = count, digest.hexdigest()
        progress(table.name, count)
    return Manifest(FORMAT, revision, reading.now, rows, digests, with_key=False)


def _every_row(reading: Reading, table: sa.Table) -> Iterator[dict[str, Any]]:
    """All rows in the order of the primary key, a bounded number in memory at a time."""
    key = list(table.primary_key.columns)
    names = [column.name for column in table.columns]
    last: list[Any] | None = None
    while True:
        page = sa.select(table).order_by(*key).limit(ROWS_AT_ONCE)
        if last is not None:
            page = page.where(sa.tuple_(*key) > sa.tuple_(*[sa.literal(value) for value in last]))
        found = [dict(zip(names, row, strict=True)) for row in reading.all(page)]
        yield from found
        if len(found) < ROWS_AT_ONCE:
            return
        last = [found[-1][column.name] for column in key]


def pack(folder: Path, manifest: Manifest, files: Path, key: Path | None, archive: Path) -> None:
    """Joins tables, files and key into `archive`, which appears whole or not at all, for its owner only."""
    unfinished = archive.with_name(archive.name + ".unfinished")
    unfinished.touch(mode=0o600)
    (folder / "manifest.json").write_text(
        json.dumps({**asdict(manifest), "with_key": key is not None}, indent=1)
    )
    with tarfile.open(unfinished, "w:gz", compresslevel=6) as tar:
        tar.add(folder / "manifest.json", "manifest.json")
        for name in sorted(manifest.rows):
            tar.add(folder / f"{name}.jsonl", f"tables/{name}.jsonl")
        if files.is_dir():
            tar.add(files, "files")
        if key is not None:
            tar.add(key, "secret.key")
    unfinished.replace(archive)


def unpack(archive: Path, folder: Path) -> Manifest:
    """Opens `archive` into `folder` and checks it, before anything is restored. Raises `BackupRefused`."""
    try:
        with tarfile.open(archive, "r:gz") as tar:
            _take_out(tar, folder)
        manifest = Manifest(**json.loads((folder / "manifest.json").read_text()))
    except (OSError, tarfile.TarError, EOFError, ValueError, TypeError) as cause:
        detail = f"{archive.name} is not a whole Hovor backup ({cause}). Take it again, or use an older one."
        raise BackupRefused(detail) from cause
    if manifest.format != FORMAT:
        detail = f"{archive.name} is of format {manifest.format}. Restore it with the version that wrote it."
        raise BackupRefused(detail)
    for name, digest in manifest.digests.items():
        if hashlib.sha256((folder / "tables" / f"{name}.jsonl").read_bytes()).hexdigest() != digest:
            detail = f"The table {name} in {archive.name} is damaged. Use another backup."
            raise BackupRefused(detail)
    return manifest


def _take_out(tar: tarfile.TarFile, folder: Path) -> None:
    """Files and folders, and only below `folder`. By ourselves: Debian 12 has Python 3.11.2, whose `tarfile`
    has no filters yet. Raises `ValueError` for anything else that an archive can hold.
    """
    for member in tar:
        path = PurePosixPath(member.name)
        if path.is_absolute() or ".." in path.parts or not (member.isfile() or member.isdir()):
            raise ValueError(f"it holds {member.name!r}")
        if member.isdir():
            (folder / path).mkdir(parents=True, exist_ok=True)
            continue
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        packed = tar.extractfile(member)
        assert packed is not None  # noqa: S101  it is a file
        with packed, (folder / path).open("wb") as taken_out:
            shutil.copyfileobj(packed, taken_out)


def restore_rows(work: Work, folder: Path, manifest: Manifest) -> int:
    """Fills an empty database from an unpacked archive, in one transaction; answers how many rows."""
    restored = 0
    for table in metadata.sorted_tables:
        if work.one(sa.select(sa.literal(1)).select_from(table).limit(1)) is not None:
            detail = (
                f"The database is not empty ({table.name}). Restore into an empty data folder or database."
            )
            raise BackupRefused(detail)
    for table in metadata.sorted_tables:
        if table.name not in manifest.rows:
            continue
        for rows in _pages(folder / "tables" / f"{table.name}.jsonl"):
            work.write_many(sa.insert(table), rows)
            restored += len(rows)
    return restored


def _pages(path: Path) -> Iterator[list[dict[str, Any]]]:
    page: list[dict[str, Any]] = []
    with path.open("rb") as lines:
        for line in lines:
            page.append(json.loads(line))
            if len(page) == ROWS_AT_ONCE:
                yield page
                page = []
    if page:
        yield page


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """A private folder for the unpacked tables; gone when closed."""
    return tempfile.TemporaryDirectory(prefix="hovor-backup-")


def place_key(folder: Path, target: Path) -> None:
    """Puts the archive's key where the installation looks for it, readable by its owner only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_bytes((folder / "secret.key").read_bytes())


def place_files(folder: Path, target: Path) -> None:
    """Puts the archive's files where the installation looks for them."""
    if (folder / "files").is_dir():
        shutil.copytree(folder / "files", target, dirs_exist_ok=True)
