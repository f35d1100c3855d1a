"""The sandbox beyond what every channel promises: a bad day, files, signatures, and what people decide."""

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from hovor.channels.sandbox.adapter import SIGNING, wire
from hovor.companies import service as companies
from hovor.foundation.database import Database, Reading, Work
from hovor.foundation.files import records
from hovor.messaging import models, queries, service
from hovor.messaging.channel import (
    Challenge,
    Forged,
    Genuine,
    RawRequest,
    Rules,
    Signal,
    WindowRule,
)
from hovor.messaging.delivery import RANK
from hovor.messaging.errors import ChannelUnknown, NotResendable, WindowClosed
from hovor.messaging.service import Content
from tests.channels.contract import texts, ticks
from tests.channels.world import KEY, KLARA, PATIENCE, SECRET, SandboxWorld
from tests.support.clock import VirtualClock

ASKS = Rules(own_reference=False, unknown="ask")
KNOWS = Rules(own_reference=True, unknown="resend")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
async def world(database: Database, clock: VirtualClock, tmp_path: Path) -> AsyncIterator[SandboxWorld]:
    """A vendor who does not know our references."""
    opened = await SandboxWorld.open(database, clock, tmp_path, rules=ASKS)
    yield opened
    await opened.close()


async def begun(world: SandboxWorld, person: str = "petra") -> None:
    """The person has written, so that we may answer."""
    await world.write(person, "Hello", f"hello of {person}")
    await world.settle()


class BadDay:
    """A day on which everything goes wrong that can, drawn from one seed, and what should come of it."""

    def __init__(self, world: SandboxWorld, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)
        self.people = [f"person-{index}" for index in range(4)]
        self.written: dict[str, set[str]] = {person: {"Hello"} for person in self.people}
        self.said: dict[str, list[str]] = {person: [] for person in self.people}

    async def pass_by(self, steps: int) -> None:
        """Live through it; in the evening the faults end and everything comes to rest."""
        faults, chance = self.world.outside.faults, self.chance
        faults.duplicate, faults.shuffle = 2, chance.shuffle
        for step in range(steps):
            faults.hold, faults.batch = chance.randrange(4), chance.choice([1, 7, 100])
            await self.step(step, chance.choice(self.people))
            if chance.random() < 0.3:
                await self.world.outside.deliver(self.world.post)
            if chance.random() < 0.3:
                self.world.clock.advance(chance.choice([0.5, 2, 7]))
        faults.drop = faults.break_after = 0
        faults.refuse.clear()
        await self.world.settle()

    async def step(self, step: int, person: str) -> None:
        faults, chance = self.world.outside.faults, self.chance
        match chance.randrange(8):
            case 0:
                faults.drop += 1
            case 1:
                faults.break_after += 1
            case 2:
                pause = chance.choice([None, 3])
                faults.refuse.append(wire.Refused("quota", "Slow down.", again=True, pause_seconds=pause))
            case 3 | 4:
                self.written[person].add(f"in {step}")
                await self.world.write(person, f"in {step}", f"ref-{step}")
            case 5:
                await self.world.crash()
            case _:
                self.said[person].append(f"out {step}")
                await self.world.say(person, f"out {step}", f"out-{step}")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("rules", [ASKS, KNOWS], ids=["asks", "knows"])
async def test_inv_47_inv_48_a_bad_day_loses_doubles_and_lowers_nothing(
    database: Database, clock: VirtualClock, tmp_path: Path, seed: int, rules: Rules
) -> None:
    """What reached people is exactly what we said, in order, and what they wrote is exactly what we have."""
    world = await SandboxWorld.open(database, clock, tmp_path, rules=rules)
    day = BadDay(world, seed)
    for person in day.people:
        await begun(world, person)
    await day.pass_by(60)
    for person in day.people:
        timeline = await world.timeline(person)
        assert world.seen(person) == day.said[person]
        assert {entry.text for entry in timeline if entry.author.kind == "client"} == day.written[person]
        assert [entry.number for entry in timeline] == list(range(1, len(timeline) + 1))
        assert [tick for tick in ticks(timeline) if RANK.get(tick, 0) < RANK["sent"]] == []
    await world.close()


async def test_files_travel_both_ways_with_their_bytes(world: SandboxWorld) -> None:
    world.outside.send_file("petra", "holiday.png", PNG)
    await world.settle()
    arrived = (await world.timeline("petra"))[0]
    assert [(file.name, file.kind) for file in arrived.files] == [("holiday.png", "image/png")]
    talk = await world.talk("petra")
    file_id = arrived.files[0].file_id
    assert await world.ask(queries.file_conversations, file_id) == {talk}
    stored = await world.files.put(_stream(b"%PDF-1.4 offer"), "offer.pdf")
    ours = await world.run(records.add, stored=stored)
    content = Content("Our offer", (ours.id,))
    await world.run(service.post, conversation_id=talk, author=KLARA, client_ref="offer", content=content)
    await world.settle()
    sent = world.outside.ledger[-1].files
    assert [(file.name, file.content) for file in sent] == [("offer.pdf", b"%PDF-1.4 offer")]


