"""The folder with the bytes. A file is whole and flushed to the disk before its name can stand in any row."""

import asyncio
import contextlib
import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hovor.foundation.errors import Refusal
from hovor.foundation.files.kinds import Kind, kind_of, plain_name
from hovor.foundation.files.preview import preview_of
from hovor.foundation.identifiers import new_secret

MOST_BYTES: Final = 25 << 20
_NAME_BITS: Final = 160
_PREVIEW: Final = ".preview"
# Pictures are decoded one after the other: two large ones at a time are the most a small machine should pay
# for.
_DECODERS: Final = 2


class FileTooLarge(Refusal):
    """More bytes than `limit_bytes`."""

    code = "file_too_large"
    status = 413
    title = "The file is too large."


class FileEmpty(Refusal):
    """No bytes at all."""

    code = "file_empty"
    status = 422
    title = "The file is empty."


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes that are safely on disk, not yet known to anybody. `stored_as` is their name in the store."""

    stored_as: str
    name: str
    kind: Kind
    size_bytes: int
    digest: str
    has_preview: bool


class FileStore:
    """Files under random names in a folder, two levels deep."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._arriving = folder / "arriving"
        self._most = most_bytes
        self._decoding = asyncio.Semaphore(_DECODERS)

    async def put(self, stream: AsyncIterator[bytes], name: str) -> StoredFile:
        """Takes the bytes, checks what they are and stores them with their preview.

        When it answers, a power cut cannot lose them. Raises `FileTooLarge`, `FileEmpty`,
        `FileKindRefused`, `PictureRefused`; then nothing stays behind.
        """
        await asyncio.to_thread(self._arriving.mkdir, parents=True, exist_ok=True)
        stored_as = new_secret(_NAME_BITS)
        arriving = self._arriving / stored_as
        try:
            size, digest = await self._receive(stream, arriving)
            kind = await asyncio.to_thread(kind_of, arriving)
            plain = plain_name(name, kind)
            preview = None
            if kind.is_picture:
                async with self._decoding:
                    preview = await asyncio.to_thread(preview_of, arriving)
            await asyncio.to_thread(self._keep, arriving, stored_as, preview)
        finally:
            arriving.unlink(missing_ok=True)
        return StoredFile(stored_as, plain, kind, size, digest, preview is not None)

    def path(self, stored_as: str, *, preview: bool = False) -> Path:
        """Where the bytes lie. Whether the caller may have them is for others to say."""
        return self._place(stored_as + (_PREVIEW if preview else ""))

    def remove(self, stored_as: str) -> None:
        """Removes bytes and preview; nothing happens when they are gone already."""
        self.path(stored_as).unlink(missing_ok=True)
        self.path(stored_as, preview=True).unlink(missing_ok=True)

    def names_before(self, seconds: float) -> Iterator[str]:
        """Names in the store that were last written before this time (seconds since the epoch), previews
        left out.
        """
        for path in self._folder.glob("??/??/*"):
            with contextlib.suppress(FileNotFoundError):
                if path.suffix != _PREVIEW and path.stat().st_mtime < seconds:
                    yield path.name

    def remove_unfinished(self, seconds: float) -> None:
        """Removes what began to arrive before this time and never ended, as after a crash."""
        for path in self._arriving.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < seconds:
                    path.unlink()

    async def _receive(self, stream: AsyncIterator[bytes], path: Path) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        with await asyncio.to_thread(path.open, "xb") as file:
            async for chunk in stream:
                size += len(chunk)
                if size > self._most:
                    raise FileTooLarge(limit_bytes=self._most)
                digest.update(chunk)
                await asyncio.to_thread(file.write, chunk)
            if not size:
                raise FileEmpty
            await asyncio.to_thread(_flush, file.fileno(), file.flush)
        return size, digest.hexdigest()

    def _keep(self, arriving: Path, stored_as: str, preview: bytes | None) -> None:
        place = self._place(stored_as)
        place.parent.mkdir(parents=True, exist_ok=True)
        if preview is not None:
            with self.path(stored_as, preview=True).open("xb") as file:
                file.write(preview)
                _flush(file.fileno(), file.flush)
        arriving.rename(place)
        # The names themselves must survive, too: the folder, and the folders above that may be new.
        for folder in (place.parent, place.parent.parent, self._folder):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:4] / name


def _flush(descriptor: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(descriptor)
