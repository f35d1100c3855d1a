"""The demo company in the making: its people, channels and lists, and who is at work when."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from typing import Final, TypeVar

from hovor.accounts import service as accounts
from hovor.clients import service as clients
from hovor.companies import service as companies
from hovor.conversations import service as conversations
from hovor.demo.content import FILES, ChannelContent, ClientContent, Content
from hovor.foundation.caller import Anonymous, Caller, ClientCaller, OperatorCaller, SystemCaller
from hovor.foundation.clock import SECOND, Instant
from hovor.foundation.files import records
from hovor.foundation.identifiers import new_secret
from hovor.messaging import service as messaging
from hovor.presence import service as presence
from hovor.routing import queries as routing_queries
from hovor.routing import service as routing
from hovor.wiring import Installation

T = TypeVar("T")
PROCESS: Final = "demo"
"""Where the connections of the history's people end; nobody listens there."""
TOKEN_BITS: Final = 256
KEY_BITS: Final = 160


class HistoryClock:
    """Shows the instant that the history has reached, and never waits."""

    def __init__(self) -> None:
        self.at: Instant = 0

    def now(self) -> Instant:
        """The history's instant."""
        return self.at

    async def sleep_until(self, instant: Instant) -> None:
        """Nothing waits while history is written."""


class Demo:
    """The company in the making."""

    def __init__(self, installation: Installation, clock: HistoryClock, content: Content) -> None:
        self.installation = installation
        self.clock = clock
        self.content = content
        self.company = ""
        self.operators: dict[str, OperatorCaller] = {}
        self.channels: dict[str, str] = {}
        self.groups: dict[str, str] = {}
        self.outcomes: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.visitors: dict[str, ClientCaller] = {}
        self._busy_with: defaultdict[str, set[str]] = defaultdict(set)

    async def write(
        self, verb: Callable[..., T], *arguments: object, caller: Caller | None = None, **values: object
    ) -> T:
        """Runs a verb, as the system unless somebody else is named."""
        by = caller or SystemCaller(self.company, "demo")
        database = self.installation.context.database
        return await database.write(verb, *arguments, company=self.company, caller=by, **values)

    async def read(self, query: Callable[..., T], *arguments: object) -> T:
        """Asks, as the system."""
        by = SystemCaller(self.company, "demo")
        database = self.installation.context.database
        return await database.read(query, *arguments, company=self.company, caller=by)

    async def store(self, name: str, caller: Caller) -> str:
        """One of the demo's files, uploaded; answers with its id."""
        stored = await self.installation.context.files.put(_bytes_of(name), name)
        return (await self.write(records.add, stored, caller=caller)).id

    async def found(self, password_hash: str) -> None:
        """Company, groups, channels, people and what they choose from."""
        content = self.content
        wished = content.company
        self.company = await self.installation.context.database.write(
            companies.create_company,
            name=wished.name,
            time_zone=wished.time_zone,
            language=wished.language,
            company="",
            caller=Anonymous(),
        )
        for group in content.groups:
            self.groups[group.name] = (await self.write(accounts.create_group, name=group.name)).id
        for channel in content.channels:
            self.clock.at += SECOND
            self.channels[channel.key] = await self._channel(channel)
        for person in content.operators:
            new = accounts.NewOperator(
                email=person.email,
                name=person.name,
                public_name=person.public_name,
                role=person.role,
                password_hash=password_hash,
                language=wished.language,
                group_ids=[
                    self.groups[group.name] for group in content.groups if person.key in group.members
                ],
                channel_ids=[self.channels[key] for key in person.channels],
            )
            made = await self.write(accounts.create_operator, new)
            operator = OperatorCaller(self.company, made.id, person.role, "demo")
            self.operators[person.key] = operator
            for key in person.off:
                switch = {"operator_id": made.id, "channel_id": self.channels[key], "available": False}
                await self.write(presence.set_channel, caller=operator, **switch)
        await self._rules()
        await self._labels()

    async def begin_work(self, key: str, conversation: str = "") -> None:
        """An operator signs in, unless he is there: only who is there can take a conversation."""
        operator, busy_with = self.operators[key], self._busy_with[key]
        if not busy_with:
            await self.write(presence.sign_in, operator.operator_id, caller=operator)
            await self.write(
                presence.connection_opened,
                connection_id=operator.operator_id,
                operator_id=operator.operator_id,
                session_id=operator.session_id,
                process_id=PROCESS,
                caller=operator,
            )
        busy_with.add(conversation)

    async def end_work(self, key: str, conversation: str) -> None:
        """An operator signs out when this was the last thing he had to do."""
        operator, busy_with = self.operators[key], self._busy_with[key]
        busy_with.discard(conversation)
        if not busy_with:
            page = operator.operator_id
            await self.write(presence.connection_closed, connection_id=page, caller=operator)
            await self.write(presence.set_offline, page, cause="signed_out", caller=operator)

    async def visitor(self, channel: str, who: ClientContent) -> ClientCaller:
        """The client's browser, the same one each time."""
        known = self.visitors.get(who.name)
        if known is not None:
            return known
        channel_id = self.channels[channel]
        minted = await self.write(
            clients.mint_visitor, token=new_secret(TOKEN_BITS), channel_id=channel_id, language=who.language
        )
        caller = clients.caller_of(self.company, channel_id, minted)
        told = {"name": who.name, "email": who.email, "phone": who.phone}
        await self.write(clients.describe_self, caller=caller, **told)
        self.visitors[who.name] = caller
        return caller

    async def _channel(self, channel: ChannelContent) -> str:
        settings = {
            "title": channel.name,
            "colour": channel.colour,
            "greeting": channel.greeting,
            "suggestions": list(channel.suggestions),
            "when_unavailable": "queue",
        }
        new = companies.NewChannel(
            key=f"wc_{new_secret(KEY_BITS)}",
            kind=channel.kind,
            name=channel.name,
            detail=channel.detail,
            settings=settings,
            group_id=self.groups[channel.group],
        )
        return (await self.write(companies.create_channel, new)).id

    def group_of(self, channel: str) -> str:
        """Whose queue the channel's conversations wait in."""
        name = next(each.group for each in self.content.channels if each.key == channel)
        return self.groups[name]

    @property
    def _administrator(self) -> OperatorCaller:
        return next(each for each in self.operators.values() if each.role == "administrator")

    async def _rules(self) -> None:
        """The company's own settings, and how soon each group wants to answer."""
        by = self._administrator
        await self.write(
            companies.change_company,
            companies.CompanyChanges(settings=self.content.company.settings),
            caller=by,
        )
        targets = {self.groups[each.name]: each.service_target_seconds for each in self.content.groups}
        for queue in (await self.read(routing_queries.queues)).values():
            seconds = targets.get(queue.group_id or "")
            if seconds is not None:
                change = routing.QueueChange(service_target_seconds=seconds)
                await self.write(routing.save_queue, queue_id=queue.id, change=change, caller=by)

    async def _labels(self) -> None:
        administrator = self._administrator
        for kind, names, known in (
            ("outcomes", self.content.outcomes, self.outcomes),
            ("tags", self.content.tags, self.tags),
        ):
            for name in names:
                label = conversations.LabelChange(name=name)
                made = await self.write(
                    conversations.save_label, kind=kind, label=label, caller=administrator
                )
                known[name] = made.id
        for template in self.content.templates:
            await self.write(
                messaging.create_template,
                name=template.shortcut,
                language=self.content.company.language,
                text=template.text,
                caller=administrator,
            )


async def _bytes_of(name: str) -> AsyncIterator[bytes]:
    yield await asyncio.to_thread((FILES / name).read_bytes)