async def test_a_file_that_cannot_be_had_does_not_cost_the_message(world: SandboxWorld) -> None:
    gone = {"id": "gone", "name": "gone.png"}
    world.outside.write("petra", "See the picture", files=[gone])
    world.outside.write("petra", None, files=[gone])
    world.outside.send_file("petra", "virus.exe", b"MZ\x90\x00 not a picture")
    await world.settle()
    timeline = await world.timeline("petra")
    assert [(entry.text, entry.change) for entry in timeline] == [
        ("See the picture", None),
        (None, {"what": "unsupported", "kind": "file"}),
        (None, {"what": "unsupported", "kind": "file"}),
    ]


async def test_inv_06_who_is_refused_and_what_fails_is_kept_once(world: SandboxWorld) -> None:
    for person in ("blocked", "poison"):
        await world.write(person, f"from {person}", person, times=2)
    await world.write("petra", "Hello", "a")
    await world.settle()
    assert texts(await world.timeline("petra")) == ["Hello"]
    kept = await world.ask(queries.inbound_refusals, limit=10)
    assert sorted(one.reason for one in kept) == ["blocked", "internal_error"]
    assert all("from " in one.raw for one in kept)


async def test_only_who_holds_the_secret_is_believed(world: SandboxWorld) -> None:
    genuine = world.outside.request(
        b'{"updates":[{"type":"message","id":"1","from":{"id":"petra"},"text":"x"}]}'
    )
    forged = [
        msgspec.structs.replace(genuine, body=genuine.body.replace(b"petra", b"jan")),
        msgspec.structs.replace(genuine, headers={}),
        msgspec.structs.replace(genuine, headers={"x-sandbox-signature": "sha256=é\ud800"}),
    ]
    for request in forged:
        assert isinstance(await world.intake.take(KEY, request), Forged)
    assert isinstance(await world.intake.take(KEY, genuine), Genuine)
    asked = RawRequest("GET", "/", {"token": SECRET, "challenge": "42"}, {}, b"")
    assert await world.intake.take(KEY, asked) == Challenge("42")
    wrong = msgspec.structs.replace(asked, query={"token": "guess", "challenge": "42"})
    assert isinstance(await world.intake.take(KEY, wrong), Forged)
    with pytest.raises(ChannelUnknown):
        await world.intake.take("no-such-key", genuine)


async def test_an_operator_may_send_again_what_nobody_knows_and_give_up_what_failed(
    world: SandboxWorld,
) -> None:
    await begun(world)
    await world.forget()
    await world.lose_answers(1)
    world.outside._receipts = ()
    unknown = await world.say("petra", "one", "1")
    await world.settle()
    assert ticks(await world.timeline("petra")) == ["unknown"]
    await world.refuse(again=False)
    talk = await world.talk("petra")
    names: dict[str, Any] = {"conversation_id": talk, "entry_id": unknown.entry_id, "rules": ASKS}
    assert [one.state for one in await world.ask(queries.troubled_deliveries, limit=9)] == ["unknown"]
    await world.run(service.resend, **names)
    await world.settle()
    assert ticks(await world.timeline("petra")) == ["failed"]
    await world.run(service.cancel, **names)
    assert ticks(await world.timeline("petra")) == ["cancelled"]
    await world.run(service.resend, **names)
    await world.settle()
    assert ticks(await world.timeline("petra")) == ["accepted"]
    with pytest.raises(NotResendable):
        await world.run(service.resend, **names)
    with pytest.raises(NotResendable):
        await world.run(service.cancel, **names)
    with pytest.raises(NotResendable):
        await world.run(service.resend, **{**names, "conversation_id": "another"})
    references = [one.reference for one in world.outside.ledger]
    assert references == [unknown.entry_id, f"{unknown.entry_id}.2"]


async def test_a_receipt_that_comes_before_we_know_the_name_is_applied_later(world: SandboxWorld) -> None:
    await begun(world)
    world.outside._receipts = ()
    await world.say_and_hang("petra", "one", "1")
    world.outside.report(world.outside.ledger[0].id, "delivered")
    await world.outside.deliver(world.post)
    assert ticks(await world.timeline("petra")) == ["queued"]
    await world.crash()
    await world.settle()
    assert ticks(await world.timeline("petra")) == ["delivered"]
    assert await world.ask(_count, models.early_receipt) == 0


async def test_every_step_of_a_delivery_is_kept(world: SandboxWorld) -> None:
    await begun(world)
    await world.refuse(again=True)
    await world.say("petra", "one", "1")
    await world.settle()
    world.outside.report(world.outside.ledger[0].id, "failed")
    await world.settle()
    steps = await world.ask(_steps)
    assert [(fact, state) for fact, state, _ in steps] == [
        ("claimed", "sending"),
        ("rejected", "retry_wait"),
        ("claimed", "sending"),
        ("accepted", "accepted"),
        ("receipt", "sent"),
        ("receipt", "delivered"),
        ("receipt", "read"),
        ("receipt", "read"),
    ]
    assert steps[-1][2] == "failed after read"


