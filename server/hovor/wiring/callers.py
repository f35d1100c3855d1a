"""How a cookie or a token becomes a caller: looked up by accounts and clients, remembered for a moment."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from hovor.accounts import queries as accounts
from hovor.accounts import service as account_service
from hovor.accounts.events import ApiKeyRevoked, OperatorChanged, SessionEnded
from hovor.clients import queries as clients
from hovor.clients.events import VisitorSessionEnded
from hovor.foundation.caller import Anonymous, ClientCaller, IntegrationCaller, OperatorCaller
from hovor.foundation.clock import MINUTE, SECOND, Clock, Instant
from hovor.foundation.database import Database
from hovor.foundation.events import Recorded
from hovor.foundation.identifiers import token_hash

C = TypeVar("C", OperatorCaller, ClientCaller, IntegrationCaller)

ALONE: Final[Instant] = 5 * MINUTE
"""How long an answer is remembered by the only process: every revocation passes through it."""
AMONG_OTHERS: Final[Instant] = SECOND
"""The same where another process may revoke; the promise is a second."""
NOTED_EVERY: Final[Instant] = MINUTE
_MOST: Final = 20_000


class _Remembered(Generic[C]):
    """Answers by the hash of what was asked with. The oldest are forgotten: nobody can fill the memory."""

    def __init__(self, clock: Clock, keep: Instant) -> None:
        self._clock = clock
        self._keep = keep
        self._known: dict[str, tuple[C, Instant]] = {}
        self._forgotten = 0

    async def get(self, key: str, look_up: Callable[[str], Awaitable[C | None]]) -> C | None:
        """What was remembered, else what is found now. Nothing is remembered of what is not found."""
        known = self._known.get(key)
        if known is not None and known[1] > self._clock.now():
            return known[0]
        forgotten = self._forgotten
        found = await look_up(key)
        self._known.pop(key, None)
        # What was revoked while we looked may be what we found: that is not remembered.
        if found is not None and forgotten == self._forgotten:
            if len(self._known) >= _MOST:
                self._known.pop(next(iter(self._known)))
            self._known[key] = (found, self._clock.now() + self._keep)
        return found

    def forget(self, name: str, value: str) -> None:
        """Drops what is known of the callers who have this value."""
        self._forgotten += 1
        for key in [key for key, (caller, _) in self._known.items() if getattr(caller, name) == value]:
            del self._known[key]


class Callers:
    """The `Authenticator` of this installation."""

    def __init__(self, database: Database) -> None:
        self._database = database
        keep = ALONE if database.one_process_only else AMONG_OTHERS
        self._operators: _Remembered[OperatorCaller] = _Remembered(database.clock, keep)
        self._visitors: _Remembered[ClientCaller] = _Remembered(database.clock, keep)
        self._integrations: _Remembered[IntegrationCaller] = _Remembered(database.clock, keep)
        self._noted: dict[str, Instant] = {}
        database.on_committed.append(self._committed)

    async def operator(self, cookie: str) -> OperatorCaller | None:
        """Who is signed in with this cookie; that he was seen is noted once a minute."""
        caller = await self._operators.get(token_hash(cookie), self._operator)
        if caller is not None:
            await self._note_seen(caller)
        return caller

    async def operator_of_session(self, session_id: str) -> OperatorCaller | None:
        """Never from memory: a ticket opens a socket for hours."""
        return await self._database.read(
            accounts.signed_in_by_session, session_id, company="", caller=Anonymous()
        )

    async def client(self, token: str) -> ClientCaller | None:
        """The visitor who holds this token."""
        return await self._visitors.get(token_hash(token), self._visitor)

    async def integration(self, key: str) -> IntegrationCaller | None:
        """Whose API key it is; that it was used is noted once a minute."""
        caller = await self._integrations.get(token_hash(key), self._integration)
        if caller is not None and self._is_due(caller.api_key_id):
            await self._database.write(
                account_service.note_key_used, caller.api_key_id, company=caller.company_id, caller=caller
            )
        return caller

    async def _operator(self, hashed: str) -> OperatorCaller | None:
        return await self._database.read(accounts.signed_in, hashed, company="", caller=Anonymous())

    async def _visitor(self, hashed: str) -> ClientCaller | None:
        return await self._database.read(clients.visitor, hashed, company="", caller=Anonymous())

    async def _integration(self, hashed: str) -> IntegrationCaller | None:
        return await self._database.read(accounts.integration, hashed, company="", caller=Anonymous())

    def _is_due(self, key: str) -> bool:
        """Whether the use of this session or API key is to be noted again."""
        now = self._database.clock.now()
        due = self._noted.get(key, 0) + NOTED_EVERY <= now
        if due:
            self._noted[key] = now
        return due

    async def _note_seen(self, caller: OperatorCaller) -> None:
        if self._is_due(caller.session_id):
            await self._database.write(
                account_service.note_seen, caller.session_id, company=caller.company_id, caller=caller
            )

    def _committed(self, recorded: Sequence[Recorded]) -> None:
        for each in recorded:
            event = each.event
            if isinstance(event, SessionEnded):
                self._noted.pop(event.session_id, None)
                self._operators.forget("session_id", event.session_id)
            elif isinstance(event, OperatorChanged):
                self._operators.forget("operator_id", event.operator_id)
            elif isinstance(event, ApiKeyRevoked):
                self._noted.pop(event.api_key_id, None)
                self._integrations.forget("api_key_id", event.api_key_id)
            elif isinstance(event, VisitorSessionEnded):
                self._visitors.forget("session_id", event.session_id)
