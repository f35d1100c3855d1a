"""Creates the demo company through the verbs, as people would have: at the times its history tells."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from hovor.accounts import service as accounts
from hovor.channels.webchat import service as webchat
from hovor.clients import service as clients
from hovor.companies import service as companies
from hovor.conversations import service as conversations
from hovor.demo.content import ChannelContent, Content, HistoryContent, load
from hovor.foundation.caller import Anonymous, Caller, ClientCaller, OperatorCaller, SystemCaller
from hovor.foundation.clock import MINUTE, SECOND, Clock, Instant
from hovor.foundation.identifiers import new_secret
from hovor.foundation.settings import Settings
from hovor.messaging import service as messaging
from hovor.messaging.service import Content as Said
from hovor.presence import service as presence
from hovor.routing import service as routing
from hovor.wiring import Installation, build

T = TypeVar("T")
OnStep = Callable[[str, int], None]
TOKEN_BITS: Final = 256
KEY_BITS: Final = 160
PASSWORD_BITS: Final = 96


@dataclass(frozen=True, slots=True)
class Created:
    """What the demo is entered with."""

    emails: tuple[str, ...]
    password: str

    def document(self) -> dict[str, object]:
        """For a program."""
        return {"company": "Alderway Shop", "emails": list(self.emails), "password": self.password}

    def sentences(self) -> tuple[str, ...]:
        """For a person."""
        return (
            'The demo company "Alderway Shop" is ready.',
            f"Sign in as {', '.join(self.emails)}",
            f"Password of all of them: {self.password}",
        )


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
        self._visitors: dict[str, ClientCaller] = {}

    async def write(
        self, verb: Callable[..., T], *arguments: object, caller: Caller | None = None, **values: object
    ) -> T:
        """Runs a verb, as the system unless somebody else is named."""
        by = caller or SystemCaller(self.company, "demo")
        database = self.installation.context.database
        return await database.write(verb, *arguments, company=self.company, caller=by, **values)

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
            self.operators[person.key] = OperatorCaller(self.company, made.id, person.role, "demo")
        await self._labels()

    async def _channel(self, channel: ChannelContent) -> str:
        settings = {
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

    async def _labels(self) -> None:
        administrator = next(each for each in self.operators.values() if each.role == "administrator")
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

    async def tell(self, history: HistoryContent) -> None:
        """One past conversation, line by line at its times."""
        started = self.clock.at
        visitor = await self._visitor(history)
        served = self.operators.get(history.operator or "")
        taken = False
        conversation = ""
        for number, (who, minute, *words) in enumerate(history.lines):
            self.clock.at = started + int(minute) * MINUTE + number * SECOND
            if who == "c":
                said = await self.write(
                    webchat.say,
                    client_ref=f"demo-{started}-{number}",
                    text=str(words[0]),
                    file_ids=(),
                    caller=visitor,
                )
                conversation = said.conversation_id
                continue
            if not taken:
                taken = True
                await self._take(conversation, self.operators[history.operator or ""])
            author = self.operators[str(words[0] if who == "note" else who)]
            verb = conversations.add_note if who == "note" else conversations.post
            await self.write(
                verb,
                conversation_id=conversation,
                client_ref=f"demo-{started}-{number}",
                content=Said(str(words[-1])),
                caller=author,
            )
        self.clock.at += 2 * MINUTE
        if served is None:
            await self.write(
                conversations.client_left, conversation_id=conversation, for_good=False, caller=visitor
            )
        else:
            await self._end(conversation, served, history)

    async def _visitor(self, history: HistoryContent) -> ClientCaller:
        channel_id = self.channels[history.channel]
        who = history.client
        known = self._visitors.get(who.name)
        if known is not None:
            return known
        minted = await self.write(
            clients.mint_visitor, token=new_secret(TOKEN_BITS), channel_id=channel_id, language=who.language
        )
        caller = clients.caller_of(self.company, channel_id, minted)
        told = {"name": who.name, "email": who.email, "phone": who.phone}
        await self.write(clients.describe_self, caller=caller, **told)
        self._visitors[who.name] = caller
        return caller

    async def _take(self, conversation: str, operator: OperatorCaller) -> None:
        await self.write(presence.sign_in, operator.operator_id, caller=operator)
        # Only who is there can take a conversation; his page is closed again at the end of it.
        await self.write(
            presence.connection_opened,
            connection_id=conversation,
            operator_id=operator.operator_id,
            session_id=operator.session_id,
            process_id="demo",
            caller=operator,
        )
        await self.write(routing.pick, conversation_id=conversation, caller=operator)

    async def _end(self, conversation: str, operator: OperatorCaller, history: HistoryContent) -> None:
        ending = conversations.Ending(
            outcome_id=self.outcomes.get(history.outcome or ""),
            tag_ids=[self.tags[name] for name in history.tags],
        )
        await self.write(conversations.end, conversation_id=conversation, ending=ending, caller=operator)
        self.clock.at += MINUTE
        done = conversations.Ending()
        await self.write(conversations.finish, conversation_id=conversation, ending=done, caller=operator)
        await self.write(presence.connection_closed, connection_id=conversation, caller=operator)
        await self.write(presence.set_offline, operator.operator_id, cause="signed_out", caller=operator)


async def create(settings: Settings, clock: Clock, *, on_step: OnStep) -> Created:
    """Creates the demo company in an empty, migrated database; its history ends at `clock`'s now."""
    content = load()
    history_clock = HistoryClock()
    installation = build(settings, history_clock)
    password = settings.demo_password or new_secret(PASSWORD_BITS)
    now = clock.now()
    demo = Demo(installation, history_clock, content)
    async with installation.open():
        history = sorted(content.history, key=lambda each: -each.started.seconds)
        history_clock.at = now - history[0].started.seconds * SECOND - 60 * MINUTE
        await demo.found(await installation.passwords.hash(password))
        on_step("people", len(demo.operators))
        for told, each in enumerate(history, 1):
            history_clock.at = now - each.started.seconds * SECOND
            await demo.tell(each)
            on_step("conversations", told)
    return Created(tuple(person.email for person in content.operators), password)
