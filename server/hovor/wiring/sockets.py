"""When a socket opens, falls silent or posts: presence hears of operators, conversations of visitors."""

from collections.abc import Callable
from typing import Any

from hovor.channels.webchat import service as webchat
from hovor.companies import queries as companies
from hovor.conversations import service as conversations
from hovor.foundation.caller import Anonymous, ClientCaller, SystemCaller
from hovor.foundation.database import Database, Work
from hovor.foundation.live.frames import Post, Posted
from hovor.foundation.live.listener import ConnectionState, SocketCaller
from hovor.foundation.rate_limits import Limits, Rule
from hovor.messaging.service import Content
from hovor.presence import service as presence


class Sockets:
    """The `ConnectionListener` and the `Poster` of this installation."""

    def __init__(self, database: Database, limits: Limits, sayings: Rule) -> None:
        self._database = database
        self._limits = limits
        self._sayings = sayings

    async def connection_opened(self, caller: SocketCaller, connection_id: str, process_id: str) -> None:
        """Somebody is there."""
        if isinstance(caller, ClientCaller):
            await self._write(
                caller,
                conversations.client_connected,
                connection_id=connection_id,
                identity_id=caller.identity_id,
                process_id=process_id,
            )
        else:
            await self._write(
                caller,
                presence.connection_opened,
                connection_id=connection_id,
                operator_id=caller.operator_id,
                session_id=caller.session_id,
                process_id=process_id,
            )

    async def connection_suspect(self, caller: SocketCaller, connection_id: str) -> None:
        """A visitor may be silent for long; an operator who is, is offered nothing."""
        if not isinstance(caller, ClientCaller):
            await self._write(caller, presence.connection_suspect, connection_id=connection_id)

    async def connection_restored(self, caller: SocketCaller, connection_id: str) -> None:
        """Heard again."""
        if not isinstance(caller, ClientCaller):
            await self._write(caller, presence.connection_restored, connection_id=connection_id)

    async def connection_confirmed(self, caller: SocketCaller, connection_id: str) -> None:
        """It may be relied on again."""
        if not isinstance(caller, ClientCaller):
            await self._write(
                caller, presence.connection_restored, connection_id=connection_id, answered=True
            )

    async def connection_lost(self, caller: SocketCaller, connection_id: str) -> None:
        """Nothing more comes of it."""
        if isinstance(caller, ClientCaller):
            await self.connection_closed(caller, connection_id)
        else:
            await self._write(caller, presence.connection_lost, connection_id=connection_id)

    async def connection_closed(self, caller: SocketCaller, connection_id: str) -> None:
        """Closing a page is not leaving: the time to come back begins."""
        closed = (
            conversations.client_disconnected
            if isinstance(caller, ClientCaller)
            else presence.connection_closed
        )
        await self._write(caller, closed, connection_id=connection_id)

    async def state_reported(self, caller: SocketCaller, connection_id: str, state: ConnectionState) -> None:
        """Whether a page can call its operator."""
        if not isinstance(caller, ClientCaller):
            await self._write(caller, presence.state_reported, connection_id=connection_id, state=state)

    async def process_lost(self, process_id: str) -> None:
        """Every company may have had sockets there."""
        everywhere = await self._database.read(companies.every_company, company="", caller=Anonymous())
        for company_id in everywhere:
            caller = SystemCaller(company_id, "live")
            for lost in (presence.process_lost, conversations.client_disconnected):
                await self._database.write(lost, process_id=process_id, company=company_id, caller=caller)

    async def post(self, caller: SocketCaller, post: Post) -> Posted:
        """The command behind a `post` frame: the very one behind the HTTP route, with the same limit."""
        if isinstance(caller, ClientCaller):
            self._limits.take(self._sayings, caller.identity_id)
        posted: Posted = await self._write(caller, _post, post)
        return posted

    async def _write(
        self, caller: SocketCaller, verb: Callable[..., Any], *arguments: object, **values: object
    ) -> Any:  # noqa: ANN401  whatever the verb gives
        return await self._database.write(
            verb, *arguments, company=caller.company_id, caller=caller, **values
        )


def _post(work: Work, post: Post) -> Posted:
    if isinstance(work.caller, ClientCaller):
        stored = webchat.say(work, client_ref=post.client_ref, text=post.text, file_ids=tuple(post.file_ids))
    else:
        stored = conversations.post(
            work,
            conversation_id=post.conversation_id or "",
            client_ref=post.client_ref,
            content=Content(post.text, tuple(post.file_ids)),
        )
    return Posted(stored.entry_id, stored.conversation_id, work.position)
