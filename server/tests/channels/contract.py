"""The promises that every channel keeps. A channel's test module gives a `world` and inherits them.

`ChannelContract` is for all channels; `PushedContract` adds what is due where a gateway carries messages out.
"""

from collections.abc import Sequence
from typing import Protocol

import pytest

from hovor.foundation.clock import Instant
from hovor.messaging.channel import ApprovedTemplate, Capabilities
from hovor.messaging.queries import EntryView
from hovor.messaging.service import Stored

FROM_HOVOR_ALONE = ("sent", "delivered", "read")


class World(Protocol):
    """One channel with its stand-in, and a client called by a name of his own at the other end."""

    capabilities: Capabilities
    longest: int
    """Characters that a client can write at once; what is longer, he learns, is too long."""

    async def write(self, person: str, text: str, ref: str, *, times: int = 1) -> None:
        """The client writes, and what he wrote comes in so many times."""

    async def bring(self, body: bytes) -> None:
        """Bring any bytes to the channel's own door, as its vendor or its client could."""

    async def say(self, person: str, text: str, ref: str) -> Stored:
        """An operator answers the client."""

    async def settle(self) -> None:
        """Let everything happen that happens by itself, on both sides."""

    async def timeline(self, person: str) -> Sequence[EntryView]:
        """What operators see."""

    def seen(self, person: str) -> list[str | None]:
        """What the client sees of what we said, in his order."""

    async def cut(self) -> None:
        """Cut the connection between the two sides."""

    async def mend(self) -> None:
        """Mend it."""

    async def read(self, person: str) -> None:
        """The client reads everything he has."""


def texts(timeline: Sequence[EntryView]) -> list[str | None]:
    return [entry.text for entry in timeline]


def ticks(timeline: Sequence[EntryView]) -> list[str]:
    return [entry.delivery.state for entry in timeline if entry.delivery is not None]


class ChannelContract:
    """What every channel promises."""

    async def test_inv_06_nothing_that_comes_in_is_dropped(self, world: World) -> None:
        written = [f"message {index}" for index in range(30)]
        for index, text in enumerate(written):
            await world.write("petra" if index % 2 else "jan", text, f"ref-{index}")
        await world.settle()
        assert texts(await world.timeline("petra")) == written[1::2]
        assert texts(await world.timeline("jan")) == written[::2]

    async def test_inv_47_a_repetition_is_the_same_message(self, world: World) -> None:
        await world.write("petra", "Hello", "a", times=3)
        await world.write("petra", "Hello", "b")
        await world.write("petra", "Hello", "a")
        await world.settle()
        assert texts(await world.timeline("petra")) == ["Hello", "Hello"]

    async def test_inv_48_both_sides_see_the_same_talk_in_the_same_order(self, world: World) -> None:
        await world.write("petra", "0", "client-0")
        await world.settle()
        for index in range(1, 20):
            if index % 3:
                await world.say("petra", str(index), f"ours-{index}")
            else:
                await world.write("petra", str(index), f"client-{index}")
                await world.settle()
        await world.settle()
        assert texts(await world.timeline("petra")) == [str(index) for index in range(20)]
        assert world.seen("petra") == [str(index) for index in range(20) if index % 3]

    async def test_inv_48_what_is_said_while_the_line_is_cut_arrives_once_and_in_order(
        self, world: World
    ) -> None:
        await world.write("petra", "Hello", "a")
        await world.settle()
        await world.cut()
        for index in range(5):
            await world.say("petra", str(index), f"ours-{index}")
        await world.mend()
        await world.settle()
        assert world.seen("petra") == ["0", "1", "2", "3", "4"]

    async def test_what_we_say_twice_under_one_reference_is_said_once(self, world: World) -> None:
        await world.write("petra", "Hello", "a")
        await world.settle()
        first = await world.say("petra", "Hi", "ours")
        again = await world.say("petra", "Hi", "ours")
        await world.settle()
        assert (again.entry_id, again.again) == (first.entry_id, True)
        assert world.seen("petra") == ["Hi"]

    async def test_ticks_rise_to_what_the_channel_can_tell(self, world: World) -> None:
        if world.capabilities.receipts is None:
            pytest.skip("this channel gives no receipts")
        await world.write("petra", "Hello", "a")
        await world.settle()
        await world.say("petra", "Hi", "ours")
        await world.settle()
        await world.read("petra")
        await world.settle()
        assert ticks(await world.timeline("petra")) == [world.capabilities.receipts.highest]

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "'; DROP TABLE entry; --",
            "\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe",
            "a\x00b",
            "👩‍👩‍👧‍👦 \N{COMBINING LONG STROKE OVERLAY}" * 50,
            "x" * 100_000,
        ],
        ids=["script", "sql", "bidi", "nul", "emoji", "long"],
    )
    async def test_hostile_words_are_kept_as_words(self, world: World, text: str) -> None:
        text = text[: world.longest]
        await world.write("petra", text, "a")
        await world.write("petra", "and on", "b")
        await world.settle()
        assert texts(await world.timeline("petra")) == [text.replace("\x00", "\ufffd"), "and on"]

    async def test_capabilities_are_the_same_every_time(self, world: World) -> None:
        again = world.capabilities
        assert again == world.capabilities
        assert again.text.characters >= 0
        assert (again.outbound == "pushed") == (again.sending is not None)


