"""A company at work: operators, visitors, queues, on the real service, driven by verbs named as a reader
would say them.
"""

import itertools
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa

import hovor.accounts.reactions
import hovor.conversations.reactions
import hovor.presence.reactions
import hovor.resting.reactions
import hovor.routing.reactions
from hovor.accounts import service as accounts
from hovor.clients import service as clients
from hovor.companies import service as companies
from hovor.conversations import queries, service
from hovor.conversations.models import conversation
from hovor.conversations.queries import Conversation
from hovor.conversations.service import Ending, Opening, Origin
from hovor.foundation.caller import Anonymous, Caller, ClientCaller, OperatorCaller, Role, SystemCaller
from hovor.foundation.database import Database, Reading, Work
from hovor.foundation.events import Recorded
from hovor.foundation.reactions import Registry
from hovor.foundation.timers_runner import TimerRunner
from hovor.messaging import queries as messaging
from hovor.messaging.service import Content, Route, Stored
from hovor.presence import service as presence
from hovor.presence.policy import Status
from hovor.resting import service as resting
from hovor.routing import queries as routing_queries
from hovor.routing import service as routing
from hovor.routing.reactions import Router
from tests.support.clock import VirtualClock

T = TypeVar("T")

FEATURES = (
    hovor.accounts.reactions,
    hovor.presence.reactions,
    hovor.conversations.reactions,
    hovor.routing.reactions,
    hovor.resting.reactions,
)
REGISTRY = Registry.collect(FEATURES)
KIND = "webchat"


