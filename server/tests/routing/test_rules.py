"""Routing rules: the first that holds counts, within the transaction that opens the conversation."""

from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.accounts.queries import OwnCapacity
from hovor.conversations.service import Opening, Origin, receive
from hovor.foundation.caller import ClientCaller, OperatorCaller
from hovor.foundation.database import Reading
from hovor.foundation.errors import Invalid, NotAllowed
from hovor.messaging.service import Content, Route
from hovor.routing import queries, service
from hovor.routing.policy import Arrival, Conditions, Demand, QueueSettings, Relaxation, Rule, first_match
from hovor.routing.queries.asking import steps
from hovor.routing.queries.rules import placements
from hovor.routing.service import QueueChange, RuleChange
from hovor.skills import service as skills
from tests.conversations.floor import KIND, Floor
from tests.support.server import Document, Hovor


def rule(name: str, **conditions: object) -> Rule:
    """A rule in use with these conditions."""
    asked = msgspec.convert(conditions, Conditions)
    return Rule(id=name, name=name, enabled=True, conditions=asked, queue_id=None, priority=None, skills=())


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ({}, True),
        ({"channel_ids": ["shop"]}, True),
        ({"channel_ids": ["web", "shop"]}, True),
        ({"channel_ids": ["web"]}, False),
        ({"kinds": ["webchat"]}, True),
        ({"kinds": ["email"]}, False),
        ({"languages": ["de"]}, True),
        ({"languages": ["DE-at"]}, True),
        ({"languages": ["d"]}, False),
        ({"languages": ["de-ch"]}, False),
        ({"parameters": {"topic": []}}, True),
        ({"parameters": {"Topic": ["returns", " BOOTS "]}}, True),
        ({"parameters": {"topic": ["returns"]}}, False),
        ({"parameters": {"other": []}}, False),
        ({"channel_ids": ["shop"], "kinds": ["email"]}, False),
    ],
)
def test_a_rule_holds_when_everything_it_asks_is_true(conditions: Document, *, holds: bool) -> None:
    arrival = Arrival("shop", "webchat", "de-AT", {"topic": "Boots"})
    assert (first_match([rule("one", **conditions)], arrival) is not None) == holds
    unknown = Arrival("shop", "webchat", None, {})
    assert first_match([rule("one", languages=["de"])], unknown) is None


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=8))
def test_the_first_rule_in_use_that_holds_counts(which: list[tuple[bool, bool]]) -> None:
    rules = [
        msgspec.structs.replace(rule(str(at), **({} if holds else {"kinds": ["email"]})), enabled=enabled)
        for at, (enabled, holds) in enumerate(which)
    ]
    wanted = next((str(at) for at, (enabled, holds) in enumerate(which) if enabled and holds), None)
    found = first_match(rules, Arrival("shop", "webchat", None, {}))
    assert (None if found is None else found.id) == wanted


SKILLS = ("german", "boots")
DEMANDS = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5))
STEPS = st.lists(
    st.builds(
        Relaxation,
        after_seconds=st.just(1),
        drop_skills=st.booleans(),
        lower_to=st.none() | st.integers(1, 5),
        add_group_ids=st.lists(st.sampled_from("abc")).map(tuple),
    ),
    max_size=5,
)


@given(DEMANDS, STEPS)
def test_inv_37_no_step_asks_for_more_than_the_one_before(
    levels: dict[str, int], relaxation: list[Relaxation]
) -> None:
    later = [msgspec.structs.replace(each, after_seconds=10 * (at + 1)) for at, each in enumerate(relaxation)]
    demands = msgspec.json.encode([Demand(*each) for each in levels.items()]).decode()
    found = steps(demands, QueueSettings(relaxation=tuple(later)))
    if found:
        assert {each.skill: each.level for each in found[0].requires} == levels
        assert found[0].after == 0
    for before, after in pairwise(found):
        asked = {each.skill: each.level for each in before.requires}
        assert after.after > before.after
        assert all(each.level <= asked[each.skill] for each in after.requires)
        assert set(before.group_ids) <= set(after.group_ids)