class PushedWorld(World, Protocol):
    """A world whose vendor has faults that can be turned on."""

    def now(self) -> Instant:
        """The instant on the clock both sides share."""

    async def lose_requests(self, count: int) -> None:
        """So many of our messages get lost on their way to the vendor."""

    async def lose_answers(self, count: int) -> None:
        """So many of our messages are taken, but we never learn of it."""

    async def refuse(self, *, again: bool) -> None:
        """The vendor refuses the next message, for now or for good."""

    async def forget(self) -> None:
        """From now on the vendor cannot say which messages he has."""

    async def crash(self) -> None:
        """The process that sends dies in the middle of what it does, and another one starts."""

    async def kept(self) -> Sequence[str]:
        """What came in and was not taken, as administrators see it."""

    async def say_and_hang(self, person: str, text: str, ref: str) -> None:
        """We say something; the vendor takes it and never answers."""

    async def copies(self, text: str) -> int:
        """How many copies of a text reached its client."""

    async def approved(self) -> Sequence[ApprovedTemplate]:
        """The templates that the vendor has approved."""

    async def report_in_disorder(self, person: str) -> None:
        """Receipts of everything said so far come again, late and backwards."""


class PushedContract(ChannelContract):
    """What a channel promises on top when a vendor carries its messages."""

    async def test_a_lost_request_is_sent_again(self, world: PushedWorld) -> None:
        await world.write("petra", "Hello", "a")
        await world.settle()
        await world.lose_requests(2)
        await world.say("petra", "one", "1")
        await world.say("petra", "two", "2")
        await world.settle()
        assert world.seen("petra") == ["one", "two"]

    async def test_a_lost_answer_makes_no_second_copy(self, world: PushedWorld) -> None:
        await world.write("petra", "Hello", "a")
        await world.settle()
        await world.lose_answers(1)
        await world.say("petra", "one", "1")
        await world.say("petra", "two", "2")
        await world.settle()
        assert world.seen("petra") == ["one", "two"]
        assert all(state in FROM_HOVOR_ALONE for state in ticks(await world.timeline("petra")))

    async def test_a_crash_after_the_vendor_took_it_makes_no_second_copy(self, world: PushedWorld) -> None:
        await world.write("petra", "Hello", "a")
        await world.settle()
        await world.say_and_hang("petra", "one", "1")
        await world.say("petra", "two", "2")
        await world.crash()
        await world.settle()
        assert world.seen("petra") == ["one", "two"]

    async def test_an_unknown_outcome_is_visible_and_never_repeated_by_itself(
        self, world: PushedWorld
    ) -> None:
        sending = world.capabilities.sending
        if sending is None or sending.own_reference or sending.unknown == "resend":
            pytest.skip("this channel may always send again")
        await world.write("petra", "Hello", "a")
        await world.settle()
        await world.forget()
        await world.lose_answers(1)
        await world.say("petra", "one", "1")
        await world.say("petra", "two", "2")
        await world.settle()
        assert await world.copies("one") == 1
        assert world.seen("petra") == ["one", "two"]
        states = ticks(await world.timeline("petra"))
        assert states[0] in {"unknown", *FROM_HOVOR_ALONE}
        assert states[1] in FROM_HOVOR_ALONE

    async def test_a_refusal_for_now_is_tried_again_in_order(self, world: PushedWorld) -> None:
        await world.write("petra", "Hello", "a")
        await world.settle()
        await world.refuse(again=True)
        await world.say("petra", "one", "1")
        await world.say("petra", "two", "2")
        await world.settle()
        assert world.seen("petra") == ["one", "two"]

    async def test_a_refusal_for_good_is_visible_with_its_reason_and_holds_up_nobody(
        self, world: PushedWorld
    ) -> None:
        await world.write("petra", "Hello", "a")
        await world.settle()
        await world.refuse(again=False)
        await world.say("petra", "one", "1")
        await world.say("petra", "two", "2")
        await world.settle()
        assert world.seen("petra") == ["two"]
        failed = next(entry.delivery for entry in await world.timeline("petra") if entry.text == "one")
        assert failed is not None
        assert failed.state == "failed"
        assert failed.reason

    async def test_every_place_of_an_approved_template_has_a_name(self, world: PushedWorld) -> None:
        start = world.capabilities.start
        if start is None or start.by != "template":
            pytest.skip("on this channel one starts in words of one's own, or not at all")
        approved = await world.approved()
        assert len({each.id for each in approved}) == len(approved) > 0
        for each in approved:
            values = dict.fromkeys(each.parameters(), "\N{BLACK SQUARE}")
            assert each.filled(values).strip()
            assert not set("{}") & set(each.filled(values))

    async def test_late_and_repeated_receipts_lower_nothing(self, world: PushedWorld) -> None:
        await world.write("petra", "Hello", "a")
        await world.settle()
        for index in range(3):
            await world.say("petra", str(index), str(index))
        await world.settle()
        before = ticks(await world.timeline("petra"))
        await world.report_in_disorder("petra")
        await world.settle()
        assert ticks(await world.timeline("petra")) == before

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b"\xff\xfe\x00",
            b"[" * 100_000,
            b'{"updates":[{"type":"message"}]}',
            b'{"updates":[{"type":"\xc3\xa9"},7,null,[],{"a":1}]}',
            b'{"updates":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        ],
        ids=["empty", "broken", "null", "list", "no-text", "deep", "no-id", "mixed", "deep-inside"],
    )
    async def test_inv_06_hostile_bytes_are_kept_and_hold_up_nothing(
        self, world: PushedWorld, body: bytes
    ) -> None:
        await world.bring(body)
        once = await world.kept()
        await world.bring(body)
        await world.write("petra", "Hello", "a")
        await world.settle()
        assert texts(await world.timeline("petra")) == ["Hello"]
        assert once
        assert await world.kept() == once
