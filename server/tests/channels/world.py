"""A sandbox channel between Hovor's messaging and its outside world, with nothing in it but real parts."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

import msgspec
import sqlalchemy as sa

from hovor.channels.sandbox.adapter import KIND, SIGNING, WRITING_FIRST, Sandbox, wire
from hovor.channels.sandbox.standin import Outside
from hovor.clients import service as clients
from hovor.companies import service as companies
from hovor.conversations import queries as conversation_queries
from hovor.conversations import service as conversations
from hovor.foundation.caller import Anonymous, Caller, SystemCaller
from hovor.foundation.clock import Instant
from hovor.foundation.database import Database, Reading, Work
from hovor.foundation.errors import Refusal
from hovor.foundation.files.store import FileStore
from hovor.foundation.secrets import Vault
from hovor.messaging import models, queries, service
from hovor.messaging.api.intake import Intake
from hovor.messaging.channel import (
    ApprovedTemplate,
    Channel,
    Gateways,
    Genuine,
    IdentityChanged,
    Kinds,
    MessageArrived,
    RawRequest,
    Rules,
    StartRule,
    TypingSeen,
    WindowRule,
)
from hovor.messaging.queries import EntryView
from hovor.messaging.reactions import Dispatcher
from hovor.messaging.service import Author, Content, Route, Stored
from tests.support.clock import VirtualClock

T = TypeVar("T")

SECRET: Final = "the outside signs with this"
KLARA: Final = Author("operator", "klara", "Klára Novotná", "Klára")
KEY: Final = "sb-the-key-of-the-channel"
APPROVED: Final = (
    wire.Template("booked", "Rental booked", "en", "Hello {first name}, ready on {day}. See you on {day}"),
    wire.Template("thanks", "Thank you", "cs", "Děkujeme", "In review."),
)
PATIENCE: Final = 20_000
# So many looks at the database without a change mean that whoever was sending is dead: its lease must end.
HANGING: Final = 300


class Blocked(Refusal):
    """This person may not write to us."""

    code = "blocked"
    status = 403
    title = "You have been blocked."


class Desk:
    """What stands above messaging: clients by their addresses, conversations as the product opens them.

    Two people are special: `blocked` is refused, and at `poison` our own program fails.
    """

    def __init__(self, gateways: Gateways) -> None:
        self._gateways = gateways
        self.typed: list[TypingSeen] = []
        self.changed: list[IdentityChanged] = []
        self.ready: list[tuple[str, str | None]] = []

    def message(
        self, work: Work, *, channel: Channel, event: MessageArrived, file_ids: tuple[str, ...]
    ) -> None:
        address = event.sender[0]
        if address.value == "blocked":
            raise Blocked
        if address.value == "poison":
            raise ZeroDivisionError
        known = clients.Address(address.kind, address.scope, address.value)
        client_id, identity_id = clients.find_or_create(work, address=known, name=event.sender_name)
        can = self._gateways.describe(channel.kind).capabilities
        window = None if can.window is None else can.window.seconds
        route = Route(channel.id, can.outbound, address.value, window)
        origin = conversations.Origin(channel.id, channel.kind, live=can.live, route=route)
        opening = conversations.Opening(origin=origin, client_id=client_id, identity_id=identity_id)
        content = Content(event.text, file_ids, event.unsupported)
        conversations.receive(work, opening=opening, client_ref=event.dedupe_key, content=content)

    def identity_changed(self, work: Work, *, channel: Channel, event: IdentityChanged) -> None:
        self.changed.append(event)

    def operator_ready(self, work: Work, *, channel: Channel, operator_id: str, reason: str | None) -> None:
        self.ready.append((operator_id, reason))

    async def typing(self, *, channel: Channel, event: TypingSeen) -> None:
        self.typed.append(event)


class SandboxWorld:
    """See `contract.PushedWorld`. Made by `open`; `close` ends what it started."""

    def __init__(self, database: Database, clock: VirtualClock, folder: Path, sandbox: Sandbox) -> None:
        self.database = database
        self.clock = clock
        self.sandbox = sandbox
        self.capabilities = sandbox.describe().capabilities
        self.longest = 100_000
        self.kinds = Kinds([], [sandbox])
        self.desk = Desk(self.kinds)
        self.vault = Vault.from_file(folder / "key")
        self.files = FileStore(folder / "files")
        self.intake = Intake(database, self.kinds, self.desk, files=self.files, vault=self.vault)
        self.outside: Outside
        self.company = ""
        self.channel_id = ""
        self.sending: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        database: Database,
        clock: VirtualClock,
        folder: Path,
        *,
        rules: Rules,
        window: WindowRule | None = None,
        start: StartRule = WRITING_FIRST,
    ) -> "SandboxWorld":
        """A company with one channel and a world around it."""
        outside = Outside(SECRET)
        outside.faults.recognises = rules.own_reference
        outside.templates = APPROVED
        files = FileStore(folder / "files")
        sandbox = Sandbox(outside, files, sending=rules, window=window, start=start)
        world = cls(database, clock, folder, sandbox)
        world.outside = outside
        world.company, world.channel_id = await database.write(
            _set_up, world.vault, company="", caller=Anonymous()
        )
        world.start()
        return world

    def start(self) -> None:
        """A process that sends."""
        dispatcher = Dispatcher(self.database, self.kinds, self.vault)
        self.sending = asyncio.create_task(dispatcher.run())

    async def close(self) -> None:
        """Stop sending, at once."""
        if self.sending is not None:
            self.sending.cancel()
            with suppress(asyncio.CancelledError):
                await self.sending

    async def run(self, verb: Callable[..., T], /, *, caller: Caller | None = None, **values: object) -> T:
        """One unit of the company."""
        caller = caller or SystemCaller(self.company, "test")
        return await self.database.write(verb, company=self.company, caller=caller, **values)

    async def ask(self, query: Callable[..., T], /, *arguments: object, **values: object) -> T:
        """One read of the company."""
        caller = SystemCaller(self.company, "test")
        return await self.database.read(query, *arguments, company=self.company, caller=caller, **values)

    async def write(self, person: str, text: str, ref: str, *, times: int = 1) -> None:
        for _ in range(times):
            self.outside.write(person, text, message_id=ref)

    async def bring(self, body: bytes) -> None:
        assert await self.post(self.outside.request(body)) == 200

    async def post(self, request: RawRequest) -> int:
        """What the route does with a request, in HTTP's numbers."""
        return 200 if isinstance(await self.intake.take(KEY, request), Genuine) else 403

    async def say(self, person: str, text: str, ref: str) -> Stored:
        return await self.run(
            service.post,
            conversation_id=await self.talk(person),
            author=KLARA,
            client_ref=ref,
            content=Content(text),
        )

    async def talk(self, person: str) -> str:
        """The id of the person's conversation."""
        return await self.run(_talk_of, channel_id=self.channel_id, person=person)

    async def settle(self) -> None:
        stuck = 0
        for _ in range(PATIENCE):
            if self.outside.has_news():
                await self.outside.deliver(self.post)
                continue
            due = await self.ask(_active)
            if self.outside.has_news():
                continue
            if not due:
                return
            busy = any(state == "sending" or at <= self.clock.now() for state, at in due)
            stuck = stuck + 1 if busy else 0
            if not busy or stuck > HANGING:
                self.clock.advance_to(max(self.clock.now(), min(at for _, at in due)))
                stuck = 0
            await asyncio.sleep(0)
        raise AssertionError("it does not come to rest")

    async def timeline(self, person: str) -> Sequence[EntryView]:
        return await self.ask(queries.timeline, await self.talk(person), limit=1000)

    def seen(self, person: str) -> list[str | None]:
        return self.outside.inbox(person)

    async def cut(self) -> None:
        self.outside.faults.unreachable = True

    async def mend(self) -> None:
        self.outside.faults.unreachable = False

    async def read(self, person: str) -> None:
        mine = [one for one in self.outside.ledger if one.to == person]
        if mine:
            self.outside.read_up_to(person, mine[-1].id)

    def now(self) -> Instant:
        return self.clock.now()

    async def lose_requests(self, count: int) -> None:
        self.outside.faults.drop = count

    async def lose_answers(self, count: int) -> None:
        self.outside.faults.break_after = count

    async def refuse(self, *, again: bool) -> None:
        self.outside.faults.refuse.append(wire.Refused("vendor", "The number is not known.", again))

    async def forget(self) -> None:
        self.outside.faults.forgetful = True

    async def say_and_hang(self, person: str, text: str, ref: str) -> None:
        self.outside.faults.hang = 1
        await self.say(person, text, ref)
        for _ in range(PATIENCE):
            if text in self.seen(person):
                return
            await self.ask(_active)
        raise AssertionError("it was never sent")

    async def kept(self) -> Sequence[str]:
        return [one.raw for one in await self.ask(queries.inbound_refusals, limit=100)]

    async def crash(self) -> None:
        await self.close()
        rules = self.capabilities.sending
        assert rules is not None
        self.clock.advance(rules.lease_seconds)
        self.start()

    async def copies(self, text: str) -> int:
        return sum(one.text == text for one in self.outside.ledger)

    async def approved(self) -> Sequence[ApprovedTemplate]:
        return await self.sandbox.templates(await self.ask(queries.channel_by_id, self.channel_id))

    async def report_in_disorder(self, person: str) -> None:
        for one in reversed(self.outside.ledger):
            for state in ("read", "accepted", "delivered", "failed", "sent"):
                self.outside.report(one.id, state, reference=one.reference)


