"""Making, changing and ending invitations."""

import pytest

from hovor.foundation import audit
from hovor.foundation.caller import IntegrationCaller
from hovor.foundation.clock import DAY, HOUR, MINUTE
from hovor.foundation.errors import Invalid, NotAllowed, NotFound
from hovor.invitations import queries, service
from hovor.invitations.errors import InvitationOver, NoChannel
from hovor.invitations.policy import Validity
from hovor.invitations.service import Change
from tests.invitations.reception import ADDRESSES, Reception, lasting


def program(reception: Reception) -> IntegrationCaller:
    return IntegrationCaller(reception.company, "key", frozenset({"invitations.write"}))


async def test_an_operators_is_for_once_and_a_day_and_his_own(reception: Reception) -> None:
    channel, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    made = await reception.invite(klara, note="Halden boots")
    assert (made.use, made.channel_id, made.operator_id) == ("once", channel, klara.operator_id)
    assert made.valid_until == made.code_until == reception.clock.now() + DAY
    view = await reception.view(klara, made.id)
    assert view.url is not None
    assert view.url.startswith("https://talk.alderway.example/i/")
    assert (view.code, view.note, view.state) == ("7K2F-94MX", "Halden boots", "active")
    with pytest.raises(NotFound):
        await reception.view(tomas, made.id)
    sofia = await reception.operator("Sofia", role="supervisor")
    shown = await reception.view(sofia, made.id)
    assert (shown.url, shown.code, shown.note) == (None, None, None)


