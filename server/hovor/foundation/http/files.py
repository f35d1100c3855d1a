"""Files over HTTP: an upload into the store, and a download that no browser will run."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from hovor.foundation.caller import Caller
from hovor.foundation.errors import NotFound
from hovor.foundation.files.preview import MEDIA_TYPE
from hovor.foundation.files.records import FileRecord, add
from hovor.foundation.http.context import Context
from hovor.foundation.http.route import FINGERPRINT, command
from hovor.foundation.http.security_headers import FILE_POLICY
from hovor.foundation.rate_limits import Rule

UPLOADS: Final = Rule("upload", burst=20, per_second=0.5)
_CHUNK: Final = 1 << 16


class UploadedFile(msgspec.Struct, frozen=True):
    """What an upload answers, and how a message names its files."""

    file_id: str
    name: str
    kind: str
    size_bytes: int


def view(record: FileRecord) -> UploadedFile:
    """A record as everybody may see it who may see the file."""
    return UploadedFile(record.id, record.name, record.kind, record.size_bytes)


async def upload(context: Context, request: Request, part: UploadFile, *, caller: Caller) -> Response:
    """Keeps an uploaded file and answers 201 with `UploadedFile`. The same key and file give the same file
    again.

    Raises what `FileStore.put` raises, and `RateLimited` beyond 20 files at once or one every two seconds.
    """
    context.limits.take(UPLOADS, f"{caller.actor.kind}:{caller.actor.id}")
    stored = await context.files.put(_chunks(part), part.filename or "")
    setattr(request.state, FINGERPRINT, f"{stored.digest}:{stored.name}".encode())
    return await command(context, request, add, caller=caller, status=201, shape=view, stored=stored)


async def download(context: Context, record: FileRecord, *, preview: bool = False) -> Response:
    """The bytes, for saving and never for showing as a page; `preview` gives the re-encoded picture.

    The caller of this function has made sure that the file's receiver may have it. Raises `NotFound`.
    """
    path = context.files.path(record.stored_as, preview=preview)
    if (preview and not record.has_preview) or not await asyncio.to_thread(path.is_file):
        raise NotFound
    return FileResponse(
        path,
        media_type=MEDIA_TYPE if preview else record.kind,
        headers={
            "content-disposition": f"attachment; filename*=UTF-8''{quote(record.name, safe='')}",
            "content-security-policy": FILE_POLICY,
            "x-content-type-options": "nosniff",
            # The bytes under an id never change, but who may fetch them does: kept, and asked for again
            # each time.
            "cache-control": "private, no-cache",
        },
    )


async def _chunks(part: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await part.read(_CHUNK):
        yield chunk
