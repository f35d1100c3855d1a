"""Entries: stored once, in order, with their views at hand."""

import asyncio

import pytest

from hovor.foundation.errors import Refusal
from hovor.messaging import queries
from hovor.messaging.errors import NothingSaid, TextTooLong, ThreadUnknown, WindowClosed
from hovor.messaging.events import ChangeRecorded, MessagePosted, MessageReceived, NoteAdded
from hovor.messaging.policy import MESSAGE_CHARACTERS
from hovor.messaging.queries import Carried
from hovor.messaging.service import Author, Content, Route
from tests.messaging.units import GREETER, PETRA, TALK, Units
from tests.support.clock import VirtualClock


async def test_a_talk_is_kept_in_its_order(units: Units) -> None:
    await units.open()
    await units.hear("Hello", "a")
    await units.say("Hello Petra", "b")
    await units.note("She is a regular", "c")
    await units.change("transferred", client_visible=False)
    timeline = await units.timeline()
    assert [(entry.number, entry.kind, entry.author.kind, entry.text) for entry in timeline] == [
        (1, "message", "client", "Hello"),
        (2, "message", "operator", "Hello Petra"),
        (3, "note", "operator", "She is a regular"),
        (4, "change", "system", None),
    ]
    assert timeline[3].change == {"what": "transferred"}
    assert timeline[1].author.name == "Klára Novotná"


async def test_inv_47_the_same_reference_is_the_same_message(units: Units) -> None:
    await units.open()
    first = await units.hear("Hello", "a")
    again = await units.hear("Hello, edited in vain", "a")
    assert (again.entry_id, again.number, again.again) == (first.entry_id, first.number, True)
    posted = await units.say("Hi", "a")
    assert not posted.again
    assert (await units.say("Hi", "a")).entry_id == posted.entry_id
    assert await units.texts() == ["Hello", "Hi"]
    assert [type(one.event) for one in await units.recorded()] == [MessageReceived, MessagePosted]
    assert (await units.thread()).entries == 2


async def test_inv_47_a_client_resending_after_the_end_does_not_write_into_the_next_talk(
    units: Units,
) -> None:
    await units.open("first")
    await units.open("second")
    first = await units.hear("Hello", "a", "first")
    again = await units.hear("Hello", "a", "second")
    assert (again.conversation_id, again.entry_id, again.again) == ("first", first.entry_id, True)
    assert await units.texts("second") == []
    known = await units.ask(queries.said_by_client, client_id="petra", client_ref="a")
    assert known == again
    assert await units.ask(queries.said_by_client, client_id="petra", client_ref="b") is None


async def test_references_of_different_people_do_not_meet(units: Units) -> None:
    await units.open("first")
    await units.open("second")
    await units.hear("Hello", "1", "first")
    await units.hear("Hello too", "1", "first", author=Author("client", "jan"))
    await units.say("Yes?", "1", "first")
    await units.say("Yes, please?", "1", "second")
    assert await units.texts("first") == ["Hello", "Hello too", "Yes?"]
    assert await units.texts("second") == ["Yes, please?"]


async def test_inv_48_a_thousand_messages_of_many_senders_are_numbered_without_a_gap(units: Units) -> None:
    await units.open()
    people = [Author("client", f"client-{index}") for index in range(20)]
    await asyncio.gather(
        *(units.hear(f"{index}", f"{index}", author=people[index % 20]) for index in range(1000)),
        *(units.hear(f"{index}", f"{index}", author=people[index % 20]) for index in range(0, 1000, 3)),
    )
    timeline = await units.timeline(limit=2000)
    assert [entry.number for entry in timeline] == list(range(1, 1001))
    for person in people:
        own = [int(entry.text or "") for entry in timeline if entry.author.id == person.id]
        assert own == sorted(own)
    assert (await units.thread()).unread == 1000


async def test_waiting_begins_with_the_first_unanswered_message(units: Units, clock: VirtualClock) -> None:
    await units.open()
    assert (await units.thread()).waiting_since is None
    await units.hear("Hello", "a")
    clock.advance(30)
    await units.hear("Anybody?", "b")
    await units.say("Somebody will be with you.", "c", author=GREETER)
    assert (await units.thread()).waiting_since == "2026-11-24T10:00:00.000Z"
    await units.note("I take it", "d")
    assert (await units.thread()).waiting_since is not None
    await units.say("Hello", "e")
    assert (await units.thread()).waiting_since is None


async def test_a_list_shows_the_newest_message_or_note(units: Units, clock: VirtualClock) -> None:
    await units.open()
    await units.hear("x" * 300, "a")
    clock.advance(1)
    await units.change("joined", client_visible=True)
    last = (await units.thread()).last
    assert last is not None
    assert (last.kind, last.author_kind, last.at) == ("message", "client", "2026-11-24T10:00:00.000Z")
    assert last.text == "x" * 139 + "…"


