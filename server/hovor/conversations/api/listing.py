"""Routes that read: lists, one conversation, its timeline, its files."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from hovor.conversations import queries
from hovor.conversations.policy import State
from hovor.conversations.queries import ConversationView, Filters
from hovor.conversations.schemas import Conversations, Entries
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotFound
from hovor.foundation.files import records
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.files import download
from hovor.foundation.http.pagination import DEFAULT_LIMIT, MAXIMUM_LIMIT, cursor, page_of, read_cursor
from hovor.foundation.http.route import company_of, query
from hovor.messaging import queries as messaging

router = APIRouter(prefix="/api/v1", tags=["conversations"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Id = Annotated[str | None, Query(max_length=64)]
Limit = Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=200)]
_ENTRIES: Final = 100


def _filters(
    state: State | None = None,
    channel_id: Id = None,
    operator_id: Id = None,
    client_id: Id = None,
    queue_id: Id = None,
    q: Annotated[str | None, Query(max_length=100)] = None,
) -> Filters:
    return Filters(
        state=state,
        channel_id=channel_id,
        operator_id=operator_id,
        client_id=client_id,
        queue_id=queue_id,
        words=q,
    )


@router.get("/conversations", summary="Conversations you may see")
@gives(Conversations)
async def get_conversations(
    request: Request,
    caller: Signed,
    filters: Annotated[Filters, Depends(_filters)],
    after: Cursor = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response:
    """The newest first. `operator_id` is the owner, `q` looks into the client's card and the subject."""
    values: dict[str, Any] = {"filters": filters, "after": after, "limit": limit}
    return await query(get_context(request), _conversations, caller=caller, **values)


@router.get("/conversations/{conversation_id}", summary="One conversation")
@gives(ConversationView)
async def get_conversation(request: Request, caller: Signed, conversation_id: str) -> Response:
    """For its owner, past owners, collaborators, those who serve its queue, and supervisors."""
    return await query(get_context(request), _conversation, caller=caller, conversation_id=conversation_id)


@router.get("/conversations/{conversation_id}/entries", summary="Its timeline")
@gives(Entries)
async def get_entries(
    request: Request,
    caller: Signed,
    conversation_id: str,
    after: Cursor = None,
    limit: Limit = _ENTRIES,
) -> Response:
    """The newest entries, in their order; `next` leads to older ones."""
    values: dict[str, Any] = {"conversation_id": conversation_id, "after": after, "limit": limit}
    return await query(get_context(request), _entries, caller=caller, **values)


@router.get("/conversations/{conversation_id}/draft", summary="Your draft")
@gives(messaging.DraftView)
async def get_draft(request: Request, caller: Signed, conversation_id: str) -> Response:
    """What you typed and did not send, on whichever device."""
    return await query(get_context(request), _draft, caller=caller, conversation_id=conversation_id)


@router.get("/files/{file_id}", summary="A file")
@gives(bytes)
async def get_file(request: Request, caller: Signed, file_id: str, *, preview: bool = False) -> Response:
    """For its uploader, and for whoever may read a conversation in which it was sent."""
    context = get_context(request)
    record = await context.database.read(_file, company=company_of(caller), caller=caller, file_id=file_id)
    return await download(context, record, preview=preview)


def _conversations(reading: Reading, filters: Filters, after: str | None, limit: int) -> Conversations:
    place = read_cursor(after, tuple[str])
    found = queries.found(reading, filters, after=None if place is None else place[0], limit=limit + 1)
    page = page_of(found, limit, lambda row: (row.id,))
    return Conversations(queries.views_allowed(reading, page.items), page.next)


def _conversation(reading: Reading, conversation_id: str) -> ConversationView:
    row, _ = queries.visible(reading, conversation_id)
    return queries.views_allowed(reading, [row])[0]


def _entries(reading: Reading, conversation_id: str, after: str | None, limit: int) -> Entries:
    row = queries.readable(reading, conversation_id)
    place = read_cursor(after, tuple[int])
    before = None if place is None else place[0]
    found = messaging.timeline(reading, row.id, before=before, limit=limit)
    older = bool(found) and found[0].number > 1
    return Entries(found, cursor(found[0].number) if older else None)


def _draft(reading: Reading, conversation_id: str) -> messaging.DraftView:
    return messaging.draft(reading, queries.readable(reading, conversation_id).id)


def _file(reading: Reading, file_id: str) -> records.FileRecord:
    record = records.find(reading, file_id)
    actor = reading.caller.actor
    if (record.author_kind, record.author_id) == (actor.kind, actor.id):
        return record
    sent_in = queries.by_ids(reading, messaging.file_conversations(reading, file_id))
    if any(queries.access(reading, each) == "full" for each in sent_in):
        return record
    raise NotFound
