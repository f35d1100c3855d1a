"""Routes about queues and decisions."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.errors import Invalid
from hovor.foundation.http.callers import administrator_caller, operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query
from hovor.routing import queries, service
from hovor.routing.queries import ExplanationView, QueueDetailView
from hovor.routing.schemas import QueuePatch, QueuePost, Queues, WaitingConversations
from hovor.routing.service import QueueChange

router = APIRouter(prefix="/api/v1", tags=["queues"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Administrator = Annotated[OperatorCaller, Depends(administrator_caller)]
Id = Annotated[str | None, Query(max_length=64)]


@router.get("/queues", summary="All queues")
@gives(Queues)
async def get_queues(request: Request, caller: Signed) -> Response:
    """With how many wait in each."""
    return await query(get_context(request), _queues, caller=caller)


@router.post("/queues", status_code=201, summary="Add a queue to a group")
@gives(QueueDetailView)
async def post_queue(request: Request, caller: Administrator, body: QueuePost) -> Response:
    """Every group has one already."""
    values: dict[str, Any] = {"queue_id": None, "change": body.change()}
    return await command(get_context(request), request, _save, caller=caller, status=201, **values)


@router.get("/queues/{queue_id}", summary="A queue as it is set up")
@gives(QueueDetailView)
async def get_queue(request: Request, caller: Administrator, queue_id: str) -> Response:
    """With what will not work as it is set up."""
    return await query(get_context(request), queries.queue_detail, caller=caller, queue_id=queue_id)


@router.patch("/queues/{queue_id}", summary="Change a queue")
@gives(QueueDetailView)
async def patch_queue(request: Request, caller: Administrator, queue_id: str, body: QueuePatch) -> Response:
    """Only what is named changes."""
    values: dict[str, Any] = {"queue_id": queue_id, "change": body.change()}
    return await command(get_context(request), request, _save, caller=caller, **values)


@router.get("/queues/{queue_id}/conversations", summary="What waits in a queue")
@gives(WaitingConversations)
async def get_waiting(request: Request, caller: Signed, queue_id: str) -> Response:
    """First come first, on the channels you have; those included that are just being offered."""
    return await query(get_context(request), _waiting, caller=caller, queue_id=queue_id)


@router.get("/decisions", summary="Why")
@gives(ExplanationView)
async def get_decisions(
    request: Request, caller: Signed, conversation_id: Id = None, operator_id: Id = None
) -> Response:
    """Of a conversation: why it waits, or whom it came to. Of an operator: why he gets what he gets."""
    values: dict[str, Any] = {"conversation_id": conversation_id, "operator_id": operator_id}
    return await query(get_context(request), _why, caller=caller, **values)


def _queues(reading: Reading) -> Queues:
    return Queues(queries.queue_views(reading))


def _waiting(reading: Reading, queue_id: str) -> WaitingConversations:
    return WaitingConversations(queries.waiting_views(reading, queue_id))


def _save(work: Work, queue_id: str | None, change: QueueChange) -> QueueDetailView:
    saved = service.save_queue(work, queue_id=queue_id, change=change)
    return queries.queue_detail(work, saved.id)


def _why(reading: Reading, conversation_id: str | None, operator_id: str | None) -> ExplanationView:
    if conversation_id is not None and operator_id is None:
        return queries.of_conversation(reading, conversation_id)
    if operator_id is not None and conversation_id is None:
        return queries.of_operator(reading, operator_id)
    raise Invalid(
        fields=[{"field": "conversation_id", "message": "Name either a conversation or an operator."}]
    )
