"""Operators write first, on channels whose kind can: the sandbox declares that it can, web chat does not."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest

from hovor.channels.sandbox.adapter import Sandbox, wire
from hovor.channels.sandbox.standin import Outside
from hovor.companies import service as companies
from hovor.conversations.errors import AlreadyOpen, NotConnected
from hovor.conversations.queries import Conversation
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.errors import Invalid, NotFound, Refusal
from hovor.foundation.files.store import FileStore
from hovor.foundation.secrets import Vault
from hovor.messaging.channel import ApprovedTemplate, Kinds, StartRule, WindowRule
from hovor.messaging.errors import WindowClosed
from hovor.messaging.reactions import Dispatcher
from hovor.outreach import service
from hovor.outreach.errors import CannotStart, TemplateRequired, TemplateUnusable
from tests.conversations.floor import Floor

JANA = service.To("vendor", "jana")
BOOKED = ApprovedTemplate(
    id="booked", name="Rental booked", language="en", text="Hello {name}, ready on {day}."
)
VALUES = {"name": "Jana", "day": "Friday"}
BY_TEMPLATE = StartRule(to=("vendor",), by="template")


@pytest.fixture
def by_template(outside: Outside, tmp_path: Path) -> Kinds:
    """An outside that takes nothing but templates first."""
    return Kinds([], [Sandbox(outside, FileStore(tmp_path / "files"), start=BY_TEMPLATE)])


async def _desk(floor: Floor, kind: str = "sandbox") -> tuple[str, OperatorCaller]:
    group = await floor.group("Sales")
    channel = await floor.channel("Outside", group, kind=kind)
    klara = await floor.operator("Klára", groups=(group,), channels=(channel,))
    await floor.sign_in(klara)
    return channel, klara


async def _start(
    floor: Floor,
    caller: OperatorCaller,
    channel: str,
    kinds: Kinds,
    to: service.To = JANA,
    first: service.First = "Your boots are here",
) -> Conversation:
    return await floor.run(service.start, channel_id=channel, kinds=kinds, to=to, first=first, caller=caller)


async def _sent(floor: Floor, kinds: Kinds, outside: Outside, folder: Path) -> None:
    """Somebody sends until something has arrived."""
    dispatcher = Dispatcher(floor.database, kinds, Vault.from_file(folder / "key"))
    committed = asyncio.Event()
    floor.database.on_committed.append(lambda _: committed.set())
    sending = asyncio.create_task(dispatcher.run())
    async with asyncio.timeout(30):
        while not outside.ledger:
            await committed.wait()
            committed.clear()
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending


async def test_what_an_operator_writes_first_reaches_the_client_and_is_his(
    floor: Floor, kinds: Kinds, outside: Outside, tmp_path: Path
) -> None:
    channel, klara = await _desk(floor)
    started = await _start(floor, klara, channel, kinds)
    # He who was written to is waited for.
    assert (started.state, started.owner_id) == ("waiting_for_client", klara.operator_id)
    await _sent(floor, kinds, outside, tmp_path)
    assert [(one.to, one.text) for one in outside.ledger] == [("jana", "Your boots are here")]
    assert await floor.offers(klara) == []


async def test_inv_01_of_many_who_start_with_one_person_one_owns_him(floor: Floor, kinds: Kinds) -> None:
    channel, klara = await _desk(floor)
    tomas = await floor.operator("Tomáš", channels=(channel,))
    await floor.sign_in(tomas)
    answers = await asyncio.gather(
        *(_start(floor, each, channel, kinds) for each in (klara, tomas) * 10), return_exceptions=True
    )
    started = [one for one in answers if isinstance(one, Conversation)]
    refused = [one for one in answers if isinstance(one, AlreadyOpen)]
    assert (len(started), len(refused)) == (1, 19)
    assert {one.extra["conversation_id"] for one in refused} == {started[0].id}


async def test_inv_19_what_he_started_counts_and_nothing_is_offered_over_the_limit(
    floor: Floor, kinds: Kinds
) -> None:
    group = await floor.group("Sales")
    website = await floor.channel("Website", group)
    outside = await floor.channel("Outside", group, kind="sandbox")
    klara = await floor.operator("Klára", groups=(group,), channels=(website, outside))
    await floor.sign_in(klara)
    for number in range(5):
        to = service.To("vendor", f"client {number}")
        started = await _start(floor, klara, outside, kinds, to)
        # As long as its client has not answered it takes no room.
        await floor.go_on(klara, started.id)
    await floor.write(await floor.visitor(website))
    assert await floor.offers(klara) == []
    # His own decision is not bound by it, as with picking.
    sixth = await _start(floor, klara, outside, kinds, service.To("vendor", "client 6"))
    assert sixth.owner_id == klara.operator_id


async def test_where_it_cannot_be_it_is_refused(floor: Floor, kinds: Kinds) -> None:
    channel, klara = await _desk(floor)
    with pytest.raises(Invalid):
        await _start(floor, klara, channel, kinds, service.To("phone", "+420601900263"))
    with pytest.raises(Invalid):
        await _start(floor, klara, channel, kinds, service.To("vendor", " \u00a0"))
    with pytest.raises(NotFound):
        await _start(floor, klara, await floor.channel("Another's", kind="sandbox"), kinds)
    await floor.run(companies.change_channel, channel, {"enabled": False})
    with pytest.raises(CannotStart):
        await _start(floor, klara, channel, kinds)
    await floor.run(companies.change_channel, channel, {"enabled": True})
    await floor.disconnect(klara)
    await floor.wait(31)
    with pytest.raises(NotConnected):
        await _start(floor, klara, channel, kinds)


async def test_a_kind_that_only_answers_is_not_written_on_first(floor: Floor, kinds: Kinds) -> None:
    channel, klara = await _desk(floor, kind="webchat")
    with pytest.raises(CannotStart):
        await _start(floor, klara, channel, kinds)


async def test_a_kind_that_wants_a_template_takes_no_own_words(floor: Floor, by_template: Kinds) -> None:
    channel, klara = await _desk(floor)
    with pytest.raises(TemplateRequired):
        await _start(floor, klara, channel, by_template)


async def test_a_filled_template_reaches_the_vendor_as_what_it_is(
    floor: Floor, by_template: Kinds, outside: Outside, tmp_path: Path
) -> None:
    channel, klara = await _desk(floor)
    filled = service.Filled(BOOKED, {"name": "Jana {day}", "day": "Friday"})
    started = await _start(floor, klara, channel, by_template, first=filled)
    await _sent(floor, by_template, outside, tmp_path)
    (arrived,) = outside.ledger
    assert arrived.text == "Hello Jana {day}, ready on Friday."
    assert arrived.template == wire.Filled("booked", "en", {"name": "Jana {day}", "day": "Friday"})
    assert started.owner_id == klara.operator_id


async def test_inv_51_outside_the_window_a_template_is_what_may_be_said(
    floor: Floor, outside: Outside, tmp_path: Path
) -> None:
    channel, klara = await _desk(floor)
    files, window = FileStore(tmp_path / "files"), WindowRule(86_400, "templates")
    own_words = Kinds([], [Sandbox(outside, files, window=window)])
    with pytest.raises(WindowClosed):
        await _start(floor, klara, channel, own_words)
    by_template = Kinds([], [Sandbox(outside, files, window=window, start=BY_TEMPLATE)])
    filled = service.Filled(BOOKED, {"name": "Jana", "day": "Friday"})
    started = await _start(floor, klara, channel, by_template, first=filled)
    assert started.state == "waiting_for_client"


@pytest.mark.parametrize(
    ("template", "values", "why"),
    [
        (BOOKED, {"name": "Jana"}, Invalid),
        (BOOKED, {"name": "Jana", "day": " \u00a0"}, Invalid),
        (BOOKED, {"name": "Jana", "day": "Friday", "hour": "9"}, Invalid),
        (BOOKED, {"name": "Jana", "day": "x" * 5000}, Invalid),
        (msgspec.structs.replace(BOOKED, unusable="In review."), VALUES, TemplateUnusable),
    ],
    ids=["a place is left", "nothing to see", "no such place", "too long", "not approved"],
)
async def test_a_template_that_is_not_right_starts_nothing(
    floor: Floor,
    by_template: Kinds,
    template: ApprovedTemplate,
    values: Mapping[str, str],
    why: type[Refusal],
) -> None:
    channel, klara = await _desk(floor)
    with pytest.raises(why):
        await _start(floor, klara, channel, by_template, first=service.Filled(template, values))
    assert (await _start(floor, klara, channel, by_template, first=service.Filled(BOOKED, VALUES))).owner_id


async def test_where_one_starts_in_own_words_a_template_is_refused(floor: Floor, kinds: Kinds) -> None:
    channel, klara = await _desk(floor)
    with pytest.raises(Invalid):
        await _start(floor, klara, channel, kinds, first=service.Filled(BOOKED, VALUES))
