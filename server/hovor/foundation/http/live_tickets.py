"""POST `/api/v1/live-tickets`."""

from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.clock import to_rfc3339
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.hot import answer
from hovor.foundation.identifiers import new_secret
from hovor.foundation.live.tickets import TICKET_BITS, mint
from hovor.foundation.rate_limits import Rule

# A console that cannot stay connected asks again and again; a program that collects tickets has no reason to.
TICKETS: Final = Rule("live_ticket", burst=60, per_second=1.0)

router = APIRouter(tags=["live"])


class NoFields(BaseModel):
    """An empty object."""

    model_config = ConfigDict(extra="forbid")


class LiveTicket(msgspec.Struct, frozen=True):
    """A secret that opens one socket, and until when it does."""

    ticket: str
    expires_at: str


@router.post("/api/v1/live-tickets", summary="A ticket for the live socket")
@gives(LiveTicket)
async def live_ticket(
    request: Request, body: NoFields, caller: Annotated[OperatorCaller, Depends(operator_caller)]
) -> Response:
    """Opens one socket within 30 seconds. Not kept under an idempotency key: a lost ticket is simply asked
    for again.
    """
    context: Context = get_context(request)
    context.limits.take(TICKETS, caller.session_id)
    ticket = new_secret(TICKET_BITS)
    expires_at = await context.database.write(mint, ticket=ticket, company=caller.company_id, caller=caller)
    return answer(LiveTicket(ticket, to_rfc3339(expires_at)))
