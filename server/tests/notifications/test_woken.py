"""A conversation that was snoozed comes back: its operator is told, once, and not of what was put aside."""

from tests.notifications.watch import Watch

HOUR = 3600


async def test_its_operator_is_told_when_the_time_comes_until_the_client_is_answered(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    talk = await watch.served(klara, await watch.visitor(channel))
    await watch.snooze(klara, talk, HOUR)
    await watch.wait(HOUR - 1)
    assert await watch.standing(klara) == []
    await watch.wait(1)
    (told,) = await watch.standing(klara)
    assert (told.what, told.conversation_id) == ("woken", talk)
    await watch.say(klara, talk, "Here I am again")
    assert await watch.standing(klara) == []


async def test_snoozed_again_it_is_not_told_of(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    talk = await watch.served(klara, await watch.visitor(channel))
    await watch.snooze(klara, talk, 60)
    await watch.wait(60)
    await watch.snooze(klara, talk, HOUR)
    assert await watch.standing(klara) == []


async def test_a_client_who_writes_is_a_message_and_nothing_else(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    visitor = await watch.visitor(channel)
    talk = await watch.served(klara, visitor)
    await watch.write(visitor, "Wait")
    await watch.snooze(klara, talk, HOUR)
    # She has put it aside with its message before her eyes.
    assert await watch.standing(klara) == []
    await watch.write(visitor, "I am back")
    assert [each.what for each in await watch.standing(klara)] == ["message"]


async def test_no_reply_is_due_in_what_is_snoozed(watch: Watch) -> None:
    await watch.change(service_target_seconds=600)
    channel, (klara,) = await watch.staffed("Klára")
    talk = (await watch.write(await watch.visitor(channel), live=False)).conversation_id
    await watch.take(klara)
    await watch.snooze(klara, talk, HOUR)
    await watch.wait(600)
    assert await watch.standing(klara) == []
    await watch.wait(HOUR - 600)
    assert sorted(each.what for each in await watch.standing(klara)) == ["reply_due", "woken"]
