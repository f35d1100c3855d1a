"""When a client has left: closing the page is not leaving; silence for long enough is, and saying so."""

from hovor.conversations import service
from hovor.foundation.caller import SystemCaller
from tests.conversations.floor import Floor


async def test_closing_the_page_and_coming_back_changes_nothing(floor: Floor) -> None:
    channel = await floor.channel("Website")
    visitor = await floor.visitor(channel)
    talk = (await floor.write(visitor)).conversation_id
    await floor.close_page(visitor)
    assert (await floor.conversation(talk)).client_gone_at == floor.clock.now()
    await floor.wait(299)
    await floor.open_page(visitor)
    await floor.wait(3600)
    found = await floor.conversation(talk)
    assert (found.state, found.client_gone_at) == ("queued", None)


async def test_a_client_who_waits_and_is_gone_for_five_minutes_has_abandoned(floor: Floor) -> None:
    channel = await floor.channel("Website")
    visitor = await floor.visitor(channel)
    talk = (await floor.write(visitor)).conversation_id
    await floor.wait(60)
    await floor.close_page(visitor)
    await floor.wait(299)
    assert await floor.state(talk) == "queued"
    await floor.wait(1)
    found = await floor.conversation(talk)
    assert (found.state, found.cause) == ("closed", "abandoned")


async def test_one_of_two_tabs_is_enough_to_be_there(floor: Floor) -> None:
    channel = await floor.channel("Website")
    visitor = await floor.visitor(channel)
    talk = (await floor.write(visitor)).conversation_id
    await floor.run(
        service.client_connected,
        connection_id="second",
        identity_id=visitor.identity_id,
        process_id="process",
    )
    await floor.close_page(visitor)
    assert (await floor.conversation(talk)).client_gone_at is None


async def test_a_client_who_says_that_he_leaves_while_waiting_has_left(floor: Floor) -> None:
    channel = await floor.channel("Website")
    visitor = await floor.visitor(channel)
    talk = (await floor.write(visitor)).conversation_id
    await floor.wait(9)
    await floor.leave(visitor, talk)
    found = await floor.conversation(talk)
    assert (found.state, found.cause) == ("closed", "short_abandoned")


async def test_inv_12_an_offer_ends_when_its_client_leaves(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = (await floor.write(visitor)).conversation_id
    assert len(await floor.offers(klara)) == 1
    await floor.leave(visitor, talk)
    assert await floor.offers(klara) == []


async def test_the_owner_is_told_that_the_client_left_and_it_closes_when_he_does_not_return(
    floor: Floor,
) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    await floor.leave(visitor, talk)
    assert await floor.changes(talk) == ["joined", "client_left"]
    await floor.wait(1799)
    assert await floor.state(talk) == "active"
    await floor.wait(1)
    found = await floor.conversation(talk)
    assert (found.state, found.cause) == ("closed", "handled")


async def test_a_client_who_left_and_writes_again_is_back(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    await floor.leave(visitor, talk)
    await floor.wait(1000)
    assert (await floor.write(visitor)).conversation_id == talk
    assert "client_returned" in await floor.changes(talk)
    await floor.wait(7200)
    assert await floor.state(talk) == "active"


async def test_liv_4_a_served_client_who_is_gone_for_half_an_hour_is_waited_for_no_longer(
    floor: Floor,
) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel)
    talk = await floor.served(klara, visitor)
    await floor.close_page(visitor)
    await floor.wait(1800)
    found = await floor.conversation(talk)
    assert (found.state, found.cause) == ("closed", "handled")


async def test_a_client_without_a_socket_is_there_as_long_as_he_writes(floor: Floor) -> None:
    channel = await floor.channel("Website")
    visitor = await floor.visitor(channel, connected=False)
    talk = (await floor.write(visitor)).conversation_id
    for _ in range(4):
        await floor.wait(290)
        await floor.write(visitor)
    assert await floor.state(talk) == "queued"
    await floor.wait(300)
    assert await floor.state(talk) == "closed"


async def test_being_taken_gives_a_silent_client_the_longer_time(floor: Floor) -> None:
    channel, (klara,) = await floor.staffed("Klára")
    visitor = await floor.visitor(channel, connected=False)
    await floor.write(visitor)
    talk = (await floor.take(klara)).id
    await floor.wait(1799)
    assert await floor.state(talk) == "active"
    await floor.wait(1)
    assert await floor.state(talk) == "closed"


async def test_inv_55_clients_of_a_process_that_died_are_gone_until_they_come_back(floor: Floor) -> None:
    channel = await floor.channel("Website")
    visitor = await floor.visitor(channel)
    talk = (await floor.write(visitor)).conversation_id
    await floor.run(
        service.client_disconnected, process_id="process", caller=SystemCaller(floor.company, "hub")
    )
    assert (await floor.conversation(talk)).client_gone_at is not None
    await floor.open_page(visitor)
    assert (await floor.conversation(talk)).client_gone_at is None
