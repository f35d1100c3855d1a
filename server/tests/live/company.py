"""A company at work by chance: everything that people may do, over the real service, one thing at a time."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from random import Random
from typing import Final, TypeVar

import httpx2
from websockets.exceptions import ConnectionClosed

from tests.support.server import Company, Document, Hovor, Operator, Visitor

T = TypeVar("T")
API: Final = "/api/v1"


class Floor:
    """Two groups with a channel each; operators, a supervisor, an administrator; visitors who come and go.

    What is refused is an answer like any other: chance does not ask first whether something is possible.
    """

    def __init__(
        self, hovor: Hovor, chance: Random, company: Company | None = None, count_from: int = 0
    ) -> None:
        self.hovor, self.chance = hovor, chance
        self.company: Company = company or hovor.set_up()
        self.administrator = self.company.administrator
        self.outcome: str = self._made("/outcomes", {"name": "Solved"})
        self.tags = [self._made("/tags", {"name": name}) for name in ("Boots", "Size")]
        care = self._made("/groups", {"name": "Care"})
        self.groups = (self.company.group_id, care)
        shop = {"kind": "webchat", "name": "Shop", "group_id": care, "settings": {}}
        made = self.administrator.ask("POST", "/channels", shop)
        self.channels = (self.company.channel_id, made["id"])
        self.keys = (self.company.channel_key, made["key"])
        self.operators = [self.company.operator(name) for name in ("klara", "tomas", "jana")]
        self.supervisor = self.company.operator("sofia", "supervisor")
        self.everybody = [*self.operators, self.supervisor]
        for operator in self.everybody:
            rights = {"group_ids": self.groups, "channel_ids": self.channels}
            self.administrator.ask("PATCH", f"/operators/{operator.id}", rights)
        self.marker = self.company.operator("marker").id
        self.visitors: list[Visitor] = []
        self.connected: list[Visitor] = []
        self.conversations: list[str] = []
        self.done: list[str] = []
        self._count = count_from

    def step(self) -> str:
        """Something happens; answers what."""
        name = self.chance.choice(STEPS)
        getattr(self, name)()
        self.done.append(name)
        return name

    # -- clients

    def arrive(self) -> None:
        """Somebody writes for the first time."""
        visitor = Visitor(self.hovor.address, self.chance.choice(self.keys))
        self.hovor.opened.append(visitor)
        self.visitors.append(visitor)
        self._says(visitor)

    def write(self) -> None:
        """He writes again, with a file at times."""
        if visitor := self._some(self.visitors):
            self._says(visitor)

    def be_a_client(self) -> None:
        """He reads, and maybe tells who he is, moves on the page, rates, or leaves."""
        if not (visitor := self._some(self.visitors)):
            return
        said = visitor.messages()
        newest = said[-1] if said else {"conversation_id": self._conversation(), "number": 1}
        conversation, number = newest["conversation_id"], newest["number"]
        visitor.http.post("/read", json={"conversation_id": conversation, "number": number})
        path, body = self.chance.choice(
            [
                ("/details", {"name": self._word("Anna"), "email": "anna@example.com"}),
                ("/page", {"url": "https://shop.example/" + self._word("page"), "title": "Page"}),
                ("/parameters", {"parameters": {"size": self._word("4")}}),
                ("/feedback", {"conversation_id": conversation, "rating": self.chance.randint(1, 5)}),
                ("/leave", {}),
            ]
        )
        visitor.http.post(path, json=body)

    def come_and_go(self) -> None:
        """He opens or closes the page."""
        if visitor := self._some(self.visitors):
            if visitor in self.connected:
                visitor.live.close()
                self.connected.remove(visitor)
            else:
                visitor.connect()
                self.connected.append(visitor)

    # -- operators

    def answer(self) -> None:
        """Whoever was offered something takes it, refuses it, or lets it be seen."""
        operator = self._operator()
        for offer in operator.ask("GET", "/offers")["items"]:
            what, body = self.chance.choice(
                [
                    ("accept", {}),
                    ("accept", {}),
                    ("decline", {"reason": "Lunch"}),
                    ("shown", {"by": ["card"]}),
                ]
            )
            self.attempt(operator, "POST", f"/offers/{offer['id']}/{what}", body)

    def work(self) -> None:
        """One who owns a conversation does something with it."""
        if owned := self._owned():
            operator, view = owned
            what, body = self.chance.choice(self._verbs(view))
            self.attempt(operator, "POST", f"/conversations/{view['id']}/{what}", body)

    def hand_over(self) -> None:
        """To a colleague, who must accept."""
        if owned := self._owned():
            operator, view = owned
            colleague = self.chance.choice([each for each in self.everybody if each is not operator])
            body = {"to": {"operator_id": colleague.id}, "note": "Yours"}
            self.attempt(operator, "POST", f"/conversations/{view['id']}/transfer", body)

    def disappear(self) -> None:
        """An operator's connection breaks and he is not heard of for a while, whatever he has."""
        owned = self._owned()
        (self._operator() if owned is None else owned[0]).live.close()
        self.hovor.advance(self.chance.choice([20, 95]))

    def _owned(self) -> tuple[Operator, Document] | None:
        """A conversation in somebody's hands, and who that is."""
        return self._some(
            [
                (operator, view)
                for operator in self.everybody
                for view in operator.ask("GET", "/workspace")["conversations"]
                if view["owner_id"] == operator.id
            ]
        )

    def _verbs(self, view: Document) -> Sequence[tuple[str, Document]]:
        colleague = self._operator().id
        said = {"client_ref": self._word("ref"), "text": self._word("Hello")}
        return [
            ("messages", said),
            ("notes", said),
            ("read", {"number": view["thread"]["entries"]}),
            ("tags", {"tag_ids": self.chance.sample(self.tags, self.chance.randint(0, 2))}),
            ("parameters", {"parameters": {"size": self._word("4")}}),
            ("collaborators", {"operator_id": colleague}),
            ("transfer", {"to": {"group_id": self.chance.choice(self.groups)}}),
            ("hold", {}),
            ("resume", {}),
            ("snooze", {"until": self.soon(self.chance.choice([5, 60, 900]))}),
            ("end", {"outcome_id": self.outcome}),
            ("end", {}),
            ("wrap-up", {}),
        ]

    def take(self) -> None:
        """Somebody picks, continues, or is given a conversation."""
        operator, conversation = self._operator(), self._conversation()
        what, body = self.chance.choice([("pick", {}), ("pick", {}), ("continue", {}), ("assign", {})])
        if what == "assign":
            operator, body = self.supervisor, {"operator_id": operator.id}
        answer = self.attempt(operator, "POST", f"/conversations/{conversation}/{what}", body)
        if what == "continue" and answer:
            self.conversations.append(answer["id"])

    def let_go(self) -> None:
        """A colleague who was asked to help goes."""
        operator = self._operator()
        self.attempt(operator, "DELETE", f"/conversations/{self._conversation()}/collaborators/{operator.id}")

    def change_status(self) -> None:
        """Away, back, on the telephone; a channel off or on."""
        operator, on = self._operator(), self.chance.random() < 0.7
        path, body = self.chance.choice(
            [
                ("/me/status", {"status": "online"}),
                ("/me/status", {"status": "away", "after_conversations": on}),
                ("/me/on-another-call", {"on": not on}),
                (f"/me/channels/{self.chance.choice(self.channels)}", {"available": on}),
            ]
        )
        self.attempt(operator, "PUT", path, body)

    def begin_the_day(self) -> None:
        """Everybody is there again. Without such days little would ever happen."""
        for operator in self.everybody:
            self.attempt(operator, "PUT", "/me/status", {"status": "online"})
            self.attempt(operator, "PUT", "/me/on-another-call", {"on": False})
            state = {"visible": True, "focused": True, "notifications": "granted", "sound": "on"}
            # Whose socket was cut meanwhile says so when he comes back.
            with suppress(ConnectionClosed):
                operator.live.say(type="state", microphone="granted", idle_seconds=0, **state)
            for channel in self.channels:
                self.attempt(operator, "PUT", f"/me/channels/{channel}", {"available": True})

    # -- the company, and time

    def administer(self) -> None:
        """What is seldom done, and changes much."""
        queue = self.chance.choice(self.administrator.ask("GET", "/queues")["items"])
        operator, word = self._operator(), self._word("New")
        rights = {
            "group_ids": self.chance.sample(self.groups, self.chance.randint(1, 2)),
            "channel_ids": self.chance.sample(self.channels, self.chance.randint(1, 2)),
        }
        method, path, body = self.chance.choice(
            [
                ("PATCH", f"/queues/{queue['id']}", {"name": word, "service_target_seconds": 30}),
                ("POST", "/queues", {"name": word, "group_id": self.groups[0]}),
                ("PATCH", f"/operators/{operator.id}", rights),
                ("PATCH", f"/operators/{operator.id}", {"name": word, "public_name": word}),
                ("PATCH", "/company", {"settings": {"preview_before_accept": self.chance.random() < 0.5}}),
                ("PATCH", f"/channels/{self.chance.choice(self.channels)}", {"name": word}),
                ("POST", "/templates", {"name": word.lower(), "language": "en", "text": "Thanks"}),
                ("POST", "/outcomes", {"name": word}),
                ("POST", "/away-reasons", {"name": word}),
                ("PUT", f"/operators/{operator.id}/status", {"status": "away"}),
            ]
        )
        self.attempt(self.administrator, method, path, body)

    def invite(self) -> None:
        """An invitation is made, used or revoked."""
        operator = self._operator()
        known = operator.ask("GET", f"/invitations?operator_id={operator.id}")["items"]
        one = self._some(known)
        if one is None or self.chance.random() < 0.4:
            use = self.chance.choice(["once", "repeatedly"])
            self.attempt(operator, "POST", "/invitations", {"use": use, "valid_for_seconds": 300})
        elif one["url"] is not None and self.chance.random() < 0.6:
            self.start(one["url"].rpartition("/")[2])
        else:
            self.attempt(operator, "POST", f"/invitations/{one['id']}/revoke", {})

    def wait(self) -> None:
        """Time passes; after half a minute of silence connections are lost."""
        self.hovor.advance(self.chance.choice([1, 3, 10, 21, 95, 400]))

    # -- chance

    def mark(self) -> str:
        """A change that every console is told of, after all that was before; answers the new name."""
        name = self._word("Marker")
        self.administrator.ask("PATCH", f"/operators/{self.marker}", {"name": name})
        return name

    def soon(self, seconds: int) -> str:
        """So many seconds from now, as routes take it."""
        return datetime.fromtimestamp(self.hovor.clock.now() / 1_000_000 + seconds, UTC).isoformat()

    def _says(self, visitor: Visitor) -> None:
        answer = visitor.http.post(
            "/messages", json={"client_ref": self._word("v"), "text": self._word("Boots")}
        )
        if answer.is_success and answer.json()["conversation_id"] not in self.conversations:
            self.conversations.append(answer.json()["conversation_id"])

    def start(self, secret: str) -> None:
        """A client uses an invitation."""
        path = f"{self.hovor.address}{API}/public/invitations/{secret}/conversations"
        answer = httpx2.post(path, json={"client": {"name": "Ida"}, "message": self._word("Here")})
        assert answer.status_code < 500, answer.text
        if answer.is_success:
            self.conversations.append(answer.json()["conversation_id"])

    def attempt(self, operator: Operator, method: str, path: str, body: object = None) -> Document | None:
        """What may be refused."""
        answer = operator.http.request(method, API + path, json=body)
        assert answer.status_code < 500, answer.text
        granted: Document | None = answer.json() if answer.is_success and answer.content else None
        return granted

    def _operator(self) -> Operator:
        return self.chance.choice(self.operators)

    def _conversation(self) -> str:
        return self._some(self.conversations) or "none"

    def _some(self, things: Sequence[T]) -> T | None:
        return self.chance.choice(things) if things else None

    def _word(self, beginning: str) -> str:
        self._count += 1
        return f"{beginning}{self._count}"

    def _made(self, path: str, body: object) -> str:
        made: str = self.administrator.ask("POST", path, body)["id"]
        return made


STEPS: Final = [
    *["arrive"] * 3,
    *["write"] * 3,
    *["be_a_client"] * 3,
    "come_and_go",
    *["answer"] * 5,
    *["work"] * 9,
    *["take"] * 3,
    *["hand_over"] * 2,
    "disappear",
    "let_go",
    *["change_status"] * 2,
    *["begin_the_day"] * 2,
    *["administer"] * 2,
    *["invite"] * 2,
    *["wait"] * 2,
]
"""As often as it is to happen."""
