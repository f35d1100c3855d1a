"""The routes by which an operator writes first."""

import asyncio
from collections.abc import Sequence
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response

from hovor.conversations import queries as conversations
from hovor.conversations.queries import ConversationView
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.database import Reading, Work
from hovor.foundation.http.callers import operator_caller
from hovor.foundation.http.context import Context, get_context
from hovor.foundation.http.described import gives
from hovor.foundation.http.route import JSON, command, encode, outside_once
from hovor.foundation.secrets import Vault
from hovor.messaging import queries as messages
from hovor.messaging.channel import ApprovedTemplate, Channel, Kinds
from hovor.outreach import queries, service
from hovor.outreach.errors import TemplatesUnknown, TemplateUnusable
from hovor.outreach.schemas import ApprovedTemplates, ConversationPost, TemplateChoice, approved_view

Signed = Annotated[OperatorCaller, Depends(operator_caller)]
_PATIENCE_SECONDS: Final = 10


class Outreach:
    """The routes, for the kinds of channel of this installation."""

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
        routes.add_api_route(
            "/channels/{channel_id}/templates",
            self.get_templates,
            methods=["GET"],
            summary="The templates with which a conversation may start",
        )
        return routes

    @gives(ConversationView)
    async def post_conversation(self, request: Request, caller: Signed, body: ConversationPost) -> Response:
        """The conversation is yours. 409 `already_open` names the one that there is with this person."""
        context = get_context(request)

        async def started() -> Response:
            first = await self._first(context, caller, body)
            values: dict[str, Any] = {"body": body, "first": first}
            return await command(context, request, self._start, caller=caller, status=201, **values)

        return await outside_once(context, request, started, caller=caller)

    @gives(ApprovedTemplates)
    async def get_templates(self, request: Request, caller: Signed, channel_id: str) -> Response:
        """Asks the channel's vendor; 503 `templates_unknown` when he does not answer within 10 seconds."""
        approved = await self._approved(get_context(request), caller, channel_id)
        shown = ApprovedTemplates(tuple(approved_view(each) for each in approved))
        return Response(encode(shown), media_type=JSON)

    def _start(self, work: Work, body: ConversationPost, first: service.First) -> ConversationView:
        values: dict[str, Any] = {"channel_id": body.channel_id, "to": body.to.to(), "first": first}
        return conversations.view(work, service.start(work, kinds=self._kinds, **values))

    async def _first(self, context: Context, caller: OperatorCaller, body: ConversationPost) -> service.First:
        """What is said first; a template is that of the vendor, as it is now."""
        if body.template is None:
            return body.text or ""
        return _filled(await self._approved(context, caller, body.channel_id), body.template)

    async def _approved(
        self, context: Context, caller: OperatorCaller, channel_id: str
    ) -> Sequence[ApprovedTemplate]:
        values: dict[str, Any] = {"channel_id": channel_id, "kinds": self._kinds, "vault": context.vault}
        channel = await context.database.read(_channel, company=caller.company_id, caller=caller, **values)
        gateway = self._kinds.gateway(channel.kind)
        if gateway is None:
            return ()
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                return await gateway.templates(channel)
        except (OSError, TimeoutError) as error:
            raise TemplatesUnknown from error


def _channel(reading: Reading, channel_id: str, kinds: Kinds, vault: Vault) -> Channel:
    queries.startable(reading, channel_id=channel_id, kinds=kinds)
    return messages.channel_by_id(reading, channel_id, vault=vault)


def _filled(approved: Sequence[ApprovedTemplate], choice: TemplateChoice) -> service.Filled:
    for each in approved:
        if each.id == choice.id:
            return service.Filled(each, choice.values)
    raise TemplateUnusable("The channel doesn't have this template any more.")
