"""Who may read a conversation: one function, asked by everybody. "Not yours" is answered like "not there"."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.conversations import live, queries, service
from hovor.conversations.errors import NotYours, OperatorUnknown, PreviewNotAllowed
from hovor.conversations.queries import Filters
from hovor.foundation.caller import Caller, OperatorCaller
from hovor.foundation.errors import NotFound
from hovor.foundation.live.declarations import RESYNC
from hovor.routing.service import Target
from tests.conversations.floor import Floor


async def may_read(floor: Floor, caller: Caller, conversation_id: str) -> bool:
    """As every route, file and watching socket asks."""
    try:
        await floor.ask(queries.readable, conversation_id, caller=caller)
    except NotFound:
        return False
    return True


async def listed(floor: Floor, caller: OperatorCaller, **filters: str) -> set[str]:
    """What his list of conversations shows."""
    found = await floor.ask(queries.found, Filters(**filters), after=None, limit=100, caller=caller)
    return {each.id for each in found}


async def test_the_owner_the_line_and_supervisors_read_it_and_strangers_do_not_know_of_it(
    floor: Floor,
) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    stranger = await floor.operator("Petr", channels=(channel,))
    outsider = await floor.operator("Jana", groups=(await floor.group("Care"),))
    sofia = await floor.operator("Sofia", role="supervisor")
    await floor.set_status(tomas, "away")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    for reader in (klara, tomas, sofia, visitor):
        assert await may_read(floor, reader, talk)
    for other in (stranger, outsider, await floor.visitor(channel)):
        assert not await may_read(floor, other, talk)
    assert not await may_read(floor, klara, "made up")


async def test_a_past_owner_still_reads_it(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    care = await floor.group("Care")
    await floor.operator("Jana", groups=(care,), channels=(channel,))
    talk = await floor.served(klara, await floor.visitor(channel))
    await floor.transfer(klara, talk, Target(group_id=care))
    await floor.change_operator(klara, {"group_ids": ()})
    assert await may_read(floor, klara, talk)


async def test_whoever_serves_a_client_reads_what_he_said_before_to_others(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    before = await floor.served(klara, visitor)
    await floor.end(klara, before)
    await floor.finish(klara, before)
    care = await floor.group("Care")
    jana = await floor.operator("Jana", groups=(care,), channels=(channel,))
    assert not await may_read(floor, jana, before)
    now = await floor.served(klara, visitor)
    await floor.transfer(klara, now, Target(group_id=care))
    assert not await may_read(floor, jana, before)
    # Not earlier: whoever it is offered to reads it, too.
    await floor.sign_in(jana)
    await floor.take(jana)
    assert await may_read(floor, jana, before)
    await floor.change_operator(jana, {"channel_ids": ()})
    assert not await may_read(floor, jana, before)


async def test_where_the_company_shows_words_only_after_accepting_the_line_sees_the_card(
    floor: Floor,
) -> None:
    channel, (klara, tomas) = await floor.staffed("Klára", "Tomáš")
    await floor.change(preview_before_accept=False)
    talk = (await floor.write(await floor.visitor(channel), "My card number is 1234")).conversation_id
    first = klara if await floor.offers(klara) else tomas
    for each in (klara, tomas):
        with pytest.raises(PreviewNotAllowed):
            await floor.ask(queries.readable, talk, caller=each)
        with pytest.raises(PreviewNotAllowed):
            await floor.ask(live.watch, each, talk, caller=each)
        row = await floor.conversation(talk)
        (view,) = await floor.ask(queries.views_allowed, [row], caller=each)
        assert view.thread.last is not None
        assert view.thread.last.text is None
    await floor.take(first)
    assert await may_read(floor, first, talk)


async def test_a_collaborator_reads_writes_and_leaves(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    petr = await floor.operator("Petr")
    talk = await floor.served(klara, await floor.visitor(channel))

    async def help_with(caller: OperatorCaller, helper: str, *, inside: bool) -> None:
        await floor.run(
            service.set_collaborator,
            conversation_id=talk,
            operator_id=helper,
            inside=inside,
            caller=caller,
        )

    with pytest.raises(NotFound):
        await help_with(petr, petr.operator_id, inside=True)
    with pytest.raises(OperatorUnknown):
        await help_with(klara, "nobody", inside=True)
    await help_with(klara, petr.operator_id, inside=True)
    await help_with(klara, petr.operator_id, inside=True)  # once is enough
    assert await may_read(floor, petr, talk)
    await floor.say(petr, talk, "Let me help")
    assert (await floor.conversation(talk)).owner_id == klara.operator_id
    with pytest.raises(NotYours):
        await floor.end(petr, talk)
    with pytest.raises(NotYours):
        await help_with(petr, (await floor.operator("Jana")).operator_id, inside=True)
    await help_with(petr, petr.operator_id, inside=False)
    assert not await may_read(floor, petr, talk)
    assert await floor.changes(talk) == ["joined", "collaborator_joined", "collaborator_left"]


async def test_the_list_shows_what_may_be_read_and_finds_by_name(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    other = await floor.channel("Shop", await floor.group("Care"))
    hidden = (await floor.write(await floor.visitor(other))).conversation_id
    sofia = await floor.operator("Sofia", role="supervisor")
    assert await listed(floor, klara) == {talk}
    assert await listed(floor, sofia) == {talk, hidden}
    assert await listed(floor, sofia, state="queued") == {hidden}
    assert await listed(floor, sofia, operator_id=klara.operator_id) == {talk}
    assert await listed(floor, sofia, channel_id=other) == {hidden}
    await floor.run(service.change, conversation_id=talk, changes=service.Changes(subject="Blue 100% bike"))
    assert await listed(floor, sofia, words="100% bike") == {talk}
    assert await listed(floor, sofia, words="1000 bike") == set()


STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["take", "end", "finish", "give", "write", "leave group"])),
    max_size=8,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@pytest.mark.parametrize("engine", ["sqlite"])
async def test_the_list_and_the_right_agree_about_every_conversation(
    floor: Floor, steps: Sequence[tuple[int, str]]
) -> None:
    """The right is asked in two ways, of a row and in SQL; they must never differ."""
    names = "".join(str(len(floor.recorded)))
    care = await floor.group(f"Care {names}")
    channel = await floor.channel("Website", care)
    staff = [
        await floor.operator(f"{name}{names}", groups=(care,), channels=(channel,)) for name in ("A", "B")
    ]
    staff.append(await floor.operator(f"C{names}", channels=(channel,)))
    visitors = [await floor.visitor(channel) for _ in range(3)]
    talks = [(await floor.write(visitor)).conversation_id for visitor in visitors]
    sofia = await floor.operator(f"S{names}", role="supervisor")
    for at, step in steps:
        who, talk = staff[at], talks[at]
        row = await floor.conversation(talk)
        if step == "take" and row.state == "queued":
            await floor.run(service.assign, conversation_id=talk, operator_id=who.operator_id, how="assigned")
        elif step == "end" and row.state == "active":
            await floor.end(sofia, talk)
        elif step == "finish" and row.state == "wrap_up":
            await floor.finish(sofia, talk)
        elif step == "give" and row.state == "active":
            other = staff[at - 1].operator_id
            if row.owner_id != other:
                await floor.run(service.assign, conversation_id=talk, operator_id=other, how="assigned")
        elif step == "write":
            talks.append((await floor.write(visitors[at])).conversation_id)
        elif step == "leave group":
            await floor.change_operator(who, {"group_ids": ()})
    for who in staff:
        readable = {talk for talk in talks if await may_read(floor, who, talk)}
        assert readable == await listed(floor, who) & set(talks)


async def test_the_topics_of_a_socket_follow_the_same_lines_as_the_snapshot(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = (await floor.write(await floor.visitor(channel))).conversation_id
    row = await floor.conversation(talk)
    topics = set(await floor.ask(live.topics_of, klara, caller=klara))
    assert queries.line_topic(str(row.queue_id), channel) in topics
    assert [each.id for each in await floor.ask(queries.work_of, klara.operator_id)] == [talk]
    petr = await floor.operator("Petr")
    assert await floor.ask(queries.work_of, petr.operator_id) == []
    assert queries.line_topic(str(row.queue_id), channel) not in await floor.ask(
        live.topics_of, petr, caller=petr
    )


async def deliveries(floor: Floor, kind: str) -> list[tuple[tuple[str, ...], str]]:
    """Topics and names of what the newest event of this kind sends."""
    await floor.settle()
    event = next(each for each in reversed(floor.recorded) if each.event.kind == kind)
    found = await floor.ask(live.LIVE[type(event.event)], event)
    return [(each.topics, each.event) for each in found]


async def test_whoever_no_longer_sees_it_is_told_and_whoever_lost_his_right_is_asked_again(
    floor: Floor,
) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    talk = await floor.served(klara, await floor.visitor(channel))
    row = await floor.conversation(talk)
    line = queries.line_topic(str(row.queue_id), channel)
    me = queries.operator_topic(klara.operator_id)
    watching = queries.conversation_topic(talk)

    assigned = await deliveries(floor, "conversation.assigned")
    assert assigned[0] == ((watching, me), "conversation.assigned")

    care = await floor.group("Care")
    await floor.operator("Jana", groups=(care,), channels=(channel,))
    await floor.transfer(klara, talk, Target(group_id=care))
    queued = await deliveries(floor, "conversation.queued")
    assert ((me,), "conversation.removed") in queued
    assert queued[0] == ((watching,), RESYNC)
    assert all(watching not in topics for topics, _ in queued[1:])
    assert all(line not in topics for topics, _ in queued)
