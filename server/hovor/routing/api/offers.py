"""Routes about the offers that stand before the caller."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from hovor.conversations import queries as conversations
from hovor.conversations.queries import ConversationView
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command, query
from hovor.routing import queries, service
from hovor.routing.queries import OfferView
from hovor.routing.schemas import Accepted, DeclinePost, Nothing, Offers, ShownPost
from hovor.routing.service import Answer

router = APIRouter(prefix="/api/v1/offers", tags=["offers"])
Signed = Annotated[OperatorCaller, Depends(operator_caller)]


@router.get("", summary="What stands before you")
@gives(Offers)
async def get_offers(request: Request, caller: Signed) -> Response:
    """The oldest first."""
    return await query(get_context(request), _offers, caller=caller)


@router.post("/{offer_id}/accept", summary="Accept")
@gives(Accepted)
async def post_accept(request: Request, caller: Signed, offer_id: str, body: Nothing) -> Response:
    """The conversation is yours from now on; 409 `offer_gone` when it is no longer there."""
    values: dict[str, Any] = {"offer_id": offer_id}
    return await command(get_context(request), request, _accept, caller=caller, **values)


@router.post("/{offer_id}/decline", status_code=204, summary="Decline")
async def post_decline(request: Request, caller: Signed, offer_id: str, body: DeclinePost) -> Response:
    """It goes on to others first, its age kept."""
    answer = Answer(accepts=False, reason=body.reason)
    values: dict[str, Any] = {"offer_id": offer_id, "answer": answer}
    return await command(
        get_context(request), request, service.answer_offer, caller=caller, status=204, **values
    )


@router.post("/{offer_id}/shown", summary="Say that it could be noticed")
@gives(OfferView)
async def post_shown(request: Request, caller: Signed, offer_id: str, body: ShownPost) -> Response:
    """Only an offer that was shown can be missed; one that is not shown in two seconds goes on to others."""
    values: dict[str, Any] = {"offer_id": offer_id, "by": ",".join(body.by)}
    return await command(get_context(request), request, _shown, caller=caller, **values)


def _offers(reading: Reading) -> Offers:
    return Offers(queries.own_offers(reading))


def _accept(work: Work, offer_id: str) -> Accepted:
    row = service.answer_offer(work, offer_id=offer_id, answer=Answer(accepts=True))
    return Accepted(_view(work, row))


def _shown(work: Work, offer_id: str, by: str) -> OfferView:
    return queries.offer_view(work, service.note_shown(work, offer_id=offer_id, by=by))


def _view(work: Work, row: conversations.Conversation) -> ConversationView:
    return conversations.view(work, row)
