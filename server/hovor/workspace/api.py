"""The route of the first screen."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from hovor.foundation.caller import OperatorCaller
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import query
from hovor.messaging.channel import Kinds
from hovor.workspace import queries

Signed = Annotated[OperatorCaller, Depends(operator_caller)]


class Workspace:
    """The route, for the kinds of channel of this installation."""

    def __init__(self, kinds: Kinds, notes: queries.ChannelNotes) -> None:
        self._kinds = kinds
        self._notes = notes

    def router(self) -> APIRouter:
        """The routes."""
        routes = APIRouter(prefix="/api/v1", tags=["workspace"])
        routes.add_api_route("/workspace", self.get, methods=["GET"], summary="Everything on your screen")
        return routes

    @gives(queries.WorkspaceView)
    async def get(self, request: Request, caller: Signed) -> Response:
        """In one read, with the position after which events go on."""
        return await query(
            get_context(request), queries.snapshot, caller=caller, kinds=self._kinds, notes=self._notes
        )
