"""Operators write first, on channels whose kind can: the sandbox declares that it can, web chat does not."""

import asyncio
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from typing_extensions import override

from hovor.channels.sandbox.adapter import Sandbox
from hovor.channels.sandbox.standin import Outside
from hovor.companies import service as companies
from hovor.conversations.errors import AlreadyOpen, NotConnected
from hovor.conversations.queries import Conversation
from hovor.foundation.caller import OperatorCaller
from hovor.foundation.errors import Invalid, NotFound
from hovor.foundation.files.store import FileStore
from hovor.foundation.secrets import Vault
from hovor.messaging.channel import Description, Kinds, StartRule
from hovor.messaging.reactions import Dispatcher
from hovor.outreach import service
from hovor.outreach.errors import CannotStart, TemplateRequired
from tests.conversations.floor import Floor

JANA = service.To("vendor", "jana")


class OnlyTemplates(Sandbox):
    """An outside that takes nothing but templates first."""

    @override
    def describe(self) -> Description:
        """As the sandbox, but for that."""
        own = super().describe()
        start = StartRule(to=("vendor",), by="template")
        return msgspec.structs.replace(
            own, capabilities=msgspec.structs.replace(own.capabilities, start=start)
        )


async def _desk(floor: Floor, kind: str = "sandbox") -> tuple[str, OperatorCaller]:
    group = await floor.group("Sales")
    channel = await floor.channel("Outside", group, kind=kind)
    klara = await floor.operator("Klára", groups=(group,), channels=(channel,))
    await floor.sign_in(klara)
    return channel, klara


async def _start(
    floor: Floor, caller: OperatorCaller, channel: str, kinds: Kinds, to: service.To = JANA
) -> Conversation:
    return await floor.run(
        service.start, channel_id=channel, kinds=kinds, to=to, text="Your boots are here", caller=caller
    )


async def test_what_an_operator_writes_first_reaches_the_client_and_is_his(
    floor: Floor, kinds: Kinds, outside: Outside, tmp_path: Path
) -> None:
    channel, klara = await _desk(floor)
    dispatcher = Dispatcher(floor.database, kinds, Vault.from_file(tmp_path / "key"))
    committed = asyncio.Event()
    floor.database.on_committed.append(lambda _: committed.set())
    sending = asyncio.create_task(dispatcher.run())
    started = await _start(floor, klara, channel, kinds)
    assert (started.state, started.owner_id) == ("active", klara.operator_id)
    async with asyncio.timeout(30):
        while not outside.ledger:
            await committed.wait()
            committed.clear()
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending
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
        await _start(floor, klara, outside, kinds, service.To("vendor", f"client {number}"))
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


async def test_a_kind_that_wants_a_template_takes_no_own_words(
    floor: Floor, outside: Outside, tmp_path: Path
) -> None:
    channel, klara = await _desk(floor)
    kinds = Kinds([], [OnlyTemplates(outside, FileStore(tmp_path / "files"))])
    with pytest.raises(TemplateRequired):
        await _start(floor, klara, channel, kinds)
