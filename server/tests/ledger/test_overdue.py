"""What falls due while nothing runs happens as soon as something does."""

import asyncio
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa

from hovor.conversations.models import conversation
from hovor.foundation.clock import HOUR, SECOND, Instant, SystemClock
from hovor.foundation.timers import timer
from hovor.routing.models import offer
from tests.ledger.shop import Shop, shop
from tests.support.server import Operator, Visitor

AT_ONCE: Final = 2 * SECOND
_LOOK_EVERY: Final = 0.02
_MOMENTS: Final = {
    timer: ("at",),
    offer: ("made_at", "delivered_at", "deadline"),
    conversation: ("wrap_up_until",),
}


@pytest.mark.timeout(300)
async def test_inv_55_timers_that_fell_due_while_nothing_ran_fire_within_two_seconds_of_the_start(
    engine: str, empty_database_url: str, tmp_path: Path
) -> None:
    url = None if engine == "sqlite" else empty_database_url
    async with shop(tmp_path, url, seed=55) as house:
        await house.open(operators=1, visitors=0)
        ended, offered = await asyncio.to_thread(_work, house)
        await house.kill()
        database = _database(url or f"sqlite:///{tmp_path / 'data' / 'hovor.sqlite'}")
        assert {"offer_deadline", "wrap_up_limit"} <= _an_hour_passes(database)

        await house.start()
        started = SystemClock().now()
        async with asyncio.timeout(60):
            while _overdue(database):  # noqa: ASYNC110  nobody tells when the last one has fired
                await asyncio.sleep(_LOOK_EVERY)
        await house.kill()
        with database.connect() as connection:
            closed = sa.select(conversation.c.closed_at).where(conversation.c.id == ended)
            assert connection.execute(closed).scalar_one() <= started + AT_ONCE
            outcomes = sa.select(offer.c.outcome, offer.c.ended_at).where(offer.c.conversation_id == offered)
            outcome, ended_at = connection.execute(outcomes).one()
            assert (outcome, ended_at <= started + AT_ONCE) == ("timed_out", True)
        database.dispose()


def _work(house: Shop) -> tuple[str, str]:
    """One conversation in the work after it, and one that is offered and seen, but not answered."""
    klara = Operator(house.program.address, house.operators[0].email)
    visitors = [Visitor(house.program.address, house.channel_key) for _ in range(2)]
    klara.go_online()
    ended: str = visitors[0].say("Hello")["conversation_id"]
    first = klara.live.hears("offer.made", lambda made: made["conversation"]["id"] == ended)
    klara.ask("POST", f"/offers/{first['id']}/accept", {})
    klara.ask("POST", f"/conversations/{ended}/end", {})
    offered: str = visitors[1].say("Hello")["conversation_id"]
    second = klara.live.hears("offer.made", lambda made: made["conversation"]["id"] == offered)
    klara.ask("POST", f"/offers/{second['id']}/shown", {"by": ["card"]})
    klara.http.close()
    for visitor in visitors:
        visitor.http.close()
    return ended, offered


def _database(url: str) -> sa.Engine:
    return sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), poolclass=sa.NullPool)


def _an_hour_passes(database: sa.Engine) -> set[str]:
    """What is to come comes an hour earlier, as if that much time had gone by.

    Answers with the kinds of timers that are due then.
    """
    with database.begin() as connection:
        for table, moments in _MOMENTS.items():
            connection.execute(sa.update(table).values({name: table.c[name] - HOUR for name in moments}))
        return set(connection.execute(_due(SystemClock().now())).scalars())


def _overdue(database: sa.Engine) -> bool:
    with database.connect() as connection:
        return connection.execute(_due(SystemClock().now() - SECOND)).first() is not None


def _due(now: Instant) -> sa.Select[str]:
    return sa.select(timer.c.kind).where(timer.c.at <= now, timer.c.parked_at.is_(None))