async def test_a_repeatable_one_lasts_a_week_and_the_company_may_say_otherwise(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    now = reception.clock.now()
    assert (await reception.invite(klara, use="repeatedly")).valid_until == now + 7 * DAY
    month = await reception.invite(klara, use="repeatedly", validity=lasting(30 * 86_400))
    assert (month.valid_until, month.code_until) == (now + 30 * DAY, now + 7 * DAY)
    await reception.change(invitation_once_seconds=3600, invitation_longest_seconds=7200)
    assert (await reception.invite(klara)).valid_until == now + HOUR
    with pytest.raises(Invalid):
        await reception.invite(klara, validity=lasting(7201))


async def test_an_arranged_time_moves_the_end_and_the_operator_is_reminded(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    at = reception.clock.now() + 2 * HOUR
    made = await reception.invite(klara, arranged_for=at, time_zone="America/New_York")
    assert (made.valid_until, made.time_zone) == (at + DAY, "America/New_York")
    await reception.later(2 * 3600 - 301)
    assert "invitation.due" not in reception.kinds()
    await reception.later(2)
    assert reception.kinds().count("invitation.due") == 1
    other = await reception.invite(klara, arranged_for=at + HOUR)
    assert other.time_zone == "Europe/Prague"
    await reception.revoke(klara, other.id)
    await reception.later(7200)
    assert reception.kinds().count("invitation.due") == 1


@pytest.mark.parametrize(
    "values",
    [
        {"validity": lasting(299)},
        {"validity": Validity(endless=True)},
        {"arranged_for": 0},
        {"arranged_for": 1_764_000_000_000_000 * 2},
        {"channel_id": "no-such-channel"},
        {"operator_id": "no-such-operator"},
    ],
)
async def test_what_is_not_possible_is_refused(reception: Reception, values: dict[str, object]) -> None:
    _, _ = await reception.staffed("Klára")
    sofia = await reception.operator("Sofia", role="supervisor")
    with pytest.raises((Invalid, NoChannel)):
        await reception.invite(sofia, **values)
    assert await reception.listed(sofia) == []


async def test_only_a_supervisor_invites_for_a_colleague(reception: Reception) -> None:
    _, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    with pytest.raises(NotAllowed):
        await reception.invite(tomas, operator_id=klara.operator_id)
    sofia = await reception.operator("Sofia", role="supervisor")
    made = await reception.invite(sofia, operator_id=klara.operator_id)
    assert (made.operator_id, made.created_by) == (klara.operator_id, sofia.operator_id)
    assert (await reception.view(klara, made.id)).url == (await reception.view(sofia, made.id)).url


async def test_without_a_website_chat_nobody_can_be_invited(reception: Reception) -> None:
    group = await reception.group("Sales")
    mailbox = await reception.channel("Mail", group, kind="email")
    klara = await reception.operator("Klára", groups=(group,), channels=(mailbox,))
    with pytest.raises(NoChannel):
        await reception.invite(klara)


async def test_an_integrations_is_repeatable_and_may_have_no_end(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    caller = program(reception)
    with pytest.raises(Invalid):
        await reception.invite(caller)
    made = await reception.invite(caller, operator_id=klara.operator_id, validity=Validity(endless=True))
    assert (made.use, made.valid_until, made.code_until) == ("repeatedly", None, None)
    view = await reception.view(caller, made.id)
    assert view.url is not None
    assert view.code is None
    assert (view.created_by.kind, view.created_by.id) == ("integration", "key")
    await reception.revoke(caller, made.id)
    assert (await reception.view(klara, made.id)).state == "revoked"


async def test_its_time_ends_it_and_extending_moves_that(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    short = await reception.invite(klara, validity=lasting(300))
    longer = await reception.invite(klara, validity=lasting(300))
    changes = Change(validity=lasting(600))
    after = await reception.run(service.change, invitation_id=longer.id, changes=changes, caller=klara)
    assert after.valid_until == after.code_until == reception.clock.now() + 10 * MINUTE
    assert after.version == longer.version + 1
    await reception.later(301)
    assert (await reception.view(klara, short.id)).state == "expired"
    assert (await reception.view(klara, longer.id)).state == "active"
    assert reception.kinds().count("invitation.expired") == 1
    with pytest.raises(InvitationOver):
        await reception.run(service.change, invitation_id=short.id, changes=changes, caller=klara)
    await reception.later(300)
    assert reception.kinds().count("invitation.expired") == 2


async def test_a_code_ends_after_seven_days_and_the_link_goes_on(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara, use="repeatedly", validity=lasting(30 * 86_400))
    await reception.later(7 * 86_400)
    view = await reception.view(klara, made.id)
    assert (view.state, view.code, view.version) == ("active", None, made.version + 1)
    assert view.url is not None
    assert "invitation.changed" in reception.kinds()


async def test_nothing_changes_by_changing_nothing(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara, note="Boots")
    same = Change(note="Boots")
    assert await reception.run(service.change, invitation_id=made.id, changes=same, caller=klara) == made
    assert "invitation.changed" not in reception.kinds()


async def test_revoking_is_final_and_may_be_asked_for_again(reception: Reception) -> None:
    _, (klara,) = await reception.staffed("Klára")
    made = await reception.invite(klara)
    once = await reception.revoke(klara, made.id)
    assert await reception.revoke(klara, made.id) == once
    assert reception.kinds().count("invitation.revoked") == 1
    view = await reception.view(klara, made.id)
    assert view.revoked_by is not None
    assert view.revoked_by.name == "Klára"
    acts = await reception.ask(audit.entries, limit=10)
    assert [each.action for each in acts if each.subject_id == made.id] == [
        "invitation.revoked",
        "invitation.created",
    ]


async def test_who_is_deactivated_is_invited_to_no_more_and_his_waiting_clients_go_to_the_group(
    reception: Reception,
) -> None:
    _, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    await reception.set_status(klara, "away")
    await reception.set_status(tomas, "away")
    made, other = await reception.invite(klara), await reception.invite(klara)
    waiting = await reception.start(made.id, "browser")
    await reception.change_operator(klara, {"active": False})
    assert (await reception.row(other.id)).revoked_at is not None
    await reception.set_status(tomas, "online")
    (offer,) = await reception.offers(tomas)
    assert offer.conversation_id == waiting.conversation_id


async def test_the_list_is_ones_own_and_a_supervisors_may_be_anybodys(reception: Reception) -> None:
    _, (klara, tomas) = await reception.staffed("Klára", "Tomáš")
    first = await reception.invite(klara)
    await reception.later(1)
    second = await reception.invite(klara)
    await reception.invite(tomas)
    assert [each.id for each in await reception.listed(klara)] == [second.id, first.id]
    ask = {"before": second.id, "limit": 5, "addresses": ADDRESSES}
    page = await reception.ask(queries.listed, operator_id=None, caller=klara, **ask)
    assert [each.id for each in page] == [first.id]
    with pytest.raises(NotAllowed):
        await reception.ask(queries.listed, operator_id=klara.operator_id, caller=tomas, **ask)
