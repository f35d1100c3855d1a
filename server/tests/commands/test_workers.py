"""`hovor serve --workers`: several processes on one port share one PostgreSQL."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.support.server import Document, Visitor
from tests.support.workers import workers

ASKED: Final = 12


@pytest.mark.parametrize("bus", ["postgresql", "nats"])
def test_whoever_answers_everybody_hears(
    tmp_path: Path, postgres_url: str, bus: str, request: pytest.FixtureRequest
) -> None:
    settings = {"HOVOR_BUS_URL": request.getfixturevalue("nats").url} if bus == "nats" else {}
    with workers(tmp_path, postgres_url, 2, **settings) as running:
        operator, channel = running.set_up()
        operator.connect()
        # Every visitor is a connection of its own, which the kernel gives to whichever process is first.
        visitors = [Visitor(running.address, channel["key"]) for _ in range(ASKED)]
        for number, visitor in enumerate(visitors):
            asked = visitor.say(f"Question {number}")["conversation_id"]
            operator.live.hears("conversation.queued", _of(asked))
        assert len(running.serving) == 2
        for visitor in visitors:
            visitor.close()
        operator.close()


def _of(conversation_id: str) -> Callable[[Document], bool]:
    return lambda view: view["id"] == conversation_id