def _set_up(work: Work, vault: Vault) -> tuple[str, str]:
    company = companies.create_company(work, name="Alderway", time_zone="Europe/Prague", language="en")
    secrets = msgspec.json.encode({SIGNING: SECRET})
    sealed = vault.seal(secrets, company=company, purpose="channel_secrets")
    new = companies.NewChannel(KEY, KIND, "Outside", sealed_secrets=sealed)
    return company, companies.create_channel(work, new).id


def _talk_of(work: Work, *, channel_id: str, person: str) -> str:
    address = clients.Address("vendor", "sandbox", person)
    _, identity_id = clients.find_or_create(work, address=address)
    found = conversation_queries.unfinished(work, channel_id=channel_id, identity_id=identity_id)
    assert found is not None, f"{person} has not written"
    return found.id


def _active(reading: Reading) -> list[tuple[str, Instant]]:
    """Deliveries that are not at rest, and when they fall due; not those that wait behind another."""
    delivery, earlier = models.delivery.c, models.delivery.alias("earlier").c
    ahead = sa.exists().where(
        earlier.conversation_id == delivery.conversation_id,
        earlier.number < delivery.number,
        earlier.due_at.is_not(None),
    )
    rows = reading.all(sa.select(delivery.state, delivery.due_at).where(delivery.due_at.is_not(None), ~ahead))
    return [(state, due) for state, due in rows if due is not None]
