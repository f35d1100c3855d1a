"""Two servers, whose only word to each other goes over NATS, are cut off from it: everything that happens at
one is heard at the other all the same, in order and once, for both read the event log.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hovor.foundation.settings import Settings
from tests.support.cable import Cable, cable
from tests.support.nats import Nats
from tests.support.server import Company, Document, Hovor, Operator, Visitor


@pytest.fixture
def line(nats: Nats) -> Iterator[Cable]:
    """Between the second server and NATS."""
    with cable(nats.url) as made:
        yield made


@pytest.fixture
def two(tmp_path: Path, postgres_url: str, nats: Nats, line: Cable) -> Iterator[tuple[Hovor, Hovor]]:
    """Servers of one installation; the second hangs on the line."""
    urls = nats.url, line.address.replace("http", "nats")
    settings = [Settings(data_dir=tmp_path, database_url=postgres_url, bus_url=url, port=0) for url in urls]
    first, second = map(Hovor, settings)
    for each in (first, second):
        each.start()
    yield first, second
    for each in (second, first):
        each.close()


def test_while_the_bus_is_cut_everything_arrives_and_so_it_does_afterwards(
    two: tuple[Hovor, Hovor], line: Cable
) -> None:
    here, there = two
    company: Company = here.set_up()
    operator = there.sign_in(company.hire("klara"))
    operator.go_online()
    visitor = company.visitor()
    conversation = visitor.say("before")["conversation_id"]
    offer = operator.live.hears("offer.made")
    operator.ask("POST", f"/offers/{offer['id']}/accept", {})
    heard = ["before"]

    line.cut()
    heard += _says(visitor, operator, conversation, "one", "two", "three")
    # The other way as well: what is answered over there is heard here.
    visitor.connect()
    answer = {"client_ref": "answer", "text": "answered"}
    operator.ask("POST", f"/conversations/{conversation}/messages", answer)
    assert visitor.live.hears("message.posted")["text"] == "answered"

    line.heal()
    heard += _says(visitor, operator, conversation, "four", "five")
    came = [
        frame["data"]["text"] for frame in operator.live.frames if frame.get("event") == "message.received"
    ]
    assert [text for text in came if text != "before"] == heard[1:]


def _says(visitor: Visitor, operator: Operator, conversation: str, *texts: str) -> list[str]:
    """Each is heard by the operator, one after the other."""
    for text in texts:
        visitor.say(text)
        view = operator.live.hears("message.received", _saying(text))
        assert view["conversation_id"] == conversation
    return list(texts)


def _saying(text: str) -> Callable[[Document], bool]:
    return lambda view: bool(view["text"] == text)
