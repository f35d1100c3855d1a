"""To whom Hovor speaks when somebody else names the address: to nobody who is only in its own reach."""

import asyncio
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hovor.foundation.outgoing import AddressRefused, Outgoing, OutgoingFailed, require_address
from tests.notifications.push_service import PushService

INSIDE = [
    "0.0.0.0",  # noqa: S104  an address to be refused
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
]


def _resolving(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name stands for these addresses."""

    async def getaddrinfo(self: object, host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(asyncio.get_running_loop().__class__, "getaddrinfo", getaddrinfo, raising=False)


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    _resolving(monkeypatch, address)
    async with Outgoing() as outgoing:
        with pytest.raises(AddressRefused):
            await outgoing.post("https://push.example/x", headers={}, body=b"")


async def test_one_address_inside_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    _resolving(monkeypatch, "93.184.216.34", "10.0.0.1")
    async with Outgoing() as outgoing:
        with pytest.raises(AddressRefused):
            await outgoing.post("https://push.example/x", headers={}, body=b"")


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_refused_as_it_is_written(address: str) -> None:
    literal = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressRefused):
        require_address(f"https://{literal}/x")


def test_only_what_is_allowed_by_its_whole_origin_is_spoken_to_inside() -> None:
    allowed = ("http://127.0.0.1:9000",)
    assert require_address("http://127.0.0.1:9000/x?y", allowed) == allowed[0]
    for other in ("http://127.0.0.1:9001/", "https://127.0.0.1:9000/", "http://127.0.0.1:9000@evil.example/"):
        with pytest.raises(AddressRefused):
            require_address(other, allowed)


@given(st.text(max_size=60))
def test_whatever_is_named_is_an_origin_with_https_or_refused(text: str) -> None:
    for url in (text, f"https://{text}"):
        try:
            assert require_address(url).startswith("https://")
        except AddressRefused:
            continue


async def test_what_was_checked_is_what_is_spoken_to_and_the_name_goes_along() -> None:
    service = PushService()
    async with Outgoing((service.origin,)) as outgoing:
        answer = await outgoing.post(f"{service.origin}/x?y=1", headers={"ttl": "5"}, body=b"words")
    service.close()
    (received,) = service.received
    assert (answer.status, received.path, received.body) == (201, "/x?y=1", b"words")
    assert received.headers["host"] == service.origin.removeprefix("http://")


async def test_who_does_not_answer_has_failed() -> None:
    service = PushService()
    service.close()
    async with Outgoing((service.origin,)) as outgoing:
        with pytest.raises(OutgoingFailed):
            await outgoing.post(f"{service.origin}/x", headers={}, body=b"")
