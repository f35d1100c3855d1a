"""The live socket as its clients meet it, through a real server."""

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hovor.foundation.clock import SECOND
from hovor.foundation.live.declarations import Delivery
from tests.foundation.web.conftest import LiveServer, eventually, pass_time
from tests.foundation.web.support_app import Toy, add, break_view, end_session, grant, move
from tests.support.clock import VirtualClock


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


async def put(toy: Toy, line: str = "a", text: str = "hello", ref: str = "r1", company: str = "acme") -> str:
    done = await toy.run(add, line=line, text=text, client_ref=ref, company=company)
    identifier: str = done["id"]
    return identifier


async def nothing_more(client: Any, toy: Toy) -> None:
    """Nothing but pings came before the answer to a frame that is sent now."""
    await client.say(type="watch", conversation_id="closed")
    frame = await client.hear()
    assert frame["type"] == "error", frame


# -- greeting ----------------------------------------------------------------------------------------------
# ----------------


async def test_ready_tells_position_and_heartbeat(server: LiveServer, toy: Toy) -> None:
    await put(toy)
    async with server.operator() as client:
        assert client.ready == {"type": "ready", "position": 1, "heartbeat_seconds": 4}


async def test_visitors_are_pinged_less_often(server: LiveServer) -> None:
    async with server.socket() as client:
        await client.say(type="hello", visitor_token="token-vera@acme", after=None)
        assert (await client.hear("ready"))["heartbeat_seconds"] == 25


async def test_a_ticket_opens_one_socket(server: LiveServer) -> None:
    ticket = await server.ticket()
    async with server.socket() as first, server.socket() as second:
        await first.say(type="hello", ticket=ticket, after=None)
        await first.hear("ready")
        await second.say(type="hello", ticket=ticket, after=None)
        code, before = await second.until_closed()
    assert code == 4401
    assert [frame["code"] for frame in before] == ["not_signed_in"]


async def test_a_ticket_is_worthless_after_30_seconds(server: LiveServer, clock: VirtualClock) -> None:
    ticket = await server.ticket()
    clock.advance(30)
    async with server.socket() as client:
        await client.say(type="hello", ticket=ticket, after=None)
        assert (await client.until_closed())[0] == 4401


async def test_a_ticket_dies_with_its_session(server: LiveServer, toy: Toy) -> None:
    ticket = await server.ticket()
    toy.people.ended.add("session-klara@acme")
    async with server.socket() as client:
        await client.say(type="hello", ticket=ticket, after=None)
        assert (await client.until_closed())[0] == 4401


HELLOS: list[str | bytes] = [
    "", "{}", "null", "[]", '{"type":"pong"}', '{"type":"hello"}', '{"type":"hello","ticket":"x","visitor_token":"y"}',
    '{"type":"hello","ticket":5}', '{"type":"hello","ticket":"x","after":-1}', '{"type":"hello","ticket":"x","more":1}',
    "not json", b"\xff\xfe", "[" * 100_000, '{"type":"hello","ticket":"' + "x" * 300 + '"}',
]  # fmt: skip


@pytest.mark.parametrize("hello", HELLOS)
async def test_who_does_not_say_hello_is_shown_out(server: LiveServer, hello: str | bytes) -> None:
    async with server.socket() as client:
        await client.socket.send(hello)
        code, before = await client.until_closed()
    assert code == 1008
    assert [set(frame) for frame in before] == [{"type", "code", "reference"}]


async def test_who_says_nothing_is_shown_out(server: LiveServer, clock: VirtualClock) -> None:
    async with server.socket() as client:
        await eventually(lambda: clock.next_wake is not None)
        await pass_time(clock, 10.2)
        assert (await client.until_closed())[0] == 1008


async def test_foreign_pages_are_refused_at_the_upgrade(server: LiveServer) -> None:
    for origin in ("https://evil.example", "null", f"https://127.0.0.1:{server.port}"):
        with pytest.raises(InvalidStatus) as refused:
            async with connect(server.url, origin=origin):
                pass
        assert refused.value.response.status_code == 403


