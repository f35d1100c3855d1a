"""Decisions on record, what clients are told, figures, queues: what routing says about itself is what it
does.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from hovor.conversations import queries as conversations
from hovor.foundation.database import Reading
from hovor.foundation.errors import NotAllowed, NotFound
from hovor.routing import models, queries, service
from hovor.routing.engine import Choice, Facts, choose
from hovor.routing.errors import QueueUnknown
from hovor.routing.reactions import Counting
from hovor.routing.reactions.counting import figures
from hovor.routing.service import QueueChange, RuleChange
from hovor.skills import service as skills
from tests.conversations.floor import Floor


def recorded(reading: Reading) -> list[tuple[str, str]]:
    """Facts and explanations of all decisions, as they are stored."""
    rows = reading.all(sa.select(models.decision.c.facts, models.decision.c.explanation))
    return [(facts, explanation) for facts, explanation in rows]


async def test_inv_42_every_recorded_decision_can_be_made_again_from_its_own_facts(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.write(await floor.visitor(channel))
    first = klara if await floor.offers(klara) else tomas
    await floor.decline(first)
    await floor.set_status(klara, "away")
    await floor.set_status(tomas, "away")
    await floor.write(await floor.visitor(channel))
    await floor.settle()
    found = await floor.ask(recorded)
    assert len(found) >= 3
    for facts, explanation in found:
        again = choose(msgspec.json.decode(facts, type=Facts))
        assert again == msgspec.json.decode(explanation, type=Choice)


async def test_a_conversation_tells_why_it_waits_in_facts_and_in_words(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(klara, "away")
    await floor.switch(tomas, channel, on=False)
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    await floor.settle()
    why = await floor.ask(queries.of_conversation, talk, caller=klara)
    assert why.now is not None
    assert why.now.words == "Nobody who serves this queue can take it now."
    told = {each.name: [reason.words for reason in each.reasons] for each in why.now.operators}
    assert told == {"Klára": ["Klára is away."], "Tomáš": ["Tomáš has this channel turned off."]}
    assert [each.chosen for each in why.items] == [None]  # waiting in vain is on record, once

    await floor.wait(1)  # decisions are told in the order of their instants
    await floor.switch(tomas, channel, on=True)
    await floor.settle()
    why = await floor.ask(queries.of_conversation, talk, caller=klara)
    assert why.now is None
    assert why.items[0].chosen == tomas.operator_id
    assert why.items[0].words == "Tomáš was free for the longest of the 1 who could take it."
    stranger = await floor.operator("Petr")
    with pytest.raises(NotFound):
        await floor.ask(queries.of_conversation, talk, caller=stranger)


async def test_an_operator_learns_why_he_gets_nothing_and_colleagues_do_not_ask_for_him(
    floor: Floor,
) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.set_status(tomas, "away")
    await floor.set_status(klara, "away")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    await floor.settle()
    why = await floor.ask(queries.of_operator, klara.operator_id, caller=klara)
    assert [(each.conversation_id, [one.code for one in each.reasons]) for each in why.waiting] == [
        (talk, ["away"])
    ]
    with pytest.raises(NotAllowed):
        await floor.ask(queries.of_operator, klara.operator_id, caller=tomas)


def _against(why: queries.ExplanationView) -> tuple[bool, list[str], list[list[str]]]:
    """Whether he can take clients; what speaks against all of them, and by channel."""
    assert why.own is not None
    by_channel = [[one.code for one in each.reasons] for each in why.own.channels]
    return why.own.able, [each.code for each in why.own.reasons], by_channel


async def test_an_operator_learns_what_holds_whoever_comes_by_what_routing_goes_by(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")

    async def own() -> tuple[bool, list[str], list[list[str]]]:
        return _against(await floor.ask(queries.of_operator, klara.operator_id, caller=klara))

    assert await own() == (True, [], [[]])
    await floor.switch(klara, channel, on=False)
    assert await own() == (False, [], [["channel_off"]])
    await floor.switch(klara, channel, on=True)
    await floor.change(capacity={"total": 1})
    await floor.served(klara, await floor.visitor(channel))
    assert await own() == (False, [], [["full"]])
    await floor.set_status(klara, "away", later=True)
    assert await own() == (False, ["draining"], [["full"]])
    await floor.disconnect(klara)
    assert (await own())[1] == ["draining", "connection_suspect"]
    await floor.change(offer_mode="broadcast")
    assert "picked_by_hand" in (await own())[1]


async def told(floor: Floor, channel: str) -> tuple[str, int]:
    """What clients of the channel are told."""
    found = await floor.ask(conversations.front_state, channel)
    return found.state, found.waiting


async def test_inv_33_clients_are_told_what_routing_would_do_with_them(floor: Floor) -> None:
    group = await floor.group("Sales")
    channel = await floor.channel("Website", group)
    klara = await floor.operator("Klára", groups=(group,), channels=(channel,))
    assert await told(floor, channel) == ("offline", 0)
    await floor.sign_in(klara)
    assert await told(floor, channel) == ("online", 0)
    await floor.change(capacity={"total": 1})
    talk = await floor.served(klara, await floor.visitor(channel))
    assert await told(floor, channel) == ("busy", 0)
    await floor.write(await floor.visitor(channel))
    assert await told(floor, channel) == ("busy", 1)
    await floor.end(klara, talk)
    assert await told(floor, channel) == ("busy", 1)  # the work after it takes its slot
    await floor.finish(klara, talk)
    await floor.take(klara)
    assert await told(floor, channel) == ("busy", 0)
    await floor.switch(klara, channel, on=False)
    assert await told(floor, channel) == ("offline", 0)
    await floor.switch(klara, channel, on=True)
    await floor.disconnect(klara)
    assert await told(floor, channel) == ("offline", 0)


async def test_inv_33_who_leaves_a_group_or_forgets_a_skill_is_not_promised_to_clients(floor: Floor) -> None:
    sales, care = await floor.group("Sales"), await floor.group("Care")
    channel = await floor.channel("Website", sales)
    klara = await floor.operator("Klára", groups=(sales, care), channels=(channel,))
    adam = await floor.operator("Adam", role="administrator")
    await floor.sign_in(klara)
    await floor.change_operator(klara, {"group_ids": (care,)})
    assert await told(floor, channel) == ("offline", 0)
    await floor.change_operator(klara, {"group_ids": (sales,)})
    assert await told(floor, channel) == ("online", 0)
    german = (await floor.run(skills.save_skill, skill_id=None, name="German", caller=adam)).id
    await floor.change_operator(klara, {"skills": {german: 3}})
    asks = RuleChange(name="German", skills={german: 2})
    await floor.run(service.save_rule, rule_id=None, change=asks, caller=adam)
    assert await told(floor, channel) == ("online", 0)
    await floor.change_operator(klara, {"skills": {german: 1}})
    assert await told(floor, channel) == ("offline", 0)


async def test_inv_49_figures_go_out_when_they_change_and_place_everybody(floor: Floor) -> None:
    sent: list[tuple[str, Mapping[str, Any]]] = []
    counting = Counting(floor.database, lambda company, topic, values: sent.append((topic, values)))
    await counting.start()
    channel, (klara,) = await floor.staffed("Klára")
    await floor.set_status(klara, "away")
    visitors = [await floor.visitor(channel) for _ in range(2)]
    for visitor in visitors:
        await floor.write(visitor)
        await floor.wait(1)
    await floor.wait(1)
    await counting.settled()
    last = dict(sent)
    assert last[f"company:{floor.company}"]["channels"] == {channel: 2}
    places = [last[conversations.identity_topic(each.identity_id)] for each in visitors]
    assert [each["queue_position"] for each in places] == [1, 2]
    assert {each["expected_wait_seconds"] for each in places} == {None}
    assert last[conversations.visitors_topic(channel)] == {"state": "offline"}
    sent.clear()
    await floor.write(visitors[0], "More")
    await floor.wait(2)
    await counting.settled()
    assert sent == []
    await counting.close()


async def test_inv_05_what_waits_stands_in_one_queue_once(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    await floor.set_status(klara, "away")
    talks = {(await floor.write(await floor.visitor(channel))).conversation_id for _ in range(3)}
    found = await floor.ask(figures)
    assert sum(found[f"company:{floor.company}"]["queues"].values()) == 3
    lists = [
        await floor.ask(conversations.waiting_in, queue_id) for queue_id in await floor.ask(queries.queues)
    ]
    assert sorted(each.id for one in lists for each in one) == sorted(talks)


async def test_every_group_and_every_operator_has_a_queue_and_administrators_add_more(floor: Floor) -> None:
    group = await floor.group("Sales")
    klara = await floor.operator("Klára", groups=(group,))
    ada = await floor.operator("Ada", role="administrator")

    async def save(queue_id: str | None, change: QueueChange) -> queries.Queue:
        return await floor.run(service.save_queue, queue_id=queue_id, change=change, caller=ada)

    found = (await floor.ask(queries.queues)).values()
    assert {(each.name, each.group_id, each.operator_id) for each in found} == {
        ("Sales", group, None),
        ("Klára", None, klara.operator_id),
        ("Ada", None, ada.operator_id),
    }
    added = await save(None, QueueChange(group_id=group, name="Returns", wrap_up_limit_seconds=0))
    view = await floor.ask(queries.queue_view, added.id)
    assert (view.name, view.group_name, view.wrap_up_limit_seconds) == ("Returns", "Sales", 0)
    assert view.service_target_seconds == 20
    changed = await save(added.id, QueueChange(wrap_up_limit_seconds=None, name="Money back"))
    view = await floor.ask(queries.queue_view, changed.id)
    assert (view.name, view.wrap_up_limit_seconds) == ("Money back", 120)
    with pytest.raises(QueueUnknown):
        await save(None, QueueChange(group_id="none", name="Returns"))
    with pytest.raises(NotAllowed):
        await floor.run(service.save_queue, queue_id=added.id, change=QueueChange(name="x"), caller=klara)


async def test_a_channel_without_a_group_is_served_by_all_who_have_it(floor: Floor) -> None:
    channel = await floor.channel("Website")
    klara = await floor.operator("Klára", channels=(channel,))
    await floor.sign_in(klara)
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    assert [each.conversation_id for each in await floor.offers(klara)] == [talk]
