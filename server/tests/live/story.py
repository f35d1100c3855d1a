"""What chance seldom brings together, told act by act on a company at work."""

from base64 import b32decode
from collections.abc import Iterator

import httpx2

from hovor.second_factor.policy import code_at, step_of
from tests.live.company import API, Floor
from tests.support.server import PASSWORD, Operator, Visitor


class Story:
    """A conversation's whole life, a second one, and what people do about their invitations and sign-ins."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.hovor = floor, floor.hovor
        self.administrator, self.supervisor = floor.administrator, floor.supervisor

    def acts(self, visitor: Visitor) -> Iterator[None]:
        """One after the other; after each of them every screen must be right."""
        klara, tomas, _ = self.floor.operators
        self.floor.begin_the_day()
        self.floor.conversations.append(conversation := visitor.say("Boots?")["conversation_id"])
        yield
        path = f"/conversations/{conversation}"
        self.supervisor.ask("POST", f"{path}/assign", {"operator_id": klara.id})
        yield
        klara.ask("POST", f"{path}/messages", {"client_ref": "k1", "text": "Which size?"})
        klara.ask("POST", f"{path}/notes", {"client_ref": "k2", "text": "Again"})
        yield
        visitor.http.post("/read", json={"conversation_id": conversation, "number": 100})
        visitor.http.post("/details", json={"name": "Anna"})
        klara.ask("POST", f"{path}/read", {"number": 1})
        yield
        yield from self._put_aside(klara, path)
        klara.ask("POST", f"{path}/transfer", {"to": {"operator_id": tomas.id}})
        yield
        for offer in tomas.ask("GET", "/offers")["items"]:
            for verb, body in (("shown", {"by": ["card"]}), ("decline", {})):
                self.floor.attempt(tomas, "POST", f"/offers/{offer['id']}/{verb}", body)
        yield
        klara.ask("POST", f"{path}/end", {})
        yield
        klara.ask("POST", f"{path}/wrap-up", {})
        yield
        self.floor.conversations.append(klara.ask("POST", f"{path}/continue")["id"])
        yield
        self._lose(klara)
        self.hovor.advance(95)
        yield
        yield from self._invitations(tomas)

    def _put_aside(self, operator: Operator, path: str) -> Iterator[None]:
        """On hold, gone on with, snoozed, and back by itself."""
        for verb, body in (("hold", {}), ("resume", {}), ("snooze", {"until": self.floor.soon(5)})):
            operator.ask("POST", f"{path}/{verb}", body)
            yield
        self.hovor.advance(6)
        yield

    def _invitations(self, operator: Operator) -> Iterator[None]:
        """All that becomes of invitations: changed, used, revoked, due, over."""
        made = [operator.ask("POST", "/invitations", {"valid_for_seconds": 900}) for _ in range(3)]
        yield
        operator.ask("PATCH", f"/invitations/{made[0]['id']}", {"note": "Boots"})
        self.floor.start(made[0]["url"].rpartition("/")[2])
        yield
        operator.ask("POST", f"/invitations/{made[1]['id']}/revoke", {})
        arranged = {"arranged_for": self.floor.soon(360), "time_zone": "Europe/Prague"}
        operator.ask("POST", "/invitations", {**arranged, "valid_for_seconds": 300})
        yield
        self.hovor.advance(61)
        yield
        self.hovor.advance(900)
        yield
        yield from self._wish(operator)
        yield from self._second_step(operator)

    def _wish(self, operator: Operator) -> Iterator[None]:
        """A client asks to be told when the operator is there, and is told."""
        nowhere = {"host": "127.0.0.1", "port": 9, "security": "none", "sender": "hello@alderway.example"}
        self.administrator.ask("PUT", "/company/mail", nowhere)
        operator.ask("PUT", "/me/status", {"status": "away"})
        made = operator.ask("POST", "/invitations", {})
        path = f"{API}/public/invitations/{made['url'].rpartition('/')[2]}/tell-me"
        httpx2.post(self.hovor.address + path, json={"email": "a@b.example"}).raise_for_status()
        yield
        operator.ask("PUT", "/me/status", {"status": "online"})
        yield
        self.administrator.ask("DELETE", "/company/mail")
        yield

    def _second_step(self, operator: Operator) -> Iterator[None]:
        path, own = "/me/second-factor", {"current_password": PASSWORD}
        key, now = b32decode(operator.ask("POST", path, own)["secret"]), self.hovor.clock.now()
        operator.ask("POST", f"{path}/confirm", {"code": code_at(key, step_of(now))})
        yield
        operator.ask("POST", f"{path}/remove", own)
        yield

    def _lose(self, operator: Operator) -> None:
        """His connection breaks; answers when the server has noticed."""
        frames = self.supervisor.live.frames
        before = len(frames)
        operator.live.close()

        def noticed() -> bool:
            views = (each["data"] for each in frames[before:] if each["type"] == "event")
            return any(view.get("id") == operator.id and view.get("reachable") is False for view in views)

        assert self.supervisor.live.waits(noticed)