async def test_a_cookie_alone_opens_nothing(server: LiveServer) -> None:
    headers = {"cookie": "hovor_session=cookie-klara@acme"}
    async with server.socket(additional_headers=headers) as client:
        await client.say(type="hello", after=None)
        assert (await client.until_closed())[0] == 1008


async def test_operators_come_from_our_own_pages_only(server: LiveServer) -> None:
    async with server.socket(origin=f"http://127.0.0.1:{server.port}") as client:
        await client.say(type="hello", ticket=await server.ticket(), after=None)
        await client.hear("ready")
    async with server.socket(origin="https://shop.example") as client:
        await client.say(type="hello", ticket=await server.ticket(), after=None)
        code, before = await client.until_closed()
    assert (code, before[0]["code"]) == (1008, "origin_not_allowed")


async def test_visitors_come_from_the_sites_of_their_own_channel_only(server: LiveServer) -> None:
    async with server.socket(origin="https://shop.example") as client:
        await client.say(type="hello", visitor_token="token-vera@acme", after=None)
        await client.hear("ready")
    async with server.socket(origin="https://shop.example") as client:
        await client.say(type="hello", visitor_token="token-vera@globex", after=None)
        assert (await client.until_closed())[0] == 1008


async def test_other_addresses_take_no_sockets(server: LiveServer) -> None:
    with pytest.raises(InvalidStatus):
        async with connect(server.url + "/other"):
            pass


# -- events ------------------------------------------------------------------------------------------------
# ----------------


