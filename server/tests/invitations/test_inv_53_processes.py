"""INV-53 over HTTP, with several processes on one PostgreSQL: of a thousand starts one wins, also where a
process is killed in the middle of them.
"""

import asyncio
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from tests.support.server import PATIENCE, Operator
from tests.support.workers import ADMINISTRATOR, workers

MANY: Final = 1_000
AT_ONCE: Final = 60
_PATH: Final = "/api/v1/public/invitations"
# Three processes start, and answer thousands: a busy machine needs minutes where an idle one needs seconds.
pytestmark = pytest.mark.timeout(600)


class Crowd:
    """Browsers that know one link, none of them with a cookie."""

    def __init__(self, address: str, secret: str) -> None:
        self._path = f"{_PATH}/{secret}"
        limits = httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
        self._http = httpx2.AsyncClient(base_url=address, timeout=PATIENCE * 3, limits=limits)

    async def look(self) -> dict[str, Any]:
        """One of them opens the link."""
        answer = await self._http.get(self._path)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    async def start(self, key: str, started: asyncio.Event | None = None) -> httpx2.Response:
        """One of them starts, and asks again with the same key until it is answered."""
        while True:
            try:
                self._http.cookies.clear()
                answer = await self._http.post(
                    f"{self._path}/conversations", json={}, headers={"idempotency-key": key}
                )
            except httpx2.TransportError:
                continue
            if started is not None:
                started.set()
            if answer.status_code < 500:
                return answer

    async def close(self) -> None:
        """They go."""
        await self._http.aclose()


def test_inv_53_of_a_thousand_starts_over_processes_one_wins(tmp_path: Path, postgres_url: str) -> None:
    with workers(tmp_path, postgres_url, 3) as running:
        operator, _ = running.set_up()
        made = operator.ask("POST", "/invitations", {"use": "once"})
        secret = made["url"].rpartition("/")[2]

        async def crowd() -> list[httpx2.Response]:
            browsers = Crowd(running.address, secret)
            pages = await asyncio.gather(*(browsers.look() for _ in range(MANY)))
            assert {page["state"] for page in pages} == {"active"}
            answers = await asyncio.gather(*(browsers.start(f"key {at}") for at in range(MANY)))
            await browsers.close()
            return answers

        answers = asyncio.run(crowd())
        told = Counter((each.status_code, each.json().get("code")) for each in answers)
        assert told == {(201, None): 1, (410, "invitation_used"): MANY - 1}
        started = next(each.json()["conversation_id"] for each in answers if each.status_code == 201)
        every = operator.ask("GET", "/conversations?state=queued")["items"]
        assert [each["id"] for each in every] == [started]
        after = operator.ask("GET", f"/invitations/{made['id']}")
        assert (after["state"], after["uses"]) == ("used", 1)
        operator.close()


def test_inv_53_a_process_killed_in_the_middle_uses_nothing_twice(tmp_path: Path, postgres_url: str) -> None:
    with workers(tmp_path, postgres_url, 3) as running:
        operator, _ = running.set_up()
        made = operator.ask("POST", "/invitations", {"use": "once"})
        repeatable = operator.ask("POST", "/invitations", {"use": "repeatedly"})

        async def crowd() -> list[list[httpx2.Response]]:
            first = asyncio.Event()
            found = []
            for each in (repeatable, made):
                browsers = Crowd(running.address, each["url"].rpartition("/")[2])
                starting = [
                    asyncio.ensure_future(browsers.start(f"key {at}", first)) for at in range(AT_ONCE)
                ]
                await first.wait()
                os.kill(running.serving[0], signal.SIGKILL)
                found.append(await asyncio.gather(*starting))
                again = await asyncio.gather(*(browsers.start(f"key {at}") for at in range(AT_ONCE)))
                assert [_gist(one) for one in again] == [_gist(one) for one in found[-1]]
                await browsers.close()
            return found

        often, once = asyncio.run(crowd())
        assert {each.status_code for each in often} == {201}
        assert len({each.json()["conversation_id"] for each in often}) == AT_ONCE
        assert sorted(each.status_code for each in once) == [201, *[410] * (AT_ONCE - 1)]
        # The connection that was kept may have been to one that is gone.
        operator.close()
        operator = Operator(running.address, ADMINISTRATOR)
        for each, uses in ((repeatable, AT_ONCE), (made, 1)):
            assert operator.ask("GET", f"/invitations/{each['id']}")["uses"] == uses
        operator.close()


def _gist(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("conversation_id")
