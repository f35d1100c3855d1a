"""What is noted beside a conversation, by colleagues and by the client."""

from typing import Literal

import pytest

from hovor.conversations import queries, service
from hovor.conversations.errors import NameTaken, NotYours, ParameterLocked, TagUnknown
from hovor.conversations.queries import ConversationView, Label
from hovor.conversations.service import Changes, LabelChange
from hovor.foundation.caller import Caller, OperatorCaller
from hovor.foundation.errors import NotAllowed, NotFound
from tests.conversations.floor import Floor


async def label(
    floor: Floor, kind: Literal["outcomes", "tags"], name: str, caller: OperatorCaller, **more: object
) -> Label:
    """An administrator saves one."""
    wanted = LabelChange(name=name, **more)  # type: ignore[arg-type]
    return await floor.run(service.save_label, kind=kind, label=wanted, caller=caller)


async def change(floor: Floor, conversation_id: str, changes: Changes, caller: Caller) -> ConversationView:
    """Somebody changes something."""
    row = await floor.run(service.change, conversation_id=conversation_id, changes=changes, caller=caller)
    return await floor.ask(queries.view, row)


@pytest.mark.parametrize("kind", ["outcomes", "tags"])
async def test_administrators_keep_the_lists_and_names_are_used_once(
    floor: Floor, kind: Literal["outcomes", "tags"]
) -> None:
    ada = await floor.operator("Ada", role="administrator")
    sofia = await floor.operator("Sofia", role="supervisor")
    first = await label(floor, kind, "Billing", ada)
    with pytest.raises(NotAllowed):
        await label(floor, kind, "Other", sofia)
    with pytest.raises(NameTaken):
        await label(floor, kind, "BILLING", ada)
    with pytest.raises(NotFound):
        await label(floor, kind, "Other", ada, id="made up")
    renamed = await label(floor, kind, "Invoices", ada, id=first.id)
    assert (renamed.id, renamed.version) == (first.id, 2)
    retired = await label(floor, kind, "Invoices", ada, id=first.id, retired=True)
    assert retired.retired_at == floor.clock.now()
    again = await label(floor, kind, "Invoices", ada)
    listed = await floor.ask(queries.outcomes if kind == "outcomes" else queries.tags)
    assert {each.id for each in listed} == {first.id, again.id}


async def test_tags_are_set_as_a_whole(floor: Floor) -> None:
    ada = await floor.operator("Ada", role="administrator")
    billing, urgent = [await label(floor, "tags", name, ada) for name in ("Billing", "Urgent")]
    talk = (await floor.write(await floor.visitor(await floor.channel("Website")))).conversation_id
    view = await change(floor, talk, Changes(tag_ids=[urgent.id, billing.id]), ada)
    assert [each.name for each in view.tags] == ["Billing", "Urgent"]
    with pytest.raises(TagUnknown):
        await change(floor, talk, Changes(tag_ids=["made up"]), ada)
    view = await change(floor, talk, Changes(tag_ids=[]), ada)
    assert view.tags == ()


async def test_what_a_website_says_is_not_for_operators_to_change(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    await change(floor, talk, Changes(parameters={"order": "4711"}), visitor)
    with pytest.raises(ParameterLocked):
        await change(floor, talk, Changes(parameters={"order": "1"}), klara)
    view = await change(floor, talk, Changes(parameters={"size": "M", "gone": None}), klara)
    assert [(each.name, each.value, each.source, each.read_only) for each in view.parameters] == [
        ("order", "4711", "website", True),
        ("size", "M", "operator", False),
    ]
    view = await change(floor, talk, Changes(parameters={"size": None}), klara)
    assert [each.name for each in view.parameters] == ["order"]


async def test_a_client_rates_his_own_conversation_and_nothing_else(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    view = await change(floor, talk, Changes(rating=5, rating_comment="Quick!"), visitor)
    assert view.rating == 5
    row = await floor.conversation(talk)
    assert (await floor.ask(queries.client_view, row)).rated
    with pytest.raises(NotYours):
        await change(floor, talk, Changes(subject="Mine"), visitor)
    with pytest.raises(NotYours):
        await change(floor, talk, Changes(rating=1), klara)
    with pytest.raises(NotFound):
        await change(floor, talk, Changes(rating=1), await floor.visitor(channel))


async def test_inv_04_a_closed_conversation_can_be_tagged_and_stays_closed(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.end(klara, talk)
    await floor.finish(klara, talk)
    view = await change(floor, talk, Changes(subject="Bike"), klara)
    assert (view.state, view.owner_id, view.cause, view.subject) == ("closed", None, "handled", "Bike")


async def test_inv_49_the_client_sees_his_place_and_no_invented_estimate(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.set_status(klara, "away")
    talks = []
    for _ in range(3):
        talks.append((await floor.write(await floor.visitor(channel))).conversation_id)
        await floor.wait(1)
    await floor.raise_priority(talks[2])
    places = [(await floor.ask(queries.client_view, await floor.conversation(talk))) for talk in talks]
    assert [each.queue_position for each in places] == [2, 3, 1]
    assert {each.expected_wait_seconds for each in places} == {None}
    await floor.pick(klara, talks[2])
    view = await floor.ask(queries.client_view, await floor.conversation(talks[2]))
    assert (view.queue_position, view.state) == (None, "active")
    assert view.operator is not None
    assert view.operator.name == "Klára"
