"""Saying, reading, sending files, rating."""

import math
from functools import partial
from typing import Final

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from hovor.channels.webchat import policy, schemas, service
from hovor.channels.webchat.adapter import FILE_BYTES
from hovor.channels.webchat.api.door import WRITES, visitor_route
from hovor.channels.webchat.errors import FilesNotAllowed
from hovor.conversations import queries as conversations
from hovor.foundation import event_log
from hovor.foundation.caller import ClientCaller, require_client
from hovor.foundation.database import Reading, Work
from hovor.foundation.errors import Invalid, NotFound
from hovor.foundation.files import records
from hovor.foundation.files.store import FileTooLarge
from hovor.foundation.http.context import Context
from hovor.foundation.http.files import UploadedFile, download, upload
from hovor.foundation.http.hot import read_body
from hovor.foundation.http.pagination import page_of, read_cursor
from hovor.foundation.http.proxies import caller_network
from hovor.foundation.http.route import command, query
from hovor.foundation.mail import seal_letter
from hovor.foundation.rate_limits import Rule
from hovor.foundation.settings import Settings
from hovor.messaging import queries as messaging

_AT_ONCE: Final = 100
_BURST_SECONDS: Final = 12
# Strangers' mailboxes are not for a visitor to fill: he writes himself what the letter says.
TRANSCRIPTS: Final = Rule("webchat_transcript", burst=3, per_second=1 / 600)
TRANSCRIPTS_OF_NETWORK: Final = Rule("webchat_transcript_network", burst=30, per_second=1 / 60)
TRANSCRIPTS_TO_ADDRESS: Final = Rule("webchat_transcript_address", burst=5, per_second=1 / 3_600)

_read_message = msgspec.json.Decoder(schemas.MessageIn)
_read_read = msgspec.json.Decoder(schemas.ReadIn)
_read_feedback = msgspec.json.Decoder(schemas.FeedbackIn)
_read_transcript = msgspec.json.Decoder(schemas.TranscriptIn)
_read_left = msgspec.json.Decoder(schemas.LeftMessageIn)


def sayings(settings: Settings) -> Rule:
    """How often one visitor may write, by whichever door: a lively chat and some impatience, no flood."""
    rate = settings.visitor_messages_per_second
    return Rule("webchat_message", burst=math.ceil(rate * _BURST_SECONDS), per_second=rate)


def _stored(work: Work, stored: messaging.Stored) -> schemas.MessageOut:
    position = event_log.position(work)
    return schemas.MessageOut(stored.entry_id, stored.conversation_id, stored.number, position)


def _said(work: Work, body: schemas.MessageIn) -> schemas.MessageOut:
    said = service.say(work, client_ref=body.client_ref, text=body.text, file_ids=body.file_ids)
    return _stored(work, said)


def _left(work: Work, body: schemas.LeftMessageIn) -> schemas.MessageOut:
    return _stored(work, service.leave_message(work, **msgspec.structs.asdict(body)))


async def _say(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_message)
    context.limits.take(sayings(context.settings), caller.identity_id)
    return await command(context, request, _said, caller=caller, status=201, body=body)


async def _leave_message(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_left)
    context.limits.take(WRITES, caller.identity_id)
    return await command(context, request, _left, caller=caller, status=201, body=body)


def _mine(reading: Reading) -> list[str]:
    """The ids of the calling visitor's conversations, the oldest first."""
    caller = require_client(reading.caller)
    found = conversations.of_identity(reading, channel_id=caller.channel_id, identity_id=caller.identity_id)
    return [each.id for each in found]


def _timeline(reading: Reading, after: tuple[str, int] | None) -> schemas.MessagesOut:
    found = messaging.client_messages(reading, _mine(reading), after=after, limit=_AT_ONCE + 1)
    page = page_of(found, _AT_ONCE, lambda line: (line.conversation_id, line.number))
    return schemas.MessagesOut(tuple(page.items), page.next)


async def _messages(request: Request, context: Context, caller: ClientCaller) -> Response:
    after = read_cursor(request.query_params.get("after") or None, tuple[str, int])
    return await query(context, _timeline, caller=caller, after=after)


async def _read(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_read)
    read = msgspec.structs.asdict(body)
    return await command(context, request, service.mark_read, caller=caller, status=204, **read)


async def _rate(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_feedback)
    context.limits.take(WRITES, caller.identity_id)
    given = msgspec.structs.asdict(body)
    return await command(context, request, service.rate, caller=caller, status=204, **given)


async def _send_transcript(request: Request, context: Context, caller: ClientCaller) -> Response:
    body = await read_body(request, _read_transcript)
    take = context.limits.take
    take(TRANSCRIPTS, caller.identity_id)
    take(TRANSCRIPTS_OF_NETWORK, caller_network(request))
    take(TRANSCRIPTS_TO_ADDRESS, context.vault.keyed_hash(f"transcript to {body.email.casefold()}"))
    return await command(
        context,
        request,
        service.send_transcript,
        caller=caller,
        status=204,
        conversation_id=body.conversation_id,
        email=body.email,
        seal=partial(seal_letter, context.vault, caller.company_id),
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
        if (part.size or 0) > FILE_BYTES:
            raise FileTooLarge(limit_bytes=FILE_BYTES)
        return await upload(context, request, part, caller=caller)


def _file_of(reading: Reading, file_id: str) -> records.FileRecord:
    """A file of one's own conversations. Raises `NotFound` for any other, as for none."""
    if messaging.file_conversations(reading, file_id).isdisjoint(_mine(reading)):
        raise NotFound
    return records.find(reading, file_id)


async def _fetch_file(request: Request, context: Context, caller: ClientCaller) -> Response:
    record = await context.database.read(
        _file_of, request.path_params["file_id"], company=caller.company_id, caller=caller
    )
    return await download(context, record)


ROUTES: Final = (
    visitor_route(
        "POST messages",
        _say,
        "Say something",
        takes=schemas.MessageIn,
        gives=schemas.MessageOut,
        status=201,
    ),
    visitor_route(
        "GET messages?after",
        _messages,
        "What was said, oldest first",
        gives=schemas.MessagesOut,
    ),
    visitor_route(
        "POST offline-message",
        _leave_message,
        "Leave a message for when nobody is there",
        takes=schemas.LeftMessageIn,
        gives=schemas.MessageOut,
        status=201,
    ),
    visitor_route("POST read", _read, "Say how far you have read", takes=schemas.ReadIn, status=204),
    visitor_route("POST feedback", _rate, "Say how it was", takes=schemas.FeedbackIn, status=204),
    visitor_route(
        "POST transcript",
        _send_transcript,
        "Have what was said sent by e-mail",
        takes=schemas.TranscriptIn,
        status=204,
    ),
    visitor_route("POST files", _send_file, "Send a file", takes=UploadFile, gives=UploadedFile, status=201),
    visitor_route("GET files/{file_id}", _fetch_file, "Fetch a file of your conversation", gives=bytes),
)
