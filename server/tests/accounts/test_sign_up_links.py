"""Sign-up links: one brings one colleague in, once, as what its maker could still make of him."""

import asyncio
import random
from typing import Final

import pytest

from hovor.accounts import queries, service
from hovor.accounts.errors import EmailTaken, SignUpLinkExpired, SignUpLinkUsed
from hovor.foundation import audit
from hovor.foundation.caller import Anonymous, OperatorCaller
from hovor.foundation.errors import Invalid, NotFound, Refusal
from tests.accounts.office import Office

WEEK: Final = 7 * 86_400
_REFUSED: Final = (SignUpLinkUsed, SignUpLinkExpired, EmailTaken)


async def _made(
    office: Office, secret: str, email: str = "eva@alderway.example", **wished: object
) -> queries.SignUpLinkView:
    new = service.NewSignUpLink(
        **{"secret_hash": secret, "email": email, "valid_for_seconds": WEEK, **wished}  # type: ignore[arg-type]
    )
    return await office.database.write(
        service.create_sign_up_link,
        new,
        company=office.company,
        caller=OperatorCaller(office.company, office.adam.id, "administrator", "a session"),
    )


async def _join(office: Office, secret: str, token: str) -> service.SignedInSession:
    session = service.NewSession(f"token {token}", "a browser", "192.0.2.1")
    joining = service.Joining(f"Eva {token}", "hash", "cs", session)
    return await office.run(service.join, secret, joining)


async def test_who_joins_is_what_the_link_promises_and_signed_in(office: Office) -> None:
    sales = await office.run(service.create_group, name="Sales")
    made = await _made(office, "s", role="supervisor", group_ids=[sales.id])
    done = await _join(office, "s", "1")
    found = done.operator
    assert (found.email, found.name, found.role) == ("eva@alderway.example", "Eva 1", "supervisor")
    assert (found.language, found.group_ids) == ("cs", (sales.id,))
    assert [each.id for each in await office.ask(queries.sessions, found.id)] == [done.session_id]
    (link,) = await office.ask(queries.sign_up_links)
    assert (link.id, link.state, link.operator_id) == (made.id, "used", found.id)
    entries = await office.database.read(audit.entries, limit=50, company=office.company, caller=Anonymous())
    told = [entry.action for entry in entries]
    assert {"sign_up_link.created", "sign_up_link.used", "operator.created"} <= {*told}


async def test_a_link_for_what_the_company_has_not_is_not_made(office: Office) -> None:
    with pytest.raises(Invalid):
        await _made(office, "s", group_ids=["another company's"])
    with pytest.raises(EmailTaken):
        await _made(office, "s", email="klara@alderway.example")
    with pytest.raises(NotFound):
        await _join(office, "no such secret", "1")


async def test_the_page_tells_a_stranger_nothing_when_it_is_over(office: Office) -> None:
    made = await _made(office, "s")
    page = await office.ask(queries.sign_up_page, "s")
    assert (page.state, page.company, page.email) == ("active", "Alderway Shop", "eva@alderway.example")
    await office.run(service.revoke_sign_up_link, made.id)
    page = await office.ask(queries.sign_up_page, "s")
    assert (page.state, page.email) == ("expired", "")


async def test_inv_53b_of_many_at_once_one_joins(office: Office) -> None:
    await _made(office, "s")
    answers = await asyncio.gather(
        *(_join(office, "s", str(number)) for number in range(50)), return_exceptions=True
    )
    done = [one for one in answers if isinstance(one, service.SignedInSession)]
    refused = [one for one in answers if isinstance(one, Refusal)]
    assert (len(done), len(refused)) == (1, 49)
    assert all(isinstance(one, SignUpLinkUsed) for one in refused)
    operators = await office.ask(queries.operators)
    assert [one.id for one in operators if one.email == "eva@alderway.example"] == [done[0].operator.id]


async def test_inv_53b_a_link_never_opens_an_account_that_is_there(office: Office) -> None:
    await _made(office, "s")
    eva = await office.hire("Eva", "operator")
    with pytest.raises(EmailTaken):
        await _join(office, "s", "1")
    assert await office.ask(queries.sessions, eva.id) == []
    (link,) = await office.ask(queries.sign_up_links)
    assert link.state == "active"


class _Story:
    """Links of one maker, redeemed several times at once between revocations, demotions and time; and beside
    it, in plain sets, what must have become of them.
    """

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office = office
        self.chance = chance
        self.made: dict[str, queries.SignUpLinkView] = {}
        self.over: set[str] = set()
        self.joined: dict[str, str] = {}
        self.maker_may = True

    async def step(self, number: int) -> None:
        acts = [self.join, self.join, self.join, self.revoke, self.demote, self.promote, self.pass_time]
        act = self.chance.choice([self.make, *acts]) if self.made else self.make
        await act(number)
        for secret, view in self.made.items():
            link = await self.office.ask(queries.sign_up_link, view.id)
            if link.valid_until <= self.office.clock.now():
                self.over.add(secret)
            assert (link.operator_id is not None) == (secret in self.joined)

    async def make(self, number: int) -> None:
        email = f"p{self.chance.randrange(6)}@alderway.example"
        role = self.chance.choice(["operator", "supervisor", "administrator"])
        seconds = self.chance.choice([300, 86_400, WEEK])
        try:
            link = await _made(self.office, f"s{number}", email=email, role=role, valid_for_seconds=seconds)
        except EmailTaken:
            assert email in self.joined.values()
        else:
            self.made[f"s{number}"] = link

    async def join(self, number: int) -> None:
        secret = self.chance.choice(sorted(self.made))
        link = self.made[secret]
        may = self.maker_may and secret not in {*self.joined, *self.over}
        may = may and link.email not in self.joined.values()
        tries = range(self.chance.randint(1, 4))
        answers = await asyncio.gather(
            *(_join(self.office, secret, f"{number}.{each}") for each in tries), return_exceptions=True
        )
        done = [one for one in answers if isinstance(one, service.SignedInSession)]
        assert all(isinstance(one, (service.SignedInSession, *_REFUSED)) for one in answers), answers
        assert [(one.operator.email, one.operator.role) for one in done] == [(link.email, link.role)] * may
        if may:
            self.joined[secret] = link.email

    async def revoke(self, _: int) -> None:
        secret = self.chance.choice(sorted(self.made))
        await self.office.run(service.revoke_sign_up_link, self.made[secret].id)
        self.over.add(secret)

    async def demote(self, _: int) -> None:
        await self.office.run(service.change_operator, self.office.adam.id, {"role": "supervisor"})
        self.maker_may = False

    async def promote(self, _: int) -> None:
        await self.office.run(service.change_operator, self.office.adam.id, {"role": "administrator"})
        self.maker_may = True

    async def pass_time(self, _: int) -> None:
        await self.office.wait(self.chance.choice([60, 3600, 2 * 86_400]))


@pytest.mark.parametrize("seed", range(8))
async def test_inv_53b_holds_in_any_order_of_events(office: Office, seed: int) -> None:
    await office.run(service.change_operator, office.klara.id, {"role": "administrator"})
    story = _Story(office, random.Random(seed))
    for number in range(30):
        await story.step(number)
    people = [one.email for one in await office.ask(queries.operators)]
    assert len(people) == len(set(people)) == 2 + len(story.joined)
