"""SIGKILL in the middle of saturation: whatever was acknowledged is there afterwards, once."""

import asyncio
from typing import Final

import sqlalchemy as sa

from bench.contestants import Hovor
from bench.hovor_server import Server
from bench.load import closed
from bench.run import HOVOR, HOVOR_POSTGRESQL, Row, Run
from bench.server_of_database import database_server

PART: Final = "killing"
CONVERSATIONS: Final = 50
WARM_UP_SECONDS: Final = 1.0


async def measure(run: Run) -> None:
    """On each database of this run."""
    if run.options.database == "sqlite":
        folder = run.new_folder("killing")
        await _kill(run, HOVOR, Server(folder, None), f"sqlite:///{folder / 'hovor.sqlite'}")
    if run.options.database == "postgresql" or not run.options.quick:
        with database_server() as (url, process):
            server = Server(run.new_folder("killing-on-postgresql"), url, [process])
            await _kill(run, HOVOR_POSTGRESQL, server, url.replace("postgresql:", "postgresql+psycopg:"))


async def _kill(run: Run, name: str, server: Server, url: str) -> None:
    hovor = Hovor(name, server)
    try:
        await hovor.open(CONVERSATIONS)
        for visitor in hovor.visitors:
            visitor.acknowledged.clear()
        load = asyncio.ensure_future(closed(hovor, range(CONVERSATIONS), run.options.seconds))
        await asyncio.sleep(WARM_UP_SECONDS)
        server.kill()
        acknowledged = {reference for visitor in hovor.visitors for reference in visitor.acknowledged}
        load.cancel()
        server.start()
        await server.ready()
    finally:
        hovor.close()
    stored, positions, events = await asyncio.to_thread(_stored, url)
    missing = acknowledged - stored.keys()
    twice = [reference for reference in acknowledged & stored.keys() if stored[reference] != 1]
    row = Row(PART, name, "SIGKILL at saturation")
    run.keep(row.figure("acknowledged", "messages", float(len(acknowledged))))
    run.keep(row.figure("missing", "messages", float(len(missing))))
    run.keep(row.figure("twice", "messages", float(len(twice))))
    run.keep(row.figure("gaps", "positions", float(positions - events)))
    run.say(
        f"{name}: {len(acknowledged):,} acknowledged before SIGKILL, {len(missing)} missing,"
        f" {len(twice)} twice, {positions - events} gaps"
    )


def _stored(url: str) -> tuple[dict[str, int], int, int]:
    """How often each reference is stored, the last position, and how many events there are up to it."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        count = sa.text(
            "SELECT client_ref, count(*) FROM entry WHERE client_ref IS NOT NULL GROUP BY client_ref"
        )
        stored = {row[0]: int(row[1]) for row in connection.execute(count)}
        reached = sa.text("SELECT max(position), min(position), count(*) FROM event")
        last, first, events = connection.execute(reached).one()
    engine.dispose()
    return stored, last - first + 1, events
