"""How a cookie, a token or a key becomes a caller: the promises, which accounts and clients keep."""

from typing import Protocol

from hovor.foundation.caller import ClientCaller, IntegrationCaller, OperatorCaller


class Authenticator(Protocol):
    """Look-ups of callers, fast enough for every request, never older than a second after a revocation.

    Every answer is the caller as he is *now*: role, company and session are read again, not believed from
    the token. `None` means unknown, expired or revoked, and never says which.
    """

    async def operator(self, cookie: str) -> OperatorCaller | None:
        """The operator whose sign-in session carries this cookie value."""

    async def operator_of_session(self, session_id: str) -> OperatorCaller | None:
        """The operator of a sign-in session named by a ticket; None when the session has ended since."""

    async def client(self, token: str) -> ClientCaller | None:
        """The visitor who holds this token."""

    async def integration(self, key: str) -> IntegrationCaller | None:
        """The integration that holds this API key."""


class Origins(Protocol):
    """Which foreign websites may talk to us from a visitor's browser. The installation's own origin always
    may.
    """

    async def allows(self, origin: str, channel_id: str | None) -> bool:
        """Whether this channel (None: any channel at all) lists the site `origin`, such as
        `https://shop.example`.
        """
