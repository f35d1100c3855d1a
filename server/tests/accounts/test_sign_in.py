"""Signing in: equal answers, growing pauses that lock nobody out, and sessions that end when they should."""

import pytest
from argon2.exceptions import VerifyMismatchError

from hovor.accounts import queries, service
from hovor.accounts.errors import WrongCredentials
from hovor.accounts.events import SessionEnded, SignedIn, SignedOut
from hovor.foundation.rate_limits import RateLimited
from tests.accounts.office import Office

ONE_ENGINE = pytest.mark.parametrize("engine", ["sqlite"])
"""Counting and comparing are the same on both; the storage itself is tried by the foundation."""

HOUR = 3600
DAY = 24 * HOUR


async def test_known_and_unknown_addresses_are_refused_alike(office: Office) -> None:
    refusals = []
    for email in ("klara@alderway.example", "nobody@alderway.example"):
        for _ in range(7):
            try:
                await office.sign_in(email, "something else entirely")
            except (WrongCredentials, RateLimited) as refusal:
                refusals.append((email, refusal.code, dict(refusal.extra)))
    known = [one[1:] for one in refusals if one[0].startswith("klara")]
    unknown = [one[1:] for one in refusals if one[0].startswith("nobody")]
    assert known == unknown
    assert known[-1] == ("rate_limited", {"retry_after_seconds": 1})


@ONE_ENGINE
async def test_an_unknown_address_costs_a_comparison_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    verify = office.passwords._hasher.verify

    def counting(stored: str, password: str) -> bool:
        compared.append(stored)
        return verify(stored, password)

    monkeypatch.setattr(type(office.passwords._hasher), "verify", lambda self, *words: counting(*words))
    await office.fail("nobody@alderway.example")
    await office.fail("klara@alderway.example")
    assert len(compared) == 2
    assert compared[0].split("$")[:4] == compared[1].split("$")[:4]
    # Not refused for its form, which would take no time at all.
    with pytest.raises(VerifyMismatchError):
        verify(compared[0], "whatever")
    assert [len(part) for part in compared[0].split("$")] == [len(part) for part in compared[1].split("$")]


@ONE_ENGINE
async def test_pauses_grow_per_address_and_nobody_is_locked_out_for_good(office: Office) -> None:
    pauses = []
    for _ in range(14):
        pause = await office.fail()
        if pause:
            pauses.append(pause)
            office.clock.advance(pause)
            assert await office.fail() == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] > pauses[0]
    office.clock.advance(300)
    assert (await office.sign_in()).operator.name == "Klara"


async def test_strangers_cannot_lock_out_where_the_operator_is_known(office: Office) -> None:
    await office.sign_in(network="home")
    while not await office.fail(network="far away"):
        pass
    assert (await office.sign_in(network="home")).operator.name == "Klara"
    with pytest.raises(RateLimited):
        await office.sign_in(network="a hotel")


async def test_the_newest_try_that_failed_is_told_to_whose_account_it_is(office: Office) -> None:
    klara, adam = office.klara.id, office.adam.id
    assert await office.ask(queries.last_failed_sign_in, klara) is None
    await office.fail(network="far away")
    office.clock.advance(60)
    at = office.clock.now()
    await office.fail(network="elsewhere")
    await office.fail("nobody@alderway.example")
    office.clock.advance(60)
    await office.sign_in()
    last = await office.ask(queries.last_failed_sign_in, klara)
    assert last == queries.FailedSignIn(at, "a browser", "elsewhere")
    assert await office.ask(queries.last_failed_sign_in, adam) is None


@ONE_ENGINE
async def test_one_network_that_tries_many_addresses_is_slowed_down(office: Office) -> None:
    for number in range(51):
        assert await office.fail(f"person{number}@alderway.example", network="one") == 0
    assert await office.fail("one more@alderway.example", network="one") > 0
    assert await office.fail("one more@alderway.example", network="two") == 0


@ONE_ENGINE
async def test_success_forgives(office: Office) -> None:
    for _ in range(5):
        assert await office.fail() == 0
    await office.sign_in()
    for _ in range(5):
        assert await office.fail() == 0


async def test_a_password_that_changed_meanwhile_does_not_sign_in(office: Office) -> None:
    attempt = service.Attempt("klara@alderway.example", "address", "network")
    new = service.NewSession("token", "a browser", "192.0.2.1")
    with pytest.raises(WrongCredentials):
        await office.run(service.sign_in, attempt=attempt, verified_hash="the former one", new=new)
    await office.run(service.change_operator, office.klara.id, {"active": False})
    with pytest.raises(WrongCredentials):
        await office.sign_in()


async def test_a_session_ends_without_use_but_not_under_a_live_conversation(office: Office) -> None:
    used = (await office.sign_in()).session_id
    unused = (await office.sign_in()).session_id
    await office.wait(11 * HOUR)
    await office.run(service.note_seen, used)
    await office.wait(HOUR)
    assert [one.id for one in await office.ask(queries.sessions, office.klara.id)] == [used]
    assert _ended(office) == [(unused, "expired")]
    await office.run(service.hold_sessions, office.klara.id, True)
    await office.wait(31 * DAY)
    assert len(await office.ask(queries.sessions, office.klara.id)) == 1
    await office.run(service.hold_sessions, office.klara.id, False)
    await office.wait(0)
    assert _ended(office)[-1] == (used, "expired")


@ONE_ENGINE
async def test_after_thirty_days_a_session_ends_however_much_it_is_used(office: Office) -> None:
    session = (await office.sign_in()).session_id
    for _ in range(59):
        await office.wait(12 * HOUR - 60)
        await office.run(service.note_seen, session)
    assert await office.ask(queries.sessions, office.klara.id) != []
    await office.wait(13 * HOUR)
    assert await office.ask(queries.sessions, office.klara.id) == []


async def test_signing_out_of_the_last_device_is_told_once(office: Office) -> None:
    first, second = (await office.sign_in()).session_id, (await office.sign_in()).session_id
    await office.run(service.end_session, first, cause="revoked")
    assert not [one for one in office.recorded if isinstance(one.event, SignedOut)]
    await office.run(service.end_session, second, cause="revoked")
    signed_out = [one.event for one in office.recorded if isinstance(one.event, SignedOut)]
    assert [event.session_id for event in signed_out] == [second]
    assert [one.actor.id for one in office.recorded if isinstance(one.event, SignedIn)] == [
        office.klara.id
    ] * 2


async def test_a_new_password_ends_every_other_device(office: Office) -> None:
    here, there = (await office.sign_in()).session_id, (await office.sign_in()).session_id
    stored = await office.ask(queries.password_hash, office.klara.id)
    await office.run(
        service.change_password,
        operator_id=office.klara.id,
        former_hash=stored,
        password_hash=await office.passwords.hash("eight blue kettles hum"),
        session_id=here,
    )
    assert _ended(office) == [(there, "password_changed")]
    with pytest.raises(WrongCredentials):
        await office.sign_in()
    assert (await office.sign_in(password="eight blue kettles hum")).operator.name == "Klara"


def _ended(office: Office) -> list[tuple[str, str]]:
    events = [one.event for one in office.recorded if isinstance(one.event, SessionEnded)]
    return [(event.session_id, event.cause) for event in events]
