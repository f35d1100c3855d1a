"""How uvicorn is to be run for this app: measured choices, and edges that the app keeps itself."""

from typing import Any, Final

from hovor.foundation.http.socket_protocol import SocketProtocol
from hovor.foundation.live.frames import LONGEST_FRAME

GRACE_SECONDS: Final = 5


def server_options() -> dict[str, Any]:
    """The keyword arguments of `uvicorn.Config` that are not for administrators to choose."""
    return {
        "loop": "uvloop",
        "http": "httptools",
        "ws": SocketProtocol,
        # A compression context costs more memory per socket than all else together.
        "ws_per_message_deflate": False,
        # The hub pings in a way that a page's script must answer, which says more than the browser's own
        # pong.
        "ws_ping_interval": None,
        "ws_max_size": LONGEST_FRAME,
        # The gate believes the proxies of HOVOR_TRUSTED_PROXIES only; uvicorn would believe any on this
        # machine.
        "proxy_headers": False,
        "server_header": False,
        # The gate writes the log.
        "access_log": False,
        "log_config": None,
        "timeout_graceful_shutdown": GRACE_SECONDS,
    }
