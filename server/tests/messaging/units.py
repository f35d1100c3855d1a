"""The units that the tests of messaging run, named as a reader would say them."""

from collections.abc import Callable
from typing import TypeVar

from hovor.foundation.caller import Caller, SystemCaller
from hovor.foundation.database import Database
from hovor.foundation.events import Recorded
from hovor.messaging import queries, service
from hovor.messaging.queries import EntryView, ThreadView
from hovor.messaging.service import Author, Content, Route, Stored

T = TypeVar("T")

COMPANY = "alderway"
TALK = "talk"
PETRA = Author("client", "petra")
KLARA = Author("operator", "klara", "Klára Novotná", "Klára")
GREETER = Author("system", "greeter", "Greeting", "Alderway")


class Units:
    """One company's messaging, driven through its verbs and queries."""

    def __init__(self, database: Database, company: str = COMPANY) -> None:
        self.database = database
        self.company = company
        self._recorded: list[Recorded] = []
        database.on_committed.append(self._recorded.extend)

    async def recorded(self) -> list[Recorded]:
        """All events so far. They are told after the answers, so an empty unit is awaited first."""
        await self.run(lambda work: None)
        return [one for one in self._recorded if one.company_id == self.company]

    async def run(self, verb: Callable[..., T], *, caller: Caller | None = None, **values: object) -> T:
        """One unit of work, by the system unless a caller is named."""
        caller = caller or SystemCaller(self.company, "test")
        return await self.database.write(verb, company=self.company, caller=caller, **values)

    async def ask(
        self, query: Callable[..., T], *arguments: object, caller: Caller | None = None, **values: object
    ) -> T:
        """One read."""
        caller = caller or SystemCaller(self.company, "test")
        return await self.database.read(query, *arguments, company=self.company, caller=caller, **values)

    async def open(self, talk: str = TALK, route: Route | None = None) -> ThreadView:
        """A new thread, pulled unless told otherwise."""
        return await self.run(service.open_thread, conversation_id=talk, route=route or Route("website"))

    async def hear(self, said: str | Content, ref: str, talk: str = TALK, author: Author = PETRA) -> Stored:
        """The client writes."""
        content = said if isinstance(said, Content) else Content(said)
        return await self.run(
            service.receive, conversation_id=talk, author=author, client_ref=ref, content=content
        )

    async def say(self, said: str | Content, ref: str, talk: str = TALK, author: Author = KLARA) -> Stored:
        """We write to the client."""
        content = said if isinstance(said, Content) else Content(said)
        return await self.run(
            service.post, conversation_id=talk, author=author, client_ref=ref, content=content
        )

    async def note(self, text: str, ref: str, talk: str = TALK) -> Stored:
        """We write among ourselves."""
        return await self.run(
            service.add_note, conversation_id=talk, author=KLARA, client_ref=ref, content=Content(text)
        )

    async def change(self, what: str, *, client_visible: bool, talk: str = TALK) -> Stored:
        """Something changes."""
        author = Author("system", "conversations")
        return await self.run(
            service.record_change,
            conversation_id=talk,
            author=author,
            change={"what": what},
            client_visible=client_visible,
        )

    async def read_by_us(self, number: int, talk: str = TALK) -> bool:
        """We have read up to a number."""
        return await self.run(service.mark_read, conversation_id=talk, number=number)

    async def read_by_client(self, number: int, talk: str = TALK, *, read: bool = True) -> bool:
        """The client has read, or only received, up to a number."""
        return await self.run(service.mark_by_client, conversation_id=talk, number=number, read=read)

    async def thread(self, talk: str = TALK) -> ThreadView:
        """The thread as it stands."""
        return (await self.ask(queries.thread_views, [talk]))[talk]

    async def timeline(
        self, talk: str = TALK, *, after: int | None = None, before: int | None = None, limit: int = 100
    ) -> list[EntryView]:
        """What colleagues see."""
        return await self.ask(queries.timeline, talk, after=after, before=before, limit=limit)

    async def texts(self, talk: str = TALK) -> list[str | None]:
        """The texts of the timeline in its order."""
        return [entry.text for entry in await self.timeline(talk)]
