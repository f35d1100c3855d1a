"""Whom to believe about the caller's address, and which origin is our own.

`X-Forwarded-*` counts only from the networks of `HOVOR_TRUSTED_PROXIES`; from anybody else it is noise that
a client made up (CVE-2026-34720 in Zammad, CVE-2026-107393 in FreeScout).
"""

from collections.abc import Iterable, MutableMapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, Final

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

Network = IPv4Network | IPv6Network
Scope = MutableMapping[str, Any]
_SECURE: Final = {"http": "https", "ws": "wss", "https": "https", "wss": "wss"}
_PLAIN: Final = {"https": "http", "wss": "ws", "http": "http", "ws": "ws"}


def believe_proxies(scope: Scope, trusted: Sequence[Network]) -> None:
    """Replaces the peer's address and scheme by what trusted proxies say; leaves everything else as it is.

    Of `X-Forwarded-For` the last address that is not a trusted proxy counts: whatever stands left of it
    came from outside.
    """
    client = scope.get("client")
    peer = None if client is None else _address(client[0])
    if not trusted or peer is None or not _in_any(peer, trusted):
        return
    headers = Headers(raw=scope["headers"])
    for part in reversed(headers.get("x-forwarded-for", "").split(",")):
        address = _address(part.strip())
        if address is None:
            break
        scope["client"] = (str(address), 0)
        if not _in_any(address, trusted):
            break
    proto = headers.get("x-forwarded-proto", "").strip().lower()
    if proto == "https":
        scope["scheme"] = _SECURE[scope["scheme"]]
    elif proto == "http":
        scope["scheme"] = _PLAIN[scope["scheme"]]


def caller_address(connection: HTTPConnection) -> str:
    """The caller's IP address, as far as it can be believed; empty on a Unix socket."""
    return "" if connection.client is None else connection.client.host


def caller_network(connection: HTTPConnection) -> str:
    """The network that limits count by: /24 of IPv4, /48 of IPv6, since one person easily has a whole one."""
    address = _address(caller_address(connection))
    if address is None:
        return "unknown"
    if isinstance(address, IPv4Address):
        return str(IPv4Network((address, 24), strict=False))
    return str(IPv6Network((address, 48), strict=False))


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the browser speaks TLS, to us or to a trusted proxy before us."""
    return connection.scope["scheme"] in {"https", "wss"}


def is_own_origin(scope: Scope, origin: str, public_url: str | None) -> bool:
    """Whether the page with this origin came from this installation.

    That is the public URL, and the very host the request was sent to: a browser sends neither header
    otherwise than it is.
    """
    if public_url is not None and origin == public_url:
        return True
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), None)
    return (
        host is not None
        and origin == f"{'https' if scope['scheme'] in {'https', 'wss'} else 'http'}://{host}"
    )


def own_origin(connection: HTTPConnection) -> str:
    """The address under which the caller reached this installation, such as `https://talk.example`."""
    scheme = "https" if is_secure(connection) else "http"
    return f"{scheme}://{connection.headers.get('host', 'localhost')}"


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _in_any(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)
