"""Routes about pictures of operators: an upload that becomes a small square, and where it is seen."""

import asyncio
import hashlib
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response, UploadFile
from starlette.routing import Route

from hovor.accounts import queries, service
from hovor.foundation.caller import Anonymous, OperatorCaller
from hovor.foundation.errors import NotFound
from hovor.foundation.files.preview import MEDIA_TYPE, square_of
from hovor.foundation.files.store import FileTooLarge
from hovor.foundation.http.callers import administrator_caller, operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.files import UPLOADS
from hovor.foundation.http.route import FINGERPRINT, command
from hovor.foundation.http.security_headers import FILE_POLICY
from hovor.foundation.identifiers import new_secret

MOST_BYTES: Final = 10 << 20
_NAME_BITS: Final = 160
_FOR_EVER: Final = "public, max-age=31536000, immutable"

Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]

router: Final = APIRouter(prefix="/api/v1", tags=["me"])
# A picture is decoded in a thread, one at a time: two large ones would be felt by everybody.
_decoding: Final = asyncio.Semaphore(1)


@router.post("/me/picture", summary="Change your picture")
@gives(queries.OperatorView)
async def post_picture(request: Request, caller: Signed, file: UploadFile) -> Response:
    """PNG, JPEG, GIF or WebP, at most 10 MiB; what is shown is the middle of it, re-encoded. 413
    `file_too_large`, 422 `picture_refused`.
    """
    context = get_context(request)
    context.limits.take(UPLOADS, f"{caller.actor.kind}:{caller.actor.id}")
    data = await file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FileTooLarge(limit_bytes=MOST_BYTES)
    async with _decoding:
        webp = await asyncio.to_thread(square_of, data, service.PICTURE_EDGE)
    setattr(request.state, FINGERPRINT, hashlib.sha256(data).digest())
    return await command(
        context,
        request,
        service.change_operator,
        caller=caller,
        operator_id=caller.operator_id,
        changes={"picture": service.NewPicture(new_secret(_NAME_BITS), webp)},
    )


@router.delete("/me/picture", summary="Remove your picture")
@gives(queries.OperatorView)
async def delete_picture(request: Request, caller: Signed) -> Response:
    """Your initials stand there from now on."""
    return await _remove(request, caller, caller.operator_id)


@router.delete("/operators/{operator_id}/picture", summary="Remove an operator's picture")
@gives(queries.OperatorView)
async def delete_picture_of(request: Request, caller: Administrator, operator_id: str) -> Response:
    """For a picture that clients should not see."""
    return await _remove(request, caller, operator_id)


async def _remove(request: Request, caller: OperatorCaller, operator_id: str) -> Response:
    return await command(
        get_context(request),
        request,
        service.change_operator,
        caller=caller,
        operator_id=operator_id,
        changes={"picture": None},
    )


async def _show(request: Request) -> Response:
    name = request.path_params["name"]
    found = await get_context(request).database.read(queries.picture, name, company="", caller=Anonymous())
    if found is None:
        raise NotFound
    headers = {"cache-control": _FOR_EVER, "content-security-policy": FILE_POLICY}
    return Response(found, media_type=MEDIA_TYPE, headers=headers)


PICTURES: Final = (Route(f"{queries.PICTURE_PLACE}{{name}}", _show, methods=["GET"]),)
"""Where they are seen, also by clients, who do not sign in."""
