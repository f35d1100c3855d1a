"""Who is told of what, by which page, until when; on the real service with routing at work."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hovor.foundation.errors import NotFound
from hovor.messaging import service as messaging
from hovor.notifications import queries, service
from hovor.presence import queries as presence_of
from hovor.presence import service as presence
from hovor.routing import queries as routing
from hovor.routing import service as giving
from tests.notifications.watch import HIDDEN, MUTE, SEEN, Watch

_NUMBERS = itertools.count()


async def test_a_new_client_is_one_notification_with_the_offers_cue_and_goes_when_he_is_taken(
    watch: Watch,
) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.write(await watch.visitor(channel))
    assert await watch.cued(klara) == ("offer", f"page-{klara.operator_id}")
    (raised,) = await watch.standing(klara)
    assert (raised.cue, raised.loud, raised.shown_at) == (1, 1, None)
    await watch.take(klara)
    assert await watch.standing(klara) == []
    assert (await watch.ask(queries.notification, raised.id)).cleared_because == "accepted"


async def test_inv_16_what_the_page_confirms_is_what_routing_counts_as_shown(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.write(await watch.visitor(channel))
    (offer,) = await watch.offers(klara)
    await watch.noticed(klara)
    shown = await watch.ask(routing.offer, offer.id)
    assert shown.delivered_at == watch.clock.now()
    await watch.wait(20)
    assert (await watch.ask(routing.offer, offer.id)).outcome == "timed_out"


async def test_inv_16_an_offer_whose_cue_was_never_shown_goes_to_the_next_in_two_seconds_without_blame(
    watch: Watch,
) -> None:
    channel, (klara, tomas) = await watch.staffed("Klára", "Tomáš")
    await watch.change(missed_offers_before_away=1)
    talk = (await watch.write(await watch.visitor(channel))).conversation_id
    first = klara if await watch.offers(klara) else tomas
    second = tomas if first is klara else klara
    await watch.wait(2)
    assert [each.conversation_id for each in await watch.offers(second)] == [talk]
    assert await watch.standing(first) == []
    assert (await watch.ask(presence_of.declared, first.operator_id)).status == "online"
    assert (await watch.ask(presence_of.status, first.operator_id)).unreachable_because == ("cannot_notify",)


async def test_a_connection_in_doubt_gets_no_offers_until_it_has_answered_a_ping(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.write(await watch.visitor(channel))
    await watch.wait(2)
    await watch.write(await watch.visitor(channel))
    assert await watch.offers(klara) == []
    page = f"page-{klara.operator_id}"
    await watch.run(presence.connection_restored, connection_id=page)
    assert await watch.offers(klara) == []  # heard of, but by no answer to a ping
    await watch.run(presence.connection_restored, connection_id=page, answered=True)
    # Both at once: that the first was never shown is nobody's fault.
    assert len(await watch.offers(klara)) == 2


async def test_a_page_that_opens_after_the_offer_was_made_is_not_in_doubt(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.write(await watch.visitor(channel))
    await watch.wait(1)
    await watch.open_another(klara, "later")
    await watch.look(klara, HIDDEN, "later")
    await watch.wait(1)
    assert (await watch.ask(presence_of.status, klara.operator_id)).reachable


async def test_the_page_that_was_last_in_front_of_him_gives_the_cue_and_another_follows(
    watch: Watch,
) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.served(klara, visitor := await watch.visitor(channel))
    first = f"page-{klara.operator_id}"
    for page in ("second", "third"):
        await watch.open_another(klara, page)
        await watch.wait(1)
        await watch.look(klara, SEEN, page)
        await watch.look(klara, HIDDEN, page)
    await watch.wait(1)
    await watch.look(klara, SEEN, "second")
    await watch.look(klara, HIDDEN, "second")
    await watch.write(visitor)
    asked = [await watch.cued(klara)]
    for _ in range(2):
        await watch.wait(2)
        asked.append(await watch.cued(klara))
    assert asked == [("message", "second"), ("message", "third"), ("message", first)]
    await watch.noticed(klara)
    await watch.wait(60)
    (told,) = await watch.standing(klara)
    assert (told.cue, told.shown_by) == (3, "sound")


async def test_pages_that_confirm_nothing_are_asked_anew_after_growing_pauses(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.served(klara, visitor := await watch.visitor(channel))
    await watch.write(visitor)
    cues = []
    for seconds in (0, 2, 15, 2, 30, 2, 60):
        await watch.wait(seconds)
        cues.append((await watch.standing(klara))[0].cue)
    assert cues == [1, 1, 2, 2, 3, 3, 4]


async def test_a_page_that_can_do_nothing_is_not_asked(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.open_another(klara, "mute")
    await watch.wait(1)
    await watch.look(klara, MUTE, "mute")
    await watch.write(await watch.visitor(channel))
    assert await watch.cued(klara) == ("offer", f"page-{klara.operator_id}")


async def test_every_message_is_a_cue_of_its_own_in_one_notification_and_reading_clears_it(
    watch: Watch,
) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    talk = await watch.served(klara, visitor := await watch.visitor(channel))
    await watch.write(visitor, "Are you there?")
    await watch.noticed(klara)
    said = await watch.write(visitor, "Hello?")
    (told,) = await watch.standing(klara)
    assert (told.what, told.count, told.cue, told.shown_at) == ("message", 2, 2, None)
    await watch.run(messaging.mark_read, conversation_id=talk, number=said.number, caller=klara)
    assert await watch.standing(klara) == []


async def test_answering_clears_it_too(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    talk = await watch.served(klara, visitor := await watch.visitor(channel))
    await watch.write(visitor)
    assert len(await watch.standing(klara)) == 1
    await watch.say(klara, talk, "Yes")
    assert await watch.standing(klara) == []


async def test_with_a_window_in_front_of_him_a_message_needs_no_notification_and_an_offer_is_soft(
    watch: Watch,
) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.look(klara, SEEN)
    await watch.write(visitor := await watch.visitor(channel))
    (told,) = await watch.standing(klara)
    assert (told.what, told.loud) == ("offer", 0)
    await watch.take(klara)
    await watch.write(visitor)
    assert await watch.standing(klara) == []


async def test_on_a_call_there_is_only_a_soft_tick(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.served(klara, visitor := await watch.visitor(channel))
    me = klara.operator_id
    await watch.run(presence.set_on_another_call, operator_id=me, on=True, reason=None)
    await watch.write(visitor)
    assert [each.loud for each in await watch.standing(klara)] == [0]
    await watch.run(presence.set_on_another_call, operator_id=me, on=False, reason=None)
    await watch.write(visitor)
    assert [each.loud for each in await watch.standing(klara)] == [1]


async def test_a_cue_of_an_offer_comes_again_at_half_of_its_time(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.write(await watch.visitor(channel))
    await watch.noticed(klara)
    await watch.wait(9)
    assert (await watch.standing(klara))[0].cue == 1
    await watch.wait(1)
    assert (await watch.standing(klara))[0].cue == 2
    await watch.wait(9)
    assert (await watch.standing(klara))[0].cue == 2


async def test_who_waits_in_a_queue_is_told_to_all_who_serve_it_once_and_not_to_those_who_are_away(
    watch: Watch,
) -> None:
    channel, (klara, tomas, jana) = await watch.staffed("Klára", "Tomáš", "Jana")
    await watch.change(offer_mode="broadcast")
    await watch.set_status(jana, "away")
    talk = (await watch.write(await watch.visitor(channel))).conversation_id
    assert await watch.standing(klara) == []  # perhaps somebody is offered him at once
    await watch.wait(1)
    assert (await watch.cued(klara), (await watch.cued(tomas))[0]) == (
        ("queue", f"page-{klara.operator_id}"),
        "queue",
    )
    assert await watch.standing(jana) == []
    await watch.pick(klara, talk)
    assert (await watch.standing(klara), await watch.standing(tomas)) == ([], [])


async def test_the_cue_of_an_offer_takes_the_place_of_that_of_the_queue(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    await watch.change(offer_mode="broadcast")
    await watch.write(await watch.visitor(channel))
    await watch.wait(1)
    assert (await watch.cued(klara))[0] == "queue"
    await watch.change(offer_mode="automatic")
    assert (await watch.cued(klara))[0] == "offer"


async def test_who_is_offered_nothing_is_told_nothing_of_a_client_whom_a_colleague_is_offered(
    watch: Watch,
) -> None:
    channel, (klara, tomas) = await watch.staffed("Klára", "Tomáš")
    await watch.write(await watch.visitor(channel))
    first = klara if await watch.offers(klara) else tomas
    await watch.noticed(first)
    await watch.wait(5)
    other = tomas if first is klara else klara
    assert await watch.standing(other) == []


async def test_what_he_wishes_not_to_hear_of_is_not_raised(watch: Watch) -> None:
    channel, (klara,) = await watch.staffed("Klára")
    off = {"sound": False, "browser": False, "push": False}
    await watch.run(service.change_preferences, changes={"offer": off}, caller=klara)
    await watch.write(await watch.visitor(channel))
    assert await watch.offers(klara)
    assert await watch.standing(klara) == []


async def test_a_notification_is_its_operators_alone_and_goes_everywhere_when_he_puts_it_away(
    watch: Watch,
) -> None:
    channel, (klara, tomas) = await watch.staffed("Klára", "Tomáš")
    await watch.set_status(tomas, "away")
    await watch.served(klara, visitor := await watch.visitor(channel))
    await watch.write(visitor)
    (told,) = await watch.standing(klara)
    for verb, values in ((service.dismiss, {}), (service.confirm_shown, {"by": "card"})):
        with pytest.raises(NotFound):
            await watch.run(verb, notification_id=told.id, caller=tomas, **values)
    await watch.run(service.dismiss, notification_id=told.id, caller=klara)
    assert await watch.standing(klara) == []
    # Said once more, and too late: both are granted, and nothing comes back.
    await watch.run(service.dismiss, notification_id=told.id, caller=klara)
    await watch.run(service.confirm_shown, notification_id=told.id, by="card", caller=klara)
    assert await watch.standing(klara) == []


async def test_a_conversation_that_goes_to_a_colleague_takes_its_notifications_along(watch: Watch) -> None:
    channel, (klara, tomas) = await watch.staffed("Klára", "Tomáš")
    await watch.set_status(tomas, "away")
    talk = await watch.served(klara, visitor := await watch.visitor(channel))
    await watch.write(visitor)
    assert len(await watch.standing(klara)) == 1
    sofia = await watch.operator("Sofia", role="supervisor")
    await watch.set_status(tomas, "online")
    await watch.run(giving.assign, conversation_id=talk, operator_id=tomas.operator_id, caller=sofia)
    assert await watch.standing(klara) == []
    assert (await watch.cued(tomas))[0] == "transfer"


async def test_a_reply_that_is_due_in_two_minutes_is_told_to_the_owner_unless_he_has_answered(
    watch: Watch,
) -> None:
    await watch.change(service_target_seconds=600)
    channel, (klara,) = await watch.staffed("Klára")
    visitor = await watch.visitor(channel)
    talk = (await watch.write(visitor, live=False)).conversation_id
    await watch.take(klara)
    await watch.wait(479)
    assert await watch.standing(klara) == []
    await watch.wait(1)
    assert (await watch.cued(klara))[0] == "reply_due"
    await watch.say(klara, talk, "Here it is")
    assert await watch.standing(klara) == []
    await watch.write(visitor, live=False)
    await watch.say(klara, talk, "And the other one")
    await watch.wait(600)
    assert [each.what for each in await watch.standing(klara)] == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["miss", "unseen", "decline"]), min_size=1, max_size=6))
async def test_inv_16_only_shown_offers_count_as_missed_whatever_happens_between_them(
    watch: Watch, steps: list[str]
) -> None:
    number = next(_NUMBERS)
    group = await watch.group(f"Group {number}")
    channel = await watch.channel(f"Website {number}", group)
    klara = await watch.operator(f"Klara{number}", groups=(group,), channels=(channel,))
    await watch.sign_in(klara)
    in_a_row = 0
    for step in steps:
        talk = (await watch.write(visitor := await watch.visitor(channel))).conversation_id
        (offer,) = [each for each in await watch.offers(klara) if each.conversation_id == talk]
        match step:
            case "miss":
                await watch.noticed(klara)
                await watch.wait(20)
                in_a_row += 1
            case "decline":
                await watch.answer(klara, offer.id, accepts=False)
                in_a_row = 0
            case _:
                await watch.wait(2)
                page = f"page-{klara.operator_id}"
                await watch.run(presence.connection_restored, connection_id=page, answered=True)
        ended = await watch.ask(routing.offer, offer.id)
        outcomes = {"miss": "timed_out", "decline": "declined", "unseen": "undelivered"}
        assert ended.outcome == outcomes[step]
        status = (await watch.ask(presence_of.declared, klara.operator_id)).status
        assert status == ("away" if in_a_row >= 2 else "online")
        await watch.leave(visitor, talk)
        if status == "away":
            break
    await watch.sign_out(klara)
