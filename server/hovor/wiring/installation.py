"""An installation: all parts built, started in order and closed in the reverse one."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from hovor.accounts.service import Passwords
from hovor.channels.webchat import api as webchat
from hovor.companies import queries as companies
from hovor.foundation.bus import Bus, InProcessBus
from hovor.foundation.caller import Anonymous
from hovor.foundation.catching_up import CatchingUp
from hovor.foundation.clock import Clock, SystemClock
from hovor.foundation.company_leases import CompanyLeases, HeldAlone
from hovor.foundation.database import Database
from hovor.foundation.database.migrate import newest_revision, revision
from hovor.foundation.events import Recorded
from hovor.foundation.files.store import FileStore
from hovor.foundation.health import Check
from hovor.foundation.http.context import Context
from hovor.foundation.idempotency import Idempotency
from hovor.foundation.identifiers import Random
from hovor.foundation.live.hub import Hub, HubParts
from hovor.foundation.mail import Mailer
from hovor.foundation.memory import freeze_after_start
from hovor.foundation.metrics import Metrics
from hovor.foundation.outgoing import Outgoing
from hovor.foundation.rate_limits import Limits
from hovor.foundation.reactions import Registry
from hovor.foundation.reactions_runner import ListenerRunner
from hovor.foundation.retention import Pruner
from hovor.foundation.secrets import Vault
from hovor.foundation.settings import Settings
from hovor.foundation.timers_runner import TimerRunner
from hovor.invitations.api import Addresses
from hovor.messaging.channel import Kinds
from hovor.messaging.reactions import Dispatcher
from hovor.notifications.reactions import Pusher
from hovor.routing.reactions import Counting, Router
from hovor.wiring import features
from hovor.wiring.callers import Callers
from hovor.wiring.shared_bus import SharedBus
from hovor.wiring.sites import Sites
from hovor.wiring.sockets import Sockets


class Runs(Protocol):
    """What is started and closed with the process."""

    async def start(self) -> None:
        """Begin."""
        ...

    async def close(self) -> None:
        """Stop."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One process's share of Hovor. `context` is what routes use; `running` is the whole of it at work."""

    context: Context
    registry: Registry
    bus: SharedBus
    leases: CompanyLeases
    kinds: Kinds
    passwords: Passwords
    addresses: Addresses

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The database alone: for commands that do one thing and end."""
        await self.context.database.start()
        try:
            yield
        finally:
            await self.context.database.close()
            self.passwords.close()

    @contextlib.asynccontextmanager
    async def running(self, *, sockets: bool = True) -> AsyncIterator[None]:
        """Timers, listeners, routing and deliveries at work, and the sockets too, unless this is a worker."""
        database, hub = self.context.database, self.context.hub
        listeners = ListenerRunner(database, self.registry.listeners)
        router = Router(database, self.leases)
        outgoing = Outgoing(self.context.settings.outgoing_allowed)
        runners: tuple[Runs, ...] = (
            TimerRunner(database, self.registry.timers),
            listeners,
            Pruner(database, self.registry.listeners),
            router,
            Counting(database, hub.send_counters),
            Mailer(database, self.context.vault),
            Pusher(database, self.context.vault, outgoing, _contact(self.context.settings)),
        )
        if not database.one_process_only:
            looking = CatchingUp(database, self.bus.position_reached)
            self.bus.subscribe(looking.heard, _not_for_us)
            runners = (*runners, looking)
        for woken in (listeners, router):
            self.bus.subscribe(woken.position_reached, _not_for_us)
        dispatcher = Dispatcher(database, self.kinds, self.context.vault)
        database.on_committed.append(self._tell_others)
        async with self.open(), contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(outgoing)
            await self.bus.start()
            stack.push_async_callback(self.bus.close)
            await self.leases.start()
            stack.push_async_callback(self.leases.close)
            for runner in runners:
                await runner.start()
                stack.push_async_callback(runner.close)
            stack.push_async_callback(_cancelled, asyncio.create_task(dispatcher.run(), name="dispatcher"))
            watching = asyncio.create_task(self.context.metrics.watch_loop(), name="loop watch")
            stack.push_async_callback(_cancelled, watching)
            if sockets:
                hub.start()
                stack.push_async_callback(hub.close)
            else:
                # Where every server has died somebody has to notice, or their connections are believed in.
                dead = asyncio.create_task(hub.leases.run(), name="leases of others")
                stack.push_async_callback(_cancelled, dead)
            freeze_after_start()
            yield

    def _tell_others(self, recorded: Sequence[Recorded]) -> None:
        reached = {each.company_id: each.position for each in recorded}
        for company_id, position in reached.items():
            self.bus.publish(company_id, position)

    def readiness(self) -> tuple[Check, ...]:
        """What must work before clients are sent here."""
        return (Check("database", self._database_answers), Check("migrations", self._is_migrated))

    async def _database_answers(self) -> str | None:
        await self.context.database.read(companies.any_company, company="", caller=Anonymous())
        return None

    async def _is_migrated(self) -> str | None:
        url = self.context.settings.engine_url
        found, wanted = await asyncio.to_thread(revision, url), newest_revision()
        return None if found == wanted else f"The database is at {found}, this version needs {wanted}."


def _bus(settings: Settings, database: Database, vault: Vault) -> Bus:
    if database.one_process_only:
        return InProcessBus()
    if settings.bus_url is not None:
        # Whoever does not use it does not pay for it.
        from hovor.foundation.bus_nats import NatsBus  # noqa: PLC0415

        return NatsBus(settings.bus_url, f"hovor.{vault.keyed_hash('bus')[:32]}")
    # Its driver is a tenth of the memory of a server that keeps to SQLite.
    from hovor.foundation.bus_postgresql import PostgresqlBus  # noqa: PLC0415

    return PostgresqlBus(settings.engine_url)


def _leases(settings: Settings, database: Database) -> CompanyLeases:
    if database.one_process_only:
        return HeldAlone()
    # As with the bus.
    from hovor.foundation.company_leases_postgresql import PostgresqlCompanyLeases  # noqa: PLC0415

    return PostgresqlCompanyLeases(settings.engine_url)


def build(
    settings: Settings,
    clock: Clock | None = None,
    random: Random | None = None,
    kinds: Kinds | None = None,
) -> Installation:
    """Puts an installation together. Nothing is started yet; the key is made when there is none. Identifiers
    are made with `random` where it is given, secrets never are. `kinds` of channel are those of the product
    unless others are given.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    now = clock or SystemClock()
    registry, kinds = features.registry(), kinds or features.kinds()
    vault = Vault.from_file(settings.key_file)
    addresses = Addresses(vault, settings.public_url)
    database_at = partial(Database.open, settings.engine_url, clock=now, registry=registry)
    database = database_at() if random is None else database_at(random=random)
    bus = SharedBus(_bus(settings, database, vault))
    metrics, callers, limits = Metrics(), Callers(database), Limits(now)
    leases = _leases(settings, database)
    metrics.gauge("hovor_routing_companies", "Companies this process decides for.", lambda: leases.held)
    metrics.counters("hovor_routing_leases", leases.counts)
    sockets = Sockets(database, limits, webchat.sayings(settings))
    hub = Hub(
        HubParts(
            database=database,
            bus=bus,
            declarations=features.declarations(addresses),
            authenticate=callers,
            listener=sockets,
            post=sockets.post,
            metrics=metrics,
        )
    )
    context = Context(
        settings=settings,
        clock=now,
        database=database,
        vault=vault,
        files=FileStore(settings.files_dir),
        limits=limits,
        idempotency=Idempotency(now, vault),
        hub=hub,
        metrics=metrics,
        authenticate=callers,
        origins=Sites(database),
    )
    return Installation(
        context=context,
        registry=registry,
        bus=bus,
        leases=leases,
        kinds=kinds,
        passwords=Passwords(),
        addresses=addresses,
    )


def _contact(settings: Settings) -> str:
    """Whom a push service would turn to: RFC 8292 knows only these two forms."""
    public = settings.public_url or ""
    return public if public.startswith("https://") else "mailto:postmaster@localhost"


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _not_for_us(topic: str, body: bytes) -> None:
    """Signals are for sockets."""
