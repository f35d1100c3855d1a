"""Clients who ask to be told when their operator is there, through a real SMTP server."""

from typing import Any

import httpx2
import pytest
import sqlalchemy as sa

from hovor.foundation import mail
from hovor.foundation.caller import Anonymous, OperatorCaller
from hovor.foundation.database import Reading
from hovor.invitations import policy, service
from hovor.invitations.errors import InvitationExpired, InvitationUsed, TooManyWishes
from hovor.invitations.service import TellMe
from hovor.presence import service as presence
from tests.invitations.reception import Reception, lasting
from tests.invitations.test_mail import posted
from tests.invitations.test_public_api import browser, path_of
from tests.support.server import Hovor, Operator

SERVER = {"host": "127.0.0.1", "port": 25, "security": "none", "sender": "hello@alderway.example"}


def tell_me(client: httpx2.Client, made: dict[str, Any], email: str, locale: str = "en") -> httpx2.Response:
    return client.post(f"{path_of(made)}/tell-me", json={"email": email, "locale": locale})


def wishes(operator: Operator, made: dict[str, Any]) -> int:
    found: int = operator.ask("GET", f"/invitations/{made['id']}")["wishes"]
    return found


def test_one_letter_in_the_clients_language_says_that_the_operator_is_there(hovor: Hovor) -> None:
    with posted(hovor) as (klara, mailbox), browser(hovor) as jana:
        klara.go_online()
        klara.ask("PUT", "/me/status", {"status": "away"})
        made = klara.ask("POST", "/invitations", {})
        assert jana.get(path_of(made)).json()["can_tell"] is True
        for _ in range(2):
            asked = tell_me(jana, made, "Jana@example.com", "cs-CZ")
            assert (asked.status_code, asked.json()) == (200, {"email": "Jana@example.com"})
        # The same address is the same wish; the operator's open list shows it.
        assert klara.live.hears("invitation.changed")["wishes"] == 1
        assert (wishes(klara, made), mailbox.tried) == (1, 0)
        klara.ask("PUT", "/me/status", {"status": "online"})
        (letter,) = hovor.run(mailbox.letters(1))
        assert letter["to"] == "Jana@example.com"
        assert letter["subject"] == "Klara z Alderway je teď k zastižení"
        body = letter.get_body(("plain",))
        assert body is not None
        assert made["url"] in body.get_content()
        after = klara.ask("GET", f"/invitations/{made['id']}")
        assert (after["wishes"], after["uses"], after["state"]) == (0, 0, "active")
        # Told once is told: his coming back again is not hers to hear of.
        klara.ask("PUT", "/me/status", {"status": "away"})
        klara.ask("PUT", "/me/status", {"status": "online"})
        tell_me(jana, made, "petr@example.com")
        letters = hovor.run(mailbox.letters(2))
        assert [each["to"] for each in letters] == ["Jana@example.com", "petr@example.com"]