async def test_an_event_goes_to_whoever_may_see_it(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    async with server.operator("klara") as klara, server.operator("tomas") as tomas:
        identifier = await put(toy)
        assert await klara.hear() == {
            "type": "event",
            "position": 2,
            "event": "item.added",
            "data": {"id": identifier, "line": "a", "text": "hello", "version": 1},
        }
        await nothing_more(tomas, toy)


async def test_inv_52_no_event_of_one_company_reaches_another(server: LiveServer, toy: Toy) -> None:
    for company in ("acme", "globex"):
        await toy.run(grant, company=company, operator_id="klara", lines=["a"])
    async with server.operator(company="acme") as acme, server.operator(company="globex") as globex:
        await put(toy, company="acme")
        await acme.hear("event")
        await nothing_more(globex, toy)


async def test_an_event_comes_once_however_many_topics_it_has(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a", "b"])
    item_id = await put(toy)
    async with server.operator() as klara:
        await toy.run(move, item_id=item_id, line="b")
        assert (await klara.hear("event"))["event"] == "item.moved"
        await nothing_more(klara, toy)


async def test_who_sees_a_thing_no_more_is_told_that_it_is_gone(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    item_id = await put(toy)
    async with server.operator() as klara:
        await toy.run(move, item_id=item_id, line="secret")
        frame = await klara.hear("event")
        assert (frame["event"], frame["data"]) == ("item.removed", {"id": item_id})


async def test_missed_events_come_after_ready_in_order(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    for number in range(5):
        await put(toy, ref=f"r{number}")
    async with server.operator(after=2) as klara:
        assert klara.ready["position"] == 2
        assert [(await klara.hear("event"))["position"] for _ in range(4)] == [3, 4, 5, 6]
        assert (await klara.hear("ping"))["position"] == 6
        await put(toy, ref="later")
        assert (await klara.hear("event"))["position"] == 7


async def test_a_place_that_cannot_be_continued_is_a_resync(server: LiveServer, toy: Toy) -> None:
    async with server.operator(after=5) as klara:
        assert klara.ready["position"] == 0
        await klara.hear("resync")


async def test_too_much_missed_is_a_resync(
    server: LiveServer, toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hovor.foundation.live.subscription.MOST_MISSED", 3)
    for number in range(5):
        await put(toy, ref=f"r{number}")
    async with server.operator(after=1) as klara:
        await klara.hear("resync")
    async with server.operator(after=2) as klara:
        assert (await klara.hear("ping"))["position"] == 5


async def test_a_view_that_cannot_be_built_makes_everybody_fetch_anew(server: LiveServer, toy: Toy) -> None:
    async with server.operator() as klara:
        await toy.run(break_view)
        await klara.hear("resync")
        await toy.run(grant, operator_id="tomas", lines=[])
        await nothing_more(klara, toy)


async def test_events_of_another_process_are_read_from_the_log(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    async with server.operator() as klara:
        listeners, toy.database.on_committed[:] = toy.database.on_committed[:], []
        await put(toy, ref="elsewhere 1")
        await put(toy, ref="elsewhere 2")
        toy.hub._fan_out.reached("acme", 3)
        assert [(await klara.hear("event"))["position"] for _ in range(2)] == [2, 3]
        await put(toy, ref="elsewhere 3")
        toy.database.on_committed[:] = listeners
        await put(toy, ref="here")
        assert [(await klara.hear("event"))["position"] for _ in range(2)] == [4, 5]
        toy.hub._fan_out.reached("", 0)
        await nothing_more(klara, toy)


# -- rights ------------------------------------------------------------------------------------------------
# ----------------


async def test_changed_rights_count_at_once_and_bring_a_resync(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    async with server.operator() as klara:
        await toy.run(grant, operator_id="klara", lines=["b"])
        await put(toy, line="a", ref="r1")
        await klara.hear("resync")
        await put(toy, line="b", ref="r2")
        frame = await klara.hear()
        assert frame["data"]["line"] == "b"


async def test_a_right_that_changed_while_away_is_a_resync(server: LiveServer, toy: Toy) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    async with server.operator(after=0) as klara:
        await klara.hear("resync")


async def test_an_ended_session_loses_its_sockets_and_only_its_own(server: LiveServer, toy: Toy) -> None:
    async with server.operator("klara") as klara, server.operator("tomas") as tomas:
        await toy.run(end_session, session_id="session-klara@acme")
        assert (await klara.until_closed())[0] == 4401
        await nothing_more(tomas, toy)


async def test_a_resync_finds_out_who_is_nobody_any_more(server: LiveServer, toy: Toy) -> None:
    async with server.operator() as klara:
        toy.people.ended.add("session-klara@acme")
        await toy.run(grant, operator_id="klara", lines=["a"])
        assert (await klara.until_closed())[0] == 4401


async def test_watching_adds_a_conversation_for_who_may(server: LiveServer, toy: Toy) -> None:
    async with server.operator() as klara:
        await klara.say(type="watch", conversation_id="closed")
        assert (await klara.hear())["code"] == "not_found"
        await klara.say(type="watch", conversation_id="open1")
        assert await klara.hear() == {"type": "watching", "conversation_id": "open1", "position": 0}
        await put(toy, line="open1")
        assert (await klara.hear("event"))["data"]["line"] == "open1"
        await toy.run(grant, operator_id="klara", lines=[])
        await klara.hear("resync")
        await put(toy, line="open1", ref="r2")
        assert (await klara.hear("event"))["data"]["line"] == "open1"


async def test_only_the_latest_watched_conversations_count(server: LiveServer, toy: Toy) -> None:
    async with server.operator() as klara:
        for number in range(21):
            await klara.say(type="watch", conversation_id=f"open{number}")
            await klara.hear("watching")
        await put(toy, line="open0")
        await put(toy, line="open20", ref="r2")
        assert (await klara.hear("event"))["data"]["line"] == "open20"


# -- posts, signals, counters
# ----------------------------------------------------------------------------------------------


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


# -- heartbeats --------------------------------------------------------------------------------------------
# ----------------


async def beat(client: Any, clock: VirtualClock, seconds: float) -> None:
    """Time passes, and every ping is answered at once."""

    async def answer() -> None:
        while True:
            await client.hear("ping")
            await client.say(type="pong")

    answering = asyncio.create_task(answer())
    for _ in range(round(seconds * 2)):
        await pass_time(clock, 0.5)
        await asyncio.sleep(0.005)
    answering.cancel()


async def test_a_console_that_answers_is_never_suspect(
    server: LiveServer, toy: Toy, clock: VirtualClock
) -> None:
    async with server.operator() as klara:
        await beat(klara, clock, 60)
    await eventually(lambda: len(toy.heard.calls) == 2)
    assert [what for what, _ in toy.heard.calls] == ["opened", "closed"]


async def test_inv_28_silence_makes_suspect_after_10_and_lost_after_30_seconds(
    server: LiveServer, toy: Toy, clock: VirtualClock
) -> None:
    async with server.operator() as klara:
        started = clock.now()
        at: dict[str, float] = {}
        for _ in range(400):
            await pass_time(clock, 0.1)
            for what, _connection in toy.heard.calls:
                at.setdefault(what, (clock.now() - started) / SECOND)
        assert (await klara.until_closed())[0] == 4408
    assert 10 <= at["suspect"] <= 10.25
    assert 30 <= at["lost"] <= 30.25
    assert [what for what, _ in toy.heard.calls] == ["opened", "suspect", "lost"]


async def test_a_suspect_console_that_is_heard_is_restored(
    server: LiveServer, toy: Toy, clock: VirtualClock
) -> None:
    async with server.operator() as klara:
        await pass_time(clock, 12)
        await klara.say(type="pong")
        await eventually(lambda: len(toy.heard.calls) == 3)
        await beat(klara, clock, 20)
        assert [what for what, _ in toy.heard.calls] == ["opened", "suspect", "restored"]


async def test_pings_tell_the_position(server: LiveServer, toy: Toy, clock: VirtualClock) -> None:
    async with server.operator() as klara:
        await put(toy)
        await pass_time(clock, 4.2)
        assert (await klara.hear("ping"))["position"] == 1


async def test_a_process_that_slept_forgives_the_silence(
    server: LiveServer, toy: Toy, clock: VirtualClock
) -> None:
    async with server.operator() as klara:
        clock.advance(3_600)
        await asyncio.sleep(0.05)
        await beat(klara, clock, 15)
    assert "suspect" not in [what for what, _ in toy.heard.calls]


async def test_reports_are_repeated_until_the_database_takes_them(
    server: LiveServer, toy: Toy, clock: VirtualClock
) -> None:
    async with server.operator():
        toy.heard.unavailable = 3
    for _ in range(50):
        await pass_time(clock, 0.5)
        await asyncio.sleep(0.005)
    assert [what for what, _ in toy.heard.calls] == ["opened", "closed"]


# -- trouble -----------------------------------------------------------------------------------------------
# ----------------


async def test_a_storage_failure_at_the_greeting_sends_away_for_later(server: LiveServer, toy: Toy) -> None:
    toy.heard.unavailable = 1
    async with server.socket() as client:
        await client.say(type="hello", ticket=await server.ticket(), after=None)
        assert (await client.until_closed())[0] == 1013
    assert toy.heard.calls == []


async def test_who_sends_rubbish_without_end_is_cut(server: LiveServer) -> None:
    async with server.operator() as klara:
        for _ in range(25):
            await klara.socket.send("rubbish")
        code, before = await klara.until_closed()
    assert code == 1008
    assert {frame["code"] for frame in before} == {"frame_refused"}


async def test_who_talks_without_end_is_cut(server: LiveServer) -> None:
    async with server.operator() as klara:
        with pytest.raises(ConnectionClosed):
            for _ in range(5_000):
                await klara.say(type="pong")
                await asyncio.sleep(0)
        assert klara.socket.close_code == 1008


async def test_a_frame_too_long_ends_the_socket_and_nothing_else(server: LiveServer, toy: Toy) -> None:
    async with server.operator() as klara, server.operator("tomas") as tomas:
        with pytest.raises(ConnectionClosed):
            await klara.socket.send("x" * (300 << 10))
            await klara.hear()
        await nothing_more(tomas, toy)


async def test_a_restart_says_so(server: LiveServer, toy: Toy) -> None:
    async with server.operator() as klara:
        await toy.hub.close()
        assert (await klara.until_closed())[0] == 1012


async def test_nothing_stays_behind(server: LiveServer, toy: Toy) -> None:
    async with server.operator(), server.visitor():
        assert len(toy.hub._sockets) == 2
    await eventually(lambda: not toy.hub._sockets)
    assert toy.hub._fan_out._feeds == {}
