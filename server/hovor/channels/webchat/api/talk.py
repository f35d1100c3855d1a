"""Saying, reading, sending files, rating."""

from typing import Final

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from hovor.channels.webchat import policy, schemas, service
from hovor.channels.webchat.api.door import PREFIX, Visit, for_visitor
from hovor.channels.webchat.api.visit import WRITES
from hovor.channels.webchat.errors import FilesNotAllowed
from hovor.conversations import queries as conversations
from hovor.conversations import service as conversation_service
from hovor.foundation import event_log
from hovor.foundation.caller import ClientCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.errors import Invalid, NotFound
from hovor.foundation.files import records
from hovor.foundation.files.http import FileView, download, upload
from hovor.foundation.http.context import Context
from hovor.foundation.http.hot import HotRoute, read_body
from hovor.foundation.http.pagination import page_of, read_cursor
from hovor.foundation.http.route import command, query
from hovor.foundation.rate_limits import Rule
from hovor.messaging import queries as messaging

_TAGS: Final = ("web chat",)
_AT_ONCE: Final = 100
SAYINGS: Final = Rule("webchat_message", burst=60, per_second=5)

_read_message = msgspec.json.Decoder(schemas.MessageIn)
_read_read = msgspec.json.Decoder(schemas.ReadIn)
_read_feedback = msgspec.json.Decoder(schemas.FeedbackIn)
_read_left = msgspec.json.Decoder(schemas.LeftMessageIn)


def _said(work: Work, **values: object) -> schemas.MessageOut:
    stored = service.say(work, **values)  # type: ignore[arg-type]
    return schemas.MessageOut(
        stored.entry_id, stored.conversation_id, stored.number, event_log.position(work)
    )


def _left(work: Work, **values: object) -> schemas.MessageOut:
    stored = service.leave_message(work, **values)  # type: ignore[arg-type]
    return schemas.MessageOut(
        stored.entry_id, stored.conversation_id, stored.number, event_log.position(work)
    )


async def _say(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_message)
    context.limits.take(SAYINGS, caller.identity_id)
    return await command(
        context,
        request,
        _said,
        caller=caller,
        status=201,
        client_ref=body.client_ref,
        text=body.text,
        file_ids=body.file_ids,
    )


async def _leave_message(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_left)
    context.limits.take(WRITES, caller.identity_id)
    return await command(
        context,
        request,
        _left,
        caller=caller,
        status=201,
        client_ref=body.client_ref,
        text=body.text,
        email=body.email,
        name=body.name,
    )


def _timeline(reading: Reading, after: tuple[str, int] | None) -> schemas.MessagesOut:
    assert isinstance(reading.caller, ClientCaller)
    mine = conversations.of_identity(
        reading, channel_id=reading.caller.channel_id, identity_id=reading.caller.identity_id
    )
    found = messaging.client_messages(reading, [each.id for each in mine], after=after, limit=_AT_ONCE + 1)
    page = page_of(found, _AT_ONCE, lambda line: (line.conversation_id, line.number))
    return schemas.MessagesOut(tuple(page.items), page.next)


async def _messages(request: Request, context: Context, caller: ClientCaller) -> Response:
    after = read_cursor(request.query_params.get("after") or None, tuple[str, int])
    return await query(context, _timeline, caller=caller, after=after)


async def _read(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_read)
    return await command(
        context,
        request,
        conversation_service.mark_read_by_client,
        caller=caller,
        status=204,
        conversation_id=body.conversation_id,
        number=body.number,
    )


async def _rate(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_feedback)
    context.limits.take(WRITES, caller.identity_id)
    return await command(
        context,
        request,
        service.rate,
        caller=caller,
        status=204,
        conversation_id=body.conversation_id,
        rating=body.rating,
        comment=body.comment,
    )


def _takes_files(reading: Reading, channel_id: str) -> bool:
    return policy.read_settings(messaging.channel_by_id(reading, channel_id).settings).files


async def _send_file(request: Request, context: Context, caller: ClientCaller) -> Response:
    if not await context.database.read(
        _takes_files, caller.channel_id, company=caller.company_id, caller=caller
    ):
        raise FilesNotAllowed
    async with request.form(max_files=1, max_fields=1) as form:
        part = form.get("file")
        if not isinstance(part, UploadFile):
            raise Invalid(fields=[{"field": "file", "message": "Choose a file to send."}])
        return await upload(context, request, part, caller=caller)


def _file_of(reading: Reading, file_id: str) -> records.FileRecord:
    """A file of one's own conversations. Raises `NotFound` for any other, as for none."""
    assert isinstance(reading.caller, ClientCaller)
    mine = conversations.of_identity(
        reading, channel_id=reading.caller.channel_id, identity_id=reading.caller.identity_id
    )
    if not {each.id for each in mine} & set(messaging.file_conversations(reading, file_id)):
        raise NotFound
    return records.get(reading, file_id)


async def _fetch_file(request: Request, context: Context, caller: ClientCaller) -> Response:
    record = await context.database.read(
        _file_of, request.path_params["file_id"], company=caller.company_id, caller=caller
    )
    return await download(context, record)


def _route(
    method: str,
    path: str,
    endpoint: Visit,
    summary: str,
    *,
    request: type[msgspec.Struct] | None = None,
    response: type[msgspec.Struct] | None = None,
    status: int = 200,
) -> HotRoute:
    return HotRoute(
        path=f"{PREFIX}/{path}",
        method=method,
        endpoint=for_visitor(endpoint),
        summary=summary,
        request=request,
        response=response,
        status=status,
        tags=_TAGS,
    )


ROUTES: Final = (
    _route("POST", "messages", _say, "Say something", request=schemas.MessageIn, response=schemas.MessageOut, status=201),
    _route("GET", "messages", _messages, "What was said, oldest first", response=schemas.MessagesOut),
    _route(
        "POST",
        "offline-message",
        _leave_message,
        "Leave a message for when nobody is there",
        request=schemas.LeftMessageIn,
        response=schemas.MessageOut,
        status=201,
    ),
    _route("POST", "read", _read, "Say how far you have read", request=schemas.ReadIn, status=204),
    _route("POST", "feedback", _rate, "Say how it was", request=schemas.FeedbackIn, status=204),
    _route("POST", "files", _send_file, "Send a file", response=FileView, status=201),
    _route("GET", "files/{file_id}", _fetch_file, "Fetch a file of your conversation"),
)
