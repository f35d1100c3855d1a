"""One conversation of the demo, told step by step at its times."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from hovor.channels.webchat import service as webchat
from hovor.clients import service as clients
from hovor.conversations import service as conversations
from hovor.demo.company import PROCESS, Demo
from hovor.demo.content import HistoryContent
from hovor.foundation.caller import ClientCaller
from hovor.foundation.clock import MINUTE, SECOND, Instant
from hovor.messaging import service as messaging
from hovor.messaging.service import Content as Said
from hovor.routing import service as routing

CLIENT: Final = "c"
NOTE: Final = "note"


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does at an instant."""

    at: Instant
    take: Callable[[], Awaitable[None]]


class Story:
    """A conversation in the making. Its steps may be taken between those of others."""

    def __init__(self, demo: Demo, told: HistoryContent, now: Instant) -> None:
        self._demo = demo
        self._told = told
        self._started = now - told.started.seconds * SECOND
        self._now = now
        self._conversation = ""
        self._newest = 0
        self._taken = False

    def steps(self) -> Iterator[Step]:
        """In the order of time."""
        at = self._started
        for number, (who, minute, *words) in enumerate(self._told.lines):
            at = self._started + int(minute) * MINUTE + number * SECOND
            yield Step(at, partial(self._line, str(who), [str(word) for word in words], number))
        if self._told.state == "closed":
            yield Step(at + 2 * MINUTE, self._end)
            yield Step(at + 3 * MINUTE, self._close)
        elif self._told.state == "waiting":
            yield Step(self._now, self._put_down)

    async def _line(self, who: str, words: list[str], number: int) -> None:
        if who == CLIENT:
            await self._client_says(words[0], words[1:], number)
            return
        await self._take()
        await self._have_read()
        author = words.pop(0) if who == NOTE else who
        operator = self._demo.operators[author]
        file_ids = [await self._demo.store(name, operator) for name in words[1:]]
        stored = await self._demo.write(
            conversations.add_note if who == NOTE else conversations.post,
            conversation_id=self._conversation,
            client_ref=self._reference(number),
            content=Said(words[0], tuple(file_ids)),
            caller=operator,
        )
        if who != NOTE:
            await self._read(stored.number)

    async def _client_says(self, text: str, files: list[str], number: int) -> None:
        visitor = await self._visitor()
        if not self._conversation:
            await self._arrive(visitor)
        said = await self._demo.write(
            webchat.say,
            client_ref=self._reference(number),
            text=text,
            file_ids=tuple([await self._demo.store(name, visitor) for name in files]),
            caller=visitor,
        )
        self._newest = said.number
        if not self._conversation:
            self._conversation = said.conversation_id
            await self._describe(visitor)

    async def _arrive(self, visitor: ClientCaller) -> None:
        page = self._told.page
        if page is not None:
            where = {"url": page.url, "title": page.title, "referrer": None}
            await self._demo.write(clients.note_page, caller=visitor, **where)
        await self._demo.write(
            conversations.client_connected,
            connection_id=self._reference(0),
            identity_id=visitor.identity_id,
            process_id=PROCESS,
        )

    async def _describe(self, visitor: ClientCaller) -> None:
        if self._told.parameters:
            await self._demo.write(webchat.set_parameters, parameters=self._told.parameters, caller=visitor)
        if self._told.subject is not None:
            await self._demo.write(
                conversations.change,
                conversation_id=self._conversation,
                changes=conversations.Changes(subject=self._told.subject),
            )

    async def _take(self) -> None:
        key = self._told.operator
        if self._taken or key is None:
            return
        self._taken = True
        await self._demo.begin_work(key, self._conversation)
        by = self._demo.operators[key]
        await self._demo.write(routing.pick, conversation_id=self._conversation, caller=by)
        if self._told.state == "open" and self._told.tags:
            changes = conversations.Changes(tag_ids=self._tag_ids())
            await self._demo.write(
                conversations.change, conversation_id=self._conversation, changes=changes, caller=by
            )

    async def _read(self, number: int) -> None:
        visitor = await self._visitor()
        mark = {"conversation_id": self._conversation, "number": number}
        await self._demo.write(webchat.mark_read, caller=visitor, **mark)

    async def _have_read(self) -> None:
        """Who answers has read what he answers."""
        await self._demo.write(messaging.mark_read, conversation_id=self._conversation, number=self._newest)

    async def _end(self) -> None:
        key = self._told.operator
        if key is None:
            await self._leave()
            return
        ending = conversations.Ending(
            outcome_id=self._demo.outcomes.get(self._told.outcome or ""), tag_ids=self._tag_ids()
        )
        by = self._demo.operators[key]
        await self._demo.write(
            conversations.end, conversation_id=self._conversation, ending=ending, caller=by
        )
        if self._told.rating is not None:
            await self._demo.write(
                webchat.rate,
                conversation_id=self._conversation,
                rating=self._told.rating,
                comment=self._told.rating_comment,
                caller=await self._visitor(),
            )
        await self._leave()

    async def _close(self) -> None:
        key = self._told.operator
        if key is None:
            return
        done = conversations.Ending()
        by = self._demo.operators[key]
        await self._demo.write(
            conversations.finish, conversation_id=self._conversation, ending=done, caller=by
        )
        await self._demo.end_work(key, self._conversation)

    async def _put_down(self) -> None:
        """It waits (again), handed over by its operator; the client's window is closed, his place is kept."""
        key = self._told.operator
        if key is not None:
            group_id = self._demo.group_of(self._told.channel)
            await self._demo.write(
                routing.transfer,
                conversation_id=self._conversation,
                to=routing.Target(group_id=group_id),
                note=None,
                caller=self._demo.operators[key],
            )
            await self._demo.end_work(key, self._conversation)
        await self._demo.write(conversations.client_disconnected, connection_id=self._reference(0))

    async def _leave(self) -> None:
        if self._told.operator is None:
            visitor = await self._visitor()
            await self._demo.write(webchat.leave, caller=visitor)
        await self._demo.write(conversations.client_disconnected, connection_id=self._reference(0))

    async def _visitor(self) -> ClientCaller:
        return await self._demo.visitor(self._told.channel, self._told.client)

    def _tag_ids(self) -> list[str]:
        return [self._demo.tags[name] for name in self._told.tags]

    def _reference(self, number: int) -> str:
        return f"demo-{self._started}-{number}"