async def administrator(floor: Floor) -> OperatorCaller:
    """Somebody who may set things up."""
    return await floor.operator("Adam", role="administrator")


async def write_as(
    floor: Floor,
    visitor: ClientCaller,
    *,
    language: str | None = None,
    parameters: dict[str, str] | None = None,
) -> str:
    """A client's first message, with what his page says of him; answers the conversation."""
    origin = Origin(visitor.channel_id, KIND, live=True, route=Route(visitor.channel_id))
    opening = Opening(
        origin=origin,
        client_id=visitor.client_id,
        identity_id=visitor.identity_id,
        language=language,
        parameters=parameters or {},
    )
    said = await floor.run(
        receive, opening=opening, client_ref="first", content=Content("Guten Tag"), caller=visitor
    )
    return said.conversation_id


async def test_inv_05_a_rule_gives_queue_priority_and_skills_in_the_step_that_opens(floor: Floor) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    adam = await administrator(floor)
    care = await floor.group("Care")
    await floor.change_operator(tomas, {"group_ids": (care,)})
    german = (await floor.run(skills.save_skill, skill_id=None, name="German", caller=adam)).id
    await floor.change_operator(tomas, {"skills": {german: 2}})
    queue = next(each for each in (await floor.ask(queries.queues)).values() if each.group_id == care)
    change = RuleChange(
        name="German speakers",
        conditions=Conditions(languages=("de",)),
        queue_id=queue.id,
        priority=2,
        skills={german: 3},
    )
    saved = await floor.run(service.save_rule, rule_id=None, change=change, caller=adam)

    plain = await write_as(floor, await floor.visitor(channel), language="cs")
    talk = await write_as(floor, await floor.visitor(channel), language="de-AT")
    await floor.settle()
    opened, other = await floor.conversation(talk), await floor.conversation(plain)
    assert (opened.queue_id, opened.priority) == (queue.id, 2)
    assert other.queue_id != queue.id
    assert [each.conversation_id for each in await floor.offers(klara)] == [plain]
    assert await floor.offers(tomas) == []  # his level is 2, and 3 is asked for
    (how,) = await floor.ask(placements, talk)
    assert (how.why, how.rule_id, how.rule_name, how.queue_id) == (
        "rule", saved.id, "German speakers", queue.id,
    )  # fmt: skip
    assert await floor.ask(placements, plain) == []

    await floor.change_operator(tomas, {"skills": {german: 3}})
    assert [each.conversation_id for each in await floor.offers(tomas)] == [talk]
    # What he is offered goes on when he can do it no longer.
    await floor.change_operator(tomas, {"skills": {}})
    assert await floor.offers(tomas) == []
    assert (await floor.conversation(talk)).state == "queued"


async def test_inv_37_steps_of_the_queue_ask_for_less_and_less(floor: Floor) -> None:
    channel, (klara, jana) = await floor.staffed("Klára", "Jana")
    adam = await administrator(floor)
    german = (await floor.run(skills.save_skill, skill_id=None, name="German", caller=adam)).id
    # Jana can do it, and is at work: so nothing is skipped. She has no room.
    await floor.set_status(klara, "away")
    await floor.served(jana, await floor.visitor(channel))
    await floor.change_operator(jana, {"skills": {german: 4}, "capacity": OwnCapacity(total=1)})
    await floor.change_operator(klara, {"skills": {german: 2}})
    await floor.set_status(klara, "online")
    asks = RuleChange(name="All", skills={german: 4})
    await floor.run(service.save_rule, rule_id=None, change=asks, caller=adam)
    relaxation = [{"after_seconds": 30, "lower_to": 3}, {"after_seconds": 60, "lower_to": 2}]
    change = QueueChange(settings={"relaxation": relaxation})
    line = await floor.ask(_first_queue)
    await floor.run(service.save_queue, queue_id=line, change=change, caller=adam)
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    await floor.wait(59)
    assert await floor.offers(klara) == []
    await floor.wait(1)
    assert [each.conversation_id for each in await floor.offers(klara)] == [talk]


def _first_queue(reading: Reading) -> str:
    return next(each.id for each in queries.queues(reading).values() if each.group_id is not None)


