"""The people, sites and listener of the toy app: what wiring gives in the product."""

from dataclasses import dataclass, field

from hovor.foundation.caller import ClientCaller, IntegrationCaller, OperatorCaller
from hovor.foundation.errors import StorageUnavailable
from hovor.foundation.live.listener import ConnectionState, SocketCaller


class People:
    """Sign-ins in memory: the cookie of `klara@acme` is `cookie-klara@acme`, and so on."""

    def __init__(self) -> None:
        self.ended: set[str] = set()

    async def operator(self, cookie: str) -> OperatorCaller | None:
        return await self.operator_of_session(f"session-{cookie.removeprefix('cookie-')}")

    async def operator_of_session(self, session_id: str) -> OperatorCaller | None:
        name, _, company = session_id.removeprefix("session-").partition("@")
        if not company or session_id in self.ended:
            return None
        return OperatorCaller(company, name, "operator", session_id)

    async def client(self, token: str) -> ClientCaller | None:
        name, _, company = token.removeprefix("token-").partition("@")
        session_id = f"session-{name}"
        if not company or session_id in self.ended:
            return None
        return ClientCaller(company, f"client-{name}", name, f"channel-{company}", session_id)

    async def integration(self, key: str) -> IntegrationCaller | None:
        return IntegrationCaller("acme", key, frozenset()) if key.startswith("key-") else None


class Sites:
    """acme's channel allows https://shop.example, globex' allows https://globex.example."""

    async def allows(self, origin: str, channel_id: str | None) -> bool:
        allowed = {"channel-acme": "https://shop.example", "channel-globex": "https://globex.example"}
        return origin in allowed.values() if channel_id is None else allowed.get(channel_id) == origin


@dataclass
class Heard:
    """Everything the hub told about connections."""

    calls: list[tuple[str, str]] = field(default_factory=list)
    states: list[ConnectionState] = field(default_factory=list)
    unavailable: int = 0
    refuse: bool = False

    def _note(self, what: str, connection_id: str) -> None:
        if self.unavailable:
            self.unavailable -= 1
            raise StorageUnavailable
        self.calls.append((what, connection_id))

    def of(self, connection_id: str) -> list[str]:
        return [what for what, whose in self.calls if whose == connection_id]

    async def connection_opened(self, caller: SocketCaller, connection_id: str, process_id: str) -> None:
        self._note("opened", connection_id)

    async def connection_suspect(self, caller: SocketCaller, connection_id: str) -> None:
        self._note("suspect", connection_id)

    async def connection_restored(self, caller: SocketCaller, connection_id: str) -> None:
        self._note("restored", connection_id)

    async def connection_confirmed(self, caller: SocketCaller, connection_id: str) -> None:
        self._note("confirmed", connection_id)

    async def connection_lost(self, caller: SocketCaller, connection_id: str) -> None:
        self._note("lost", connection_id)

    async def connection_closed(self, caller: SocketCaller, connection_id: str) -> None:
        self._note("closed", connection_id)

    async def state_reported(self, caller: SocketCaller, connection_id: str, state: ConnectionState) -> None:
        self.states.append(state)

    async def process_lost(self, process_id: str) -> None:
        self._note("process lost", process_id)
