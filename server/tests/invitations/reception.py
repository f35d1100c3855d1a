"""A company whose operators invite clients, on the real service: the floor, and what is said there."""

import itertools
from typing import Any, TypeVar
from uuid import uuid4

import sqlalchemy as sa

import hovor.invitations.reactions
from hovor.clients import queries as clients
from hovor.conversations import models as conversing
from hovor.foundation.caller import Anonymous, Caller, ClientCaller, OperatorCaller
from hovor.foundation.database import Database, Reading
from hovor.foundation.identifiers import token_hash
from hovor.foundation.reactions import Registry
from hovor.foundation.secrets import KeyRing, Vault
from hovor.foundation.timers_runner import TimerRunner
from hovor.invitations import models, queries, service
from hovor.invitations.policy import Validity
from hovor.invitations.queries import Addresses, Invitation, InvitationView
from hovor.invitations.service import Browser, NewInvitation, Sealed, Start, Started
from tests.conversations.floor import FEATURES, Floor
from tests.support.clock import VirtualClock

T = TypeVar("T")
REGISTRY = Registry.collect((*FEATURES, hovor.invitations.reactions))
VAULT = Vault(KeyRing((("test", bytes(32)),), bytes(32)))
ADDRESSES = Addresses(VAULT, "https://talk.alderway.example")


class Reception(Floor):
    """The floor with invitations."""

    def __init__(self, database: Database, clock: VirtualClock) -> None:
        super().__init__(database, clock)
        self.timers = TimerRunner(database, REGISTRY.timers)
        self._secrets = itertools.count(1)

    async def later(self, seconds: int) -> None:
        """So much later; what fell due meanwhile happens now, as after a pause of the machine."""
        self.clock.advance(seconds)
        await self.settle()

    def new(self, **values: Any) -> NewInvitation:  # noqa: ANN401  as the struct has them
        """An invitation to be."""
        name = f"{next(self._secrets)}-{uuid4().hex}"
        sealed = Sealed(f"secret {name}", self._seal(name, queries.SECRET))
        code = Sealed(f"code {name}", self._seal("7K2F94MX", queries.CODE))
        defaults = {"origin": "http://localhost", "kinds": frozenset({"webchat"})}
        return NewInvitation(secret=sealed, code=code, **{**defaults, **values})

    async def invite(self, caller: Caller, **values: Any) -> Invitation:  # noqa: ANN401  as the struct has them
        """Somebody makes an invitation."""
        return await self.run(service.create, new=self.new(**values), caller=caller)

    async def start(self, invitation_id: str, token: str, **values: Any) -> Started:  # noqa: ANN401  as the struct has them
        """A browser starts by it."""
        begin = Start(browser=Browser(token, "en"), **values)
        return await self.run(service.start, invitation_id=invitation_id, begin=begin, caller=Anonymous())

    async def team(self, invitation_id: str, token: str) -> Started:
        """The client would rather talk to the team."""
        begin = Start(browser=Browser(token, "en"))
        return await self.run(
            service.talk_to_team, invitation_id=invitation_id, begin=begin, caller=Anonymous()
        )

    async def revoke(self, caller: Caller, invitation_id: str) -> Invitation:
        """He takes it back."""
        return await self.run(service.revoke, invitation_id=invitation_id, caller=caller)

    async def looks(self, invitation_id: str, token: str | None = None) -> queries.PublicInvitationView:
        """What the page shows to a browser."""
        caller = None if token is None else await self.browser(token)
        return await self.ask(queries.public, invitation_id, caller=caller or Anonymous())

    async def browser(self, token: str) -> ClientCaller | None:
        """Who holds this token."""
        return await self.ask(clients.visitor, token_hash(token))

    async def view(self, caller: Caller, invitation_id: str) -> InvitationView:
        """The invitation as the caller sees it."""
        return await self.ask(queries.view, invitation_id, ADDRESSES, caller=caller)

    async def listed(self, caller: OperatorCaller) -> list[InvitationView]:
        """His list."""
        values: dict[str, Any] = {"operator_id": None, "before": None, "limit": 200}
        return await self.ask(queries.listed, addresses=ADDRESSES, caller=caller, **values)

    async def row(self, invitation_id: str) -> Invitation:
        """As it is stored."""
        return await self.ask(queries.get, invitation_id)

    async def conversations(self) -> list[str]:
        """All conversations of the company."""
        return await self.ask(_conversations)

    async def uses(self) -> dict[str, list[str]]:
        """By invitation, the conversations that came by it."""
        return await self.ask(_uses)

    def kinds(self) -> list[str]:
        """What has happened, in order."""
        return [each.event.kind for each in self.recorded]

    def _seal(self, value: str, purpose: str) -> str:
        return VAULT.seal(value, company=self.company, purpose=purpose)


def lasting(seconds: int) -> Validity:
    """Valid for so long."""
    return Validity(lasts=seconds * 1_000_000)


def _conversations(reading: Reading) -> list[str]:
    return [row[0] for row in reading.all(sa.select(conversing.conversation.c.id))]


def _uses(reading: Reading) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    table = models.invitation_use
    for invitation_id, conversation_id in reading.all(
        sa.select(table.c.invitation_id, table.c.conversation_id)
    ):
        found.setdefault(invitation_id, []).append(conversation_id)
    return found
