"""Invited clients: the operator is told five minutes before, and by push when nothing else can reach him."""

from collections.abc import AsyncIterator

import pytest

import hovor.invitations.reactions
import hovor.notifications.reactions
from hovor.foundation.clock import HOUR
from hovor.foundation.database import Database
from hovor.foundation.reactions import Registry
from hovor.foundation.reactions_runner import ListenerRunner
from hovor.foundation.timers_runner import TimerRunner
from hovor.notifications import queries
from tests.conversations.floor import FEATURES
from tests.invitations.reception import Reception
from tests.notifications.watch import Watch
from tests.support.clock import VirtualClock

ALL = Registry.collect((*FEATURES, hovor.invitations.reactions, hovor.notifications.reactions))


class Host(Watch, Reception):
    """Operators who invite, and are told of it."""

    def __init__(self, database: Database, clock: VirtualClock) -> None:
        super().__init__(database, clock)
        self.timers = TimerRunner(database, ALL.timers)
        self.listeners = ListenerRunner(database, ALL.listeners)


@pytest.fixture
def registry() -> Registry:
    """Everything up to notifications."""
    return ALL


@pytest.fixture
async def host(database: Database, clock: VirtualClock) -> AsyncIterator[Host]:
    """A company without anybody in it."""
    opened = Host(database, clock)
    await opened.open()
    yield opened
    await opened.close()


async def test_five_minutes_before_an_arranged_time_he_is_told_until_his_client_is_there(host: Host) -> None:
    _, (klara,) = await host.staffed("Klára")
    made = await host.invite(klara, arranged_for=host.clock.now() + HOUR)
    await host.wait(3600 - 301)
    assert await host.standing(klara) == []
    await host.wait(1)
    assert (await host.cued(klara))[0] == "invitation"
    await host.noticed(klara)
    await host.start(made.id, "browser")
    # From here on it is the offer that tells him.
    assert (await host.cued(klara))[0] == "offer"


async def test_an_invitation_that_is_revoked_reminds_nobody_any_more(host: Host) -> None:
    _, (klara,) = await host.staffed("Klára")
    made = await host.invite(klara, arranged_for=host.clock.now() + HOUR)
    await host.wait(3600 - 300)
    (told,) = await host.standing(klara)
    await host.revoke(klara, made.id)
    assert await host.standing(klara) == []
    assert (await host.ask(queries.notification, told.id)).cleared_because == "revoked"


async def test_a_client_who_comes_while_nothing_reaches_him_is_told_by_what_there_is(host: Host) -> None:
    _, (klara,) = await host.staffed("Klára")
    made = await host.invite(klara)
    await host.disconnect(klara)
    started = await host.start(made.id, "browser")
    (told,) = await host.standing(klara)
    assert (told.what, told.connection_id) == ("invitation", None)
    assert told.conversation_id == started.conversation_id
