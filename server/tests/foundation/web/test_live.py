"""The live socket as its clients meet it, through a real server."""

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from hovor.foundation.events import Recorded
from hovor.foundation.live.feed import Feed
from hovor.foundation.live.socket import Socket
from hovor.foundation.live.subscription import Subscription
from hovor.foundation.live.views import Step
from tests.foundation.web.conftest import Connected, LiveServer, eventually, pass_time
from tests.foundation.web.support_app import Toy
from tests.foundation.web.support_feature import add, break_view, end_session, grant, move
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


# -- greeting ----------------------------------------------------------------------------------------------
# ----------------


async def test_ready_tells_position_and_heartbeat(server: LiveServer, toy: Toy) -> None:
    await put(toy)
    async with server.operator() as client:
        connection_id = client.ready.pop("connection_id")
        assert client.ready == {"type": "ready", "position": 1, "heartbeat_seconds": 4}
        assert toy.heard.of(connection_id) == ["opened"]


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
    "",
    "{}",
    "null",
    "[]",
    '{"type":"pong"}',
    '{"type":"hello"}',
    '{"type":"hello","ticket":"x","visitor_token":"y"}',
    '{"type":"hello","ticket":5}',
    '{"type":"hello","ticket":"x","after":-1}',
    '{"type":"hello","ticket":"x","more":1}',
    "not json",
    b"\xff\xfe",
    "[" * 100_000,
    '{"type":"hello","ticket":"' + "x" * 300 + '"}',
]


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
            async with server.socket(origin):
                pass
        assert refused.value.response.status_code == 403


async def test_a_cookie_alone_opens_nothing(server: LiveServer) -> None:
    async with server.socket(cookie="hovor_session=cookie-klara@acme") as client:
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


async def test_who_read_before_the_first_to_join_but_joins_after_him_misses_nothing(
    server: LiveServer, toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restart, when all come back at once."""
    await toy.run(grant, operator_id="klara", lines=["a"])
    subscribe, read, go_on = toy.hub._fan_out._subscribe, asyncio.Event(), asyncio.Event()

    async def slowly(socket: Socket, after: int | None) -> Subscription:
        given = await subscribe(socket, after)
        if not read.is_set():
            read.set()
            await go_on.wait()
        return given

    monkeypatch.setattr(toy.hub._fan_out, "_subscribe", slowly)
    async with server.socket() as klara:
        await klara.say(type="hello", ticket=await server.ticket(), after=1)
        await read.wait()
        await put(toy)
        async with server.operator("tomas"):
            go_on.set()
            assert (await klara.hear("event"))["position"] == 2


async def test_who_joins_ahead_of_the_others_hears_nothing_twice(server: LiveServer, toy: Toy) -> None:
    """What is committed is in the log a moment before it is passed on."""
    await toy.run(grant, operator_id="klara", lines=["a"])
    async with server.operator("tomas"):
        listeners, toy.database.on_committed[:] = toy.database.on_committed[:], []
        await put(toy, ref="in the log")
        toy.database.on_committed[:] = listeners
        async with server.operator(after=1) as klara:
            assert (await klara.hear("event"))["position"] == 2
            await put(toy, ref="passed on")
            assert (await klara.hear("event"))["position"] == 3
            assert not toy.hub._fan_out.feed("acme").ahead


async def test_who_joins_ahead_hears_once_what_changes_the_rights_of_another(
    server: LiveServer, toy: Toy
) -> None:
    """Tomas must hear of his rights although he is ahead; Klara has been told already what others hear."""
    await toy.run(grant, operator_id="klara", lines=["a"])
    async with server.operator("tomas"):
        listeners, toy.database.on_committed[:] = toy.database.on_committed[:], []
        await toy.run(grant, operator_id="tomas", lines=["a"], told="a")
        await put(toy, ref="in the log")
        toy.database.on_committed[:] = listeners
        async with server.operator(after=1) as klara, server.operator("tomas", after=3) as tomas:
            await put(toy, ref="passed on")
            assert [(await klara.hear("event"))["position"] for _ in range(3)] == [2, 3, 4]
            await tomas.hear("resync")
            await nothing_more(klara, toy)


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


async def test_what_is_told_during_a_read_that_finds_nothing_is_read_afterwards(
    server: LiveServer, toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    await toy.run(grant, operator_id="klara", lines=["a"])
    fan_out = toy.hub._fan_out
    build, found, go_on = fan_out._built, asyncio.Event(), asyncio.Event()

    async def slowly(feed: Feed, taken: list[Recorded]) -> list[Step]:
        steps = await build(feed, taken)
        if not found.is_set():
            found.set()
            await go_on.wait()
        return steps

    monkeypatch.setattr(fan_out, "_built", slowly)
    async with server.operator() as klara:
        listeners, toy.database.on_committed[:] = toy.database.on_committed[:], []
        fan_out.reached("", 0)
        await found.wait()
        await put(toy, ref="elsewhere")
        fan_out.reached("", 0)
        go_on.set()
        assert (await klara.hear("event"))["position"] == 2
        toy.database.on_committed[:] = listeners


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
