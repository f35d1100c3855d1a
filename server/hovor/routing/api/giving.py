"""Routes by which people move conversations."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from hovor.conversations import queries as conversations
from hovor.conversations.queries import ConversationView
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Work
from hovor.foundation.http.callers import operator_caller, supervisor_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command
from hovor.routing import service
from hovor.routing.schemas import AssignPost, Nothing, TransferPost, WidenPost

router = APIRouter(prefix="/api/v1/conversations/{conversation_id}", tags=["conversations"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]
Supervisor = Annotated[OperatorCaller, Depends(supervisor_caller)]


@router.post("/pick", summary="Take a conversation from the queue")
@gives(ConversationView)
async def post_pick(request: Request, caller: Signed, conversation_id: str, body: Nothing) -> Response:
    """Exactly one pick wins; the others get 409 `already_taken`."""
    values: dict[str, Any] = {"verb": service.pick, "conversation_id": conversation_id}
    return await command(get_context(request), request, _moved, caller=caller, **values)


@router.post("/assign", summary="Give a conversation to an operator")
@gives(ConversationView)
async def post_assign(
    request: Request, caller: Supervisor, conversation_id: str, body: AssignPost
) -> Response:
    """Or take it over yourself."""
    values: dict[str, Any] = {"verb": service.assign, "operator_id": body.operator_id}
    return await command(
        get_context(request), request, _moved, caller=caller, conversation_id=conversation_id, **values
    )


@router.post("/widen", summary="Open a waiting conversation to more people")
@gives(ConversationView)
async def post_widen(request: Request, caller: Supervisor, conversation_id: str, body: WidenPost) -> Response:
    """It keeps its place. What a step of its queue would do later, or more, is done now and for it alone."""
    values: dict[str, Any] = {"verb": service.widen, **body.model_dump()}
    return await command(
        get_context(request), request, _moved, caller=caller, conversation_id=conversation_id, **values
    )


@router.post("/transfer", summary="Hand a conversation over")
@gives(ConversationView)
async def post_transfer(
    request: Request, caller: Signed, conversation_id: str, body: TransferPost
) -> Response:
    """To a group at once; to a colleague once he accepts, until then it stays yours."""
    values: dict[str, Any] = {"verb": service.transfer, "to": body.target(), "note": body.note}
    return await command(
        get_context(request), request, _moved, caller=caller, conversation_id=conversation_id, **values
    )


def _moved(work: Work, verb: Callable[..., conversations.Conversation], **values: object) -> ConversationView:
    return conversations.view(work, verb(work, **values))
