"""A real SMTP server that keeps what is sent to it."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

_PATIENCE: Final = 30.0
"""Seconds until a test that waits for a letter fails."""


class Mailbox:
    """A server that takes letters, or refuses the first few of them, or all to an address that it does not
    know.
    """

    def __init__(self, refusing: int = 0, password: str | None = None, unknown: str | None = None) -> None:
        self.refusing = refusing
        self.unknown = unknown
        self.tried = 0
        self._password = password
        self._arrived: list[EmailMessage] = []
        self._news = asyncio.Condition()
        self._listening: asyncio.Server

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """As aiosmtpd calls it."""
        if address == self.unknown:
            return "550 Nobody here has this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """As aiosmtpd calls it."""
        self.tried += 1
        if self.tried <= self.refusing:
            return "451 Later"
        assert isinstance(envelope.content, bytes)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        async with self._news:
            self._arrived.append(parsed)
            self._news.notify_all()
        return "250 OK"

    async def listen(self) -> int:
        """Its port."""
        loop = asyncio.get_running_loop()
        options: dict[str, Any] = {}
        if self._password is not None:
            options = {"authenticator": self._knows, "auth_require_tls": False}
        make = lambda: SMTP(self, hostname="mail.example", loop=loop, **options)  # noqa: E731  a factory of protocols
        self._listening = await loop.create_server(make, "127.0.0.1", 0)
        port: int = self._listening.sockets[0].getsockname()[1]
        return port

    def _knows(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: LoginPassword
    ) -> AuthResult:
        assert self._password is not None
        return AuthResult(success=given.password == self._password.encode(), handled=False)

    async def close(self) -> None:
        """Nothing more is taken."""
        self._listening.close()
        await self._listening.wait_closed()

    async def letters_to(self, address: str, count: int = 1) -> list[EmailMessage]:
        """Those to this address, once so many have come."""

        def found() -> list[EmailMessage]:
            return [letter for letter in self._arrived if letter["to"] == address]

        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(found()) >= count), _PATIENCE)
        return found()

    async def letters(self, count: int) -> list[EmailMessage]:
        """Once so many have come."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(lambda: len(self._arrived) >= count), _PATIENCE)
        return self._arrived
