"""Routes that put one conversation aside and take it up again."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from hovor.conversations import queries as conversations
from hovor.conversations.queries import Conversation, ConversationView
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Work
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command
from hovor.resting import service
from hovor.resting.schemas import Nothing, SnoozePost

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["conversations"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]


@router.post("/hold", summary="Put the client on hold")
@gives(ConversationView)
async def post_hold(request: Request, caller: Signed, conversation_id: str, body: Nothing) -> Response:
    """You still serve the client, who waits a moment."""
    values: dict[str, Any] = {"verb": service.hold, "conversation_id": conversation_id}
    return await command(get_context(request), request, _kept, caller=caller, **values)


@router.post("/resume", summary="Go on with a conversation")
@gives(ConversationView)
async def post_resume(request: Request, caller: Signed, conversation_id: str, body: Nothing) -> Response:
    """One that is on hold, waits for its client, or is snoozed."""
    values: dict[str, Any] = {"verb": service.resume, "conversation_id": conversation_id}
    return await command(get_context(request), request, _kept, caller=caller, **values)


@router.post("/snooze", summary="Put a conversation aside until later")
@gives(ConversationView)
async def post_snooze(request: Request, caller: Signed, conversation_id: str, body: SnoozePost) -> Response:
    """It stays yours, takes no room, and comes back at that time or when the client writes."""
    values: dict[str, Any] = {"verb": service.snooze, "until": body.instant()}
    return await command(
        get_context(request), request, _kept, caller=caller, conversation_id=conversation_id, **values
    )


def _kept(work: Work, verb: Callable[..., Conversation], **values: object) -> ConversationView:
    return conversations.view(work, verb(work, **values))