class Floor:
    """One company. Operators sign in with a page open and in sight; visitors write from a browser that
    stays connected.
    """

    def __init__(self, database: Database, clock: VirtualClock) -> None:
        self.database = database
        self.clock = clock
        self.company = ""
        self.recorded: list[Recorded] = []
        self.router = Router(database)
        self.timers = TimerRunner(database, REGISTRY.timers)
        self._numbers = itertools.count(1)
        database.on_committed.append(self.recorded.extend)

    async def open(self) -> "Floor":
        """The company exists; routing and timers run."""
        self.company = await self.database.write(
            companies.create_company,
            name="Alderway Shop",
            time_zone="Europe/Prague",
            language="en",
            company="",
            caller=Anonymous(),
        )
        await self.begin()
        return self

    async def resume(self, before: "Floor") -> "Floor":
        """The same company after a restart."""
        self.company, self._numbers = before.company, before._numbers
        await self.begin()
        return self

    async def begin(self) -> None:
        """Routing and timers run."""
        await self.router.start()
        await self.timers.start()

    async def close(self) -> None:
        """Nothing runs any more."""
        await self.timers.close()
        await self.router.close()

    async def settle(self) -> None:
        """Everything that is due has happened."""
        for _ in range(3):
            await self.timers.settled()
            await self.router.settled()

    async def wait(self, seconds: float) -> None:
        """Time passes, step by step: whatever is due on the way happens at its own instant."""
        end = self.clock.now() + round(seconds * 1_000_000)
        await self.settle()
        while (due := self.clock.next_wake) is not None and due <= end:
            self.clock.advance_to(max(due, self.clock.now()))
            await self.settle()
        self.clock.advance_to(end)
        await self.settle()

    async def run(
        self, verb: Callable[..., T], *values: object, caller: Caller | None = None, **named: object
    ) -> T:
        """One unit of work, by the system unless a caller is given."""
        caller = caller or SystemCaller(self.company, "test")
        return await self.database.write(verb, *values, company=self.company, caller=caller, **named)

    async def ask(
        self, query: Callable[..., T], *values: object, caller: Caller | None = None, **named: object
    ) -> T:
        """One read."""
        caller = caller or SystemCaller(self.company, "test")
        return await self.database.read(query, *values, company=self.company, caller=caller, **named)

    # -- the company

    async def change(self, **settings: object) -> None:
        """Other company settings."""
        await self.run(companies.change_company, {"settings": settings})

    async def group(self, name: str) -> str:
        """A group; its queue comes with it."""
        return (await self.run(accounts.create_group, name=name)).id

    async def channel(self, name: str, group_id: str | None = None, kind: str = KIND) -> str:
        """A channel whose conversations wait in the queue of this group."""
        new = companies.NewChannel(key=f"key-{next(self._numbers)}", kind=kind, name=name, group_id=group_id)
        return (await self.run(companies.create_channel, new)).id

    async def operator(
        self,
        name: str,
        *,
        groups: tuple[str, ...] = (),
        channels: tuple[str, ...] = (),
        role: Role = "operator",
    ) -> OperatorCaller:
        """An operator who has not signed in yet."""
        new = accounts.NewOperator(
            email=f"{name.lower()}@alderway.example",
            name=name,
            password_hash="",
            role=role,
            group_ids=groups,
            channel_ids=channels,
        )
        made = await self.run(accounts.create_operator, new)
        return OperatorCaller(self.company, made.id, role, f"session-{name}")

    async def staffed(self, *names: str) -> tuple[str, list[OperatorCaller]]:
        """One channel of one group, and these operators in it, online."""
        group = await self.group("Sales")
        channel = await self.channel("Website", group)
        operators = [await self.operator(name, groups=(group,), channels=(channel,)) for name in names]
        for operator in operators:
            await self.sign_in(operator)
        return channel, operators

    # -- what operators do

    async def sign_in(self, operator: OperatorCaller) -> None:
        """He signs in and has a page open and in sight: online."""
        await self.run(_sign_in, operator, caller=operator)
        await self.connect(operator)

    async def connect(self, operator: OperatorCaller) -> None:
        """A page of his is connected."""
        await self.run(
            presence.connection_opened,
            connection_id=f"page-{operator.operator_id}",
            operator_id=operator.operator_id,
            session_id=operator.session_id,
            process_id="process",
        )

    async def set_status(self, operator: OperatorCaller, status: Status, *, later: bool = False) -> None:
        """He goes away, or comes back; `later`: after his conversations."""
        wish = presence.Wish(status, None, after_conversations=later)
        await self.run(
            presence.set_status, operator_id=operator.operator_id, wish=wish, cause="own", caller=operator
        )

    async def offers(self, operator: OperatorCaller) -> list[routing_queries.Offer]:
        """What stands before him."""
        await self.settle()
        return await self.ask(routing_queries.live_offers_to, operator.operator_id)

    async def answer(
        self, operator: OperatorCaller, offer_id: str, *, accepts: bool, reason: str | None = None
    ) -> Conversation:
        """He accepts, or declines."""
        answer = routing.Answer(accepts, reason)
        return await self.run(routing.answer_offer, offer_id=offer_id, answer=answer, caller=operator)

    async def take(self, operator: OperatorCaller) -> Conversation:
        """He accepts the first offer that stands before him."""
        offers = await self.offers(operator)
        return await self.answer(operator, offers[0].id, accepts=True)

    async def decline(self, operator: OperatorCaller, reason: str | None = None) -> str:
        """He declines the first offer that stands before him; answers whose it was."""
        offers = await self.offers(operator)
        await self.answer(operator, offers[0].id, accepts=False, reason=reason)
        return offers[0].conversation_id

    async def sign_out(self, operator: OperatorCaller) -> None:
        """He leaves, his page with him."""
        await self.run(accounts.end_session, operator.session_id, cause="signed_out", caller=operator)
        await self.disconnect(operator)

    async def disconnect(self, operator: OperatorCaller) -> None:
        """His page is gone, without a word."""
        await self.run(presence.connection_closed, connection_id=f"page-{operator.operator_id}")

    async def served(self, operator: OperatorCaller, visitor: ClientCaller) -> str:
        """A visitor writes, and this operator takes him; answers the conversation."""
        said = await self.write(visitor)
        taken = await self.take(operator)
        assert taken.id == said.conversation_id
        return taken.id

    async def shown(self, operator: OperatorCaller, offer_id: str) -> None:
        """His page says that he can see it."""
        await self.run(routing.note_shown, offer_id=offer_id, by="card", caller=operator)

    async def pick(self, operator: OperatorCaller, conversation_id: str) -> Conversation:
        """He takes one from the queue."""
        return await self.run(routing.pick, conversation_id=conversation_id, caller=operator)

    async def say(self, operator: OperatorCaller, conversation_id: str, text: str) -> Stored:
        """He writes to the client."""
        return await self.run(
            service.post,
            conversation_id=conversation_id,
            client_ref=f"answer-{next(self._numbers)}",
            content=Content(text),
            caller=operator,
        )

    async def end(
        self, operator: OperatorCaller, conversation_id: str, ending: Ending | None = None
    ) -> Conversation:
        """He ends it."""
        return await self.run(
            service.end, conversation_id=conversation_id, ending=ending or Ending(), caller=operator
        )

    async def finish(
        self, operator: OperatorCaller, conversation_id: str, ending: Ending | None = None
    ) -> Conversation:
        """He is done with the work after it."""
        return await self.run(
            service.finish, conversation_id=conversation_id, ending=ending or Ending(), caller=operator
        )

    async def hold(self, operator: OperatorCaller, conversation_id: str) -> Conversation:
        """He puts the client on hold."""
        return await self.run(resting.hold, conversation_id=conversation_id, caller=operator)

    async def go_on(self, operator: OperatorCaller, conversation_id: str) -> Conversation:
        """He goes on with one that he has put aside, or that waits for its client."""
        return await self.run(resting.resume, conversation_id=conversation_id, caller=operator)

    async def snooze(self, operator: OperatorCaller, conversation_id: str, seconds: int) -> Conversation:
        """He puts it aside for so long."""
        until = self.clock.now() + seconds * 1_000_000
        return await self.run(resting.snooze, conversation_id=conversation_id, until=until, caller=operator)

    async def allow(self, operator: OperatorCaller, *, percent: int) -> None:
        """His own time allowance."""
        await self.change_operator(operator, {"time_allowance_percent": percent})

    async def change_operator(self, operator: OperatorCaller, changes: accounts.OperatorChanges) -> None:
        """An administrator changes something about him."""
        await self.run(accounts.change_operator, operator.operator_id, changes)

    async def switch(self, operator: OperatorCaller, channel_id: str, *, on: bool) -> None:
        """He turns one of his channels on or off."""
        await self.run(
            presence.set_channel,
            operator_id=operator.operator_id,
            channel_id=channel_id,
            available=on,
            caller=operator,
        )

    async def transfer(
        self, operator: OperatorCaller, conversation_id: str, to: routing.Target, note: str | None = None
    ) -> Conversation:
        """He hands it over."""
        return await self.run(
            routing.transfer, conversation_id=conversation_id, to=to, note=note, caller=operator
        )

    # -- what clients do

    async def visitor(self, channel_id: str, *, connected: bool = True) -> ClientCaller:
        """Somebody opens the page with the widget."""
        token = f"token-{next(self._numbers)}"
        minted = await self.run(clients.mint_visitor, token=token, channel_id=channel_id, language="en")
        caller = clients.caller_of(self.company, channel_id, minted)
        if connected:
            await self.open_page(caller)
        return caller

    async def open_page(self, visitor: ClientCaller) -> None:
        """His socket is there."""
        await self.run(
            service.client_connected,
            connection_id=f"tab-{visitor.session_id}",
            identity_id=visitor.identity_id,
            process_id="process",
            caller=visitor,
        )

    async def raise_priority(self, conversation_id: str) -> None:
        """Somebody important."""
        await self.run(_raise_priority, conversation_id)

    async def close_page(self, visitor: ClientCaller) -> None:
        """His socket is gone."""
        await self.run(service.client_disconnected, connection_id=f"tab-{visitor.session_id}", caller=visitor)

    async def write(
        self,
        visitor: ClientCaller,
        text: str = "Good morning",
        *,
        ref: str = "",
        kind: str = KIND,
        live: bool = True,
    ) -> Stored:
        """He writes, or calls. `live`: he waits for the answer, as the channel's capabilities say."""
        origin = Origin(
            visitor.channel_id,
            kind,
            live=live,
            route=Route(visitor.channel_id),
            exclusive=kind == "phone",
        )
        opening = Opening(origin=origin, client_id=visitor.client_id, identity_id=visitor.identity_id)
        return await self.run(
            service.receive,
            opening=opening,
            client_ref=ref or f"said-{next(self._numbers)}",
            content=Content(text),
            caller=visitor,
        )

    async def leave(self, visitor: ClientCaller, conversation_id: str) -> None:
        """He says that he leaves."""
        await self.run(service.client_left, conversation_id=conversation_id, for_good=False, caller=visitor)

    # -- what is true

    async def conversation(self, conversation_id: str) -> Conversation:
        """As it is stored."""
        return await self.ask(queries.get, conversation_id)

    async def state(self, conversation_id: str) -> str:
        """Its state."""
        return (await self.conversation(conversation_id)).state

    async def notes(self, conversation_id: str) -> list[str | None]:
        """What was said among colleagues."""
        return await self.ask(_notes, conversation_id)

    async def changes(self, conversation_id: str) -> list[str]:
        """What its timeline tells of changes."""
        return await self.ask(_changes, conversation_id)


def _sign_in(work: Work, operator: OperatorCaller) -> None:
    session = accounts.NewSession(token_hash=operator.session_id, device="test", network_address="test")
    session.begin(work)


def _raise_priority(work: Work, conversation_id: str) -> None:
    work.write(sa.update(conversation).where(conversation.c.id == conversation_id).values(priority=2))


def _changes(reading: Reading, conversation_id: str) -> list[str]:
    entries = messaging.timeline(reading, conversation_id, limit=200)
    return [each.change["what"] for each in entries if each.change is not None]


def _notes(reading: Reading, conversation_id: str) -> list[str | None]:
    entries = messaging.timeline(reading, conversation_id, limit=200)
    return [each.text for each in entries if each.kind == "note"]
