"""The address `/api/v1/live`: accepts a socket, finds out who is there, and hands it to the hub.

A raw ASGI callable: no framework object is kept per socket. A cookie is never looked at here; what
authenticates is the first frame, so another site's page that opens a socket with the operator's cookie gets
nothing (cross-site WebSocket hijacking).
"""

from collections import Counter
from typing import Final

import msgspec
from starlette.requests import HTTPConnection

from hovor.foundation.authenticate import Authenticator, Origins
from hovor.foundation.caller import Anonymous, ClientCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.database import Database
from hovor.foundation.errors import NotSignedIn, Refusal, StorageUnavailable
from hovor.foundation.http.problems import OriginNotAllowed
from hovor.foundation.http.proxies import Scope, believe_proxies, caller_network, is_own_origin
from hovor.foundation.identifiers import new_secret
from hovor.foundation.live import frames
from hovor.foundation.live.dialogue import FrameRefused
from hovor.foundation.live.hub import Hub
from hovor.foundation.live.listener import SocketCaller
from hovor.foundation.live.socket import POLICY_VIOLATION, SIGNED_OUT, TRY_AGAIN_LATER
from hovor.foundation.live.tickets import redeem
from hovor.foundation.live.transport import AsgiTransport, Receive, Send
from hovor.foundation.patience import within
from hovor.foundation.settings import Settings

GREETING: Final[Instant] = 10 * SECOND
# Sockets of one network that have not said who they are yet; a whole office coming back at once stays far
# below.
MOST_UNGREETED: Final = 500
_REFERENCE_BITS: Final = 72


class LiveEndpoint:
    """One for the whole process."""

    def __init__(
        self, hub: Hub, database: Database, authenticate: Authenticator, origins: Origins, settings: Settings
    ) -> None:
        self._hub = hub
        self._database = database
        self._authenticate = authenticate
        self._origins = origins
        self._public_url = settings.public_url
        self._trusted = settings.proxy_networks
        self._ungreeted: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        greeted = await self._greet(scope, receive, send)
        if greeted is not None:
            # The server keeps it as long as the socket: three kilobytes of headers that nobody will read
            # again.
            scope.clear()
            await self._hub.serve(*greeted)

    async def _greet(
        self, scope: Scope, receive: Receive, send: Send
    ) -> tuple[AsgiTransport, SocketCaller, int | None] | None:
        """Accepts, waits for the first frame and checks it; None when nobody came in. Lives only until
        then.
        """
        believe_proxies(scope, self._trusted)
        connection = HTTPConnection(scope)
        origin = connection.headers.get("origin")
        foreign = origin is not None and not is_own_origin(scope, origin, self._public_url)
        network = caller_network(connection)
        if self._ungreeted[network] >= MOST_UNGREETED or (
            origin is not None and foreign and not await self._origins.allows(origin, None)
        ):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return None
        transport = AsgiTransport(receive, send)
        self._ungreeted[network] += 1
        try:
            await send({"type": "websocket.accept"})
            deadline = self._database.clock.now() + GREETING
            raw = await within(self._database.clock, deadline, transport.frame())
            if raw is None:
                return None
            hello = _hello(raw)
            caller = await self._caller(hello)
            if origin is not None and foreign:
                await self._check_site(caller, origin)
        except StorageUnavailable:
            transport.close(TRY_AGAIN_LATER)
        except TimeoutError:
            transport.close(POLICY_VIOLATION)
        except Refusal as refusal:
            transport.send(frames.error(refusal.code, new_secret(_REFERENCE_BITS)))
            transport.close(SIGNED_OUT if isinstance(refusal, NotSignedIn) else POLICY_VIOLATION)
        else:
            return transport, caller, hello.after
        finally:
            self._ungreeted[network] -= 1
            if not self._ungreeted[network]:
                del self._ungreeted[network]
        return None

    async def _caller(self, hello: frames.Hello) -> SocketCaller:
        """Raises `NotSignedIn`, `FrameRefused`, `StorageUnavailable`."""
        caller: SocketCaller | None = None
        if hello.ticket is not None and hello.visitor_token is None:
            session_id = await self._database.write(redeem, hello.ticket, company="", caller=Anonymous())
            if session_id is not None:
                caller = await self._authenticate.operator_of_session(session_id)
        elif hello.visitor_token is not None and hello.ticket is None:
            caller = await self._authenticate.client(hello.visitor_token)
        else:
            raise FrameRefused
        if caller is None:
            raise NotSignedIn
        return caller

    async def _check_site(self, caller: SocketCaller, origin: str) -> None:
        """From another site only visitors come, and only from the sites of their own channel."""
        if not isinstance(caller, ClientCaller) or not await self._origins.allows(origin, caller.channel_id):
            raise OriginNotAllowed


def _hello(raw: str | bytes) -> frames.Hello:
    try:
        frame = frames.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise FrameRefused from error
    if not isinstance(frame, frames.Hello):
        raise FrameRefused
    return frame
