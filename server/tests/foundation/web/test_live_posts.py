"""Posts, signals and counters over the live socket."""

import json
from typing import Any

import pytest

from hovor.foundation.live.declarations import Delivery
from tests.foundation.web.conftest import Connected, LiveServer, pass_time
from tests.foundation.web.support_app import Toy
from tests.foundation.web.support_feature import add, grant
from tests.support.clock import VirtualClock


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def put(toy: Toy, line: str = "a", text: str = "hello", ref: str = "r1", company: str = "acme") -> str:
    done = await toy.run(add, line=line, text=text, client_ref=ref, company=company)
    identifier: str = done["id"]
    return identifier


async def nothing_more(client: Connected, toy: Toy) -> None:
    """Nothing but pings came before the answer to a frame that is sent now."""
    await client.say(type="watch", conversation_id="closed")
    frame = await client.hear()
    assert frame["type"] == "error", frame


async def test_a_post_is_answered_when_it_is_stored(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    async with server.visitor() as vera, server.operator() as klara:
        await vera.say(type="post", client_ref="r1", conversation_id="a", text="hello")
        posted = await vera.hear("posted")
        assert (posted["client_ref"], posted["conversation_id"]) == ("r1", "a")
        assert (await klara.hear("event"))["data"]["id"] == posted["message_id"]
        await vera.say(type="post", client_ref="r1", conversation_id="a", text="hello")
        assert (await vera.hear("posted"))["message_id"] == posted["message_id"]


async def test_refused_posts_say_why(server: LiveServer) -> None:
    async with server.visitor() as vera:
        await vera.say(type="post", client_ref="r1", text="refuse")
        assert await vera.hear() == {"type": "refused", "client_ref": "r1", "code": "item_refused"}
        await vera.say(type="post", client_ref="r2", text=5)
        assert await vera.hear() == {"type": "refused", "client_ref": "r2", "code": "invalid"}
        await vera.say(type="post", client_ref="r3", text="break")
        refused = await vera.hear()
        assert (refused["code"], refused["client_ref"]) == ("internal_error", "r3")
        assert "broken" not in json.dumps(refused)


async def test_posts_of_a_socket_are_stored_in_their_order(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    async with server.operator() as klara, server.visitor() as vera:
        for number in range(100):
            await vera.say(type="post", client_ref=f"r{number}", conversation_id="a", text=str(number))
            await vera.hear("posted")
        texts = [(await klara.hear("event"))["data"]["text"] for _ in range(100)]
        assert texts == [str(number) for number in range(100)]


async def test_a_signal_goes_to_the_others(server: LiveServer, toy: Toy) -> None:
    for name in ("klara", "tomas"):
        await toy.run(grant, operator_id=name, lines=["a"])
    async with server.operator("klara") as klara, server.operator("tomas") as tomas:
        await klara.say(type="signal", signal="typing", line="a", on=True)
        assert await tomas.hear() == {"type": "signal", "signal": "typing", "on": True}
        await nothing_more(klara, toy)


async def test_a_signal_may_change_something(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["b"])
    item_id = await put(toy)
    async with server.operator() as klara:
        await klara.say(type="signal", signal="move", item_id=item_id, line="b")
        assert (await klara.hear("event"))["event"] == "item.moved"
        await klara.say(type="signal", signal="move", item_id="unknown", line="b")
        assert (await klara.hear())["code"] == "not_found"


@pytest.mark.parametrize(("fields", "code"), [
    ({"signal": "unheard"}, "signal_unknown"), ({"signal": "typing"}, "internal_error"),
    ({"signal": "typing", "line": "break"}, "internal_error"), ({"signal": 5}, "frame_refused"),
])  # fmt: skip
async def test_signals_that_fail_tell_a_code_and_nothing_else(
    server: LiveServer, fields: dict[str, Any], code: str
) -> None:
    async with server.operator() as klara:
        await klara.say(type="signal", **fields)
        error = await klara.hear()
        assert set(error) == {"type", "code", "reference"}
        assert error["code"] == code


async def test_counters_come_once_a_second_and_the_last_one_wins(
    server: LiveServer, toy: Toy, clock: VirtualClock
) -> None:
    async with server.operator() as klara, server.operator("tomas", company="globex") as other:
        for number in range(5):
            toy.hub.send_counters("acme", "company:acme", {"waiting": number})
        assert await klara.hear() == {"type": "counters", "waiting": 0}
        await pass_time(clock, 1.1)
        assert await klara.hear() == {"type": "counters", "waiting": 4}
        await pass_time(clock, 3)
        await nothing_more(klara, toy)
        await nothing_more(other, toy)
        toy.hub.send_counters("acme", "company:acme", {"waiting": 9})
        assert (await klara.hear())["waiting"] == 9


async def test_who_joins_has_the_latest_counters_of_his_own_topics_for_a_minute(
    server: LiveServer, toy: Toy, clock: VirtualClock
) -> None:
    for number in range(3):
        toy.hub.send_counters("acme", "company:acme", {"waiting": number})
    async with server.operator() as klara, server.operator("tomas", company="globex") as other:
        # Between his snapshot and his socket they may have changed, and no log holds them.
        assert await klara.hear() == {"type": "counters", "waiting": 2}
        await nothing_more(other, toy)
    await pass_time(clock, 62)
    async with server.operator() as late:
        await nothing_more(late, toy)


async def test_features_send_signals(server: LiveServer, toy: Toy) -> None:
    async with server.operator() as klara:
        toy.hub.send_signal("acme", [Delivery(("operator:klara", "company:acme"), "hello", {"a": 1})])
        assert await klara.hear() == {"type": "signal", "signal": "hello", "a": 1}
        await nothing_more(klara, toy)


async def test_state_is_reported(server: LiveServer, toy: Toy) -> None:
    state = {
        "visible": True, "focused": False, "notifications": "granted", "sound": "on", "microphone": "absent",
        "idle_seconds": 5,
    }  # fmt: skip
    async with server.operator() as klara:
        await klara.say(type="state", **state)
        await klara.say(type="state", **{**state, "sound": "loud"})
        assert (await klara.hear())["code"] == "frame_refused"
    assert [heard.idle_seconds for heard in toy.heard.states] == [5]
