"""The route by which an operator writes first."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from hovor.conversations import queries as conversations
from hovor.conversations.queries import ConversationView
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Work
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import command
from hovor.messaging.channel import Kinds
from hovor.outreach import service
from hovor.outreach.schemas import ConversationPost

Signed = Annotated[OperatorCaller, Depends(operator_caller)]


class Outreach:
    """The route, for the kinds of channel of this installation."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1", tags=["conversations"])
        routes.add_api_route(
            "/conversations",
            self.post_conversation,
            methods=["POST"],
            status_code=201,
            summary="Write to somebody first",
        )
        return routes

    @gives(ConversationView)
    async def post_conversation(self, request: Request, caller: Signed, body: ConversationPost) -> Response:
        """The conversation is yours. 409 `already_open` names the one that there is with this person."""
        return await command(get_context(request), request, self._start, caller=caller, status=201, body=body)

    def _start(self, work: Work, body: ConversationPost) -> ConversationView:
        values: dict[str, Any] = {"channel_id": body.channel_id, "to": body.to.to(), "text": body.text}
        return conversations.view(work, service.start(work, kinds=self._kinds, **values))
