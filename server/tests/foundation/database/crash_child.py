"""The child that `test_crash` kills: writes notes without end and prints each number once it is
acknowledged.
"""

import asyncio
import sys
from itertools import count

from hovor.foundation.clock import SystemClock
from hovor.foundation.database import Database
from hovor.foundation.errors import Conflict
from hovor.foundation.reactions import NOTHING
from tests.foundation.database.example import CALLER, COMPANY, write_and_refuse, write_note


async def main(url: str) -> None:
    """Twenty callers, one in ten of their units refused after writing."""
    database = Database.open(url, clock=SystemClock(), registry=NOTHING)
    await database.start()
    numbers = count()

    async def call() -> None:
        while True:
            number = next(numbers)
            try:
                verb = write_and_refuse if number % 10 == 9 else write_note
                await database.write(verb, number, company=COMPANY, caller=CALLER)
            except Conflict:
                continue
            print(number, flush=True)  # noqa: T201

    await asyncio.gather(*(call() for _ in range(20)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
