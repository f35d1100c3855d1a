"""The worker process: timers, reactions, routing and deliveries apart from the web processes."""

import asyncio
import signal

from hovor import administration
from hovor.foundation import logs
from hovor.foundation.database.engines import engine_for
from hovor.foundation.errors import Refusal
from hovor.foundation.settings import Settings
from hovor.wiring import build


class WorkerNeedsPostgresql(Refusal):
    """SQLite means one process."""

    code = "worker_needs_postgresql"
    status = 500
    title = "A worker apart needs PostgreSQL."


async def run(settings: Settings) -> None:
    """Works until it is told to stop (SIGINT, SIGTERM). Raises `WorkerNeedsPostgresql`, `CommandRefused`."""
    logs.configure(settings.log_format)
    administration.require_folder(settings)
    if engine_for(settings.engine_url).one_process_only:
        detail = "With SQLite `hovor serve` does this work itself. For more processes set HOVOR_DATABASE_URL."
        raise WorkerNeedsPostgresql(detail)
    administration.require_migrated(settings)
    installation = build(settings)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with installation.running(sockets=False):
        await stop.wait()