def test_without_a_mail_server_nothing_is_promised(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    made = klara.ask("POST", "/invitations", {})
    with browser(hovor) as jana:
        assert jana.get(path_of(made)).json()["can_tell"] is False
        refused = tell_me(jana, made, "jana@example.com")
        assert (refused.status_code, refused.json()["code"]) == (409, "mail_not_set_up")
        company.administrator.ask("PUT", "/company/mail", SERVER)
        assert tell_me(jana, made, "jana").status_code == 422
        assert tell_me(jana, made, "jana@example.com").status_code == 200
        klara.ask("POST", f"/invitations/{made['id']}/revoke", {})
        assert jana.get(path_of(made)).json()["can_tell"] is False
        refused = tell_me(jana, made, "jana@example.com")
        assert (refused.status_code, refused.json()["code"]) == (410, "invitation_expired")
        unknown = jana.post(
            "/api/v1/public/invitations/nobody-made-this/tell-me", json={"email": "a@b.example"}
        )
        assert unknown.status_code == 404
        foreign = jana.post(
            f"{path_of(made)}/tell-me",
            json={"email": "a@b.example"},
            headers={"origin": "https://evil.example"},
        )
        assert (foreign.status_code, foreign.json()["code"]) == (403, "origin_not_allowed")


def test_nobody_has_strangers_written_to_without_end(hovor: Hovor) -> None:
    company = hovor.set_up()
    klara = company.operator("klara")
    company.administrator.ask("PUT", "/company/mail", SERVER)
    made = klara.ask("POST", "/invitations", {})
    with browser(hovor) as jana:
        answers = [tell_me(jana, made, f"stranger{number}@example.com") for number in range(11)]
    assert [each.status_code for each in answers] == [200] * 10 + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1


async def reachable_by_mail(reception: Reception) -> OperatorCaller:
    """Klára, away, in a company that can write letters."""
    _, (klara,) = await reception.staffed("Klara")
    server = mail.OutgoingServer(
        host="mail.example",
        port=25,
        security="none",
        username=None,
        password_sealed=None,
        sender="hello@alderway.example",
        version=1,
    )
    await reception.run(mail.set_outgoing_server, server)
    await reception.set_status(klara, "away")
    return klara


async def wish(reception: Reception, invitation_id: str, name: str) -> None:
    told = TellMe(name, "sealed")
    await reception.run(service.tell_me, invitation_id=invitation_id, wish=told, caller=Anonymous())


async def letters(reception: Reception) -> int:
    """How many wait in the outbox; nobody brings them out here."""
    return await reception.ask(_letters)


def _letters(reading: Reading) -> int:
    return len(reading.all(sa.select(mail.letter.c.id)))


async def test_it_is_told_when_he_can_really_be_reached(reception: Reception) -> None:
    klara = await reachable_by_mail(reception)
    made = await reception.invite(klara)
    (channel,) = [each.channel_id for each in await reception.listed(klara)]
    await reception.switch(klara, channel, on=False)
    await wish(reception, made.id, "jana")
    await reception.set_status(klara, "online")
    assert await letters(reception) == 0
    page = f"page-{klara.operator_id}"
    await reception.run(presence.connection_suspect, connection_id=page)
    await reception.switch(klara, channel, on=True)
    assert await letters(reception) == 0
    await reception.run(presence.connection_restored, connection_id=page)
    assert await letters(reception) == 1
    assert (await reception.view(klara, made.id)).wishes == 0


async def test_who_asks_when_he_is_there_already_is_told_at_once(reception: Reception) -> None:
    klara = await reachable_by_mail(reception)
    made = await reception.invite(klara)
    await reception.set_status(klara, "online")
    await wish(reception, made.id, "jana")
    assert await letters(reception) == 1


async def test_inv_53_being_told_uses_nothing_and_nobody_is_told_of_what_is_over(
    reception: Reception,
) -> None:
    klara = await reachable_by_mail(reception)
    used, revoked, short, kept = [
        await reception.invite(klara, validity=lasting(seconds)) for seconds in (900, 900, 300, 900)
    ]
    for each in (used, revoked, short, kept):
        await wish(reception, each.id, "jana")
        assert (await reception.view(klara, each.id)).wishes == 1
    await reception.start(used.id, "browser", leave=True, message="Call me")
    await reception.revoke(klara, revoked.id)
    await reception.later(301)
    views = {each.id: each for each in await reception.listed(klara)}
    assert [views[each.id].wishes for each in (used, revoked, short, kept)] == [0, 0, 0, 1]
    for over in (used, revoked, short):
        with pytest.raises((InvitationExpired, InvitationUsed)):
            await wish(reception, over.id, "petr")
    await reception.set_status(klara, "online")
    assert await letters(reception) == 1
    assert (await reception.row(kept.id)).uses == 0


async def test_an_invitation_has_room_for_so_many_wishes_and_what_fails_is_not_counted(
    reception: Reception,
) -> None:
    klara = await reachable_by_mail(reception)
    made = await reception.invite(klara, use="repeatedly")
    for number in range(policy.MOST_WISHES):
        await wish(reception, made.id, f"stranger {number}")
    with pytest.raises(TooManyWishes):
        await wish(reception, made.id, "one more")
    await wish(reception, made.id, "stranger 0")
    # Without a server the letters wait for the next one.
    await reception.run(mail.set_outgoing_server, None)
    await reception.set_status(klara, "online")
    assert (await letters(reception), (await reception.view(klara, made.id)).wishes) == (
        0,
        policy.MOST_WISHES,
    )
