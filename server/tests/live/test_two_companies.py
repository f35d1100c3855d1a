"""INV-52 while two companies of one installation work: whatever people of one do, reconnect and ask for, no
view, event or file of the other comes to them.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from websockets.exceptions import ConnectionClosed

from tests.live.company import API, Floor
from tests.live.screens import Console
from tests.support.server import Operator, running

STEPS: Final = 120
_ANOTHER: Final = 1_000_000
_TRIED: Final = (
    ("GET", "/conversations/{}"),
    ("GET", "/conversations/{}/entries"),
    ("POST", "/conversations/{}/messages"),
    ("POST", "/conversations/{}/pick"),
    ("POST", "/conversations/{}/assign"),
    ("GET", "/clients/{}"),
    ("GET", "/invitations/{}"),
    ("POST", "/invitations/{}/revoke"),
    ("POST", "/offers/{}/accept"),
    ("PUT", "/operators/{}/status"),
    ("POST", "/notifications/{}/dismiss"),
    ("GET", "/files/{}"),
)


class House:
    """One of the companies, and everything that its people have been told."""

    def __init__(self, floor: Floor) -> None:
        self.floor = floor
        self.consoles = [Console(operator) for operator in floor.everybody]
        self.told: list[Any] = []
        floor.begin_the_day()

    def step(self) -> None:
        """Its people work; at times one of them is cut off and comes back."""
        for console in self.consoles:
            if console.operator.live.closed or self.floor.chance.random() < 0.05:
                self.told.append(console.operator.live.frames)
                console.reconnect()
        self.floor.step()

    def ends(self) -> None:
        """The day is over: what stands on every screen, and what every socket has brought."""
        for operator in self.floor.everybody:
            self.told += [operator.live.frames, operator.ask("GET", "/workspace")]
            for each in ("/conversations", "/clients", "/colleagues", "/invitations", "/queues"):
                self.told.append(operator.ask("GET", each))
        self.told += [visitor.messages() for visitor in self.floor.visitors]
        self.told += [visitor.live.frames for visitor in self.floor.connected]

    def ids(self) -> set[str]:
        """The ids of everything that its people have seen."""
        return {value for name, value in _words(self.told) if name == "id" or name.endswith("_id")}

    def said(self) -> set[str]:
        """Every text and name that they have seen which chance has made for one company alone."""
        return {
            value for name, value in _words(self.told) if name in {"text", "name"} and value[-1:].isdigit()
        }


def _words(told: Any, name: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401  documents
    """All strings in documents, with the name that they have there."""
    if isinstance(told, str):
        yield name, told
    elif isinstance(told, dict):
        # What Hovor does by itself has the same name in every company: `timer:client_return`.
        own = {"id"} if told.get("kind") == "system" else set()
        for key in told.keys() - own:
            yield from _words(told[key], key)
    elif isinstance(told, list):
        for value in told:
            yield from _words(value, name)


def _trespass(chance: Random, who: Operator, ids: list[str]) -> None:
    """An operator tries an id that he cannot know: there is nothing behind it for him."""
    method, path = chance.choice(_TRIED)
    body = {"client_ref": "x", "text": "Hello", "operator_id": who.id, "status": "away"}
    answer = who.http.request(method, API + path.format(chance.choice(ids)), json=body)
    assert answer.status_code in {403, 404, 422}, (method, path, answer.text)
    assert not answer.content or "id" not in answer.json(), answer.text


def _listen_in(chance: Random, who: Operator, ids: list[str]) -> None:
    """He asks the socket for what happens in a conversation of theirs, and says that he types there."""
    wanted = chance.choice(ids)
    with suppress(ConnectionClosed):
        who.live.say(type="watch", conversation_id=wanted)
        who.live.say(type="signal", signal="typing", conversation_id=wanted, on=True)


@pytest.mark.parametrize("seed", range(2))
def test_inv_52_nothing_of_one_company_reaches_another_whatever_happens(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)
    with running(tmp_path) as hovor:
        first = House(Floor(hovor, chance))
        second = House(Floor(hovor, chance, hovor.another_company("Bergfuchs"), count_from=_ANOTHER))
        for _ in range(STEPS):
            here, there = chance.sample([first, second], 2)
            here.step()
            theirs = [*there.floor.conversations, *(each.id for each in there.floor.everybody)]
            who = chance.choice([*here.floor.everybody, here.floor.administrator])
            _trespass(chance, who, theirs)
            if there.floor.conversations:
                _listen_in(chance, chance.choice(here.floor.everybody), there.floor.conversations)
        first.ends()
        second.ends()
        assert first.ids() & second.ids() == set()
        assert first.said() & second.said() == set()
        assert first.floor.conversations
        assert {*first.floor.conversations} <= first.ids()
        assert {*second.floor.conversations} <= second.ids()