async def test_a_retired_skill_is_asked_of_nobody(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    adam = await administrator(floor)
    german = (await floor.run(skills.save_skill, skill_id=None, name="German", caller=adam)).id
    change = RuleChange(name="All", skills={german: 1})
    await floor.run(service.save_rule, rule_id=None, change=change, caller=adam)
    await floor.run(skills.save_skill, skill_id=german, retired=True, caller=adam)
    await floor.write(await floor.visitor(channel))
    assert len(await floor.offers(klara)) == 1


async def test_rules_are_for_administrators_and_name_what_is_there(floor: Floor) -> None:
    _, (klara,) = await floor.staffed("Klára")
    adam = await administrator(floor)
    with pytest.raises(NotAllowed):
        await floor.run(service.save_rule, rule_id=None, change=RuleChange(name="Mine"), caller=klara)
    personal = next(each.id for each in (await floor.ask(queries.queues)).values() if each.operator_id)
    for wrong in (
        RuleChange(name="A", queue_id="nothing"),
        RuleChange(name="A", queue_id=personal),
        RuleChange(name="A", conditions=Conditions(channel_ids=("nothing",))),
        RuleChange(name="A", skills={"nothing": 1}),
    ):
        with pytest.raises(Invalid):
            await floor.run(service.save_rule, rule_id=None, change=wrong, caller=adam)


async def test_rules_are_moved_and_deleted_and_what_they_did_is_remembered(floor: Floor) -> None:
    channel, _ = await floor.staffed("Klára")
    adam = await administrator(floor)
    first, second = [
        await floor.run(service.save_rule, rule_id=None, change=RuleChange(name=name), caller=adam)
        for name in ("First", "Second")
    ]
    await floor.run(service.save_rule, rule_id=second.id, change=RuleChange(place=0), caller=adam)
    assert [each.name for each in (await floor.ask(queries.rules_view)).items] == ["Second", "First"]
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    await floor.run(service.delete_rule, rule_id=second.id, caller=adam)
    assert [each.rule_name for each in await floor.ask(placements, talk)] == ["Second"]
    assert [each.id for each in (await floor.ask(queries.rules_view)).items] == [first.id]


def test_over_the_api_a_rule_is_made_changed_tried_and_deleted(hovor: Hovor) -> None:
    company = hovor.set_up()
    company.operator("klara")
    ask = company.administrator.ask
    german = ask("POST", "/skills", {"name": "German"})["id"]
    other = ask("POST", "/queues", {"group_id": company.group_id, "name": "German"})["id"]
    said = company.visitor().say("Hello")["conversation_id"]
    body = {
        "name": "All",
        "conditions": {"channel_ids": [company.channel_id]},
        "queue_id": other,
        "priority": 1,
        "skills": {german: 3},
    }
    tried = ask("POST", "/routing-rules/dry-run", {"rules": [body], "hours": 1})
    assert (tried["conversations"], tried["other_queue"], tried["other_skills"]) == (1, 1, 1)
    (moved,) = tried["items"]
    assert (moved["conversation_id"], moved["queue_after"]) == (said, other)
    assert [(each["name"], each["after"]) for each in tried["by_rule"]] == [("All", 1), (None, 0)]
    assert ask("GET", "/routing-rules")["items"] == []  # trying changes nothing

    made = ask("POST", "/routing-rules", body)
    assert made["faults"][0]["code"] == "unreachable_skill"
    changed = ask("PATCH", f"/routing-rules/{made['id']}", {"skills": {}, "enabled": False})
    assert (changed["skills"], changed["enabled"], changed["queue_id"]) == ({}, False, other)
    assert changed["faults"] == []
    everything = ask("GET", "/routing")
    assert [each["id"] for each in everything["rules"]] == [made["id"]]
    assert other in {each["id"] for each in everything["queues"]}
    assert ask("POST", "/routing-rules/dry-run", {"hours": 1})["other_queue"] == 0  # it is not in use
    assert ask("POST", "/routing-rules/dry-run", {})["conversations"] == 0  # nothing came yesterday
    ask("DELETE", f"/routing-rules/{made['id']}")
    assert ask("GET", "/routing-rules")["items"] == []
