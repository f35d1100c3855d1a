"""Requests to addresses that outsiders have given us: a browser's push service, a customer's webhook.

Whoever names an address must not be able to make us speak to machines that only we can reach. So: https only,
every address that the name stands for is a public one, and the connection goes to just the address that was
checked. No redirect is followed, nothing of the environment's proxies is used, and of an answer no more is
read than is needed to understand it.
"""

import asyncio
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import urlsplit

from hovor.foundation.errors import Refusal

if TYPE_CHECKING:
    import httpx2

TIMEOUT_SECONDS: Final = 10.0
MOST_BYTES: Final = 64 << 10
_HTTPS_PORT: Final = 443


class AddressRefused(Refusal):
    """Hovor does not speak to this address; the detail says why."""

    code = "address_refused"
    status = 422
    title = "Hovor does not send anything to this address."


class OutgoingFailed(Exception):
    """No answer came: it could not be reached, or not in time. Trying again later may help."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Header names are in lower case; `body` is cut at 64 kB."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class _Target:
    origin: str
    host: str
    port: int
    path: str
    is_https: bool


class Outgoing:
    """Used as an asynchronous context manager, by one loop."""

    def __init__(self, allowed: tuple[str, ...] = ()) -> None:
        """`allowed` are origins (`http://127.0.0.1:9000`) of this installation's own machines: no question is
        asked about these.
        """
        self._allowed = frozenset(allowed)
        self._gateway: asyncio.Task[httpx2.AsyncClient] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._gateway is not None:
            await (await self._gateway).aclose()

    def require(self, url: str) -> str:
        """See `require_address`."""
        return require_address(url, self._allowed)

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """Sends it once. Raises `AddressRefused`, `OutgoingFailed`."""
        target = _target(url, self._allowed)
        address = target.host
        if target.origin not in self._allowed:
            address = await _public_address(target)
        literal = f"[{address}]" if ":" in address else address
        scheme = "https" if target.is_https else "http"
        gateway = await self._opened()
        request = gateway.build_request(
            "POST",
            f"{scheme}://{literal}:{target.port}{target.path}",
            headers={**headers, "host": urlsplit(url).netloc.rpartition("@")[2]},
            content=body,
            # The name is what the certificate must be for, not the address that was checked.
            extensions={"sni_hostname": target.host},
        )
        return await _sent(gateway, request)

    async def _opened(self) -> "httpx2.AsyncClient":
        # Many a server never sends anything: its start does not wait for the certificates of all authorities.
        if self._gateway is None:
            self._gateway = asyncio.create_task(asyncio.to_thread(_gateway), name="outgoing")
        return await asyncio.shield(self._gateway)


def _gateway() -> "httpx2.AsyncClient":
    import httpx2  # noqa: PLC0415

    return httpx2.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False, trust_env=False, http2=False)


async def _sent(gateway: "httpx2.AsyncClient", request: "httpx2.Request") -> Answer:
    import httpx2  # noqa: PLC0415

    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            answer = await gateway.send(request, stream=True)
            try:
                read = await _read(answer)
            finally:
                await answer.aclose()
    except (httpx2.HTTPError, OSError, TimeoutError) as error:
        raise OutgoingFailed(type(error).__name__) from error
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status_code, headers, read)


def require_address(url: str, allowed: Collection[str] = ()) -> str:
    """The origin of an address that is fit to be kept; whether its name leads to a public machine is seen
    when it is used. `allowed` as for `Outgoing`. Raises `AddressRefused`.
    """
    return _target(url, allowed).origin


def _target(url: str, allowed: Collection[str]) -> _Target:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused("This is no address.") from error
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.username is not None or parts.password is not None or not url.isascii():
        raise AddressRefused("This is no address.")
    origin = f"{parts.scheme}://{parts.netloc}"
    is_https = parts.scheme == "https"
    if origin not in allowed:
        if not is_https:
            raise AddressRefused("Only addresses with https are spoken to.")
        literal = _literal(host)
        if literal is not None and not _is_public(literal):
            raise AddressRefused("This machine is not on the public network.")
    default = _HTTPS_PORT if is_https else 80
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _Target(origin, host, port or default, path, is_https)


async def _public_address(target: _Target) -> str:
    """One address of the name, after all of them were found to be public."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise OutgoingFailed(type(error).__name__) from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(_is_public(ip_address(each.partition("%")[0])) for each in addresses):
        raise AddressRefused("This machine is not on the public network.")
    return addresses[0]


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    """Reachable for everybody, and no other address in disguise (IPv4 within IPv6, NAT64, 6to4)."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return _is_public(inner)
        if int(address) >> 32 == 0x64FF9B << 64:
            return _is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


async def _read(answer: "httpx2.Response") -> bytes:
    body = b""
    async for part in answer.aiter_bytes():
        body += part
        if len(body) >= MOST_BYTES:
            break
    return body[:MOST_BYTES]