async def test_events_carry_the_very_views_that_the_tables_give(units: Units) -> None:
    await units.open()
    await units.hear("Hello", "a")
    await units.say("Hi", "b")
    await units.note("Hm", "c")
    await units.change("joined", client_visible=True)
    kinds = [type(one.event) for one in await units.recorded()]
    assert kinds == [MessageReceived, MessagePosted, NoteAdded, ChangeRecorded]
    recorded = await units.recorded()
    last = recorded[-1].carry
    assert isinstance(last, Carried)
    assert last.thread() == await units.thread()
    for one in recorded:
        read = await units.ask(queries.carried, [one.carry.row.id])
        carry = read[one.carry.row.id]
        assert carry.row == one.carry.row
        assert carry.client() == one.carry.client()
    assert recorded[0].carry.entry().thread.entries == 1


async def test_the_client_sees_neither_notes_nor_full_names(units: Units) -> None:
    await units.open("first")
    await units.open("second")
    await units.hear("Hello", "a", "first")
    await units.note("Difficult", "b", "first")
    await units.say("Hi", "c", "first")
    await units.change("ended", client_visible=True, talk="first")
    await units.change("tagged", client_visible=False, talk="first")
    await units.hear("Me again", "d", "second")
    seen = await units.ask(queries.client_messages, ["first", "second"], limit=100)
    assert [(one.conversation_id, one.number, one.text, one.author.name) for one in seen] == [
        ("first", 1, "Hello", None),
        ("first", 3, "Hi", "Klára"),
        ("first", 4, None, None),
        ("second", 1, "Me again", None),
    ]
    assert [one.client_ref for one in seen] == ["a", None, None, "d"]
    pages, after = [], None
    while page := await units.ask(queries.client_messages, ["first", "second"], after=after, limit=1):
        pages += page
        after = (page[-1].conversation_id, page[-1].number)
    assert pages == seen


async def test_pages_of_a_timeline_meet(units: Units) -> None:
    await units.open()
    for index in range(7):
        await units.hear(str(index), str(index))
    assert [entry.text for entry in await units.timeline(limit=3)] == ["4", "5", "6"]
    assert [entry.text for entry in await units.timeline(before=5, limit=3)] == ["1", "2", "3"]
    assert [entry.text for entry in await units.timeline(before=2, limit=3)] == ["0"]
    assert [entry.text for entry in await units.timeline(after=4, limit=2)] == ["4", "5"]


async def test_what_no_database_keeps_is_replaced_and_nothing_else(units: Units) -> None:
    await units.open()
    await units.hear("a\x00b\ud83dc\r\nd\re\N{GRINNING FACE}\u202e", "a")
    assert await units.texts() == ["a\ufffdb\ufffdc\nd\ne\N{GRINNING FACE}\u202e"]


@pytest.mark.parametrize("text", [None, "", " \n\t "])
async def test_nothing_is_not_a_message(units: Units, text: str | None) -> None:
    await units.open()
    with pytest.raises(NothingSaid):
        await units.say(Content(text), "a")
    assert (await units.hear(Content(text, unsupported="poll"), "a")).number == 1
    assert (await units.timeline())[0].change == {"what": "unsupported", "kind": "poll"}


async def test_a_client_may_write_at_length_and_we_may_not(units: Units) -> None:
    await units.open()
    await units.hear("x" * (MESSAGE_CHARACTERS + 1), "a")
    with pytest.raises(TextTooLong):
        await units.say("x" * (MESSAGE_CHARACTERS + 1), "b")


async def test_inv_51_free_text_is_refused_when_the_window_has_closed(
    units: Units, clock: VirtualClock
) -> None:
    await units.open(route=Route("whatsapp", window_seconds=86_400))
    with pytest.raises(WindowClosed):
        await units.say("We may not write first", "a")
    await units.hear("Hello", "b")
    clock.advance(86_399)
    posted = await units.say("Just in time", "c")
    clock.advance(1)
    with pytest.raises(WindowClosed):
        await units.say("Too late", "d")
    assert (await units.say("Just in time", "c")).entry_id == posted.entry_id
    await units.note("She wrote yesterday", "e")
    await units.hear("Still there", "f")
    await units.say("So are we", "g")


async def test_inv_52_another_company_finds_nothing(units: Units) -> None:
    await units.open()
    await units.hear("Hello", "a")
    other = Units(units.database, "other")
    for attempt in (other.hear("x", "a"), other.say("x", "b"), other.note("x", "c"), other.timeline()):
        with pytest.raises(ThreadUnknown):
            await attempt
    for mark in (other.read_by_us(1), other.read_by_client(1), other.change("x", client_visible=True)):
        with pytest.raises(Refusal):
            await mark
    assert await other.ask(queries.thread_views, [TALK]) == {}
    entry = (await units.timeline())[0]
    assert await other.ask(queries.carried, [entry.id]) == {}
    assert await other.ask(queries.client_messages, [TALK], limit=9) == []
    assert await other.ask(queries.said_by_client, client_id=PETRA.id, client_ref="a") is None
