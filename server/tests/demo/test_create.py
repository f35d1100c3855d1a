"""The demo company as a newcomer finds it: something to pick up, and nothing that breaks meanwhile."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from hovor import administration
from hovor.demo.create import create
from hovor.foundation.settings import Settings
from tests.support.server import PASSWORD, Document, Hovor, Operator, TurnableClock

WAITING = ["Piotr Zieliński", "Oskar Lind", "Marek Blaha"]
HOUR = 3600


@pytest.fixture
def alderway(tmp_path: Path) -> Iterator[Hovor]:
    settings = Settings(data_dir=tmp_path, port=0, demo_password=PASSWORD)
    administration.migrate(settings)
    asyncio.run(create(settings, TurnableClock(), on_step=lambda _, __: None))
    hovor = Hovor(settings)
    hovor.start()
    yield hovor
    hovor.close()


def unfinished(operator: Operator) -> list[Document]:
    found: list[Document] = operator.ask("GET", "/workspace")["conversations"]
    return sorted(found, key=lambda each: str(each["opened_at"]))


def names(conversations: list[Document]) -> list[str]:
    return [str(each["client"]["name"]) for each in conversations]


def test_three_clients_wait_to_be_picked_and_none_is_offered(alderway: Hovor) -> None:
    klara = alderway.sign_in("klara@alderway.example")
    klara.go_online()
    seen = klara.ask("GET", "/workspace")
    assert names(unfinished(klara)) == WAITING
    assert {each["state"] for each in seen["conversations"]} == {"queued"}
    assert seen["offers"] == []
    klara.ask("POST", f"/conversations/{unfinished(klara)[0]['id']}/pick", {})
    assert [each["state"] for each in unfinished(klara)] == ["active", "queued", "queued"]


def test_they_still_wait_an_hour_later(alderway: Hovor) -> None:
    alderway.advance(HOUR)
    assert names(unfinished(alderway.sign_in("tomas@alderway.example"))) == WAITING


def test_who_turns_the_channel_on_is_offered_them(alderway: Hovor) -> None:
    klara = alderway.sign_in("klara@alderway.example")
    klara.go_online()
    rentals = next(each for each in klara.ask("GET", "/workspace")["channels"] if not each["available"])
    klara.ask("PUT", f"/me/channels/{rentals['channel_id']}", {"available": True})
    longest = unfinished(klara)[0]["id"]
    klara.live.hears("offer.made", lambda offer: offer["conversation"]["id"] == longest)


def test_a_client_who_came_back_has_his_history(alderway: Hovor) -> None:
    sofia = alderway.sign_in("sofia@alderway.example")
    jana = sofia.ask("GET", "/clients?q=Jana")["items"][0]
    earlier = sofia.ask("GET", f"/conversations?client_id={jana['id']}")["items"]
    assert {(each["state"], each["rating"]) for each in earlier} == {("closed", 4), ("closed", 5)}