async def test_a_watermark_raises_everything_before_it(world: SandboxWorld) -> None:
    await begun(world)
    world.outside._receipts = ()
    for index in range(3):
        await world.say("petra", str(index), str(index))
    await world.settle()
    world.outside.read_up_to("petra", world.outside.ledger[0].id, "delivered")
    world.outside.read_up_to("petra", world.outside.ledger[1].id)
    world.outside.read_up_to("petra", "never heard of")
    await world.settle()
    assert ticks(await world.timeline("petra")) == ["read", "read", "accepted"]


async def test_a_channel_in_trouble_says_so_until_it_works_again(world: SandboxWorld) -> None:
    await begun(world)
    await world.cut()
    await world.say("petra", "one", "1")
    reason = await state_of(world, "partly_working")
    assert reason == "The outside world does not answer; messages to clients wait."
    await world.mend()
    await world.settle()
    assert await state_of(world, "working") is None


async def state_of(world: SandboxWorld, wanted: str) -> str | None:
    """Wait until the channel's health is told to be so; answers the reason."""
    for _ in range(PATIENCE):
        health = (await world.ask(queries.health)).get(world.channel_id)
        if health is not None and health.state == wanted:
            return health.reason
    raise AssertionError(f"the channel never became {wanted}")


async def test_a_channel_turned_off_keeps_what_is_to_be_said(world: SandboxWorld) -> None:
    await begun(world)
    await world.run(_switch, channel_id=world.channel_id, enabled=False)
    await world.say("petra", "one", "1")
    for _ in range(PATIENCE):
        if ticks(await world.timeline("petra")) == ["retry_wait"]:
            break
    assert world.seen("petra") == []
    await world.run(_switch, channel_id=world.channel_id, enabled=True)
    await world.settle()
    assert world.seen("petra") == ["one"]


async def test_what_could_not_leave_in_time_fails_aloud_and_lets_the_next_pass(world: SandboxWorld) -> None:
    await begun(world)
    await world.cut()
    await world.say("petra", "one", "1")
    await world.settle()
    assert ticks(await world.timeline("petra")) == ["failed"]
    await world.mend()
    await world.say("petra", "two", "2")
    await world.settle()
    assert world.seen("petra") == ["two"]


async def test_inv_51_the_window_of_a_channel_is_kept(
    database: Database, clock: VirtualClock, tmp_path: Path
) -> None:
    window = WindowRule(86_400, "templates")
    world = await SandboxWorld.open(database, clock, tmp_path, rules=ASKS, window=window)
    await begun(world)
    clock.advance(86_400)
    with pytest.raises(WindowClosed):
        await world.say("petra", "too late", "1")
    await world.write("petra", "still there?", "b")
    await world.settle()
    await world.say("petra", "yes", "2")
    await world.settle()
    assert world.seen("petra") == ["yes"]
    await world.close()


async def test_typing_and_new_addresses_are_passed_on(world: SandboxWorld) -> None:
    world.outside.tell(b'{"type":"typing","from":{"id":"petra"},"on":true}')
    world.outside.tell(b'{"type":"renamed","id":"r1","from":{"id":"petra"},"now":{"id":"pet\\u0000ra"}}')
    await world.settle()
    assert [one.sender[0].value for one in world.desk.typed] == ["petra"]
    assert [one.now.value for one in world.desk.changed] == ["pet\ufffdra"]


async def test_signs_reach_the_outside_and_may_get_lost(world: SandboxWorld) -> None:
    channel = await world.ask(queries.channel_by_id, world.channel_id, vault=world.vault)
    assert channel.secrets == {SIGNING: SECRET}
    typing = Signal(kind="typing", recipient="petra")
    await world.sandbox.signal(channel, typing)
    await world.cut()
    await world.sandbox.signal(channel, typing)
    assert [(sign.kind, sign.to) for sign in world.outside.signs] == [("typing", "petra")]


async def _stream(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _count(reading: Reading, table: sa.Table) -> int:
    row = reading.one(sa.select(sa.func.count()).select_from(table))
    return 0 if row is None else row[0]


def _steps(reading: Reading) -> list[tuple[str, str, str | None]]:
    steps = models.delivery_step.c
    rows = reading.all(sa.select(steps.fact, steps.state, steps.anomaly).order_by(steps.version))
    return [(fact, state, anomaly) for fact, state, anomaly in rows]


def _switch(work: Work, *, channel_id: str, enabled: bool) -> None:
    companies.change_channel(work, channel_id, {"enabled": enabled})


async def test_settings_are_explained(world: SandboxWorld) -> None:
    assert await world.sandbox.validate_settings({}, {SIGNING: "secret"}) == []
    problems = await world.sandbox.validate_settings({"colour": "red"}, {})
    assert [problem.field for problem in problems] == ["colour", SIGNING]
    assert not world.sandbox.describe().offered
