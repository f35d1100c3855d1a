"""Operators, groups, the first run, and the last administrator."""

import asyncio
import random

import pytest

from hovor.accounts import queries, service
from hovor.accounts.errors import AlreadySetUp, EmailTaken, GroupNameTaken, LastAdministrator
from hovor.accounts.events import OperatorChanged
from hovor.companies import service as companies
from hovor.foundation import audit
from hovor.foundation.caller import Anonymous
from hovor.foundation.database import Database
from hovor.foundation.errors import Invalid, Refusal
from tests.accounts.office import Office


async def test_inv_54_the_last_administrator_stays(office: Office) -> None:
    for changes in ({"role": "operator"}, {"active": False}, {"role": "supervisor", "active": False}):
        with pytest.raises(LastAdministrator):
            await office.run(service.change_operator, office.adam.id, changes)
    await office.run(service.change_operator, office.klara.id, {"role": "administrator"})
    await office.run(service.change_operator, office.adam.id, {"active": False})
    with pytest.raises(LastAdministrator):
        await office.run(service.change_operator, office.klara.id, {"role": "supervisor"})


@pytest.mark.parametrize("seed", range(2))
async def test_inv_54_holds_however_many_change_roles_at_once(office: Office, seed: int) -> None:
    chance = random.Random(seed)
    people = [office.adam.id, office.klara.id, (await office.hire("Sofia", "supervisor")).id]
    wishes = [
        (
            chance.choice(people),
            {
                "role": chance.choice(["operator", "supervisor", "administrator"]),
                "active": chance.random() < 0.6,
            },
        )
        for _ in range(40)
    ]
    answers = await asyncio.gather(
        *(office.run(service.change_operator, person, wish) for person, wish in wishes),
        return_exceptions=True,
    )
    assert all(not isinstance(one, BaseException) or isinstance(one, LastAdministrator) for one in answers)
    operators = await office.ask(queries.operators)
    assert any(one.active and one.role == "administrator" for one in operators)


async def test_an_address_belongs_to_one_operator_of_the_installation(office: Office) -> None:
    with pytest.raises(EmailTaken):
        await office.hire("Klara", "operator")


async def test_groups_and_channels_of_an_operator_are_the_companys(office: Office) -> None:
    with pytest.raises(Invalid) as refused:
        await office.run(service.change_operator, office.klara.id, {"group_ids": ["x"], "channel_ids": ["y"]})
    assert [problem["field"] for problem in refused.value.fields] == ["group_ids", "channel_ids"]
    with pytest.raises(Invalid):
        await office.run(
            companies.create_channel,
            companies.NewChannel(key="k", kind="webchat", name="Shop", group_id="not ours"),
        )


async def test_a_change_says_what_changed_and_nothing_is_told_when_nothing_did(office: Office) -> None:
    group = await office.run(service.create_group, name="Sales", member_ids=[office.klara.id])
    channel = await office.run(
        companies.create_channel, companies.NewChannel(key="k", kind="webchat", name="Shop")
    )
    office.recorded.clear()
    changes: service.OperatorChanges = {"channel_ids": [channel.id], "group_ids": [group.id], "name": "Klára"}
    after = await office.run(service.change_operator, office.klara.id, changes)
    again = await office.run(service.change_operator, office.klara.id, changes)
    told = [one.event for one in office.recorded if isinstance(one.event, OperatorChanged)]
    assert [event.what for event in told] == [("profile", "channels")]
    assert (after.channel_ids, after.group_ids) == ((channel.id,), (group.id,))
    assert again.version == after.version


async def test_a_groups_name_is_its_own(office: Office) -> None:
    sales = await office.run(service.create_group, name="Sales", member_ids=[office.klara.id])
    with pytest.raises(GroupNameTaken):
        await office.run(service.create_group, name="sales")
    await office.run(service.change_group, sales.id, name="Orders", member_ids=[office.adam.id])
    assert await office.ask(queries.members, sales.id) == (office.adam.id,)


async def test_every_change_is_audited_without_secrets(office: Office) -> None:
    changes = {"role": "supervisor", "password_hash": "very secret"}
    await office.run(service.change_operator, office.klara.id, changes)
    entries = await office.database.read(audit.entries, limit=50, company=office.company, caller=Anonymous())
    assert entries[0].action == "operator.changed"
    assert entries[0].detail["role"] == "supervisor"
    assert all("very secret" not in str(entry.detail) for entry in entries)


async def test_of_many_first_runs_at_once_one_wins(database: Database) -> None:
    def wish(number: int) -> service.SetUp:
        return service.SetUp(
            service.FirstCompany(f"Company {number}", "Europe/Prague", "cs"),
            service.NewOperator(email=f"a{number}@b.example", name="Adam Berger", password_hash="hash"),
            companies.NewChannel(key=f"wc_{number}", kind="webchat", name="Shop"),
            service.NewSession(f"token {number}", "a browser", "192.0.2.1"),
        )

    answers = await asyncio.gather(
        *(
            database.write(service.set_up, wish(number), company="", caller=Anonymous())
            for number in range(20)
        ),
        return_exceptions=True,
    )
    done = [one for one in answers if isinstance(one, service.SetUpDone)]
    refused = [one for one in answers if isinstance(one, Refusal)]
    assert len(done) == 1
    assert len(refused) == 19
    assert all(isinstance(one, AlreadySetUp) for one in refused)
    operator, channel = done[0].signed_in.operator, done[0].channel
    assert channel is not None
    assert (operator.role, operator.channel_ids) == ("administrator", (channel.id,))
    assert operator.group_ids == (channel.group_id,)
